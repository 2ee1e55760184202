//! The rules of the house: who may import whom, and what the command line promises.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::support::{Run, Sandbox, tests};

tests![
    imports_run_one_way,
    the_verifier_is_light,
    the_verifiers_readme_is_true,
    version_and_help_are_results
];

/// What each part of the source may import of the others; the binary's own files come first.
const MAY_IMPORT: [(&str, &[&str]); 14] = [
    ("main", &[]),
    (
        "lib",
        &[
            "cli",
            "commands",
            "context",
            "error",
            "files",
            "interrupt",
            "operations",
            "options",
            "output",
            "pki",
            "prompt",
            "store",
        ],
    ),
    ("cli", &["commands", "context", "error", "output", "prompt"]),
    (
        "commands",
        &[
            "commands",
            "operations",
            "options",
            "context",
            "error",
            "output",
            "prompt",
            "files",
            "pki",
            "store",
        ],
    ),
    (
        "operations",
        &[
            "operations",
            "options",
            "context",
            "error",
            "output",
            "prompt",
            "files",
            "pki",
            "store",
        ],
    ),
    (
        "options",
        &[
            "options", "context", "error", "output", "prompt", "files", "pki", "store",
        ],
    ),
    ("context", &["output", "prompt"]),
    ("output", &["error"]),
    ("prompt", &["error", "interrupt", "output"]),
    ("files", &["interrupt"]),
    ("error", &["output"]),
    ("interrupt", &[]),
    ("pki", &[]),
    ("store", &[]),
];

fn imports_run_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for file in rust_files(&root.join("src")) {
        let relative = file.strip_prefix(root.join("src")).unwrap();
        let part = relative
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy()
            .replace(".rs", "");
        let allowed = MAY_IMPORT.iter().find(|(name, _)| *name == part);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("no import rule for src/{}", relative.display()));
        for import in imports(&fs::read_to_string(&file).unwrap()) {
            seen += 1;
            assert!(
                allowed.contains(&import.as_str()),
                "src/{} imports crate::{import}, which {part} may not",
                relative.display()
            );
        }
    }
    assert!(seen > 50, "only {seen} imports found: is the test blind?");
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => rust_files(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The first names behind `crate::` in a source file, those in braces too.
fn imports(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices("crate::") {
        if source[..at].ends_with("pub(") {
            continue;
        }
        let rest = &source[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(names_in_braces(group)),
            None => found.push(first_name(rest)),
        }
    }
    found
}

/// The first name of every element of a brace group, nested groups passed over.
fn names_in_braces(group: &str) -> Vec<String> {
    let (mut depth, mut element, mut names) = (0, String::new(), Vec::new());
    for c in group.chars() {
        match (c, depth) {
            ('}', 0) => break,
            (',', 0) => names.push(std::mem::take(&mut element)),
            ('{', _) => depth += 1,
            ('}', _) => depth -= 1,
            (_, 0) => element.push(c),
            _ => {}
        }
    }
    names.push(element);
    names
        .iter()
        .map(|name| first_name(name.trim()))
        .filter(|name| !name.is_empty())
        .collect()
}

fn first_name(path: &str) -> String {
    path.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The library that brokers use brings in few other crates, and none of the tool's heavy dependencies unless a feature
/// asks for one.
fn the_verifier_is_light() {
    let tree = [
        "tree",
        "--package",
        "amqtt-verifier",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--offline",
    ];
    let run = Run::of(
        Command::new(env!("CARGO"))
            .args(tree)
            .current_dir(env!("CARGO_MANIFEST_DIR")),
    );
    let run = run.expect(0);
    let crates: BTreeSet<&str> = run
        .stdout
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(
        crates.contains("amqtt-verifier") && crates.len() <= 1 + 16,
        "{crates:?}"
    );
    let manifest = include_str!("../../crates/verifier/Cargo.toml");
    let dependencies = manifest
        .split("[dependencies]")
        .nth(1)
        .unwrap()
        .split("\n[")
        .next()
        .unwrap();
    for dependency in dependencies
        .lines()
        .filter(|line| !line.contains("optional = true"))
    {
        for heavy in ["tokio", "sqlx", "hyper", "clap", "rcgen", "amqtt-admin"] {
            assert!(
                !dependency.starts_with(heavy),
                "{heavy} is a dependency of the verifier"
            );
        }
    }
}

/// The verifier's README says what a feature costs in crates, and which versions were tested.
fn the_verifiers_readme_is_true() {
    let readme = include_str!("../../crates/verifier/README.md");
    for (row, features) in [
        ("| none |", ""),
        ("| `ring` (default) |", "ring"),
        ("| `aws-lc-rs` |", "aws-lc-rs"),
        ("| `rustls` |", "ring,rustls"),
        ("| `password` |", "ring,password"),
        ("| `http` |", "ring,http"),
        ("| `database` |", "ring,database"),
    ] {
        let line = readme
            .lines()
            .find(|line| line.starts_with(row))
            .unwrap_or_else(|| panic!("no {row}"));
        let said = line.trim_end_matches(['|', ' ']).rsplit(' ').next().unwrap();
        assert_eq!(said, crates(features).to_string(), "{row}");
    }
    let lock = include_str!("../../Cargo.lock");
    let tested = readme
        .lines()
        .find_map(|line| line.strip_prefix("- **Tested with**: "));
    for tested in tested.unwrap().trim_end_matches('.').split(", ") {
        let (name, version) = tested.split_once(' ').unwrap();
        let locked = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(lock.contains(&locked), "{tested} is not what is tested");
    }
}

/// How many crates the verifier compiles in with some features, itself not counted.
fn crates(features: &str) -> usize {
    let arguments = [
        "tree",
        "--locked",
        "--package",
        "amqtt-verifier",
        "--edges",
        "normal",
        "--prefix",
        "none",
    ];
    let mut command = Command::new(env!("CARGO"));
    command
        .args(arguments)
        .args(["--no-default-features", "--format", "{p}", "--features", features]);
    let tree = Run::of(command.current_dir(env!("CARGO_MANIFEST_DIR")))
        .expect(0)
        .stdout;
    let crates = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)").trim_end_matches(" (proc-macro)"));
    crates.collect::<BTreeSet<_>>().len() - 1
}

fn version_and_help_are_results() {
    let sandbox = Sandbox::new();
    let version = sandbox.admin(&["--version"]).expect(0);
    assert_eq!(
        version.stdout,
        format!("amqtt-admin {}\n", env!("CARGO_PKG_VERSION"))
    );
    assert_eq!(version.stderr, "");
    assert!(
        sandbox
            .admin(&["ca", "create", "--help"])
            .expect(0)
            .stdout
            .contains("[env: AMQTT_ADMIN_CN")
    );
    assert_eq!(sandbox.admin(&[]).expect(2).stdout, "");
}

//! The rules of the house: who may import whom, and what the command line promises.

mod graph;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use self::graph::{Graph, rust_files};
use crate::support::{Run, Sandbox, tests};

tests![
    imports_run_one_way,
    no_verb_imports_a_verb,
    files_form_no_circles,
    crates_depend_as_planned,
    files_are_short,
    functions_are_short,
    the_verifier_is_light,
    the_verifiers_readme_is_true,
    version_and_help_are_results
];

/// The floors of the tool, the highest first, and what each may import: the floors below, never one above.
const MAY_IMPORT: [(&str, &[&str]); 14] = [
    ("main", &[]),
    ("lib", &["cli", "error", "interrupt", "options", "output"]),
    (
        "cli",
        &["commands", "options", "context", "prompt", "output", "error"],
    ),
    (
        "commands",
        &[
            "operations",
            "options",
            "context",
            "prompt",
            "output",
            "files",
            "error",
            "pki",
            "store",
        ],
    ),
    (
        "operations",
        &[
            "options",
            "context",
            "prompt",
            "output",
            "files",
            "error",
            "interrupt",
            "pki",
            "store",
        ],
    ),
    (
        "options",
        &["context", "prompt", "output", "files", "error", "pki", "store"],
    ),
    ("context", &["prompt", "output"]),
    ("prompt", &["output", "error", "interrupt"]),
    ("output", &["error"]),
    ("files", &["error", "interrupt"]),
    ("error", &[]),
    ("interrupt", &[]),
    ("pki", &[]),
    ("store", &[]),
];

/// The project's crates, each with those that it may depend on.
const MAY_DEPEND: [(&str, &[&str]); 7] = [
    ("rules", &[]),
    ("stdio", &[]),
    ("x509", &[]),
    ("database", &["amqtt-rules"]),
    ("verifier", &["amqtt-rules", "amqtt-x509", "amqtt-database"]),
    ("gate", &["amqtt-verifier"]),
    ("service", &["amqtt-x509", "amqtt-verifier", "amqtt-gate"]),
];

/// The longest file of the tree, and the longest function of its sources, in lines.
const FILE_MAX: usize = 500;
const FUNCTION_MAX: usize = 60;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The directories with the sources of our crates and plug-ins, the tool first.
fn sources() -> Vec<PathBuf> {
    let within = |name| fs::read_dir(root().join(name)).unwrap();
    let crates = within("crates").chain(within("plugins"));
    let crates = crates.map(|entry| entry.unwrap().path().join("src"));
    [root().join("src")]
        .into_iter()
        .chain(crates)
        .filter(|path| path.is_dir())
        .collect()
}

fn imports_run_one_way() {
    let graph = Graph::of(&root().join("src"));
    let part = |module: &str| module.split("::").next().unwrap().to_owned();
    let mut seen = 0;
    for (from, to) in graph.edges() {
        let (above, below) = (part(from), part(to));
        if above == below {
            continue;
        }
        seen += 1;
        let allowed = MAY_IMPORT.iter().find(|(name, _)| *name == above);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("no import rule for {above}"));
        let ledger = from.starts_with("operations::ledger");
        assert!(
            allowed.contains(&below.as_str()) || ledger,
            "{from} imports {to}, which {above} may not"
        );
    }
    assert!(seen > 50, "only {seen} imports found: is the test blind?");
}

/// Verbs share what they have in common through `operations` and `options`, or their group's `mod.rs`.
fn no_verb_imports_a_verb() {
    let graph = Graph::of(&root().join("src"));
    let is_verb = |module: &&str| {
        let file = root()
            .join("src")
            .join(module.replace("::", "/"))
            .with_extension("rs");
        module.starts_with("commands::")
            && fs::read_to_string(file).is_ok_and(|text| text.contains("struct Arguments"))
    };
    let verbs: BTreeSet<&str> = graph.modules().filter(is_verb).collect();
    for (from, to) in graph.edges() {
        let below = to.starts_with(&format!("{from}::"));
        assert!(
            below || !(verbs.contains(from) && verbs.contains(to)),
            "the verb {from} imports the verb {to}"
        );
    }
    assert!(verbs.len() > 15, "only {} verbs found", verbs.len());
}

fn files_form_no_circles() {
    let circle = |source: &Path| {
        let graph = Graph::of(source);
        Some(format!("{}: {}", source.display(), graph.circle()?.join(" → ")))
    };
    let circles: Vec<String> = sources().iter().filter_map(|source| circle(source)).collect();
    assert_eq!(circles, [] as [String; 0]);
}

fn crates_depend_as_planned() {
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let allowed = MAY_DEPEND.iter().find(|(known, _)| *known == name);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("no rule for the crate {name}"));
        let manifest = fs::read_to_string(path.join("Cargo.toml")).unwrap();
        let mut section = "";
        for line in manifest.lines() {
            if line.starts_with('[') {
                section = line;
            }
            let dependency = line.split(['.', '=', ' ']).next().unwrap();
            if section == "[dependencies]" && dependency.starts_with("amqtt-") {
                assert!(allowed.contains(&dependency), "{name} depends on {dependency}");
            }
        }
    }
}

fn files_are_short() {
    let parts = [
        "src", "crates", "plugins", "testkit", "tests", "benches", "fuzz", "examples",
    ];
    let files: Vec<PathBuf> = parts
        .iter()
        .flat_map(|part| rust_files(&root().join(part)))
        .collect();
    let mut offenders = Vec::new();
    for file in &files {
        let lines = fs::read_to_string(file).unwrap().lines().count();
        if lines > FILE_MAX {
            offenders.push(format!("{}: {lines} lines", file.display()));
        }
    }
    assert!(offenders.is_empty(), "{offenders:#?}");
    assert!(
        files.len() > 500,
        "only {} files found: is the test blind?",
        files.len()
    );
}

fn functions_are_short() {
    let mut offenders = Vec::new();
    for file in sources().iter().flat_map(|source| rust_files(source)) {
        let text = fs::read_to_string(&file).unwrap();
        let shown = file.strip_prefix(root()).unwrap().display().to_string();
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let words = line.trim_start();
            let indentation = &line[..line.len() - words.len()];
            let is_function = [
                "fn ",
                "pub fn ",
                "pub(crate) fn ",
                "pub(super) fn ",
                "async fn ",
                "pub async fn ",
            ]
            .iter()
            .any(|start| words.starts_with(start));
            if !is_function {
                continue;
            }
            let end = format!("{indentation}}}");
            let length = lines[at..]
                .iter()
                .position(|line| *line == end)
                .unwrap_or_default()
                + 1;
            if length > FUNCTION_MAX {
                offenders.push(format!("{shown}:{}: a function of {length} lines", at + 1));
            }
        }
    }
    assert!(offenders.is_empty(), "{offenders:#?}");
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
        ("| `legacy-hashes` |", "ring,legacy-hashes"),
        ("| `legacy-hashes` |", "ring,legacy-hashes"),
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

/// Returns the number of crates that the verifier compiles in with some features, itself not counted.
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

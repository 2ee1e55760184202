//! Streams that were cut: what arrived is proven to be what was sent, and what is lost is superseded, but nothing else.

use serde_json::Value;

use super::of_sandbox;
use crate::{
    revocation::fleet,
    support::{Run, Sandbox, tests},
};

tests![
    what_arrived_of_another_ca_is_refused,
    what_was_not_sent_so_is_refused,
    a_file_that_is_not_a_stream_supersedes_nothing,
    blank_lines_and_archives_in_a_row_are_read_to_the_end,
    a_stream_supersedes_nothing_that_is_in_files,
    a_stream_of_several_batches_is_completed,
];

const COUNT: usize = 12;

fn stream(sandbox: &Sandbox, form: &str, more: &[&str]) -> Run {
    let import = [
        "device",
        "import",
        "--count=12",
        "--pattern=s-{:02}",
        "--stream",
        form,
    ];
    sandbox.admin(&[&import, more].concat())
}

/// Streams into a file.
fn into_file(sandbox: &Sandbox, form: &str, name: &str) -> Vec<u8> {
    let admin = env!("CARGO_BIN_EXE_amqtt-admin");
    let line = format!("'{admin}' device import --count 12 --pattern 's-{{:02}}' --stream {form} > {name}");
    sandbox.run("sh", &["-c", &line]).expect(0);
    sandbox.read(name)
}

fn states(sandbox: &Sandbox) -> Vec<String> {
    let rows = of_sandbox(sandbox).into_iter().filter(|row| row.kind == "device");
    rows.map(|row| format!("{} {}", row.serial, row.state)).collect()
}

/// Checks that a file is refused as what arrived, and that nothing changes.
#[track_caller]
fn assert_refused(sandbox: &Sandbox, form: &str, contents: impl AsRef<[u8]>, code: i32, says: &str) {
    sandbox.write("arrived", contents);
    let before = states(sandbox);
    let run = stream(sandbox, form, &["--have", "arrived"])
        .expect(code)
        .says(says);
    assert_eq!(run.stdout, "", "nothing is issued");
    assert_eq!(states(sandbox), before);
}

fn what_arrived_of_another_ca_is_refused() {
    let other = Sandbox::with_ca();
    let (lines, archive) = (
        into_file(&other, "ndjson", "all"),
        into_file(&other, "tar", "all"),
    );
    let sandbox = Sandbox::with_ca();
    let own = into_file(&sandbox, "ndjson", "all");
    assert_refused(&sandbox, "ndjson", &lines, 1, "was not issued by this CA");
    assert_refused(&sandbox, "tar", &archive, 1, "was not issued by this CA");
    let mixed = [&own[..], &lines].concat();
    assert_refused(&sandbox, "ndjson", mixed, 1, "line 13");
}

fn what_was_not_sent_so_is_refused() {
    let sandbox = Sandbox::with_ca();
    let all = String::from_utf8(into_file(&sandbox, "ndjson", "all")).unwrap();
    let lines: Vec<&str> = all.lines().collect();
    let records: Vec<Value> = lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let changed = |key: &str, value: &Value| {
        let mut record = records[0].clone();
        record[key] = value.clone();
        format!("{record}\n{}\n", lines[1])
    };
    let key = changed("key", &records[1]["key"]);
    assert_refused(
        &sandbox,
        "ndjson",
        key,
        3,
        "line 1: the key is not that of the certificate",
    );
    let id = changed("device_id", &"another".into());
    assert_refused(&sandbox, "ndjson", id, 1, "is not for this device");
    let certificate = changed("certificate", &"rubbish".into());
    assert_refused(
        &sandbox,
        "ndjson",
        certificate,
        3,
        "the certificate cannot be read",
    );
    // A file that was cut, with another one after it: the end of the first is not at the end.
    let torn = format!("{}\n{}{}", lines[0], &lines[1][..500], all);
    assert_refused(&sandbox, "ndjson", torn, 3, "line 2: not a record of a stream");

    let archive = into_file(&sandbox, "tar", "all.tar");
    let torn = [&archive[..1_700], &archive].concat();
    assert_refused(
        &sandbox,
        "tar",
        torn,
        3,
        "not the header of a file in a tar archive",
    );
    let header_of_second = archive
        .windows(9)
        .position(|octets| octets == b"s-02.key\0")
        .unwrap();
    let lone = [&archive[..512 * 2], &archive[header_of_second..]].concat();
    assert_refused(&sandbox, "tar", lone, 3, "not a key followed by its certificate");
}

fn a_file_that_is_not_a_stream_supersedes_nothing() {
    let sandbox = Sandbox::with_ca();
    let lines = into_file(&sandbox, "ndjson", "all");
    let archive = into_file(&sandbox, "tar", "all.tar");
    let certificate = sandbox.read("ca.crt");
    for form in ["ndjson", "tar"] {
        assert_refused(&sandbox, form, "", 3, "no whole record");
        assert_refused(&sandbox, form, "\n\n", 3, "no whole record");
        assert_refused(&sandbox, form, &certificate, 3, "arrived");
        assert_refused(&sandbox, form, "rubbish\n".repeat(200), 3, "arrived");
    }
    assert_refused(&sandbox, "tar", &lines, 3, "tar archive");
    assert_refused(&sandbox, "ndjson", &archive, 3, "not a record of a stream");
    assert_refused(&sandbox, "ndjson", &lines[..100], 3, "no whole record");
    assert_refused(&sandbox, "tar", &archive[..1_000], 3, "no whole record");
}

fn blank_lines_and_archives_in_a_row_are_read_to_the_end() {
    let sandbox = Sandbox::with_ca();
    let all = into_file(&sandbox, "ndjson", "all");
    let (head, tail) = all.split_at(all.iter().position(|octet| *octet == b'\n').unwrap() + 1);
    let spread = [b"\xef\xbb\xbf", head, b"\r\n\n", tail].concat();
    sandbox.write("arrived", &spread[..spread.len() - 1]);
    let rest = stream(&sandbox, "ndjson", &["--have", "arrived"]).expect(0);
    assert_eq!(rest.stdout, "", "everything arrived, less a line end");

    let sandbox = Sandbox::with_ca();
    let admin = env!("CARGO_BIN_EXE_amqtt-admin");
    for (start, name) in [("1", "a.tar"), ("7", "b.tar")] {
        let half =
            format!("device import --count 6 --start {start} --pattern 's-{{:02}}' --stream tar > {name}");
        sandbox.run("sh", &["-c", &format!("'{admin}' {half}")]).expect(0);
    }
    let both = [sandbox.read("a.tar"), sandbox.read("b.tar")].concat();
    sandbox.write("arrived", both);
    let run = stream(&sandbox, "tar", &["--have", "arrived"]).expect(0);
    run.says("0 issued, 12 arrived before, 0 lost");
    assert_eq!(states(&sandbox).len(), COUNT);
}

fn a_stream_supersedes_nothing_that_is_in_files() {
    let sandbox = fleet(&["s-01", "s-02"]);
    let run = stream(&sandbox, "ndjson", &[]).expect(0);
    assert_eq!(run.stdout.lines().count(), COUNT);
    let run = run.says("are in force for s-01, s-02; the new ones do not replace them");
    run.says("0 lost ones superseded");
    assert!(states(&sandbox).iter().all(|row| row.ends_with("issued")));
    let revoke = ["device", "revoke", "--superseded", "--yes", "--format=json"];
    assert_eq!(sandbox.admin(&revoke).expect(0).json()["changed"], false);
}

/// More devices are lost in one batch than a statement looks up.
fn a_stream_of_several_batches_is_completed() {
    const MANY: usize = 1_200;
    const ARRIVED: usize = 100;
    let sandbox = fleet(&[]);
    let import = |more: &[&str]| {
        let count = format!("--count={MANY}");
        let import = ["device", "import", &count, "--pattern=s-{:04}", "--stream=ndjson"];
        sandbox.admin(&[&import, more].concat()).expect(0)
    };
    let sent = import(&[]).stdout;
    let arrived: Vec<&str> = sent.lines().take(ARRIVED).collect();
    sandbox.write("arrived", arrived.join("\n") + "\n");
    let run = import(&["--have", "arrived"]);
    assert_eq!(run.stdout.lines().count(), MANY - ARRIVED);
    let states = states(&sandbox);
    let in_state = |state: &str| states.iter().filter(|row| row.ends_with(state)).count();
    assert_eq!(in_state("superseded"), MANY - ARRIVED);
    assert_eq!(in_state("issued"), MANY);
    run.says("1100 issued, 100 arrived before, 1100 lost ones superseded");
}

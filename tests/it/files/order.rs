//! The order in which a credential comes into being, as the kernel sees it: what a later step relies on is on the disk before that step
//! begins.

use std::{collections::HashMap, ops::Range};

use crate::support::{Run, Sandbox, tests};

tests![
    a_device_is_reserved_then_published_then_issued[Strace],
    many_devices_are_synchronized_at_once_in_the_same_order[Strace],
    a_list_is_whole_before_it_takes_the_place_of_another[Strace],
];

/// What a program did to its files.
#[derive(Debug)]
enum Event {
    /// It began to write.
    Wrote { file: String, contents: String },
    /// All of a file, or of its file system, is on the disk.
    Synced { file: String },
    /// A file gets its name.
    Named { name: String },
}

/// What happened, in order.
#[derive(Debug)]
struct Trace(Vec<Event>);

impl Trace {
    /// Runs our executable under `strace`.
    fn of(sandbox: &Sandbox, arguments: &[&str]) -> Self {
        let mut command = sandbox.command("strace");
        command
            .args(["-f", "-y", "-s", "8192", "-o", "trace"])
            .args([
                "-e",
                "trace=write,pwrite64,fsync,fdatasync,syncfs,linkat,renameat,renameat2",
            ])
            .arg(env!("CARGO_BIN_EXE_amqtt-admin"))
            .args(arguments);
        Run::of(&mut command).expect(0);
        let trace = String::from_utf8_lossy(&sandbox.read("trace")).into_owned();
        let mut events = Vec::new();
        // Calls that another thread's call interrupts are shown in two parts.
        let mut unfinished: HashMap<&str, &str> = HashMap::new();
        for line in trace.lines() {
            let (thread, call) = line.split_once(' ').unwrap();
            let call = call.trim_start();
            let resumed = call.starts_with("<... ");
            let begun = match resumed {
                true => unfinished.remove(thread).unwrap_or_default(),
                false => call,
            };
            let is_unfinished = call.ends_with("<unfinished ...>");
            if is_unfinished {
                unfinished.insert(thread, call);
            }
            let Some(event) = event(begun) else {
                continue;
            };
            // A file is on the disk when the call has returned; the other calls do something as soon as they begin.
            let counts = match event {
                Event::Synced { .. } => !is_unfinished && call.ends_with("= 0"),
                _ => !resumed,
            };
            if counts {
                events.push(event);
            }
        }
        Self(events)
    }

    /// From the first to the last event of a kind; there are `count` of them.
    #[track_caller]
    fn all(&self, what: &str, count: usize, is_it: impl Fn(&Event) -> bool) -> Range<usize> {
        let found: Vec<usize> = (0..self.0.len()).filter(|&at| is_it(&self.0[at])).collect();
        assert_eq!(found.len(), count, "{what}: {self:#?}");
        found[0]..found[count - 1]
    }

    /// Where a text is written, for the first time, to a file whose name ends so.
    #[track_caller]
    fn written(&self, end: &str, text: &str) -> usize {
        let is_it = |event: &Event| matches!(event, Event::Wrote { file, contents } if file.ends_with(end) && contents.contains(text));
        let found = self.0.iter().position(is_it);
        found.unwrap_or_else(|| panic!("{text:?} is not written: {self:#?}"))
    }

    /// Where a file whose name ends so is on the disk, for the first time after a moment.
    #[track_caller]
    fn synced_after(&self, moment: usize, end: &str) -> usize {
        let is_it = |event: &Event| matches!(event, Event::Synced { file } if file.ends_with(end));
        let found = self.0.iter().skip(moment).position(is_it);
        moment + found.unwrap_or_else(|| panic!("{end} is not synchronized after {moment}: {self:#?}"))
    }

    /// Where unnamed files with this text are written, and where each of them is on the disk.
    #[track_caller]
    fn files(&self, text: &str, count: usize) -> Range<usize> {
        self.all(
            text,
            count,
            |event| matches!(event, Event::Wrote { contents, .. } if contents.contains(text)),
        )
    }

    /// The file that is written at a moment.
    fn file_at(&self, moment: usize) -> &str {
        match &self.0[moment] {
            Event::Wrote { file, .. } => file,
            event => panic!("{event:?}"),
        }
    }

    /// Where files get names that end so.
    #[track_caller]
    fn named(&self, end: &str, count: usize) -> Range<usize> {
        self.all(
            end,
            count,
            |event| matches!(event, Event::Named { name } if name.ends_with(end)),
        )
    }
}

/// Reads a call as `strace` shows it.
fn event(call: &str) -> Option<Event> {
    let (name, arguments) = call.split_once('(')?;
    let file = || {
        let (_, path) = arguments.split_once('<')?;
        Some(path.split_once('>')?.0.to_owned())
    };
    Some(match name {
        "write" | "pwrite64" => Event::Wrote {
            file: file()?,
            contents: arguments.to_owned(),
        },
        "fsync" | "fdatasync" | "syncfs" => Event::Synced { file: file()? },
        "linkat" | "renameat" | "renameat2" => Event::Named {
            name: arguments.rsplit('"').nth(1)?.to_owned(),
        },
        _ => return None,
    })
}

/// Insists that each moment is before the next one.
#[track_caller]
fn in_order(trace: &Trace, moments: &[usize]) {
    assert!(
        moments.is_sorted_by(|one, next| one < next),
        "{moments:?}: {trace:#?}"
    );
}

const LOG: &str = "/ca.db-wal";

fn a_device_is_reserved_then_published_then_issued() {
    let sandbox = Sandbox::with_ca();
    let trace = Trace::of(&sandbox, &["device", "create", "--device-id", "dev1"]);
    // A row as SQLite has it: one column after the other.
    let reserved = trace.written(LOG, "devicedev1reserved");
    let key = trace.files("-----BEGIN PRIVATE KEY-----", 1).start;
    let certificate = trace.files("-----BEGIN CERTIFICATE-----", 1).start;
    let key_named = trace.named("dev1.key", 1).start;
    let certificate_named = trace.named("dev1.crt", 1).start;
    let issued = trace.written(LOG, "devicedev1issued");
    let directory = sandbox.path("").display().to_string();
    let synced = |moment| trace.synced_after(moment, trace.file_at(moment));
    let directory = directory.trim_end_matches('/');
    in_order(&trace, &[reserved, trace.synced_after(reserved, LOG), key]);
    in_order(&trace, &[key, certificate, synced(certificate), key_named]);
    in_order(
        &trace,
        &[
            synced(key),
            key_named,
            certificate_named,
            trace.synced_after(certificate_named, directory),
            issued,
            trace.synced_after(issued, LOG),
        ],
    );
}

fn many_devices_are_synchronized_at_once_in_the_same_order() {
    const COUNT: usize = 30;
    let sandbox = Sandbox::with_ca();
    let import = ["device", "import", "--count=30", "--pattern=dev{:02}"];
    let trace = Trace::of(&sandbox, &import);
    let reserved = trace.written(LOG, "devicedev01reserved");
    let keys = trace.files("-----BEGIN PRIVATE KEY-----", COUNT);
    let certificates = trace.files("-----BEGIN CERTIFICATE-----", COUNT);
    let (keys_named, certificates_named) = (trace.named(".key", COUNT), trace.named(".crt", COUNT));
    let issued = trace.written(LOG, "devicedev01issued");
    let directory = sandbox.path("").display().to_string();
    let directory = directory.trim_end_matches('/');
    let synced = trace.synced_after(certificates.end, directory);
    in_order(&trace, &[reserved, trace.synced_after(reserved, LOG), keys.start]);
    in_order(&trace, &[keys.end, synced]);
    in_order(&trace, &[synced, keys_named.start, certificates_named.start]);
    let named = keys_named.end.max(certificates_named.end);
    in_order(
        &trace,
        &[
            certificates.end,
            synced,
            named,
            trace.synced_after(named, directory),
            issued,
            trace.synced_after(issued, LOG),
        ],
    );
}

fn a_list_is_whole_before_it_takes_the_place_of_another() {
    let sandbox = Sandbox::with_ca();
    sandbox.admin(&["ca", "crl"]).expect(0);
    let trace = Trace::of(&sandbox, &["ca", "crl"]);
    let list = trace.files("-----BEGIN X509 CRL-----", 1).start;
    let named = trace.named("ca.crl", 1).start;
    let numbered = trace.synced_after(0, LOG);
    let directory = sandbox.path("").display().to_string();
    in_order(
        &trace,
        &[
            numbered,
            list,
            trace.synced_after(list, trace.file_at(list)),
            named,
            trace.synced_after(named, directory.trim_end_matches('/')),
        ],
    );
}

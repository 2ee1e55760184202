//! A CA with its files, and a device below it.

use std::{
    fs,
    path::PathBuf,
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use amqtt_gate::{Blocking, CertificateFiles, Configuration, Connect, Event};
use amqtt_testkit::{
    forge::{Certificate, Crl, Entry, Key},
    keys,
};
use amqtt_verifier::{
    Reason,
    certificate::{CertificateDer, Rule, UnixTime},
};
use tempfile::TempDir;

pub(crate) const ROOT: &str = "Root";
/// A change counts within a second; a busy machine is given more before a test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until an answer is this one.
pub(crate) fn wait_until(mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "it never came about");
        thread::sleep(Duration::from_millis(10));
    }
}

pub(crate) fn now() -> UnixTime {
    UnixTime::now()
}

/// A root with its list in files, and a device below it.
pub(crate) struct World {
    pub(crate) directory: TempDir,
    pub(crate) root: Key,
    pub(crate) device: Key,
    pub(crate) events: Receiver<String>,
    pub(crate) report: Option<mpsc::Sender<String>>,
}

impl World {
    pub(crate) fn new() -> Self {
        let (report, events) = mpsc::channel();
        let world = Self {
            directory: TempDir::new().unwrap(),
            root: keys::p256(),
            device: keys::p256(),
            events,
            report: Some(report),
        };
        world.write("ca.crt", &world.ca(&world.root));
        world.write("ca.crl", &world.list(1, &[]));
        world
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Replaces a file as a whole, as `amqtt-admin ca crl` does.
    pub(crate) fn write(&self, name: &str, contents: &[u8]) {
        let new = self.path("new");
        fs::write(&new, contents).unwrap();
        fs::rename(new, self.path(name)).unwrap();
    }

    pub(crate) fn ca(&self, key: &Key) -> Vec<u8> {
        Certificate::ca(ROOT, key, ROOT, key, &[1]).sign(key)
    }

    pub(crate) fn list(&self, number: u8, revoked: &[&[u8]]) -> Vec<u8> {
        let mut list = Crl::new(ROOT, &self.root, number);
        list.next_update = Some("20340101000000Z".to_owned());
        list.entries = revoked.iter().map(|serial| Entry::new(serial)).collect();
        list.sign(&self.root)
    }

    pub(crate) fn chain(&self) -> Vec<CertificateDer<'static>> {
        let leaf = Certificate::device("pump-7", &self.device, ROOT, &self.root, &[3]);
        vec![leaf.sign(&self.root).into()]
    }

    pub(crate) fn configuration(&self) -> Configuration {
        let mut files = CertificateFiles::new("d.example".parse().unwrap());
        files.ca_files = vec![self.path("ca.crt")];
        files.crl_files = vec![self.path("ca.crl")];
        let mut configuration = Configuration::default();
        configuration.certificates = Some(files);
        configuration
    }

    pub(crate) fn report(&mut self) -> impl Fn(Event) + Send + 'static {
        let report = self.report.take().unwrap();
        move |event| drop(report.send(event.to_string()))
    }

    pub(crate) fn gate(&mut self) -> Blocking {
        let report = self.report();
        Blocking::open(&self.configuration(), report).unwrap()
    }

    /// The next event, which must say this.
    pub(crate) fn expect_event(&self, what: &str) {
        let event = self.events.recv_timeout(PATIENCE).unwrap();
        assert!(event.contains(what), "{event:?} does not say {what:?}");
    }

    pub(crate) fn admit(&self, gate: &Blocking) -> Result<(), Rule> {
        let chain = self.chain();
        match gate.admit(&Connect::new("pump-7").with_chain(&chain), now()) {
            Ok(admitted) => {
                assert_eq!(admitted.client.device(), Some("pump-7"));
                Ok(())
            }
            Err(Reason::Certificate(refusal)) => Err(refusal.rule()),
            Err(other) => panic!("{other}"),
        }
    }
}

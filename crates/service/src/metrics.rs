//! Counters, in the text format of Prometheus.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use crate::dialect::Dialect;

/// Upper bounds of the buckets for the time of an answer, in microseconds.
const BUCKETS: [u64; 8] = [100, 500, 1_000, 5_000, 25_000, 100_000, 500_000, 2_500_000];

/// Counters of what the service has done.
#[derive(Default)]
pub(crate) struct Metrics {
    /// By dialect: yes and no.
    answers: [[AtomicU64; 2]; Dialect::ALL.len()],
    limited: AtomicU64,
    refused: AtomicU64,
    lost: AtomicU64,
    differences: AtomicU64,
    buckets: [AtomicU64; BUCKETS.len() + 1],
    microseconds: AtomicU64,
}

/// Adds a family of values, each with its labels.
fn add_family(text: &mut String, name: &str, kind: &str, help: &str, lines: &[(String, u64)]) {
    let _ = writeln!(
        text,
        "# HELP amqtt_service_{name} {help}\n# TYPE amqtt_service_{name} {kind}"
    );
    for (labels, value) in lines {
        let _ = writeln!(text, "amqtt_service_{name}{labels} {value}");
    }
}

/// Figures that are kept elsewhere.
pub(crate) struct Figures {
    pub(crate) queries: u64,
    pub(crate) hashes: u64,
    pub(crate) ready: bool,
    /// Seconds until the first revocation list lapses.
    pub(crate) list_seconds: Option<u64>,
}

fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

fn value(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

impl Metrics {
    pub(crate) fn answered(&self, dialect: Dialect, yes: bool, took: Duration) {
        add(&self.answers[dialect as usize][usize::from(!yes)]);
        let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.microseconds.fetch_add(microseconds, Ordering::Relaxed);
        let bucket = BUCKETS.partition_point(|bound| *bound < microseconds);
        add(&self.buckets[bucket]);
    }

    /// A login was denied as its name failed too often.
    pub(crate) fn limited(&self) {
        add(&self.limited);
    }

    /// A request was refused before it was read: without the token, or as too many waited.
    pub(crate) fn refused(&self) {
        add(&self.refused);
    }

    /// A line of the log was lost, as nobody read the log.
    pub(crate) fn lost(&self) {
        add(&self.lost);
    }

    /// The other rules answered otherwise.
    pub(crate) fn differed(&self) {
        add(&self.differences);
    }

    /// Returns all of it as text.
    pub(crate) fn text(&self, figures: &Figures) -> String {
        let mut text = String::new();
        let mut family = |name: &str, kind: &str, help: &str, lines: &[(String, u64)]| {
            add_family(&mut text, name, kind, help, lines);
        };
        let one = |value: u64| [(String::new(), value)];
        family("answers_total", "counter", "Answers to brokers.", &self.answers());
        for (name, help, counter) in [
            (
                "limited_total",
                "Logins that were denied as their name failed too often.",
                &self.limited,
            ),
            (
                "refused_total",
                "Requests that were refused before they were read.",
                &self.refused,
            ),
            (
                "log_lost_total",
                "Lines of the access log that were lost.",
                &self.lost,
            ),
            (
                "differences_total",
                "Answers that differ from those of the file of --shadow.",
                &self.differences,
            ),
        ] {
            family(name, "counter", help, &one(value(counter)));
        }
        family(
            "queries_total",
            "counter",
            "Queries to the database for single questions.",
            &one(figures.queries),
        );
        family(
            "hashes_total",
            "counter",
            "Passwords that were hashed.",
            &one(figures.hashes),
        );
        family(
            "ready",
            "gauge",
            "Whether all databases answer.",
            &one(figures.ready.into()),
        );
        if let Some(seconds) = figures.list_seconds {
            let help = "Time until the first revocation list lapses.";
            family("list_next_update_seconds", "gauge", help, &one(seconds));
        }
        self.histogram(&mut text);
        text
    }

    /// Returns the numbers of answers, each with its labels.
    fn answers(&self) -> Vec<(String, u64)> {
        Dialect::ALL
            .iter()
            .flat_map(|dialect| {
                let [yes, no] = &self.answers[*dialect as usize];
                [("yes", yes), ("no", no)].map(|(answer, counter)| {
                    let labels = format!("{{dialect=\"{}\",answer=\"{answer}\"}}", dialect.name());
                    (labels, value(counter))
                })
            })
            .collect()
    }

    fn histogram(&self, text: &mut String) {
        let name = "amqtt_service_answer_seconds";
        let _ = writeln!(text, "# HELP {name} Time to an answer.\n# TYPE {name} histogram");
        let mut sum = 0;
        for (bucket, counter) in self.buckets.iter().enumerate() {
            sum += value(counter);
            let bound = BUCKETS
                .get(bucket)
                .map_or("+Inf".to_owned(), |bound| (*bound as f64 / 1e6).to_string());
            let _ = writeln!(text, "{name}_bucket{{le=\"{bound}\"}} {sum}");
        }
        let seconds = value(&self.microseconds) as f64 / 1e6;
        let _ = writeln!(text, "{name}_sum {seconds}\n{name}_count {sum}");
    }
}

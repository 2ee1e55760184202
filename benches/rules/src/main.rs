//! The topic rules beside those of rumqttc and rmqtt, all in the same run: `cargo run --release` in this folder.
//! With the argument `alone` the others stay out.
//!
//! Every contender has its turn in every round, so that what else the machine does hits all alike; the median of the
//! batches is shown. rumqttc's `matches` is asked for one filter after the other. rmqtt's tree is asked as its
//! broker asks it, which includes parsing the topic. Both match a subscription as if it were a topic name, so only ours
//! is asked about subscriptions.
//!
//! Memory is what is still allocated after building, less the text of the filters.

mod sets;

use std::{
    hint::black_box,
    str::FromStr,
    time::{Duration, Instant},
};

use amqtt_rules::{Acl, Action, Filters, Request, TopicFilter};
use rmqtt::{topic::Topic, trie::TopicTree};
use sets::{Dice, Set};

const ROUNDS: usize = 15;
/// Number of questions that are timed together.
const BATCH: usize = 200;
/// A round of one contender ends after this time, if it has not asked everything by then.
const ROUND_TIME: Duration = Duration::from_millis(40);

fn main() {
    let dice = &mut Dice::new();
    let sets = [
        sets::fleet("fleet, 10", dice, 1, 2),
        sets::fleet("fleet, 1,000", dice, 10, 25),
        sets::fleet("fleet, 100,000", dice, 100, 250),
        sets::every_shape("every shape, 1,000", dice, 1_000),
        sets::every_shape("every shape, 100,000", dice, 100_000),
        sets::cube("{a,+}^10/b", dice, 10, "/b"),
        sets::cube("{a,+}^16/b", dice, 16, "/b"),
        sets::cube("{a,+}^16/+/b", dice, 16, "/+/b"),
    ];
    let heading = |cells: [&str; 11]| {
        let [
            set,
            filters,
            publish,
            subscribe,
            build,
            memory,
            allowed,
            rumqttc,
            rmqtt,
            their_build,
            their_memory,
        ] = cells;
        println!(
            "{set:<20} {filters:>8} {allowed:>8} | {publish:>9} {subscribe:>9} {build:>9} {memory:>8} | {rumqttc:>10} | {rmqtt:>10} {their_build:>9} {their_memory:>8}"
        );
    };
    heading(["", "", "ours", "", "", "", "", "rumqttc", "rmqtt", "", ""]);
    heading([
        "",
        "filters",
        "publish",
        "subscribe",
        "build",
        "memory",
        "allowed",
        "publish",
        "publish",
        "build",
        "memory",
    ]);
    heading([
        "",
        "",
        "ns",
        "ns",
        "ns/filter",
        "B/filter",
        "%",
        "ns",
        "ns",
        "ns/filter",
        "B/filter",
    ]);
    let alone = std::env::args().nth(1).as_deref() == Some("alone");
    sets.iter().for_each(|set| measure(set, alone));
}

fn measure(set: &Set, alone: bool) {
    let count = set.filters.len() as f64;
    let text: usize = set.filters.iter().map(String::len).sum();
    let memory =
        |build: &dyn Fn()| (allocation_counter::measure(build).bytes_current - text as i64) as f64 / count;
    let our_memory = memory(&|| std::mem::forget(black_box(ours(set).0)));
    let rmqtt_memory = memory(&|| std::mem::forget(black_box(rmqtt(set).0)));

    let mut times: [Vec<f64>; 6] = Default::default();
    let (mut allowed, mut asked) = (0, 0);
    for _ in 0..ROUNDS {
        let (filters, build) = ours(set);
        times[0].push(build / count);
        let acl = Acl {
            publish: filters.clone(),
            subscribe: filters,
            ..Acl::default()
        };
        let publish = |topic: &str| Request::parse(Action::Publish, topic).map(|request| acl.allows(request)) == Ok(true);
        let (hits, questions) = ask(&set.names, &mut times[1], publish);
        (allowed, asked) = (allowed + hits, asked + questions);
        let subscribe = |topic: &str| Request::parse(Action::Subscribe, topic).map(|request| acl.allows(request)) == Ok(true);
        ask(&set.requests, &mut times[2], subscribe);
        if alone {
            continue;
        }
        let matches = |topic: &str| set.filters.iter().any(|filter| rumqttc::matches(topic, filter));
        ask(&set.names, &mut times[3], matches);
        let (tree, build) = rmqtt(set);
        times[4].push(build / count);
        let is_match = |topic: &str| Topic::from_str(topic).is_ok_and(|topic| tree.is_match(&topic));
        ask(&set.names, &mut times[5], is_match);
    }
    let [build, publish, subscribe, rumqttc, rmqtt_build, rmqtt] = times.map(median);
    let allowed = 100.0 * allowed as f64 / asked as f64;
    println!(
        "{:<20} {count:>8} {allowed:>8.0} | {publish:>9.1} {subscribe:>9.1} {build:>9.0} {our_memory:>8.1} | {rumqttc:>10.0} | {rmqtt:>10.1} {rmqtt_build:>9.0} {rmqtt_memory:>8.1}",
        set.name
    );
}

/// Our filters, and how many nanoseconds it took to make them from parsed ones.
fn ours(set: &Set) -> (Filters, f64) {
    let filters: Vec<TopicFilter> = set
        .filters
        .iter()
        .map(|text| text.parse().expect("a filter"))
        .collect();
    let start = Instant::now();
    let filters: Filters = filters.into_iter().collect();
    (filters, start.elapsed().as_nanos() as f64)
}

fn rmqtt(set: &Set) -> (TopicTree<()>, f64) {
    let filters: Vec<Topic> = set
        .filters
        .iter()
        .map(|text| Topic::from_str(text).expect("a filter"))
        .collect();
    let mut tree = TopicTree::default();
    let start = Instant::now();
    for filter in &filters {
        tree.insert(filter, ());
    }
    (tree, start.elapsed().as_nanos() as f64)
}

/// Returns how many questions are allowed; notes the nanoseconds for a question, batch by batch.
///
/// Batches are short, so that most of them run without an interruption.
fn ask(topics: &[String], times: &mut Vec<f64>, allows: impl Fn(&str) -> bool) -> (usize, usize) {
    let (mut allowed, mut asked) = (0, 0);
    let start = Instant::now();
    for batch in topics.chunks(BATCH) {
        let (batch_start, before) = (Instant::now(), asked);
        for topic in batch {
            allowed += usize::from(black_box(allows(black_box(topic))));
            asked += 1;
            // A slow contender does not get through a whole batch.
            if asked % 8 == 0 && asked < BATCH && start.elapsed() > ROUND_TIME {
                break;
            }
        }
        times.push(batch_start.elapsed().as_nanos() as f64 / (asked - before) as f64);
        if start.elapsed() > ROUND_TIME {
            break;
        }
    }
    (allowed, asked)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

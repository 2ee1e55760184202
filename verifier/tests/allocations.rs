//! A decision takes no memory from the heap.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

use std::hint::black_box;

use allocation_counter::measure;
use amqtt_verifier::{Acl, Action};

#[test]
fn decisions_allocate_nothing() {
    let filters = (0..2_000).flat_map(|n| {
        [
            format!("fleet/{n}/state"),
            format!("+/{n}/+/cmd/#"),
            format!("{n}/#"),
        ]
    });
    let rights = filters.flat_map(|filter| Action::ALL.map(|action| (action, filter.parse().unwrap())));
    let acl: Acl = rights.collect();
    let long = "+/".repeat(32_767) + "#";
    let slashes = "/".repeat(65_535);
    let topics = [
        "fleet/7/state",
        "fleet/7/+",
        "x/7/y/cmd",
        "x/7/y/cmd/#",
        "$SYS/x",
        "$share/g/7/#",
        "#",
        "a//b+",
        "",
        &long,
        &slashes,
    ];
    let mut answers = [0; 3];
    for action in Action::ALL {
        for topic in topics {
            let info = measure(|| {
                let answer = black_box(acl.allows(action, topic));
                answers[answer.map_or(2, usize::from)] += 1;
            });
            assert_eq!(info.count_total, 0, "{action} {topic:.20}");
        }
    }
    assert!(answers.iter().all(|count| *count > 3), "one-sided: {answers:?}");
    assert!(
        measure(|| drop(black_box(acl.decide(Action::Subscribe, "#")))).count_total > 0,
        "nothing is counted"
    );
}

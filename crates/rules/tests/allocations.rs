//! A decision takes no memory from the heap, and a stored filter takes little.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

use std::{hint::black_box, sync::Arc};

use allocation_counter::measure;
use amqtt_rules::{Acl, Action, Filters, RecentAcl, Request, TopicFilter};

#[test]
fn decisions_allocate_nothing() {
    check_decisions(2_000);
    check_decisions(8);
}

fn check_decisions(size: usize) {
    let filters = (0..size).flat_map(|n| {
        [
            format!("fleet/{n}/state"),
            format!("+/{n}/+/cmd/#"),
            format!("{n}/#"),
        ]
    });
    let rights = filters.flat_map(|filter| Action::ALL.map(|action| (action, filter.parse().unwrap())));
    let acl: Acl = rights.collect();
    let mut recent = RecentAcl::new(Arc::new(acl.clone()));
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
                let answer = black_box(Request::parse(action, topic).map(|request| acl.allows(request)));
                let again = black_box(Request::parse(action, topic).map(|request| recent.allows(request)));
                assert_eq!(answer, again);
                answers[answer.map_or(2, usize::from)] += 1;
            });
            assert_eq!(info.count_total, 0, "{action} {topic:.20}");
        }
    }
    assert!(answers.iter().all(|count| *count > 3), "one-sided: {answers:?}");
    assert!(
        measure(|| drop(black_box(
            Request::parse(Action::Subscribe, "#").map(|request| acl.decide(request))
        )))
        .count_total
            > 0,
        "nothing is counted"
    );
}

#[test]
fn a_filter_takes_at_most_sixty_bytes_beside_its_text() {
    let fleet = |devices| {
        let ends = ["state", "telemetry/+", "cmd/#", "alarm/+/raised"];
        let device = move |n| ends.map(|end| format!("fleet/site/{n}/{end}"));
        (0..devices).flat_map(device).collect::<Vec<_>>()
    };
    // Every filter is at the end of a path of its own, and there are as many nodes as can be.
    let all_of = |levels: [&str; 2]| {
        let level = move |n: usize, at: usize| levels[(n >> at) & 1];
        let filter = |n| (0..10).map(|at| level(n, at)).collect::<Vec<_>>().join("/");
        (0..1 << 10).map(filter).collect::<Vec<_>>()
    };
    for texts in [fleet(3), fleet(500), all_of(["a", "b"]), all_of(["a", "+"])] {
        let filters: Vec<TopicFilter> = texts.iter().map(|text| text.parse().unwrap()).collect();
        let mut kept = Filters::default();
        let taken = measure(|| kept = filters.iter().cloned().collect()).bytes_current;
        let beside = taken - texts.iter().map(String::len).sum::<usize>() as i64;
        let filters = kept.len() as i64;
        assert_eq!(filters, texts.len() as i64);
        assert!(
            beside > 0 && beside <= 60 * filters,
            "{beside} bytes for {filters}"
        );
    }
}

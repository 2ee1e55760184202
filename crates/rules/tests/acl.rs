//! Decisions and lint, against an oracle that enumerates topics.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

use std::sync::Arc;

use amqtt_rules::{
    Acl, Action, Denial, Filters, RecentAcl, Redundancy, Request, Subscription, TopicFilter, TopicName,
    Verdict, lint,
};
use amqtt_testkit::oracle::acl::{
    DEPTH, FRESH, LITERALS, Topics, check_verdict, filter, long_filter, matches, texts, topics, union,
};
use proptest::prelude::*;

/// The filters stored in blocks, if there are few or many forks, and as a tree.
fn sets<'a>(texts: impl IntoIterator<Item = &'a String>) -> [Filters; 2] {
    let filters: Vec<TopicFilter> = texts.into_iter().map(|text| filter(text)).collect();
    let tree = filters.iter().cloned().chain([long_filter()]).collect();
    [filters.into_iter().collect(), tree]
}

fn matched(sets: &[Filters; 2], name: &str) -> [bool; 2] {
    let name = TopicName::parse(name).unwrap();
    sets.each_ref().map(|ours| ours.matches(name))
}

/// All filters of up to `depth` levels.
fn filters(literals: &[&str], depth: usize) -> Vec<String> {
    let levels = [literals, &["+", "#"]].concat();
    let mut all = texts(&levels, depth);
    all.retain(|text| text.parse::<TopicFilter>().is_ok());
    all
}

#[test]
fn cases() {
    let mut seen = 0;
    for line in amqtt_testkit::data::TOPIC_CASES.lines().skip(1) {
        let [action, stored, topic, expected] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let action: Action = action.parse().unwrap();
        let acl: Acl = stored.split(' ').map(|stored| (action, filter(stored))).collect();
        let verdict = match Request::parse(action, topic).map(|request| acl.allows(request)) {
            Ok(true) => "allowed",
            Ok(false) => "denied",
            Err(_) => "invalid",
        };
        assert_eq!(verdict, expected, "{line}");
        let decided = Request::parse(action, topic)
            .map(|request| acl.decide(request))
            .map(|verdict| verdict.is_allowed());
        assert_eq!(
            decided,
            Request::parse(action, topic).map(|request| acl.allows(request)),
            "{line}"
        );
        seen += 1;
    }
    assert!(seen > 80, "only {seen} cases");
}

/// Filters with the topics that each of them matches.
struct World {
    names: Vec<String>,
    filters: Vec<(String, Topics)>,
}

impl World {
    /// The topics are one level deeper than the filters: beyond that, nothing but `#` matches.
    fn new(literals: &[&str], depth: usize) -> Self {
        let names = texts(&[literals, &[FRESH]].concat(), depth + 1);
        let all = filters(literals, depth).into_iter();
        let filters = all
            .map(|text| (text.clone(), Topics::matched_by(&text, &names)))
            .collect();
        Self { names, filters }
    }

    /// Asks for every filter and every topic.
    fn check(&self, stored: &[&(String, Topics)]) {
        let sets = sets(stored.iter().map(|(text, _)| text));
        let union = Topics::union(stored.iter().map(|(_, topics)| topics));
        let texts: Vec<&String> = stored.iter().map(|(text, _)| text).collect();
        for (request, topics) in &self.filters {
            let request = filter(request);
            let covered = sets.each_ref().map(|ours| ours.cover(&request));
            assert_eq!(covered, [union.covers(topics); 2], "{texts:?} {request}");
        }
    }
}

#[test]
fn every_filter_against_every_filter() {
    let world = World::new(&["", "a", "b", "$x"], 3);
    assert!(world.filters.len() > 150);
    for stored in &world.filters {
        world.check(&[stored]);
        let sets = sets([&stored.0]);
        for name in &world.names {
            let expected = matches(&stored.0, name);
            assert_eq!(matched(&sets, name), [expected; 2], "{} {name}", stored.0);
        }
    }
}

#[test]
fn every_pair_against_every_filter() {
    let world = World::new(&["", "a", "$x"], 3);
    for (at, first) in world.filters.iter().enumerate() {
        for second in &world.filters[at + 1..] {
            world.check(&[first, second]);
        }
    }
}

fn levels(literals: &'static [&'static str], depth: usize) -> impl Strategy<Value = String> {
    let level = prop_oneof![3 => prop::sample::select(literals), 2 => Just("+")];
    let last = prop_oneof![2 => Just(None), 1 => Just(Some("#"))];
    let filter = (prop::collection::vec(level, 0..=depth), last);
    let text = filter.prop_map(move |(levels, last)| {
        levels
            .into_iter()
            .take(depth - usize::from(last.is_some()))
            .chain(last)
            .collect::<Vec<_>>()
            .join("/")
    });
    text.prop_filter("a filter is not empty", |text| !text.is_empty())
}

fn names(depth: usize) -> impl Strategy<Value = Vec<String>> {
    let levels = prop::collection::vec(prop::sample::select(&["a", "b", "", "$x"]), 1..depth);
    let name = levels.prop_map(|levels| levels.join("/"));
    prop::collection::vec(
        name.prop_filter("a name is not empty", |name| !name.is_empty()),
        1..20,
    )
}

/// The rights of clients that may publish and receive by the filters of a set, and ask about one name after another.
fn recents(sets: &[Filters; 2]) -> [RecentAcl; 2] {
    sets.each_ref().map(|filters| {
        let acl = Acl {
            publish: filters.clone(),
            receive: filters.clone(),
            ..Acl::default()
        };
        RecentAcl::new(Arc::new(acl))
    })
}

fn check_matches(stored: &[String], names: &[String]) {
    let sets = sets(stored);
    let mut recents = recents(&sets);
    // Every filter makes two names: one that it matches, and one that it nearly does.
    let near = stored.iter().map(|text| text.replace(['+', '#'], "a"));
    let nearer = near.clone().map(|name| name + "a");
    for name in names.iter().cloned().chain(near).chain(nearer) {
        let expected = stored.iter().any(|filter| matches(filter, &name));
        assert_eq!(matched(&sets, &name), [expected; 2], "{name}");
        let mut ask = |action, expected| {
            let request = Request::parse(action, &name).unwrap();
            let allowed = recents.each_mut().map(|recent| recent.allows(request));
            assert_eq!(allowed, [expected; 2], "{action} {name}");
        };
        ask(Action::Receive, expected);
        ask(Action::Publish, expected && !name.starts_with('$'));
    }
    for stored in stored {
        assert!(sets.iter().all(|ours| ours.cover(&filter(stored))), "{stored}");
    }
}

fn small() -> impl Strategy<Value = String> {
    levels(&LITERALS, DEPTH)
}

fn check_lint(action: Action, stored: &[String]) {
    let findings = lint(action, stored.iter().map(|text| filter(text)));
    let never = |text: &str| action == Action::Publish && text.starts_with('$');
    let mut kept: Vec<&str> = stored.iter().map(String::as_str).collect();
    for finding in &findings {
        let at = kept
            .iter()
            .position(|kept| *kept == finding.filter.as_str())
            .unwrap();
        kept.remove(at);
    }
    assert!(!kept.iter().any(|kept| never(kept)));
    let grants = |filters: &[&str]| union(filters.iter().copied());
    for finding in &findings {
        let text = finding.filter.as_str();
        match &finding.why {
            Redundancy::NeverMatches => assert!(never(text)),
            Redundancy::Equivalent { to } => {
                assert!(
                    kept.contains(&to.as_str()) && topics(text) == topics(to.as_str()),
                    "{finding:?}"
                );
            }
            Redundancy::Covered { by } => {
                assert!(by.iter().all(|by| kept.contains(&by.as_str())), "{finding:?}");
                let by: Vec<&str> = by.iter().map(TopicFilter::as_str).collect();
                assert!(
                    grants(&by).covers(&topics(text)) && topics(text) != grants(&by[..1]),
                    "{finding:?}"
                );
            }
            other => panic!("{other:?}"),
        }
    }
    // Nothing more could go.
    for at in 0..kept.len() {
        let mut others = kept.clone();
        let one = others.remove(at);
        assert!(!grants(&others).covers(&topics(one)), "{one} of {kept:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn unions(stored in prop::collection::vec(small(), 0..8), request in small()) {
        check_verdict(&stored, &request);
    }

    #[test]
    fn unions_that_differ_in_their_ends(
        start in levels(&["a", "b"], 2),
        ends in prop::collection::vec(small(), 0..6),
    ) {
        let start = start.trim_end_matches(['#', '/']);
        let below = |end: &String| if start.is_empty() { end.clone() } else { format!("{start}/{end}") };
        let mut stored: Vec<String> = ends.iter().map(below).collect();
        stored.retain(|text| text.split('/').count() <= DEPTH);
        stored.push(if start.is_empty() { "+".to_owned() } else { start.to_owned() });
        check_verdict(&stored, &below(&"#".to_owned()));
    }

    #[test]
    fn lint_is_right(stored in prop::collection::vec(small(), 0..10)) {
        Action::ALL.into_iter().for_each(|action| check_lint(action, &stored));
    }

    #[test]
    fn many_deep_filters(
        stored in prop::collection::vec(levels(&["a", "b", ""], 12), 0..200),
        names in names(14),
    ) {
        check_matches(&stored, &names);
    }

    #[test]
    fn filters_that_share_many_levels(
        stored in prop::collection::vec(r"([ab]/){0,7}([ab]|\+|#|(\+/|c/){1,2}[ab])", 0..100),
        names in names(9),
    ) {
        check_matches(&stored, &names);
    }

    #[test]
    fn long_levels(
        stored in prop::collection::vec(r"[ab]{0,20}(/([ab]{7,9}|[ab]{0,40}|\+|é{1,9})){0,3}(/#)?", 0..30),
        name in r"[ab]{0,20}(/([ab]{7,9}|[ab]{0,40}|é{1,9})){0,3}",
        cut in 0_usize..4,
    ) {
        let stored: Vec<String> = stored.into_iter().filter(|text| !text.is_empty()).collect();
        let sets = sets(&stored);
        let alike = stored.first().map(|text| text.replace(['+', '#'], "b")).unwrap_or_default();
        let shorter: String = alike.chars().skip(cut).collect();
        for name in [name, alike, shorter].iter().filter(|name| !name.is_empty()) {
            let expected = stored.iter().any(|filter| matches(filter, name));
            prop_assert_eq!(matched(&sets, name), [expected; 2], "{}", name);
        }
    }

    #[test]
    fn no_text_is_too_strange(stored in prop::collection::vec(any::<String>(), 0..20), topic in any::<String>()) {
        let stored: Vec<TopicFilter> = stored.iter().filter_map(|text| text.parse().ok()).collect();
        for action in Action::ALL {
            let acl: Acl = stored.iter().map(|filter| (action, filter.clone())).collect();
            let decided = Request::parse(action, &topic).map(|request| acl.decide(request)).map(|verdict| verdict.is_allowed());
            prop_assert_eq!(decided, Request::parse(action, &topic).map(|request| acl.allows(request)));
            for text in &stored {
                prop_assert!(acl.filters(action).cover(text));
            }
        }
    }
}

#[test]
fn nobody_publishes_where_the_broker_does() {
    let acl: Acl = [
        (Action::Publish, filter("$SYS/#")),
        (Action::Receive, filter("$SYS/#")),
    ]
    .into_iter()
    .collect();
    let denied = Verdict::Denied {
        witness: "$SYS/x".to_owned(),
        why: Denial::Reserved,
    };
    assert_eq!(
        Request::parse(Action::Publish, "$SYS/x").map(|request| acl.decide(request)),
        Ok(denied)
    );
    assert_eq!(
        Request::parse(Action::Publish, "$SYS/x").map(|request| acl.allows(request)),
        Ok(false)
    );
    assert_eq!(
        Request::parse(Action::Receive, "$SYS/x").map(|request| acl.allows(request)),
        Ok(true)
    );
    assert_eq!(
        Request::parse(Action::Publish, "a/$SYS").map(|request| acl.allows(request)),
        Ok(false)
    );
}

#[test]
fn the_filter_that_allowed_the_last_name_allows_no_other() {
    let rights = ["+/a", "#", "a/#", "$x/+"].map(filter);
    for last in &rights {
        let acl: Acl = [Action::Publish, Action::Receive]
            .map(|action| (action, last.clone()))
            .into_iter()
            .collect();
        let mut recent = RecentAcl::new(Arc::new(acl));
        for name in texts(&["", "a", "b", "$x"], 3) {
            for (action, is_possible) in [(Action::Receive, true), (Action::Publish, !name.starts_with('$'))]
            {
                let allowed = recent.allows(Request::parse(action, &name).unwrap());
                assert_eq!(
                    allowed,
                    is_possible && matches(last.as_str(), &name),
                    "{action} {last} {name}"
                );
            }
            let subscribed = Request::parse(Action::Subscribe, &name).map(|request| recent.allows(request));
            assert_eq!(subscribed, Ok(false), "no filter is for subscribing");
        }
    }
}

#[test]
fn without_filters_nothing_is_allowed() {
    let acl = Acl::default();
    for action in Action::ALL {
        assert_eq!(
            Request::parse(action, "a").map(|request| acl.allows(request)),
            Ok(false)
        );
        assert!(acl.filters(action).is_empty());
    }
    assert_eq!(
        Request::parse(Action::Subscribe, "#").map(|request| acl.allows(request)),
        Ok(false)
    );
}

#[test]
fn verdicts_name_what_decides() {
    let ours: Filters = ["a", "a/+/#", "b/#", "b/c", "+/c"]
        .map(filter)
        .into_iter()
        .collect();
    let by = |request: &str| match ours.decide(Subscription::parse(request).unwrap()) {
        Verdict::Allowed { by } => by.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        Verdict::Denied { witness, .. } => format!("not {witness}"),
        other => panic!("{other:?}"),
    };
    assert_eq!(by("a/#"), "a a/+/#");
    assert_eq!(by("b/c"), "b/#");
    assert_eq!(by("$share/g/d/c"), "+/c");
    assert_eq!(by("+/+"), "not x/x");
    assert_eq!(by("#"), "not x");
    let more: Filters = ["x", "y/x1/#"].map(filter).into_iter().collect();
    let Verdict::Denied { witness, .. } = more.decide(&filter("+/#")) else {
        panic!("allowed")
    };
    assert_eq!(witness, "z");
}

#[test]
fn lint_keeps_one_of_those_that_are_alike() {
    let texts = |stored: &[&str]| {
        let findings = lint(Action::Subscribe, stored.iter().map(|text| filter(text)));
        findings
            .into_iter()
            .map(|finding| finding.filter.to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(texts(&["#", "+/#"]), "+/#");
    assert_eq!(texts(&["/+/#", "/#", "/+/#"]), "/+/# /+/#");
    assert_eq!(texts(&["a/b", "a/b", "a/b"]), "a/b a/b");
    assert_eq!(texts(&["a/b", "a/b", "a/#"]), "a/b a/b");
    assert_eq!(texts(&["a", "a/+/#", "a/#"]), "a a/+/#");
    assert_eq!(texts(&["+", "+/+/#", "a/#"]), "a/#");
    assert_eq!(texts(&["a", "b", "$SYS/#", "#"]), "a b");
}

#[test]
fn the_order_of_filters_makes_no_difference() {
    let texts = filters(&["", "a", "bb"], 3);
    let forward: Filters = texts.iter().map(|text| filter(text)).collect();
    let backward: Filters = texts.iter().rev().map(|text| filter(text)).collect();
    assert_eq!(forward.len(), texts.len());
    assert!(forward.iter().eq(backward.iter()));
    for text in &texts {
        assert_eq!(forward.decide(&filter(text)), backward.decide(&filter(text)));
    }
}

#[test]
fn the_longest_topics() {
    let slashes = "/".repeat(65_535);
    let pluses = "+/".repeat(32_767) + "+";
    let open = "+/".repeat(32_767) + "#";
    let ours: Filters = [&slashes, &pluses, &open]
        .map(|text| filter(text))
        .into_iter()
        .collect();
    for topic in [&slashes, &pluses, &open] {
        assert!(ours.cover(&filter(topic)));
    }
    assert!(!ours.cover(&filter("+/#")));
    assert!(!ours.matches(TopicName::parse(&slashes[2 * 32_767..]).unwrap()));
    let short: Filters = ["/a", "+/+/b", "/#"].map(filter).into_iter().collect();
    assert!(short.cover(&filter(&slashes)));
    assert!(!short.cover(&filter(&pluses)));
}

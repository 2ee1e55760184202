//! Holds the example in the documentation of this module to what the machine does.

use super::{
    node::{Node, ROOT},
    query::Query,
    texts::Texts,
    trie::Trie,
};

const FILTERS: [&str; 5] = [
    "plant/+/cmd/+",
    "plant/1/cmd/#",
    "plant/2/cmd",
    "plant/2/cmd/stop",
    "plant/2/state",
];

fn trie() -> Trie {
    let filters = FILTERS.map(|filter| filter.parse().unwrap_or_else(|_| panic!("{filter}")));
    Trie::build(Texts::of(&filters))
}

/// Draws a node and those below it, in the order of their texts.
fn draw(trie: &Trie, place: u32, depth: usize) -> String {
    let node = &trie.nodes[place as usize];
    let run = match place {
        ROOT => "(root) ".to_owned(),
        _ => format!("{}: ", String::from_utf8_lossy(node.run(&trie.texts))),
    };
    let reach = format!("reach {}", node.marks.reach());
    let marks = [
        (node.marks.ends(), "ends"),
        (node.marks.ends_open(), "ends with #"),
        (node.marks.reach() > 0, &reach),
        (node.marks.has_plus_child(), "+ below"),
    ];
    let said: Vec<&str> = marks
        .iter()
        .filter_map(|(holds, said)| holds.then_some(*said))
        .collect();
    let own = format!("{}{run}{}\n", "  ".repeat(depth), said.join(", "));
    let is_child = |(_, node): &(u32, &Node)| node.parent == place && node.path != u32::MAX;
    let mut below: Vec<String> = (0..)
        .zip(&trie.nodes)
        .filter(is_child)
        .map(|(child, _)| draw(trie, child, depth + 1))
        .collect();
    below.sort_unstable();
    own + &below.concat()
}

#[test]
fn the_drawing_is_true() {
    let documented: Vec<&str> = include_str!("mod.rs")
        .split("//! ```")
        .map(|part| part.trim_start_matches("text"))
        .collect();
    let block = |text: &str| {
        text.lines()
            .map(|line| format!("\n//! {line}"))
            .collect::<String>()
            + "\n"
    };
    assert!(documented.contains(&block(&FILTERS.join("\n")).as_str()));
    let drawing = block(&draw(&trie(), ROOT, 0));
    assert!(documented.contains(&drawing.as_str()), "{drawing}");
}

#[test]
fn the_search_ends_as_told() {
    let trie = trie();
    let find = |topic| trie.find(Query::new(topic), false, |_| true);
    let found = find("plant/2/cmd/go").map(|hit| trie.texts.get(hit.filter));
    assert_eq!(found, Some("plant/+/cmd/+"));
    let (query, _) = Query::of_filter("plant/+/cmd/#");
    assert!(trie.find(query, true, |_| true).is_none());
}

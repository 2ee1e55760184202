//! Stored filters and questions about them, the same ones in every run.

/// Random numbers without a need to be good (xorshift64).
pub struct Dice(u64);

impl Dice {
    pub fn new() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) as usize % limit
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// Stored filters with topics that are published and filters that are subscribed to.
pub struct Set {
    pub name: &'static str,
    pub filters: Vec<String>,
    pub names: Vec<String>,
    pub requests: Vec<String>,
}

const QUESTIONS: usize = 20_000;

impl Set {
    fn new(
        name: &'static str,
        dice: &mut Dice,
        mut filters: Vec<String>,
        ask: impl Fn(&mut Dice) -> (String, String),
    ) -> Self {
        dice.shuffle(&mut filters);
        let (names, requests) = (0..QUESTIONS).map(|_| ask(dice)).unzip();
        Self {
            name,
            filters,
            names,
            requests,
        }
    }
}

/// A fleet: every device of every site has four filters, and some hold for all. About half of the questions are refused.
pub fn fleet(name: &'static str, dice: &mut Dice, sites: usize, devices: usize) -> Set {
    let device = |site: usize, device: usize| format!("fleet/site-{site:03}/dev-{device:05}");
    let mut filters: Vec<String> = ["fleet/+/broadcast", "fleet/+/+/health"].map(String::from).into();
    for (site, number) in (0..sites).flat_map(|site| (0..devices).map(move |number| (site, number))) {
        let device = device(site, number);
        filters
            .extend(["state", "telemetry/+", "cmd/#", "alarm/+/raised"].map(|end| format!("{device}/{end}")));
    }
    Set::new(name, dice, filters, |dice| {
        // Some of the devices are unknown.
        let device = device(
            dice.below(sites + sites / 4 + 1),
            dice.below(devices + devices / 4 + 1),
        );
        let name = [
            "state",
            "telemetry/t1",
            "cmd/do/it",
            "cmd",
            "alarm/a7/raised",
            "health",
            "alarm/a7",
            "state/x",
            "telemetry",
            "other/topic",
        ];
        let request = [
            "state",
            "telemetry/+",
            "telemetry/t1",
            "cmd/#",
            "cmd/+/it",
            "+/+",
            "#",
            "state/#",
            "+",
            "alarm/#",
        ];
        (
            format!("{device}/{}", dice.pick(&name)),
            format!("{device}/{}", dice.pick(&request)),
        )
    })
}

/// Filters of every shape: 1 to 24 levels, each of them `+` or one of four texts, every third filter with `#`.
pub fn every_shape(name: &'static str, dice: &mut Dice, count: usize) -> Set {
    let texts = ["a", "bb", "ccc", "dddd"];
    let levels = |dice: &mut Dice, plus: usize, most: usize| {
        let length = 1 + dice.below(most);
        let level = |dice: &mut Dice| {
            if dice.below(100) < plus {
                "+"
            } else {
                dice.pick(&texts)
            }
        };
        (0..length).map(|_| level(dice)).collect::<Vec<_>>().join("/")
    };
    let mut filters = std::collections::BTreeSet::new();
    while filters.len() < count {
        // Short ones would match nearly everything.
        let filter = format!("{}/{}", levels(dice, 0, 4), levels(dice, 50, 20));
        filters.insert(if dice.below(3) == 0 {
            format!("{filter}/{}/#", dice.pick(&texts))
        } else {
            filter
        });
    }
    Set::new(name, dice, filters.into_iter().collect(), |dice| {
        (levels(dice, 0, 24), levels(dice, 10, 24))
    })
}

/// Every filter of this number of levels that are `a` or `+`, with one level more that is `b`, and topics that miss only there.
pub fn cube(name: &'static str, dice: &mut Dice, levels: usize, end: &'static str) -> Set {
    let level = |mask: usize, at: usize| if mask >> at & 1 == 1 { "a" } else { "+" };
    let filter = |mask| {
        (0..levels)
            .map(|at| level(mask, at))
            .collect::<Vec<_>>()
            .join("/")
            + end
    };
    let topic = "a/".repeat(levels) + &end[1..].replace(['+', 'b'], "c");
    Set::new(name, dice, (0..1 << levels).map(filter).collect(), |_| {
        (topic.clone(), topic.clone())
    })
}

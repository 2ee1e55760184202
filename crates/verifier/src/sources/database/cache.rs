//! A bounded cache by account name.

use std::{collections::HashMap, sync::Arc};

/// Values by account name, up to a limit. At the limit, a new value replaces one that was not read since the hand last
/// passed it (the clock algorithm, close to least recently used).
pub(super) struct Cache<V> {
    limit: usize,
    places: HashMap<Arc<str>, usize>,
    slots: Vec<Slot<V>>,
    hand: usize,
}

struct Slot<V> {
    account: Arc<str>,
    /// `None` after a removal; the place stays.
    value: Option<V>,
    used: bool,
}

impl<V> Cache<V> {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            places: HashMap::new(),
            slots: Vec::new(),
            hand: 0,
        }
    }

    pub(super) fn get(&mut self, account: &str) -> Option<&V> {
        let slot = &mut self.slots[*self.places.get(account)?];
        slot.used = true;
        slot.value.as_ref()
    }

    pub(super) fn put(&mut self, account: &str, value: V) {
        if let Some(place) = self.places.get(account) {
            self.slots[*place].value = Some(value);
        } else if self.limit > 0 {
            self.put_new(account.into(), value);
        }
    }

    fn put_new(&mut self, account: Arc<str>, value: V) {
        let slot = Slot {
            account: Arc::clone(&account),
            value: Some(value),
            used: false,
        };
        let place = if self.slots.len() < self.limit {
            self.slots.push(slot);
            self.slots.len() - 1
        } else {
            let place = self.least_used();
            self.places.remove(&self.slots[place].account);
            self.slots[place] = slot;
            place
        };
        self.places.insert(account, place);
    }

    /// Returns the next place whose value was not read since the hand last passed it.
    fn least_used(&mut self) -> usize {
        loop {
            let place = self.hand;
            self.hand = (self.hand + 1) % self.slots.len();
            if !std::mem::take(&mut self.slots[place].used) {
                return place;
            }
        }
    }

    /// Returns so many of the values from a place on, without counting that as reading them; `None` where no place is left.
    pub(super) fn part(&self, start: usize, most: usize) -> Option<impl Iterator<Item = &V>> {
        let slots = self.slots.get(start..).filter(|slots| !slots.is_empty())?;
        Some(slots.iter().take(most).filter_map(|slot| slot.value.as_ref()))
    }

    pub(super) fn remove(&mut self, account: &str) {
        if let Some(place) = self.places.get(account) {
            let slot = &mut self.slots[*place];
            (slot.value, slot.used) = (None, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_asked_for_stays() {
        let mut cache = Cache::new(3);
        for (value, account) in ["a", "b", "c"].into_iter().enumerate() {
            cache.put(account, value);
        }
        assert_eq!(cache.get("a"), Some(&0));
        cache.put("d", 3);
        cache.put("e", 4);
        assert_eq!(
            ["a", "b", "c", "d", "e"].map(|account| cache.get(account).copied()),
            [Some(0), None, None, Some(3), Some(4)]
        );
    }

    #[derive(Debug, Clone)]
    enum Step {
        Get(u8),
        Put(u8, u32),
        Remove(u8),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0..12_u8).prop_map(Step::Get),
            (0..12_u8, any::<u32>()).prop_map(|(account, value)| Step::Put(account, value)),
            (0..12_u8).prop_map(Step::Remove),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Against a map without a limit: never another value than was put last, never more than the limit, and everything
        /// as long as it fits.
        #[test]
        fn forgets_but_never_errs(limit in 0..14_usize, steps in proptest::collection::vec(step(), 0..200)) {
            let mut cache = Cache::new(limit);
            let mut oracle = HashMap::new();
            let mut seen = std::collections::HashSet::new();
            for step in steps {
                match step {
                    Step::Get(account) => {
                        let found = cache.get(&account.to_string()).copied();
                        prop_assert!(found.is_none() || found.as_ref() == oracle.get(&account));
                        if seen.len() <= limit {
                            prop_assert_eq!(found.as_ref(), oracle.get(&account));
                        }
                    }
                    Step::Put(account, value) => {
                        seen.insert(account);
                        cache.put(&account.to_string(), value);
                        oracle.insert(account, value);
                    }
                    Step::Remove(account) => {
                        cache.remove(&account.to_string());
                        oracle.remove(&account);
                    }
                }
                prop_assert!(cache.slots.len() <= limit && cache.places.len() == cache.slots.len());
            }
        }
    }
}

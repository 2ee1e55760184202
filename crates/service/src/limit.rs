//! A limit for failed logins, so that passwords cannot be guessed over the network.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Names that are remembered; beyond that, those whose time is over are forgotten, and then all.
const MOST: usize = 100_000;
const MINUTE: Duration = Duration::from_secs(60);

/// Counts failures by name. The time of a name moves on with each of its failures; once it is a minute ahead, the name has to
/// wait (the generic cell rate algorithm).
pub(crate) struct Limiter {
    /// Time that a failure takes; `None` without a limit.
    step: Option<Duration>,
    /// By a hash of the name, as a name may be as long as a question.
    times: Mutex<HashMap<u64, Instant>>,
    /// Nobody can make a name that has the hash of another one.
    hashes: RandomState,
}

/// The name of a login: of a user, and the address that it comes from where the broker says it.
pub(crate) type Name<'a> = (Option<&'a str>, &'a str);

impl Limiter {
    /// Allows this many failures a minute; 0 for no limit.
    pub(crate) fn new(a_minute: u32) -> Self {
        Self {
            step: MINUTE.checked_div(a_minute),
            times: Mutex::default(),
            hashes: RandomState::new(),
        }
    }

    /// Returns whether a name has failed too often.
    pub(crate) fn is_over(&self, name: Name<'_>, now: Instant) -> bool {
        let Some(step) = self.step else { return false };
        let name = self.hashes.hash_one(name);
        self.times()
            .get(&name)
            .is_some_and(|time| *time + step > now + MINUTE)
    }

    /// Counts a failure.
    pub(crate) fn count(&self, name: Name<'_>, now: Instant) {
        let Some(step) = self.step else { return };
        let name = self.hashes.hash_one(name);
        let mut times = self.times();
        if times.len() >= MOST && !times.contains_key(&name) {
            times.retain(|_, time| *time > now);
            if times.len() >= MOST {
                times.clear();
            }
        }
        let time = times.entry(name).or_insert(now);
        *time = (*time).max(now) + step;
    }

    fn times(&self) -> MutexGuard<'_, HashMap<u64, Instant>> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Name<'_> = (None, "ada");

    #[test]
    fn a_name_may_fail_so_often_a_minute_and_others_do_not_matter() {
        let (limiter, start) = (Limiter::new(20), Instant::now());
        for failure in 0..20 {
            assert!(!limiter.is_over(ADA, start), "{failure}");
            limiter.count(ADA, start);
        }
        assert!(limiter.is_over(ADA, start));
        assert!(!limiter.is_over((None, "bob"), start));
        assert!(!limiter.is_over((Some("192.0.2.1"), "ada"), start));
        // One more after three seconds, and all again after a minute.
        assert!(limiter.is_over(ADA, start + Duration::from_millis(2_900)));
        assert!(!limiter.is_over(ADA, start + Duration::from_secs(3)));
        limiter.count(ADA, start + Duration::from_secs(3));
        assert!(limiter.is_over(ADA, start + Duration::from_secs(3)));
        assert!(!limiter.is_over(ADA, start + Duration::from_secs(63)));
    }

    #[test]
    fn memory_is_bounded_and_there_may_be_no_limit() {
        let (limiter, now) = (Limiter::new(1), Instant::now());
        for name in 0..=MOST {
            limiter.count((None, &name.to_string()), now);
        }
        assert!(limiter.times().len() <= MOST);
        let none = Limiter::new(0);
        (0..100).for_each(|_| none.count(ADA, now));
        assert!(!none.is_over(ADA, now));
    }
}

//! A limit for failed logins, so that passwords cannot be guessed over the network.

use std::{
    collections::HashMap,
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
    times: Mutex<HashMap<String, Instant>>,
}

impl Limiter {
    /// Allows this many failures a minute; 0 for no limit.
    pub(crate) fn new(a_minute: u32) -> Self {
        Self {
            step: MINUTE.checked_div(a_minute),
            times: Mutex::default(),
        }
    }

    /// Returns whether a name has failed too often.
    pub(crate) fn is_over(&self, name: &str, now: Instant) -> bool {
        let Some(step) = self.step else { return false };
        let times = self.times();
        times.get(name).is_some_and(|time| *time + step > now + MINUTE)
    }

    /// Counts a failure.
    pub(crate) fn count(&self, name: &str, now: Instant) {
        let Some(step) = self.step else { return };
        let mut times = self.times();
        if times.len() >= MOST && !times.contains_key(name) {
            times.retain(|_, time| *time > now);
            if times.len() >= MOST {
                times.clear();
            }
        }
        let time = times.entry(name.to_owned()).or_insert(now);
        *time = (*time).max(now) + step;
    }

    fn times(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_fail_so_often_a_minute_and_others_do_not_matter() {
        let (limiter, start) = (Limiter::new(20), Instant::now());
        for failure in 0..20 {
            assert!(!limiter.is_over("ada", start), "{failure}");
            limiter.count("ada", start);
        }
        assert!(limiter.is_over("ada", start));
        assert!(!limiter.is_over("bob", start));
        // One more after three seconds, and all again after a minute.
        assert!(limiter.is_over("ada", start + Duration::from_millis(2_900)));
        assert!(!limiter.is_over("ada", start + Duration::from_secs(3)));
        limiter.count("ada", start + Duration::from_secs(3));
        assert!(limiter.is_over("ada", start + Duration::from_secs(3)));
        assert!(!limiter.is_over("ada", start + Duration::from_secs(63)));
    }

    #[test]
    fn memory_is_bounded_and_there_may_be_no_limit() {
        let (limiter, now) = (Limiter::new(1), Instant::now());
        for name in 0..=MOST {
            limiter.count(&name.to_string(), now);
        }
        assert!(limiter.times().len() <= MOST);
        let none = Limiter::new(0);
        (0..100).for_each(|_| none.count("ada", now));
        assert!(!none.is_over("ada", now));
    }
}

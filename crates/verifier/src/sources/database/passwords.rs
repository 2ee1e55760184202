//! Decides whether a password opens an account.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use ctutils::CtEq as _;
use tokio::time::{Instant, timeout};

use amqtt_database::RecordError;
use amqtt_rules::names::AccountName;

use crate::{
    decision::{Decision, Reason, SourceFault},
    password::{Password, PasswordHash},
};

use super::{
    cache::Cache,
    flights::{self, Flights},
    hasher::{Hasher, Match},
    mac::{Mac, MacKey, Purpose},
    options::DatabaseOptions,
    outage::Outlook,
    pool::Pool,
    race::race,
};

/// The longest time that a login waits for its outdated hash to be replaced.
const REPLACE_PATIENCE: Duration = Duration::from_secs(1);

pub(super) struct Passwords {
    pub(super) hasher: Hasher,
    pool: Arc<Pool>,
    key: Arc<MacKey>,
    ttl: Duration,
    stale: Duration,
    password_ttl: Duration,
    timeout: Duration,
    known: Mutex<Cache<Arc<Known>>>,
    /// By account and password, as a digest.
    flights: Flights<Mac, Answer>,
}

/// A password that was right, without the password.
struct Known {
    stored: Box<str>,
    mac: Mac,
    /// Time of the last read of the row.
    read: Instant,
    /// Time at which the password was hashed.
    hashed: Instant,
}

/// An answer, and when the row that it is based on was read.
#[derive(Clone)]
struct Answer {
    decision: Decision,
    read: Instant,
}

type Flight = flights::Flight<Mac, Answer>;

impl Passwords {
    pub(super) fn new(options: &DatabaseOptions, pool: Arc<Pool>, key: Arc<MacKey>) -> Self {
        Self {
            hasher: Hasher::new(options),
            pool,
            key,
            ttl: options.ttl.min(options.account_ttl),
            stale: options.stale(false),
            password_ttl: options.password_ttl,
            known: Mutex::new(Cache::new(options.cache_entries)),
            timeout: options.password_timeout,
            // Questions that wait for a hash, in two lines, and those that wait for the database.
            flights: Flights::new(3 * options.max_waiting),
        }
    }

    /// Decides by a row read after the question was asked, or at most the time to live before it. The whole wait is bounded.
    pub(super) async fn decide(self: &Arc<Self>, account: &str, password: &[u8]) -> Decision {
        let after = self.timeout;
        let decision = timeout(after, self.decide_at_last(account, password)).await;
        decision.unwrap_or_else(|_| Decision::Deny(SourceFault::TimedOut { after }.into()))
    }

    async fn decide_at_last(self: &Arc<Self>, account: &str, password: &[u8]) -> Decision {
        let asked = Instant::now();
        loop {
            if self.is_known(account, password, asked, self.ttl) {
                return Decision::Allow;
            }
            let outage = self.pool.outage();
            let is_older_known = self.stale > self.ttl && self.is_known(account, password, asked, self.stale);
            match outage.outlook() {
                Outlook::Hangs { is_probe } => {
                    if is_probe {
                        tokio::spawn(Arc::clone(self).probe(account.into()));
                    }
                    return hanging(is_older_known);
                }
                Outlook::Away if is_older_known => return Decision::Allow,
                _ => {}
            }
            let copy = Password::new(password.to_vec());
            let (Ok(_), Ok(copy)) = (account.parse::<AccountName>(), copy) else {
                return Decision::Deny(Reason::Credentials);
            };
            let question = self.key.digest(Purpose::Question, [account.as_bytes(), password]);
            let ask = |flight| {
                tokio::spawn(Arc::clone(self).ask(flight, copy));
            };
            let answer = self.flights.answer(account, question, ask);
            match outage.bounded(is_older_known, answer).await {
                None => return hanging(is_older_known),
                Some(Err(fault)) => return Decision::Deny(fault.into()),
                Some(Ok(answer)) if asked <= answer.read + self.ttl => return answer.decision,
                // The row was read for an earlier question, and may have changed since.
                Some(Ok(_)) => {}
            }
        }
    }

    /// Asks the database whether it answers again.
    async fn probe(self: Arc<Self>, account: Box<str>) {
        let _ = self.stored(&account).await;
    }

    /// Reads the stored hash of an account.
    async fn stored(&self, account: &str) -> Result<Option<String>, SourceFault> {
        let question = self.pool.ask(account, |connection, account| {
            Box::pin(connection.password_hash(account))
        });
        question.await
    }

    /// Returns whether the password was right for a row that is at most this old.
    fn is_known(&self, account: &str, password: &[u8], asked: Instant, age: Duration) -> bool {
        let Some(known) = self.known().get(account).map(Arc::clone) else {
            return false;
        };
        asked <= known.read + age
            && asked <= known.hashed + self.password_ttl
            && known.is_match(&self.matching(account, &known.stored, password))
    }

    fn matching(&self, account: &str, stored: &str, password: &[u8]) -> Mac {
        let parts = [account.as_bytes(), stored.as_bytes(), password];
        self.key.digest(Purpose::Match, parts)
    }

    /// Answers a question. Once all those who asked have left, it is dropped without hashing.
    async fn ask(self: Arc<Self>, flight: Flight, password: Password) {
        let work = self.find_out(&flight, password);
        race(self.flights.abandoned(&flight), work).await;
    }

    async fn find_out(&self, flight: &Flight, password: Password) {
        let read = Instant::now();
        let (stored, denial) = match self.stored(flight.account()).await {
            Ok(stored) => (stored, Reason::Credentials),
            // A broken row takes the time of an account too.
            Err(fault @ SourceFault::Record(RecordError::Broken { .. })) => (None, fault.into()),
            Err(fault) => {
                let decision = match self.is_known(flight.account(), password.as_bytes(), read, self.stale) {
                    true => Decision::Allow,
                    false => Decision::Deny(fault.into()),
                };
                return self.flights.land(flight, Answer { decision, read }, || {});
            }
        };
        let verified = self
            .verify(flight.account(), stored.as_deref(), password, read)
            .await;
        let (decision, known) = match verified {
            Ok(Some(known)) => (Decision::Allow, Some(known)),
            Ok(None) => (Decision::Deny(denial), None),
            Err(fault) => (Decision::Deny(fault.into()), None),
        };
        let answer = Answer { decision, read };
        self.flights.land(flight, answer, || match known {
            Some(known) => self.keep(flight.account(), known),
            None => self.forget_other(flight.account(), stored.as_deref()),
        });
    }

    /// Returns what to remember of a right password, or `None` for a wrong one. The password is hashed, unless it was right
    /// before for the same stored hash.
    async fn verify(
        &self,
        account: &str,
        stored: Option<&str>,
        password: Password,
        read: Instant,
    ) -> Result<Option<Known>, SourceFault> {
        let mac = stored.map(|stored| self.matching(account, stored, password.as_bytes()));
        let known = self.known().get(account).map(Arc::clone);
        let known = known.filter(|known| read <= known.hashed + self.password_ttl);
        let hashed = match known {
            Some(known) if mac.is_some_and(|mac| known.is_match(&mac)) => known.hashed,
            _ => {
                let hash = stored.and_then(|stored| PasswordHash::parse(stored).ok());
                match self.hasher.verify(account, hash, password).await? {
                    Match::Wrong => return Ok(None),
                    Match::Right { replacement } => self.replace(account, stored, replacement).await,
                }
                Instant::now()
            }
        };
        Ok(stored.zip(mac).map(|(stored, mac)| Known {
            stored: stored.into(),
            mac,
            read,
            hashed,
        }))
    }

    /// Replaces an outdated hash, if the row still holds it. The next login then finds a hash that it does not know, and
    /// hashes once more.
    async fn replace(&self, account: &str, stored: Option<&str>, replacement: Option<PasswordHash>) {
        let (Some(before), Some(after)) = (stored, replacement) else {
            return;
        };
        let (before, after) = (Arc::<str>::from(before), Arc::new(after));
        let update = self.pool.change(account, move |connection, account| {
            let (before, after) = (Arc::clone(&before), Arc::clone(&after));
            Box::pin(async move {
                let replaced = connection.replace_password_hash(account, &before, after.expose());
                Ok(replaced.await?)
            })
        });
        // The password is right, whatever becomes of its hash.
        let _ = timeout(REPLACE_PATIENCE, update).await;
    }

    /// Keeps what is known, unless a later read of the row is already known.
    fn keep(&self, account: &str, new: Known) {
        let mut known = self.known();
        if known.get(account).is_none_or(|known| known.read <= new.read) {
            known.put(account, Arc::new(new));
        }
    }

    /// Forgets a password that was right for a stored hash that has been replaced.
    fn forget_other(&self, account: &str, stored: Option<&str>) {
        let mut known = self.known();
        if known
            .get(account)
            .is_some_and(|known| Some(&*known.stored) != stored)
        {
            known.remove(account);
        }
    }

    pub(super) fn invalidate(&self, account: &str) {
        // In this order: an answer under way must not be stored after the removal.
        self.flights.invalidate(account);
        self.known().remove(account);
    }

    fn known(&self) -> MutexGuard<'_, Cache<Arc<Known>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the decision while the database hangs.
fn hanging(is_older_known: bool) -> Decision {
    match is_older_known {
        true => Decision::Allow,
        false => Decision::Deny(SourceFault::Hangs.into()),
    }
}

impl Known {
    fn is_match(&self, mac: &Mac) -> bool {
        self.mac.ct_eq(mac).to_bool()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A flood has thousands of questions wait at once, and this is what each of them holds.
    #[tokio::test]
    async fn a_question_that_waits_is_small() {
        let options = DatabaseOptions::new("sqlite:none.db".parse().unwrap());
        let passwords = &super::super::DatabaseSource::new(&options).unwrap().passwords;
        let question = passwords.key.digest(Purpose::Question, [&b"ada"[..], b"x"]);
        let password = Password::new(b"x".to_vec()).unwrap();
        let mut size = 0;
        let ask = |flight| size = size_of_val(&Arc::clone(passwords).ask(flight, password));
        let _ = passwords.flights.join("ada", question, ask).map(drop);
        assert!((1..=6_144).contains(&size), "{size} octets");
    }
}

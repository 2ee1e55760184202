//! A database with accounts and rights, while it changes, and while it is away.

use std::{
    fs,
    net::TcpListener,
    thread,
    time::{Duration, Instant},
};

use amqtt_database::{Connection, DatabaseUrl, acl_column, write_acl};
use amqtt_gate::{Blocking, Connect, Session};
use amqtt_verifier::{
    Action, Reason, Request, SourceFault,
    password::{Argon2Parameters, Password, PasswordHash, PasswordVerifier},
    sources::{database::DatabaseOptions, http::HttpOptions},
};
use tokio::runtime::{Builder, Runtime};

use crate::world::{PATIENCE, World, now, wait_until};

/// The database as an operator sees it.
struct Accounts {
    runtime: Runtime,
    connection: Connection,
    url: DatabaseUrl,
}

impl Accounts {
    fn new(world: &World) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let url = DatabaseUrl::sqlite(world.path("auth.db"));
        fs::write(world.path("auth.db"), "").unwrap();
        let connection = runtime.block_on(async {
            let mut connection = Connection::open(&url).await.unwrap();
            connection.sync().await.unwrap();
            connection
        });
        Self {
            runtime,
            connection,
            url,
        }
    }

    fn execute(&mut self, statement: &str, values: &[&str]) {
        let values: Vec<_> = values.iter().map(|value| (*value).into()).collect();
        let executed = self.connection.execute(statement, &values);
        assert_eq!(self.runtime.block_on(executed).unwrap(), 1, "{statement}");
    }

    fn add_rights(&mut self, name: &str, filters: &[&str]) {
        let insert = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) VALUES (?, ?, '[]', '[]')";
        self.execute(insert, &[name, &write_acl(filters)]);
    }

    fn set_rights(&mut self, name: &str, filters: &[&str]) {
        let column = acl_column(Action::Publish);
        let update = format!("UPDATE topic_auth SET {column} = ? WHERE username = ?");
        self.execute(&update, &[&write_acl(filters), name]);
    }

    fn add_account(&mut self, name: &str, password: &str) {
        let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
                      VALUES (?, ?, '[]', '[]', '[]')";
        self.execute(insert, &[name, hash(password).expose()]);
    }

    fn set_password(&mut self, name: &str, password: &str) {
        let update = "UPDATE user_auth SET password_hash = ? WHERE username = ?";
        self.execute(update, &[hash(password).expose(), name]);
    }
}

fn hash(password: &str) -> PasswordHash {
    let parameters = Argon2Parameters::new(64, 1, 1).unwrap();
    let password = Password::new(password.as_bytes().to_vec()).unwrap();
    PasswordVerifier::new(parameters)
        .hash(&password, [7; 16])
        .unwrap()
}

/// A gate for certificates and this database.
fn gate(world: &mut World, accounts: &Accounts, max_stale: u64, grace: u64) -> Blocking {
    gate_with(world, accounts, max_stale, grace, None)
}

/// The same with an HTTP server.
fn gate_with(
    world: &mut World,
    accounts: &Accounts,
    max_stale: u64,
    grace: u64,
    http: Option<HttpOptions>,
) -> Blocking {
    let mut configuration = world.configuration();
    configuration.http = http;
    let mut options = DatabaseOptions::new(accounts.url.clone());
    options.ttl = Duration::from_millis(200);
    options.argon2 = Argon2Parameters::new(64, 1, 1).unwrap();
    configuration.database = Some(options);
    configuration.max_stale = Duration::from_secs(max_stale);
    configuration.grace = Duration::from_secs(grace);
    configuration.follow_every = Duration::from_millis(100);
    Blocking::open(&configuration, world.report()).unwrap()
}

fn device(world: &World, gate: &Blocking) -> Session {
    let chain = world.chain();
    gate.connect(&Connect::new("pump-7").with_chain(&chain), now())
        .unwrap()
}

fn login(gate: &Blocking, password: &[u8]) -> Result<Session, Reason> {
    let connect = Connect::new("console").with_user_name("ada");
    gate.connect(&connect.with_password(password), now())
}

fn may(session: &Session, topic: &str) -> Result<(), Reason> {
    session.decide(Action::Publish, topic)
}

const STALE: Result<(), Reason> = Err(Reason::Source(SourceFault::Stale {
    after: Duration::from_secs(2),
}));

#[test]
fn a_change_of_rights_counts_for_live_sessions() {
    let mut world = World::new();
    let mut accounts = Accounts::new(&world);
    accounts.add_rights("pump-7", &["a"]);
    let gate = gate(&mut world, &accounts, 30, 0);
    let session = device(&world, &gate);
    assert_eq!(may(&session, "a"), Ok(()));
    assert_eq!(may(&session, "b"), Err(Reason::NotGranted));

    accounts.set_rights("pump-7", &["b"]);
    wait_until(|| may(&session, "b").is_ok());
    assert_eq!(may(&session, "a"), Err(Reason::NotGranted));

    accounts.execute("DELETE FROM topic_auth WHERE username = ?", &["pump-7"]);
    wait_until(|| may(&session, "b").is_err());
    // Rights that come after the session began count too.
    accounts.add_rights("pump-7", &["c"]);
    wait_until(|| may(&session, "c").is_ok());
}

/// However long rows count otherwise.
#[test]
fn a_new_password_and_the_end_of_an_account_count_at_the_next_look() {
    let mut world = World::new();
    let mut accounts = Accounts::new(&world);
    accounts.add_account("ada", "first");
    let mut configuration = world.configuration();
    let mut options = DatabaseOptions::new(accounts.url.clone());
    options.ttl = Duration::from_secs(60 * 60);
    options.argon2 = Argon2Parameters::new(64, 1, 1).unwrap();
    configuration.database = Some(options);
    configuration.follow_every = Duration::from_millis(100);
    let gate = Blocking::open(&configuration, world.report()).unwrap();
    assert!(login(&gate, b"first").is_ok());
    let queries = || gate.gate().database().unwrap().statistics().queries;
    let (before, until) = (queries(), Instant::now() + Duration::from_secs(1));
    let mut logins = 0;
    while Instant::now() < until {
        assert!(login(&gate, b"first").is_ok());
        logins += 1;
    }
    let asked = queries() - before;
    assert!(asked <= 20, "{asked} queries for {logins} logins");

    accounts.set_password("ada", "second");
    wait_until(|| login(&gate, b"first").is_err());
    assert!(login(&gate, b"second").is_ok());
    accounts.execute("DELETE FROM user_auth WHERE username = ?", &["ada"]);
    wait_until(|| login(&gate, b"second").is_err());
}

#[test]
fn a_database_is_tried_out_before_anyone_asks() {
    let mut world = World::new();
    let accounts = Accounts::new(&world);
    let gate = gate(&mut world, &accounts, 30, 0);
    let away = || accounts.runtime.block_on(gate.gate().try_databases());
    assert!(away().is_ok());
    fs::rename(world.path("auth.db"), world.path("away")).unwrap();
    let said = away().unwrap_err().to_string();
    assert!(said.starts_with("the database does not answer: "), "{said}");
    fs::write(world.path("auth.db"), "").unwrap();
    let said = away().unwrap_err().to_string();
    assert!(said.contains("tables are missing"), "{said}");
}

#[test]
fn while_the_database_is_away_rights_count_for_max_stale() {
    let mut world = World::new();
    let mut accounts = Accounts::new(&world);
    accounts.add_rights("pump-7", &["a"]);
    accounts.add_rights("ada", &["a"]);
    accounts.add_account("ada", "right");
    let gate = gate(&mut world, &accounts, 2, 0);
    let (pump, ada) = (device(&world, &gate), login(&gate, b"right").unwrap());

    fs::rename(world.path("auth.db"), world.path("away")).unwrap();
    world.expect_event("the database does not answer");
    thread::sleep(Duration::from_millis(400));
    assert_eq!((may(&pump, "a"), may(&ada, "a")), (Ok(()), Ok(())));
    assert!(
        login(&gate, b"right").is_ok(),
        "the password was right a moment ago"
    );
    assert!(login(&gate, b"wrong").is_err());
    wait_until(|| may(&ada, "a").is_err());
    assert_eq!((may(&pump, "a"), may(&ada, "a")), (STALE, STALE));
    assert!(login(&gate, b"right").is_err());

    fs::rename(world.path("away"), world.path("auth.db")).unwrap();
    world.expect_event("answers again");
    assert_eq!((may(&pump, "a"), may(&ada, "a")), (Ok(()), Ok(())));
    assert!(login(&gate, b"right").is_ok());
}

/// Rights that a broker decides by for a while are those that the session decides by, and it has none that may become too old meanwhile.
#[test]
fn the_rights_of_a_session_last_as_long_as_was_asked() {
    let mut world = World::new();
    let mut accounts = Accounts::new(&world);
    accounts.add_rights("pump-7", &["a"]);
    accounts.add_rights("ada", &["a"]);
    accounts.add_account("ada", "right");
    let gate = gate(&mut world, &accounts, 60, 3_600);
    let (pump, ada) = (device(&world, &gate), login(&gate, b"right").unwrap());
    let allows = |session: &Session, topic| {
        let rights = session.rights_for(Duration::from_millis(200)).unwrap();
        rights.allows(Request::parse(Action::Publish, topic).unwrap())
    };
    assert_eq!((allows(&pump, "a"), allows(&pump, "b")), (true, false));
    // Those of a device have grace.
    let after_max_stale = Duration::from_secs(61);
    assert!(pump.rights_for(after_max_stale).is_some());
    assert!(ada.rights_for(after_max_stale).is_none());
    assert!(pump.rights_for(Duration::from_secs(3_601)).is_none());

    accounts.set_rights("pump-7", &["b"]);
    wait_until(|| allows(&pump, "b"));
    assert!(!allows(&pump, "a"));
    let change = "UPDATE topic_auth SET publish_acl = ? WHERE username = ?";
    accounts.execute(change, &["[", "pump-7"]);
    wait_until(|| pump.rights_for(Duration::ZERO).is_none());
    assert!(matches!(
        may(&pump, "b"),
        Err(Reason::Source(SourceFault::Record(_)))
    ));
}

#[test]
fn rights_in_the_database_are_not_all_beside_an_http_server() {
    let mut world = World::new();
    let mut accounts = Accounts::new(&world);
    accounts.add_rights("pump-7", &["a"]);
    // Nobody listens there.
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut http = HttpOptions::new("127.0.0.1", closed.local_addr().unwrap().port());
    drop(closed);
    http.user_uri = None;
    let gate = gate_with(&mut world, &accounts, 30, 0, Some(http));
    let session = device(&world, &gate);
    assert!(session.rights_for(Duration::ZERO).is_none());
    assert!(gate.decide(&session, Action::Publish, "a").is_err());
}

#[test]
fn a_database_that_hangs_holds_nobody_up() {
    let mut world = World::new();
    let mut accounts = Accounts::new(&world);
    accounts.add_rights("pump-7", &["a"]);
    accounts.add_account("ada", "right");
    let gate = gate(&mut world, &accounts, 3_600, 3_600);
    drop((device(&world, &gate), login(&gate, b"right").unwrap()));

    let lock = accounts.connection.execute("BEGIN EXCLUSIVE", &[]);
    accounts.runtime.block_on(lock).unwrap();
    let hangs = Reason::Source(SourceFault::Hangs);
    wait_until(|| login(&gate, b"wrong").err() == Some(hangs.clone()));
    let started = Instant::now();
    for _ in 0..100 {
        assert_eq!(may(&device(&world, &gate), "a"), Ok(()));
        assert!(login(&gate, b"right").is_ok());
        assert_eq!(login(&gate, b"wrong").err(), Some(hangs.clone()));
    }
    // If each of them waited, and be it for a second, this would take minutes.
    assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());

    let unlock = accounts.connection.execute("COMMIT", &[]);
    accounts.runtime.block_on(unlock).unwrap();
    wait_until(|| login(&gate, b"wrong").err() == Some(Reason::Credentials));
    assert!(login(&gate, b"right").is_ok());
}

#[test]
fn known_devices_have_grace_but_no_revoked_one() {
    let mut world = World::new();
    let mut accounts = Accounts::new(&world);
    accounts.add_rights("pump-7", &["a"]);
    accounts.add_rights("ada", &["a"]);
    accounts.add_account("ada", "right");
    let gate = gate(&mut world, &accounts, 2, 3_600);
    let (pump, ada) = (device(&world, &gate), login(&gate, b"right").unwrap());

    fs::rename(world.path("auth.db"), world.path("away")).unwrap();
    world.expect_event("the database does not answer");
    wait_until(|| may(&ada, "a") == STALE);
    assert_eq!(may(&pump, "a"), Ok(()));
    // It reconnects in the meantime.
    drop(pump);
    let pump = device(&world, &gate);
    assert_eq!(may(&pump, "a"), Ok(()));

    world.write("ca.crl", &world.list(2, &[&[3]]));
    world.expect_event("reloaded");
    assert!(matches!(
        gate.gate().check(&pump, now()),
        Err(Reason::Certificate(_))
    ));
    let chain = world.chain();
    let again = gate.connect(&Connect::new("pump-7").with_chain(&chain), now());
    assert!(matches!(again, Err(Reason::Certificate(_))), "{again:?}");
}

#[test]
fn a_device_without_known_rights_has_none_while_the_database_is_away() {
    let mut world = World::new();
    let mut accounts = Accounts::new(&world);
    accounts.add_rights("pump-7", &["a"]);
    fs::rename(world.path("auth.db"), world.path("away")).unwrap();
    let gate = gate(&mut world, &accounts, 30, 3_600);
    let session = device(&world, &gate);
    assert_eq!(may(&session, "a"), Err(Reason::Source(SourceFault::NotReady)));
    fs::rename(world.path("away"), world.path("auth.db")).unwrap();
    wait_until(|| may(&session, "a").is_ok());
}

#[test]
fn another_file_of_the_same_name_counts_at_once() {
    let mut world = World::new();
    let mut accounts = Accounts::new(&world);
    accounts.add_rights("pump-7", &["a"]);
    let gate = gate(&mut world, &accounts, 30, 0);
    let session = device(&world, &gate);
    assert_eq!(may(&session, "a"), Ok(()));
    fs::copy(world.path("auth.db"), world.path("copy.db")).unwrap();
    fs::rename(world.path("copy.db"), world.path("auth.db")).unwrap();
    // Written by the name, not through the connection to the old file.
    let runtime = &accounts.runtime;
    accounts.connection = runtime.block_on(Connection::open(&accounts.url)).unwrap();
    accounts.set_rights("pump-7", &["b"]);
    wait_until(|| may(&session, "b").is_ok());
}

#[test]
fn many_sessions_are_kept_up_to_date_in_chunks() {
    let mut world = World::new();
    let mut accounts = Accounts::new(&world);
    let quick = accounts.connection.execute("PRAGMA synchronous = OFF", &[]);
    accounts.runtime.block_on(quick).unwrap();
    accounts.add_account("ada", "right");
    accounts.add_rights("ada", &["a"]);
    for number in 0..1_500 {
        let name = format!("ada-{number}");
        let copy = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
                    SELECT ?, password_hash, '[]', '[]', '[]' FROM user_auth WHERE username = 'ada'";
        accounts.execute(copy, &[&name]);
        accounts.add_rights(&name, &["a"]);
    }
    let gate = gate(&mut world, &accounts, 30, 0);
    let sessions: Vec<Session> = (0..1_500)
        .map(|number| {
            let name = format!("ada-{number}");
            let connect = Connect::new("console")
                .with_user_name(&name)
                .with_password(b"right");
            gate.connect(&connect, now()).unwrap()
        })
        .collect();
    for number in [0, 511, 512, 1_023, 1_024, 1_499] {
        accounts.set_rights(&format!("ada-{number}"), &["b"]);
    }
    for (number, session) in sessions.iter().enumerate() {
        match [0, 511, 512, 1_023, 1_024, 1_499].contains(&number) {
            true => wait_until(|| may(session, "b").is_ok()),
            false => assert_eq!(may(session, "a"), Ok(()), "{number}"),
        }
    }
}

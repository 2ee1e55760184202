//! Revocation by the inventory of certificates, without a list.

use std::{fs, thread, time::Duration};

use amqtt_database::{Connection, DatabaseUrl};
use amqtt_gate::{Blocking, Connect, Session};
use amqtt_verifier::{
    Reason,
    certificate::{Refusal, Rule},
    revocation::RevocationReason,
    sources::database::DatabaseOptions,
};
use amqtt_x509::{certificate::Certificate, fingerprint::Fingerprint};
use tokio::runtime::{Builder, Runtime};

use crate::world::{World, now, wait_until};

/// The inventory as an operator sees it.
struct Inventory {
    runtime: Runtime,
    connection: Connection,
    url: DatabaseUrl,
    issuer: String,
}

impl Inventory {
    /// With the device, which is issued.
    fn new(world: &World) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let url = DatabaseUrl::sqlite(world.path("ca.db"));
        fs::write(world.path("ca.db"), "").unwrap();
        let connection = runtime.block_on(Connection::open(&url)).unwrap();
        let ca = world.ca(&world.root);
        let spki = Certificate::read(&ca).unwrap().key.encoded;
        let mut inventory = Self {
            runtime,
            connection,
            url,
            issuer: Fingerprint::of(spki).to_string(),
        };
        let table = "CREATE TABLE fleet_certificate (issuer TEXT, serial TEXT, state TEXT, revoked_at INTEGER, reason TEXT, \
                     PRIMARY KEY (issuer, serial))";
        inventory.execute(table);
        let issuer = inventory.issuer.clone();
        inventory.execute(&format!(
            "INSERT INTO fleet_certificate (issuer, serial, state) VALUES ('{issuer}', '03', 'issued')"
        ));
        inventory
    }

    fn execute(&mut self, statement: &str) {
        self.runtime
            .block_on(self.connection.execute(statement, &[]))
            .unwrap();
    }

    fn set_state(&mut self, state: &str, reason: &str) {
        self.execute(&format!(
            "UPDATE fleet_certificate SET state = '{state}', reason = '{reason}', revoked_at = 1700000000"
        ));
    }
}

fn gate(world: &mut World, inventory: &Inventory, grace: u64) -> Blocking {
    let mut configuration = world.configuration();
    configuration.certificates.as_mut().unwrap().crl_files.clear();
    let mut options = DatabaseOptions::new(inventory.url.clone());
    options.ttl = Duration::from_millis(200);
    configuration.inventory = Some(options);
    configuration.max_stale = Duration::from_secs(1);
    configuration.grace = Duration::from_secs(grace);
    Blocking::open(&configuration, world.report()).unwrap()
}

fn connect(world: &World, gate: &Blocking) -> Result<Session, Reason> {
    let chain = world.chain();
    gate.connect(&Connect::new("pump-7").with_chain(&chain), now())
}

fn rule(reason: Reason) -> Rule {
    match reason {
        Reason::Certificate(refusal) => refusal.rule(),
        other => panic!("{other}"),
    }
}

#[test]
fn what_is_revoked_or_held_is_refused() {
    let mut world = World::new();
    let mut inventory = Inventory::new(&world);
    let gate = gate(&mut world, &inventory, 0);
    let session = connect(&world, &gate).unwrap();
    let generation = gate.gate().generation();
    assert_eq!(gate.gate().check(&session, now()), Ok(()));

    inventory.set_state("held", "certificate-hold");
    wait_until(|| gate.gate().generation() != generation);
    assert_eq!(
        rule(gate.gate().check(&session, now()).unwrap_err()),
        Rule::Revoked
    );
    assert_eq!(rule(connect(&world, &gate).unwrap_err()), Rule::Revoked);
    // It is released again.
    inventory.set_state("issued", "remove-from-crl");
    wait_until(|| connect(&world, &gate).is_ok());
    assert_eq!(gate.gate().check(&session, now()), Ok(()));

    inventory.set_state("revoked", "key-compromise");
    wait_until(|| gate.gate().check(&session, now()).is_err());
    let Err(Reason::Certificate(Refusal::Revoked { reason, serial, .. })) = connect(&world, &gate) else {
        panic!("it is admitted");
    };
    assert_eq!((reason, &*serial), (RevocationReason::KeyCompromise, &[3][..]));
}

#[test]
fn a_certificate_that_is_not_in_it_is_not_refused_and_a_broken_row_is() {
    let mut world = World::new();
    let mut inventory = Inventory::new(&world);
    let gate = gate(&mut world, &inventory, 0);
    inventory.execute("DELETE FROM fleet_certificate");
    assert!(connect(&world, &gate).is_ok());
    let issuer = inventory.issuer.clone();
    inventory.execute(&format!(
        "INSERT INTO fleet_certificate (issuer, serial, state) VALUES ('{issuer}', '03', 'x')"
    ));
    wait_until(|| matches!(connect(&world, &gate), Err(Reason::Source(_))));
}

#[test]
fn while_it_is_away_devices_are_refused_but_known_ones_have_grace() {
    for grace in [0, 3_600] {
        let mut world = World::new();
        let mut inventory = Inventory::new(&world);
        let gate = gate(&mut world, &inventory, grace);
        drop(connect(&world, &gate).unwrap());
        fs::rename(world.path("ca.db"), world.path("away")).unwrap();
        world.expect_event("the inventory does not answer");
        assert!(connect(&world, &gate).is_ok(), "max_stale is not over");
        thread::sleep(Duration::from_millis(1_500));
        assert_eq!(connect(&world, &gate).is_ok(), grace > 0, "grace {grace}");

        fs::rename(world.path("away"), world.path("ca.db")).unwrap();
        world.expect_event("answers again");
        assert!(connect(&world, &gate).is_ok());
        // What was revoked before it went away stays revoked.
        inventory.set_state("revoked", "key-compromise");
        wait_until(|| connect(&world, &gate).is_err());
        fs::rename(world.path("ca.db"), world.path("away")).unwrap();
        thread::sleep(Duration::from_millis(300));
        assert!(matches!(connect(&world, &gate), Err(Reason::Certificate(_))));
    }
}

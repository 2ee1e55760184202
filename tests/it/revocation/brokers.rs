//! A real Mosquitto refuses what is revoked, and admits the rest.

use super::{fleet, json};
use crate::{
    brokers::running::{Broker, Credential},
    support::tests,
};

tests![mosquitto_refuses_exactly_the_revoked[Mosquitto, Python]];

fn mosquitto_refuses_exactly_the_revoked() {
    let ids: Vec<String> = (0..12).map(|number| format!("pump-{number}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let sandbox = fleet(&ids);
    sandbox
        .admin(&["server", "create", "--cn", "broker.example"])
        .expect(0);
    sandbox.admin(&["ca", "crl"]).expect(0);
    let crlfile = format!("crlfile {}\n", sandbox.path("ca.crl").display());
    let broker = Broker::mosquitto_with(&sandbox, "server", &crlfile);
    broker.admits(Credential::of("pump-1"), "pump-1");
    let revoked = &ids[..4];
    json(
        &sandbox,
        &[&["device", "revoke", "--yes", "--crl"], revoked].concat(),
    );
    json(&sandbox, &["device", "suspend", "pump-4", "--crl"]);
    broker.reload();
    for id in &ids {
        let is_refused = revoked.contains(id) || *id == "pump-4";
        match is_refused {
            true => broker.refuses(Some(Credential::of(id)), id),
            false => broker.admits(Credential::of(id), id),
        }
    }
    json(&sandbox, &["device", "resume", "pump-4", "--crl"]);
    broker.reload();
    broker.admits(Credential::of("pump-4"), "pump-4");
    broker.refuses(Some(Credential::of("pump-3")), "pump-3");
}

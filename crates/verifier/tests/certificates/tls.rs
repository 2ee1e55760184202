//! Real handshakes between rustls and itself, in memory.

use std::{
    io,
    sync::{Arc, Mutex},
};

use amqtt_verifier::{
    certificate::{CertificateVerifier, Refusal, Rule},
    tls::{DeviceCertVerifier, admit, refusal},
};
use rustls::{
    CertificateError, ClientConfig, ClientConnection, Error, HandshakeKind, RootCertStore, ServerConfig,
    ServerConnection,
    crypto::ring::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName},
    time_provider::TimeProvider,
    version::{TLS12, TLS13},
};

use crate::{
    forge::*,
    world::{By, ISSUER, KEYS, NOW, ROOT, World, at},
};

/// The clock of the tests.
#[derive(Debug)]
struct Fixed;

impl TimeProvider for Fixed {
    fn current_time(&self) -> Option<rustls::pki_types::UnixTime> {
        Some(at(NOW).into())
    }
}

fn private(key: &Key) -> PrivateKeyDer<'static> {
    PrivateKeyDer::try_from(key.pkcs8.clone()).unwrap()
}

fn server(devices: DeviceCertVerifier, version: &'static rustls::SupportedProtocolVersion) -> ServerConfig {
    let mut own = Certificate::device("broker", &KEYS.stranger, ISSUER, &KEYS.issuer, &[8]);
    own.set(SUBJECT_ALT_NAME, false, names(&[dns("broker.example")]));
    let chain = vec![
        own.sign(&KEYS.issuer).into(),
        World::new().issuer.0.sign(By::Root.key()).into(),
    ];
    let mut config = ServerConfig::builder_with_details(Arc::new(default_provider()), Arc::new(Fixed))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_client_cert_verifier(Arc::new(devices))
        .with_single_cert(chain, private(&KEYS.stranger))
        .unwrap();
    // Sessions of both versions are resumed from memory.
    config.send_tls13_tickets = 2;
    config
}

fn client(
    chain: Option<Vec<CertificateDer<'static>>>,
    version: &'static rustls::SupportedProtocolVersion,
) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots
        .add(World::new().root.0.sign(By::Root.key()).into())
        .unwrap();
    let builder = ClientConfig::builder_with_details(Arc::new(default_provider()), Arc::new(Fixed))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots);
    match chain {
        Some(chain) => builder
            .with_client_auth_cert(chain, private(&KEYS.device))
            .unwrap(),
        None => builder.with_no_client_auth(),
    }
}

/// Connects the two, and gives the server's end of it.
fn connect(client: &Arc<ClientConfig>, server: &Arc<ServerConfig>) -> Result<ServerConnection, Error> {
    let name = ServerName::try_from("broker.example").unwrap();
    let mut client = ClientConnection::new(Arc::clone(client), name).unwrap();
    let mut server = ServerConnection::new(Arc::clone(server)).unwrap();
    while client.wants_write() || server.wants_write() {
        let mut sent = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut sent).unwrap();
        }
        let mut sent = io::Cursor::new(sent);
        while server.read_tls(&mut sent).unwrap() > 0 {
            server.process_new_packets()?;
        }
        let mut answer = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut answer).unwrap();
        }
        let mut answer = io::Cursor::new(answer);
        while client.read_tls(&mut answer).unwrap() > 0 {
            client.process_new_packets()?;
        }
    }
    assert!(!server.is_handshaking());
    Ok(server)
}

fn verifier_with_lists() -> Arc<CertificateVerifier> {
    let verifier = World::new().verifier_without_lists();
    for (list, by) in World::with_crls().crls.unwrap() {
        verifier.revocation().unwrap().load(&list.sign(by.key())).unwrap();
    }
    verifier
}

fn devices(verifier: &Arc<CertificateVerifier>) -> DeviceCertVerifier {
    DeviceCertVerifier::new(Arc::clone(verifier), &default_provider())
}

#[test]
fn a_resumed_session_is_checked_at_connect() {
    for version in [&TLS12, &TLS13] {
        let verifier = verifier_with_lists();
        let server = Arc::new(server(devices(&verifier), version));
        let client = Arc::new(client(Some(World::new().chain()), version));
        let decide = |connection: &ServerConnection, id: &str| {
            admit(
                &verifier,
                connection.peer_certificates(),
                &id.parse().unwrap(),
                at(NOW),
            )
            .map(|device| device.device_id().to_owned())
            .map_err(|refusal| refusal.rule())
        };
        let first = connect(&client, &server).unwrap();
        assert_eq!(first.handshake_kind(), Some(HandshakeKind::Full));
        assert_eq!(decide(&first, "dev1"), Ok("dev1".to_owned()));
        assert_eq!(decide(&first, "dev2"), Err(Rule::ClientId));

        let revoking = Crl::new(ISSUER, By::Issuer.key(), 2).revoke(Entry::new(&[3]));
        verifier
            .revocation()
            .unwrap()
            .load(&revoking.sign(By::Issuer.key()))
            .unwrap();
        let second = connect(&client, &server).unwrap();
        assert_eq!(
            second.handshake_kind(),
            Some(HandshakeKind::Resumed),
            "nobody was asked"
        );
        assert_eq!(decide(&second, "dev1"), Err(Rule::Revoked));
    }
}

#[test]
fn the_handshake_refuses_who_could_not_be_admitted() {
    let verifier = verifier_with_lists();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&heard);
    let reporting =
        devices(&verifier).on_refusal(move |refusal| log.lock().unwrap().push(refusal.to_string()));
    let server = Arc::new(server(reporting, &TLS13));
    let handshake = |world: &World| connect(&Arc::new(client(Some(world.chain()), &TLS13)), &server).err();
    assert_eq!(handshake(&World::new()), None);
    let mut world = World::new();
    world.device.0.set(
        SUBJECT_ALT_NAME,
        false,
        names(&[uri("spiffe://e.example/device/dev1")]),
    );
    let error = handshake(&world).unwrap();
    assert_eq!(
        refusal(&error).map(Refusal::rule),
        Some(Rule::TrustDomain),
        "{error}"
    );
    let mut world = World::new();
    world.device.0.not_after = "20251231000000Z".to_owned();
    let error = handshake(&world).unwrap();
    let Error::InvalidCertificate(CertificateError::ExpiredContext { time, not_after }) = error else {
        panic!("{error}")
    };
    assert_eq!((time, not_after), (at(NOW).into(), at(NOW - 86_400).into()));
    // What rustls has no room for is reported beside it.
    let said = heard.lock().unwrap().clone();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("e.example"), "{said:?}");
    assert!(said[1].contains("expired on 2025-12-31"), "{said:?}");
    let nobody = connect(&Arc::new(client(None, &TLS13)), &server).err();
    assert_eq!(nobody, Some(Error::NoCertificatesPresented));
}

#[test]
fn without_a_certificate_there_is_no_admission_by_certificate() {
    let verifier = verifier_with_lists();
    let server = Arc::new(server(devices(&verifier).allow_unauthenticated(), &TLS13));
    let connection = connect(&Arc::new(client(None, &TLS13)), &server).unwrap();
    let verdict = admit(
        &verifier,
        connection.peer_certificates(),
        &"dev1".parse().unwrap(),
        at(NOW),
    );
    assert_eq!(verdict.unwrap_err().rule(), Rule::NoCertificate);
    // A certificate that is presented still has to be good.
    let mut world = World::new();
    world.device.1 = By::Stranger;
    assert!(connect(&Arc::new(client(Some(world.chain()), &TLS13)), &server).is_err());
}

#[test]
fn clients_are_told_the_anchors() {
    let verifier = verifier_with_lists();
    let names: Vec<&[u8]> = verifier.anchor_names().collect();
    assert_eq!(names, [name(ROOT)]);
}

//! TLS: the operator's authority is trusted, and no other.

use std::{io::Write as _, net::Ipv4Addr, process::Command, sync::Arc, time::Duration};

use amqtt_verifier::{
    Decision, Reason, SourceFault,
    sources::http::{HttpOptions, HttpOptionsError, HttpSource},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::{io::AsyncWriteExt as _, net::TcpListener};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::PrivateKeyDer},
};

use crate::{
    ask_user, options,
    server::{Request, Server, json},
};

const YES: &str = r#"{"ok": true}"#;

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// An HTTPS server on 127.0.0.1, with a certificate for that address.
async fn server(authority: &CertifiedIssuer<'static, KeyPair>) -> u16 {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                while Request::read(&mut stream).await.is_some() {
                    stream.write_all(&json(YES)).await.unwrap();
                }
            });
        }
    });
    port
}

fn tls(port: u16, ca_pem: &str) -> HttpOptions {
    let mut options = options(port);
    options.with_tls = true;
    options.ca_pem = Some(ca_pem.to_owned());
    options
}

#[tokio::test]
async fn the_operators_authority_is_trusted() {
    let (authority, other) = (authority(), authority());
    let port = server(&authority).await;
    let source = HttpSource::new(&tls(port, &authority.pem())).unwrap();
    for _ in 0..3 {
        assert_eq!(ask_user(&source).await, Decision::Allow);
    }
    let both = format!("{}\n{}", other.pem(), authority.pem());
    let source = HttpSource::new(&tls(port, &both)).unwrap();
    assert_eq!(ask_user(&source).await, Decision::Allow);
}

#[track_caller]
fn is_tls(decision: &Decision) {
    let tls = matches!(decision, Decision::Deny(Reason::Source(SourceFault::Tls(_))));
    assert!(tls, "{decision:?}");
}

#[tokio::test]
async fn no_other_authority_is() {
    let authority = authority();
    let port = server(&authority).await;
    let stranger = HttpSource::new(&tls(port, &crate::tls::authority().pem())).unwrap();
    is_tls(&ask_user(&stranger).await);

    // The right authority, for another name.
    let mut options = tls(port, &authority.pem());
    options.host = "localhost".to_owned();
    is_tls(&ask_user(&HttpSource::new(&options).unwrap()).await);
}

/// The operating system's authorities are named by a variable, which only a process of its own can have.
#[tokio::test(flavor = "multi_thread")]
async fn without_an_authority_the_systems_are_trusted() {
    const PORT: &str = "HTTP_TEST_TLS_PORT";
    if let Ok(port) = std::env::var(PORT) {
        let mut options = options(port.parse().unwrap());
        options.with_tls = true;
        let decision = ask_user(&HttpSource::new(&options).unwrap()).await;
        assert_eq!(decision, Decision::Allow);
        return;
    }
    let (trusted, stranger) = (authority(), authority());
    let port = server(&trusted).await.to_string();
    for (authority, allowed) in [(&trusted, true), (&stranger, false)] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(authority.pem().as_bytes()).unwrap();
        let status = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tls::without_an_authority_the_systems_are_trusted"])
            .envs([("SSL_CERT_FILE", file.path().as_os_str()), (PORT, port.as_ref())])
            .env_remove("SSL_CERT_DIR")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&status.stdout);
        assert!(
            said.contains("1 passed") == allowed && said.contains("1 failed") != allowed,
            "{said}"
        );
    }
}

#[tokio::test]
async fn with_tls_nothing_goes_in_the_clear() {
    let plain = Server::answering(|_| json(YES)).await;
    let mut options = tls(plain.port, &authority().pem());
    options.timeout = Duration::from_millis(200);
    let decision = ask_user(&HttpSource::new(&options).unwrap()).await;
    assert!(
        matches!(decision, Decision::Deny(Reason::Source(_))),
        "{decision:?}"
    );
    assert!(plain.requests().is_empty());

    // And the other way round.
    let port = server(&authority()).await;
    let decision = ask_user(&HttpSource::new(&crate::options(port)).unwrap()).await;
    assert!(
        matches!(decision, Decision::Deny(Reason::Source(_))),
        "{decision:?}"
    );
}

#[test]
fn a_file_without_a_certificate_is_refused() {
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let half = "-----BEGIN CERTIFICATE-----\nAAAA";
    let key = KeyPair::generate().unwrap().serialize_pem();
    for pem in ["", "no PEM", &key, broken, half] {
        let error = HttpSource::new(&tls(1, pem)).unwrap_err();
        assert!(matches!(error, HttpOptionsError::Ca(_)), "{pem:?}: {error:?}");
    }
}

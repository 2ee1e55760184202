//! Certificate, database and HTTP together.

use amqtt_verifier::{
    AccountName, Action, CertificateSource, ClientId, ConnectRequest, Reason, Verifier,
    certificate::{CertificateVerifier, Refusal, UnixTime},
};
use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    SanType,
};

use crate::Database;

/// An authority, and the certificates that it issues.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: rcgen::Certificate,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Self {
            certificate: params.self_signed(&key).unwrap(),
            issuer: Issuer::new(params, key),
        }
    }

    fn device(&self, id: &str) -> rcgen::Certificate {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let uri = format!("spiffe://fleet.example/device/{id}");
        params.subject_alt_names = vec![SanType::URI(uri.try_into().unwrap())];
        params
            .signed_by(&KeyPair::generate().unwrap(), &self.issuer)
            .unwrap()
    }

    fn verifier(&self) -> CertificateVerifier {
        let builder = CertificateVerifier::builder("fleet.example".parse().unwrap());
        builder.anchors(self.certificate.der()).unwrap().build().unwrap()
    }
}

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_767_225_600))
}

#[tokio::test]
async fn rights_of_the_database_apply_to_a_device_that_came_by_certificate() {
    let mut database = Database::new().await;
    database
        .set_rights("pump-7", Action::Publish, &["plant/pump-7/#"])
        .await;
    database.set_rights("ada", Action::Publish, &["plant/#"]).await;
    database.set_password("ada", "what ada typed").await;
    let authority = Authority::new();
    let certificates = authority.verifier();
    let verifier = Verifier::new().with(CertificateSource).with(database.source());
    let client_id: ClientId = "pump-7".parse().unwrap();

    // By certificate alone: device id, client id and the row's name are one.
    let device = authority.device("pump-7");
    let identity = certificates
        .admit(&[device.der().clone()], &client_id, now())
        .unwrap();
    let request = ConnectRequest::new(&client_id).with_identity(&identity);
    let pump = verifier.authenticate(&request).await.unwrap();
    assert_eq!(
        (pump.account().map(AccountName::as_str), pump.device()),
        (Some("pump-7"), Some("pump-7"))
    );
    assert_eq!(
        verifier
            .authorize(&pump, Action::Publish, "plant/pump-7/state")
            .await,
        Ok(())
    );
    let other = verifier
        .authorize(&pump, Action::Publish, "plant/pump-8/state")
        .await;
    assert_eq!(other, Err(Reason::NotGranted));
    let reserved = verifier.authorize(&pump, Action::Publish, "$SYS/state").await;
    assert_eq!(reserved, Err(Reason::ReservedTopic));

    // With its own name as the user name it is the same device, as long as it gives no password that is wrong.
    let named = request.with_user_name("pump-7");
    assert_eq!(verifier.authenticate(&named).await, Ok(pump.clone()));
    let wrong = named.with_password(b"whatever");
    assert_eq!(verifier.authenticate(&wrong).await, Err(Reason::Credentials));

    // Another's name has to be proven, and then its rights count.
    let as_ada = request.with_user_name("ada");
    assert_eq!(
        verifier.authenticate(&as_ada).await,
        Err(Reason::UnprovenUserName)
    );
    let ada = verifier
        .authenticate(&as_ada.with_password(b"what ada typed"))
        .await
        .unwrap();
    assert_eq!(
        (ada.account().map(AccountName::as_str), ada.device()),
        (Some("ada"), Some("pump-7"))
    );
    assert_eq!(
        verifier
            .authorize(&ada, Action::Publish, "plant/pump-8/state")
            .await,
        Ok(())
    );

    // By password alone.
    let request = ConnectRequest::new(&client_id)
        .with_user_name("ada")
        .with_password(b"what ada typed");
    let ada = verifier.authenticate(&request).await.unwrap();
    assert_eq!(
        (ada.account().map(AccountName::as_str), ada.device()),
        (Some("ada"), None)
    );

    // By nothing at all.
    let nothing = verifier.authenticate(&ConnectRequest::new(&client_id)).await;
    assert_eq!(nothing, Err(Reason::NoAnswer));
}

#[test]
fn a_refused_certificate_is_a_reason() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let admit = |device: &rcgen::Certificate, client_id: &str| -> Result<(), Reason> {
        authority
            .verifier()
            .admit(&[device.der().clone()], &client_id.parse().unwrap(), now())?;
        Ok(())
    };
    assert_eq!(admit(&authority.device("pump-7"), "pump-7"), Ok(()));
    let reason = admit(&authority.device("pump-7"), "pump-8").unwrap_err();
    assert!(
        matches!(&reason, Reason::Certificate(Refusal::ClientId { .. })),
        "{reason:?}"
    );
    assert!(
        reason.to_string().starts_with("certificate refused: "),
        "{reason}"
    );
    let reason = admit(&stranger.device("pump-7"), "pump-7").unwrap_err();
    assert!(
        matches!(&reason, Reason::Certificate(Refusal::Signature { .. })),
        "{reason:?}"
    );
}

#[cfg(feature = "http")]
mod with_http {
    use amqtt_verifier::sources::http::{HttpOptions, HttpSource, ParamsMode, ResponseMode};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;

    /// A server whose answer is the status that a request has in its target, as user name or topic; 404 without one.
    async fn server() -> u16 {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut head = vec![0; 4_096];
                let length = stream.read(&mut head).await.unwrap();
                let head = String::from_utf8_lossy(&head[..length]).into_owned();
                let status = ["200", "500"]
                    .into_iter()
                    .find(|status| head.contains(&format!("say-{status}")));
                let answer = format!(
                    "HTTP/1.1 {} Whatever\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                    status.unwrap_or("404")
                );
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        port
    }

    #[tokio::test]
    async fn one_allows_and_none_denies() {
        let mut database = Database::new().await;
        for account in ["ada-say-200", "ada-say-404", "ada-say-500"] {
            database.set_password(account, "right").await;
            let topics = ["t/say-200", "t/say-404", "t/say-500"];
            database.set_rights(account, Action::Publish, &topics).await;
        }
        let mut options = HttpOptions::new("127.0.0.1", server().await);
        (options.params_mode, options.response_mode) = (ParamsMode::Form, ResponseMode::Status);
        let http = HttpSource::new(&options).unwrap();
        let verifier = Verifier::new()
            .with(CertificateSource)
            .with(database.source())
            .with(http);
        let client_id: ClientId = "console-1".parse().unwrap();
        let bare = ConnectRequest::new(&client_id);

        // The database allows; a status of 2xx allows, of 4xx denies, and any other one abstains.
        for (account, password, expected) in [
            ("ada-say-200", "right", Ok(())),
            ("ada-say-500", "right", Ok(())),
            ("ada-say-404", "right", Err(Reason::Refused)),
            ("ada-say-200", "wrong", Err(Reason::Credentials)),
            ("nobody-say-200", "right", Err(Reason::Credentials)),
        ] {
            let request = bare.with_user_name(account).with_password(password.as_bytes());
            let answer = verifier.authenticate(&request).await;
            assert_eq!(answer.map(|_| ()), expected, "{account}");
        }

        let request = bare.with_user_name("ada-say-500").with_password(b"right");
        let ada = verifier.authenticate(&request).await.unwrap();
        // The user name is in the request as well, so that it is 500 where the topic says nothing.
        for (topic, expected) in [
            ("t/say-200", Ok(())),
            ("t/say-500", Ok(())),
            ("x/say-200", Err(Reason::NotGranted)),
        ] {
            assert_eq!(
                verifier.authorize(&ada, Action::Publish, topic).await,
                expected,
                "{topic}"
            );
        }

        // A device that came by certificate: the database has nothing to say at its CONNECT, and decides about its topics.
        database.set_rights("pump-say-500", Action::Publish, &["t"]).await;
        let client_id: ClientId = "pump-say-500".parse().unwrap();
        let authority = Authority::new();
        let device = authority.device("pump-say-500");
        let identity = authority
            .verifier()
            .admit(&[device.der().clone()], &client_id, now())
            .unwrap();
        let pump = verifier
            .authenticate(&ConnectRequest::new(&client_id).with_identity(&identity))
            .await
            .unwrap();
        assert_eq!(pump.account().map(AccountName::as_str), Some("pump-say-500"));
        assert_eq!(verifier.authorize(&pump, Action::Publish, "t").await, Ok(()));
        assert_eq!(
            verifier.authorize(&pump, Action::Publish, "u").await,
            Err(Reason::NotGranted)
        );
    }
}

//! The rules of names, against naive oracles and against the cases of other SPIFFE implementations.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

use amqtt_rules::{AccountName, ClientId, DeviceId, SpiffeId, TrustDomain};
use proptest::prelude::*;

#[test]
fn spiffe_ids_of_other_implementations() {
    let data: serde_json::Value = serde_json::from_str(amqtt_testkit::data::SPIFFE_IDS).unwrap();
    let cases = data["ids"].as_array().unwrap();
    assert!(cases.len() > 500, "only {} cases", cases.len());
    for case in cases {
        let read = SpiffeId::parse(case["id"].as_str().unwrap());
        assert_eq!(
            read.is_ok(),
            case["canonical"].as_bool().unwrap(),
            "{case} {read:?}"
        );
    }
}

/// The device id rule, written down once more in the plainest way.
fn is_device_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    let allowed = |b: &u8| matches!(b, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
    let edge = |b: Option<&u8>| matches!(b, Some(b'-' | b'.'));
    (1..=64).contains(&bytes.len())
        && bytes.iter().all(allowed)
        && !edge(bytes.first())
        && !edge(bytes.last())
        && !bytes.windows(2).any(|pair| pair == b"..")
        && !["ca", "server", "intermediate"].contains(&text.to_lowercase().as_str())
}

fn is_trust_domain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let edge = |b: Option<&u8>| matches!(b, Some(b'-' | b'.'));
    (1..=255).contains(&bytes.len())
        && bytes
            .iter()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'))
        && !edge(bytes.first())
        && !edge(bytes.last())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn device_ids(text in r"([A-Za-z0-9._-]{0,70}|.{0,20}|[._-]{0,2}[a-z]{0,3}[._-]{0,2}|(?i)(ca|server|intermediate)x?)") {
        prop_assert_eq!(text.parse::<DeviceId>().is_ok(), is_device_id(&text));
    }

    #[test]
    fn trust_domains(text in r"([a-z0-9._-]{0,260}|.{0,20}|[A-Za-z0-9.-]{1,5})") {
        prop_assert_eq!(text.parse::<TrustDomain>().is_ok(), is_trust_domain(&text));
    }

    #[test]
    fn account_names(text in r"(\PC{0,20}|\PC{250,260}|.{0,20}|[a-z\x00-\x1f\x7f-\u{9f}]{0,5})") {
        let control = |c: char| matches!(u32::from(c), 0..=0x1f | 0x7f..=0x9f);
        let expected = (1..=255).contains(&text.chars().count()) && !text.chars().any(control);
        prop_assert_eq!(text.parse::<AccountName>().is_ok(), expected);
    }

    #[test]
    fn what_is_issued_can_be_read(domain in r"[a-z0-9]([a-z0-9._-]{0,20}[a-z0-9])?", id in r"[A-Za-z0-9]([A-Za-z0-9_-]{0,20}[A-Za-z0-9])?") {
        let (Ok(domain), Ok(id)) = (domain.parse::<TrustDomain>(), id.parse::<DeviceId>()) else { return Ok(()) };
        let uri = domain.device_uri(&id);
        let read = SpiffeId::parse(&uri).unwrap();
        prop_assert_eq!(read.trust_domain(), domain.as_str());
        prop_assert_eq!(read.device(), Some(id.as_str()));
        let own = domain.uri();
        prop_assert_eq!(SpiffeId::parse(&own).unwrap().path(), "");
    }

    #[test]
    fn nothing_panics(text in any::<String>()) {
        let _ = SpiffeId::parse(&text);
        let _ = text.parse::<ClientId>();
    }
}

#[test]
fn client_ids_are_wider_than_device_ids() {
    assert!("".parse::<ClientId>().is_ok());
    assert!("a/b c+#é".parse::<ClientId>().is_ok());
    assert!("a\0".parse::<ClientId>().is_err());
    assert!("x".repeat(65_535).parse::<ClientId>().is_ok());
    assert!("x".repeat(65_536).parse::<ClientId>().is_err());
}

#[test]
fn only_one_segment_after_device_is_a_device() {
    let device = |uri| SpiffeId::parse(uri).unwrap().device();
    assert_eq!(device("spiffe://d/device/x"), Some("x"));
    assert_eq!(device("spiffe://d/device/x/y"), None);
    assert_eq!(device("spiffe://d/device"), None);
    assert_eq!(device("spiffe://d/other/x"), None);
    assert_eq!(device("spiffe://d"), None);
}

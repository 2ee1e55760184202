//! Which answers of an HTTP server allow: the exact shapes, by way of a JSON parser that keeps everything.

use amqtt_verifier::{Decision, sources::http::ResponseMode};
use serde_json::Value;

/// Returns whether a JSON answer says yes. The parser keeps the last of equal keys, so the keys are counted in the
/// text.
fn says_yes(body: &[u8]) -> bool {
    let Ok(Value::Object(answer)) = serde_json::from_slice::<Value>(body) else {
        return false;
    };
    let keys: Vec<String> = answer.keys().map(|key| key.to_ascii_lowercase()).collect();
    let values: Vec<&Value> = answer
        .iter()
        .filter(|(key, _)| key.eq_ignore_ascii_case("ok"))
        .map(|(_, value)| value)
        .collect();
    keys.iter().filter(|key| *key == "ok").count() == 1 && values == [&Value::Bool(true)]
}

/// An answer allows only in the exact shape of its mode.
pub fn check(status: u16, content_type: Option<&str>, body: &[u8]) {
    let success = (200..=299).contains(&status);
    let by_status = ResponseMode::Status.decide(status, content_type, body);
    assert_eq!(by_status == Decision::Allow, success);

    let by_text = ResponseMode::Text.decide(status, content_type, body);
    let ok = [&b"ok"[..], b"OK", b"Ok", b"oK"].contains(&body);
    assert_eq!(by_text == Decision::Allow, success && ok);

    let by_json = ResponseMode::Json.decide(status, content_type, body);
    if by_json == Decision::Allow {
        assert!(success && says_yes(body));
        assert!(content_type.is_some_and(|kind| kind.to_lowercase().contains("json")));
    }
}

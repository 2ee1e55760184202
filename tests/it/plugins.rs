//! aMQTT's own plugins beside the verifier's sources.

use crate::support::{Sandbox, python_program, tests};

tests![the_recorded_requests_are_those_of_amqtts_http_plugins[Python]];

/// The verifier's tests compare its requests with this recording.
fn the_recorded_requests_are_those_of_amqtts_http_plugins() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/http_requests.py");
    let sent = Sandbox::new().run(python_program("python"), &[script]).expect(0);
    let recorded = amqtt_testkit::data::AMQTT_REQUESTS;
    let recorded: serde_json::Value = serde_json::from_str(recorded).unwrap();
    assert_eq!(sent.json(), recorded);
}

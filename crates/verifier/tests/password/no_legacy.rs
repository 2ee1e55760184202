//! Without the feature `legacy-hashes`, a bcrypt or scrypt hash is never read, and the error says what is missing.

use amqtt_verifier::password::{HashError, PasswordHash};

use crate::peers::every_case;

#[test]
fn the_error_names_the_feature() {
    let mut refused = 0;
    for case in every_case() {
        let text = case["hash"].as_str().unwrap();
        let scheme = match text {
            _ if text.starts_with("$2") => "bcrypt",
            _ if text.starts_with("$scrypt$") => "scrypt",
            _ => continue,
        };
        let error = PasswordHash::parse(text).unwrap_err();
        let feature = "legacy-hashes";
        assert_eq!(error, HashError::NeedsFeature { scheme, feature });
        assert!(error.to_string().contains(feature));
        refused += 1;
    }
    assert!(refused > 40, "only {refused}");
}

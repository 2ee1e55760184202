//! Memory that the system does not give is an error, and not the end of the process.

use std::{
    env,
    process::{Command, Stdio},
};

use amqtt_verifier::password::HashError;

use crate::{parse, password};

/// Set in the process that may have 512 MiB.
const LIMITED: &str = "AMQTT_VERIFIER_TEST_LIMITED";

/// Each needs 1 GiB, and scrypt a little more.
const LARGE: &[(&str, u64)] = &[
    (
        "$argon2id$v=19$m=1048576,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$pbviq+1UUgwZCmLIr4Hgk7mEMsxnRLuOb2HfvIaBwGY",
        1 << 20,
    ),
    #[cfg(feature = "legacy-hashes")]
    (
        "$scrypt$ln=20,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$gEeb/KeWbm5g+kBQOFr1yJbkjBxxxDOkhSmrSXFFwOg",
        (1 << 20) + 2,
    ),
];

/// Starts itself again under the limit, which would stay with this process.
#[test]
fn memory_that_is_not_given() {
    if env::var_os(LIMITED).is_some() {
        for &(text, kib) in LARGE {
            assert_eq!(
                parse(text).verify(&password(b"secret")),
                Err(HashError::Memory { kib })
            );
        }
        return;
    }
    let limited = Command::new("sh")
        .args([
            "-c",
            "ulimit -v 524288 && exec \"$0\" --exact memory::memory_that_is_not_given",
        ])
        .arg(env::current_exe().unwrap())
        .env(LIMITED, "1")
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&limited.stdout);
    assert!(
        limited.status.success() && shown.contains("1 passed"),
        "{}: {shown}",
        limited.status
    );
}

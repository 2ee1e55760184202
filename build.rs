//! Notes when the program is built, for the warning about a clock that is behind that.

use std::{
    env,
    time::{SystemTime, UNIX_EPOCH},
};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=SOURCE_DATE_EPOCH");
    #[allow(clippy::disallowed_methods, reason = "the time of the build is what is noted")]
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    // For builds that can be reproduced: https://reproducible-builds.org/specs/source-date-epoch/
    let given = env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|text| text.parse().ok());
    println!("cargo:rustc-env=AMQTT_ADMIN_BUILT_AT={}", given.unwrap_or(now));
}

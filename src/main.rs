//! `amqtt-admin`: identity and rights for MQTT device fleets.

use std::process::ExitCode;

use time::OffsetDateTime;

fn main() -> ExitCode {
    #[allow(clippy::disallowed_methods, reason = "the one place where the clock is read")]
    let now = OffsetDateTime::now_utc();
    ExitCode::from(amqtt_admin::run(std::env::args_os(), now))
}

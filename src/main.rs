//! `amqtt-admin`: identity and rights for MQTT device fleets.

use std::process::ExitCode;

use time::OffsetDateTime;

fn main() -> ExitCode {
    // A bug is reported in the library's own words, without a backtrace.
    std::panic::set_hook(Box::new(|_| {}));
    #[allow(clippy::disallowed_methods, reason = "the one place where the clock is read")]
    let now = OffsetDateTime::now_utc();
    ExitCode::from(amqtt_admin::run(std::env::args_os(), now))
}

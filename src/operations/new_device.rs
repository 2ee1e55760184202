//! Devices that get no certificate, for what the inventory knows: found before anybody is asked.

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    operations::{holds, ledger::Ledger},
    pki::unix_time,
    store::fleet::Kind,
};

/// Refuses a device on hold (the reservation refuses it again, with certainty), and an id that differs from that of another
/// device by case alone: most likely it is mistyped, and where the file system ignores case, both have the same files.
///
/// # Errors
/// As [`holds::refuse_among`]; [`Code::Exists`] for such an id.
pub(crate) fn refuse(context: &Context, ledger: &mut Ledger, id: &str) -> Outcome {
    holds::refuse_among(context, ledger, &[id])?;
    let now = unix_time(context.now).seconds();
    let lookalike = ledger.inventory().lookalike(Kind::Device, id, now);
    match lookalike? {
        None => Ok(()),
        Some(other) => Err(Failure::of(
            Code::Exists,
            format_args!("device {other} already exists, and its id differs from {id} by case alone"),
        )
        .hint(format_args!(
            "nothing was changed; use the id {other}, or revoke its certificate first with `amqtt-admin device revoke {other}`"
        ))),
    }
}

//! Keys that are not certified because the inventory knows them.

use crate::{
    error::{Code, Failure},
    store::fleet::Objection,
};

/// Returns the failure of a request whose key somebody else has, as a cloned image has it, or that was compromised.
pub(crate) fn refused(objection: &Objection) -> Failure {
    let Objection {
        kind, name, serial, ..
    } = objection;
    if objection.is_compromised {
        let message = format_args!(
            "the key of the certificate request was revoked as compromised, in certificate {serial} of {name}"
        );
        return Failure::of(Code::Unfit, message)
            .hint("nothing was changed; make a new key and a new request");
    }
    let message = format_args!(
        "the key of the certificate request is recorded as that of {kind} {name}, in certificate {serial}"
    );
    Failure::of(Code::Unfit, message).hint(
        "nothing was changed; a cloned image has the key of its original: make a new key, or pass --allow-shared-key",
    )
}

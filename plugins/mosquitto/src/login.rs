//! A login, as the thread that asks about it takes it.

use amqtt_gate::{Blocking, Connect, Session};
use amqtt_verifier::{
    Reason,
    certificate::{CertificateDer, UnixTime},
};
use zeroize::Zeroizing;

/// A client's credentials: what it says about itself, and the certificate of its connection.
pub(crate) struct Login {
    pub(crate) id: String,
    pub(crate) user_name: Option<String>,
    pub(crate) password: Option<Zeroizing<Vec<u8>>>,
    pub(crate) certificate: Option<CertificateDer<'static>>,
}

impl Login {
    /// Asks whether the client may come in.
    pub(crate) fn ask(&self, gate: &Blocking) -> Result<Session, Reason> {
        let mut connect = Connect::new(&self.id).with_chain(self.certificate.as_slice());
        if let Some(user_name) = &self.user_name {
            connect = connect.with_user_name(user_name);
        }
        if let Some(password) = &self.password {
            connect = connect.with_password(password);
        }
        gate.connect(&connect, UnixTime::now())
    }
}

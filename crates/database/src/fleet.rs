//! The inventory of certificates, as a broker reads it. The tables are the tool's; here is what decides about a revoked
//! certificate alone.

use super::{connection::Connection, error::DatabaseError, listed::Listed};

/// The state of a certificate in the inventory, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertificateState {
    /// The serial number in lower-case hex.
    pub serial: String,
    /// `reserved`, `issued`, `revoked`, `held`, `superseded` or `abandoned`; `None` if it is not text.
    pub state: Option<String>,
    /// When it was revoked or put on hold, in seconds since 1970.
    pub revoked_at: Option<i64>,
    /// The reason of RFC 5280 in kebab case.
    pub reason: Option<String>,
}

impl Connection {
    /// Returns the states of several certificates of one issuer, in no particular order; a certificate that is not in the
    /// inventory has none. The issuer is the SHA-256 of its SubjectPublicKeyInfo, and serial numbers are without leading
    /// zero octets, all in lower-case hex.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn certificate_states(
        &mut self,
        issuer: &str,
        serials: &[&str],
    ) -> Result<Vec<CertificateState>, DatabaseError> {
        let Some(mut select) = Listed::of(serials) else {
            return Ok(Vec::new());
        };
        let statement = format!(
            "SELECT serial, state, revoked_at, reason FROM fleet_certificate WHERE serial IN ({}) AND issuer = ?",
            select.marks
        );
        select.values.push(issuer.into());
        let mut states = Vec::with_capacity(serials.len());
        self.each(&statement, &select.values, |row| {
            let text = |column| row.text(column).map(str::to_owned);
            states.push(CertificateState {
                serial: text(0).unwrap_or_default(),
                state: text(1),
                revoked_at: row.number(2),
                reason: text(3),
            });
            Ok::<(), DatabaseError>(())
        })
        .await?;
        Ok(states)
    }
}

//! Choosing among several servers.

use super::{
    connection::Connection,
    dialect::Dialect,
    error::{DatabaseError, DatabaseFault},
    url::SessionAttributes,
};

/// Returns the kind to look for first, and the kind to accept if there is none of it.
pub(crate) fn passes(wanted: SessionAttributes) -> (SessionAttributes, Option<SessionAttributes>) {
    match wanted {
        SessionAttributes::PreferStandby => (SessionAttributes::Standby, Some(SessionAttributes::Any)),
        SessionAttributes::PreferReadWrite => (SessionAttributes::ReadWrite, Some(SessionAttributes::Any)),
        wanted => (wanted, None),
    }
}

/// Checks that a server is of the requested kind, and that a node of a cluster is connected to it.
///
/// # Errors
/// [`DatabaseError`] with [`DatabaseFault::Unready`] or [`DatabaseFault::OtherKind`].
pub(crate) async fn check(
    connection: &mut Connection,
    wanted: SessionAttributes,
) -> Result<(), DatabaseError> {
    let (read_only, standby) = match connection.dialect() {
        Dialect::Sqlite => return Ok(()),
        Dialect::Postgres if wanted == SessionAttributes::Any => return Ok(()),
        Dialect::Postgres => {
            let select = "SELECT current_setting('transaction_read_only'), pg_is_in_recovery()::text";
            let state = connection.first(select, &[], |row| {
                (row.text(0) == Some("on"), row.text(1) == Some("true"))
            });
            state.await?.unwrap_or_default()
        }
        Dialect::MySql | Dialect::MariaDb => {
            let ready = "SHOW GLOBAL STATUS LIKE 'wsrep_ready'";
            let ready = connection
                .first(ready, &[], |row| row.text(1) != Some("OFF"))
                .await?;
            // A server without Galera has no such status.
            if ready == Some(false) {
                let unready = DatabaseFault::Unready("it is not connected to its cluster".to_owned());
                return Err(connection.error(unready));
            }
            let read_only = connection.first("SELECT @@global.read_only", &[], |row| row.number(0));
            let read_only = read_only.await?.flatten() != Some(0);
            (read_only, read_only)
        }
    };
    let wrong = match wanted {
        SessionAttributes::ReadWrite if read_only => "read-only",
        SessionAttributes::ReadOnly if !read_only => "not read-only",
        SessionAttributes::Primary if standby => "a standby",
        SessionAttributes::Standby if !standby => "not a standby",
        _ => return Ok(()),
    };
    Err(connection.error(DatabaseFault::OtherKind(wrong)))
}

/// Returns the fault of all of them: what each one said, without repetitions.
pub(crate) fn failed(failures: &[(String, DatabaseFault)]) -> DatabaseFault {
    let mut words: Vec<String> = Vec::new();
    for (host, fault) in failures {
        let word = format!("{host}: {fault}");
        if !words.contains(&word) {
            words.push(word);
        }
    }
    DatabaseFault::NoHost(words.join("; "))
}

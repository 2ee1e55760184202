//! Statements that are written before a transaction begins, as all of them are prepared before it.

use amqtt_database::{Connection, RecordError, Value};

/// A statement with its values.
#[derive(Clone)]
pub(super) struct Statement<'a> {
    pub(super) sql: String,
    pub(super) values: Vec<Value<'a>>,
}

/// Returns the texts of statements, each once.
pub(super) fn texts<'a>(statements: impl IntoIterator<Item = &'a Statement<'a>>) -> Vec<&'a str> {
    let mut texts: Vec<&str> = statements.into_iter().map(|one| one.sql.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// Runs statements, one after the other.
///
/// # Errors
/// [`RecordError`] of the first that fails.
pub(super) async fn execute(
    connection: &mut Connection,
    statements: &[Statement<'_>],
) -> Result<(), RecordError> {
    for Statement { sql, values } in statements {
        connection.execute(sql, values).await?;
    }
    Ok(())
}

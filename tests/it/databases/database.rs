//! A database of a test's own, on each kind of server that there is.

use std::{
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use amqtt_database::{Connection, DatabaseUrl, Value};

use super::{
    cluster,
    servers::{self, Kind},
};
use crate::support::{Run, Sandbox};

/// Lists tests that run on every database, each as a test of its own.
macro_rules! on_every_database {
    ($($name:ident $([$($need:ident),+])?),* $(,)?) => {
        vec![$(
            $crate::databases::database::on!($name, "sqlite", Database::sqlite(), $($($need),+)?),
            $crate::databases::database::on!($name, "postgresql", Database::postgres(), Postgres $($(, $need)+)?),
            $crate::databases::database::on!($name, "mariadb", Database::mariadb(), MariaDb $($(, $need)+)?),
        )*]
    };
}
pub(crate) use on_every_database;

/// The same, and on a cluster of three servers too.
macro_rules! on_every_database_and_cluster {
    ($($name:ident $([$($need:ident),+])?),* $(,)?) => {{
        let mut tests = $crate::databases::database::on_every_database![$($name $([$($need),+])?),*];
        tests.extend([$(
            $crate::databases::database::on!($name, "galera", Database::galera(), MariaDb, Galera $($(, $need)+)?),
        )*]);
        tests
    }};
}
pub(crate) use on_every_database_and_cluster;

macro_rules! on {
    ($name:ident, $database:literal, $new:expr, $($need:ident),*) => {
        $crate::support::Test {
            name: concat!(module_path!(), "::", stringify!($name), "::", $database),
            needs: &[$($crate::support::Need::$need),*],
            run: || $name(&$new),
        }
    };
}
pub(crate) use on;

/// A database with nothing in it, and a sandbox from which the executable works on it.
pub(crate) struct Database {
    pub(crate) sandbox: Sandbox,
    /// The server; nothing where it is SQLite.
    pub(crate) server: Option<Kind>,
    /// Its address, with the password.
    pub(crate) url: String,
    /// The same for each of its servers, which is then asked first.
    pub(crate) nodes: Vec<String>,
}

impl Database {
    /// No file yet.
    pub(crate) fn sqlite() -> Self {
        Self {
            sandbox: Sandbox::new(),
            server: None,
            url: "sqlite:auth.db".to_owned(),
            nodes: vec!["sqlite:auth.db".to_owned()],
        }
    }

    pub(crate) fn postgres() -> Self {
        Self::on_server(Kind::Postgres)
    }

    pub(crate) fn mariadb() -> Self {
        Self::on_server(Kind::MariaDb)
    }

    pub(crate) fn galera() -> Self {
        Self::at(Kind::MariaDb, cluster::new_database(&new_name()))
    }

    /// A database that has these addresses.
    pub(crate) fn at(kind: Kind, nodes: Vec<String>) -> Self {
        Self {
            sandbox: Sandbox::new(),
            server: Some(kind),
            url: nodes[0].clone(),
            nodes,
        }
    }

    fn on_server(kind: Kind) -> Self {
        let port = kind.address().port;
        let name = new_name();
        execute(
            &servers::url(kind, port, kind.first_database()),
            &format!("CREATE DATABASE {name}"),
            &[],
        );
        Self::at(kind, vec![servers::url(kind, port, &name)])
    }

    /// Our executable, not run yet. The address comes from the environment, so that options before and after the verb
    /// are the test's own.
    pub(crate) fn admin_command(&self, arguments: &[&str]) -> Command {
        let mut command = self.sandbox.admin_command(arguments);
        command.env("AMQTT_ADMIN_DATABASE_URL", &self.url);
        command
    }

    /// Runs our executable on this database.
    pub(crate) fn admin(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.admin_command(arguments))
    }

    /// Runs it with something on stdin, such as a password.
    pub(crate) fn admin_with(&self, arguments: &[&str], stdin: &[u8]) -> Run {
        Run::with_stdin(&mut self.admin_command(arguments), stdin)
    }

    /// Our executable with its inventory in this database, not run yet. Of a cluster, the node with this number is asked, which
    /// may be any number.
    pub(crate) fn recorded_command(&self, node: usize, arguments: &[&str]) -> Command {
        let mut command = self.sandbox.admin_command(arguments);
        command.env("AMQTT_ADMIN_INVENTORY", &self.nodes[node % self.nodes.len()]);
        command
    }

    /// Runs our executable with its inventory in this database.
    pub(crate) fn recorded(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.recorded_command(0, arguments))
    }

    /// Its name on the server.
    pub(crate) fn name(&self) -> &str {
        self.url.rsplit('/').next().unwrap_or_default()
    }

    /// The address for another user of the server.
    pub(crate) fn url_of(&self, user: &str, password: &str) -> String {
        let kind = self.server.expect("a server");
        format!(
            "{}://{user}:{password}@localhost:{}/{}",
            kind.scheme(),
            kind.address().port,
            self.name()
        )
    }

    /// The address as seen from this process, whose directory is another one.
    pub(crate) fn address(&self) -> String {
        match self.server {
            Some(_) => self.url.clone(),
            None => format!("sqlite:{}", self.sandbox.path("auth.db").display()),
        }
    }

    /// Runs a statement past our executable: what another program might do.
    #[track_caller]
    pub(crate) fn execute(&self, statement: &str, values: &[&str]) {
        execute(&self.address(), statement, values);
    }

    /// Does something while another program keeps locked what a statement finds.
    pub(crate) fn while_locked<T>(&self, statement: &str, work: impl FnOnce() -> T) -> T {
        let mut done = None;
        with_connection(&self.address(), async |connection| {
            connection.begin().await?;
            connection.execute(statement, &[]).await?;
            done = Some(work());
            connection.roll_back().await
        });
        done.expect("it was done")
    }

    /// Does something when another program has changed something and has the database open yet.
    pub(crate) fn while_written<T>(&self, statement: &str, values: &[&str], work: impl FnOnce() -> T) -> T {
        let values: Vec<Value<'_>> = values.iter().copied().map(Value::Text).collect();
        let mut done = None;
        with_connection(&self.address(), async |connection| {
            connection.execute(statement, &values).await?;
            done = Some(work());
            Ok(())
        });
        done.expect("it was done")
    }

    /// The number that a statement finds.
    #[track_caller]
    pub(crate) fn number(&self, statement: &str) -> Option<i64> {
        let mut number = None;
        with_connection(&self.address(), async |connection| {
            number = connection.first(statement, &[], |row| row.number(0)).await?;
            Ok(())
        });
        number.flatten()
    }

    /// Returns the rows of a statement whose columns are all text.
    #[track_caller]
    pub(crate) fn rows<const N: usize>(&self, statement: &str) -> Vec<[String; N]> {
        let mut rows = Vec::new();
        with_connection(&self.address(), async |connection| {
            let each = |row: amqtt_database::Row<'_>| {
                rows.push(std::array::from_fn(|column| {
                    row.text(column).expect("text").to_owned()
                }));
                Ok::<_, amqtt_database::DatabaseError>(())
            };
            connection.each(statement, &[], each).await
        });
        rows
    }
}

/// A name that no other database of a server has.
fn new_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Waits for what a database answers.
pub(crate) fn blocking<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(work)
}

/// Runs a statement on the database at an address.
#[track_caller]
pub(crate) fn execute(url: &str, statement: &str, values: &[&str]) {
    with_connection(url, async |connection| {
        if values.is_empty() {
            // Not in a transaction, which some statements refuse.
            let statement = connection.dialect().render(statement);
            return connection.command(&statement).await;
        }
        let values: Vec<Value<'_>> = values.iter().copied().map(Value::Text).collect();
        connection.execute(statement, &values).await.map(|_| ())
    });
}

#[track_caller]
fn with_connection(
    url: &str,
    work: impl AsyncFnOnce(&mut Connection) -> Result<(), amqtt_database::DatabaseError>,
) {
    let url: DatabaseUrl = url.parse().unwrap();
    let done = blocking(async {
        let mut connection = Connection::open(&url).await?;
        work(&mut connection).await?;
        connection.close().await;
        Ok::<_, amqtt_database::DatabaseError>(())
    });
    done.unwrap_or_else(|error| panic!("{error}"));
}

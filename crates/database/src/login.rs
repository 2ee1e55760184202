//! Passwords that come apart from a URL.

use zeroize::Zeroizing;

use crate::url::{DatabaseUrl, Host, Location, environment};

impl DatabaseUrl {
    /// Returns the user who logs in to a server, where the address holds no password.
    #[must_use]
    pub fn user_without_password(&self) -> Option<&str> {
        match &self.0 {
            Location::Server(_, server, _) if server.password.is_none() => Some(&server.username),
            _ => None,
        }
    }

    /// Returns whether the environment has a password for one of the hosts (`PGPASSWORD`, `~/.pgpass`), or none is needed, as at
    /// the socket of a server on this machine.
    #[must_use]
    pub fn has_password_elsewhere(&self) -> bool {
        let Location::Server(kind, server, _) = &self.0 else {
            return false;
        };
        let has =
            |host: &Host| host.name.starts_with('/') || environment::password(*kind, server, host).is_some();
        server.hosts.iter().any(has)
    }

    /// Adds the password of the user who logs in, in place of the one in the address; a file has none.
    #[must_use]
    pub fn with_password(mut self, password: Zeroizing<String>) -> Self {
        if let Location::Server(_, server, _) = &mut self.0 {
            server.password = Some(password);
        }
        self
    }
}

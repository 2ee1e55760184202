//! Passwords that come apart from a URL.

use zeroize::Zeroizing;

use crate::url::{DatabaseUrl, Location};

impl DatabaseUrl {
    /// Returns the user who logs in to a server, where the address holds no password.
    #[must_use]
    pub fn user_without_password(&self) -> Option<&str> {
        match &self.0 {
            Location::Postgres(server, _) | Location::MySql(server, _) if server.password.is_none() => {
                Some(&server.username)
            }
            _ => None,
        }
    }

    /// Adds the password of the user who logs in, in place of the one in the address; a file has none.
    #[must_use]
    pub fn with_password(mut self, password: Zeroizing<String>) -> Self {
        if let Location::Postgres(server, _) | Location::MySql(server, _) = &mut self.0 {
            server.password = Some(password);
        }
        self
    }
}

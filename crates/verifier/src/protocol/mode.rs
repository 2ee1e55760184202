//! The forms of questions and answers, under their names in aMQTT's configuration.

use std::{fmt, str::FromStr};

/// Error from a word that names no mode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be one of {allowed}, but is {value:?}")]
pub struct UnknownMode {
    value: String,
    allowed: &'static str,
}

macro_rules! mode {
    ($(#[$about:meta])* $name:ident, $allowed:literal: $($(#[$variant_about:meta])* $variant:ident = $word:literal),+) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum $name {
            $($(#[$variant_about])* $variant),+
        }

        impl $name {
            /// Returns the word for it in aMQTT's configuration.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl FromStr for $name {
            type Err = UnknownMode;

            fn from_str(word: &str) -> Result<Self, UnknownMode> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownMode { value: word.to_owned(), allowed: $allowed }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

mode! {
    /// The HTTP method of every request.
    RequestMethod, "get, post, put":
    /// GET.
    #[default]
    Get = "get",
    /// POST.
    Post = "post",
    /// PUT.
    Put = "put"
}

mode! {
    /// The format of a request's parameters.
    ParamsMode, "json, form":
    /// A JSON object in the body, with GET too. What the client did not give is `null`.
    #[default]
    Json = "json",
    /// `application/x-www-form-urlencoded`: with GET in the query, otherwise in the body. What the client did not give is
    /// left out. With GET, passwords get into the server's access log.
    Form = "form"
}

mode! {
    /// The interpretation of an answer.
    ResponseMode, "status, json, text":
    /// The status alone: 2xx allows, 4xx denies, any other abstains.
    Status = "status",
    /// 2xx with the media type `application/json` and `{"ok": true}` allows, `false` denies; `null`, or no `ok` at all,
    /// abstains. Any other status denies.
    #[default]
    Json = "json",
    /// 2xx with the body `ok`, in upper or lower case, allows; anything else denies.
    Text = "text"
}

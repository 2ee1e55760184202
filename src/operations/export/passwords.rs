//! Accounts as lines of a Mosquitto password file.

use crate::operations::import::acl::is_c_space;

/// The length of base64 text of a salt of 12 octets, as Mosquitto 2.0 writes it, and of one of 64, as 2.1 does.
const SALT_LENGTHS: [usize; 2] = [16, 88];
/// The length of base64 text of SHA-512's 64 octets.
const DIGEST_LENGTH: usize = 88;

/// Which Mosquitto reads a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Every one since 2.0.
    Any,
    /// 2.1 and later, if built with Argon2.
    Since21,
}

/// Returns which Mosquitto reads the line of an account.
///
/// # Errors
/// Returns why the account cannot be in such a file: Mosquitto 2.1 does not start with a hash that it does not know.
pub(crate) fn reader(name: &str, hash: &str) -> Result<Reader, &'static str> {
    if name.contains(':') || name.starts_with('#') || name != name.trim_matches(is_c_space) {
        return Err("account name that a Mosquitto password file cannot hold");
    }
    let base64 = |text: &str, lengths: &[usize]| {
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
        lengths.contains(&text.len()) && text.bytes().all(is_base64)
    };
    let parts: Vec<&str> = hash.split('$').collect();
    match parts.as_slice() {
        ["", "6", salt, digest] if base64(salt, &SALT_LENGTHS) && base64(digest, &[DIGEST_LENGTH]) => {
            Ok(Reader::Any)
        }
        ["", "7", rounds, salt, digest]
            if rounds.parse::<u32>().is_ok()
                && base64(salt, &SALT_LENGTHS)
                && base64(digest, &[DIGEST_LENGTH]) =>
        {
            Ok(Reader::Any)
        }
        ["", "argon2id", "v=19", ..] => Ok(Reader::Since21),
        _ => Err("account whose hash Mosquitto cannot read"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_and_their_mosquittos() {
        let (salt, digest) = ("NpTsL/bXwSnOtM4f", format!("{}==", "a".repeat(86)));
        let (seven, six) = (format!("$7$101${salt}${digest}"), format!("$6${salt}${digest}"));
        assert_eq!(reader("ada", &seven), Ok(Reader::Any));
        assert_eq!(reader("ada", &six), Ok(Reader::Any));
        assert_eq!(
            reader("ada", "$argon2id$v=19$m=8,t=1,p=1$a$b"),
            Ok(Reader::Since21)
        );
        for hash in [
            "$2b$10$x",
            "$7$101$short$a",
            "$argon2i$v=19$m=8,t=1,p=1$a$b",
            "$scrypt$x",
            "x",
        ] {
            assert!(reader("ada", hash).is_err(), "{hash}");
        }
        for name in ["a:b", "#a", " a", "a\u{20}"] {
            assert!(reader(name, &seven).is_err(), "{name:?}");
        }
    }
}

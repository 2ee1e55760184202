//! The parts that the texts of all schemes are made of.

use base64ct::{Base64, Base64Unpadded, Encoding};

use super::{
    error::HashError,
    number::{OutOfBounds, decimal},
};

/// Maximum salt of a stored hash, in bytes.
pub const SALT_MAX: usize = 64;

/// The name of a scheme, which makes its errors.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct SchemeName(pub(super) &'static str);

impl SchemeName {
    pub(super) fn malformed(self, problem: &'static str) -> HashError {
        let Self(scheme) = self;
        HashError::Malformed { scheme, problem }
    }

    pub(super) fn bound(
        self,
        parameter: &'static str,
        actual: u64,
        min: u64,
        max: u64,
    ) -> Result<(), HashError> {
        OutOfBounds::check(parameter, actual, min, max).map_err(|bounds| self.out_of_bounds(bounds))
    }

    pub(super) fn out_of_bounds(self, bounds: OutOfBounds) -> HashError {
        let Self(scheme) = self;
        HashError::OutOfBounds { scheme, bounds }
    }

    /// Returns exactly `N` fields between dollar signs.
    pub(super) fn fields<const N: usize>(self, text: &str) -> Result<[&str; N], HashError> {
        let fields: Vec<&str> = text.split('$').take(N + 1).collect();
        fields
            .try_into()
            .map_err(|_| self.malformed("wrong number of fields"))
    }

    /// Returns the values of `a=1,b=2`, with exactly these names in this order.
    pub(super) fn parameters<const N: usize>(
        self,
        text: &str,
        names: [&str; N],
    ) -> Result<[u64; N], HashError> {
        let mut values = [0; N];
        let mut parts = text.split(',');
        for (value, name) in values.iter_mut().zip(names) {
            *value = parts
                .next()
                .and_then(|part| part.strip_prefix(name)?.strip_prefix('='))
                .and_then(decimal)
                .ok_or_else(|| self.malformed("wrong parameters"))?;
        }
        match parts.next() {
            None => Ok(values),
            Some(_) => Err(self.malformed("too many parameters")),
        }
    }

    /// Reads unpadded Base64 of `min..=max` bytes, in its one canonical form.
    pub(super) fn base64(
        self,
        part: &'static str,
        text: &str,
        (min, max): (usize, usize),
    ) -> Result<Vec<u8>, HashError> {
        self.bound(
            part,
            (text.len() / 4 * 3 + text.len() % 4 * 3 / 4) as u64,
            min as u64,
            max as u64,
        )?;
        Base64Unpadded::decode_vec(text).map_err(|_| self.malformed("its salt or digest is not Base64"))
    }

    /// Reads padded Base64 of `min..=max` bytes, in its one canonical form.
    pub(super) fn base64_padded(
        self,
        part: &'static str,
        text: &str,
        (min, max): (usize, usize),
    ) -> Result<Vec<u8>, HashError> {
        let unpadded = text.trim_end_matches('=').len();
        self.bound(part, (unpadded * 3 / 4) as u64, min as u64, max as u64)?;
        Base64::decode_vec(text).map_err(|_| self.malformed("its salt is not padded Base64"))
    }

    /// Reads unpadded Base64 of exactly `N` bytes.
    pub(super) fn base64_exact<const N: usize>(self, text: &str) -> Result<[u8; N], HashError> {
        let mut bytes = [0; N];
        match Base64Unpadded::decode(text, &mut bytes) {
            Ok(decoded) if decoded.len() == N => Ok(bytes),
            _ => Err(self.malformed("its digest is not Base64 of the right length")),
        }
    }
}

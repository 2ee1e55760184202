//! The sizes beyond which a chain is refused.

/// The largest chain that is read, in bytes.
pub const MAX_CHAIN_BYTES: usize = 16 * 1024;
/// The most certificates above the leaf that are read.
pub const MAX_INTERMEDIATES: usize = 4;
/// The longest URI SAN, in bytes (SPIFFE-ID 2.3).
pub const MAX_URI_BYTES: usize = 2_048;
/// The size of the smallest RSA key, in bits.
pub const MIN_RSA_BITS: usize = 2_048;

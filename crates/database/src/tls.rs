//! One-time setup of a program for TLS to its databases.

/// Installs the provider of cryptography that this crate was built with as that of the process, unless there is one. Only
/// `sslmode=verify-ca` needs it: the driver asks rustls for it there. It is for programs to call; a library leaves the state of
/// the process alone.
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub fn install_process_provider() {
    use rustls::crypto::CryptoProvider;
    #[cfg(feature = "aws-lc-rs")]
    use rustls::crypto::aws_lc_rs::default_provider;
    #[cfg(not(feature = "aws-lc-rs"))]
    use rustls::crypto::ring::default_provider;
    if CryptoProvider::get_default().is_none() {
        // Losing the race to another thread is fine.
        let _ = default_provider().install_default();
    }
}

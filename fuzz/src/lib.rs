//! The properties that fuzzing tries to break. They live with the tests of the verifier, which replay the corpora.

#[path = "../../crates/verifier/tests/fuzz/shared.rs"]
pub mod shared;

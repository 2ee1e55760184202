//! The memory of Argon2 and scrypt: asked for politely, kept for reuse, wiped at the end.

use argon2::Block;
use zeroize::Zeroize;

use super::HashError;

/// Room for `length` elements, or the error that it cannot be had.
pub(super) fn reserve<T>(length: usize) -> Result<Vec<T>, HashError> {
    let mut room = Vec::new();
    match room.try_reserve_exact(length) {
        Ok(()) => Ok(room),
        Err(_) => Err(HashError::Memory {
            kib: (length * size_of::<T>() / 1024) as u64,
        }),
    }
}

/// Blocks for Argon2. A fresh page costs more than hashing in it, so that as many as are needed most of the time are kept.
pub(super) struct Memory {
    kept: Blocks,
    keep: usize,
}

impl Memory {
    /// Keeps up to so many blocks, once they were needed.
    pub(super) fn keeping(keep: usize) -> Self {
        let kept = Blocks(Vec::new());
        Self { kept, keep }
    }

    /// Lends blocks; more than are kept are given back afterwards.
    pub(super) fn with<R>(
        &mut self,
        count: usize,
        work: impl FnOnce(&mut [Block]) -> R,
    ) -> Result<R, HashError> {
        if count > self.keep {
            return Ok(work(&mut Blocks::new(count)?.0));
        }
        if self.kept.0.is_empty() {
            self.kept = Blocks::new(self.keep)?;
        }
        Ok(work(&mut self.kept.0[..count]))
    }
}

/// Blocks that are wiped when dropped: the first ones of a single pass would let a password be guessed cheaply.
struct Blocks(Vec<Block>);

impl Blocks {
    fn new(count: usize) -> Result<Self, HashError> {
        let mut blocks = reserve(count)?;
        blocks.resize(count, Block::new());
        Ok(Self(blocks))
    }
}

impl Drop for Blocks {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

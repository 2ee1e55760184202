//! The memory of Argon2 and scrypt: allocated fallibly, kept for reuse, wiped at the end.

use argon2::Block;
use rayon::prelude::*;
use zeroize::Zeroize;

use super::{error::HashError, lanes::on_all};

/// Blocks that a thread writes at a time: 1 MiB.
const BLOCKS_A_PIECE: usize = 1_024;

/// Allocates room for `length` elements.
///
/// # Errors
/// [`HashError::Memory`] if it cannot be allocated.
pub(super) fn reserve<T>(length: usize) -> Result<Vec<T>, HashError> {
    let mut room = Vec::new();
    match room.try_reserve_exact(length) {
        Ok(()) => Ok(room),
        Err(_) => Err(HashError::Memory {
            kib: (length * size_of::<T>() / 1024) as u64,
        }),
    }
}

/// Blocks for Argon2. Faulting a page in costs more than hashing it, so the usual number is kept.
pub(super) struct Memory {
    kept: Blocks,
    keep: usize,
}

impl Memory {
    /// Keeps up to this many blocks after their first use.
    pub(super) fn keeping(keep: usize) -> Self {
        let kept = Blocks(Vec::new());
        Self { kept, keep }
    }

    /// Runs work on blocks, on the threads that compute lanes. More blocks than are kept are freed afterwards.
    pub(super) fn with<R: Send>(
        &mut self,
        count: usize,
        work: impl FnOnce(&mut [Block]) -> R + Send,
    ) -> Result<R, HashError> {
        if count > self.keep {
            let mut blocks = Blocks::new(count)?;
            return on_all(|| work(&mut blocks.0));
        }
        if self.kept.0.is_empty() {
            self.kept = Blocks::new(self.keep)?;
        }
        let blocks = &mut self.kept.0[..count];
        on_all(|| work(blocks))
    }
}

/// Blocks that are wiped when dropped: the first blocks of a single pass would let a password be guessed cheaply.
struct Blocks(Vec<Block>);

impl Blocks {
    /// Allocates fresh memory, whose pages all threads fault in together.
    fn new(count: usize) -> Result<Self, HashError> {
        let mut blocks = reserve(count)?;
        on_all(|| {
            let fresh = (0..count).into_par_iter().with_min_len(BLOCKS_A_PIECE);
            fresh.map(|_| Block::new()).collect_into_vec(&mut blocks);
        })?;
        Ok(Self(blocks))
    }
}

impl Drop for Blocks {
    fn drop(&mut self) {
        let wiped = on_all(|| {
            let pieces = self.0.par_chunks_mut(BLOCKS_A_PIECE);
            pieces.for_each(|piece| piece.iter_mut().for_each(Zeroize::zeroize));
        });
        if wiped.is_err() {
            self.0.zeroize();
        }
    }
}

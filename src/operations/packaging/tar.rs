//! A writer of tar archives (POSIX.1-2017, ustar).

use zeroize::Zeroizing;

const BLOCK: usize = 512;
/// The longest name that a header takes without a prefix, in octets.
const NAME_MAX: usize = 100;

/// An archive in memory, wiped when it is dropped.
#[derive(Debug, Default)]
pub(super) struct Archive(Zeroizing<Vec<u8>>);

impl Archive {
    /// Makes an archive with room for `octets` of contents in `files`: growing would leave copies in memory.
    pub(super) fn with_room(octets: usize, files: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(
            octets + (2 * files + 2) * BLOCK,
        )))
    }

    /// Appends a file of a directory, both of whose names are of at most 100 octets. The time is in seconds since 1970.
    pub(super) fn append(&mut self, directory: &str, name: &str, mode: u32, time: i64, contents: &[u8]) {
        self.0.extend(header(directory, name, mode, time, contents.len()));
        self.0.extend(contents);
        self.pad();
    }

    /// Ends the archive with two blocks of zeros.
    pub(super) fn finish(mut self) -> Zeroizing<Vec<u8>> {
        self.0.extend([0; 2 * BLOCK]);
        self.0
    }

    fn pad(&mut self) {
        let length = self.0.len().next_multiple_of(BLOCK);
        self.0.resize(length, 0);
    }
}

fn header(directory: &str, name: &str, mode: u32, time: i64, length: usize) -> [u8; BLOCK] {
    let mut header = [0; BLOCK];
    let mut put = |at: usize, text: &[u8]| header[at..at + text.len()].copy_from_slice(text);
    let path = format!("{directory}/{name}");
    match path.len() <= NAME_MAX {
        true => put(0, path.as_bytes()),
        false => {
            put(0, name.as_bytes());
            put(345, directory.as_bytes());
        }
    }
    put(100, format!("{mode:07o}").as_bytes());
    put(108, b"0000000");
    put(116, b"0000000");
    put(124, format!("{length:011o}").as_bytes());
    put(136, format!("{:011o}", time.max(0)).as_bytes());
    // The sum is made with spaces in its own place.
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    put(265, b"root");
    put(297, b"root");
    let sum: u32 = header.iter().map(|octet| u32::from(*octet)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}

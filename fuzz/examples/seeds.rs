//! Writes the seeds of all targets into a directory, one below it for each target: where fuzzing starts from again.

use std::{env, fs, io, path::Path};

use amqtt_testkit::properties::{TARGETS, seeds};

fn main() -> io::Result<()> {
    let directory = env::args().nth(1).ok_or(io::Error::other("which directory?"))?;
    for (target, _) in TARGETS {
        let corpus = Path::new(&directory).join(target);
        fs::create_dir_all(&corpus)?;
        for (number, seed) in (1..).zip(seeds::of(target)) {
            fs::write(corpus.join(format!("seed-{number:03}")), seed)?;
        }
    }
    Ok(())
}

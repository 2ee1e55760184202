//! The fuzz targets' properties, on their seeds and on the inputs that fuzzing found worth keeping.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]
use std::{fs, path::Path};

use amqtt_testkit::properties::{TARGETS, seeds};

#[test]
fn seeds_have_the_properties() {
    for (target, property) in TARGETS {
        let taken = seeds::of(target).iter().filter(|seed| property(seed)).count();
        let all = seeds::of(target).len();
        assert!(
            0 < taken && taken < all,
            "{target} takes {taken} of {all} seeds: is it blind?"
        );
    }
}

#[test]
fn what_fuzzing_found_has_the_properties() {
    for (target, property) in TARGETS {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../fuzz/corpus")
            .join(target);
        let inputs = fs::read_dir(&corpus).unwrap();
        let taken = inputs.filter(|input| property(&fs::read(input.as_ref().unwrap().path()).unwrap()));
        assert!(taken.count() > 0, "no input in {} is taken", corpus.display());
    }
}

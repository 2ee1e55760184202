//! Chains and revocation lists by chance: most of them nearly right.

use std::{collections::BTreeSet, sync::LazyLock};

use crate::{
    forge::{self, *},
    keys,
};

/// 2026-01-01T00:00:00Z, as a number and as certificates write it.
pub(super) const NOW: u64 = 1_767_225_600;
const NOW_TEXT: &str = "20260101000000Z";
const SECOND_BEFORE: &str = "20251231235959Z";
const SECOND_AFTER: &str = "20260101000001Z";

/// A peculiarity of a chain, which OpenSSL may judge otherwise than we do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trait {
    NoAuthorityKeyId,
    OtherAuthorityKeyId,
    NoSubjectKeyId,
    CaWithoutKeyUsage,
    CaConstraintsNotCritical,
    EndsThisSecond,
    ListEndsThisSecond,
    ListOfUsersAlone,
    ListsOfTwoOrders,
    ListThatDoesNotCount,
    DeltaThatRemoves,
    RootOfAnother,
}

#[derive(Debug)]
pub(super) struct Chain {
    pub(super) number: u64,
    pub(super) root: Vec<u8>,
    pub(super) intermediates: Vec<Vec<u8>>,
    pub(super) leaf: Vec<u8>,
    pub(super) crls: Vec<Vec<u8>>,
    pub(super) traits: BTreeSet<Trait>,
}

struct Keys {
    cas: [Key; 4],
    device: Key,
    stranger: Key,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys {
    cas: [keys::p256(), keys::p384(), keys::ed25519(), keys::rsa()],
    device: keys::p256(),
    stranger: keys::p256(),
});

/// A generator of numbers (splitmix64), so that a seed names a chain.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}

impl Chain {
    /// The chain of this number.
    pub(super) fn random(seed: u64, number: u64) -> Self {
        Maker {
            random: Random(seed.wrapping_mul(0x0100_0003).wrapping_add(number)),
            traits: BTreeSet::new(),
        }
        .chain(number)
    }
}

/// A CA of the chain: its name, its key, and the serial number of what it issued.
struct Ca {
    name: String,
    key: &'static Key,
    serial: [u8; 1],
}

struct Maker {
    random: Random,
    traits: BTreeSet<Trait>,
}

impl Maker {
    fn chain(mut self, number: u64) -> Chain {
        let depth = self.random.below(3) as usize;
        let cas: Vec<Ca> = (0..=depth)
            .map(|place| Ca {
                name: format!("CA {number}.{place}"),
                key: &KEYS.cas[self.random.below(4) as usize],
                serial: [2 + place as u8],
            })
            .collect();
        let mut certificates = Vec::new();
        for (place, ca) in cas.iter().enumerate() {
            let above = &cas[place.saturating_sub(1)];
            let mut certificate =
                forge::Certificate::ca(&ca.name, ca.key, &above.name, above.key, &[1 + place as u8]);
            if self.random.one_in(6) {
                self.change_ca(&mut certificate);
            }
            let signer = if self.random.one_in(60) {
                if place == 0 {
                    self.traits.insert(Trait::RootOfAnother);
                }
                &KEYS.stranger
            } else {
                above.key
            };
            certificates.push(certificate.sign(signer));
        }
        let issuer = &cas[depth];
        let mut leaf =
            forge::Certificate::device("dev1", &KEYS.device, &issuer.name, issuer.key, &issuer.serial);
        if self.random.one_in(3) {
            self.change_leaf(&mut leaf);
        }
        let signer = if self.random.one_in(40) {
            &KEYS.stranger
        } else {
            issuer.key
        };
        let leaf = leaf.sign(signer);
        let mut crls = Vec::new();
        for (place, ca) in cas.iter().enumerate() {
            self.lists(ca, place == depth, &mut crls);
        }
        // In whatever order they come.
        for place in (1..crls.len()).rev() {
            crls.swap(place, self.random.below(place as u64 + 1) as usize);
        }
        let root = certificates.remove(0);
        Chain {
            number,
            root,
            intermediates: certificates,
            leaf,
            crls,
            traits: self.traits,
        }
    }

    /// Changes what may be wrong, or only unusual, in any certificate.
    fn change_any(&mut self, certificate: &mut forge::Certificate) {
        match self.random.below(12) {
            0 => certificate.not_after = SECOND_BEFORE.to_owned(),
            1 => {
                certificate.not_after = NOW_TEXT.to_owned();
                self.traits.insert(Trait::EndsThisSecond);
            }
            2 => certificate.not_before = SECOND_AFTER.to_owned(),
            3 => certificate.not_before = NOW_TEXT.to_owned(),
            4 => certificate.extensions.push(unknown(true)),
            5 => certificate.extensions.push(unknown(false)),
            6 => {
                certificate.remove(AUTHORITY_KEY_ID);
                self.traits.insert(Trait::NoAuthorityKeyId);
            }
            7 => {
                certificate.set(AUTHORITY_KEY_ID, false, sequence(&[&element(0x80, &[7; 20])]));
                self.traits.insert(Trait::OtherAuthorityKeyId);
            }
            8 => {
                certificate.remove(SUBJECT_KEY_ID);
                self.traits.insert(Trait::NoSubjectKeyId);
            }
            9 => {
                certificate.spki =
                    keys::rsa_spki_of([1_024, 2_047, 2_048, 4_096][self.random.below(4) as usize]);
            }
            10 => certificate.set(
                DISTRIBUTION_POINTS,
                false,
                sequence(&[&at_place("http://c.example/", &[])]),
            ),
            _ => certificate.serial = vec![0, 0xff, self.random.below(256) as u8],
        }
    }

    fn change_ca(&mut self, ca: &mut forge::Certificate) {
        match self.random.below(16) {
            0 => {
                ca.remove(KEY_USAGE);
                self.traits.insert(Trait::CaWithoutKeyUsage);
            }
            1 => ca.set(KEY_USAGE, false, key_usage(KEY_CERT_SIGN | CRL_SIGN)),
            2 => ca.set(KEY_USAGE, true, key_usage(CRL_SIGN)),
            3 => ca.set(KEY_USAGE, true, key_usage(KEY_CERT_SIGN)),
            4 => ca.set(
                KEY_USAGE,
                true,
                key_usage(KEY_CERT_SIGN | CRL_SIGN | DIGITAL_SIGNATURE),
            ),
            5 => ca.remove(BASIC_CONSTRAINTS),
            6 => ca.set(BASIC_CONSTRAINTS, true, basic_constraints(false, None)),
            7 => {
                ca.set(BASIC_CONSTRAINTS, false, basic_constraints(true, None));
                self.traits.insert(Trait::CaConstraintsNotCritical);
            }
            8 => ca.set(
                BASIC_CONSTRAINTS,
                true,
                basic_constraints(true, Some(self.random.below(3) as u8)),
            ),
            9 => ca.set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[1])),
            10 => ca.set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[2])),
            11 => {
                let name = if self.random.one_in(2) {
                    "x.local"
                } else {
                    "y.local"
                };
                ca.set(
                    NAME_CONSTRAINTS,
                    true,
                    sequence(&[&element(0xa0, &sequence(&[&dns(name)]))]),
                );
            }
            _ => self.change_any(ca),
        }
    }

    fn change_leaf(&mut self, leaf: &mut forge::Certificate) {
        let own = || uri("spiffe://d.example/device/dev1");
        match self.random.below(22) {
            0 => leaf.remove(KEY_USAGE),
            1 => leaf.set(KEY_USAGE, false, key_usage(DIGITAL_SIGNATURE)),
            2 => leaf.set(KEY_USAGE, true, key_usage(KEY_ENCIPHERMENT)),
            3 => leaf.set(KEY_USAGE, true, key_usage(DIGITAL_SIGNATURE | KEY_CERT_SIGN)),
            4 => leaf.set(KEY_USAGE, true, key_usage(DIGITAL_SIGNATURE | KEY_ENCIPHERMENT)),
            5 => leaf.remove(EXTENDED_KEY_USAGE),
            6 => leaf.set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[1])),
            7 => leaf.set(EXTENDED_KEY_USAGE, true, extended_key_usage(&[2])),
            8 => leaf.subject = name(""),
            9 => {
                leaf.subject = name("");
                leaf.set(SUBJECT_ALT_NAME, true, names(&[own()]));
            }
            10 => leaf.set(SUBJECT_ALT_NAME, false, names(&[own(), own()])),
            11 => leaf.set(SUBJECT_ALT_NAME, true, names(&[dns("y.local"), own()])),
            12 => leaf.remove(BASIC_CONSTRAINTS),
            13 => leaf.set(BASIC_CONSTRAINTS, true, basic_constraints(true, None)),
            14 => leaf.set(BASIC_CONSTRAINTS, false, basic_constraints(false, None)),
            _ => self.change_any(leaf),
        }
    }

    /// The lists of a CA; `last` where what it issued is the leaf.
    fn lists(&mut self, ca: &Ca, last: bool, crls: &mut Vec<Vec<u8>>) {
        let new = |number| Crl::new(&ca.name, ca.key, number);
        let revoking = |number| new(number).revoke(Entry::new(&ca.serial));
        let by_ca = |list: Crl| list.sign(ca.key);
        if !self.random.one_in(3) {
            crls.push(by_ca(new(1).revoke(Entry::new(&[200]))));
            return;
        }
        match self.random.below(20) {
            0 => {}
            1 => crls.push(by_ca(revoking(1))),
            2 => crls.push(by_ca(new(1).revoke(Entry::because(&ca.serial, 6)))),
            3 => crls.push(by_ca(new(1).between("20251201000000Z", SECOND_BEFORE))),
            4 => {
                crls.push(by_ca(new(1).between("20251201000000Z", NOW_TEXT)));
                self.traits.insert(Trait::ListEndsThisSecond);
            }
            5 => crls.push(by_ca(new(1).between(SECOND_AFTER, "20260201000000Z"))),
            6 => crls.push(by_ca(new(1).between(NOW_TEXT, "20260201000000Z"))),
            7 | 8 => {
                let older = |list: Crl| list.between("20251201000000Z", "20260201000000Z");
                let newer = |list: Crl| list.between("20251202000000Z", "20260201000000Z");
                let revokes = self.random.one_in(2);
                let (first, second) = if revokes {
                    (new(1), revoking(2))
                } else {
                    (revoking(1), new(2))
                };
                crls.push(by_ca(older(first)));
                crls.push(by_ca(newer(second)));
            }
            9 => {
                // The one with the higher number was made earlier.
                crls.push(by_ca(revoking(1).between("20251202000000Z", "20260201000000Z")));
                crls.push(by_ca(new(2).between("20251201000000Z", "20260201000000Z")));
                self.traits.insert(Trait::ListsOfTwoOrders);
            }
            10 => crls.push(new(1).sign(&KEYS.stranger)),
            11 => {
                crls.push(by_ca(new(1)));
                crls.push(revoking(2).sign(&KEYS.stranger));
                self.traits.insert(Trait::ListThatDoesNotCount);
            }
            12 => crls.push(by_ca(critical(new(1)))),
            13 => {
                crls.push(by_ca(new(1)));
                crls.push(by_ca(critical(revoking(2))));
                self.traits.insert(Trait::ListThatDoesNotCount);
            }
            14 => {
                let users = self.random.one_in(2);
                crls.push(by_ca(partial(
                    new(1),
                    &element(if users { 0x81 } else { 0x82 }, &[0xff]),
                )));
                if users && last {
                    self.traits.insert(Trait::ListOfUsersAlone);
                }
            }
            15 => {
                crls.push(by_ca(new(1)));
                crls.push(by_ca(partial(revoking(2), &element(0x83, &[5, 0x60]))));
            }
            16 => {
                let place = at_place("http://c.example/", &[]);
                crls.push(by_ca(new(1).with(ISSUING_DISTRIBUTION_POINT, true, place)));
            }
            17 | 18 => {
                let (removes, revoked, own) = (
                    self.random.one_in(2),
                    self.random.one_in(2),
                    self.random.one_in(2),
                );
                let entry =
                    Entry::because(if own { &ca.serial } else { &[200] }, if removes { 8 } else { 1 });
                crls.push(by_ca(if revoked { revoking(1) } else { new(1) }));
                crls.push(by_ca(new(2).revoke(entry).with(DELTA, true, vec![0x02, 1, 1])));
                if removes && revoked && own {
                    self.traits.insert(Trait::DeltaThatRemoves);
                }
            }
            _ => {
                let mut numberless = new(1);
                numberless
                    .extensions
                    .retain(|known| known.id != [0x55, 0x1d, CRL_NUMBER]);
                crls.push(by_ca(numberless));
            }
        }
    }
}

fn unknown(critical: bool) -> Extension {
    Extension {
        id: vec![0x2a, 3, 4],
        critical,
        value: vec![0x05, 0],
    }
}

fn critical(mut list: Crl) -> Crl {
    list.extensions.push(unknown(true));
    list
}

fn partial(list: Crl, flag: &[u8]) -> Crl {
    list.with(ISSUING_DISTRIBUTION_POINT, true, sequence(&[flag]))
}

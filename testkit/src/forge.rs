//! Makes certificates and revocation lists of any form, right and wrong: every field can be set in its raw encoding.

/// Makes a signature of a message.
pub type Signer = Box<dyn Fn(&[u8]) -> Vec<u8> + Send + Sync>;

/// A private key: what it signs with, and how others know it.
pub struct Key {
    /// The SubjectPublicKeyInfo.
    pub spki: Vec<u8>,
    /// The AlgorithmIdentifier of its signatures.
    pub algorithm: Vec<u8>,
    /// Itself in PKCS#8, where TLS needs it.
    pub pkcs8: Vec<u8>,
    pub sign: Signer,
}

impl Key {
    /// A certificate or a revocation list, from what is to be signed.
    pub fn sign_body(&self, body: &[u8]) -> Vec<u8> {
        sequence(&[body, &self.algorithm, &bit_string(&(self.sign)(body))])
    }
}

/// An element of DER: tag, length, contents.
pub fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len();
    let octets: Vec<u8> = length
        .to_be_bytes()
        .into_iter()
        .skip_while(|&octet| octet == 0)
        .collect();
    let length = match length {
        0..=0x7f => vec![length as u8],
        _ => [&[0x80 | octets.len() as u8], &octets[..]].concat(),
    };
    [&[tag], &length[..], contents].concat()
}

pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

pub fn bit_string(octets: &[u8]) -> Vec<u8> {
    element(0x03, &[&[0], octets].concat())
}

/// A Name with one attribute, the common name; without any for an empty text.
pub fn name(common_name: &str) -> Vec<u8> {
    if common_name.is_empty() {
        return sequence(&[]);
    }
    let attribute = sequence(&[
        &[0x06, 3, 0x55, 0x04, 0x03],
        &element(0x0c, common_name.as_bytes()),
    ]);
    sequence(&[&element(0x31, &attribute)])
}

/// A Time from `YYYYMMDDHHMMSSZ`: UTCTime until 2049, as RFC 5280 wants it.
pub fn time(text: &str) -> Vec<u8> {
    match text < "2050" {
        true => element(0x17, &text.as_bytes()[2..]),
        false => element(0x18, text.as_bytes()),
    }
}

/// An Extension: the contents of its OID, criticality, the value that the OCTET STRING wraps.
#[derive(Clone, Debug)]
pub struct Extension {
    pub id: Vec<u8>,
    pub critical: bool,
    pub value: Vec<u8>,
}

/// A standard extension, 2.5.29.x.
pub fn extension(number: u8, critical: bool, value: Vec<u8>) -> Extension {
    Extension {
        id: vec![0x55, 0x1d, number],
        critical,
        value,
    }
}

fn encode_extensions(extensions: &[Extension]) -> Vec<u8> {
    let encode = |extension: &Extension| {
        let critical: &[u8] = if extension.critical { &[0x01, 1, 0xff] } else { &[] };
        sequence(&[
            &element(0x06, &extension.id),
            critical,
            &element(0x04, &extension.value),
        ])
    };
    sequence(&[&extensions.iter().flat_map(encode).collect::<Vec<u8>>()])
}

pub const KEY_USAGE: u8 = 15;
pub const SUBJECT_ALT_NAME: u8 = 17;
pub const BASIC_CONSTRAINTS: u8 = 19;
pub const CRL_NUMBER: u8 = 20;
pub const REASON: u8 = 21;
pub const DELTA: u8 = 27;
pub const ISSUING_DISTRIBUTION_POINT: u8 = 28;
pub const CERTIFICATE_ISSUER: u8 = 29;
pub const NAME_CONSTRAINTS: u8 = 30;
pub const DISTRIBUTION_POINTS: u8 = 31;
pub const AUTHORITY_KEY_ID: u8 = 35;
pub const EXTENDED_KEY_USAGE: u8 = 37;
pub const SUBJECT_KEY_ID: u8 = 14;

pub const DIGITAL_SIGNATURE: u8 = 0x80;
pub const KEY_ENCIPHERMENT: u8 = 0x20;
pub const KEY_CERT_SIGN: u8 = 0x04;
pub const CRL_SIGN: u8 = 0x02;

/// KeyUsage with these bits of the first octet.
pub fn key_usage(bits: u8) -> Vec<u8> {
    match bits {
        0 => vec![0x03, 1, 0],
        bits => vec![0x03, 2, bits.trailing_zeros() as u8, bits],
    }
}

pub fn basic_constraints(ca: bool, path_len: Option<u8>) -> Vec<u8> {
    let ca: &[u8] = if ca { &[0x01, 1, 0xff] } else { &[] };
    let path_len = path_len.map_or(Vec::new(), |length| vec![0x02, 1, length]);
    sequence(&[ca, &path_len])
}

/// id-kp: 1 is serverAuth, 2 is clientAuth.
pub fn extended_key_usage(purposes: &[u8]) -> Vec<u8> {
    let oid = |&purpose: &u8| element(0x06, &[0x2b, 6, 1, 5, 5, 7, 3, purpose]);
    sequence(&[&purposes.iter().flat_map(oid).collect::<Vec<u8>>()])
}

pub fn uri(text: impl AsRef<[u8]>) -> Vec<u8> {
    element(0x86, text.as_ref())
}

pub fn dns(text: &str) -> Vec<u8> {
    element(0x82, text.as_bytes())
}

pub fn names(names: &[Vec<u8>]) -> Vec<u8> {
    sequence(&[&names.concat()])
}

/// The value of cRLDistributionPoints with one point, or of an issuing distribution point: DistributionPointName with
/// one URI, and what follows it.
pub fn at_place(place: &str, rest: &[u8]) -> Vec<u8> {
    let place = element(0xa0, &element(0xa0, &uri(place)));
    sequence(&[&place, rest])
}

/// A certificate to be made.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The contents of the version field.
    pub version: Vec<u8>,
    /// The contents of an INTEGER.
    pub serial: Vec<u8>,
    pub issuer: Vec<u8>,
    pub not_before: String,
    pub not_after: String,
    pub subject: Vec<u8>,
    pub spki: Vec<u8>,
    pub extensions: Vec<Extension>,
    /// The algorithm that it names inside, where that is another than the one it is signed by.
    pub inner_algorithm: Option<Vec<u8>>,
    /// The bytes after the extensions.
    pub tail: Vec<u8>,
}

impl Certificate {
    /// A certificate without extensions, valid from 2025 to 2035.
    pub fn new(subject: &str, key: &Key, issuer: &str, serial: &[u8]) -> Self {
        Self {
            version: vec![0x02, 1, 2],
            serial: serial.to_vec(),
            issuer: name(issuer),
            not_before: "20250101000000Z".to_owned(),
            not_after: "20350101000000Z".to_owned(),
            subject: name(subject),
            spki: key.spki.clone(),
            extensions: Vec::new(),
            inner_algorithm: None,
            tail: Vec::new(),
        }
    }

    /// A CA, with everything that one should have.
    pub fn ca(subject: &str, key: &Key, issuer: &str, issuer_key: &Key, serial: &[u8]) -> Self {
        let mut ca = Self::new(subject, key, issuer, serial);
        ca.set(BASIC_CONSTRAINTS, true, basic_constraints(true, None));
        ca.set(KEY_USAGE, true, key_usage(KEY_CERT_SIGN | CRL_SIGN));
        ca.identify(key, issuer_key);
        ca
    }

    /// A device, with everything that an X509-SVID should have.
    pub fn device(id: &str, key: &Key, issuer: &str, issuer_key: &Key, serial: &[u8]) -> Self {
        let mut device = Self::new(id, key, issuer, serial);
        device.set(BASIC_CONSTRAINTS, true, basic_constraints(false, None));
        device.set(KEY_USAGE, true, key_usage(DIGITAL_SIGNATURE));
        device.set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[1, 2]));
        let san = names(&[uri(format!("spiffe://d.example/device/{id}")), dns("x.local")]);
        device.set(SUBJECT_ALT_NAME, false, san);
        device.identify(key, issuer_key);
        device
    }

    fn identify(&mut self, key: &Key, issuer_key: &Key) {
        self.set(SUBJECT_KEY_ID, false, element(0x04, &key_id(key)));
        self.set(
            AUTHORITY_KEY_ID,
            false,
            sequence(&[&element(0x80, &key_id(issuer_key))]),
        );
    }

    /// Sets a standard extension, in the place of one that is there.
    pub fn set(&mut self, number: u8, critical: bool, value: Vec<u8>) {
        let new = extension(number, critical, value);
        match self.extensions.iter_mut().find(|known| known.id == new.id) {
            Some(known) => *known = new,
            None => self.extensions.push(new),
        }
    }

    pub fn remove(&mut self, number: u8) {
        self.extensions.retain(|known| known.id != [0x55, 0x1d, number]);
    }

    pub fn sign(&self, key: &Key) -> Vec<u8> {
        key.sign_body(&self.body(key))
    }

    /// The TBSCertificate.
    pub fn body(&self, key: &Key) -> Vec<u8> {
        let extensions = match self.extensions.is_empty() {
            true => Vec::new(),
            false => element(0xa3, &encode_extensions(&self.extensions)),
        };
        sequence(&[
            &element(0xa0, &self.version),
            &element(0x02, &self.serial),
            self.inner_algorithm.as_ref().unwrap_or(&key.algorithm),
            &self.issuer,
            &sequence(&[&time(&self.not_before), &time(&self.not_after)]),
            &self.subject,
            &self.spki,
            &extensions,
            &self.tail,
        ])
    }
}

/// Some identifier of a key: the last octets of it.
fn key_id(key: &Key) -> Vec<u8> {
    key.spki[key.spki.len() - 20..].to_vec()
}

/// A revocation list to be made.
#[derive(Clone, Debug)]
pub struct Crl {
    pub issuer: Vec<u8>,
    pub this_update: String,
    pub next_update: Option<String>,
    pub entries: Vec<Entry>,
    pub extensions: Vec<Extension>,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub serial: Vec<u8>,
    pub extensions: Vec<Extension>,
}

impl Entry {
    pub fn new(serial: &[u8]) -> Self {
        Self {
            serial: serial.to_vec(),
            extensions: Vec::new(),
        }
    }

    pub fn because(serial: &[u8], reason: u8) -> Self {
        let mut entry = Self::new(serial);
        entry
            .extensions
            .push(extension(REASON, false, vec![0x0a, 1, reason]));
        entry
    }
}

impl Crl {
    /// A complete list, valid from December 2025 to February 2026.
    pub fn new(issuer: &str, issuer_key: &Key, number: u8) -> Self {
        let key_id = sequence(&[&element(0x80, &key_id(issuer_key))]);
        Self {
            issuer: name(issuer),
            this_update: "20251201000000Z".to_owned(),
            next_update: Some("20260201000000Z".to_owned()),
            entries: Vec::new(),
            extensions: vec![
                extension(AUTHORITY_KEY_ID, false, key_id),
                extension(CRL_NUMBER, false, vec![0x02, 1, number]),
            ],
        }
    }

    pub fn revoke(mut self, entry: Entry) -> Self {
        self.entries.push(entry);
        self
    }

    pub fn with(mut self, number: u8, critical: bool, value: Vec<u8>) -> Self {
        self.extensions.push(extension(number, critical, value));
        self
    }

    pub fn between(mut self, this_update: &str, next_update: &str) -> Self {
        self.this_update = this_update.to_owned();
        self.next_update = Some(next_update.to_owned());
        self
    }

    pub fn sign(&self, key: &Key) -> Vec<u8> {
        key.sign_body(&self.body(key))
    }

    /// The TBSCertList.
    pub fn body(&self, key: &Key) -> Vec<u8> {
        let entry = |entry: &Entry| {
            let extensions = match entry.extensions.is_empty() {
                true => Vec::new(),
                false => encode_extensions(&entry.extensions),
            };
            sequence(&[
                &element(0x02, &entry.serial),
                &time("20251115000000Z"),
                &extensions,
            ])
        };
        let entries = match self.entries.is_empty() {
            true => Vec::new(),
            false => sequence(&[&self.entries.iter().flat_map(entry).collect::<Vec<u8>>()]),
        };
        sequence(&[
            &[0x02, 1, 1],
            &key.algorithm,
            &self.issuer,
            &time(&self.this_update),
            &self.next_update.as_deref().map_or(Vec::new(), time),
            &entries,
            &element(0xa0, &encode_extensions(&self.extensions)),
        ])
    }
}

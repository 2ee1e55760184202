//! Files as others write them: each is read whole, or named as what it is with the line at fault.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

use amqtt_x509::{
    certificate::Certificate,
    pem::{self, FileError, Form, Kind, PemFault},
};

const CA: &str = include_str!("../../../testkit/data/example-ca.crt");

fn der() -> Vec<u8> {
    pem::certificates(CA.as_bytes()).unwrap().swap_remove(0).to_vec()
}

/// The base64 of the certificate, in lines of a width.
fn lines(width: usize, end: &str) -> String {
    let base64: String = CA.lines().filter(|line| !line.starts_with('-')).collect();
    let lines = base64
        .as_bytes()
        .chunks(width)
        .map(|line| str::from_utf8(line).unwrap());
    lines.flat_map(|line| [line, end]).collect()
}

fn block(label: &str, width: usize, end: &str) -> String {
    let base64 = lines(width, end);
    format!("-----BEGIN {label}-----{end}{base64}-----END {label}-----{end}")
}

#[track_caller]
fn reads(contents: impl AsRef<[u8]>, count: usize) {
    let read = pem::certificates(contents.as_ref());
    let read: Vec<Vec<u8>> = read.unwrap().iter().map(|der| der.to_vec()).collect();
    assert_eq!(read, vec![der(); count]);
}

fn fault(contents: impl AsRef<[u8]>) -> Result<usize, FileError> {
    pem::certificates(contents.as_ref()).map(|all| all.len())
}

fn broken(line: usize, fault: PemFault) -> Result<usize, FileError> {
    Err(FileError::Broken { line, fault })
}

#[test]
fn every_spelling_of_pem_is_read() {
    for end in ["\n", "\r\n", "\r", " \t\n", "\n\n"] {
        for width in [1, 3, 64, 76, 100_000] {
            reads(block("CERTIFICATE", width, end), 1);
        }
    }
    for label in ["X509 CERTIFICATE", "TRUSTED CERTIFICATE"] {
        reads(block(label, 64, "\n"), 1);
    }
    reads(CA.trim_end(), 1);
    reads([b"\xef\xbb\xbf", CA.as_bytes()].concat(), 1);
    reads([CA, CA].concat(), 2);
    reads([CA.as_bytes(), b"\0"].concat(), 1);
    let latin = b"Bag Attributes\n    friendlyName: Schl\xfcssel\n--- the end of it ---\n\xff\xfe\n";
    reads([latin, CA.as_bytes(), latin, CA.as_bytes(), latin].concat(), 2);
    reads(der(), 1);
}

#[test]
fn what_a_certificate_is_trusted_for_is_no_part_of_it() {
    let trusted = [der(), vec![0x30, 2, 0x0c, 0]].concat();
    reads(pem::encode("TRUSTED CERTIFICATE", &trusted).as_bytes(), 1);
}

#[test]
fn keys_and_parameters_beside_certificates_are_passed_over() {
    let key = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n\
               -----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n\
               -----BEGIN PGP MESSAGE-----\nVersion: 1\n\n=abcd\n-----END PGP MESSAGE-----\n";
    reads([key, CA].concat(), 1);
    let kinds: Vec<Kind> = pem::blocks(key.as_bytes())
        .unwrap()
        .iter()
        .map(|block| block.kind)
        .collect();
    assert_eq!(kinds, [Kind::Other, Kind::Pkcs8Key, Kind::Other]);
}

#[test]
fn nothing_is_passed_over() {
    let (ca, count) = (CA, CA.lines().count());
    let second = |changed: String| [ca, &changed].concat();
    let at = |line: usize| count + line;
    let whole = |fault: PemFault| broken(at(1), fault);
    for (changed, expected) in [
        (
            ca.replace("-----END CERTIFICATE-----\n", ""),
            whole(PemFault::NotEnded),
        ),
        (
            ca.replace("-----BEGIN CERTIFICATE-----\n", ""),
            broken(at(count - 1), PemFault::EndsNothing),
        ),
        (
            ca.replace("END CERTIFICATE", "END X509 CRL"),
            broken(at(count), PemFault::OtherLabel(at(1))),
        ),
        (ca.replace("-----BEGIN", "----BEGIN"), whole(PemFault::Marker)),
        (ca.replace("-----BEGIN", "—–BEGIN"), whole(PemFault::Marker)),
        (
            ca.replace("BEGIN CERTIFICATE", "begin certificate"),
            whole(PemFault::Marker),
        ),
        (ca.replace("CERTIFICATE", "CERTIFICATE "), whole(PemFault::Marker)),
        (ca.replace("CERTIFICATE", "CERTIFICATES"), whole(PemFault::Marker)),
        (
            ca.replace("-----BEGIN", "  -----BEGIN"),
            whole(PemFault::Indented),
        ),
        (
            ca.replace("-----BEGIN", "see -----BEGIN"),
            whole(PemFault::Marker),
        ),
        (
            ca.replace("-----END", "-----BEGIN"),
            broken(at(count), PemFault::BeginsWithin(at(1))),
        ),
        (ca.replace("MII", "M!I"), broken(at(2), PemFault::NotBase64)),
        (ca.replace("MII", "M I"), broken(at(2), PemFault::NotBase64)),
        (ca.replace("MII", "MI"), whole(PemFault::Padding)),
        (
            block("CERTIFICATE", 64, "\n").replace(&lines(64, "\n"), ""),
            whole(PemFault::NoContents),
        ),
    ] {
        assert_eq!(fault(second(changed.clone())), expected, "{changed}");
    }
    let joined = [ca.trim_end(), ca].concat();
    assert_eq!(fault(&joined), broken(count, PemFault::Joined));
    assert_eq!(
        fault(&joined).unwrap_err().to_string(),
        format!(
            "the PEM is broken at line {count}: an END line and the next BEGIN line are joined; put them on lines of \
             their own"
        )
    );
}

#[test]
fn other_forms_are_named() {
    let wide: Vec<u8> = CA.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = CA.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let form = |contents: Vec<u8>| fault(contents).unwrap_err();
    assert_eq!(form(wide.clone()), FileError::Form(Form::Utf16));
    assert_eq!(
        form([vec![0xff, 0xfe], wide].concat()),
        FileError::Form(Form::Utf16)
    );
    assert_eq!(
        form([vec![0xfe, 0xff], big].concat()),
        FileError::Form(Form::Utf16)
    );
    let escaped = CA.replace('\n', "\\n");
    assert_eq!(
        form(escaped.clone().into()),
        FileError::Form(Form::EscapedLineEnds)
    );
    assert_eq!(
        form(format!("CA=\"{escaped}\"\n").into()),
        FileError::Form(Form::EscapedLineEnds)
    );
    assert_eq!(form(lines(64, "\n").into()), FileError::Form(Form::BareBase64));
    assert_eq!(
        form(vec![0xfe, 0xed, 0xfe, 0xed, 0, 0]),
        FileError::Form(Form::JavaKeyStore)
    );
    assert_eq!(form(Vec::new()), FileError::Empty);
    let wanted = Kind::Certificate;
    assert_eq!(form("hello\n".into()), FileError::Nothing { wanted });
    let other = |label: &str, contents: &str| {
        let file = format!("{contents}-----BEGIN {label}-----\nMAA=\n-----END {label}-----\n");
        fault(file).map_err(|error| match error {
            FileError::OtherKind { found, .. } => found,
            error => panic!("{error}"),
        })
    };
    assert_eq!(other("PKCS7", ""), Err(Kind::Pkcs7));
    assert_eq!(other("CMS", CA), Err(Kind::Pkcs7), "beside a certificate too");
    assert_eq!(other("RSA PRIVATE KEY", ""), Err(Kind::Pkcs1Key));
    assert_eq!(other("CERTIFICATE REQUEST", ""), Err(Kind::Request));
    assert_eq!(other("X509 CRL", ""), Err(Kind::Crl));
}

#[test]
fn der_is_whole_or_broken() {
    let der = der();
    assert_eq!(
        fault(&der[..der.len() - 3]),
        Err(FileError::CutOff { missing: 3 })
    );
    assert_eq!(
        fault([&der[..], b"\n"].concat()),
        Err(FileError::Trailing { octets: 1 })
    );
    assert_eq!(
        fault([&der[..], &der].concat()),
        Err(FileError::Trailing { octets: der.len() }),
        "a second one is not passed over"
    );
    reads(["0 s:CN = a line that begins as DER does\n", CA].concat(), 1);
}

#[test]
fn der_is_told_apart_by_its_shape() {
    let kind = |der: &[u8]| pem::blocks(der).unwrap()[0].kind;
    assert_eq!(kind(&der()), Kind::Certificate);
    assert_eq!(
        kind(Certificate::read(&der()).unwrap().key.encoded),
        Kind::PublicKey
    );
    assert_eq!(kind(&[0x30, 7, 2, 1, 0, 0x30, 0, 4, 0]), Kind::Pkcs8Key);
    assert_eq!(kind(&[0x30, 5, 2, 1, 1, 4, 0]), Kind::Sec1Key);
    assert_eq!(kind(&[0x30, 9, 2, 1, 0, 2, 1, 5, 2, 1, 3]), Kind::Pkcs1Key);
    assert_eq!(kind(&[0x30, 4, 0x30, 0, 4, 0]), Kind::EncryptedPkcs8Key);
    assert_eq!(kind(&[0x30, 7, 2, 1, 3, 0x30, 0, 0x30, 0]), Kind::Pkcs12);
    assert_eq!(kind(&[0x30, 2, 0x30, 0]), Kind::Other);
}

#[test]
fn headers_of_old_encryption_are_read() {
    let file = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMAA=\n\
                -----END RSA PRIVATE KEY-----\n";
    let blocks = pem::blocks(file.as_bytes()).unwrap();
    assert_eq!(blocks[0].legacy_encryption.as_deref(), Some("AES-128-CBC"));
    assert!(!format!("{blocks:?}").contains("48"), "contents are not shown");
}

#[test]
fn what_is_written_is_read_back() {
    assert_eq!(*pem::encode("CERTIFICATE", &der()), CA);
}

proptest::proptest! {
    #[test]
    fn no_file_is_read_without_end(contents: Vec<u8>) {
        let _ = pem::blocks(&contents);
    }

    #[test]
    fn no_text_is_read_without_end(lines in "(-----(BEGIN|END) (CERTIFICATE|PRIVATE KEY)-----\n|[A-Z]{4}\n|[ -~\r]*\n){0,12}") {
        let begins = lines.lines().filter(|line| line.starts_with("-----BEGIN ")).count();
        if let Ok(blocks) = pem::blocks(lines.as_bytes()) {
            proptest::prop_assert_eq!(blocks.len(), begins);
        }
    }
}

/// The examples of RFC 4648, 10.
#[test]
fn base64_ends_with_as_many_signs_as_octets_are_missing() {
    let texts = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
    for (length, text) in texts.into_iter().enumerate() {
        assert_eq!(pem::base64(&b"foobar"[..length]), text);
    }
}

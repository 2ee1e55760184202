//! Keys to sign with.

use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
        Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
    },
};

use crate::forge::{Key, bit_string, element, sequence};

const EC_PUBLIC_KEY: &[u8] = &[0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const P256: &[u8] = &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const P384: &[u8] = &[0x06, 5, 0x2b, 0x81, 4, 0, 0x22];
const ECDSA_SHA256: &[u8] = &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const ECDSA_SHA384: &[u8] = &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3];
const ED25519: &[u8] = &[0x06, 3, 0x2b, 0x65, 0x70];
const RSA: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
const RSA_SHA256: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0b];
const NULL: &[u8] = &[0x05, 0];

pub fn p256() -> Key {
    ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING, P256, ECDSA_SHA256)
}

pub fn p384() -> Key {
    ecdsa(&ECDSA_P384_SHA384_ASN1_SIGNING, P384, ECDSA_SHA384)
}

fn ecdsa(algorithm: &'static EcdsaSigningAlgorithm, curve: &[u8], signature: &[u8]) -> Key {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
    Key {
        spki: sequence(&[
            &sequence(&[EC_PUBLIC_KEY, curve]),
            &bit_string(pair.public_key().as_ref()),
        ]),
        algorithm: sequence(&[signature]),
        pkcs8: document.as_ref().to_vec(),
        sign: Box::new(move |message| pair.sign(&random, message).unwrap().as_ref().to_vec()),
    }
}

pub fn ed25519() -> Key {
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let pair = Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap();
    Key {
        pkcs8: document.as_ref().to_vec(),
        ..ed25519_of(pair)
    }
}

pub fn ed25519_of(pair: Ed25519KeyPair) -> Key {
    Key {
        spki: sequence(&[&sequence(&[ED25519]), &bit_string(pair.public_key().as_ref())]),
        algorithm: sequence(&[ED25519]),
        pkcs8: Vec::new(),
        sign: Box::new(move |message| pair.sign(message).as_ref().to_vec()),
    }
}

/// The one RSA key of the tests, of 2,048 bits, as making them takes long.
pub fn rsa() -> Key {
    let pair = RsaKeyPair::from_der(include_bytes!("../data/rsa-2048.der")).unwrap();
    let spki = rsa_spki(pair.public_key().as_ref());
    Key {
        spki,
        algorithm: sequence(&[RSA_SHA256, NULL]),
        pkcs8: Vec::new(),
        sign: Box::new(move |message| {
            let mut signature = vec![0; pair.public().modulus_len()];
            pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                .unwrap();
            signature
        }),
    }
}

fn rsa_spki(key: &[u8]) -> Vec<u8> {
    sequence(&[&sequence(&[RSA, NULL]), &bit_string(key)])
}

/// The SubjectPublicKeyInfo of some RSA key of `bits` bits, without a private key to sign with.
pub fn rsa_spki_of(bits: usize) -> Vec<u8> {
    let mut modulus = vec![0xff; bits.div_ceil(8)];
    modulus[0] >>= modulus.len() * 8 - bits;
    if bits.is_multiple_of(8) {
        modulus.insert(0, 0);
    }
    let key = sequence(&[&element(0x02, &modulus), &[0x02, 3, 1, 0, 1]]);
    rsa_spki(&key)
}

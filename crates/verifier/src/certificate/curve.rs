//! Points of the curves P-256, P-384 and P-521 (FIPS 186-5): whether one is on its curve. The providers check that when a
//! signature is verified, but do not offer the check alone. Keys are public, so no time here needs to be constant.

use amqtt_x509::key::Curve;

/// The first octet of a point with both coordinates (SEC 1, 2.3.3). The providers take no other form.
const UNCOMPRESSED: u8 = 4;

/// Returns whether the octets are a point of the curve with both coordinates; no point is on a curve that is not known.
pub(super) fn has_point(curve: Curve<'_>, point: &[u8]) -> bool {
    let Some((&UNCOMPRESSED, coordinates)) = point.split_first() else {
        return false;
    };
    match curve {
        Curve::P256 => P256.holds::<32>(coordinates),
        Curve::P384 => P384.holds::<48>(coordinates),
        Curve::P521 => P521.holds::<66>(coordinates),
        _ => false,
    }
}

/// The equation y² = x³ - 3x + b modulo a prime, all numbers in limbs of 64 bits, the lowest first.
struct Equation<const N: usize> {
    prime: [u64; N],
    /// -1/prime modulo 2^64, for Montgomery's multiplication.
    inverse: u64,
    /// b and 3, each divided by 2^(64 N) modulo the prime, as the squares are that they meet.
    b: [u64; N],
    three: [u64; N],
}

const P256: Equation<4> = Equation::new(
    [
        0xffff_ffff_ffff_ffff,
        0x0000_0000_ffff_ffff,
        0x0000_0000_0000_0000,
        0xffff_ffff_0000_0001,
    ],
    [
        0x3bce_3c3e_27d2_604b,
        0x651d_06b0_cc53_b0f6,
        0xb3eb_bd55_7698_86bc,
        0x5ac6_35d8_aa3a_93e7,
    ],
);
const P384: Equation<6> = Equation::new(
    [
        0x0000_0000_ffff_ffff,
        0xffff_ffff_0000_0000,
        0xffff_ffff_ffff_fffe,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
    ],
    [
        0x2a85_c8ed_d3ec_2aef,
        0xc656_398d_8a2e_d19d,
        0x0314_088f_5013_875a,
        0x181d_9c6e_fe81_4112,
        0x988e_056b_e3f8_2d19,
        0xb331_2fa7_e23e_e7e4,
    ],
);
const P521: Equation<9> = Equation::new(
    [
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
        0x0000_0000_0000_01ff,
    ],
    [
        0xef45_1fd4_6b50_3f00,
        0x3573_df88_3d2c_34f1,
        0x1652_c0bd_3bb1_bf07,
        0x5619_3951_ec7e_937b,
        0xb8b4_8991_8ef1_09e1,
        0xa2da_725b_99b3_15f3,
        0x929a_21a0_b685_40ee,
        0x953e_b961_8e1c_9a1f,
        0x0000_0000_0000_0051,
    ],
);

impl<const N: usize> Equation<N> {
    const fn new(prime: [u64; N], b: [u64; N]) -> Self {
        // Newton's iteration doubles the bits that are right: 3 at first, 96 at the end.
        let mut inverse = prime[0];
        let mut round = 0;
        while round < 5 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(prime[0].wrapping_mul(inverse)));
            round += 1;
        }
        let mut equation = Self {
            prime,
            inverse: inverse.wrapping_neg(),
            b,
            three: small(3),
        };
        equation.b = equation.product(&equation.b, &small(1));
        equation.three = equation.product(&equation.three, &small(1));
        equation
    }

    /// Returns whether two coordinates, of `OCTETS` octets each, are those of a point.
    fn holds<const OCTETS: usize>(&self, coordinates: &[u8]) -> bool {
        let Some((x, y)) = coordinates.split_first_chunk::<OCTETS>() else {
            return false;
        };
        let (Some(x), Some(y)) = (self.coordinate(x), self.coordinate(y)) else {
            return false;
        };
        if coordinates.len() != 2 * OCTETS {
            return false;
        }
        // x (x² - 3) = y² - b: two products on either side, so that both are divided by the same power of 2.
        let right = self.difference(&self.product(&y, &y), &self.b);
        let left = self.difference(&self.product(&x, &x), &self.three);
        self.product(&left, &x) == self.product(&right, &small(1))
    }

    /// Reads a coordinate; `None` where it is not below the prime (SEC 1, 2.3.5).
    fn coordinate(&self, octets: &[u8]) -> Option<[u64; N]> {
        let mut limbs = [0; N];
        for (limb, octets) in limbs.iter_mut().zip(octets.rchunks(8)) {
            let mut whole = [0; 8];
            whole[8 - octets.len()..].copy_from_slice(octets);
            *limb = u64::from_be_bytes(whole);
        }
        is_less(&limbs, &self.prime).then_some(limbs)
    }

    /// Montgomery's product, a·b / 2^(64 N) modulo the prime: after each limb of `b`, a multiple of the prime clears the
    /// lowest limb of the sum, which is dropped.
    const fn product(&self, a: &[u64; N], b: &[u64; N]) -> [u64; N] {
        let (mut total, mut top, mut row) = ([0; N], 0_u64, 0);
        while row < N {
            let (lowest, mut carry) = multiply_add(a[0], b[row], total[0], 0);
            let factor = lowest.wrapping_mul(self.inverse);
            let (_, mut carry_of_prime) = multiply_add(self.prime[0], factor, lowest, 0);
            let mut index = 1;
            while index < N {
                let limb;
                (limb, carry) = multiply_add(a[index], b[row], total[index], carry);
                (total[index - 1], carry_of_prime) =
                    multiply_add(self.prime[index], factor, limb, carry_of_prime);
                index += 1;
            }
            let last = top as u128 + carry as u128 + carry_of_prime as u128;
            (total[N - 1], top) = (last as u64, (last >> 64) as u64);
            row += 1;
        }
        match top == 0 && is_less(&total, &self.prime) {
            true => total,
            false => subtract(&total, &self.prime).0,
        }
    }

    /// a - b modulo the prime, for numbers below it.
    const fn difference(&self, a: &[u64; N], b: &[u64; N]) -> [u64; N] {
        match subtract(a, b) {
            (rest, false) => rest,
            // What was borrowed, 2^(64 N), and the prime less it, cancel out.
            (rest, true) => subtract(&rest, &subtract(&[0; N], &self.prime).0).0,
        }
    }
}

const fn small<const N: usize>(number: u64) -> [u64; N] {
    let mut limbs = [0; N];
    limbs[0] = number;
    limbs
}

/// a·b + c + d, the lower half and the upper: it cannot overflow.
const fn multiply_add(a: u64, b: u64, c: u64, d: u64) -> (u64, u64) {
    let wide = a as u128 * b as u128 + c as u128 + d as u128;
    (wide as u64, (wide >> 64) as u64)
}

/// a - b modulo 2^(64 N), and whether it was borrowed from.
const fn subtract<const N: usize>(a: &[u64; N], b: &[u64; N]) -> ([u64; N], bool) {
    let (mut rest, mut borrow, mut index) = ([0; N], false, 0);
    while index < N {
        let (limb, first) = a[index].overflowing_sub(b[index]);
        let (limb, second) = limb.overflowing_sub(borrow as u64);
        (rest[index], borrow) = (limb, first | second);
        index += 1;
    }
    (rest, borrow)
}

const fn is_less<const N: usize>(a: &[u64; N], b: &[u64; N]) -> bool {
    let mut index = N;
    while index > 0 {
        index -= 1;
        if a[index] != b[index] {
            return a[index] < b[index];
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn octets(hex: &str) -> Vec<u8> {
        let octet = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        (0..hex.len()).step_by(2).map(octet).collect()
    }

    #[test]
    fn base_points_are_on_their_curves_and_their_neighbors_are_not() {
        let base_points = [
            (
                Curve::P256,
                "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb\
                 4a7c0f9e162bce33576b315ececbb6406837bf51f5",
            ),
            (
                Curve::P384,
                "04aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e\
                 3872760ab73617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e81\
                 9d7a431d7c90ea0e5f",
            ),
            (
                Curve::P521,
                "0400c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe\
                 1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66011839296a789a3bc0045c8a5fb42c7d1bd998f544\
                 49579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd166\
                 50",
            ),
        ];
        for (curve, point) in base_points {
            let point = octets(point);
            assert!(has_point(curve, &point), "{curve}");
            for at in 1..point.len() {
                let mut beside = point.clone();
                beside[at] ^= 1;
                assert!(!has_point(curve, &beside), "{curve}, octet {at}");
            }
            assert!(!has_point(curve, &point[..point.len() - 1]));
            assert!(!has_point(curve, &[&point[..], &[0]].concat()));
            let other = if curve == Curve::P256 {
                Curve::P384
            } else {
                Curve::P256
            };
            assert!(!has_point(other, &point));
        }
    }

    #[test]
    fn the_keys_that_a_provider_makes_are_points() {
        use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ECDSA_P521_SHA512};

        let curves = [
            (Curve::P256, &PKCS_ECDSA_P256_SHA256),
            (Curve::P384, &PKCS_ECDSA_P384_SHA384),
            (Curve::P521, &PKCS_ECDSA_P521_SHA512),
        ];
        for (curve, algorithm) in curves {
            for _ in 0..200 {
                let key = KeyPair::generate_for(algorithm).unwrap();
                assert!(has_point(curve, key.public_key_raw()), "{curve}");
            }
        }
    }

    #[test]
    fn a_coordinate_is_below_the_prime() {
        // The point with x = 0, and the same with x = p, which is 0 modulo p.
        let y = octets("66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4");
        let prime = octets("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
        assert!(has_point(Curve::P256, &[&[4], &[0; 32][..], &y].concat()));
        assert!(!has_point(Curve::P256, &[&[4], &prime[..], &y].concat()));
    }
}

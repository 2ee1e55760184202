//! Name constraints of all forms, on an anchor and on an intermediate (RFC 5280 4.2.1.10).

use amqtt_verifier::certificate::{Position, Profile, Rule};

use crate::{
    forge::*,
    world::{By, ISSUER, KEYS, World},
};

/// The names of the device beside its subject `dev1`, unless a case says otherwise.
const URI: &str = "spiffe://d.example/device/dev1";

fn email(text: &str) -> Vec<u8> {
    element(0x81, text.as_bytes())
}

fn ip(octets: &[u8]) -> Vec<u8> {
    element(0x87, octets)
}

/// A directoryName of one common name, in a string type.
fn directory(tag: u8, text: &str) -> Vec<u8> {
    let attribute = sequence(&[&[0x06, 3, 0x55, 0x04, 0x03], &element(tag, text.as_bytes())]);
    element(0xa4, &sequence(&[&element(0x31, &attribute)]))
}

/// A registeredID, a form that is not known.
fn registered(id: u8) -> Vec<u8> {
    element(0x88, &[0x2a, id])
}

fn subtrees(tag: u8, bases: &[Vec<u8>]) -> Vec<u8> {
    let all: Vec<u8> = bases.iter().flat_map(|base| sequence(&[base])).collect();
    element(tag, &all)
}

fn permit(bases: &[Vec<u8>]) -> Vec<u8> {
    sequence(&[&subtrees(0xa0, bases)])
}

fn exclude(bases: &[Vec<u8>]) -> Vec<u8> {
    sequence(&[&subtrees(0xa1, bases)])
}

/// The verdict on a device with these further names below a CA with these constraints.
fn verdict(at_root: bool, constraints: &[u8], further: &[Vec<u8>]) -> Option<Rule> {
    let mut world = World::new();
    let alternatives = [&[uri(URI)], further].concat();
    world.device.0.set(SUBJECT_ALT_NAME, false, names(&alternatives));
    let ca = if at_root {
        &mut world.root.0
    } else {
        &mut world.issuer.0
    };
    ca.set(NAME_CONSTRAINTS, true, constraints.to_vec());
    world.admit(Profile::Svid).err().map(|refusal| refusal.rule())
}

#[test]
fn every_form_is_checked_on_anchors_and_intermediates() {
    let utf8 = 0x0c;
    let printable = 0x13;
    let any = |name: &str| vec![directory(utf8, ISSUER), directory(utf8, name)];
    let cases: Vec<(Vec<u8>, Vec<Vec<u8>>, bool)> = vec![
        // The host of the URI: itself, or below a base with a dot in front.
        (permit(&[uri("d.example")]), vec![], true),
        (permit(&[uri("D.EXAMPLE")]), vec![], true),
        (permit(&[uri("e.example")]), vec![], false),
        (permit(&[uri(".example")]), vec![], true),
        (permit(&[uri("example")]), vec![], false),
        (permit(&[uri(".d.example")]), vec![], false),
        (permit(&[uri("e.example"), uri("d.example")]), vec![], true),
        (permit(&[uri("")]), vec![], false),
        (permit(&[uri("spiffe://d.example")]), vec![], false),
        (exclude(&[uri("d.example")]), vec![], false),
        (exclude(&[uri(".example")]), vec![], false),
        (exclude(&[uri("e.example")]), vec![], true),
        (exclude(&[uri("*.example")]), vec![], false),
        // DNS names.
        (permit(&[dns("x.local")]), vec![dns("a.x.local")], true),
        (permit(&[dns("x.local")]), vec![dns("x.local")], true),
        (permit(&[dns(".x.local")]), vec![dns("x.local")], false),
        (permit(&[dns("x.local")]), vec![dns("ax.local")], false),
        (permit(&[dns("x.local")]), vec![dns("*.x.local")], true),
        (permit(&[dns("a.x.local")]), vec![dns("*.x.local")], false),
        (exclude(&[dns("a.x.local")]), vec![dns("*.x.local")], false),
        (exclude(&[dns("y.local")]), vec![dns("a.x.local")], true),
        (permit(&[dns("x.local")]), vec![dns("a..x.local")], false),
        (permit(&[dns("x.local")]), vec![], true),
        // Addresses.
        (
            permit(&[ip(&[10, 0, 0, 0, 255, 0, 0, 0])]),
            vec![ip(&[10, 1, 2, 3])],
            true,
        ),
        (
            permit(&[ip(&[10, 0, 0, 0, 255, 0, 0, 0])]),
            vec![ip(&[11, 1, 2, 3])],
            false,
        ),
        (
            permit(&[ip(&[10, 0, 0, 0, 255, 0, 255, 0])]),
            vec![ip(&[10, 1, 0, 3])],
            false,
        ),
        (exclude(&[ip(&[0; 8])]), vec![ip(&[10, 1, 2, 3])], false),
        (exclude(&[ip(&[0; 8])]), vec![ip(&[0; 16])], true),
        // Directory names, whatever their string type and case.
        (permit(&any("dev1")), vec![], true),
        (
            permit(&[directory(utf8, ISSUER), directory(printable, "DEV1")]),
            vec![],
            true,
        ),
        (permit(&any("dev2")), vec![], false),
        (exclude(&[directory(utf8, "dev1")]), vec![], false),
        (exclude(&[directory(utf8, "dev2")]), vec![], true),
        (exclude(&[directory(utf8, "d\u{e9}v1")]), vec![], false),
        (permit(&any("dev1")), vec![directory(utf8, "dev2")], false),
        // Mailboxes.
        (permit(&[email("d.example")]), vec![email("ada@d.example")], true),
        (
            permit(&[email("d.example")]),
            vec![email("ada@a.d.example")],
            false,
        ),
        (
            permit(&[email(".d.example")]),
            vec![email("ada@a.d.example")],
            true,
        ),
        (
            permit(&[email("ada@d.example")]),
            vec![email("bob@d.example")],
            false,
        ),
        (
            exclude(&[email("ada@d.example")]),
            vec![email("ada@D.example")],
            false,
        ),
        // A form that is not known: refused where there is a name of it, and only there.
        (permit(&[registered(3)]), vec![], true),
        (permit(&[registered(3)]), vec![registered(3)], false),
        (exclude(&[registered(3)]), vec![registered(4)], false),
        // Several forms at once.
        (
            permit(&[uri("d.example"), dns("x.local")]),
            vec![dns("a.x.local")],
            true,
        ),
        (
            permit(&[uri("d.example"), dns("x.local")]),
            vec![dns("a.y.local")],
            false,
        ),
    ];
    for (place, (constraints, further, admitted)) in cases.iter().enumerate() {
        // Below the root stands the issuer, whose subject the directory names have to allow as well.
        for at_root in [true, false] {
            let expected = (!admitted).then_some(Rule::NameConstraints);
            assert_eq!(
                verdict(at_root, constraints, further),
                expected,
                "case {place}, {at_root}"
            );
        }
    }
}

#[test]
fn constraints_that_cannot_be_read_refuse() {
    let with_minimum = sequence(&[&element(
        0xa0,
        &sequence(&[&uri("d.example"), &element(0x80, &[0])]),
    )]);
    for constraints in [
        sequence(&[]),
        permit(&[]),
        with_minimum,
        [permit(&[uri("d.example")]), vec![0]].concat(),
        vec![0x05, 0],
    ] {
        assert_eq!(
            verdict(false, &constraints, &[]),
            Some(Rule::Malformed),
            "{constraints:?}"
        );
        // An anchor may be refused before that, when it is loaded.
        let mut world = World::new();
        world.root.0.set(NAME_CONSTRAINTS, true, constraints.clone());
        if world.verifier(Profile::Device).is_ok() {
            assert_eq!(
                verdict(true, &constraints, &[]),
                Some(Rule::Malformed),
                "{constraints:?}"
            );
        }
    }
}

#[test]
fn a_refusal_names_the_name_and_both_certificates() {
    let mut world = World::new();
    world
        .issuer
        .0
        .set(NAME_CONSTRAINTS, false, permit(&[uri("e.example")]));
    let refusal = world.admit(Profile::Device).unwrap_err();
    let text = refusal.to_string();
    for part in [&Position::Leaf.to_string(), URI, "intermediate certificate 1"] {
        assert!(text.contains(part), "{text}");
    }
}

/// A peer could try to get rid of the constraints of a CA: it sends the CA's certificate as webpki is shown it.
#[test]
fn constraints_cannot_be_taken_out_of_a_certificate() {
    let mut world = World::new();
    world
        .issuer
        .0
        .set(NAME_CONSTRAINTS, true, permit(&[uri("e.example")]));
    let signed = world.issuer.0.sign(By::Root.key());
    let device = world.device.0.sign(&KEYS.issuer);
    let oid = [0x06, 3, 0x55, 0x1d, 30];
    let place = signed.windows(5).position(|octets| octets == oid).unwrap();
    let mut masked = signed.clone();
    masked[place + 4] = 127;
    masked[place + 7] = 0;
    for (chain, rule) in [
        (vec![device.clone(), masked.clone()], Rule::Signature),
        (vec![device.clone(), signed.clone()], Rule::NameConstraints),
        (
            vec![device.clone(), masked.clone(), signed.clone()],
            Rule::NameConstraints,
        ),
        (vec![device, signed, masked], Rule::NameConstraints),
    ] {
        world.chain = Some(chain);
        assert_eq!(world.admit(Profile::Device).unwrap_err().rule(), rule);
    }
}

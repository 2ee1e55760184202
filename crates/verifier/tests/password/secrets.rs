//! Nothing that is shown has a password, a salt or a digest in it.

use amqtt_verifier::password::{InvalidPassword, Password, PasswordHash, PasswordVerifier};

use crate::{SHOWN, parse, password};

#[test]
fn hashes_are_shown_by_scheme_and_cost() {
    for &(text, shown) in SHOWN {
        assert_eq!(parse(text).to_string(), shown);
        assert_eq!(format!("{:?}", parse(text)), format!("PasswordHash({shown})"));
        assert_eq!(
            format!("{:#?}", Some(parse(text))),
            format!("Some(\n    PasswordHash({shown}),\n)")
        );
        assert_eq!(parse(text).expose(), text);
    }
}

/// No run of four characters of the text that is not in the names of the schemes.
#[test]
fn errors_hold_nothing_of_the_text() {
    for &(text, _) in SHOWN {
        let secret = &text[text.len() - 60..];
        for damaged in [
            format!("{text}$"),
            format!("x{text}"),
            format!("{text}="),
            text.replace("=1", "=0"),
            text.replace("$04", "$03").replace("$2$M", "$0$M"),
            text[..text.len() - 1].to_owned(),
        ] {
            let Err(error) = PasswordHash::parse(&damaged) else {
                continue;
            };
            let shown = format!("{error} {error:?}");
            for at in (0..secret.len() - 8).filter(|&at| !secret[at..].starts_with("$")) {
                assert!(!shown.contains(&secret[at..at + 8]), "{shown}");
            }
        }
    }
}

#[test]
fn passwords_are_not_shown() {
    let typed = password(b"correct horse");
    assert_eq!(
        format!("{typed:?} {typed:#?}"),
        "Password(hidden) Password(hidden)"
    );
    assert_eq!(typed.as_bytes(), b"correct horse");
    let verifier = PasswordVerifier::new("m=64,t=1".parse().unwrap());
    assert!(!format!("{verifier:?}").contains("AAAA"));
}

#[test]
fn lengths() {
    assert_eq!(Password::new(Vec::new()).unwrap_err(), InvalidPassword::Empty);
    assert_eq!(
        Password::new(vec![b'x'; 1_025]).unwrap_err(),
        InvalidPassword::TooLong {
            max: 1_024,
            actual: 1_025
        }
    );
    assert_eq!(password(&[0]).as_bytes(), [0]);
    assert_eq!(password(&[b'x'; 1_024]).as_bytes().len(), 1_024);
}

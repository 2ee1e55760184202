//! Accounts with the hashes of their passwords, as Mosquitto and EMQX keep them.

use serde_json::json;

use super::{HASH, MOSQUITTO, accounts, import, synced};
use crate::support::tests;

tests![
    password_files_of_mosquitto_are_read,
    hashes_of_every_mosquitto_come_over,
    accounts_of_emqx_come_as_far_as_they_can_be_verified,
];

fn password_files_of_mosquitto_are_read() {
    let database = synced();
    let crypt = "$6$DogrgFC438hjWTR6$INsslE12vjv/5pTePsNlI61ZKmxR4t/mBXlBWAN92r.oOZbTU5evy4dszTbgK/gQKuYqMPyZq462umwbnHD4U0";
    let passwords = format!(
        "\u{feff}boss:{HASH}\r\n# comment\r\n dev 4\t: {HASH} \r\neve:plain:text\r\nold:{crypt}\r\nnone\r\nx:$9$a\r\ny:$9$b\r\n"
    );
    let arguments = [
        "--from",
        "mosquitto",
        "--argon2",
        "m=64,t=1,p=1",
        "--format",
        "json",
    ];
    let run = import(&database, "user", &arguments, passwords.as_bytes()).expect(0);
    let run = run.says("line 5: hashes of crypt(3)").says("line 6: missing ':'");
    assert!(run.stderr.contains("lines 7, 8: the password_hash is"), "{run:?}");
    assert_eq!(
        run.json(),
        json!({"added": 3, "updated": 0, "skipped": 0, "left_out": 4, "changed": true})
    );
    assert_eq!(accounts(&database), ["boss", "dev 4", "eve"]);
    let verify = ["user", "verify", "-c", "eve", "--password-stdin"];
    database.admin_with(&verify, b"plain:text").expect(0);
}

/// As `mosquitto_passwd` wrote them: 1.6 and older, 2.0, and 2.1, whose hash of 204 characters is the longest.
fn hashes_of_every_mosquitto_come_over() {
    let database = synced();
    let hashes = [
        (
            "secret",
            "$6$EvRPUItdhV3+Vw17$yROSGUyHRx245BVdtK72jJ7nhrsRoIXQr/xF6rlOMasX6B/xTGqrHH7nrFlyuMZz7tksOe3xo1Q9Inpjrofdzg==",
        ),
        (
            "secret1",
            "$7$101$NpTsL/bXwSnOtM4f$2oEmUGmiyODcowhUbzKGv4v73zfi+EJ1zlQDPql11q7yAZBTps4MyI4LxgPTJXppmbW44Bs46DRfGBteulMWTA==",
        ),
        (
            "secret1",
            "$argon2id$v=19$m=47104,t=1,p=1$9Ht82Gafmf+1x2hFpOQg70gf+VJaRX1oVWaX8D2AYNslbqrlsSySnCIChDbcZRGod6nJJp1+uPjUK6u4zw5mIw$XV31rh6jSctfPg1tdf2EOs/MQXJvA0ls3Fvtb1vZjiHlVQ5ZvJXxVfOm0Y+RpMmcCmZ1L/5aVLCHJZWCz+HBKA",
        ),
    ];
    let line = |(number, (_, hash)): (usize, &(&str, &str))| format!("dev{number}:{hash}\n");
    let file: String = hashes.iter().enumerate().map(line).collect();
    let run = import(
        &database,
        "user",
        &[&MOSQUITTO[..], &["--format", "json"]].concat(),
        file.as_bytes(),
    );
    let run = run.expect(0).says("2 of the hashes are Mosquitto's");
    assert_eq!(
        run.json(),
        json!({"added": 3, "updated": 0, "skipped": 0, "left_out": 0, "changed": true})
    );
    for (number, (password, _)) in hashes.iter().enumerate() {
        let name = format!("dev{number}");
        let verify = ["user", "verify", "-c", &name, "--password-stdin"];
        database.admin_with(&verify, password.as_bytes()).expect(0);
        database.admin_with(&verify, b"secret2").expect(1);
    }
}

fn accounts_of_emqx_come_as_far_as_they_can_be_verified() {
    let database = synced();
    let bcrypt = "$2b$04$abcdefghijklmnopqrstuuI3fjqSUXMMvT6fXa3iCBmLvvf54Wnbm";
    let sha = "b6c743545a7817ae8c8f624371d5f5f0373234bb0ff36b8ffbf19bce0e06ab75";
    let csv = format!(
        "user_id,password_hash,salt,is_superuser\nmy1,{sha},salt123,true\nmy2,{bcrypt},$2b$04$abcdefghijklmnopqrstuu,false\n"
    );
    let array = json!([
        {"user_id": "my3", "password_hash": bcrypt, "salt": "", "is_superuser": true},
        {"user_id": "my4", "password_hash": sha, "salt": "salt", "is_superuser": false},
        {"user_id": "my5", "password": "pw", "is_superuser": 0},
    ]);
    for input in [csv, array.to_string()] {
        let run = import(&database, "user", &["--argon2", "m=64,t=1,p=1"], input.as_bytes()).expect(0);
        let run = run
            .says("hashes of this kind cannot be verified")
            .says("superusers are not supported");
        assert!(
            !run.stderr.contains(sha) && !run.stderr.contains("salt123"),
            "{run:?}"
        );
    }
    assert_eq!(accounts(&database), ["my2", "my3", "my5"]);
}

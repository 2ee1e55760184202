//! How the service starts and ends: what it needs, what it says, and the service manager.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    os::unix::net::UnixDatagram,
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use super::{PATIENCE, Service, fleet};
use crate::support::{Run, Sandbox, tests};

tests![
    a_service_without_its_database_ends_and_says_what_to_do,
    values_out_of_bounds_are_of_the_command_line,
    files_and_addresses_at_fault_are_named,
    the_service_manager_is_told_and_what_is_under_way_is_finished,
    an_account_that_was_removed_is_refused_however_long_rows_count,
    the_unit_is_sound[Systemd],
];

fn a_service_without_its_database_ends_and_says_what_to_do() {
    let sandbox = Sandbox::new();
    let serve = |options: &[&str]| sandbox.admin(&[&["serve", "--listen", "127.0.0.1:0"], options].concat());
    serve(&[])
        .expect(3)
        .says("cannot serve without the database: sqlite:auth.db: the database file does not exist")
        .says("run `amqtt-admin user sync`");
    sandbox.write("empty.db", "");
    serve(&["--database-url", "sqlite:empty.db"])
        .expect(3)
        .says("tables are missing")
        .says("run `amqtt-admin user sync --database-url sqlite:empty.db`");

    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    for scheme in ["postgresql", "mysql"] {
        let url = format!("{scheme}://ada:secret@127.0.0.1:{port}/fleet");
        let run = serve(&["--database-url", &url]).expect(3);
        assert!(!run.stderr.contains("secret"), "{}", run.stderr);
        run.says("cannot be reached")
            .says("starts this again until it answers");
    }

    sandbox.admin(&["user", "sync"]).expect(0);
    sandbox.write("empty", "");
    sandbox.write("short", "abc\n");
    for token in ["none", "empty", "short"] {
        serve(&["--token-file", token])
            .expect(3)
            .says(token)
            .says(&format!("make one with `openssl rand -hex 32 > {token}`"));
    }
    let with_ca = Sandbox::with_ca();
    let ca = with_ca.path("ca.crt");
    let ca = ["--ca-crt", ca.to_str().unwrap(), "--uri", "d.example"];
    let inventory = [&ca[..], &["--inventory", "sqlite:none.db"]].concat();
    serve(&inventory)
        .expect(3)
        .says("cannot serve without the inventory: sqlite:none.db: the database file does not exist")
        .says("ca status --inventory");
}

fn values_out_of_bounds_are_of_the_command_line() {
    let sandbox = fleet();
    for (option, value) in [
        ("--cache-ttl", "2h"),
        ("--hash-threads", "0"),
        ("--max-connections", "65"),
    ] {
        sandbox
            .admin(&["serve", "--listen", "127.0.0.1:0", option, value])
            .expect(2)
            .says(option);
    }
}

fn files_and_addresses_at_fault_are_named() {
    let sandbox = fleet();
    sandbox
        .admin(&["server", "create", "--cn", "auth.example"])
        .expect(0);
    let serve = |options: &[&str]| sandbox.admin(&[&["serve"], options].concat());
    for address in ["9180", "localhost:9180", ":9180"] {
        serve(&["--listen", address])
            .expect(2)
            .says("must be an IP address and a port, such as 127.0.0.1:9180");
    }
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    serve(&["--listen", &address])
        .expect(3)
        .says(&format!("cannot listen at {address}: Address already in use"))
        .says("choose another address with --listen");
    serve(&["--tls-crt", "server.crt", "--tls-key", "ca.key"])
        .expect(1)
        .says("ca.key is not the key of server.crt")
        .says("--tls-crt and --tls-key");
    let run = serve(&["--ca-crt", "ca.crt", "--crl", "none.crl"]).expect(3);
    let words = "error: cannot use none.crl: No such file or directory\n";
    assert!(run.stderr.ends_with(words), "{}", run.stderr);
}

fn the_service_manager_is_told_and_what_is_under_way_is_finished() {
    let sandbox = fleet();
    let socket = sandbox.path("notify");
    let manager = UnixDatagram::bind(&socket).unwrap();
    manager.set_read_timeout(Some(PATIENCE)).unwrap();
    let heard = || {
        let mut state = [0; 256];
        let length = manager.recv(&mut state).unwrap();
        String::from_utf8(state[..length].to_vec()).unwrap()
    };
    let mut service = Service::start_with(&sandbox, &[], |command| {
        command.env("NOTIFY_SOCKET", &socket);
    });
    assert_eq!(heard(), "READY=1");

    let body = json!({"username": "pump-7", "password": "pump-7 secret", "client_id": "c"}).to_string();
    let mut stream = TcpStream::connect(&service.address).unwrap();
    write!(
        stream,
        "POST /amqtt/user HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    )
    .unwrap();
    // The service says so when it waits for the body.
    let mut going_on = [0; 25];
    stream.read_exact(&mut going_on).unwrap();
    assert_eq!(&going_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    kill_process(Pid::from_child(&service.child), Signal::TERM).unwrap();
    assert_eq!(heard(), "STOPPING=1");
    let ended = Instant::now();
    while TcpStream::connect(&service.address).is_ok() {
        assert!(ended.elapsed() < PATIENCE, "it goes on to accept connections");
        thread::sleep(Duration::from_millis(10));
    }
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.ends_with("{\"ok\":true}"), "{answer}");
    assert_eq!(service.child.wait().unwrap().code(), Some(0), "{}", service.log());
}

fn an_account_that_was_removed_is_refused_however_long_rows_count() {
    let sandbox = fleet();
    let service = Service::start(&sandbox, &["--cache-ttl", "1h"]);
    let login = json!({"username": "pump-7", "password": "pump-7 secret", "client_id": "c"});
    let topic = json!({"username": "pump-7", "client_id": "c", "acc": 2, "topic": "fleet/pump-7/state"});
    let may = |path: &str, asked| service.ask(path, asked)["ok"] == true;
    assert!(may("/amqtt/user", &login) && may("/amqtt/acl", &topic));
    sandbox.admin(&["user", "rm", "-c", "pump-7", "--yes"]).expect(0);
    let removed = Instant::now();
    while may("/amqtt/user", &login) || may("/amqtt/acl", &topic) {
        assert!(removed.elapsed() < PATIENCE, "it is still admitted");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The unit of the Debian package, for the program that is tested.
fn the_unit_is_sound() {
    let sandbox = Sandbox::new();
    let unit = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/packaging/amqtt-admin-serve.service"
    ))
    .unwrap();
    assert!(unit.contains("ExecStart=/usr/bin/amqtt-admin "));
    let name = "amqtt-admin-serve.service";
    sandbox.write(
        name,
        unit.replace("/usr/bin/amqtt-admin", env!("CARGO_BIN_EXE_amqtt-admin")),
    );
    let path = sandbox.path(name);
    let analyze = |arguments: &[&str]| {
        let mut command = sandbox.command("systemd-analyze");
        Run::of(command.args(arguments).arg(&path)).expect(0)
    };
    let verified = analyze(&["verify", "--man=no"]);
    assert_eq!(verified.stderr, "");
    // Tenths of its ten points: what is left is the network, which it is for.
    analyze(&["security", "--offline=true", "--threshold=15", "--no-pager"]);
}

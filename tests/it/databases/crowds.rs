//! Many at once, and ends at any moment: nothing that was said to be done is lost.

use std::{
    process::{Child, Stdio},
    thread,
    time::Duration,
};

use super::{
    accounts, add,
    database::{Database, on_every_database},
    rights,
};
use crate::support::{Run, Test};

pub(super) fn tests() -> Vec<Test> {
    on_every_database![
        eight_syncs_at_once_make_the_tables,
        of_fifty_rights_given_at_once_none_is_lost,
        rights_given_and_taken_at_once_come_out_even,
        of_twenty_accounts_of_one_name_one_is_made,
        a_kill_leaves_no_broken_row,
    ]
}

/// Starts our executable once for each list of arguments, all at once.
pub(super) fn start_all(database: &Database, commands: &[Vec<String>]) -> Vec<Child> {
    let start = |arguments: &Vec<String>| {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = database.admin_command(&arguments);
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    commands.iter().map(start).collect()
}

pub(super) fn run_all(database: &Database, commands: &[Vec<String>]) -> Vec<Run> {
    let children = start_all(database, commands);
    let ended = children.into_iter().zip(commands);
    ended
        .map(|(child, arguments)| Run::ended(arguments.join(" "), &child.wait_with_output().unwrap()))
        .collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

fn topic(verb: &str, client: &str, number: usize) -> Vec<String> {
    words(&format!("topic {verb} -c {client} -a publish plant/{number:02}"))
}

fn eight_syncs_at_once_make_the_tables(database: &Database) {
    let syncs = vec![words("user sync"); 8];
    for run in run_all(database, &syncs) {
        run.expect(0);
    }
    add(database, "dev1", "publish", "a");
    // And on tables that are there, with something in them.
    for run in run_all(database, &syncs) {
        run.expect(0);
    }
    assert_eq!(rights(database), ["dev1 publish a"]);
}

fn of_fifty_rights_given_at_once_none_is_lost(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    for (client, before) in [("absent", None), ("present", Some("first"))] {
        if let Some(topic) = before {
            add(database, client, "publish", topic);
        }
        let adds: Vec<_> = (0..50).map(|number| topic("add", client, number)).collect();
        for run in run_all(database, &adds) {
            run.expect(0);
        }
        let mut stored: Vec<String> = rights(database)
            .into_iter()
            .filter(|right| right.starts_with(client))
            .collect();
        stored.sort();
        let expected = before
            .into_iter()
            .map(str::to_owned)
            .chain((0..50).map(|number| format!("plant/{number:02}")));
        let expected: Vec<String> = expected
            .map(|topic| format!("{client} publish {topic}"))
            .collect();
        assert_eq!(stored, expected);
    }
}

fn rights_given_and_taken_at_once_come_out_even(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    for number in 0..20 {
        add(database, "dev1", "publish", &format!("plant/{number:02}"));
    }
    let take = (0..20).map(|number| topic("rm", "dev1", number));
    let give = (20..40).map(|number| topic("add", "dev1", number));
    let both: Vec<_> = take.zip(give).flat_map(|(take, give)| [take, give]).collect();
    for run in run_all(database, &both) {
        run.expect(0);
    }
    let mut stored = rights(database);
    stored.sort();
    let expected: Vec<String> = (20..40)
        .map(|number| format!("dev1 publish plant/{number:02}"))
        .collect();
    assert_eq!(stored, expected);
}

fn of_twenty_accounts_of_one_name_one_is_made(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let password = |number: usize| format!("password-{number}");
    let adds: Vec<_> = (0..20)
        .map(|number| {
            let file = format!("password-{number}.txt");
            database.sandbox.write(&file, password(number));
            words(&format!(
                "user add -c dev1 --argon2 m=64,t=1,p=1 --password-file {file}"
            ))
        })
        .collect();
    let runs = run_all(database, &adds);
    let winners: Vec<usize> = (0..20).filter(|&number| runs[number].code == Some(0)).collect();
    assert_eq!(winners.len(), 1, "{runs:#?}");
    assert!(
        runs.iter().all(|run| matches!(run.code, Some(0 | 1))),
        "{runs:#?}"
    );
    // The one that was told so is the one that is stored.
    assert_eq!(accounts(database), ["dev1"]);
    let verify = ["user", "verify", "-c", "dev1", "--password-stdin"];
    database
        .admin_with(&verify, password(winners[0]).as_bytes())
        .expect(0);
}

fn a_kill_leaves_no_broken_row(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    let mut done = Vec::new();
    for number in 0..60_u64 {
        let mut child = start_all(database, &[topic("add", "dev1", number as usize)]).remove(0);
        // From before it has begun until after it has ended.
        thread::sleep(Duration::from_micros(number * 600));
        let _ = child.kill();
        if child.wait().unwrap().success() {
            done.push(format!("dev1 publish plant/{number:02}"));
        }
    }
    // No broken row (which would be exit 3), nothing lost that was done, and the next run works.
    let stored = rights(database);
    assert!(
        done.iter().all(|right| stored.contains(right)),
        "{done:?} {stored:?}"
    );
    assert!(done.len() < 60, "nobody was killed");
    add(database, "dev1", "publish", "after");
    assert!(rights(database).contains(&"dev1 publish after".to_owned()));
}

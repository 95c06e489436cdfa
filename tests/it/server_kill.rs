//! The real program with real durability, killed again and again in the middle of its work: what it
//! has acknowledged is there, and what it has not is there at most once.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use dayek::entropy::SystemEntropy;
use dayek::store::{APP_ROLE, DATABASE, password};
use dayek::vault::RootKey;
use dayek_domain::points::Points;
use dayek_tests::dice::Dice;
use dayek_tests::guardian::Guarded;
use dayek_tests::program::{HttpAnswer, Program, binary, command, printed, send};
use serde_json::{Value, json};
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

const WRITERS: u32 = 4;

fn kills() -> u32 {
    std::env::var("DAYEK_KILLS").map_or(20, |kills| kills.parse().expect("DAYEK_KILLS is a number"))
}

/// The school the marks are given in, as `dayek demo` tells of it.
struct Demo {
    token: String,
    assessment: String,
    pupils: Vec<String>,
}

impl Demo {
    fn load(binary: &Path, guarded: &Guarded) -> Self {
        let told = printed(command(binary, guarded).args(["demo", "--no-serve"]));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            token: text(&told["token"]),
            assessment: text(&told["assessment"]),
            pupils: told["pupils"].as_array().unwrap().iter().map(text).collect(),
        }
    }
}

/// One mark to give. No two have the same value, so that each can be told in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Deed(u32);

/// What the writer knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Acknowledged,
    Unknown,
}

impl Deed {
    fn value(self) -> String {
        let scaled = 10_000 + self.0;
        format!("{}.{:04}", scaled / 10_000, scaled % 10_000)
    }

    fn send(self, demo: &Demo, address: SocketAddr) -> Result<HttpAnswer, std::io::Error> {
        let pupil = &demo.pupils[usize::try_from(self.0).unwrap() % demo.pupils.len()];
        let path = format!("/api/v1/assessments/{}/marks/{pupil}", demo.assessment);
        let (bearer, key) = (format!("Bearer {}", demo.token), format!("deed-{}", self.0));
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", key.as_str())];
        let body = json!({ "value": self.value(), "on": "2026-09-15" });
        send(address, "PUT", &path, &headers, &body.to_string())
    }

    fn outcome(self, demo: &Demo, address: SocketAddr) -> Outcome {
        match self.send(demo, address) {
            Ok(answer) if (200..300).contains(&answer.status) => Outcome::Acknowledged,
            Ok(answer) if answer.status >= 500 => Outcome::Unknown,
            Ok(answer) => panic!("{self:?} was refused: {}", answer.text),
            Err(_) => Outcome::Unknown,
        }
    }
}

/// Several writers give marks until the program dies, which it does after so many answers.
fn write_until_killed(
    program: Program,
    demo: &Demo,
    next: &AtomicU32,
    answers: usize,
    deeds: &mut BTreeMap<Deed, Outcome>,
) {
    let address = program.address;
    let mut program = Some(program);
    let (tell, told) = channel();
    thread::scope(|scope| {
        for _ in 0..WRITERS {
            let tell = tell.clone();
            scope.spawn(move || {
                loop {
                    let deed = Deed(next.fetch_add(1, Ordering::Relaxed));
                    let outcome = deed.outcome(demo, address);
                    tell.send((deed, outcome)).unwrap();
                    if outcome == Outcome::Unknown {
                        break;
                    }
                }
            });
        }
        drop(tell);
        for (deed, outcome) in told {
            deeds.insert(deed, outcome);
            if deeds.len() >= answers
                && let Some(program) = program.take()
            {
                program.kill();
            }
        }
    });
}

/// How often each value was given, by the log itself.
async fn given(guarded: &Guarded, assessment: &str) -> BTreeMap<String, usize> {
    let (root, _) = RootKey::open_or_make(&guarded.data_dir().join("keys/root.key"), &SystemEntropy).unwrap();
    let mut connection = PgConnectOptions::new_without_pgpass()
        .socket(guarded.data_dir().join("run"))
        .port(5432)
        .username(APP_ROLE)
        .password(&password(&root, APP_ROLE))
        .database(DATABASE)
        .connect()
        .await
        .unwrap();
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT coalesce(payload->>'to', payload->>'value') FROM events
         WHERE aggregate_type = 'assessment' AND aggregate_id = $1 AND event_type IN ('mark_given', 'mark_changed')",
    )
    .bind(assessment)
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut given = BTreeMap::new();
    for (value,) in rows {
        *given.entry(value).or_default() += 1;
    }
    given
}

fn times(given: &BTreeMap<String, usize>, deed: Deed) -> usize {
    let value: Points = deed.value().parse().unwrap();
    given.get(&value.to_string()).copied().unwrap_or_default()
}

async fn the_log_keeps_its_word(guarded: &Guarded, demo: &Demo, deeds: &BTreeMap<Deed, Outcome>) {
    let given = given(guarded, &demo.assessment).await;
    for (deed, outcome) in deeds {
        let times = times(&given, *deed);
        match outcome {
            Outcome::Acknowledged => assert_eq!(times, 1, "{deed:?} was acknowledged"),
            Outcome::Unknown => assert!(times <= 1, "{deed:?} is there {times} times"),
        }
    }
}

/// Sends what is not known again, under the same key, and something that is known besides.
fn make_certain(demo: &Demo, address: SocketAddr, deeds: &mut BTreeMap<Deed, Outcome>) {
    let known = deeds.iter().find(|(_, outcome)| **outcome == Outcome::Acknowledged).map(|(deed, _)| *deed);
    for (deed, outcome) in deeds.iter_mut().filter(|(_, outcome)| **outcome == Outcome::Unknown) {
        *outcome = deed.outcome(demo, address);
        assert_eq!(*outcome, Outcome::Acknowledged, "{deed:?} fails again");
    }
    if let Some(deed) = known {
        let again = deed.send(demo, address).unwrap();
        assert!(again.text.contains("idempotency-replayed: true"), "{}", again.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_in_the_middle_of_its_work_keeps_what_it_has_acknowledged() {
    let binary = binary();
    let guarded = Guarded::new();
    let demo = Demo::load(&binary, &guarded);
    let next = AtomicU32::new(1);
    let mut dice = Dice::new(1);
    let mut all = BTreeMap::new();
    for _ in 0..kills() {
        let program = Program::start(&binary, &guarded);
        let mut deeds = BTreeMap::new();
        let answers = usize::try_from(1 + dice.below(25)).unwrap();
        write_until_killed(program, &demo, &next, answers, &mut deeds);

        let program = Program::start(&binary, &guarded);
        the_log_keeps_its_word(&guarded, &demo, &deeds).await;
        make_certain(&demo, program.address, &mut deeds);
        all.extend(deeds);
        program.end();
    }
    let program = Program::start(&binary, &guarded);
    the_log_keeps_its_word(&guarded, &demo, &all).await;
    program.end();
    let checked = printed(command(&binary, &guarded).arg("check"));
    assert_eq!(checked["faults"], json!([]));
    nothing_is_left_of(guarded);
}

fn nothing_is_left_of(guarded: Guarded) {
    let folder = guarded.folder().to_owned();
    assert!(!guarded.data_dir().join("postgres/postmaster.pid").exists(), "the server was left running");
    drop(guarded);
    assert!(!folder.exists(), "{} was left behind", folder.display());
    let Ok(processes) = fs::read_dir("/proc") else { return };
    for process in processes.flatten() {
        let Ok(line) = fs::read(process.path().join("cmdline")) else { continue };
        let line = String::from_utf8_lossy(&line);
        assert!(!line.contains(&*folder.to_string_lossy()), "a process was left running: {line}");
    }
}

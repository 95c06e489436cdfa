//! The rules that let the same migrations run on one server and on a cluster of them, held over the
//! text of every migration. Each rule is shown to bite.

use std::collections::{BTreeMap, BTreeSet};

use dayek_tests::repository::migrations;
use dayek_tests::sql::{Statement, Table, statements};

/// Tables that belong to no institution, each with its reason.
const SHARED: [(&str, &str); 2] = [
    ("projection_version", "a few rows about the program's own builds, a reference table on a cluster"),
    ("keys.installation", "one row about the whole database"),
];

#[test]
fn every_migration_can_grow_past_one_machine() {
    let files = migrations();
    assert!(files.len() >= 9, "only {} migrations were found", files.len());
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let violations = violations(&files, &SHARED);
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn every_rule_bites() {
    for (bad, expected) in [
        ("CREATE TABLE t (id uuid PRIMARY KEY)", "t has no institution_id uuid NOT NULL"),
        ("CREATE TABLE t (institution_id uuid, id uuid, PRIMARY KEY (institution_id, id))", "t has no inst"),
        ("CREATE TABLE t (institution_id uuid NOT NULL, id uuid)", "t has no primary key"),
        ("CREATE TABLE t (institution_id uuid NOT NULL, id uuid PRIMARY KEY)", "a key of t"),
        ("CREATE TABLE t (institution_id uuid NOT NULL, id uuid, PRIMARY KEY (id))", "a key of t"),
        ("CREATE TABLE t (institution_id uuid NOT NULL PRIMARY KEY, n text UNIQUE)", "a key of t"),
        ("CREATE TABLE t (institution_id uuid NOT NULL PRIMARY KEY, n text, UNIQUE (n))", "a key of t"),
        ("CREATE TABLE t (institution_id uuid NOT NULL PRIMARY KEY, p uuid REFERENCES p)", "a key of t"),
        ("CREATE UNIQUE INDEX ON t (n)", "a unique index on t"),
        ("CREATE TABLE t (institution_id uuid NOT NULL PRIMARY KEY)", "t is not distributed"),
        (
            "CREATE TABLE t (institution_id uuid NOT NULL PRIMARY KEY);
             SELECT distribute_by_institution('t'); CREATE INDEX ON t (n)",
            "t is distributed before",
        ),
        ("CREATE INDEX ON early (n)", "on early"),
        ("ALTER TABLE early ALTER COLUMN n SET NOT NULL", "on early"),
        ("CREATE TRIGGER x BEFORE UPDATE ON early FOR EACH ROW EXECUTE FUNCTION f()", "on early"),
        ("UPDATE t SET at = clock_timestamp()", "clock_timestamp"),
        ("DO $$ BEGIN DELETE FROM t WHERE n < random(); END $$", "random"),
        (
            "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN
               IF true THEN UPDATE t SET id = gen_random_uuid(); END IF; END $f$",
            "gen_random_uuid",
        ),
        (
            "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
             AS $$ BEGIN SET search_path = public; END $$",
            "search_path",
        ),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$", "language sql"),
        ("DO $$ BEGIN PERFORM pg_advisory_xact_lock(1); END $$", "pg_advisory"),
        ("CREATE RULE r AS ON INSERT TO t DO ALSO NOTIFY changed", "notify"),
        ("CREATE SEQUENCE s", "create sequence"),
        ("CREATE TABLE t (institution_id uuid NOT NULL PRIMARY KEY, n bigserial)", "serial"),
        (
            "CREATE TABLE t (institution_id uuid NOT NULL PRIMARY KEY, n bigint GENERATED ALWAYS AS IDENTITY)",
            "as identity",
        ),
    ] {
        let early = "CREATE TABLE early (institution_id uuid NOT NULL PRIMARY KEY, n text);
                     SELECT distribute_by_institution('early');";
        let found = violations(&[("0001", early), ("0002", bad)], &[]);
        assert!(found.iter().any(|violation| violation.contains(expected)), "{bad}\n{found:#?}");
        assert!(found.iter().all(|violation| violation.starts_with("0002")), "{bad}\n{found:#?}");
    }
}

#[test]
fn what_is_allowed_is_not_complained_of() {
    let early = "-- institution_id is missing from this comment; CREATE SEQUENCE s;
        CREATE TABLE early (institution_id uuid NOT NULL, id uuid NOT NULL, at timestamptz,
          PRIMARY KEY (institution_id, id), CHECK (id IS NOT NULL));
        CREATE INDEX ON early (institution_id, at);
        CREATE TRIGGER x BEFORE UPDATE OR DELETE ON early FOR EACH ROW EXECUTE FUNCTION f();
        GRANT SELECT ON early TO dayek_app;
        SELECT distribute_by_institution('early');";
    let later = "ALTER TABLE early ADD COLUMN n text;
        DO $$ BEGIN CREATE INDEX ON early (institution_id, n); END $$;
        CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
          SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN
          INSERT INTO early VALUES (a, b, clock_timestamp()) ON CONFLICT DO UPDATE SET at = now();
          UPDATE early SET at = now(); END $$;";
    let found = violations(&[("0001", early), ("0002", later)], &[]);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn an_exception_that_is_no_longer_needed_must_go() {
    let text =
        "CREATE TABLE t (institution_id uuid NOT NULL PRIMARY KEY); SELECT distribute_by_institution('t');";
    let found = violations(&[("0001", text)], &[("t", "small"), ("gone", "small")]);
    assert_eq!(
        found,
        ["the exception for t is no longer needed", "the exception for gone is no longer needed"]
    );
}

/// Everything that breaks a rule, file by file.
fn violations(files: &[(&str, &str)], shared: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    let mut made: BTreeMap<String, &str> = BTreeMap::new();
    let mut needed = BTreeSet::new();
    for (name, text) in files {
        let statements = statements(text);
        for (place, statement) in statements.iter().enumerate() {
            let mut breaks = Vec::new();
            if let Some(table) = statement.table() {
                let complaints = complaints_of_table(&table, &statements[place + 1..]);
                if shared.iter().any(|(exception, _)| *exception == table.name) {
                    needed.extend((!complaints.is_empty()).then(|| table.name.clone()));
                } else {
                    breaks.extend(complaints);
                }
                made.insert(table.name, name);
            }
            breaks.extend(complaints_of_definition(statement, &made, name));
            breaks.extend(complaints_of_body(statement));
            found.extend(breaks.into_iter().map(|complaint| format!("{name}: {complaint}")));
        }
    }
    let unneeded = shared.iter().filter(|(exception, _)| !needed.contains(*exception));
    found.extend(unneeded.map(|(exception, _)| format!("the exception for {exception} is no longer needed")));
    found
}

fn complaints_of_table(table: &Table, later: &[Statement]) -> Vec<String> {
    let name = &table.name;
    let mut found = Vec::new();
    if !table.items.iter().any(|item| item.starts_with("institution_id uuid not null")) {
        found.push(format!("{name} has no institution_id uuid NOT NULL"));
    }
    if !table.items.iter().any(|item| item.contains("primary key")) {
        found.push(format!("{name} has no primary key"));
    }
    let is_key = |item: &&String| {
        ["primary key", "unique", "references", "foreign key"].iter().any(|word| item.contains(word))
    };
    for item in table.items.iter().filter(is_key) {
        if !words(item).any(|word| word == "institution_id") {
            found.push(format!("a key of {name} does without institution_id: {item}"));
        }
    }
    let call = format!("select distribute_by_institution('{name}')");
    match later.iter().position(|statement| statement.head == call) {
        None => found.push(format!("{name} is not distributed in the file that makes it")),
        Some(place) => {
            let after = later[place + 1..].iter().filter(|statement| statement.about() == Some(name));
            found.extend(after.map(|statement| format!("{name} is distributed before: {}", statement.head)));
        }
    }
    found
}

fn complaints_of_definition(statement: &Statement, made: &BTreeMap<String, &str>, file: &str) -> Vec<String> {
    let mut found = Vec::new();
    let head = &statement.head;
    if let Some(table) = statement.about() {
        if head.starts_with("create unique index") && !words(head).any(|word| word == "institution_id") {
            found.push(format!("a unique index on {table} does without institution_id"));
        }
        let is_older = made.get(table).is_some_and(|maker| *maker != file);
        if is_older && !statement.may_come_later() {
            found.push(format!("outside a DO block on {table}, which an earlier file made: {head}"));
        }
    }
    let makes_function =
        head.starts_with("create function") || head.starts_with("create or replace function");
    if makes_function && head.contains("security definer") && !head.contains("set search_path") {
        found.push(format!("SECURITY DEFINER without search_path as an attribute: {head}"));
    }
    if makes_function && head.contains("language sql") {
        found.push(format!("a function in language sql: {head}"));
    }
    found
}

fn complaints_of_body(statement: &Statement) -> Vec<String> {
    let mut found = Vec::new();
    for change in statement.changes_of_rows() {
        for volatile in ["clock_timestamp(", "random(", "gen_random_uuid("] {
            if change.contains(volatile) {
                found.push(format!("{volatile}) in a change of rows: {change}"));
            }
        }
    }
    let text = format!("{} {}", statement.head, statement.body.as_deref().unwrap_or_default());
    for forbidden in ["pg_advisory", "pg_notify", "create sequence", "as identity", "nextval("] {
        if text.contains(forbidden) {
            found.push(format!("{forbidden} has no order and no meaning between servers"));
        }
    }
    for forbidden in ["serial", "bigserial", "smallserial", "notify"] {
        if words(&text).any(|word| word == forbidden) {
            found.push(format!("{forbidden} has no order and no meaning between servers"));
        }
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
}

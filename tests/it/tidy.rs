//! House rules, held over the text of the repository.

use std::collections::BTreeSet;
use std::fs;

use dayek_tests::repository::{files, migrations, root, sources};

const PACKAGES: [&str; 4] = ["domain", "projections", "api", "tests"];
/// What runs at a school.
const PRODUCTION: [&str; 3] = ["domain/src", "projections/src", "api/src"];

#[test]
fn the_domain_does_without_network_database_runtime_and_logging() {
    let manifest = fs::read_to_string(root().join("domain/Cargo.toml")).unwrap();
    let named: BTreeSet<&str> =
        manifest.lines().filter_map(|line| line.split(['.', ' ', '=']).next()).collect();
    assert!(named.contains("cqrs-es"), "the manifest was not understood");
    for outside in ["axum", "postgres-es", "sqlx", "tokio", "tracing"] {
        assert!(!named.contains(outside), "the domain names {outside}");
    }
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let all = sources(&PACKAGES);
    assert!(all.len() > 100, "only {} files were found", all.len());
    let long: Vec<String> = all
        .iter()
        .map(|(name, text)| (name, text.lines().count()))
        .filter(|(_, lines)| *lines > 400)
        .map(|(name, lines)| format!("{name}: {lines}"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn nothing_is_ignored_left_for_later_or_allowed() {
    // Put together here, so that this file does not find itself.
    let shortcuts = [
        concat!("#[", "ignore"),
        concat!("to", "do!("),
        concat!("unimpl", "emented!("),
        concat!("#[", "allow("),
        concat!("#![", "allow("),
    ];
    let mut found = Vec::new();
    for (name, text) in sources(&PACKAGES) {
        found.extend(
            shortcuts.iter().filter(|word| text.contains(*word)).map(|word| format!("{name}: {word}")),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_stream_is_laid_out_alike() {
    let all = files("domain/src");
    let streams: Vec<_> = all.iter().filter(|path| path.ends_with("command.rs")).collect();
    assert!(streams.len() >= 8, "only {} streams were found", streams.len());
    for command in streams {
        for name in ["mod", "command", "event", "state", "error", "tests"] {
            let file = command.with_file_name(format!("{name}.rs"));
            assert!(file.is_file(), "{} is missing", file.display());
        }
    }
}

#[test]
fn every_dependency_is_accounted_for_in_the_architecture() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap();
    let section = section.split("\n[").next().unwrap();
    let named = section.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    let foreign: Vec<&str> = named.filter(|name| !name.starts_with("dayek")).collect();
    assert!(foreign.len() > 20, "the manifest was not understood: {foreign:?}");
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let words: BTreeSet<&str> = architecture
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-' && letter != '_')
        .collect();
    let silent: Vec<&str> = foreign.into_iter().filter(|name| !words.contains(name)).collect();
    assert!(silent.is_empty(), "ARCHITECTURE.md does not name {}", silent.join(", "));
}

#[test]
fn migrations_are_numbered_one_by_one() {
    let numbers: Vec<u32> =
        migrations().iter().map(|(name, _)| name.split_once('_').unwrap().0.parse().unwrap()).collect();
    let dense: Vec<u32> = (1..).take(numbers.len()).collect();
    assert_eq!(numbers, dense);
}

#[test]
fn no_mark_is_a_float() {
    let mut found = Vec::new();
    for (name, text) in sources(&["domain/src", "projections/src"]) {
        let floats = ["f32", "f64"];
        found.extend(words(&text).filter(|word| floats.contains(word)).map(|word| format!("{name}: {word}")));
    }
    for (name, text) in migrations() {
        let text = text.to_lowercase();
        let floats = ["real", "double", "float", "float4", "float8"];
        let code = text.lines().map(|line| line.split("--").next().unwrap_or_default());
        let found_here = code.flat_map(words).filter(|word| floats.contains(word));
        found.extend(found_here.map(|word| format!("{name}: {word}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_frameworks_repository_is_used_for_checking_alone() {
    let using: Vec<String> = sources(&PRODUCTION)
        .into_iter()
        .filter(|(_, text)| text.contains("postgres_es"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(using, ["api/src/check.rs"]);
}

#[test]
fn events_are_written_by_the_database_function_alone() {
    let mut found = Vec::new();
    for (name, text) in sources(&PRODUCTION) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        for write in ["insert into events", "update events", "delete from events", "truncate events"] {
            found.extend(text.contains(write).then(|| format!("{name}: {write}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
}

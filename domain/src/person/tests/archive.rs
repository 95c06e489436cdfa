//! People who are of the institution no more, and those who come back.

use chrono::NaiveDate;
use cqrs_es::DomainEvent as _;
use expect_test::expect;

use super::super::Person;
use super::{Command, Event, Refusal};
use super::{after, aigerim, person, program_registered, reason, register, registered, sealed};
use crate::fact::read;
use crate::personal::Personal;

fn june(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
}

fn archive(day: u32) -> Command {
    Command::Archive { on: june(day), reason: Some(reason()) }
}

fn archived(day: u32) -> Event {
    Event::PersonArchived { on: june(day), reason: Some(reason()) }
}

#[test]
fn a_human_is_archived_once_with_a_day_and_a_reason() {
    person([registered(aigerim())]).when(archive(25)).then_expect_events(vec![archived(25)]);
    for day in [25, 26] {
        person([registered(aigerim()), archived(25)]).when(archive(day)).then_expect_events(vec![]);
    }
}

#[test]
fn whoever_comes_back_is_restored_once_and_may_be_archived_again() {
    let left = [registered(aigerim()), archived(25)];
    person(left.clone()).when(Command::Restore).then_expect_events(vec![Event::PersonRestored]);
    let [came, gone] = left;
    person([came.clone()]).when(Command::Restore).then_expect_events(vec![]);
    person([came, gone, Event::PersonRestored]).when(archive(28)).then_expect_events(vec![archived(28)]);
}

#[test]
fn nobody_who_is_not_there_and_no_program_is_archived() {
    person([]).when(archive(25)).then_expect_error(Refusal::NotRegistered);
    person([]).when(Command::Restore).then_expect_error(Refusal::NotRegistered);
    person([program_registered("Timetable")]).when(archive(25)).then_expect_error(Refusal::IsAProgram);
}

#[test]
fn the_data_of_somebody_archived_may_still_be_put_right_and_does_not_bring_them_back() {
    let given = [registered(aigerim()), archived(25)];
    person(given.clone()).when(register(aigerim())).then_expect_events(vec![]);
    assert!(after(given).is_archived());
    assert!(!after([registered(aigerim())]).is_archived());
    assert!(!after([registered(aigerim()), archived(25), Event::PersonRestored]).is_archived());
}

#[test]
fn somebody_whose_data_was_not_opened_may_be_archived() {
    let given = [Event::PersonRegistered { details: sealed() }];
    person(given).when(archive(25)).then_expect_events(vec![archived(25)]);
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_of_an_archive_is_frozen() {
    let every_event = [
        archived(25),
        Event::PersonArchived { on: june(25), reason: None },
        Event::PersonArchived { on: june(25), reason: Some(Personal::Sealed("pii1.x".to_owned())) },
        Event::PersonRestored,
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<Person>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"on":"2026-06-25","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":"the court has decided"},"type":"person_archived"}
        {"on":"2026-06-25","reason":null,"type":"person_archived"}
        {"on":"2026-06-25","reason":"pii1.x","type":"person_archived"}
        {"type":"person_restored"}"#]]
    .assert_eq(&rows.join("\n"));
}

//! What lists of a school show of a human: put right, added to, and stored.

use chrono::NaiveDate;
use expect_test::expect;

use super::super::{Iin, PersonDetails, Sex, TaughtIn};
use super::{AIGERIM, Command, Event, Refusal};
use super::{aigerim, aigerim_in_full, amended, erased, named, person, program_registered, registered};

fn in_the_lists() -> PersonDetails {
    PersonDetails {
        iin: Some(Iin::parse("990101100010").unwrap()),
        birth_date: NaiveDate::from_ymd_opt(1899, 1, 1),
        sex: Some(Sex::Female),
        address: Some("Абай көшесі, 1".to_owned()),
        taught_in: Some(TaughtIn::Kazakh),
        position: Some("мұғалім".to_owned()),
        education: Some("жоғары".to_owned()),
        ..aigerim()
    }
}

fn amend(details: PersonDetails) -> Command {
    Command::Amend { person_id: AIGERIM, details }
}

fn supplement(details: PersonDetails) -> Command {
    Command::Supplement { person_id: AIGERIM, details }
}

#[test]
fn a_form_takes_off_what_it_leaves_empty_and_keeps_how_another_system_calls_the_person() {
    let was = aigerim_in_full();
    let now = PersonDetails {
        external_id: was.external_id.clone(),
        user_name: was.user_name.clone(),
        identifier: was.identifier.clone(),
        ..in_the_lists()
    };
    person([registered(was.clone())])
        .when(amend(in_the_lists()))
        .then_expect_events(vec![amended(was.clone(), now.clone())]);
    person([registered(was.clone()), amended(was, now)])
        .when(amend(in_the_lists()))
        .then_expect_events(vec![]);
}

#[test]
fn only_a_registered_human_is_amended_and_never_to_nobody() {
    person([]).when(amend(aigerim())).then_expect_error(Refusal::NotRegistered);
    person([program_registered("Timetable")]).when(amend(aigerim())).then_expect_error(Refusal::IsAProgram);
    person([registered(aigerim())]).when(amend(named(" ", ""))).then_expect_error(Refusal::NameMissing);
    person([Event::PersonRegistered { details: erased() }])
        .when(amend(aigerim()))
        .then_expect_error(Refusal::Erased);
}

#[test]
fn a_list_adds_to_what_is_known_and_takes_nothing_off() {
    person([]).when(supplement(in_the_lists())).then_expect_events(vec![registered(in_the_lists())]);
    let both = PersonDetails { phone: Some("+7 700".to_owned()), ..in_the_lists() };
    let phone = PersonDetails { phone: Some("+7 700".to_owned()), ..aigerim() };
    person([registered(in_the_lists())])
        .when(supplement(phone.clone()))
        .then_expect_events(vec![amended(in_the_lists(), both.clone())]);
    person([registered(in_the_lists()), amended(in_the_lists(), both)])
        .when(supplement(phone))
        .then_expect_events(vec![]);
}

#[test]
fn another_system_changes_nothing_of_what_only_the_school_knows() {
    let was = PersonDetails { phone: Some("+7 700".to_owned()), ..in_the_lists() };
    let record = Command::Record { person_id: AIGERIM, details: aigerim() };
    person([registered(was.clone())])
        .when(record.clone())
        .then_expect_events(vec![amended(was, in_the_lists())]);
    person([registered(in_the_lists())]).when(record).then_expect_events(vec![]);
}

#[test]
fn what_is_shown_in_lists_is_printed_nowhere() {
    let event = format!("{:?} {:?}", registered(in_the_lists()), in_the_lists().iin);
    for secret in ["990101", "1899", "Абай", "мұғалім"] {
        assert!(!event.contains(secret), "{event} shows {secret}");
    }
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_of_everything_in_the_lists_is_frozen() {
    let json = serde_json::to_value(in_the_lists()).unwrap();
    assert_eq!(serde_json::from_value::<PersonDetails>(json.clone()).unwrap(), in_the_lists());
    expect![[r#"{"address":"Абай көшесі, 1","birth_date":"1899-01-01","education":"жоғары","family_name":"Серікова","given_name":"Айгерім","iin":"990101100010","position":"мұғалім","sex":"female","taught_in":"kazakh"}"#]]
        .assert_eq(&json.to_string());
}

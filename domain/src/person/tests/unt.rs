//! Who takes the unified national test of a study year.

use cqrs_es::DomainEvent as _;
use expect_test::expect;
use uuid::Uuid;

use super::super::Person;
use super::{Command, Event, Refusal};
use super::{after, aigerim, person, program_registered, registered, sealed};
use crate::fact::read;
use crate::id::StudyYearId;

const THIS_YEAR: StudyYearId = StudyYearId(Uuid::from_u128(0x25));
const NEXT_YEAR: StudyYearId = StudyYearId(Uuid::from_u128(0x26));

fn list(study_year_id: StudyYearId) -> Command {
    Command::ListForUnt { study_year_id }
}

fn unlist(study_year_id: StudyYearId) -> Command {
    Command::UnlistForUnt { study_year_id }
}

fn listed(study_year_id: StudyYearId) -> Event {
    Event::UntListed { study_year_id }
}

fn unlisted(study_year_id: StudyYearId) -> Event {
    Event::UntUnlisted { study_year_id }
}

#[test]
fn a_pupil_is_listed_once_for_the_test_of_a_study_year() {
    person([registered(aigerim())]).when(list(THIS_YEAR)).then_expect_events(vec![listed(THIS_YEAR)]);
    let given = [registered(aigerim()), listed(THIS_YEAR)];
    person(given.clone()).when(list(THIS_YEAR)).then_expect_events(vec![]);
    person(given.clone()).when(list(NEXT_YEAR)).then_expect_events(vec![listed(NEXT_YEAR)]);
    assert!(after(given.clone()).takes_unt(THIS_YEAR));
    assert!(!after(given).takes_unt(NEXT_YEAR));
}

#[test]
fn whoever_is_taken_off_the_list_may_be_listed_again() {
    let [came, on_the_list] = [registered(aigerim()), listed(THIS_YEAR)];
    person([came.clone()]).when(unlist(THIS_YEAR)).then_expect_events(vec![]);
    let given = [came.clone(), on_the_list.clone()];
    person(given.clone()).when(unlist(NEXT_YEAR)).then_expect_events(vec![]);
    person(given).when(unlist(THIS_YEAR)).then_expect_events(vec![unlisted(THIS_YEAR)]);
    let given = [came, on_the_list, unlisted(THIS_YEAR)];
    assert!(!after(given.clone()).takes_unt(THIS_YEAR));
    person(given).when(list(THIS_YEAR)).then_expect_events(vec![listed(THIS_YEAR)]);
}

#[test]
fn nobody_who_is_not_there_and_no_program_takes_the_test() {
    person([]).when(list(THIS_YEAR)).then_expect_error(Refusal::NotRegistered);
    person([]).when(unlist(THIS_YEAR)).then_expect_error(Refusal::NotRegistered);
    person([program_registered("Timetable")]).when(list(THIS_YEAR)).then_expect_error(Refusal::IsAProgram);
}

#[test]
fn somebody_whose_data_was_not_opened_may_be_listed() {
    let given = [Event::PersonRegistered { details: sealed() }];
    person(given).when(list(THIS_YEAR)).then_expect_events(vec![listed(THIS_YEAR)]);
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_of_the_list_is_frozen() {
    let rows = [listed(THIS_YEAR), unlisted(THIS_YEAR)].map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<Person>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"study_year_id":"00000000-0000-0000-0000-000000000025","type":"unt_listed"}
        {"study_year_id":"00000000-0000-0000-0000-000000000025","type":"unt_unlisted"}"#]]
    .assert_eq(&rows.join("\n"));
}

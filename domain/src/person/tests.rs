//! Given what happened, when a command comes, then events or a refusal; and the stored form.

mod archive;
mod details;
mod guardian;
mod iin;
mod unt;

use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use uuid::Uuid;

use super::{Kinship, Person, PersonDetails};
use super::{PersonCommand as Command, PersonError as Refusal, PersonEvent as Event};
use crate::fact::read;
use crate::id::PersonId;
use crate::personal::Personal;

const AIGERIM: PersonId = PersonId(Uuid::from_u128(0xa));
const DAULET: PersonId = PersonId(Uuid::from_u128(0xd));

fn after<const N: usize>(given: [Event; N]) -> Person {
    let mut person = Person::default();
    for event in given {
        person.absorb(event);
    }
    person
}

fn person<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<Person> {
    TestFramework::<Person>::with(()).given(Vec::from(given))
}

fn named(family_name: &str, given_name: &str) -> PersonDetails {
    PersonDetails {
        family_name: family_name.to_owned(),
        given_name: given_name.to_owned(),
        ..PersonDetails::default()
    }
}

fn aigerim() -> PersonDetails {
    named("Серікова", "Айгерім")
}

/// Everything that can be known of a human.
fn aigerim_in_full() -> PersonDetails {
    PersonDetails {
        middle_name: Some("Болатқызы".to_owned()),
        email: Some("aigerim@example.kz".to_owned()),
        phone: Some("+7 700 000 00 01".to_owned()),
        external_id: Some("user-1".to_owned()),
        user_name: Some("aigerim".to_owned()),
        identifier: Some("0001".to_owned()),
        ..aigerim()
    }
}

fn plain(details: PersonDetails) -> Personal<PersonDetails> {
    Personal::plain(AIGERIM, details)
}

/// As it stands in the log, when nobody opened it.
fn sealed() -> Personal<PersonDetails> {
    Personal::Sealed("pii1.x".to_owned())
}

fn erased() -> Personal<PersonDetails> {
    Personal::Erased { of: AIGERIM }
}

fn register(details: PersonDetails) -> Command {
    Command::Register { person_id: AIGERIM, details }
}

fn registered(details: PersonDetails) -> Event {
    Event::PersonRegistered { details: plain(details) }
}

fn amended_from(from: Personal<PersonDetails>, to: Personal<PersonDetails>) -> Event {
    Event::PersonalDataAmended { from: Box::new(from), to }
}

fn amended(from: PersonDetails, to: PersonDetails) -> Event {
    amended_from(plain(from), plain(to))
}

fn register_program(name: &str) -> Command {
    Command::RegisterProgram { name: name.to_owned() }
}

fn program_registered(name: &str) -> Event {
    Event::ProgramRegistered { name: name.to_owned() }
}

fn linked(guardian_id: PersonId, from: Option<Kinship>, kinship: Kinship) -> Event {
    Event::GuardianLinked { guardian_id, from, kinship }
}

fn unlinked(guardian_id: PersonId, kinship: Kinship, reason: Option<Personal<String>>) -> Event {
    Event::GuardianUnlinked { guardian_id, kinship, reason }
}

fn reason() -> Personal<String> {
    Personal::plain(AIGERIM, "the court has decided".to_owned())
}

#[test]
fn a_human_is_registered_with_data_about_nobody_else() {
    person([]).when(register(aigerim_in_full())).then_expect_events(vec![Event::PersonRegistered {
        details: Personal::Plain { of: AIGERIM, value: aigerim_in_full() },
    }]);
}

#[test]
fn a_family_name_or_a_given_name_alone_is_enough() {
    for details in [named("Серікова", ""), named("", "Айгерім"), named(" ", "А")] {
        person([]).when(register(details.clone())).then_expect_events(vec![registered(details)]);
    }
}

#[test]
fn a_human_without_any_name_is_refused() {
    let all_but_a_name =
        PersonDetails { family_name: String::new(), given_name: " ".to_owned(), ..aigerim_in_full() };
    for nameless in [named("", ""), named(" ", "\t"), all_but_a_name] {
        person([]).when(register(nameless)).then_expect_error(Refusal::NameMissing);
    }
}

#[test]
fn a_registered_human_does_not_lose_their_name() {
    person([registered(aigerim())]).when(register(named("", " "))).then_expect_error(Refusal::NameMissing);
}

#[test]
fn registering_the_same_human_again_changes_nothing() {
    person([registered(aigerim_in_full())]).when(register(aigerim_in_full())).then_expect_events(vec![]);
}

#[test]
fn any_changed_detail_amends_the_personal_data_and_keeps_what_it_was() {
    let was = aigerim_in_full;
    for now in [
        PersonDetails { family_name: "Ахметова".to_owned(), ..was() },
        PersonDetails { given_name: "Айгүл".to_owned(), ..was() },
        PersonDetails { middle_name: None, ..was() },
        PersonDetails { email: Some("serikova@example.kz".to_owned()), ..was() },
        PersonDetails { phone: None, ..was() },
        PersonDetails { external_id: Some("user-2".to_owned()), ..was() },
        PersonDetails { user_name: None, ..was() },
        PersonDetails { identifier: Some("0002".to_owned()), ..was() },
    ] {
        person([registered(was())]).when(register(now.clone())).then_expect_events(vec![amended(was(), now)]);
    }
}

#[test]
fn amended_data_again_changes_nothing_and_the_old_data_amends_back() {
    let given = [registered(aigerim()), amended(aigerim(), aigerim_in_full())];
    person(given.clone()).when(register(aigerim_in_full())).then_expect_events(vec![]);
    person(given).when(register(aigerim())).then_expect_events(vec![amended(aigerim_in_full(), aigerim())]);
}

#[test]
fn a_human_whose_data_was_erased_is_not_registered_anew() {
    person([Event::PersonRegistered { details: erased() }])
        .when(register(aigerim()))
        .then_expect_error(Refusal::Erased);
    person([Event::PersonRegistered { details: erased() }, amended_from(erased(), erased())])
        .when(register(aigerim()))
        .then_expect_error(Refusal::Erased);
}

#[test]
fn a_stream_takes_data_about_nobody_but_the_person_registered_in_it() {
    for given in [aigerim(), aigerim_in_full()] {
        for details in [aigerim(), named("Ахметов", "Дәулет")] {
            person([registered(given.clone())])
                .when(Command::Register { person_id: DAULET, details })
                .then_expect_error(Refusal::OtherPerson);
        }
    }
    person([registered(aigerim()), amended(aigerim(), aigerim_in_full())])
        .when(Command::Register { person_id: DAULET, details: aigerim_in_full() })
        .then_expect_error(Refusal::OtherPerson);
}

#[test]
fn personal_data_that_was_not_opened_is_not_amended() {
    person([Event::PersonRegistered { details: sealed() }])
        .when(register(aigerim()))
        .then_expect_error(Refusal::OtherPerson);
    person([registered(aigerim()), amended_from(plain(aigerim()), sealed())])
        .when(register(aigerim()))
        .then_expect_error(Refusal::OtherPerson);
}

#[test]
fn a_program_is_registered() {
    person([]).when(register_program("Timetable")).then_expect_events(vec![program_registered("Timetable")]);
}

#[test]
fn a_program_of_one_letter_is_registered() {
    person([]).when(register_program("T")).then_expect_events(vec![program_registered("T")]);
}

#[test]
fn a_program_without_a_name_is_refused() {
    for nothing in ["", " \t"] {
        person([]).when(register_program(nothing)).then_expect_error(Refusal::NameMissing);
    }
}

#[test]
fn registering_the_same_program_again_changes_nothing() {
    person([program_registered("Timetable")]).when(register_program("Timetable")).then_expect_events(vec![]);
}

#[test]
fn a_program_does_not_take_another_name() {
    person([program_registered("Timetable")])
        .when(register_program("Import"))
        .then_expect_error(Refusal::AlreadyRegistered);
}

#[test]
fn a_program_does_not_become_a_human() {
    person([program_registered("Timetable")])
        .when(register(aigerim()))
        .then_expect_error(Refusal::IsAProgram);
}

#[test]
fn a_human_does_not_become_a_program() {
    person([registered(aigerim())])
        .when(register_program("Timetable"))
        .then_expect_error(Refusal::AlreadyRegistered);
    person([Event::PersonRegistered { details: erased() }])
        .when(register_program("Timetable"))
        .then_expect_error(Refusal::AlreadyRegistered);
}

#[test]
fn a_registered_human_and_a_registered_program_say_so() {
    assert!(!after([]).is_registered());
    for event in [registered(aigerim()), program_registered("Timetable")] {
        assert!(after([event]).is_registered());
    }
}

#[test]
fn a_human_stays_one_when_the_data_is_amended_sealed_or_erased_and_a_program_is_none() {
    assert!(!after([]).is_human());
    assert!(!after([program_registered("Timetable")]).is_human());
    for details in [plain(aigerim()), sealed(), erased()] {
        assert!(after([Event::PersonRegistered { details }]).is_human());
    }
    assert!(after([registered(aigerim()), amended(aigerim(), aigerim_in_full())]).is_human());
}

#[test]
fn the_family_name_comes_first_and_missing_parts_leave_no_gap() {
    assert_eq!(aigerim_in_full().full_name(), "Серікова Айгерім Болатқызы");
    assert_eq!(aigerim().full_name(), "Серікова Айгерім");
    assert_eq!(named("Серікова", "").full_name(), "Серікова");
    assert_eq!(named("", "Айгерім").full_name(), "Айгерім");
    assert_eq!(
        PersonDetails { middle_name: Some(String::new()), ..aigerim() }.full_name(),
        "Серікова Айгерім"
    );
}

#[test]
fn blanks_around_the_parts_of_a_name_are_not_shown() {
    let untidy = PersonDetails {
        middle_name: Some(" Болатқызы\t".to_owned()),
        ..named(" Серікова ", "\tАйгерім")
    };
    assert_eq!(untidy.full_name(), "Серікова Айгерім Болатқызы");
    let blank = PersonDetails { middle_name: Some(" ".to_owned()), ..named(" ", "Айгерім ") };
    assert_eq!(blank.full_name(), "Айгерім");
}

#[test]
fn a_printed_command_or_event_does_not_show_who_it_is_about() {
    let command = format!("{:?}", register(aigerim_in_full()));
    let event = format!("{:?}", amended(aigerim(), aigerim_in_full()));
    for secret in ["Серікова", "Айгерім", "Болатқызы", "example.kz", "+7 700", "user-1", "0001"]
    {
        assert!(!command.contains(secret), "{command} shows {secret}");
        assert!(!event.contains(secret), "{event} shows {secret}");
    }
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let every_event = [
        registered(aigerim()),
        registered(aigerim_in_full()),
        Event::PersonRegistered { details: sealed() },
        Event::PersonRegistered { details: erased() },
        amended(aigerim(), aigerim_in_full()),
        amended_from(sealed(), sealed()),
        amended_from(erased(), plain(aigerim())),
        program_registered("Timetable"),
        linked(DAULET, None, Kinship::Mother),
        linked(DAULET, Some(Kinship::Mother), Kinship::Father),
        linked(DAULET, Some(Kinship::Father), Kinship::Grandmother),
        linked(DAULET, Some(Kinship::Grandmother), Kinship::Grandfather),
        linked(DAULET, Some(Kinship::Grandfather), Kinship::Guardian),
        unlinked(DAULET, Kinship::Guardian, None),
        unlinked(DAULET, Kinship::Guardian, Some(reason())),
        unlinked(DAULET, Kinship::Guardian, Some(Personal::Sealed("pii1.x".to_owned()))),
        unlinked(DAULET, Kinship::Guardian, Some(Personal::Erased { of: AIGERIM })),
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<Person>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"details":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":{"family_name":"Серікова","given_name":"Айгерім"}},"type":"person_registered"}
        {"details":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":{"email":"aigerim@example.kz","external_id":"user-1","family_name":"Серікова","given_name":"Айгерім","identifier":"0001","middle_name":"Болатқызы","phone":"+7 700 000 00 01","user_name":"aigerim"}},"type":"person_registered"}
        {"details":"pii1.x","type":"person_registered"}
        {"details":{"personal_of":"00000000-0000-0000-0000-00000000000a"},"type":"person_registered"}
        {"from":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":{"family_name":"Серікова","given_name":"Айгерім"}},"to":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":{"email":"aigerim@example.kz","external_id":"user-1","family_name":"Серікова","given_name":"Айгерім","identifier":"0001","middle_name":"Болатқызы","phone":"+7 700 000 00 01","user_name":"aigerim"}},"type":"personal_data_amended"}
        {"from":"pii1.x","to":"pii1.x","type":"personal_data_amended"}
        {"from":{"personal_of":"00000000-0000-0000-0000-00000000000a"},"to":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":{"family_name":"Серікова","given_name":"Айгерім"}},"type":"personal_data_amended"}
        {"name":"Timetable","type":"program_registered"}
        {"from":null,"guardian_id":"00000000-0000-0000-0000-00000000000d","kinship":"mother","type":"guardian_linked"}
        {"from":"mother","guardian_id":"00000000-0000-0000-0000-00000000000d","kinship":"father","type":"guardian_linked"}
        {"from":"father","guardian_id":"00000000-0000-0000-0000-00000000000d","kinship":"grandmother","type":"guardian_linked"}
        {"from":"grandmother","guardian_id":"00000000-0000-0000-0000-00000000000d","kinship":"grandfather","type":"guardian_linked"}
        {"from":"grandfather","guardian_id":"00000000-0000-0000-0000-00000000000d","kinship":"guardian","type":"guardian_linked"}
        {"guardian_id":"00000000-0000-0000-0000-00000000000d","kinship":"guardian","reason":null,"type":"guardian_unlinked"}
        {"guardian_id":"00000000-0000-0000-0000-00000000000d","kinship":"guardian","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":"the court has decided"},"type":"guardian_unlinked"}
        {"guardian_id":"00000000-0000-0000-0000-00000000000d","kinship":"guardian","reason":"pii1.x","type":"guardian_unlinked"}
        {"guardian_id":"00000000-0000-0000-0000-00000000000d","kinship":"guardian","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a"},"type":"guardian_unlinked"}"#]].assert_eq(&rows.join("\n"));
}

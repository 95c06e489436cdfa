//! Given what happened, when a command comes, then events or a refusal; and the stored form.

use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;

use super::Subject;
use super::{SubjectCommand as Command, SubjectError as Refusal, SubjectEvent as Event};
use crate::fact::read;

fn subject<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<Subject> {
    TestFramework::<Subject>::with(()).given(Vec::from(given))
}

fn text(value: Option<&str>) -> Option<String> {
    value.map(str::to_owned)
}

fn add(name: &str, code: Option<&str>) -> Command {
    Command::Add { name: name.to_owned(), code: text(code), external_id: None }
}

fn added(name: &str, code: Option<&str>) -> Event {
    Event::SubjectAdded { name: name.to_owned(), code: text(code), external_id: None }
}

fn renamed(from: (&str, Option<&str>), to: (&str, Option<&str>)) -> Event {
    Event::SubjectRenamed {
        from: from.0.to_owned(),
        from_code: text(from.1),
        to: to.0.to_owned(),
        to_code: text(to.1),
    }
}

#[test]
fn a_subject_is_added_with_a_code_or_without() {
    subject([]).when(add("Алгебра", Some("ALG"))).then_expect_events(vec![added("Алгебра", Some("ALG"))]);
    subject([]).when(add("Алгебра", None)).then_expect_events(vec![added("Алгебра", None)]);
}

#[test]
fn the_id_of_a_subject_elsewhere_is_kept() {
    subject([])
        .when(Command::Add {
            name: "Алгебра".to_owned(), code: None, external_id: text(Some("subj-1"))
        })
        .then_expect_events(vec![Event::SubjectAdded {
            name: "Алгебра".to_owned(),
            code: None,
            external_id: text(Some("subj-1")),
        }]);
}

#[test]
fn a_subject_without_a_name_is_refused() {
    for nothing in ["", " ", "\t\n"] {
        subject([]).when(add(nothing, Some("ALG"))).then_expect_error(Refusal::NameMissing);
    }
}

#[test]
fn a_subject_of_the_directory_does_not_lose_its_name() {
    subject([added("Алгебра", Some("ALG"))])
        .when(add(" ", Some("ALG")))
        .then_expect_error(Refusal::NameMissing);
}

#[test]
fn a_name_of_one_letter_is_a_name() {
    subject([]).when(add("Я", None)).then_expect_events(vec![added("Я", None)]);
}

#[test]
fn adding_the_same_subject_again_changes_nothing() {
    subject([added("Алгебра", Some("ALG"))]).when(add("Алгебра", Some("ALG"))).then_expect_events(vec![]);
    subject([added("Алгебра", None)]).when(add("Алгебра", None)).then_expect_events(vec![]);
}

#[test]
fn a_subject_takes_another_name_or_code_and_keeps_what_it_was() {
    let was = ("Алгебра", Some("ALG"));
    for now in [
        ("Математика", Some("ALG")),
        ("Алгебра", Some("MATH")),
        ("Алгебра", None),
        ("Математика", Some("MATH")),
    ] {
        subject([added(was.0, was.1)]).when(add(now.0, now.1)).then_expect_events(vec![renamed(was, now)]);
    }
}

#[test]
fn a_subject_without_a_code_gets_one() {
    subject([added("Алгебра", None)])
        .when(add("Алгебра", Some("ALG")))
        .then_expect_events(vec![renamed(("Алгебра", None), ("Алгебра", Some("ALG")))]);
}

#[test]
fn the_new_name_again_changes_nothing_and_the_old_one_renames_back() {
    let (was, now) = (("Алгебра", Some("ALG")), ("Математика", Some("MATH")));
    let given = [added(was.0, was.1), renamed(was, now)];
    subject(given.clone()).when(add(now.0, now.1)).then_expect_events(vec![]);
    subject(given).when(add(was.0, was.1)).then_expect_events(vec![renamed(now, was)]);
}

#[test]
fn a_subject_of_the_directory_says_that_it_is_there() {
    let mut algebra = Subject::default();
    assert!(!algebra.exists());
    algebra.absorb(added("Алгебра", None));
    assert!(algebra.exists());
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let every_event = [
        added("Алгебра", Some("ALG")),
        Event::SubjectAdded {
            name: "Қазақ тілі".to_owned(), code: None, external_id: text(Some("subj-1"))
        },
        renamed(("Алгебра", Some("ALG")), ("Математика", None)),
        renamed(("Алгебра", None), ("Математика", Some("MATH"))),
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<Subject>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"code":"ALG","external_id":null,"name":"Алгебра","type":"subject_added"}
        {"code":null,"external_id":"subj-1","name":"Қазақ тілі","type":"subject_added"}
        {"from":"Алгебра","from_code":"ALG","to":"Математика","to_code":null,"type":"subject_renamed"}
        {"from":"Алгебра","from_code":null,"to":"Математика","to_code":"MATH","type":"subject_renamed"}"#]]
    .assert_eq(&rows.join("\n"));
}

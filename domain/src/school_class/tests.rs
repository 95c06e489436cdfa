//! Given what happened, when a command comes, then events or a refusal; and the stored form.

mod staff;
mod stay;

use chrono::NaiveDate;
use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use uuid::Uuid;

use super::{ClassKind, SchoolClass};
use super::{SchoolClassCommand as Command, SchoolClassError as Refusal, SchoolClassEvent as Event};
use crate::fact::read;
use crate::id::{PersonId, StudyYearId, SubjectId};
use crate::membership::Order;
use crate::personal::Personal;

const AIGERIM: PersonId = PersonId(Uuid::from_u128(0xa));
const DAULET: PersonId = PersonId(Uuid::from_u128(0xd));
const GULNARA: PersonId = PersonId(Uuid::from_u128(0x6));
const ALGEBRA: SubjectId = SubjectId(Uuid::from_u128(0xa1));
const PHYSICS: SubjectId = SubjectId(Uuid::from_u128(0xf1));
const THIS_YEAR: StudyYearId = StudyYearId(Uuid::from_u128(0x25));
const NEXT_YEAR: StudyYearId = StudyYearId(Uuid::from_u128(0x26));

fn class<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<SchoolClass> {
    TestFramework::<SchoolClass>::with(()).given(Vec::from(given))
}

fn after(given: impl IntoIterator<Item = Event>) -> SchoolClass {
    let mut class = SchoolClass::default();
    for event in given {
        class.absorb(event);
    }
    class
}

fn september(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, day).unwrap()
}

fn form_as(kind: ClassKind, study_year_id: StudyYearId, name: &str) -> Command {
    Command::Form { study_year_id, kind, name: name.to_owned(), external_id: None }
}

fn form(study_year_id: StudyYearId, name: &str) -> Command {
    form_as(ClassKind::Class, study_year_id, name)
}

fn formed() -> Event {
    Event::ClassFormed {
        study_year_id: THIS_YEAR,
        kind: ClassKind::Class,
        name: "7A".to_owned(),
        external_id: None,
    }
}

fn renamed(from: &str, to: &str) -> Event {
    Event::ClassRenamed { from: from.to_owned(), to: to.to_owned() }
}

/// In September; `None` is an unknown day.
fn enrol(pupil_id: PersonId, from: Option<u32>) -> Command {
    Command::EnrolPupil { pupil_id, from: from.map(september) }
}

fn enrolled(pupil_id: PersonId, from: Option<u32>) -> Event {
    Event::PupilEnrolled { pupil_id, from: from.map(september) }
}

fn moved(from: Option<u32>, to: Option<u32>) -> Event {
    Event::EnrolmentMoved { pupil_id: AIGERIM, from: from.map(september), to: to.map(september) }
}

fn withdraw(day: u32) -> Command {
    Command::WithdrawPupil { pupil_id: AIGERIM, on: september(day), reason: None }
}

fn withdrawn(day: u32) -> Event {
    Event::PupilWithdrawn { pupil_id: AIGERIM, on: september(day), reason: None }
}

fn withdrawal_moved(from: u32, to: u32, reason: Option<Personal<String>>) -> Event {
    Event::WithdrawalMoved { pupil_id: AIGERIM, from: september(from), to: september(to), reason }
}

fn reason() -> Personal<String> {
    Personal::plain(AIGERIM, "moved to another town".to_owned())
}

fn assign(teacher_id: PersonId, subject_id: SubjectId) -> Command {
    Command::AssignTeacher { teacher_id, subject_id }
}

fn assigned(teacher_id: PersonId, subject_id: SubjectId) -> Event {
    Event::TeacherAssigned { teacher_id, subject_id }
}

fn unassign(teacher_id: PersonId, subject_id: SubjectId) -> Command {
    Command::UnassignTeacher { teacher_id, subject_id }
}

fn unassigned(teacher_id: PersonId, subject_id: SubjectId) -> Event {
    Event::TeacherUnassigned { teacher_id, subject_id }
}

fn order() -> Order {
    Order { number: "17-k".to_owned(), date: september(1) }
}

fn appoint(leader_id: PersonId) -> Command {
    Command::AppointLeader { leader_id, order: None }
}

fn appointed(from: Option<PersonId>, leader_id: PersonId) -> Event {
    Event::LeaderAppointed { from, leader_id, order: None }
}

fn dismissed(leader_id: PersonId) -> Event {
    Event::LeaderDismissed { leader_id, order: None }
}

fn assign_psychologist(psychologist_id: PersonId) -> Command {
    Command::AssignPsychologist { psychologist_id, order: None }
}

fn psychologist_assigned(from: Option<PersonId>, psychologist_id: PersonId) -> Event {
    Event::PsychologistAssigned { from, psychologist_id, order: None }
}

fn psychologist_unassigned(psychologist_id: PersonId) -> Event {
    Event::PsychologistUnassigned { psychologist_id, order: None }
}

#[test]
fn a_class_is_formed_in_a_study_year() {
    class([]).when(form(THIS_YEAR, "7A")).then_expect_events(vec![formed()]);
}

#[test]
fn a_group_of_another_system_is_formed_with_its_id_there() {
    class([])
        .when(Command::Form {
            study_year_id: THIS_YEAR,
            kind: ClassKind::Group,
            name: "P-21".to_owned(),
            external_id: Some("class-1".to_owned()),
        })
        .then_expect_events(vec![Event::ClassFormed {
            study_year_id: THIS_YEAR,
            kind: ClassKind::Group,
            name: "P-21".to_owned(),
            external_id: Some("class-1".to_owned()),
        }]);
}

#[test]
fn forming_the_same_class_again_changes_nothing() {
    class([formed()]).when(form(THIS_YEAR, "7A")).then_expect_events(vec![]);
}

#[test]
fn a_class_without_a_name_is_refused() {
    for nothing in ["", " \t"] {
        class([]).when(form(THIS_YEAR, nothing)).then_expect_error(Refusal::NameMissing);
        class([formed()]).when(form(THIS_YEAR, nothing)).then_expect_error(Refusal::NameMissing);
    }
}

#[test]
fn a_class_is_renamed_even_to_one_letter() {
    class([formed()]).when(form(THIS_YEAR, "A")).then_expect_events(vec![renamed("7A", "A")]);
}

#[test]
fn the_new_name_again_changes_nothing_and_the_old_one_renames_back() {
    let given = [formed(), renamed("7A", "7B")];
    class(given.clone()).when(form(THIS_YEAR, "7B")).then_expect_events(vec![]);
    class(given).when(form(THIS_YEAR, "7A")).then_expect_events(vec![renamed("7B", "7A")]);
}

#[test]
fn a_class_does_not_go_over_into_another_study_year() {
    class([formed()]).when(form(NEXT_YEAR, "7A")).then_expect_error(Refusal::OtherStudyYear);
    class([formed()]).when(form(NEXT_YEAR, "8A")).then_expect_error(Refusal::OtherStudyYear);
}

#[test]
fn a_class_does_not_become_a_group_nor_a_group_a_class() {
    let group_formed = Event::ClassFormed {
        study_year_id: THIS_YEAR,
        kind: ClassKind::Group,
        name: "7A".to_owned(),
        external_id: None,
    };
    for name in ["7A", "7B"] {
        let (as_class, as_group) = (form(THIS_YEAR, name), form_as(ClassKind::Group, THIS_YEAR, name));
        class([formed()]).when(as_group.clone()).then_expect_error(Refusal::OtherKind);
        class([formed(), renamed("7A", "7B")]).when(as_group).then_expect_error(Refusal::OtherKind);
        class([group_formed.clone()]).when(as_class).then_expect_error(Refusal::OtherKind);
    }
    class([group_formed])
        .when(form_as(ClassKind::Group, THIS_YEAR, "7B"))
        .then_expect_events(vec![renamed("7A", "7B")]);
}

#[test]
fn nothing_happens_in_a_class_that_is_not_formed() {
    for command in [
        enrol(AIGERIM, Some(1)),
        Command::RecordStay { pupil_id: AIGERIM, from: Some(september(1)), to: None },
        withdraw(1),
        assign(GULNARA, ALGEBRA),
        unassign(GULNARA, ALGEBRA),
        appoint(GULNARA),
        Command::DismissLeader { order: None },
        assign_psychologist(DAULET),
        Command::UnassignPsychologist { order: None },
    ] {
        class([]).when(command).then_expect_error(Refusal::NotFormed);
    }
}

#[test]
fn a_teacher_is_assigned_to_a_subject() {
    class([formed()]).when(assign(GULNARA, ALGEBRA)).then_expect_events(vec![assigned(GULNARA, ALGEBRA)]);
}

#[test]
fn assigning_a_teacher_again_changes_nothing() {
    class([formed(), assigned(GULNARA, ALGEBRA)]).when(assign(GULNARA, ALGEBRA)).then_expect_events(vec![]);
}

#[test]
fn a_subject_may_have_two_teachers_and_a_teacher_two_subjects() {
    let given = [formed(), assigned(GULNARA, ALGEBRA)];
    class(given.clone()).when(assign(DAULET, ALGEBRA)).then_expect_events(vec![assigned(DAULET, ALGEBRA)]);
    class(given).when(assign(GULNARA, PHYSICS)).then_expect_events(vec![assigned(GULNARA, PHYSICS)]);
}

#[test]
fn an_assigned_teacher_is_unassigned() {
    class([formed(), assigned(GULNARA, ALGEBRA)])
        .when(unassign(GULNARA, ALGEBRA))
        .then_expect_events(vec![unassigned(GULNARA, ALGEBRA)]);
}

#[test]
fn unassigning_a_teacher_who_does_not_teach_changes_nothing() {
    class([formed()]).when(unassign(GULNARA, ALGEBRA)).then_expect_events(vec![]);
    class([formed(), assigned(GULNARA, PHYSICS)]).when(unassign(GULNARA, ALGEBRA)).then_expect_events(vec![]);
    class([formed(), assigned(GULNARA, ALGEBRA), unassigned(GULNARA, ALGEBRA)])
        .when(unassign(GULNARA, ALGEBRA))
        .then_expect_events(vec![]);
}

#[test]
fn an_unassigned_teacher_may_be_assigned_again() {
    class([formed(), assigned(GULNARA, ALGEBRA), unassigned(GULNARA, ALGEBRA)])
        .when(assign(GULNARA, ALGEBRA))
        .then_expect_events(vec![assigned(GULNARA, ALGEBRA)]);
}

#[test]
fn a_class_knows_its_year_and_who_teaches_what() {
    assert!(!after([]).is_formed());
    assert_eq!(after([]).study_year_id(), None);
    let class =
        after([formed(), assigned(GULNARA, ALGEBRA), assigned(DAULET, PHYSICS), unassigned(DAULET, PHYSICS)]);
    assert!(class.is_formed());
    assert_eq!(class.study_year_id(), Some(THIS_YEAR));
    assert!(class.teaches(GULNARA, ALGEBRA));
    assert!(!class.teaches(GULNARA, PHYSICS));
    assert!(!class.teaches(DAULET, ALGEBRA));
    assert!(!class.teaches(DAULET, PHYSICS));
}

#[test]
fn the_kinds_of_class_keep_their_stored_names() {
    for (kind, stored) in [(ClassKind::Class, "class"), (ClassKind::Group, "group")] {
        assert_eq!(serde_json::to_value(kind).unwrap(), stored);
        assert_eq!(kind.as_ref(), stored);
        assert_eq!(stored.parse::<ClassKind>(), Ok(kind));
    }
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let withdrawn_because = |reason| Event::PupilWithdrawn { pupil_id: AIGERIM, on: september(20), reason };
    let every_event = [
        formed(),
        Event::ClassFormed {
            study_year_id: NEXT_YEAR,
            kind: ClassKind::Group,
            name: "7 «Ә»".to_owned(),
            external_id: Some("class-1".to_owned()),
        },
        renamed("7A", "7B"),
        enrolled(AIGERIM, Some(1)),
        enrolled(AIGERIM, None),
        moved(Some(1), Some(8)),
        moved(Some(1), None),
        moved(None, Some(1)),
        withdrawn(20),
        withdrawn_because(Some(reason())),
        withdrawn_because(Some(Personal::Sealed("pii1.x".to_owned()))),
        withdrawn_because(Some(Personal::Erased { of: AIGERIM })),
        withdrawal_moved(20, 22, None),
        withdrawal_moved(22, 20, Some(reason())),
        withdrawal_moved(20, 22, Some(Personal::Sealed("pii1.x".to_owned()))),
        withdrawal_moved(20, 22, Some(Personal::Erased { of: AIGERIM })),
        assigned(GULNARA, ALGEBRA),
        unassigned(GULNARA, ALGEBRA),
        appointed(None, GULNARA),
        Event::LeaderAppointed { from: Some(GULNARA), leader_id: DAULET, order: Some(order()) },
        dismissed(GULNARA),
        Event::LeaderDismissed { leader_id: DAULET, order: Some(order()) },
        psychologist_assigned(None, GULNARA),
        Event::PsychologistAssigned { from: Some(GULNARA), psychologist_id: DAULET, order: Some(order()) },
        psychologist_unassigned(GULNARA),
        Event::PsychologistUnassigned { psychologist_id: DAULET, order: Some(order()) },
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<SchoolClass>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"external_id":null,"kind":"class","name":"7A","study_year_id":"00000000-0000-0000-0000-000000000025","type":"class_formed"}
        {"external_id":"class-1","kind":"group","name":"7 «Ә»","study_year_id":"00000000-0000-0000-0000-000000000026","type":"class_formed"}
        {"from":"7A","to":"7B","type":"class_renamed"}
        {"from":"2025-09-01","pupil_id":"00000000-0000-0000-0000-00000000000a","type":"pupil_enrolled"}
        {"from":null,"pupil_id":"00000000-0000-0000-0000-00000000000a","type":"pupil_enrolled"}
        {"from":"2025-09-01","pupil_id":"00000000-0000-0000-0000-00000000000a","to":"2025-09-08","type":"enrolment_moved"}
        {"from":"2025-09-01","pupil_id":"00000000-0000-0000-0000-00000000000a","to":null,"type":"enrolment_moved"}
        {"from":null,"pupil_id":"00000000-0000-0000-0000-00000000000a","to":"2025-09-01","type":"enrolment_moved"}
        {"on":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":null,"type":"pupil_withdrawn"}
        {"on":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":"moved to another town"},"type":"pupil_withdrawn"}
        {"on":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":"pii1.x","type":"pupil_withdrawn"}
        {"on":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a"},"type":"pupil_withdrawn"}
        {"from":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":null,"to":"2025-09-22","type":"withdrawal_moved"}
        {"from":"2025-09-22","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":"moved to another town"},"to":"2025-09-20","type":"withdrawal_moved"}
        {"from":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":"pii1.x","to":"2025-09-22","type":"withdrawal_moved"}
        {"from":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a"},"to":"2025-09-22","type":"withdrawal_moved"}
        {"subject_id":"00000000-0000-0000-0000-0000000000a1","teacher_id":"00000000-0000-0000-0000-000000000006","type":"teacher_assigned"}
        {"subject_id":"00000000-0000-0000-0000-0000000000a1","teacher_id":"00000000-0000-0000-0000-000000000006","type":"teacher_unassigned"}
        {"from":null,"leader_id":"00000000-0000-0000-0000-000000000006","order":null,"type":"leader_appointed"}
        {"from":"00000000-0000-0000-0000-000000000006","leader_id":"00000000-0000-0000-0000-00000000000d","order":{"date":"2025-09-01","number":"17-k"},"type":"leader_appointed"}
        {"leader_id":"00000000-0000-0000-0000-000000000006","order":null,"type":"leader_dismissed"}
        {"leader_id":"00000000-0000-0000-0000-00000000000d","order":{"date":"2025-09-01","number":"17-k"},"type":"leader_dismissed"}
        {"from":null,"order":null,"psychologist_id":"00000000-0000-0000-0000-000000000006","type":"psychologist_assigned"}
        {"from":"00000000-0000-0000-0000-000000000006","order":{"date":"2025-09-01","number":"17-k"},"psychologist_id":"00000000-0000-0000-0000-00000000000d","type":"psychologist_assigned"}
        {"order":null,"psychologist_id":"00000000-0000-0000-0000-000000000006","type":"psychologist_unassigned"}
        {"order":{"date":"2025-09-01","number":"17-k"},"psychologist_id":"00000000-0000-0000-0000-00000000000d","type":"psychologist_unassigned"}"#]].assert_eq(&rows.join("\n"));
}

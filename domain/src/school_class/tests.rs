//! Given what happened, when a command comes, then events or a refusal; and the stored form.

mod going_on;
mod group;
mod settings;
mod staff;
mod stay;
mod stored;

use chrono::NaiveDate;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use uuid::Uuid;

use super::{ClassKind, JournalKind, Part, SchoolClass};
use super::{SchoolClassCommand as Command, SchoolClassError as Refusal, SchoolClassEvent as Event};
use crate::id::{BellScheduleId, ClassId, PeriodSetId, PersonId, StudyYearId, SubjectId};
use crate::membership::Order;
use crate::personal::Personal;

const AIGERIM: PersonId = PersonId(Uuid::from_u128(0xa));
const DAULET: PersonId = PersonId(Uuid::from_u128(0xd));
const GULNARA: PersonId = PersonId(Uuid::from_u128(0x6));
const ALGEBRA: SubjectId = SubjectId(Uuid::from_u128(0xa1));
const PHYSICS: SubjectId = SubjectId(Uuid::from_u128(0xf1));
const THIS_YEAR: StudyYearId = StudyYearId(Uuid::from_u128(0x25));
const NEXT_YEAR: StudyYearId = StudyYearId(Uuid::from_u128(0x26));
const CLASS_7A: ClassId = ClassId(Uuid::from_u128(0x7a));
const CLASS_7B: ClassId = ClassId(Uuid::from_u128(0x7b));
const QUARTERS: PeriodSetId = PeriodSetId(Uuid::from_u128(0x54));
const FIRST_SHIFT: BellScheduleId = BellScheduleId(Uuid::from_u128(0xbe1));
const SECOND_SHIFT: BellScheduleId = BellScheduleId(Uuid::from_u128(0xbe2));

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
    Command::Form { study_year_id, kind, name: name.to_owned(), external_id: None, parts: vec![] }
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
        parts: vec![],
    }
}

fn renamed(from: &str, to: &str) -> Event {
    Event::ClassRenamed { from: from.to_owned(), to: to.to_owned() }
}

/// In September; `None` is an unknown day.
fn enrol(pupil_id: PersonId, from: Option<u32>) -> Command {
    Command::EnrolPupil { pupil_id, from: from.map(september), order: None }
}

fn enrolled(pupil_id: PersonId, from: Option<u32>) -> Event {
    Event::PupilEnrolled { pupil_id, from: from.map(september), order: None }
}

fn moved(from: Option<u32>, to: Option<u32>) -> Event {
    Event::EnrolmentMoved { pupil_id: AIGERIM, from: from.map(september), to: to.map(september) }
}

fn withdraw(day: u32) -> Command {
    Command::WithdrawPupil { pupil_id: AIGERIM, on: september(day), reason: None, order: None }
}

fn withdrawn(day: u32) -> Event {
    Event::PupilWithdrawn { pupil_id: AIGERIM, on: september(day), reason: None, order: None }
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

fn part(class_id: ClassId, division: &str, part: &str) -> Part {
    Part { class_id, division: Some(division.to_owned()), part: Some(part.to_owned()) }
}

/// Half a class, as it is divided for English.
fn first_half(class_id: ClassId) -> Part {
    part(class_id, "english", "1")
}

fn group_formed(parts: Vec<Part>) -> Event {
    Event::ClassFormed {
        study_year_id: THIS_YEAR,
        kind: ClassKind::Group,
        name: "7 English".to_owned(),
        external_id: None,
        parts,
    }
}

fn composed(from: Vec<Part>, to: Vec<Part>) -> Event {
    Event::GroupComposed { from, to }
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
            parts: vec![],
        })
        .then_expect_events(vec![Event::ClassFormed {
            study_year_id: THIS_YEAR,
            kind: ClassKind::Group,
            name: "P-21".to_owned(),
            external_id: Some("class-1".to_owned()),
            parts: vec![],
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
        parts: vec![],
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
        Command::ComposeGroup { parts: vec![] },
        Command::ChooseJournalKind { kind: JournalKind::Points },
        Command::ChoosePeriodSet { set_id: None },
        Command::ChooseBellSchedule { bell_schedule_id: FIRST_SHIFT },
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

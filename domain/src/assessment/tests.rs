//! Given what happened, when a command comes, then events or a refusal; and the stored form.

mod mark;
mod plan;

use chrono::NaiveDate;
use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use uuid::Uuid;

use super::{Assessment, AssessmentPlan, Circumstances, PupilStatus};
use super::{AssessmentCommand as Command, AssessmentError as Refusal, AssessmentEvent as Event};
use crate::expected::Expected;
use crate::fact::read;
use crate::id::{CategoryId, ClassId, LessonId, PeriodId, PersonId, StudyYearId, SubjectId};
use crate::personal::Personal;
use crate::points::Points;
use crate::school_class::Enrolment;

const AIGERIM: PersonId = PersonId(Uuid::from_u128(0xa));
const DAULET: PersonId = PersonId(Uuid::from_u128(0xd));
const MONDAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 9, 1).unwrap();
const NEXT_MONDAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 9, 8).unwrap();
const EXEMPT: PupilStatus = PupilStatus::Exempt;
const SUBMITTED: PupilStatus = PupilStatus::Submitted;
const CLEARED: Event = Event::StatusCleared { pupil_id: AIGERIM, from: EXEMPT };

/// A pupil of the class, an open period, a teacher.
const ORDINARY: Circumstances =
    Circumstances { enrolment: Enrolment::Member, period_closed: false, by_import: false };
const CLOSED: Circumstances = Circumstances { period_closed: true, ..ORDINARY };
const LEFT: Circumstances = Circumstances { enrolment: Enrolment::OutsideStay, ..ORDINARY };
const STRANGER: Circumstances = Circumstances { enrolment: Enrolment::Stranger, ..ORDINARY };

fn assessment<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<Assessment> {
    TestFramework::<Assessment>::with(()).given(Vec::from(given))
}

fn imported(circumstances: Circumstances) -> Circumstances {
    Circumstances { by_import: true, ..circumstances }
}

fn points(value: &str) -> Points {
    value.parse().unwrap()
}

fn slip() -> Personal<String> {
    Personal::plain(AIGERIM, "a slip of the pen".to_owned())
}

/// A control work of 7A in algebra, marked from 1 to 10.
fn control_work() -> AssessmentPlan {
    AssessmentPlan {
        class_id: ClassId(Uuid::from_u128(0x7a)),
        subject_id: SubjectId(Uuid::from_u128(0xa1)),
        study_year_id: StudyYearId(Uuid::from_u128(0x25)),
        period_id: PeriodId(Uuid::from_u128(0x1)),
        lesson_id: None,
        category_id: None,
        title: "Control work".to_owned(),
        description: None,
        assigned_on: MONDAY,
        due_on: NEXT_MONDAY,
        least: points("1"),
        most: points("10"),
        external_id: None,
    }
}

fn from_to(least: &str, most: &str) -> AssessmentPlan {
    AssessmentPlan { least: points(least), most: points(most), ..control_work() }
}

fn planned_as(plan: AssessmentPlan) -> Event {
    Event::AssessmentPlanned { plan }
}

fn planned() -> Event {
    planned_as(control_work())
}

fn replanned(from: AssessmentPlan, to: AssessmentPlan) -> Event {
    Event::AssessmentReplanned { from: Box::new(from), to }
}

/// Into the first cell of Aigerim, whatever stands there.
fn set_under(circumstances: Circumstances, value: &str) -> Command {
    Command::SetMark {
        pupil_id: AIGERIM,
        number: 1,
        value: points(value),
        on: NEXT_MONDAY,
        expected: Expected::Anything,
        reason: None,
        circumstances,
    }
}

fn set(value: &str) -> Command {
    set_under(ORDINARY, value)
}

fn given_in(pupil_id: PersonId, number: u8, value: &str) -> Event {
    Event::MarkGiven { pupil_id, number, value: points(value), on: NEXT_MONDAY, reason: None }
}

fn given_because(reason: Personal<String>, value: &str) -> Event {
    let (value, on, reason) = (points(value), NEXT_MONDAY, Some(reason));
    Event::MarkGiven { pupil_id: AIGERIM, number: 1, value, on, reason }
}

fn mark_given(value: &str) -> Event {
    given_in(AIGERIM, 1, value)
}

/// A planned assessment with a mark.
fn marked(value: &str) -> [Event; 2] {
    [planned(), mark_given(value)]
}

fn changed(from: &str, to: &str, reason: Option<Personal<String>>) -> Event {
    let (from, to, on) = (points(from), points(to), NEXT_MONDAY);
    Event::MarkChanged { pupil_id: AIGERIM, number: 1, from, to, on, reason }
}

fn withdraw_under(circumstances: Circumstances) -> Command {
    let (expected, reason) = (Expected::Anything, None);
    Command::WithdrawMark { pupil_id: AIGERIM, number: 1, expected, reason, circumstances }
}

fn withdraw() -> Command {
    withdraw_under(ORDINARY)
}

fn withdrawn(from: &str, reason: Option<Personal<String>>) -> Event {
    Event::MarkWithdrawn { pupil_id: AIGERIM, number: 1, from: points(from), reason }
}

fn set_status(circumstances: Circumstances, status: PupilStatus) -> Command {
    Command::SetStatus { pupil_id: AIGERIM, status, circumstances }
}

fn status_set(from: Option<PupilStatus>, to: PupilStatus) -> Event {
    Event::StatusSet { pupil_id: AIGERIM, from, to }
}

fn clear_status(circumstances: Circumstances) -> Command {
    Command::ClearStatus { pupil_id: AIGERIM, circumstances }
}

fn out_of_range(least: &str, most: &str, value: &str) -> Refusal {
    Refusal::OutOfRange { least: points(least), most: points(most), value: points(value) }
}

#[test]
fn nothing_happens_in_an_assessment_that_is_not_planned() {
    for command in [set("9"), withdraw(), set_status(ORDINARY, EXEMPT), clear_status(ORDINARY)] {
        assessment([]).when(command).then_expect_error(Refusal::NotPlanned);
    }
}

#[test]
fn a_closed_period_takes_no_change_of_marks_or_statuses() {
    assessment([planned()]).when(set_under(CLOSED, "9")).then_expect_error(Refusal::PeriodClosed);
    assessment([planned()]).when(set_status(CLOSED, EXEMPT)).then_expect_error(Refusal::PeriodClosed);
    let given = [planned(), mark_given("7"), status_set(None, EXEMPT)];
    let marks = [set_under(CLOSED, "9"), withdraw_under(CLOSED)];
    for command in marks.into_iter().chain([set_status(CLOSED, SUBMITTED), clear_status(CLOSED)]) {
        assessment(given.clone()).when(command).then_expect_error(Refusal::PeriodClosed);
    }
}

#[test]
fn a_pupil_who_is_not_in_the_class_on_the_day_gets_no_mark_and_no_status() {
    for circumstances in [LEFT, STRANGER] {
        for command in [set_under(circumstances, "9"), set_status(circumstances, EXEMPT)] {
            let refusal = Refusal::NotAMember { pupil_id: AIGERIM };
            assessment([planned()]).when(command.clone()).then_expect_error(refusal.clone());
            assessment(marked("7")).when(command).then_expect_error(refusal);
        }
    }
}

#[test]
fn an_import_keeps_what_the_other_system_says_of_closed_periods_and_former_pupils() {
    let long_gone = Circumstances { period_closed: true, ..STRANGER };
    let given = [planned(), mark_given("7"), status_set(None, EXEMPT)];
    for circumstances in [CLOSED, LEFT, STRANGER, long_gone].map(imported) {
        for (command, event) in [
            (set_under(circumstances, "9"), changed("7", "9", None)),
            (withdraw_under(circumstances), withdrawn("7", None)),
            (set_status(circumstances, SUBMITTED), status_set(Some(EXEMPT), SUBMITTED)),
            (clear_status(circumstances), CLEARED),
        ] {
            assessment(given.clone()).when(command).then_expect_events(vec![event]);
        }
    }
}

#[test]
fn a_status_is_set_beside_a_mark_replaced_and_cleared() {
    let event = status_set(None, EXEMPT);
    assessment(marked("7")).when(set_status(ORDINARY, EXEMPT)).then_expect_events(vec![event.clone()]);
    let event_after = status_set(Some(EXEMPT), SUBMITTED);
    let given = [planned(), event];
    assessment(given.clone()).when(set_status(ORDINARY, SUBMITTED)).then_expect_events(vec![event_after]);
    for circumstances in [ORDINARY, LEFT, STRANGER] {
        assessment(given.clone()).when(clear_status(circumstances)).then_expect_events(vec![CLEARED]);
    }
}

#[test]
fn the_same_status_again_and_clearing_none_change_nothing_whatever_came_between() {
    let given = [planned(), status_set(None, EXEMPT)];
    let emptied = [planned(), status_set(None, EXEMPT), CLEARED];
    for circumstances in [ORDINARY, CLOSED, LEFT, STRANGER] {
        assessment(given.clone()).when(set_status(circumstances, EXEMPT)).then_expect_events(vec![]);
        assessment(emptied.clone()).when(clear_status(circumstances)).then_expect_events(vec![]);
    }
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let in_full = AssessmentPlan {
        lesson_id: Some(LessonId(Uuid::from_u128(0x1e))),
        category_id: Some(CategoryId(Uuid::from_u128(0xc1))),
        description: Some("Chapter 2".to_owned()),
        external_id: Some("line-item-1".to_owned()),
        ..from_to("0.5", "87.50")
    };
    let every_event = [
        planned(),
        planned_as(in_full.clone()),
        replanned(control_work(), in_full),
        mark_given("9"),
        given_because(slip(), "9"),
        given_because(Personal::Sealed("pii1.x".to_owned()), "9"),
        given_because(Personal::Erased { of: AIGERIM }, "9"),
        changed("7", "9.50", None),
        changed("7", "9", Some(Personal::Sealed("pii1.x".to_owned()))),
        withdrawn("9", None),
        withdrawn("9", Some(slip())),
        status_set(None, PupilStatus::NotSubmitted),
        status_set(Some(PupilStatus::PartiallyMarked), PupilStatus::MarkedWithoutPoints),
        status_set(Some(EXEMPT), SUBMITTED),
        CLEARED,
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<Assessment>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"assigned_on":"2025-09-01","category_id":null,"class_id":"00000000-0000-0000-0000-00000000007a","description":null,"due_on":"2025-09-08","external_id":null,"least":"1","lesson_id":null,"most":"10","period_id":"00000000-0000-0000-0000-000000000001","study_year_id":"00000000-0000-0000-0000-000000000025","subject_id":"00000000-0000-0000-0000-0000000000a1","title":"Control work","type":"assessment_planned"}
        {"assigned_on":"2025-09-01","category_id":"00000000-0000-0000-0000-0000000000c1","class_id":"00000000-0000-0000-0000-00000000007a","description":"Chapter 2","due_on":"2025-09-08","external_id":"line-item-1","least":"0.5","lesson_id":"00000000-0000-0000-0000-00000000001e","most":"87.5","period_id":"00000000-0000-0000-0000-000000000001","study_year_id":"00000000-0000-0000-0000-000000000025","subject_id":"00000000-0000-0000-0000-0000000000a1","title":"Control work","type":"assessment_planned"}
        {"from":{"assigned_on":"2025-09-01","category_id":null,"class_id":"00000000-0000-0000-0000-00000000007a","description":null,"due_on":"2025-09-08","external_id":null,"least":"1","lesson_id":null,"most":"10","period_id":"00000000-0000-0000-0000-000000000001","study_year_id":"00000000-0000-0000-0000-000000000025","subject_id":"00000000-0000-0000-0000-0000000000a1","title":"Control work"},"to":{"assigned_on":"2025-09-01","category_id":"00000000-0000-0000-0000-0000000000c1","class_id":"00000000-0000-0000-0000-00000000007a","description":"Chapter 2","due_on":"2025-09-08","external_id":"line-item-1","least":"0.5","lesson_id":"00000000-0000-0000-0000-00000000001e","most":"87.5","period_id":"00000000-0000-0000-0000-000000000001","study_year_id":"00000000-0000-0000-0000-000000000025","subject_id":"00000000-0000-0000-0000-0000000000a1","title":"Control work"},"type":"assessment_replanned"}
        {"number":1,"on":"2025-09-08","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":null,"type":"mark_given","value":"9"}
        {"number":1,"on":"2025-09-08","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":"a slip of the pen"},"type":"mark_given","value":"9"}
        {"number":1,"on":"2025-09-08","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":"pii1.x","type":"mark_given","value":"9"}
        {"number":1,"on":"2025-09-08","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a"},"type":"mark_given","value":"9"}
        {"from":"7","number":1,"on":"2025-09-08","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":null,"to":"9.5","type":"mark_changed"}
        {"from":"7","number":1,"on":"2025-09-08","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":"pii1.x","to":"9","type":"mark_changed"}
        {"from":"9","number":1,"pupil_id":"00000000-0000-0000-0000-00000000000a","reason":null,"type":"mark_withdrawn"}
        {"from":"9","number":1,"pupil_id":"00000000-0000-0000-0000-00000000000a","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":"a slip of the pen"},"type":"mark_withdrawn"}
        {"from":null,"pupil_id":"00000000-0000-0000-0000-00000000000a","to":"not_submitted","type":"status_set"}
        {"from":"partially_marked","pupil_id":"00000000-0000-0000-0000-00000000000a","to":"marked_without_points","type":"status_set"}
        {"from":"exempt","pupil_id":"00000000-0000-0000-0000-00000000000a","to":"submitted","type":"status_set"}
        {"from":"exempt","pupil_id":"00000000-0000-0000-0000-00000000000a","type":"status_cleared"}"#]].assert_eq(&rows.join("\n"));
}

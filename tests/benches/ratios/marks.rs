//! A column of marks as every row of the bench has it. What its n-th event says follows from n alone, so
//! all sides can write the same events, and each command leads to one.

use chrono::NaiveDate;
use dayek_domain::assessment::{AssessmentCommand, AssessmentEvent, AssessmentPlan, Circumstances};
use dayek_domain::expected::Expected;
use dayek_domain::id::{ClassId, PeriodId, PersonId, StudyYearId, SubjectId};
use dayek_domain::points::Points;
use dayek_domain::school_class::Enrolment;
use uuid::Uuid;

/// Pupils in a class.
pub(crate) const PUPILS: u64 = 30;

/// Ids of things that need not be random, by their kind and number.
pub(crate) fn fixed_id(kind: u16, number: u64) -> Uuid {
    Uuid::from_u128(0xbe7c_0000_0000_4000_8000_0000_0000_0000 | (u128::from(kind) << 64) | u128::from(number))
}

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The place of a count in memory.
pub(crate) fn place(count: u64) -> usize {
    usize::try_from(count).unwrap()
}

/// The n-th event of a column, counted from 0: its plan, then marks of one pupil after the other, round
/// and round.
pub(crate) fn event(n: u64) -> AssessmentEvent {
    if n == 0 {
        return AssessmentEvent::AssessmentPlanned { plan: plan() };
    }
    let pupil_id = pupil(n);
    let on = day(2026, 9, 15);
    if n <= PUPILS {
        AssessmentEvent::MarkGiven { pupil_id, number: 1, value: value(n), on, reason: None }
    } else {
        let from = value(n - PUPILS);
        AssessmentEvent::MarkChanged { pupil_id, number: 1, from, to: value(n), on, reason: None }
    }
}

/// The command that leads to the n-th event, n being above 0.
pub(crate) fn command(n: u64) -> AssessmentCommand {
    AssessmentCommand::SetMark {
        pupil_id: pupil(n),
        number: 1,
        value: value(n),
        on: day(2026, 9, 15),
        expected: Expected::Anything,
        reason: None,
        circumstances: Circumstances { enrolment: Enrolment::Member, period_closed: false, by_import: false },
    }
}

fn pupil(n: u64) -> PersonId {
    PersonId(fixed_id(1, (n - 1) % PUPILS))
}

/// Another one than the same pupil's before and after.
fn value(n: u64) -> Points {
    let round = (n - 1) / PUPILS;
    Points::whole(i32::try_from(1 + (n + round) % 10).unwrap())
}

fn plan() -> AssessmentPlan {
    AssessmentPlan {
        class_id: ClassId(fixed_id(2, 1)),
        subject_id: SubjectId(fixed_id(3, 1)),
        study_year_id: StudyYearId(fixed_id(4, 1)),
        period_id: PeriodId(fixed_id(5, 1)),
        lesson_id: None,
        category_id: None,
        title: "Бақылау жұмысы".to_owned(),
        description: None,
        assigned_on: day(2026, 9, 8),
        due_on: day(2026, 9, 15),
        least: Points::whole(1),
        most: Points::whole(10),
        external_id: None,
    }
}

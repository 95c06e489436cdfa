//! What R17 counts (domain notes 3.8): lessons that are cancelled, and lessons that others give. A lesson
//! that is only moved, held elsewhere or together with another does not count. One that is both counts as
//! cancelled.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_projections::timetable::{self, LessonRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::timetables::days::must_be_a_span;
use crate::http::timetables::names::{Names, Wanted};
use crate::refusal::Refusal;

/// A study year, with the days beside it.
const MOST_DAYS: i64 = 400;

/// The days of the report, and what it is narrowed to.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SubstitutionsQuery {
    /// The first day.
    pub(crate) from: NaiveDate,
    /// The last day, at most 399 days later.
    pub(crate) to: NaiveDate,
    /// Lessons of this teacher, and lessons given by them in the place of others.
    pub(crate) teacher_id: Option<Uuid>,
}

/// What has become of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LessonChange {
    Cancelled,
    Substituted,
}

/// The hours of a teacher.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Hours {
    /// Own lessons that were cancelled.
    pub(crate) missed: i64,
    /// Own lessons that others gave.
    pub(crate) substituted: i64,
    /// Lessons given in the place of others.
    pub(crate) given: i64,
}

/// How much was cancelled and substituted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) missed: i64,
    pub(crate) substituted: i64,
    /// The subject that was substituted most, and how often.
    pub(crate) most_substituted: Option<(Uuid, i64)>,
    pub(crate) by_teacher: BTreeMap<Uuid, Hours>,
}

/// The lessons of the report, with names for everything in them.
pub(crate) struct Report {
    pub(crate) rows: Vec<LessonRow>,
    pub(crate) totals: Totals,
    pub(crate) names: Names,
}

impl LessonChange {
    pub(crate) const fn of(row: &LessonRow) -> Self {
        if row.cancelled { Self::Cancelled } else { Self::Substituted }
    }
}

/// Who gives a lesson by the timetable, as far as that is known.
pub(crate) fn regular(row: &LessonRow) -> &[Uuid] {
    if row.replaced.is_empty() { &row.teachers } else { &row.replaced }
}

/// Who gives a lesson in the place of others; nobody where it is cancelled.
pub(crate) fn substitutes(row: &LessonRow) -> &[Uuid] {
    if row.cancelled || row.replaced.is_empty() { &[] } else { &row.teachers }
}

impl Totals {
    pub(crate) fn of(rows: &[LessonRow]) -> Self {
        let mut totals = Self::default();
        let mut by_subject: BTreeMap<Uuid, i64> = BTreeMap::new();
        for row in rows {
            match LessonChange::of(row) {
                LessonChange::Cancelled => {
                    totals.missed += 1;
                    for teacher in regular(row) {
                        totals.by_teacher.entry(*teacher).or_default().missed += 1;
                    }
                }
                LessonChange::Substituted => {
                    totals.substituted += 1;
                    *by_subject.entry(row.subject_id).or_default() += 1;
                    for teacher in &row.replaced {
                        totals.by_teacher.entry(*teacher).or_default().substituted += 1;
                    }
                    for teacher in substitutes(row) {
                        totals.by_teacher.entry(*teacher).or_default().given += 1;
                    }
                }
            }
        }
        // Of several the first by its id, so that the report says the same twice.
        let most = by_subject.into_iter().rev().max_by_key(|(_, count)| *count);
        totals.most_substituted = most;
        totals
    }

    /// As far as they concern one teacher.
    fn narrowed(mut self, teacher: Option<Uuid>) -> Self {
        if let Some(teacher) = teacher {
            self.by_teacher.retain(|id, _| *id == teacher);
        }
        self
    }
}

/// The report, for somebody who may see it.
pub(crate) async fn report(app: &App, caller: Caller, query: SubstitutionsQuery) -> Result<Report, Refusal> {
    caller.may(app, Action::ReportSubstitutions, &Object::Institution).await?;
    let SubstitutionsQuery { from, to, teacher_id } = query;
    must_be_a_span(from, to, MOST_DAYS)?;
    let institution = caller.institution();
    let mut rows = timetable::changes(&app.pool, institution.0, from, to).await?;
    if let Some(teacher) = teacher_id {
        rows.retain(|row| row.teachers.contains(&teacher) || row.replaced.contains(&teacher));
    }
    let mut wanted = Wanted::of(&rows);
    wanted.people.extend(rows.iter().filter_map(|row| row.changed_by));
    let names = wanted.names(app, institution).await?;
    let totals = Totals::of(&rows).narrowed(teacher_id);
    Ok(Report { rows, totals, names })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALGEBRA: Uuid = Uuid::from_u128(1);
    const HISTORY: Uuid = Uuid::from_u128(2);
    const AISULU: Uuid = Uuid::from_u128(11);
    const BOLAT: Uuid = Uuid::from_u128(12);

    fn lesson(subject_id: Uuid, cancelled: bool, teachers: &[Uuid], replaced: &[Uuid]) -> LessonRow {
        LessonRow {
            lesson_id: Uuid::nil(),
            class_id: Uuid::nil(),
            subject_id,
            period_id: Uuid::nil(),
            date: "2026-09-01".parse().unwrap(),
            number: 1,
            begins: None,
            ends: None,
            room_id: None,
            slot_id: None,
            cancelled,
            joined_with: None,
            moved_from: None,
            reason: None,
            changed_by: None,
            changed_at: None,
            teachers: teachers.to_vec(),
            replaced: replaced.to_vec(),
        }
    }

    #[test]
    fn a_cancelled_lesson_is_an_hour_its_teacher_has_missed() {
        let totals = Totals::of(&[lesson(ALGEBRA, true, &[AISULU], &[])]);
        assert_eq!((totals.missed, totals.substituted, totals.most_substituted), (1, 0, None));
        assert_eq!(totals.by_teacher[&AISULU], Hours { missed: 1, ..Hours::default() });
    }

    #[test]
    fn a_substituted_lesson_is_an_hour_of_both_teachers() {
        let totals = Totals::of(&[lesson(ALGEBRA, false, &[BOLAT], &[AISULU])]);
        assert_eq!((totals.missed, totals.substituted), (0, 1));
        assert_eq!(totals.most_substituted, Some((ALGEBRA, 1)));
        assert_eq!(totals.by_teacher[&AISULU], Hours { substituted: 1, ..Hours::default() });
        assert_eq!(totals.by_teacher[&BOLAT], Hours { given: 1, ..Hours::default() });
    }

    #[test]
    fn a_substituted_lesson_that_is_cancelled_counts_as_missed_by_its_own_teacher_alone() {
        let totals = Totals::of(&[lesson(ALGEBRA, true, &[BOLAT], &[AISULU])]);
        assert_eq!((totals.missed, totals.substituted), (1, 0));
        assert_eq!(totals.by_teacher.keys().copied().collect::<Vec<_>>(), [AISULU]);
    }

    #[test]
    fn the_subject_that_was_substituted_most_is_told_and_of_equals_the_first() {
        let of = |subject| lesson(subject, false, &[BOLAT], &[AISULU]);
        let totals = Totals::of(&[of(ALGEBRA), of(HISTORY), of(HISTORY)]);
        assert_eq!(totals.most_substituted, Some((HISTORY, 2)));
        let totals = Totals::of(&[of(HISTORY), of(ALGEBRA)]);
        assert_eq!(totals.most_substituted, Some((ALGEBRA, 1)));
    }
}

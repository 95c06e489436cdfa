//! `GET /reports/substitutions`: cancelled and substituted lessons, with their totals.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use dayek_projections::timetable::LessonRow;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::report::{Hours, LessonChange, Report, SubstitutionsQuery, Totals, regular, report, substitutes};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::http::timetables::names::{Names, TimetableTeacher};

/// The report.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SubstitutionsReport {
    /// How many lessons were cancelled.
    missed: i64,
    /// How many lessons others gave.
    substituted: i64,
    /// Null when no lesson was substituted.
    most_substituted: Option<MostSubstituted>,
    by_teacher: Vec<TeacherHours>,
    items: Vec<SubstitutionItem>,
}

/// The subject that was substituted most.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MostSubstituted {
    subject_id: Uuid,
    subject_name: Option<String>,
    lessons: i64,
}

/// The hours of a teacher.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TeacherHours {
    teacher_id: Uuid,
    name: Option<String>,
    /// Own lessons that were cancelled.
    missed: i64,
    /// Own lessons that others gave.
    substituted: i64,
    /// Lessons given in the place of others.
    given: i64,
}

/// A lesson that was cancelled or substituted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SubstitutionItem {
    lesson_id: Uuid,
    date: NaiveDate,
    /// Number in the bell schedule of the day.
    number: i16,
    class_id: Uuid,
    class_name: Option<String>,
    subject_id: Uuid,
    subject_name: Option<String>,
    /// By the timetable.
    teachers: Vec<TimetableTeacher>,
    #[schema(inline)]
    kind: LessonChange,
    substitutes: Vec<TimetableTeacher>,
    reason: Option<String>,
    /// Null for the program itself.
    changed_by: Option<Uuid>,
    changed_by_name: Option<String>,
    changed_at: Option<DateTime<Utc>>,
}

/// Shows which lessons were cancelled or substituted, and how many.
#[utoipa::path(
    get,
    path = "/reports/substitutions",
    operation_id = "report_substitutions",
    tag = "reports",
    params(SubstitutionsQuery, ReadHeaders),
    responses((status = 200, description = "The report.", body = SubstitutionsReport), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<SubstitutionsQuery>,
    wanted: Wanted,
) -> Result<Shown<SubstitutionsReport>, Refused> {
    let applied = wanted.wait(&app, caller, &["timetable", "directory"]).await?;
    let Report { rows, totals, names } = report(&app, caller, query).await?;
    let Totals { missed, substituted, most_substituted, by_teacher } = totals;
    let most_substituted = most_substituted.map(|(subject_id, lessons)| MostSubstituted {
        subject_id,
        subject_name: names.subject(subject_id),
        lessons,
    });
    let by_teacher = by_teacher.into_iter().map(|(teacher_id, hours)| {
        let Hours { missed, substituted, given } = hours;
        TeacherHours { teacher_id, name: names.person(teacher_id), missed, substituted, given }
    });
    let mut by_teacher: Vec<TeacherHours> = by_teacher.collect();
    by_teacher.sort_by(|one, other| (&one.name, one.teacher_id).cmp(&(&other.name, other.teacher_id)));
    let items = rows.iter().map(|row| item(row, &names)).collect();
    Ok(applied.shows(SubstitutionsReport { missed, substituted, most_substituted, by_teacher, items }))
}

fn item(row: &LessonRow, names: &Names) -> SubstitutionItem {
    SubstitutionItem {
        lesson_id: row.lesson_id,
        date: row.date,
        number: row.number,
        class_id: row.class_id,
        class_name: names.class(row.class_id),
        subject_id: row.subject_id,
        subject_name: names.subject(row.subject_id),
        teachers: names.teachers(regular(row)),
        kind: LessonChange::of(row),
        substitutes: names.teachers(substitutes(row)),
        reason: row.reason.clone(),
        changed_by: row.changed_by,
        changed_by_name: row.changed_by.and_then(|person| names.person(person)),
        changed_at: row.changed_at,
    }
}

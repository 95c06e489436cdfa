//! A journal page as the API shows it.

use chrono::{DateTime, NaiveDate, Utc};
use dayek_projections::directory::PupilRow;
use dayek_projections::journal::{AssessmentRow, AttendanceRow, LessonRow, MarkRow, Page, StatusRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::decimal::exact;
use crate::http::people::{Opener, PersonName};
use crate::refusal::Refusal;

/// One page of the journal.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JournalPage {
    class_id: Uuid,
    subject_id: Uuid,
    period_id: Uuid,
    /// Position of the log that the cells show.
    position: String,
    pupils: Vec<JournalPupil>,
    lessons: Vec<JournalLesson>,
    assessments: Vec<JournalAssessment>,
    marks: Vec<JournalMark>,
    statuses: Vec<JournalStatus>,
    attendance: Vec<JournalAttendance>,
}

/// A line of the page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JournalPupil {
    pupil_id: Uuid,
    #[serde(flatten)]
    name: PersonName,
    /// When the pupil is or was in the class.
    stays: Vec<StayShown>,
}

/// One stay in the class, first and last day included.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StayShown {
    /// Null when the first day is not known.
    from: Option<NaiveDate>,
    /// Null while the pupil is in the class.
    to: Option<NaiveDate>,
}

/// A lesson of the page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JournalLesson {
    lesson_id: Uuid,
    date: NaiveDate,
    number: i16,
    cancelled: bool,
}

/// A column of marks.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JournalAssessment {
    assessment_id: Uuid,
    lesson_id: Option<Uuid>,
    category_id: Option<Uuid>,
    title: String,
    description: Option<String>,
    assigned_on: NaiveDate,
    due_on: NaiveDate,
    least: String,
    most: String,
}

/// A mark; a withdrawn one has no value.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JournalMark {
    assessment_id: Uuid,
    pupil_id: Uuid,
    number: i16,
    #[schema(example = "87.5")]
    value: Option<String>,
    /// Null: the program itself.
    set_by: Option<Uuid>,
    set_at: DateTime<Utc>,
    /// Sequence, in its stream, of the event that set it.
    revision: String,
}

/// What is said of a pupil beside a mark; a cleared one has no value.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JournalStatus {
    assessment_id: Uuid,
    pupil_id: Uuid,
    value: Option<String>,
    set_by: Option<Uuid>,
    set_at: DateTime<Utc>,
    revision: String,
}

/// Whether a pupil was at a lesson; a cleared sign has no value.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JournalAttendance {
    lesson_id: Uuid,
    pupil_id: Uuid,
    value: Option<String>,
    set_by: Option<Uuid>,
    set_at: DateTime<Utc>,
    revision: String,
}

impl JournalPage {
    pub(super) fn of(
        (class_id, subject_id, period_id): (Uuid, Uuid, Uuid),
        page: Page,
        pupils: Vec<JournalPupil>,
    ) -> Self {
        Self {
            class_id,
            subject_id,
            period_id,
            position: page.position.to_string(),
            pupils,
            lessons: page.lessons.into_iter().map(lesson).collect(),
            assessments: page.assessments.into_iter().map(assessment).collect(),
            marks: page.marks.into_iter().map(mark).collect(),
            statuses: page.statuses.into_iter().map(status).collect(),
            attendance: page.attendance.into_iter().map(attendance).collect(),
        }
    }
}

/// One line for each pupil. The rows come pupil by pupil, a row for each stay.
pub(super) fn pupils(rows: &[PupilRow], opener: &Opener) -> Result<Vec<JournalPupil>, Refusal> {
    let mut pupils: Vec<JournalPupil> = Vec::new();
    for row in rows {
        let stay = StayShown { from: row.from_day, to: row.to_day };
        match pupils.last_mut() {
            Some(last) if last.pupil_id == row.pupil_id => last.stays.push(stay),
            Some(_) | None => pupils.push(JournalPupil {
                pupil_id: row.pupil_id,
                name: opener.name(row.details.as_deref())?,
                stays: vec![stay],
            }),
        }
    }
    Ok(pupils)
}

fn lesson(row: LessonRow) -> JournalLesson {
    let LessonRow { lesson_id, date, number, cancelled } = row;
    JournalLesson { lesson_id, date, number, cancelled }
}

fn assessment(row: AssessmentRow) -> JournalAssessment {
    JournalAssessment {
        assessment_id: row.assessment_id,
        lesson_id: row.lesson_id,
        category_id: row.category_id,
        title: row.title,
        description: row.description,
        assigned_on: row.assigned_on,
        due_on: row.due_on,
        least: exact(row.least),
        most: exact(row.most),
    }
}

fn mark(row: MarkRow) -> JournalMark {
    JournalMark {
        assessment_id: row.assessment_id,
        pupil_id: row.pupil_id,
        number: row.number,
        value: row.value.map(exact),
        set_by: row.set_by,
        set_at: row.set_at,
        revision: row.revision.to_string(),
    }
}

fn status(row: StatusRow) -> JournalStatus {
    JournalStatus {
        assessment_id: row.assessment_id,
        pupil_id: row.pupil_id,
        value: row.status,
        set_by: row.set_by,
        set_at: row.set_at,
        revision: row.revision.to_string(),
    }
}

fn attendance(row: AttendanceRow) -> JournalAttendance {
    JournalAttendance {
        lesson_id: row.lesson_id,
        pupil_id: row.pupil_id,
        value: row.code,
        set_by: row.set_by,
        set_at: row.set_at,
        revision: row.revision.to_string(),
    }
}

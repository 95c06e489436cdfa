//! `GET /timetable/substitutes`: the lessons of an absent teacher, each with who could give it.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_projections::directory;
use dayek_projections::timetable::{self, Of};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::days::must_be_a_school_day;
use super::lesson::TimetableLesson;
use super::names::{self, Names};
use super::occupancy::{Substitute, substitutes};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;

/// Who is absent, and when.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SubstitutesQuery {
    /// The teacher who is absent.
    teacher_id: Uuid,
    date: NaiveDate,
}

/// The lessons of an absent teacher that take place, in the order of the clock.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SubstitutesList {
    items: Vec<LessonToGive>,
}

/// A lesson, and who could give it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LessonToGive {
    #[serde(flatten)]
    lesson: TimetableLesson,
    /// Who is free then: those who teach the subject first, then those with the fewest lessons on the day.
    candidates: Vec<CandidateShown>,
}

/// Somebody who is free then.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CandidateShown {
    teacher_id: Uuid,
    name: Option<String>,
    /// Whether they teach the subject of the lesson in any class.
    teaches_subject: bool,
    /// How many lessons they give on that day.
    lessons: usize,
}

/// Shows the lessons of an absent teacher, each with the teachers who are free to give it.
#[utoipa::path(
    get,
    path = "/timetable/substitutes",
    operation_id = "show_substitutes",
    tag = "timetable",
    params(SubstitutesQuery, ReadHeaders),
    responses((status = 200, description = "The lessons.", body = SubstitutesList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(SubstitutesQuery { teacher_id, date }): QueryOf<SubstitutesQuery>,
    wanted: Wanted,
) -> Result<Shown<SubstitutesList>, Refused> {
    caller.may(&app, Action::EditTimetable, &Object::Institution).await?;
    must_be_a_school_day(date, "date")?;
    let applied = wanted.wait(&app, caller, &["timetable", "directory"]).await?;
    let institution = caller.institution();
    let day = timetable::lessons(&app.pool, institution.0, &Of::All, date, date).await?;
    let teaching = directory::teaching(&app.pool, institution.0).await?;
    let mut wanted = names::Wanted::of(&day);
    wanted.people.extend(teaching.iter().map(|row| row.teacher_id));
    let names = wanted.names(&app, institution).await?;
    let of_teacher = |row: &&timetable::LessonRow| {
        !row.cancelled && (row.teachers.contains(&teacher_id) || row.replaced.contains(&teacher_id))
    };
    let items = day.iter().filter(of_teacher).map(|row| LessonToGive {
        lesson: TimetableLesson::of(row, &names),
        candidates: shown(substitutes(row, teacher_id, &day, &teaching), &names),
    });
    Ok(applied.shows(SubstitutesList { items: items.collect() }))
}

fn shown(substitutes: Vec<Substitute>, names: &Names) -> Vec<CandidateShown> {
    let candidates = substitutes.into_iter().map(|one| CandidateShown {
        teacher_id: one.teacher,
        name: names.person(one.teacher),
        teaches_subject: one.knows_subject,
        lessons: one.lessons,
    });
    candidates.collect()
}

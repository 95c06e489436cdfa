//! `POST /timetables/preview`: what publishing would lead to. Changes nothing.

use axum::Json;
use axum::extract::State;
use chrono::{NaiveDate, NaiveTime};
use dayek_domain::access::{Action, Object};
use dayek_domain::id::TimetableId;
use dayek_domain::lesson::Lesson;
use dayek_domain::timetable::Weekday;
use dayek_domain::timetable_guard::{Clash, Taking};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::{self, Names};
use super::publish::{PublishTimetablesForm, must_be_few};
use super::weekday_codes;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::Command;
use crate::http::openapi::ReadRefusals;
use crate::http::problem::Refused;
use crate::usecases::timetable::preview;

/// What publishing would lead to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PreviewShown {
    /// Why it would be refused: at most 50 are told.
    clashes: Vec<ClashShown>,
    /// How many dated lessons the timetables have.
    lessons: usize,
    /// How many lessons of an earlier plan would go, because nobody has written in them.
    withdrawn: usize,
    /// Lessons that the plan does not have and that stay, because somebody has written in them.
    kept: Vec<KeptLesson>,
}

/// Somebody or something that would be needed at two places at once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClashShown {
    /// `class`, `teacher` or `room`.
    #[schema(value_type = String)]
    what: Taking,
    /// The class, the teacher or the room.
    who: Uuid,
    who_name: Option<String>,
    /// Of two lessons of the week.
    #[schema(schema_with = weekday_codes)]
    weekday: Option<Weekday>,
    /// When one of the two is a lesson of one date.
    date: Option<NaiveDate>,
    begins: NaiveTime,
    ends: NaiveTime,
    /// Whose lesson would be published.
    class_id: Uuid,
    class_name: Option<String>,
    /// Whose lesson it meets.
    with_class_id: Uuid,
    with_class_name: Option<String>,
}

/// A lesson that stays.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct KeptLesson {
    lesson_id: Uuid,
    class_id: Uuid,
    class_name: Option<String>,
    subject_id: Uuid,
    subject_name: Option<String>,
    date: NaiveDate,
    number: u8,
}

/// Shows what publishing timetables would lead to, and what stands in its way.
#[utoipa::path(
    post,
    path = "/timetables/preview",
    operation_id = "preview_timetables",
    tag = "timetable",
    request_body = PublishTimetablesForm,
    responses((status = 200, description = "What it would lead to.", body = PreviewShown), ReadRefusals)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, .. }: Command<PublishTimetablesForm>,
) -> Result<Json<PreviewShown>, Refused> {
    caller.may(&app, Action::EditTimetable, &Object::Institution).await?;
    let PublishTimetablesForm { timetable_ids, from } = form;
    must_be_few(&timetable_ids)?;
    Ok(Json(show(&app, caller, &timetable_ids, from).await?))
}

async fn show(
    app: &App,
    caller: Caller,
    timetable_ids: &[TimetableId],
    from: NaiveDate,
) -> Result<PreviewShown, Refused> {
    let found = preview(&app.log, &caller.request(None, None), timetable_ids, from).await?;
    let institution = caller.institution();
    let ids: Vec<Uuid> = found.kept.iter().map(|lesson| lesson.0).collect();
    let states = app.log.states::<Lesson>(institution, &ids, None).await?;
    let mut wanted = names::Wanted::default();
    for clash in &found.clashes {
        wanted.classes.extend([clash.class_id.0, clash.with_class_id.0]);
        match clash.what {
            Taking::Class => wanted.classes.push(clash.who),
            Taking::Teacher => wanted.people.push(clash.who),
            Taking::Room => wanted.rooms.push(clash.who),
        }
    }
    for place in states.values().filter_map(Lesson::place) {
        wanted.classes.push(place.class_id.0);
        wanted.subjects.push(place.subject_id.0);
    }
    let names = wanted.names(app, institution).await?;
    let kept = found.kept.iter().filter_map(|lesson_id| {
        let (place, slot) = states.get(&lesson_id.0).and_then(|state| state.place().zip(state.slot()))?;
        Some(KeptLesson {
            lesson_id: lesson_id.0,
            class_id: place.class_id.0,
            class_name: names.class(place.class_id.0),
            subject_id: place.subject_id.0,
            subject_name: names.subject(place.subject_id.0),
            date: slot.date,
            number: slot.number,
        })
    });
    let mut kept: Vec<KeptLesson> = kept.collect();
    kept.sort_by_key(|lesson| (lesson.date, lesson.number, lesson.lesson_id));
    let clashes = found.clashes.into_iter().map(|clash| clash_shown(clash, &names)).collect();
    Ok(PreviewShown { clashes, lessons: found.lessons, withdrawn: found.withdrawn, kept })
}

fn clash_shown(clash: Clash, names: &Names) -> ClashShown {
    let Clash { weekday, date, begins, ends, what, who, class_id, with_class_id } = clash;
    let who_name = match what {
        Taking::Class => names.class(who),
        Taking::Teacher => names.person(who),
        Taking::Room => names.room(who),
    };
    ClashShown {
        what,
        who,
        who_name,
        weekday,
        date,
        begins,
        ends,
        class_id: class_id.0,
        class_name: names.class(class_id.0),
        with_class_id: with_class_id.0,
        with_class_name: names.class(with_class_id.0),
    }
}

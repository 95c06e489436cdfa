//! Forms on the page of a lesson: another day, no lesson, other teachers, another room, together.

use axum::extract::{Path, State};
use axum::response::Response;
use dayek_domain::access::Action;
use dayek_domain::expected::Expected;
use dayek_domain::id::{LessonId, PersonId, RoomId};
use dayek_domain::lesson::Slot;
use serde::Deserialize;
use uuid::Uuid;

use super::day;
use super::lesson::{Found, Left, view};
use super::told::run;
use crate::http::App;
use crate::http::problem::Refused;
use crate::log::UseCase;
use crate::pages::form::{Sent, filled, go_to, refused_form};
use crate::pages::views::FieldError;
use crate::pages::visitor::Visitor;
use crate::usecases::{
    CancelLesson, ChangeRoom, EndSubstitution, JoinLesson, MoveLesson, RestoreLesson, SubstituteTeacher,
};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct MoveSent {
    date: String,
    number: String,
    /// Where the lesson stood when the page was made.
    seen_date: String,
    seen_number: String,
    reason: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct ReasonSent {
    reason: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct TeachersSent {
    teacher: Vec<String>,
    reason: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct RoomSent {
    /// None is an empty text.
    room: String,
    reason: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct JoinSent {
    with: String,
    reason: String,
}

pub(in crate::pages) async fn move_to(
    State(app): State<App>,
    visitor: Visitor,
    Path(lesson): Path<Uuid>,
    Sent(sent): Sent<MoveSent>,
) -> Result<Response, Refused> {
    let to = match (day(&sent.date), sent.number.trim().parse::<u8>()) {
        (Some(date), Ok(number)) => Ok(Slot { date, number }),
        (None, _) => Err(FieldError { field: "date", text: visitor.words.t("error-not-a-day") }),
        (Some(_), Err(_)) => {
            Err(FieldError { field: "number", text: visitor.words.t("timetable-error-number") })
        }
    };
    let seen = day(&sent.seen_date).zip(sent.seen_number.parse::<u8>().ok());
    let seen = seen.map(|(date, number)| Slot { date, number });
    let left = Left {
        date: Some(sent.date),
        number: Some(sent.number),
        reason: sent.reason.clone(),
        ..Left::default()
    };
    let to = match to {
        Ok(to) => to,
        Err(fault) => return refuse(&app, &visitor, lesson, left, fault).await,
    };
    let use_case = MoveLesson {
        lesson_id: LessonId(lesson),
        to,
        times: None,
        reason: filled(sent.reason),
        expected: seen.map_or(Expected::Anything, |seen| Expected::Exactly(Some(seen))),
    };
    done(&app, &visitor, lesson, use_case, "date", left).await
}

pub(in crate::pages) async fn cancel(
    State(app): State<App>,
    visitor: Visitor,
    Path(lesson): Path<Uuid>,
    Sent(sent): Sent<ReasonSent>,
) -> Result<Response, Refused> {
    let left = Left { reason: sent.reason.clone(), ..Left::default() };
    let use_case = CancelLesson { lesson_id: LessonId(lesson), reason: filled(sent.reason) };
    done(&app, &visitor, lesson, use_case, "cancel_reason", left).await
}

pub(in crate::pages) async fn restore(
    State(app): State<App>,
    visitor: Visitor,
    Path(lesson): Path<Uuid>,
    Sent(sent): Sent<ReasonSent>,
) -> Result<Response, Refused> {
    let left = Left { reason: sent.reason.clone(), ..Left::default() };
    let use_case = RestoreLesson { lesson_id: LessonId(lesson), reason: filled(sent.reason) };
    done(&app, &visitor, lesson, use_case, "restore_reason", left).await
}

pub(in crate::pages) async fn substitute(
    State(app): State<App>,
    visitor: Visitor,
    Path(lesson): Path<Uuid>,
    Sent(sent): Sent<TeachersSent>,
) -> Result<Response, Refused> {
    let chosen = sent.teacher.iter().filter(|teacher| !teacher.is_empty());
    let teachers: Result<Vec<Uuid>, _> = chosen.map(|teacher| teacher.parse::<Uuid>()).collect();
    let teachers = teachers.ok().filter(|teachers| !teachers.is_empty());
    let left = Left { teachers: teachers.clone(), reason: sent.reason.clone(), ..Left::default() };
    let Some(teachers) = teachers else {
        let fault = FieldError { field: "teacher", text: visitor.words.t("error-choose") };
        return refuse(&app, &visitor, lesson, left, fault).await;
    };
    let use_case = SubstituteTeacher {
        lesson_id: LessonId(lesson),
        teacher_ids: teachers.into_iter().map(PersonId).collect(),
        reason: filled(sent.reason),
    };
    done(&app, &visitor, lesson, use_case, "teacher", left).await
}

pub(in crate::pages) async fn end_substitution(
    State(app): State<App>,
    visitor: Visitor,
    Path(lesson): Path<Uuid>,
) -> Result<Response, Refused> {
    let use_case = EndSubstitution { lesson_id: LessonId(lesson) };
    done(&app, &visitor, lesson, use_case, "teacher", Left::default()).await
}

pub(in crate::pages) async fn change_room(
    State(app): State<App>,
    visitor: Visitor,
    Path(lesson): Path<Uuid>,
    Sent(sent): Sent<RoomSent>,
) -> Result<Response, Refused> {
    let room_id = match sent.room.as_str() {
        "" => Ok(None),
        room => room.parse::<RoomId>().map(Some),
    };
    let left = Left { room: Some(sent.room), reason: sent.reason.clone(), ..Left::default() };
    let Ok(room_id) = room_id else {
        let fault = FieldError { field: "room", text: visitor.words.t("error-choose") };
        return refuse(&app, &visitor, lesson, left, fault).await;
    };
    let use_case = ChangeRoom { lesson_id: LessonId(lesson), room_id, reason: filled(sent.reason) };
    done(&app, &visitor, lesson, use_case, "room", left).await
}

pub(in crate::pages) async fn join(
    State(app): State<App>,
    visitor: Visitor,
    Path(lesson): Path<Uuid>,
    Sent(sent): Sent<JoinSent>,
) -> Result<Response, Refused> {
    let with = sent.with.parse::<LessonId>();
    let left = Left { with: sent.with.parse().ok(), reason: sent.reason.clone(), ..Left::default() };
    let Ok(with) = with else {
        let fault = FieldError { field: "with", text: visitor.words.t("error-choose") };
        return refuse(&app, &visitor, lesson, left, fault).await;
    };
    let use_case = JoinLesson { lesson_id: LessonId(lesson), with, reason: filled(sent.reason) };
    done(&app, &visitor, lesson, use_case, "with", left).await
}

/// Carries it out and goes back to the lesson; refused, the page comes back with what was typed.
async fn done(
    app: &App,
    visitor: &Visitor,
    lesson: Uuid,
    use_case: impl UseCase,
    field: &'static str,
    mut left: Left,
) -> Result<Response, Refused> {
    match run(app, visitor, use_case).await? {
        None => Ok(go_to(&format!("/lessons/{lesson}?done=saved"))),
        Some(told) => {
            left.errors.extend(told.sentences.into_iter().map(|text| FieldError { field, text }));
            refused_form(&view(app, visitor, lesson, left).await?)
        }
    }
}

/// What could not be read; who may not change the lesson is told that instead.
async fn refuse(
    app: &App,
    visitor: &Visitor,
    lesson: Uuid,
    mut left: Left,
    fault: FieldError,
) -> Result<Response, Refused> {
    let found = Found::of(app, visitor, lesson).await?;
    visitor.may(Action::EditTimetable, &found.object())?;
    left.errors.push(fault);
    refused_form(&view(app, visitor, lesson, left).await?)
}

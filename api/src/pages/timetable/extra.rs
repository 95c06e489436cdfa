//! A lesson that no timetable has, added on the page of a week.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use dayek_domain::id::{ClassId, LessonId, PeriodId, PersonId, RoomId, StudyYearId, SubjectId};
use dayek_domain::lesson::{LessonPlace, Slot};
use dayek_projections::directory::{self, ClassRow};
use serde::Deserialize;
use uuid::Uuid;

use super::candidates::{people_choices, room_choices, rooms, staff};
use super::day;
use super::edit::may_edit;
use super::told::{Told, run};
use super::week::{WeekQuery, view};
use crate::entropy::new_id;
use crate::http::App;
use crate::http::problem::Refused;
use crate::log::LogError;
use crate::pages::choices::choice;
use crate::pages::form::{Sent, go_to, refused_form};
use crate::pages::views::{ExtraForm, FieldError};
use crate::pages::visitor::Visitor;
use crate::refusal::Refusal;
use crate::usecases::AddLesson;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct ExtraSent {
    /// The class or one of its groups; nothing said: the class.
    of: String,
    subject: String,
    date: String,
    number: String,
    teacher: Vec<String>,
    /// None is an empty text.
    room: String,
}

/// What the form left on the page.
pub(super) struct Left {
    pub(super) sent: ExtraSent,
    pub(super) errors: Vec<FieldError>,
}

pub(in crate::pages) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    Path(class): Path<Uuid>,
    Sent(sent): Sent<ExtraSent>,
) -> Result<Response, Refused> {
    may_edit(&visitor)?;
    let institution = visitor.caller.institution();
    let row = directory::class(&app.pool, institution.0, class).await?.ok_or(Refusal::NotFound)?;
    let date = day(&sent.date);
    let errors = match read(&app, &visitor, &row, &sent, date).await? {
        Ok(use_case) => {
            let date = use_case.slot.date;
            match run(&app, &visitor, use_case).await? {
                None => return Ok(go_to(&format!("/timetable?class={class}&week={date}&done=saved"))),
                Some(told) => faults_of(told),
            }
        }
        Err(fault) => vec![fault],
    };
    let week = WeekQuery::of_class(class, date);
    refused_form(&view(&app, &visitor, week, Some(Left { sent, errors })).await?)
}

/// What was asked for, or the field in which nothing was that can be meant.
async fn read(
    app: &App,
    visitor: &Visitor,
    class: &ClassRow,
    sent: &ExtraSent,
    date: Option<NaiveDate>,
) -> Result<Result<AddLesson, FieldError>, Refused> {
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let fault = |field, key: &str| Ok(Err(FieldError { field, text: words.t(key) }));
    let groups = directory::groups_of(&app.pool, institution.0, class.class_id).await?;
    let class_id = if sent.of.is_empty() { Ok(class.class_id) } else { sent.of.parse() };
    let Some(class_id) = class_id.ok().filter(|of| *of == class.class_id || groups.contains(of)) else {
        return fault("extra-of", "error-choose");
    };
    let Ok(subject_id) = sent.subject.parse::<SubjectId>() else {
        return fault("extra-subject", "error-choose");
    };
    let Some(date) = date else { return fault("extra-date", "error-not-a-day") };
    let Ok(number) = sent.number.trim().parse::<u8>() else {
        return fault("extra-number", "timetable-error-number");
    };
    let chosen = sent.teacher.iter().filter(|teacher| !teacher.is_empty());
    let teachers: Result<Vec<PersonId>, _> = chosen.map(|teacher| teacher.parse()).collect();
    let Some(teacher_ids) = teachers.ok().filter(|teachers| !teachers.is_empty()) else {
        return fault("extra-teacher", "error-choose");
    };
    let room_id = match sent.room.as_str() {
        "" => None,
        room => match room.parse::<RoomId>() {
            Ok(room) => Some(room),
            Err(_) => return fault("extra-room", "error-choose"),
        },
    };
    let mut periods = directory::periods(&app.pool, institution.0).await?;
    periods.retain(|row| row.study_year_id == class.study_year_id);
    periods.retain(|row| row.first_day <= date && date <= row.last_day);
    let own = periods.iter().find(|row| row.set_id == class.period_set_id);
    let Some(period) = own.or_else(|| periods.first()) else {
        return fault("extra-date", "timetable-outside-period");
    };
    let lesson_id = LessonId(new_id(app.entropy.as_ref()).map_err(LogError::from)?);
    let place = LessonPlace {
        class_id: ClassId(class_id),
        subject_id,
        study_year_id: StudyYearId(class.study_year_id),
        period_id: PeriodId(period.period_id),
    };
    let slot = Slot { date, number };
    Ok(Ok(AddLesson { lesson_id, place, slot, teacher_ids, room_id, times: None }))
}

fn faults_of(told: Told) -> Vec<FieldError> {
    let field = match told.code.as_str() {
        "school.no_such_bell" | "school.hour_unknown" => "extra-number",
        "school.not_employed" => "extra-teacher",
        _ => "extra-date",
    };
    told.sentences.into_iter().map(|text| FieldError { field, text }).collect()
}

/// The form for a class, as it was left or for a day of the week that is shown.
pub(super) async fn form(
    app: &App,
    visitor: &Visitor,
    class: Uuid,
    shown: NaiveDate,
    left: Option<&Left>,
) -> Result<ExtraForm, Refused> {
    let institution = visitor.caller.institution();
    let nothing = ExtraSent::default();
    let sent = left.map_or(&nothing, |left| &left.sent);
    let mut classes = vec![class];
    classes.extend(directory::groups_of(&app.pool, institution.0, class).await?);
    let names = directory::class_names(&app.pool, institution.0, &classes).await?;
    let of: Option<Uuid> = sent.of.parse().ok();
    let offered = classes.into_iter().filter_map(|id| {
        let name = names.get(&id)?;
        Some(choice(id, name, of))
    });
    let subjects = directory::subjects(&app.pool, institution.0).await?;
    let subject: Option<Uuid> = sent.subject.parse().ok();
    let teachers: Vec<Uuid> = sent.teacher.iter().filter_map(|teacher| teacher.parse().ok()).collect();
    Ok(ExtraForm {
        action: format!("/timetable/extra/{class}"),
        open: left.is_some(),
        of: offered.collect(),
        date: left.map_or_else(|| shown.to_string(), |left| left.sent.date.clone()),
        number: sent.number.clone(),
        subjects: subjects.iter().map(|row| choice(row.subject_id, &row.name, subject)).collect(),
        teachers: people_choices(&staff(app, visitor).await?, &teachers),
        rooms: room_choices(&rooms(app, visitor, shown).await?, sent.room.parse().ok()),
    })
}

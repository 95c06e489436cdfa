//! A teacher is away for a day: who gives which of the lessons.

use std::collections::{HashMap, HashSet};

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use dayek_domain::id::{LessonId, PersonId};
use dayek_domain::lesson::Lesson;
use dayek_projections::directory;
use dayek_projections::timetable::{self, LessonRow, Of};
use serde::Deserialize;
use uuid::Uuid;

use super::candidates::{hours, people_choices, staff};
use super::cards::times_of;
use super::day;
use super::edit::may_edit;
use super::names::{Asked, Names};
use super::told::run;
use crate::http::App;
use crate::http::problem::Refused;
use crate::http::timetables::occupancy::substitutes;
use crate::pages::form::{Sent, filled, go_to, page, refused_form};
use crate::pages::statistics::chosen;
use crate::pages::views::{Choice, FieldError, SubstitutedLesson, Substitutions};
use crate::pages::visitor::Visitor;
use crate::refusal::Refusal;
use crate::usecases::SubstituteTeacher;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct DayQuery {
    date: Option<String>,
    teacher: Option<String>,
    done: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct DaySent {
    date: String,
    teacher: String,
    reason: String,
    /// One for each lesson, in the same order as who gives it.
    lesson: Vec<Uuid>,
    /// Nobody is an empty text.
    substitute: Vec<String>,
}

/// What a form left on the page.
#[derive(Default)]
struct Left {
    reason: String,
    /// Who was chosen for which lesson.
    chosen: HashMap<Uuid, Uuid>,
    /// Why a lesson was refused.
    faults: HashMap<Uuid, String>,
    errors: Vec<FieldError>,
}

pub(in crate::pages) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<DayQuery>,
) -> Result<Response, Refused> {
    may_edit(&visitor)?;
    let date = query.date.as_deref().and_then(day).unwrap_or_else(|| visitor.time.today());
    let teacher = chosen("teacher", query.teacher.as_deref())?;
    page(&view(&app, &visitor, date, teacher, Left::default()).await?)
}

/// Each lesson is taken or refused by itself; what was refused stays on the page with why.
pub(in crate::pages) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<DaySent>,
) -> Result<Response, Refused> {
    may_edit(&visitor)?;
    let words = visitor.words;
    let date = day(&sent.date).ok_or(Refusal::NotFound)?;
    let teacher: Uuid = sent.teacher.trim().parse().map_err(|_| Refusal::NotFound)?;
    let mut left = Left { reason: sent.reason.clone(), ..Left::default() };
    let institution = visitor.caller.institution();
    let states = app.log.states::<Lesson>(institution, &sent.lesson, None).await?;
    let reason = filled(sent.reason);
    let mut taken = 0_usize;
    for (lesson, substitute) in sent.lesson.iter().zip(&sent.substitute) {
        let Ok(substitute) = substitute.parse::<Uuid>() else { continue };
        let now = states.get(lesson).map(|state| state.teachers().to_vec()).unwrap_or_default();
        let others = now.into_iter().filter(|other| other.0 != teacher);
        let mut teacher_ids: Vec<PersonId> = others.collect();
        teacher_ids.push(PersonId(substitute));
        let lesson_id = LessonId(*lesson);
        let use_case = SubstituteTeacher { lesson_id, teacher_ids, reason: reason.clone() };
        match run(&app, &visitor, use_case).await? {
            None => taken += 1,
            Some(told) => {
                left.chosen.insert(*lesson, substitute);
                left.faults.insert(*lesson, told.text());
            }
        }
    }
    if left.faults.is_empty() && taken > 0 {
        let path = format!("/timetable/substitutions?date={date}&teacher={teacher}&done=saved");
        return Ok(go_to(&path));
    }
    let text = if taken == 0 && left.faults.is_empty() {
        words.t("timetable-nobody-chosen")
    } else {
        let values = [("taken", taken.to_string()), ("refused", left.faults.len().to_string())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        words.ta("timetable-some-refused", &values)
    };
    left.errors.push(FieldError { field: "lessons", text });
    refused_form(&view(&app, &visitor, date, Some(teacher), left).await?)
}

async fn view(
    app: &App,
    visitor: &Visitor,
    date: NaiveDate,
    teacher: Option<Uuid>,
    left: Left,
) -> Result<Substitutions, Refused> {
    let institution = visitor.caller.institution();
    let people = staff(app, visitor).await?;
    let teaching = directory::teaching(&app.pool, institution.0).await?;
    let teaches: HashSet<Uuid> = teaching.iter().map(|row| row.teacher_id).collect();
    let of_day = timetable::lessons(&app.pool, institution.0, &Of::All, date, date).await?;
    let teachers: Vec<(Uuid, String)> = people
        .iter()
        .filter(|(person, _)| teaches.contains(person) || Some(*person) == teacher)
        .cloned()
        .collect();
    if let Some(teacher) = teacher
        && !people.iter().any(|(person, _)| *person == teacher)
    {
        return Err(Refusal::NotFound.into());
    }
    let own = match teacher {
        Some(teacher) => of_teacher(app, visitor, teacher, &of_day).await?,
        None => vec![],
    };
    let mut asked = Asked::default();
    asked.lessons(&own);
    let names = Names::of(app, visitor, asked).await?;
    let hours = hours(&of_day);
    let lessons = own.iter().map(|row| {
        let settled = settled(visitor, &names, row, teacher);
        let free = substitutes(row, teacher.unwrap_or_default(), &of_day, &teaching);
        let named = free.into_iter().filter_map(|one| {
            let (_, name) = people.iter().find(|(person, _)| *person == one.teacher)?;
            Some((one.knows_subject, (one.teacher, name.clone())))
        });
        let (of_subject, others): (Vec<_>, Vec<_>) = named.partition(|(knows_subject, _)| *knows_subject);
        let people = |free: Vec<(bool, (Uuid, String))>| -> Vec<(Uuid, String)> {
            free.into_iter().map(|(_, person)| person).collect()
        };
        let (of_subject, others) = (people(of_subject), people(others));
        let chosen: Vec<Uuid> = left.chosen.get(&row.lesson_id).copied().into_iter().collect();
        SubstitutedLesson {
            id: row.lesson_id.to_string(),
            href: format!("/lessons/{}", row.lesson_id),
            number: row.number.to_string(),
            times: times_of(row).unwrap_or_default(),
            what: format!("{} · {}", names.class(row.class_id), names.subject(row.subject_id)),
            room: row.room_id.map(|room| names.room(room)),
            settled,
            of_subject: with_hours(visitor, people_choices(&of_subject, &chosen), &hours),
            others: with_hours(visitor, people_choices(&others, &chosen), &hours),
            fault: left.faults.get(&row.lesson_id).cloned(),
        }
    });
    let lessons = lessons.collect();
    Ok(Substitutions {
        frame: visitor.frame(app, visitor.words.t("timetable-substitutions-title")).await?,
        date: date.to_string(),
        teacher: teacher.map(|teacher| teacher.to_string()).unwrap_or_default(),
        teachers: people_choices(&teachers, &teacher.into_iter().collect::<Vec<_>>()),
        asked: teacher.is_some(),
        lessons,
        reason: left.reason,
        errors: left.errors,
    })
}

/// The lessons a teacher has on a day by the timetable, with who gives them as the log has it.
async fn of_teacher(
    app: &App,
    visitor: &Visitor,
    teacher: Uuid,
    of_day: &[LessonRow],
) -> Result<Vec<LessonRow>, Refused> {
    let is_own = |row: &&LessonRow| row.teachers.contains(&teacher) || row.replaced.contains(&teacher);
    let mut own: Vec<LessonRow> = of_day.iter().filter(is_own).cloned().collect();
    let ids: Vec<Uuid> = own.iter().map(|row| row.lesson_id).collect();
    let states = app.log.states::<Lesson>(visitor.caller.institution(), &ids, None).await?;
    for row in &mut own {
        if let Some(state) = states.get(&row.lesson_id) {
            row.teachers = state.teachers().iter().map(|teacher| teacher.0).collect();
            row.cancelled = state.is_cancelled();
        }
    }
    Ok(own)
}

/// Why nobody has to be found any more.
fn settled(visitor: &Visitor, names: &Names, row: &LessonRow, teacher: Option<Uuid>) -> Option<String> {
    if row.cancelled {
        return Some(visitor.words.t("timetable-cancelled"));
    }
    let gives_it = teacher.is_some_and(|teacher| row.teachers.contains(&teacher));
    (!gives_it).then(|| visitor.words.t1("timetable-given-by", "teacher", &names.people(&row.teachers)))
}

/// Each with the number of lessons they have on that day.
fn with_hours(visitor: &Visitor, mut choices: Vec<Choice>, hours: &HashMap<Uuid, i64>) -> Vec<Choice> {
    for choice in &mut choices {
        let person: Option<Uuid> = choice.value.parse().ok();
        let count = person.and_then(|person| hours.get(&person)).copied().unwrap_or_default();
        let count = visitor.words.tn("timetable-lessons-that-day", "count", count);
        choice.label = format!("{} ({count})", choice.label);
    }
    choices
}

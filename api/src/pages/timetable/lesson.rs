//! One lesson: what it is, what has become of it, and for whoever may the forms that change it.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::LessonId;
use dayek_domain::lesson::{Lesson, LessonPlace, Slot};
use dayek_domain::timetable::Weekday;
use dayek_projections::timetable::{self, LessonRow, Of};
use serde::Deserialize;
use uuid::Uuid;

use super::candidates::{people_choices, room_choices, rooms, staff};
use super::cards::notes;
use super::lesson_history::changes;
use super::names::{Asked, Names};
use super::{clock, weekday, written};
use crate::http::App;
use crate::http::problem::Refused;
use crate::http::timetables::occupancy::Moment;
use crate::pages::choices::choice;
use crate::pages::form::page;
use crate::pages::views::{Choice, Fact, FieldError, LessonForms, LessonPage, Link};
use crate::pages::visitor::Visitor;
use crate::refusal::Refusal;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct LessonQuery {
    done: Option<String>,
}

/// What a form left on the page.
#[derive(Default)]
pub(super) struct Left {
    pub(super) errors: Vec<FieldError>,
    pub(super) date: Option<String>,
    pub(super) number: Option<String>,
    pub(super) teachers: Option<Vec<Uuid>>,
    pub(super) room: Option<String>,
    pub(super) with: Option<Uuid>,
    pub(super) reason: String,
}

/// A lesson as the log has it.
pub(super) struct Found {
    pub(super) id: Uuid,
    pub(super) lesson: Lesson,
    pub(super) place: LessonPlace,
    pub(super) slot: Slot,
}

impl Found {
    pub(super) async fn of(app: &App, visitor: &Visitor, id: Uuid) -> Result<Self, Refused> {
        let institution = visitor.caller.institution();
        let mut states = app.log.states::<Lesson>(institution, &[id], None).await?;
        let lesson = states.remove(&id).unwrap_or_default();
        let (Some(place), Some(slot)) = (lesson.place(), lesson.slot()) else {
            return Err(Refusal::NotFound.into());
        };
        Ok(Self { id, lesson, place, slot })
    }

    pub(super) fn object(&self) -> Object {
        let LessonPlace { class_id, subject_id, .. } = self.place;
        Object::Lesson { lesson_id: LessonId(self.id), class_id, subject_id }
    }

    pub(super) fn teachers(&self) -> Vec<Uuid> {
        self.lesson.teachers().iter().map(|teacher| teacher.0).collect()
    }

    /// As lists have it; who changed it last and why is known to `listed` alone.
    fn row(&self, listed: Option<&LessonRow>) -> LessonRow {
        let Self { id, lesson, place, slot } = self;
        let teachers = self.teachers();
        let regular: Vec<Uuid> = lesson.regular_teachers().iter().map(|teacher| teacher.0).collect();
        let is_substituted = !lesson.substitutes().is_empty();
        let away = regular.into_iter().filter(|teacher| is_substituted && !teachers.contains(teacher));
        let replaced = away.collect();
        LessonRow {
            lesson_id: *id,
            class_id: place.class_id.0,
            subject_id: place.subject_id.0,
            period_id: place.period_id.0,
            date: slot.date,
            number: i16::from(slot.number),
            begins: lesson.times().map(|times| times.begins),
            ends: lesson.times().map(|times| times.ends),
            room_id: lesson.room().map(|room| room.0),
            slot_id: listed.and_then(|row| row.slot_id),
            cancelled: lesson.is_cancelled(),
            joined_with: lesson.joined_with().map(|with| with.0),
            moved_from: listed.and_then(|row| row.moved_from),
            reason: listed.and_then(|row| row.reason.clone()),
            changed_by: listed.and_then(|row| row.changed_by),
            changed_at: listed.and_then(|row| row.changed_at),
            teachers,
            replaced,
        }
    }
}

pub(in crate::pages) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Path(lesson): Path<Uuid>,
    Query(LessonQuery { done: _ }): Query<LessonQuery>,
) -> Result<Response, Refused> {
    page(&view(&app, &visitor, lesson, Left::default()).await?)
}

pub(super) async fn view(
    app: &App,
    visitor: &Visitor,
    lesson: Uuid,
    left: Left,
) -> Result<LessonPage, Refused> {
    let words = visitor.words;
    let found = Found::of(app, visitor, lesson).await?;
    visitor.may(Action::ViewTimetable, &found.object())?;
    let institution = visitor.caller.institution();
    let of_day =
        timetable::lessons(&app.pool, institution.0, &Of::All, found.slot.date, found.slot.date).await?;
    let row = found.row(of_day.iter().find(|row| row.lesson_id == lesson));
    let times = row.begins.zip(row.ends);
    let together: Vec<&LessonRow> = of_day
        .iter()
        .filter(|other| other.lesson_id != lesson && !other.cancelled && other.period_id == row.period_id)
        .filter(|other| times.is_some() && other.begins.zip(other.ends) == times)
        .collect();
    let mut asked = Asked::default();
    asked.lessons(std::slice::from_ref(&row));
    asked.classes.extend(together.iter().map(|other| other.class_id));
    asked.subjects.extend(together.iter().map(|other| other.subject_id));
    let names = Names::of(app, visitor, asked).await?;
    let mut notes = notes(words, &names, &row, None);
    if found.lesson.is_withdrawn() {
        notes.push(words.t("timetable-withdrawn"));
    }
    let may_edit = visitor.can(Action::EditTimetable, &found.object()) && !found.lesson.is_withdrawn();
    let forms = if may_edit {
        Some(forms(app, visitor, &row, &found, &of_day, others(&names, &together, left.with), &left).await?)
    } else {
        None
    };
    let title = format!("{} · {}", names.class(row.class_id), names.subject(row.subject_id));
    Ok(LessonPage {
        frame: visitor.frame(app, title.clone()).await?,
        id: lesson.to_string(),
        title,
        notes,
        facts: facts(visitor, &names, &row),
        links: links(visitor, &found, &row),
        errors: left.errors,
        forms,
        changes: changes(app, visitor, &found).await?,
    })
}

fn facts(visitor: &Visitor, names: &Names, row: &LessonRow) -> Vec<Fact> {
    let words = visitor.words;
    let fact = |term: String, text: String| Fact { term, text };
    let day = format!("{}, {}", weekday(words, Weekday::from_date(row.date)), written(row.date));
    let times = row.begins.zip(row.ends).map(|(begins, ends)| format!(", {}", clock(begins, ends)));
    let number = format!("{}{}", row.number, times.unwrap_or_default());
    let mut facts = vec![fact(words.t("timetable-day"), day), fact(words.t("timetable-number"), number)];
    if !row.teachers.is_empty() {
        facts.push(fact(words.t("teacher"), names.people(&row.teachers)));
    }
    if !row.replaced.is_empty() {
        facts.push(fact(words.t("timetable-regular-teacher"), names.people(&row.replaced)));
    }
    facts.extend(row.room_id.map(|room| fact(words.t("timetable-room"), names.room(room))));
    facts.extend(row.reason.clone().map(|reason| fact(words.t("reason"), reason)));
    if let Some(at) = row.changed_at {
        let by = row.changed_by.map_or_else(|| words.t("program-itself"), |by| names.person(by));
        facts.push(fact(words.t("timetable-changed"), format!("{by}, {}", visitor.time.written(at))));
    }
    facts
}

fn links(visitor: &Visitor, found: &Found, row: &LessonRow) -> Vec<Link> {
    let words = visitor.words;
    let LessonRow { class_id: class, subject_id: subject, period_id: period, date, .. } = row;
    let mut links = vec![Link {
        href: format!("/timetable?class={class}&week={date}"),
        label: words.t("timetable-week"),
    }];
    if visitor.can(Action::ViewJournals, &found.object()) {
        links.push(Link { href: format!("/journals/{class}/{subject}/{period}"), label: words.t("journal") });
    }
    let may_substitute = visitor.can(Action::EditTimetable, &Object::Institution);
    if may_substitute && let Some(teacher) = row.teachers.first() {
        let href = format!("/timetable/substitutions?date={date}&teacher={teacher}");
        links.push(Link { href, label: words.t("timetable-whole-day") });
    }
    links
}

fn others(names: &Names, together: &[&LessonRow], chosen: Option<Uuid>) -> Vec<Choice> {
    let one = |row: &&LessonRow| {
        let label = format!("{} · {}", names.class(row.class_id), names.subject(row.subject_id));
        choice(row.lesson_id, label, chosen)
    };
    together.iter().map(one).collect()
}

async fn forms(
    app: &App,
    visitor: &Visitor,
    row: &LessonRow,
    found: &Found,
    of_day: &[LessonRow],
    others: Vec<Choice>,
    left: &Left,
) -> Result<LessonForms, Refused> {
    let others_of_day: Vec<LessonRow> =
        of_day.iter().filter(|other| other.lesson_id != row.lesson_id).cloned().collect();
    let busy = Moment::of_lesson(row).occupied(&others_of_day);
    let teachers = left.teachers.clone().unwrap_or_else(|| row.teachers.clone());
    // Who is free stands first; who is busy can be chosen too, and is then told to be.
    let mut people = staff(app, visitor).await?;
    people.sort_by_key(|(person, _)| busy.teachers.contains(person));
    for (person, name) in &mut people {
        if busy.teachers.contains(person) {
            *name = visitor.words.t1("timetable-busy", "name", name);
        }
    }
    let mut open = rooms(app, visitor, row.date).await?;
    open.sort_by_key(|room| busy.rooms.contains(&room.room_id));
    for room in &mut open {
        if busy.rooms.contains(&room.room_id) {
            room.name = visitor.words.t1("timetable-busy", "name", &room.name);
        }
    }
    let room = left.room.as_ref().map_or(row.room_id, |room| room.parse().ok());
    let Slot { date, number } = found.slot;
    Ok(LessonForms {
        cancelled: row.cancelled,
        substituted: !found.lesson.substitutes().is_empty(),
        date: left.date.clone().unwrap_or_else(|| date.to_string()),
        number: left.number.clone().unwrap_or_else(|| number.to_string()),
        seen_date: date.to_string(),
        seen_number: number.to_string(),
        teachers: people_choices(&people, &teachers),
        rooms: room_choices(&open, room),
        others,
        reason: left.reason.clone(),
    })
}

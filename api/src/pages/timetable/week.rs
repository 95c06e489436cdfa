//! A week: of a class with its groups, of a teacher, of a room, or of one pupil.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{Days, NaiveDate};
use dayek_domain::access::{Action, Object, Role};
use dayek_domain::id::PersonId;
use dayek_projections::directory::{self, ClassRow, HolidayRow};
use dayek_projections::timetable::{self, Of};
use serde::Deserialize;
use uuid::Uuid;

use super::candidates::{room_choices, rooms};
use super::cards::{Cards, Whose};
use super::extra::{self, Left};
use super::names::Names;
use super::near::main_class;
use super::{classes_of_pupil, day, links, monday_of, written};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::choices::choice;
use crate::pages::classes::class_order;
use crate::pages::form::page;
use crate::pages::people::{name_order, names_of, opened};
use crate::pages::statistics::chosen;
use crate::pages::views::{Choice, FeedForm, TimetableWeek, WeekForm};
use crate::pages::visitor::Visitor;
use crate::refusal::Refusal;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct WeekQuery {
    class: Option<String>,
    teacher: Option<String>,
    room: Option<String>,
    pupil: Option<String>,
    /// A day of the week.
    week: Option<String>,
    /// After a form; the frame tells it.
    #[serde(rename = "done")]
    _done: Option<String>,
}

impl WeekQuery {
    pub(super) fn of_class(class: Uuid, day: Option<NaiveDate>) -> Self {
        Self { class: Some(class.to_string()), week: day.map(|day| day.to_string()), ..Self::default() }
    }
}

/// Whose week is shown.
struct Shown {
    /// The field that says so, and its value.
    kept: Option<(&'static str, Uuid)>,
    name: String,
    of: Of,
    whose: Whose,
    /// The set of periods whose holidays count besides those of the whole school.
    set: Option<Uuid>,
}

pub(in crate::pages) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<WeekQuery>,
) -> Result<Response, Refused> {
    page(&view(&app, &visitor, query, None).await?)
}

pub(super) async fn view(
    app: &App,
    visitor: &Visitor,
    query: WeekQuery,
    left: Option<Left>,
) -> Result<TimetableWeek, Refused> {
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let (shown, forms) = if let Some(pupil) = chosen("pupil", query.pupil.as_deref())? {
        (Some(of_pupil(app, visitor, pupil).await?), vec![])
    } else {
        visitor.may(Action::ViewTimetable, &Object::Institution)?;
        let classes = classes(app, visitor).await?;
        let shown = of_school(app, visitor, &query, &classes).await?;
        let kept = shown.as_ref().and_then(|shown| shown.kept);
        (shown, forms(app, visitor, &classes, kept).await?)
    };
    let today = visitor.time.today();
    let monday = monday_of(query.week.as_deref().and_then(day).unwrap_or(today));
    let sunday = monday.checked_add_days(Days::new(6)).unwrap_or(monday);
    let grid = match &shown {
        Some(shown) => {
            let lessons = timetable::lessons(&app.pool, institution.0, &shown.of, monday, sunday).await?;
            let names = Names::of_lessons(app, visitor, &lessons).await?;
            let opens = visitor.can(Action::ViewTimetable, &Object::Institution);
            let cards = Cards { visitor, names: &names, whose: shown.whose, opens };
            let holidays = holidays(app, visitor, shown.set).await?;
            Some(cards.grid(monday, &lessons, &holidays))
        }
        None => None,
    };
    let kept = shown.as_ref().and_then(|shown| shown.kept);
    let other = |day: Option<NaiveDate>| {
        let whose = kept.map(|(name, id)| format!("{name}={id}&")).unwrap_or_default();
        format!("/timetable?{whose}week={}", day.unwrap_or(monday))
    };
    let extra = match kept {
        Some(("class", class)) if visitor.can(Action::EditTimetable, &Object::Institution) => {
            let day = if (monday..=sunday).contains(&today) { today } else { monday };
            Some(extra::form(app, visitor, class, day, left.as_ref()).await?)
        }
        Some(_) | None => None,
    };
    Ok(TimetableWeek {
        frame: visitor.frame(app, words.t("nav-timetable")).await?,
        of: shown.as_ref().map(|shown| shown.name.clone()).unwrap_or_default(),
        forms,
        monday: monday.to_string(),
        kept: kept.map(|(name, id)| (name, id.to_string())),
        span: format!("{} – {}", written(monday), written(sunday)),
        previous: other(monday.checked_sub_days(Days::new(7))),
        this: other(Some(today)),
        next: other(monday.checked_add_days(Days::new(7))),
        grid,
        links: links(visitor),
        file: kept.map(|(name, id)| format!("/api/v1/timetable.xlsx?{name}_id={id}&date={monday}")),
        feed: kept
            .filter(|kept| may_subscribe(visitor, *kept))
            .map(|(of, id)| FeedForm { of, id: id.to_string() }),
        extra,
        errors: left.map(|left| left.errors).unwrap_or_default(),
    })
}

/// Whoever sees a class, a room or a pupil on this page may have it in a calendar too; a teacher, whoever
/// may see that person's own timetable.
fn may_subscribe(visitor: &Visitor, (of, id): (&str, Uuid)) -> bool {
    let person = Object::Person { person_id: PersonId(id), classes: vec![] };
    of != "teacher" || visitor.can(Action::ViewOwnTimetable, &person)
}

async fn of_pupil(app: &App, visitor: &Visitor, pupil: Uuid) -> Result<Shown, Refused> {
    let institution = visitor.caller.institution();
    let members = directory::members(&app.pool, institution.0, Some(&[pupil])).await?;
    if members.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let own = visitor.caller.classes_of_pupil(app, PersonId(pupil)).await?;
    let object = Object::Person { person_id: PersonId(pupil), classes: own.clone() };
    visitor.may(Action::ViewOwnTimetable, &object)?;
    let own: Vec<Uuid> = own.into_iter().map(|class| class.0).collect();
    let parts = directory::parts(&app.pool, institution.0).await?;
    let name = opened(app, institution, &members).await?.remove(&pupil);
    let class = main_class(&own, &parts);
    let row = directory::class(&app.pool, institution.0, class).await?;
    Ok(Shown {
        kept: Some(("pupil", pupil)),
        name: name.unwrap_or_else(|| visitor.words.t("somebody")),
        of: Of::Classes(classes_of_pupil(&own, &parts)),
        whose: Whose::Class(class),
        set: row.and_then(|row| row.period_set_id),
    })
}

/// What was chosen; nothing: one's own lessons, or else the first class there is.
async fn of_school(
    app: &App,
    visitor: &Visitor,
    query: &WeekQuery,
    classes: &[ClassRow],
) -> Result<Option<Shown>, Refused> {
    if let Some(class) = chosen("class", query.class.as_deref())? {
        return of_class(app, visitor, class).await.map(Some);
    }
    if let Some(teacher) = chosen("teacher", query.teacher.as_deref())? {
        return of_teacher(app, visitor, teacher).await.map(Some);
    }
    if let Some(room) = chosen("room", query.room.as_deref())? {
        let rooms = directory::rooms(&app.pool, visitor.caller.institution().0).await?;
        let row = rooms.into_iter().find(|row| row.room_id == room).ok_or(Refusal::NotFound)?;
        let kept = Some(("room", room));
        return Ok(Some(Shown { kept, name: row.name, of: Of::Room(room), whose: Whose::Room, set: None }));
    }
    if visitor.standing.has(Role::Teacher) {
        return of_teacher(app, visitor, visitor.caller.person().0).await.map(Some);
    }
    match classes.first() {
        Some(class) => of_class(app, visitor, class.class_id).await.map(Some),
        None => Ok(None),
    }
}

async fn of_class(app: &App, visitor: &Visitor, class: Uuid) -> Result<Shown, Refused> {
    let institution = visitor.caller.institution();
    let row = directory::class(&app.pool, institution.0, class).await?.ok_or(Refusal::NotFound)?;
    let mut with_groups = directory::groups_of(&app.pool, institution.0, class).await?;
    with_groups.push(class);
    Ok(Shown {
        kept: Some(("class", class)),
        name: row.name,
        of: Of::Classes(with_groups),
        whose: Whose::Class(class),
        set: row.period_set_id,
    })
}

async fn of_teacher(app: &App, visitor: &Visitor, teacher: Uuid) -> Result<Shown, Refused> {
    let mut names = names_of(app, visitor.caller.institution(), &[teacher]).await?;
    Ok(Shown {
        kept: Some(("teacher", teacher)),
        name: names.remove(&teacher).ok_or(Refusal::NotFound)?,
        of: Of::Teacher(teacher),
        whose: Whose::Teacher(teacher),
        set: None,
    })
}

async fn classes(app: &App, visitor: &Visitor) -> Result<Vec<ClassRow>, Refused> {
    let mut classes = directory::classes(&app.pool, visitor.caller.institution().0, None).await?;
    classes.retain(|row| visitor.is_in_year(row.study_year_id));
    classes.sort_by_cached_key(class_order);
    Ok(classes)
}

async fn forms(
    app: &App,
    visitor: &Visitor,
    classes: &[ClassRow],
    kept: Option<(&'static str, Uuid)>,
) -> Result<Vec<WeekForm>, Refused> {
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let of = |field: &str| kept.filter(|(name, _)| *name == field).map(|(_, id)| id);
    let teaching = directory::teaching(&app.pool, institution.0).await?;
    let mut teachers: Vec<Uuid> = teaching.iter().map(|row| row.teacher_id).collect();
    teachers.extend(of("teacher"));
    teachers.sort_unstable();
    teachers.dedup();
    let names = names_of(app, institution, &teachers).await?;
    let mut teachers: Vec<(Uuid, String)> = names.into_iter().collect();
    teachers.sort_by_cached_key(|(teacher, name)| (name_order(name), *teacher));
    let teachers: Vec<Choice> =
        teachers.into_iter().map(|(teacher, name)| choice(teacher, name, of("teacher"))).collect();
    let rooms = rooms(app, visitor, visitor.time.today()).await?;
    let classes = classes.iter().map(|row| choice(row.class_id, &row.name, of("class")));
    let mut forms = vec![
        WeekForm { name: "class", label: words.t("class"), choices: classes.collect() },
        WeekForm { name: "teacher", label: words.t("teacher"), choices: teachers },
        WeekForm {
            name: "room",
            label: words.t("timetable-room"),
            choices: room_choices(&rooms, of("room")),
        },
    ];
    forms.retain(|form| !form.choices.is_empty());
    Ok(forms)
}

async fn holidays(app: &App, visitor: &Visitor, set: Option<Uuid>) -> Result<Vec<HolidayRow>, Refused> {
    let Some(year) = visitor.year else { return Ok(vec![]) };
    let mut holidays = directory::holidays(&app.pool, visitor.caller.institution().0, year).await?;
    holidays.retain(|holiday| holiday.set_id.is_none() || holiday.set_id == set);
    Ok(holidays)
}

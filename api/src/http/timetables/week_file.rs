//! `GET /timetable.xlsx`: a week of a class, a teacher, a room or a pupil as a file, in the reader's language.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use dayek_domain::timetable::Weekday;
use dayek_projections::directory::{self, ClassRow, HolidayRow};
use dayek_projections::timetable::{self, LessonRow, Of};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::access::{Whose, may_view};
use super::days::must_be_a_school_day;
use super::names::{self, Names};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::Wanted;
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::http::sheet_file::week_file;
use crate::lists::{WeekSheet, written};
use crate::pages::{Words, classes_of_pupil, main_class, words_for};
use crate::refusal::Refusal;

/// Whose week, and which. One class, one teacher, one room or one pupil is named.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WeekFileQuery {
    /// Lessons of this class, and of the groups its pupils are in.
    class_id: Option<Uuid>,
    /// Lessons of this teacher, also those in which others replace them.
    teacher_id: Option<Uuid>,
    /// Lessons in this room.
    room_id: Option<Uuid>,
    /// Lessons of the classes and groups this pupil is in today.
    pupil_id: Option<Uuid>,
    /// A day of the week.
    date: NaiveDate,
}

/// The week that was asked for.
struct Week {
    of: Of,
    title: String,
    /// The class that need not be named in each cell.
    class: Option<Uuid>,
    /// The study year whose holidays count, and the set of periods besides those of the whole school.
    year: Option<Uuid>,
    set: Option<Uuid>,
}

/// Shows a week of the timetable as an XLSX file.
#[utoipa::path(
    get,
    path = "/timetable.xlsx",
    operation_id = "show_week_xlsx",
    tag = "timetable",
    params(WeekFileQuery, ReadHeaders),
    responses(
        (
            status = 200,
            description = "The file.",
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            body = Vec<u8>
        ),
        ReadRefusals
    )
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<WeekFileQuery>,
    wanted: Wanted,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let applied = wanted.wait(&app, caller, &["timetable", "directory"]).await?;
    let whose = Whose::named(query.class_id, query.teacher_id, query.room_id, query.pupil_id)?;
    may_view(&app, caller, whose).await?;
    must_be_a_school_day(query.date, "date")?;
    let words = words_for(&headers);
    let monday = query.date.week(chrono::Weekday::Mon).checked_first_day().unwrap_or(query.date);
    let sunday = monday.checked_add_days(Days::new(6)).unwrap_or(monday);
    let week = week(&app, caller, whose, query.date, words).await?;
    let institution = caller.institution();
    let rows = timetable::lessons(&app.pool, institution.0, &week.of, monday, sunday).await?;
    let names = names::Wanted::of(&rows).names(&app, institution).await?;
    let mut holidays = match week.year {
        Some(year) => directory::holidays(&app.pool, institution.0, year).await?,
        None => vec![],
    };
    holidays.retain(|holiday| holiday.set_id.is_none() || holiday.set_id == week.set);
    let sheet = sheet(week, whose, monday, &Found { rows, names, holidays, words });
    week_file(applied, &sheet, &format!("timetable-{monday}"))
}

/// What is not there is said so also to those who see every timetable.
async fn week(
    app: &App,
    caller: Caller,
    whose: Whose,
    date: NaiveDate,
    words: &Words,
) -> Result<Week, Refusal> {
    let (pool, institution) = (&app.pool, caller.institution());
    match whose {
        Whose::Everybody => {
            Err(Refusal::input("query", "name one class, one teacher, one room or one pupil"))
        }
        Whose::Class(class) => {
            let row = directory::class(pool, institution.0, class.0).await?.ok_or(Refusal::NotFound)?;
            let mut with_groups = directory::groups_of(pool, institution.0, class.0).await?;
            with_groups.push(class.0);
            Ok(of_class(row, with_groups, words))
        }
        Whose::Pupil(pupil) => {
            let own: Vec<Uuid> =
                caller.classes_of_pupil(app, pupil).await?.into_iter().map(|class| class.0).collect();
            let parts = directory::parts(pool, institution.0).await?;
            let class = directory::class(pool, institution.0, main_class(&own, &parts)).await?;
            Ok(of_class(class.ok_or(Refusal::NotFound)?, classes_of_pupil(&own, &parts), words))
        }
        Whose::Teacher(teacher) => {
            let names = names::Wanted { people: vec![teacher.0], ..names::Wanted::default() };
            let name = names.names(app, institution).await?.person(teacher.0).ok_or(Refusal::NotFound)?;
            let title = words.t1("sheet-week-teacher", "name", &name);
            let year = year_of(app, caller, date).await?;
            Ok(Week { of: Of::Teacher(teacher.0), title, class: None, year, set: None })
        }
        Whose::Room(room) => {
            let mut names = directory::room_names(pool, institution.0, &[room.0]).await?;
            let name = names.remove(&room.0).ok_or(Refusal::NotFound)?;
            let title = words.t1("sheet-week-room", "name", &name);
            let year = year_of(app, caller, date).await?;
            Ok(Week { of: Of::Room(room.0), title, class: None, year, set: None })
        }
    }
}

fn of_class(row: ClassRow, classes: Vec<Uuid>, words: &Words) -> Week {
    Week {
        of: Of::Classes(classes),
        title: words.t1("sheet-week-class", "name", &row.name),
        class: Some(row.class_id),
        year: Some(row.study_year_id),
        set: row.period_set_id,
    }
}

async fn year_of(app: &App, caller: Caller, date: NaiveDate) -> Result<Option<Uuid>, Refusal> {
    let years = directory::study_years(&app.pool, caller.institution().0).await?;
    let year = years.into_iter().find(|year| year.first_day <= date && date <= year.last_day);
    Ok(year.map(|year| year.study_year_id))
}

/// What stands in the table.
struct Found {
    rows: Vec<LessonRow>,
    names: Names,
    holidays: Vec<HolidayRow>,
    words: &'static Words,
}

fn sheet(week: Week, whose: Whose, monday: NaiveDate, found: &Found) -> WeekSheet {
    let Found { rows, words, .. } = found;
    let dates: Vec<NaiveDate> = monday
        .iter_days()
        .take(7)
        .filter(|date| {
            let free = matches!(Weekday::from_date(*date), Weekday::Saturday | Weekday::Sunday);
            !free || rows.iter().any(|row| row.date == *date)
        })
        .collect();
    let least = rows.iter().map(|row| row.number).min().unwrap_or(1).min(1);
    let most = rows.iter().map(|row| row.number).max().unwrap_or(1);
    let numbers = (least..=most).map(|number| {
        let cells = dates.iter().map(|date| found.cell(*date, number, week.class, whose));
        (number, cells.collect())
    });
    let day = |date: &NaiveDate| {
        let weekday = words.word("kind-timetable-", Weekday::from_date(*date).as_ref());
        format!("{weekday}, {}", written(*date))
    };
    WeekSheet {
        title: week.title,
        number: words.t("sheet-week-number"),
        days: dates.iter().map(day).collect(),
        rows: numbers.collect(),
    }
}

impl Found {
    /// The lessons of one day and number; of a day without school, that it is one.
    fn cell(&self, date: NaiveDate, number: i16, class: Option<Uuid>, whose: Whose) -> String {
        let here = self.rows.iter().filter(|row| row.date == date && row.number == number);
        let lessons: Vec<String> = here.map(|row| self.lesson(row, class, whose)).collect();
        if !lessons.is_empty() {
            return lessons.join("\n");
        }
        let holiday = self.holidays.iter().find(|day| day.first_day <= date && date <= day.last_day);
        holiday
            .map_or_else(String::new, |day| format!("{}\n{}", self.words.t("sheet-week-holiday"), day.name))
    }

    fn lesson(&self, row: &LessonRow, class: Option<Uuid>, whose: Whose) -> String {
        let names = &self.names;
        let mut text = names.subject(row.subject_id).unwrap_or_default();
        if class != Some(row.class_id)
            && let Some(name) = names.class(row.class_id)
        {
            text.extend([" (", name.as_str(), ")"]);
        }
        let (says_who, says_where) = match whose {
            Whose::Teacher(_) => (false, true),
            Whose::Room(_) => (true, false),
            Whose::Everybody | Whose::Class(_) | Whose::Pupil(_) => (true, true),
        };
        let mut more: Vec<String> = Vec::new();
        if says_who {
            more.extend(row.teachers.iter().filter_map(|teacher| names.person(*teacher)));
        }
        if says_where {
            more.extend(row.room_id.and_then(|room| names.room(room)));
        }
        if row.cancelled {
            more.push(self.words.t("timetable-cancelled"));
        }
        if more.is_empty() { text } else { format!("{text}\n{}", more.join(", ")) }
    }
}

//! Today and tomorrow on the first page: one's own lessons, those of one's class, those of each child.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use dayek_domain::access::{Action, Object, Over, Role};
use dayek_projections::directory::{self, HolidayRow, PartRow};
use dayek_projections::timetable::{self, LessonRow, Of};
use uuid::Uuid;

use super::cards::{Cards, Whose};
use super::classes_of_pupil;
use super::names::Names;
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::people::names_of;
use crate::pages::views::NearDays;
use crate::pages::visitor::Visitor;

/// Somebody whose next lessons are none at all has no timetable worth showing.
const LOOKS_AHEAD: Days = Days::new(7);

/// What the visitor has to know of today and tomorrow.
pub(in crate::pages) async fn days(app: &App, visitor: &Visitor) -> Result<Vec<NearDays>, Refused> {
    let words = visitor.words;
    let person = visitor.caller.person().0;
    let mut found = Vec::new();
    let institution = visitor.caller.institution();
    let holidays = match visitor.year {
        Some(year) => directory::holidays(&app.pool, institution.0, year).await?,
        None => vec![],
    };
    let teaches =
        visitor.standing.has(Role::Teacher) && visitor.can(Action::ViewTimetable, &Object::Institution);
    if teaches {
        let shown = Shown {
            id: "teacher".to_owned(),
            title: words.t("home-my-lessons"),
            href: format!("/timetable?teacher={person}"),
            whose: Whose::Teacher(person),
        };
        found.extend(shown.near(app, visitor, &Of::Teacher(person), &holidays).await?);
    }
    let pupils = pupils(visitor);
    if pupils.is_empty() {
        return Ok(found);
    }
    let parts = directory::parts(&app.pool, institution.0).await?;
    let ids: Vec<Uuid> = pupils.iter().map(|(pupil, _)| *pupil).collect();
    let names = names_of(app, institution, &ids).await?;
    for (pupil, classes) in pupils {
        let name = names.get(&pupil).cloned().unwrap_or_else(|| words.t("somebody"));
        let shown = Shown {
            id: pupil.to_string(),
            title: if pupil == person {
                words.t("home-my-lessons")
            } else {
                words.t1("home-lessons-of", "name", &name)
            },
            href: format!("/timetable?pupil={pupil}"),
            whose: Whose::Class(main_class(&classes, &parts)),
        };
        let of = Of::Classes(classes_of_pupil(&classes, &parts));
        found.extend(shown.near(app, visitor, &of, &holidays).await?);
    }
    Ok(found)
}

/// The visitor, if they are a pupil, and the pupils whose guardian they are; each with their classes.
fn pupils(visitor: &Visitor) -> Vec<(Uuid, Vec<Uuid>)> {
    let mut own = Vec::new();
    let mut children = Vec::new();
    for hold in visitor.standing.holds() {
        match &hold.over {
            Over::Class(class) if hold.role == Role::Pupil => own.push(class.0),
            Over::Child { pupil_id, classes } => {
                children.push((pupil_id.0, classes.iter().map(|class| class.0).collect()));
            }
            Over::Class(_)
            | Over::Institution
            | Over::Journal { .. }
            | Over::Lesson { .. }
            | Over::Section { .. } => {}
        }
    }
    if !own.is_empty() {
        children.insert(0, (visitor.caller.person().0, own));
    }
    children
}

/// The class a pupil belongs to, as against the groups the pupil is in as well.
pub(crate) fn main_class(classes: &[Uuid], parts: &HashMap<Uuid, Vec<PartRow>>) -> Uuid {
    let class = classes.iter().find(|class| !parts.contains_key(*class));
    class.or_else(|| classes.first()).copied().unwrap_or_default()
}

struct Shown {
    id: String,
    title: String,
    href: String,
    whose: Whose,
}

impl Shown {
    async fn near(
        self,
        app: &App,
        visitor: &Visitor,
        of: &Of,
        holidays: &[HolidayRow],
    ) -> Result<Option<NearDays>, Refused> {
        let today = visitor.time.today();
        let ahead = today.checked_add_days(LOOKS_AHEAD).unwrap_or(today);
        let institution = visitor.caller.institution();
        let lessons: Vec<LessonRow> = timetable::lessons(&app.pool, institution.0, of, today, ahead).await?;
        if lessons.is_empty() {
            return Ok(None);
        }
        let names = Names::of_lessons(app, visitor, &lessons).await?;
        let opens = visitor.can(Action::ViewTimetable, &Object::Institution);
        let cards = Cards { visitor, names: &names, whose: self.whose, opens };
        let whole_school: Vec<HolidayRow> =
            holidays.iter().filter(|holiday| holiday.set_id.is_none()).cloned().collect();
        let dates = [Some(today), today.checked_add_days(Days::new(1))];
        let day = |date: NaiveDate| cards.day(date, &lessons, &whole_school);
        let days = dates.into_iter().flatten().map(day).collect();
        let Self { id, title, href, .. } = self;
        Ok(Some(NearDays { id, title, href, days }))
    }
}

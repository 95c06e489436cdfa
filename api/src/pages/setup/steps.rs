//! The steps to a school that works, each with what is there already.

use std::collections::HashSet;

use dayek_domain::access::{Action, Object};
use dayek_projections::directory::{self, ClassRow};
use dayek_projections::timetable;
use uuid::Uuid;

use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::classes::LEADER;
use crate::pages::home::is_staff;
use crate::pages::views::SetupStep;
use crate::pages::visitor::Visitor;
use crate::pages::words::Words;

/// Full name, number, address, telephone, mail, site, languages.
const SAID_OF_INSTITUTION: usize = 7;

/// What there is of a school in the study year that is shown.
#[derive(Default)]
struct Found {
    /// Of what is asked of the institution itself, how much is said.
    said: usize,
    /// Whether name, number and address are said, as papers need them.
    has_papers: bool,
    periods: usize,
    holidays: usize,
    bells: usize,
    subjects: usize,
    rooms: usize,
    classes: usize,
    groups: usize,
    /// Classes and groups without periods of a set or without bells.
    unset: usize,
    staff: usize,
    pupils: usize,
    without_leader: usize,
    without_psychologist: usize,
    timetables: usize,
    published: usize,
}

pub(super) async fn steps(app: &App, visitor: &Visitor) -> Result<Vec<SetupStep>, Refused> {
    let words = visitor.words;
    let found = Found::of(app, visitor).await?;
    let can = |action| visitor.can(action, &Object::Institution);
    let count = |number: usize| words.t1("setup-count", "count", &number.to_string());
    let step = |title, why, state, done, href: &str, open: bool| SetupStep {
        title,
        why,
        state,
        done,
        href: open.then(|| href.to_owned()),
    };
    Ok(vec![
        step(
            words.t("setup-institution"),
            words.t("setup-institution-why"),
            found.told_of_institution(words),
            found.has_papers,
            "/setup/institution",
            can(Action::EditSettings),
        ),
        step(
            words.t("setup-year"),
            words.t("setup-year-why"),
            found.told_of_year(words),
            found.periods > 0,
            "/setup/year",
            can(Action::EditStudyYear),
        ),
        step(
            words.t("setup-bells"),
            words.t("setup-bells-why"),
            count(found.bells),
            found.bells > 0,
            "/setup/bells",
            can(Action::EditBells),
        ),
        step(
            words.t("setup-subjects"),
            words.t("setup-subjects-why"),
            count(found.subjects),
            found.subjects > 0,
            "/setup/subjects",
            can(Action::EditDirectory),
        ),
        step(
            words.t("setup-rooms"),
            words.t("setup-rooms-why"),
            count(found.rooms),
            found.rooms > 0,
            "/setup/rooms",
            can(Action::EditDirectory),
        ),
        step(
            words.t("setup-classes"),
            words.t("setup-classes-why"),
            found.told_of_classes(words),
            found.classes > 0 && found.unset == 0,
            "/setup/classes",
            can(Action::EditClasses),
        ),
        step(
            words.t("setup-people"),
            words.t("setup-people-why"),
            found.told_of_people(words),
            found.staff > 1 && found.pupils > 0,
            "/people",
            visitor.standing.scope(Action::ViewPersonalData).institution,
        ),
        step(
            words.t("setup-leaders"),
            words.t("setup-leaders-why"),
            found.told_of_leaders(words),
            found.classes > 0 && found.without_leader == 0,
            "/classes",
            can(Action::EditClasses),
        ),
        step(
            words.t("setup-timetable"),
            words.t("setup-timetable-why"),
            found.told_of_timetables(words),
            found.published > 0,
            "/timetable/edit",
            can(Action::EditTimetable),
        ),
    ])
}

impl Found {
    fn told_of_institution(&self, words: &Words) -> String {
        let (said, all) = (self.said.to_string(), SAID_OF_INSTITUTION.to_string());
        words.ta("setup-state-institution", &[("said", said.as_str()), ("all", all.as_str())])
    }

    fn told_of_year(&self, words: &Words) -> String {
        let (periods, holidays) = (self.periods.to_string(), self.holidays.to_string());
        let values = [("periods", periods.as_str()), ("holidays", holidays.as_str())];
        words.ta("setup-state-year", &values)
    }

    fn told_of_classes(&self, words: &Words) -> String {
        let numbers = [self.classes, self.groups, self.unset].map(|number| number.to_string());
        let [classes, groups, unset] = numbers.each_ref().map(String::as_str);
        words.ta("setup-state-classes", &[("classes", classes), ("groups", groups), ("unset", unset)])
    }

    fn told_of_people(&self, words: &Words) -> String {
        let (staff, pupils) = (self.staff.to_string(), self.pupils.to_string());
        let values = [("staff", staff.as_str()), ("pupils", pupils.as_str())];
        words.ta("setup-state-people", &values)
    }

    fn told_of_leaders(&self, words: &Words) -> String {
        let (leaders, psychologists) =
            (self.without_leader.to_string(), self.without_psychologist.to_string());
        let values = [("leaders", leaders.as_str()), ("psychologists", psychologists.as_str())];
        words.ta("setup-state-leaders", &values)
    }

    fn told_of_timetables(&self, words: &Words) -> String {
        let (published, all) = (self.published.to_string(), self.timetables.to_string());
        let values = [("published", published.as_str()), ("all", all.as_str())];
        words.ta("setup-state-timetable", &values)
    }

    async fn of(app: &App, visitor: &Visitor) -> Result<Self, Refused> {
        let institution = visitor.caller.institution().0;
        let today = visitor.time.today();
        let mut rooms = directory::rooms(&app.pool, institution).await?;
        rooms.retain(|room| room.retired_on.is_none_or(|day| day > today));
        let members = directory::members(&app.pool, institution, None).await?;
        let people = || members.iter().filter(|member| member.program_name.is_none());
        let mut found = Self {
            subjects: directory::subjects(&app.pool, institution).await?.len(),
            rooms: rooms.len(),
            staff: people().filter(|member| is_staff(member)).count(),
            pupils: people().filter(|member| !member.classes.is_empty()).count(),
            ..Self::default()
        };
        if let Some(row) = directory::institution(&app.pool, institution).await? {
            let texts = [&row.full_name, &row.bin, &row.address, &row.phone, &row.email, &row.site];
            let texts = texts.into_iter().filter(|text| text.is_some()).count();
            found.said = texts + usize::from(!row.languages.is_empty());
            found.has_papers = row.full_name.is_some() && row.bin.is_some() && row.address.is_some();
        }
        let Some(year) = visitor.year else { return Ok(found) };
        let periods = directory::periods(&app.pool, institution).await?;
        found.periods = periods.iter().filter(|period| period.study_year_id == year).count();
        found.holidays = directory::holidays(&app.pool, institution, year).await?.len();
        found.bells = directory::bell_schedules(&app.pool, institution, year).await?.len();
        let mut classes = directory::classes(&app.pool, institution, None).await?;
        classes.retain(|class| class.study_year_id == year);
        found.groups = classes.iter().filter(|class| class.kind == "group").count();
        found.classes = classes.len() - found.groups;
        let is_set = |class: &&ClassRow| class.period_set_id.is_some() && class.bell_schedule_id.is_some();
        found.unset = classes.len() - classes.iter().filter(is_set).count();
        let staff = directory::class_staff(&app.pool, institution).await?;
        let without = |wanted: &str| {
            let with = staff.iter().filter(|(_, duty, _)| duty == wanted).map(|(class, _, _)| *class);
            let with: HashSet<Uuid> = with.collect();
            classes.iter().filter(|class| class.kind == "class" && !with.contains(&class.class_id)).count()
        };
        found.without_leader = without(LEADER);
        found.without_psychologist = without("psychologist");
        let plans = timetable::plans(&app.pool, institution, None).await?;
        let plans: Vec<_> = plans.into_iter().filter(|plan| plan.study_year_id == year).collect();
        found.timetables = plans.len();
        found.published = plans.iter().filter(|plan| plan.published_at.is_some()).count();
        Ok(found)
    }
}

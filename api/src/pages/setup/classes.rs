//! The classes and groups of a study year on their page: forming them, and what they are set to.

use axum::extract::State;
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{BellScheduleId, ClassId, PeriodSetId, StudyYearId};
use dayek_domain::school_class::{ClassKind, JournalKind};
use dayek_projections::directory::{self, ClassRow, PartRow};
use serde::Deserialize;
use uuid::Uuid;

use super::groups::{DivisionSent, GroupsSent};
use super::lines::{Faults, lines};
use super::{ask, choices, chosen, fresh};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::classes::class_order;
use crate::pages::form::{Sent, go_to, page, refused_form};
use crate::pages::people::name_order;
use crate::pages::views::{Choice, ClassSetLine, FieldError, SetupClassForms, SetupClasses};
use crate::pages::visitor::Visitor;
use crate::pages::words::Words;
use crate::usecases::{All, Follows, FormClass, FormClassAsSet, SetClass};

/// The value of a list that stands for the periods without a set.
const NO_SET: &str = "none";

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct ClassesSent {
    year: Uuid,
    set: String,
    bells: String,
    classes: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct SettingsSent {
    class: Vec<Uuid>,
    set: String,
    bells: String,
    journal: String,
}

/// What a form left on the page.
#[derive(Default)]
pub(super) struct Left {
    pub(super) errors: Vec<FieldError>,
    pub(super) classes: ClassesSent,
    pub(super) division: DivisionSent,
    pub(super) groups: GroupsSent,
    pub(super) settings: SettingsSent,
}

pub(in crate::pages) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    page(&view(&app, &visitor, Left::default()).await?)
}

/// Forms classes, all or none.
pub(in crate::pages) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<ClassesSent>,
) -> Result<Response, Refused> {
    visitor.may(Action::EditClasses, &Object::Institution)?;
    let words = visitor.words;
    let mut faults = Faults::of(words, "classes");
    let set_id = chosen::<PeriodSetId>(&sent.set).unwrap_or_else(|_| {
        faults.errors.push(FieldError { field: "classes_set", text: words.t("error-choose") });
        None
    });
    let bell_schedule_id = chosen::<BellScheduleId>(&sent.bells).unwrap_or_else(|_| {
        faults.errors.push(FieldError { field: "classes_bells", text: words.t("error-choose") });
        None
    });
    let known = classes_of(&app, &visitor, sent.year).await?;
    let read = lines(&sent.classes);
    faults.check(&read, 1);
    faults.check_names(&read, known.iter().map(|row| row.name.as_str()));
    if faults.errors.is_empty() {
        let mut formed = Vec::with_capacity(read.len());
        for line in &read {
            let class = FormClass {
                class_id: fresh(&app)?,
                study_year_id: StudyYearId(sent.year),
                kind: ClassKind::Class,
                name: line.name().to_owned(),
                parts: vec![],
            };
            formed.push(FormClassAsSet { class, set_id, bell_schedule_id });
        }
        match ask(&app, &visitor, All(formed)).await? {
            None => return Ok(saved()),
            Some(rule) => faults.add_rule(&rule, &read),
        }
    }
    let errors = faults.errors;
    refuse(&app, &visitor, Left { errors, classes: sent, ..Left::default() }).await
}

/// Sets which periods, bells and marks some classes have, all or none.
pub(in crate::pages) async fn set(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<SettingsSent>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let follows = match sent.set.as_str() {
        "" => Ok(None),
        NO_SET => Ok(Some(Follows::PeriodsWithoutSet)),
        set => set.parse().map(|set_id| Some(Follows::Set(set_id))),
    };
    let journal = match sent.journal.as_str() {
        "" => Ok(None),
        kind => kind.parse::<JournalKind>().map(Some),
    };
    let fault = match (follows, chosen::<BellScheduleId>(&sent.bells), journal) {
        (Ok(follows), Ok(bell_schedule_id), Ok(journal_kind)) if !sent.class.is_empty() => {
            let set = |class: &Uuid| {
                let class_id = ClassId(*class);
                SetClass { class_id, follows, bell_schedule_id, journal_kind }
            };
            match ask(&app, &visitor, All(sent.class.iter().map(set).collect())).await? {
                None => return Ok(saved()),
                Some(rule) => FieldError { field: "settings_set", text: words.rule(&rule) },
            }
        }
        (Ok(_), Ok(_), Ok(_)) => FieldError { field: "settings_set", text: words.t("error-no-class-chosen") },
        (Err(_), _, _) => FieldError { field: "settings_set", text: words.t("error-choose") },
        (Ok(_), Err(_), _) => FieldError { field: "settings_bells", text: words.t("error-choose") },
        (Ok(_), Ok(_), Err(_)) => FieldError { field: "settings_journal", text: words.t("error-choose") },
    };
    refuse(&app, &visitor, Left { errors: vec![fault], settings: sent, ..Left::default() }).await
}

pub(super) fn saved() -> Response {
    go_to("/setup/classes?done=saved")
}

/// The page with what was typed, and why it was not taken.
pub(super) async fn refuse(app: &App, visitor: &Visitor, left: Left) -> Result<Response, Refused> {
    refused_form(&view(app, visitor, left).await?)
}

/// The classes and groups of a study year, in their order.
pub(super) async fn classes_of(app: &App, visitor: &Visitor, year: Uuid) -> Result<Vec<ClassRow>, Refused> {
    let mut classes = directory::classes(&app.pool, visitor.caller.institution().0, None).await?;
    classes.retain(|row| row.study_year_id == year);
    classes.sort_by_cached_key(class_order);
    Ok(classes)
}

async fn view(app: &App, visitor: &Visitor, left: Left) -> Result<SetupClasses, Refused> {
    visitor.may(Action::EditClasses, &Object::Institution)?;
    let (words, institution) = (visitor.words, visitor.caller.institution().0);
    let (classes, sets, bells) = match visitor.year {
        Some(year) => (
            classes_of(app, visitor, year).await?,
            directory::period_sets(&app.pool, institution, year).await?,
            directory::bell_schedules(&app.pool, institution, year).await?,
        ),
        None => (vec![], vec![], vec![]),
    };
    let parts = directory::parts(&app.pool, institution).await?;
    let sets: Vec<(Uuid, String)> = sets.into_iter().map(|set| (set.set_id, set.name)).collect();
    let bells: Vec<(Uuid, String)> =
        bells.into_iter().map(|schedule| (schedule.bell_schedule_id, schedule.name)).collect();
    let name = |rows: &[(Uuid, String)], id: Option<Uuid>| {
        rows.iter().find(|(row, _)| Some(*row) == id).map(|(_, name)| name.clone()).unwrap_or_default()
    };
    let line = |row: &ClassRow| ClassSetLine {
        id: row.class_id.to_string(),
        href: format!("/classes/{}", row.class_id),
        name: row.name.clone(),
        parts: parts.get(&row.class_id).map(|parts| told(parts, &classes)).unwrap_or_default(),
        set: name(&sets, row.period_set_id),
        bells: name(&bells, row.bell_schedule_id),
        journal: row.journal_kind.as_deref().map(|kind| journal_word(words, kind)).unwrap_or_default(),
        chosen: left.settings.class.contains(&row.class_id),
    };
    let whole = classes.iter().filter(|row| row.kind == "class").map(|row| (row.class_id, row.name.clone()));
    let mut settings_sets = choices(sets.clone(), &left.settings.set);
    let selected = left.settings.set == NO_SET;
    settings_sets.push(Choice { value: NO_SET.to_owned(), label: words.t("setup-set-none"), selected });
    Ok(SetupClasses {
        frame: visitor.frame(app, words.t("setup-classes")).await?,
        year: visitor.year.map(|year| year.to_string()),
        rows: classes.iter().map(line).collect(),
        forms: SetupClassForms {
            class_sets: choices(sets.clone(), &left.classes.set),
            class_bells: choices(bells.clone(), &left.classes.bells),
            settings_sets,
            settings_bells: choices(bells.clone(), &left.settings.bells),
            settings_journals: journals(words, &left.settings.journal),
            division_classes: choices(whole, &left.division.class),
            classes: left.classes.classes,
            division: left.division.division,
            parts: left.division.parts,
            groups: left.groups.groups,
        },
        errors: left.errors,
    })
}

fn journals(words: &Words, sent: &str) -> Vec<Choice> {
    let choice = |kind: JournalKind| {
        let code = kind.as_ref();
        Choice { value: code.to_owned(), label: journal_word(words, code), selected: code == sent }
    };
    [JournalKind::Points, JournalKind::Criteria].map(choice).into()
}

fn journal_word(words: &Words, code: &str) -> String {
    words.word("kind-class-settings-", code)
}

/// Of what a group consists, as it is written in the form for groups.
fn told(parts: &[PartRow], classes: &[ClassRow]) -> String {
    let part = |part: &PartRow| {
        let class = classes.iter().find(|row| row.class_id == part.class_id);
        let class = class.map(|row| row.name.clone()).unwrap_or_default();
        match (&part.division, &part.part) {
            (Some(division), Some(name)) => format!("{class} / {division} / {name}"),
            (Some(_) | None, None) | (None, Some(_)) => class,
        }
    };
    let mut told: Vec<String> = parts.iter().map(part).collect();
    told.sort_by_cached_key(|part| name_order(part));
    told.join(" + ")
}

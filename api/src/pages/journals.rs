//! The list of journals.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::Response;
use dayek_domain::access::{Action, Over};
use dayek_projections::{directory, journal};
use serde::Deserialize;
use uuid::Uuid;

use super::choices::choice;
use super::classes::journal_period;
use super::form::page;
use super::views::{JournalRow, Journals};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::people::{Opener, sealed};
use crate::http::problem::Refused;
use crate::refusal::Refusal;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JournalsQuery {
    class: Option<String>,
    subject: Option<String>,
    teacher: Option<String>,
    mine: Option<String>,
}

pub(super) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<JournalsQuery>,
) -> Result<Response, Refused> {
    if !visitor.standing.scope(Action::ViewJournals).institution {
        return Err(Refusal::NotFound.into());
    }
    let JournalsQuery { class, subject, teacher, mine } = query;
    let (class, subject, teacher) = (id(class.as_deref()), id(subject.as_deref()), id(teacher.as_deref()));
    let institution = visitor.caller.institution();
    let time = visitor.time;
    let today = time.today();
    let periods = directory::periods(&app.pool, institution.0).await?;
    let mut classes = directory::classes(&app.pool, institution.0, None).await?;
    classes.retain(|row| visitor.is_in_year(row.study_year_id));
    let known_classes: HashMap<Uuid, &directory::ClassRow> =
        classes.iter().map(|class| (class.class_id, class)).collect();
    let mut teaching = directory::teaching(&app.pool, institution.0).await?;
    teaching.retain(|row| known_classes.contains_key(&row.class_id));
    let teachers: Vec<Uuid> = teaching.iter().map(|row| row.teacher_id).collect();
    let known = directory::people(&app.pool, institution.0, &teachers).await?;
    let names = Opener::of(&app, institution, &sealed(&known)).await?.names(&known)?;
    let own: Vec<(Uuid, Uuid)> = own_journals(&visitor);
    let is_mine = mine.as_deref() == Some("true");
    let wanted = |row: &&directory::TeachingRow| {
        class.is_none_or(|class| class == row.class_id)
            && subject.is_none_or(|subject| subject == row.subject_id)
            && teacher.is_none_or(|teacher| teacher == row.teacher_id)
            && (!is_mine || own.contains(&(row.class_id, row.subject_id)))
    };
    let shown: Vec<&directory::TeachingRow> = teaching.iter().filter(wanted).collect();
    let places: Vec<(Uuid, Uuid)> = shown.iter().map(|row| (row.class_id, row.subject_id)).collect();
    // Marks of journals that are not shown are not counted.
    let totals = journal::totals(&app.pool, institution.0, &places).await?;
    let pupils = directory::pupil_counts(&app.pool, institution.0).await?;
    let mut rows: Vec<(String, JournalRow)> = Vec::new();
    for row in shown {
        let Some(class) = known_classes.get(&row.class_id) else { continue };
        let Some(period_id) = journal_period(&periods, &totals, class, row.subject_id, today) else {
            continue;
        };
        let total = totals.iter().find(|total| {
            (total.class_id, total.subject_id, total.period_id) == (row.class_id, row.subject_id, period_id)
        });
        let period = periods.iter().find(|period| period.period_id == period_id);
        let class = class.name.clone();
        let subject = row.subject_name.clone().unwrap_or_default();
        rows.push((
            format!("{class} {subject}"),
            JournalRow {
                href: format!("/journals/{}/{}/{}", row.class_id, row.subject_id, period_id),
                class,
                subject,
                period: period.map(|period| period.name.clone()).unwrap_or_default(),
                teacher: names.get(&row.teacher_id).cloned(),
                pupils: pupils.get(&row.class_id).copied().unwrap_or_default().to_string(),
                marks: total.map_or(0, |total| total.marks).to_string(),
                last: total.and_then(|total| total.last_at).map(|last| time.written(last)),
            },
        ));
    }
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    let subjects = directory::subjects(&app.pool, institution.0).await?;
    let mut teachers: Vec<(&Uuid, &String)> = names.iter().collect();
    teachers.sort_by(|one, other| one.1.cmp(other.1));
    page(&Journals {
        frame: visitor.frame(&app, visitor.words.t("nav-journals")).await?,
        classes: classes.iter().map(|row| choice(row.class_id, &row.name, class)).collect(),
        subjects: subjects.iter().map(|row| choice(row.subject_id, &row.name, subject)).collect(),
        teachers: teachers.into_iter().map(|(person, name)| choice(*person, name, teacher)).collect(),
        mine: is_mine,
        count: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        next: None,
    })
}

/// The pairs of class and subject the visitor teaches.
pub(super) fn own_journals(visitor: &Visitor) -> Vec<(Uuid, Uuid)> {
    visitor
        .standing
        .holds()
        .iter()
        .filter_map(|hold| match &hold.over {
            Over::Journal { class_id, subject_id } => Some((class_id.0, subject_id.0)),
            Over::Institution
            | Over::Class(_)
            | Over::Lesson { .. }
            | Over::Child { .. }
            | Over::Section { .. } => None,
        })
        .collect()
}

/// An id in a filter; an empty choice is none.
pub(super) fn id(text: Option<&str>) -> Option<Uuid> {
    text.and_then(|text| Uuid::parse_str(text).ok())
}

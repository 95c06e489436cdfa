//! The list of those who take the unified national test: the pupils of the last grade, with ticks.

use std::collections::HashSet;

use axum::extract::State;
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{PersonId, StudyYearId};
use dayek_domain::school_class::is_last_grade;
use dayek_projections::roster::{self, PupilFilter};
use serde::Deserialize;
use uuid::Uuid;

use super::form::{Sent, go_to, page, refused_form};
use super::people::name_order;
use super::rights::run;
use super::views::{FieldError, UntList, UntRow};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::people::Opener;
use crate::http::problem::Refused;
use crate::usecases::ChangeUntList;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct UntSent {
    year: Uuid,
    /// Everybody who stood on the page, ticked or not.
    shown: Vec<Uuid>,
    listed: Vec<Uuid>,
}

pub(super) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    page(&view(&app, &visitor, None, vec![]).await?)
}

/// Takes the list over as it was ticked.
pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<UntSent>,
) -> Result<Response, Refused> {
    let ticked: HashSet<Uuid> = sent.listed.iter().copied().collect();
    let mut shown: Vec<Uuid> = sent.shown.iter().chain(&sent.listed).copied().collect();
    shown.sort_unstable();
    shown.dedup();
    let pupils = shown.into_iter().map(|pupil| (PersonId(pupil), ticked.contains(&pupil))).collect();
    let use_case = ChangeUntList { study_year_id: StudyYearId(sent.year), pupils };
    match run(&app, &visitor, use_case).await? {
        None => Ok(go_to("/people/unt?done=saved")),
        Some(text) => {
            let errors = vec![FieldError { field: "listed", text }];
            refused_form(&view(&app, &visitor, Some(&ticked), errors).await?)
        }
    }
}

/// The list as it is, or as it was ticked.
async fn view(
    app: &App,
    visitor: &Visitor,
    ticked: Option<&HashSet<Uuid>>,
    errors: Vec<FieldError>,
) -> Result<UntList, Refused> {
    visitor.may(Action::FormUntList, &Object::Institution)?;
    let words = visitor.words;
    let rows = match visitor.year {
        Some(year) => rows(app, visitor, year, ticked).await?,
        None => vec![],
    };
    let listed = rows.iter().filter(|row| row.listed).count();
    Ok(UntList {
        frame: visitor.frame(app, words.t("unt")).await?,
        year: visitor.year.map(|year| year.to_string()).unwrap_or_default(),
        listed: i64::try_from(listed).unwrap_or(i64::MAX),
        rows,
        errors,
    })
}

/// The pupils of the last grade, and whoever has left it and is still on the list.
async fn rows(
    app: &App,
    visitor: &Visitor,
    year: Uuid,
    ticked: Option<&HashSet<Uuid>>,
) -> Result<Vec<UntRow>, Refused> {
    let institution = visitor.caller.institution();
    let takers = roster::unt_takers(&app.pool, institution.0, year).await?;
    let takers: HashSet<Uuid> = takers.into_iter().collect();
    let filter = |active| PupilFilter {
        study_year_id: Some(year),
        class_id: None,
        active,
        today: visitor.time.today(),
    };
    let mut lines = roster::pupils(&app.pool, institution.0, &filter(true)).await?;
    lines.retain(|line| is_last_grade(&line.class_name));
    let here: HashSet<Uuid> = lines.iter().map(|line| line.pupil_id).collect();
    let left = roster::pupils(&app.pool, institution.0, &filter(false)).await?;
    let left = left.into_iter().filter(|line| takers.contains(&line.pupil_id));
    lines.extend(left.filter(|line| is_last_grade(&line.class_name) && !here.contains(&line.pupil_id)));

    let sealed: Vec<&str> = lines.iter().filter_map(|line| line.details.as_deref()).collect();
    let opener = Opener::of(app, institution, &sealed).await?;
    let mut rows = Vec::with_capacity(lines.len());
    for line in &lines {
        let details = line.details.as_deref().map(|text| opener.details(text)).transpose()?.flatten();
        let name = details.map_or_else(|| visitor.words.t("erased"), |details| details.full_name());
        rows.push(UntRow {
            id: line.pupil_id.to_string(),
            name,
            class: line.class_name.clone(),
            listed: ticked.unwrap_or(&takers).contains(&line.pupil_id),
            left: !here.contains(&line.pupil_id),
        });
    }
    rows.sort_by_cached_key(|row| (name_order(&row.class), name_order(&row.name), row.id.clone()));
    Ok(rows)
}

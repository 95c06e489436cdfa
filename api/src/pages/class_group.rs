//! Forms on the page of a class: what it is called, and whom of its classes a group takes in.

use std::collections::HashSet;

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use dayek_domain::id::{ClassId, PersonId};
use dayek_projections::directory::{self, ClassRow, PupilRow};
use uuid::Uuid;

use super::class_forms::{Left, MembersSent, NameSent, may_edit};
use super::class_staff::{refuse, saved};
use super::form::{Sent, day};
use super::people::{name_order, names_of};
use super::rights::run;
use super::views::{Choice, FieldError, MembersForm};
use super::visitor::Visitor;
use crate::http::App;
use crate::http::problem::Refused;
use crate::usecases::{All, EnrolPupil, RenameClass};

pub(super) async fn rename(
    State(app): State<App>,
    visitor: Visitor,
    Path(class): Path<Uuid>,
    Sent(sent): Sent<NameSent>,
) -> Result<Response, Refused> {
    let use_case = RenameClass { class_id: ClassId(class), name: sent.name.trim().to_owned() };
    match run(&app, &visitor, use_case).await? {
        None => Ok(saved(class)),
        Some(text) => {
            let errors = vec![FieldError { field: "class_name", text }];
            refuse(&app, &visitor, class, Left { errors, name: Some(sent.name), ..Left::default() }).await
        }
    }
}

/// Enrols several pupils in a group, all or nobody.
pub(super) async fn add_members(
    State(app): State<App>,
    visitor: Visitor,
    Path(class): Path<Uuid>,
    Sent(sent): Sent<MembersSent>,
) -> Result<Response, Refused> {
    let fault = match day(&sent.from) {
        Some(from) if !sent.pupil.is_empty() => {
            let enrol = |pupil: &Uuid| {
                let (class_id, pupil_id) = (ClassId(class), PersonId(*pupil));
                EnrolPupil { class_id, pupil_id, from, order: None }
            };
            match run(&app, &visitor, All(sent.pupil.iter().map(enrol).collect())).await? {
                None => return Ok(saved(class)),
                Some(text) => FieldError { field: "members", text },
            }
        }
        Some(_) => FieldError { field: "members", text: visitor.words.t("error-choose") },
        None => FieldError { field: "members_from", text: visitor.words.t("error-not-a-day") },
    };
    let left = Left { errors: vec![fault], members: Some(sent), ..Left::default() };
    refuse(&app, &visitor, class, left).await
}

/// The pupils of the classes a group consists of who are not in it yet.
pub(super) async fn members_form(
    app: &App,
    visitor: &Visitor,
    row: &ClassRow,
    today: NaiveDate,
    left: &Left,
) -> Result<Option<MembersForm>, Refused> {
    if !may_edit(visitor) || row.kind != "group" {
        return Ok(None);
    }
    let institution = visitor.caller.institution();
    let stays = |stay: &PupilRow| stay.to_day.is_none_or(|to| to >= today);
    let members = directory::pupils(&app.pool, institution.0, row.class_id).await?;
    let members: HashSet<Uuid> =
        members.iter().filter(|stay| stays(stay)).map(|stay| stay.pupil_id).collect();
    let parts = directory::parts(&app.pool, institution.0).await?;
    let mut pupils: Vec<Uuid> = Vec::new();
    for part in parts.get(&row.class_id).into_iter().flatten() {
        let of_class = directory::pupils(&app.pool, institution.0, part.class_id).await?;
        pupils.extend(of_class.iter().filter(|stay| stays(stay)).map(|stay| stay.pupil_id));
    }
    pupils.retain(|pupil| !members.contains(pupil));
    pupils.sort_unstable();
    pupils.dedup();
    let names = names_of(app, institution, &pupils).await?;
    let sent = left.members.as_ref();
    let mut choices: Vec<Choice> = names
        .into_iter()
        .map(|(pupil, label)| Choice {
            value: pupil.to_string(),
            label,
            selected: sent.is_some_and(|sent| sent.pupil.contains(&pupil)),
        })
        .collect();
    choices.sort_by_cached_key(|choice| (name_order(&choice.label), choice.value.clone()));
    let from = sent.map_or_else(|| today.to_string(), |sent| sent.from.clone());
    Ok(Some(MembersForm { pupils: choices, from }))
}

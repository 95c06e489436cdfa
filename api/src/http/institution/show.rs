//! `GET /institution`: what stands of the institution in papers, and which pages and kinds of marks it uses.

use std::collections::HashSet;

use axum::extract::State;
use dayek_domain::access::{Action, Decision, Object};
use dayek_domain::institution::{Function, InstitutionKind, MarkKind};
use dayek_projections::directory::{self, InstitutionRow, SwitchedOff};
use serde::Serialize;
use strum::IntoEnumIterator as _;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::refusal::Refusal;

/// The institution.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InstitutionShown {
    institution_id: Uuid,
    name: String,
    /// `general`, `vocational`, `preschool`, `additional` or `governing`.
    #[schema(example = "general")]
    kind: String,
    /// The organisation under which it says that it stands.
    parent_id: Option<Uuid>,
    /// IANA name, such as `Asia/Almaty`.
    time_zone: String,
    full_name: Option<String>,
    #[schema(example = "990140000126")]
    bin: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    site: Option<String>,
    /// In which languages it teaches.
    languages: Vec<String>,
    /// The pages of the social part it uses.
    functions: Vec<String>,
    /// The kinds of marks it gives.
    mark_kinds: Vec<String>,
}

/// Shows the institution: its name, how it is reached, and what it uses.
#[utoipa::path(
    get,
    path = "/institution",
    operation_id = "show_institution",
    tag = "directory",
    params(ReadHeaders),
    responses((status = 200, description = "The institution.", body = InstitutionShown), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Shown<InstitutionShown>, Refused> {
    let standing = caller.standing(&app).await?;
    // A school has pages of a school; an organisation has a profile.
    let sees = [Action::ViewSchoolPages, Action::ViewOrgProfile, Action::EditSettings]
        .into_iter()
        .any(|action| matches!(standing.decide(action, &Object::Institution), Decision::Allowed(_)));
    if !sees {
        return Err(Refusal::NotFound.into());
    }
    let applied = wanted.wait(&app, caller, &["directory"]).await?;
    let institution = caller.institution().0;
    let row = directory::institution(&app.pool, institution).await?.ok_or(Refusal::NotFound)?;
    let off = directory::switched_off(&app.pool, institution).await?;
    Ok(applied.shows(shown(institution, row, &off)))
}

fn shown(institution_id: Uuid, row: InstitutionRow, off: &SwitchedOff) -> InstitutionShown {
    let kind = row.kind.parse::<InstitutionKind>().ok();
    let functions = Function::iter().filter(|function| kind.is_some_and(|kind| function.is_for(kind)));
    let mark_kinds = MarkKind::iter().filter(|_| kind.is_some_and(InstitutionKind::gives_marks));
    InstitutionShown {
        institution_id,
        functions: used(functions, &off.functions),
        mark_kinds: used(mark_kinds, &off.mark_kinds),
        name: row.name,
        kind: row.kind,
        parent_id: row.parent_id,
        time_zone: row.time_zone,
        full_name: row.full_name,
        bin: row.bin,
        address: row.address,
        phone: row.phone,
        email: row.email,
        site: row.site,
        languages: row.languages,
    }
}

fn used(all: impl Iterator<Item = impl AsRef<str>>, off: &HashSet<String>) -> Vec<String> {
    all.map(|code| code.as_ref().to_owned()).filter(|code| !off.contains(code)).collect()
}

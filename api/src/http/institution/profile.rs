//! `PUT /institution/profile`: what the institution is called, and how it is reached.

use std::collections::BTreeSet;

use axum::extract::State;
use dayek_domain::bin::Bin;
use dayek_domain::id::InstitutionId;
use dayek_domain::institution::{Institution, Profile};
use dayek_domain::person::TaughtIn;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::refusal::Refusal;
use crate::usecases::ChangeProfile;

/// What stands of an institution in papers; what is left out is not known.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileForm {
    /// What it is called everywhere else; left out: as it is.
    name: Option<String>,
    full_name: Option<String>,
    /// Twelve digits; checked.
    #[schema(example = "990140000126")]
    bin: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    #[schema(example = "https://school.example.kz")]
    site: Option<String>,
    /// In which languages it teaches: `kazakh`, `russian`, `uzbek`, `uyghur`, `tajik`, `english`.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    languages: BTreeSet<TaughtIn>,
}

impl ProfileForm {
    fn use_case(self, institution_id: InstitutionId) -> Result<ChangeProfile, Refusal> {
        let bin = match self.bin.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => Some(Bin::parse(text).map_err(|fault| Refusal::input("/bin", fault.to_string()))?),
        };
        let profile = Profile {
            full_name: self.full_name,
            bin,
            address: self.address,
            phone: self.phone,
            email: self.email,
            site: self.site,
            languages: self.languages,
        };
        Ok(ChangeProfile { institution_id, name: self.name, profile })
    }
}

/// Says of the institution what stands in papers, all of it.
#[utoipa::path(
    put,
    path = "/institution/profile",
    operation_id = "change_profile",
    tag = "directory",
    params(CommandHeaders),
    request_body = ProfileForm,
    responses(CommandAnswers)
)]
pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<ProfileForm>,
) -> Result<Done, Refused> {
    let institution_id = caller.institution();
    let use_case = form.use_case(institution_id)?;
    terms.run(&app, caller, StreamKey::of::<Institution>(institution_id), use_case).await
}

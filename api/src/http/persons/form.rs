//! What is said of a person when they are added or their data is put right.

use chrono::NaiveDate;
use dayek_domain::person::{Iin, PersonDetails, Sex, TaughtIn};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::Object;

use crate::http::given;
use crate::refusal::Refusal;

/// A person's data; what is left out is not known.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonForm {
    #[serde(default)]
    family_name: String,
    #[serde(default)]
    given_name: String,
    middle_name: Option<String>,
    birth_date: Option<NaiveDate>,
    #[schema(schema_with = sex_codes)]
    sex: Option<Sex>,
    /// Twelve digits; checked.
    #[schema(example = "990101100010")]
    iin: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    /// In which language a pupil is taught.
    #[schema(schema_with = language_codes)]
    taught_in: Option<TaughtIn>,
    /// The post of an employee.
    position: Option<String>,
    education: Option<String>,
}

pub(super) fn sex_codes() -> Object {
    given::codes::<Sex>()
}

pub(super) fn language_codes() -> Object {
    given::codes::<TaughtIn>()
}

impl PersonForm {
    pub(super) fn details(self) -> Result<PersonDetails, Refusal> {
        let iin = match self.iin.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => Some(Iin::parse(text).map_err(|fault| Refusal::input("/iin", fault.to_string()))?),
        };
        Ok(PersonDetails {
            family_name: self.family_name,
            given_name: self.given_name,
            middle_name: self.middle_name,
            email: self.email,
            phone: self.phone,
            iin,
            birth_date: self.birth_date,
            sex: self.sex,
            address: self.address,
            taught_in: self.taught_in,
            position: self.position,
            education: self.education,
            ..PersonDetails::default()
        })
    }
}

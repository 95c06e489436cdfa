//! The form with a person's data.

use askama::Template;

use super::layout::{Choice, ErrorsOn as _, FieldError, Frame};

#[derive(Template)]
#[template(path = "person_form.html")]
pub(crate) struct PersonForm {
    pub(crate) frame: Frame,
    pub(crate) title: String,
    pub(crate) action: String,
    pub(crate) family_name: String,
    pub(crate) given_name: String,
    pub(crate) middle_name: String,
    pub(crate) birth_date: String,
    pub(crate) sexes: Vec<Choice>,
    pub(crate) iin: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) address: String,
    pub(crate) languages: Vec<Choice>,
    pub(crate) position: String,
    pub(crate) education: String,
    /// As what somebody new comes; absent for somebody who is there, and for those who may not.
    pub(crate) place: Option<PlaceForm>,
    /// Ids: `family_name`, `birth_date`, `iin`; `coming`, `class`, `from`, `order_date`.
    pub(crate) errors: Vec<FieldError>,
}

pub(crate) struct PlaceForm {
    pub(crate) comings: Vec<Choice>,
    pub(crate) classes: Vec<Choice>,
    pub(crate) from: String,
    pub(crate) order_number: String,
    pub(crate) order_date: String,
}

//! The lists of pupils and of staff (R2, R3): who stands in them, and as a table for a file; and the table of
//! a week.
//!
//! Whoever may see a list is asked before; what of it a reader sees of each person is decided here, by
//! their standing.

mod pupils;
mod sheet;
mod staff;
mod week;

pub(crate) use pupils::{PupilEntry, pupils};
pub(crate) use sheet::{Sheet, SheetError};
pub(crate) use staff::{StaffEntry, StaffFilter, staff};
pub(crate) use week::WeekSheet;

use chrono::NaiveDate;
use dayek_domain::access::{Action, Decision, Object, Standing};
use dayek_domain::id::{ClassId, PersonId};
use dayek_domain::person::Iin;
use uuid::Uuid;

use crate::pages::Words;

/// The number, or its last digits for those who may not put the person's data right.
pub(crate) fn shown_iin(
    standing: &Standing,
    person: Uuid,
    classes: Vec<ClassId>,
    iin: Option<&Iin>,
) -> Option<String> {
    let iin = iin?;
    let object = Object::Person { person_id: PersonId(person), classes };
    Some(match standing.decide(Action::EditPersonalData, &object) {
        Decision::Allowed(_) => iin.as_str().to_owned(),
        Decision::Forbidden | Decision::Unseen => iin.masked(),
    })
}

/// A day as people write it.
pub(crate) fn written(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// An order as it is cited: its number and its day.
pub(crate) fn cited(number: Option<&str>, date: Option<NaiveDate>) -> Option<String> {
    match (number, date) {
        (None, None) => None,
        (Some(number), None) => Some(format!("№ {number}")),
        (None, Some(date)) => Some(written(date)),
        (Some(number), Some(date)) => Some(format!("№ {number}, {}", written(date))),
    }
}

/// How far somebody has come on the way in, in words.
pub(crate) fn account_word(words: &Words, state: Option<&str>) -> String {
    words.word("account-state-", state.unwrap_or("none"))
}

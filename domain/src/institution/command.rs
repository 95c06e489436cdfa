//! What can be asked of an institution.

use super::event::InstitutionKind;
use crate::id::{CategoryId, InstitutionId};
use crate::points::Points;

#[derive(Debug, Clone, PartialEq)]
pub enum InstitutionCommand {
    /// Registers the institution, or brings its name, place and time zone up to date when it is registered.
    Register {
        kind: InstitutionKind,
        name: String,
        parent_id: Option<InstitutionId>,
        /// IANA name, such as `Asia/Almaty`.
        time_zone: String,
        external_id: Option<String>,
    },
    /// Defines a kind of work, or brings it up to date.
    DefineCategory { category_id: CategoryId, title: String, weight: Option<Points> },
}

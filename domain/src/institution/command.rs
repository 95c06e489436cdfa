//! What can be asked of an institution.

use super::event::InstitutionKind;
use super::profile::{Function, MarkKind, Profile};
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
    /// Says whose institution this is; `None`: nobody's. `own_id` is the institution itself.
    PlaceUnder { own_id: InstitutionId, parent_id: Option<InstitutionId> },
    /// A governing organisation says that an institution is one of its own. `own_id` is the organisation.
    AdmitSubordinate { own_id: InstitutionId, institution_id: InstitutionId },
    /// A governing organisation says that an institution is not one of its own any more.
    ReleaseSubordinate { institution_id: InstitutionId },
    /// Gives the institution another name.
    Rename { name: String },
    /// Says of the institution what stands in papers, all of it: what is left out is not known.
    ChangeProfile { profile: Profile },
    /// Uses a page of the social part, or does without it.
    SwitchFunction { function: Function, on: bool },
    /// Gives marks of a kind, or does without them.
    SwitchMarkKind { kind: MarkKind, on: bool },
}

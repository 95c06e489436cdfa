//! What an institution must remember to decide.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::event::{InstitutionEvent, InstitutionKind};
use super::profile::{Function, MarkKind, Profile};
use crate::id::{CategoryId, InstitutionId};
use crate::points::Points;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Institution {
    pub(super) registered: Option<Registered>,
    pub(super) categories: BTreeMap<CategoryId, Category>,
    /// The institutions a governing organisation counts among its own, whatever they say themselves.
    pub(super) subordinates: BTreeSet<InstitutionId>,
    pub(super) profile: Profile,
    pub(super) functions_off: BTreeSet<Function>,
    pub(super) mark_kinds_off: BTreeSet<MarkKind>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Registered {
    pub(super) kind: InstitutionKind,
    pub(super) name: String,
    pub(super) parent_id: Option<InstitutionId>,
    pub(super) time_zone: String,
}

impl Registered {
    /// The event of coming under another organisation, or under none; `None` if it stands there already.
    pub(super) fn placed(&self, parent_id: Option<InstitutionId>) -> Option<InstitutionEvent> {
        let from = self.parent_id;
        (from != parent_id).then_some(InstitutionEvent::InstitutionPlaced { from, to: parent_id })
    }
}

/// A kind of work, such as "control work", with its weight in averages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub title: String,
    pub weight: Option<Points>,
}

impl Institution {
    pub const fn is_registered(&self) -> bool {
        self.registered.is_some()
    }

    pub fn kind(&self) -> Option<InstitutionKind> {
        self.registered.as_ref().map(|registered| registered.kind)
    }

    /// The IANA name of its time zone.
    pub fn time_zone(&self) -> Option<&str> {
        self.registered.as_ref().map(|registered| registered.time_zone.as_str())
    }

    pub fn has_category(&self, category_id: CategoryId) -> bool {
        self.categories.contains_key(&category_id)
    }

    pub fn name(&self) -> Option<&str> {
        self.registered.as_ref().map(|registered| registered.name.as_str())
    }

    /// Under which organisation it says that it stands.
    pub fn parent_id(&self) -> Option<InstitutionId> {
        self.registered.as_ref().and_then(|registered| registered.parent_id)
    }

    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    pub fn has_function(&self, function: Function) -> bool {
        !self.functions_off.contains(&function)
    }

    pub fn gives_marks_of(&self, kind: MarkKind) -> bool {
        !self.mark_kinds_off.contains(&kind)
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: InstitutionEvent) {
        match event {
            InstitutionEvent::InstitutionRegistered { kind, name, parent_id, time_zone, .. } => {
                self.registered = Some(Registered { kind, name, parent_id, time_zone });
            }
            InstitutionEvent::InstitutionRenamed { to, .. } => {
                if let Some(registered) = &mut self.registered {
                    registered.name = to;
                }
            }
            InstitutionEvent::InstitutionPlaced { to, .. } => {
                if let Some(registered) = &mut self.registered {
                    registered.parent_id = to;
                }
            }
            InstitutionEvent::TimeZoneChanged { to, .. } => {
                if let Some(registered) = &mut self.registered {
                    registered.time_zone = to;
                }
            }
            InstitutionEvent::CategoryDefined { category_id, title, weight }
            | InstitutionEvent::CategoryChanged { category_id, title, weight, .. } => {
                self.categories.insert(category_id, Category { title, weight });
            }
            InstitutionEvent::SubordinateAdmitted { institution_id } => {
                self.subordinates.insert(institution_id);
            }
            InstitutionEvent::SubordinateReleased { institution_id } => {
                self.subordinates.remove(&institution_id);
            }
            InstitutionEvent::ProfileChanged { to, .. } => self.profile = to,
            InstitutionEvent::FunctionSwitched { function, on } => {
                switch(&mut self.functions_off, function, on);
            }
            InstitutionEvent::MarkKindSwitched { kind, on } => switch(&mut self.mark_kinds_off, kind, on),
        }
    }
}

fn switch<T: Ord>(off: &mut BTreeSet<T>, what: T, on: bool) {
    if on {
        off.remove(&what);
    } else {
        off.insert(what);
    }
}

//! What an institution must remember to decide.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::event::{InstitutionEvent, InstitutionKind};
use crate::id::{CategoryId, InstitutionId};
use crate::points::Points;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Institution {
    pub(super) profile: Option<Profile>,
    pub(super) categories: BTreeMap<CategoryId, Category>,
    /// The institutions a governing organisation counts among its own, whatever they say themselves.
    pub(super) subordinates: BTreeSet<InstitutionId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Profile {
    pub(super) kind: InstitutionKind,
    pub(super) name: String,
    pub(super) parent_id: Option<InstitutionId>,
    pub(super) time_zone: String,
}

impl Profile {
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
        self.profile.is_some()
    }

    pub fn kind(&self) -> Option<InstitutionKind> {
        self.profile.as_ref().map(|profile| profile.kind)
    }

    /// The IANA name of its time zone.
    pub fn time_zone(&self) -> Option<&str> {
        self.profile.as_ref().map(|profile| profile.time_zone.as_str())
    }

    pub fn has_category(&self, category_id: CategoryId) -> bool {
        self.categories.contains_key(&category_id)
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: InstitutionEvent) {
        match event {
            InstitutionEvent::InstitutionRegistered { kind, name, parent_id, time_zone, .. } => {
                self.profile = Some(Profile { kind, name, parent_id, time_zone });
            }
            InstitutionEvent::InstitutionRenamed { to, .. } => {
                if let Some(profile) = &mut self.profile {
                    profile.name = to;
                }
            }
            InstitutionEvent::InstitutionPlaced { to, .. } => {
                if let Some(profile) = &mut self.profile {
                    profile.parent_id = to;
                }
            }
            InstitutionEvent::TimeZoneChanged { to, .. } => {
                if let Some(profile) = &mut self.profile {
                    profile.time_zone = to;
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
        }
    }
}

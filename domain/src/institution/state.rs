//! What an institution must remember to decide.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{InstitutionEvent, InstitutionKind};
use crate::id::{CategoryId, InstitutionId};
use crate::points::Points;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Institution {
    pub(super) profile: Option<Profile>,
    pub(super) categories: BTreeMap<CategoryId, Category>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Profile {
    pub(super) kind: InstitutionKind,
    pub(super) name: String,
    pub(super) parent_id: Option<InstitutionId>,
    pub(super) time_zone: String,
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
        }
    }
}

//! What a group consists of: classes, or parts of classes that are divided for a subject.

use serde::{Deserialize, Serialize};

use super::error::SchoolClassError;
use crate::id::ClassId;

/// A class, or one part of a division of it: the first half of 7A in English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Part {
    pub class_id: ClassId,
    /// By what the class is divided; `None`: it is meant whole.
    pub division: Option<String>,
    pub part: Option<String>,
}

impl Part {
    /// A class as a whole.
    pub const fn whole(class_id: ClassId) -> Self {
        Self { class_id, division: None, part: None }
    }

    /// Whether a pupil may be in both. Of two divisions of a class nothing else is known.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.class_id == other.class_id
            && (self.division.is_none()
                || other.division.is_none()
                || self.division != other.division
                || self.part == other.part)
    }

    /// Whether all pupils of one are certainly in the other too.
    fn repeats(&self, other: &Self) -> bool {
        self.class_id == other.class_id
            && (self.division.is_none() || other.division.is_none() || self == other)
    }

    fn is_complete(&self) -> bool {
        let named = |name: &Option<String>| name.as_ref().is_some_and(|name| !name.trim().is_empty());
        match (&self.division, &self.part) {
            (None, None) => true,
            (Some(_), Some(_)) => named(&self.division) && named(&self.part),
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

/// Whether a pupil may be in both, so that they cannot have lessons at the same time.
pub fn overlap(one: &[Part], other: &[Part]) -> bool {
    one.iter().any(|part| other.iter().any(|others| part.overlaps(others)))
}

/// The parts in an order of their own, so that the order in which they are told means nothing.
pub(super) fn in_order(mut parts: Vec<Part>) -> Result<Vec<Part>, SchoolClassError> {
    parts.sort();
    for (at, part) in parts.iter().enumerate() {
        let class_id = part.class_id;
        if !part.is_complete() {
            return Err(SchoolClassError::PartIncomplete { class_id });
        }
        if parts.iter().take(at).any(|before| before.repeats(part)) {
            return Err(SchoolClassError::PartTwice { class_id });
        }
    }
    Ok(parts)
}

//! What can be asked of a person's stream.

use chrono::NaiveDate;

use super::event::{Kinship, PersonDetails};
use crate::id::{PersonId, StudyYearId};
use crate::personal::Personal;

#[derive(Debug, Clone, PartialEq)]
pub enum PersonCommand {
    /// Registers a human, or brings the personal data up to date when they are registered.
    Register {
        person_id: PersonId,
        details: PersonDetails,
    },
    /// Registers a human as another system records them. What only the school knows of them stays.
    Record {
        person_id: PersonId,
        details: PersonDetails,
    },
    /// Registers a human, or adds to what is known of them; what the details do not say stays.
    Supplement {
        person_id: PersonId,
        details: PersonDetails,
    },
    /// Puts these details in the place of the known ones; how another system calls the person stays.
    Amend {
        person_id: PersonId,
        details: PersonDetails,
    },
    /// They are of the institution no more.
    Archive {
        on: NaiveDate,
        reason: Option<Personal<String>>,
    },
    Restore,
    /// Registers a program that acts under its own account.
    RegisterProgram {
        name: String,
    },
    /// Makes somebody a guardian of this pupil, or corrects the kinship.
    LinkGuardian {
        pupil_id: PersonId,
        guardian_id: PersonId,
        kinship: Kinship,
    },
    UnlinkGuardian {
        guardian_id: PersonId,
        reason: Option<Personal<String>>,
    },
    /// They take the unified national test at the end of that study year.
    ListForUnt {
        study_year_id: StudyYearId,
    },
    UnlistForUnt {
        study_year_id: StudyYearId,
    },
}

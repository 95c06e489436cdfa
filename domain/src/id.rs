//! Ids as types of their own, so that a pupil can never be passed where a lesson is meant.
//!
//! Every id is a UUID. The text form, lower case with hyphens, is what stands in the log.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A school or a governing organisation; the unit of the log, of positions and of growth.
    InstitutionId,
    /// One human, or one program, as one institution knows them.
    PersonId,
    /// A class, a group of a vocational school, or a subgroup.
    ClassId,
    /// A subject of the institution's directory.
    SubjectId,
    /// One study year of an institution; years may overlap.
    StudyYearId,
    /// A reporting period inside a study year.
    PeriodId,
    /// One dated lesson.
    LessonId,
    /// One column of marks.
    AssessmentId,
    /// A kind of work with its weight, defined by the institution.
    CategoryId,
    /// A building of the institution.
    BuildingId,
    /// A room in which lessons take place.
    RoomId,
    /// A bell schedule of one study year: which lesson begins and ends when.
    BellScheduleId,
    /// A stretch of days without lessons.
    HolidayId,
    /// A set of reporting periods; every class follows one.
    PeriodSetId,
    /// The weekly timetable of one class or group in one reporting period.
    TimetableId,
    /// One lesson of a week, as a timetable has it.
    SlotId,
}

//! Any event of any stream, as the readers of the whole log meet it.
//!
//! Decoding refuses a stream, an event type or a version it does not know: a reader that skipped
//! what it does not understand would show an incomplete history as a complete one.

use cqrs_es::Aggregate;
use serde::de::DeserializeOwned;

use crate::account::{Account, AccountEvent};
use crate::assessment::{Assessment, AssessmentEvent};
use crate::building::{Building, BuildingEvent};
use crate::iin_claim::{IinClaim, IinClaimEvent};
use crate::institution::{Institution, InstitutionEvent};
use crate::lesson::{Lesson, LessonEvent};
use crate::membership::{Membership, MembershipEvent};
use crate::person::{Person, PersonEvent};
use crate::room::{Room, RoomEvent};
use crate::school_class::{SchoolClass, SchoolClassEvent};
use crate::study_year::{StudyYear, StudyYearEvent};
use crate::subject::{Subject, SubjectEvent};
use crate::timetable::{Timetable, TimetableEvent};
use crate::timetable_guard::{TimetableGuard, TimetableGuardEvent};

/// The version that newly written events carry. A change of meaning takes a new version and an
/// upcaster in [`Fact::decode`]; a new optional field with a default does not.
pub const CURRENT_VERSION: &str = "1";

/// One event of any stream.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    Institution(InstitutionEvent),
    Person(PersonEvent),
    IinClaim(IinClaimEvent),
    Account(AccountEvent),
    Membership(MembershipEvent),
    SchoolClass(SchoolClassEvent),
    StudyYear(StudyYearEvent),
    Subject(SubjectEvent),
    Lesson(LessonEvent),
    Assessment(AssessmentEvent),
    Building(BuildingEvent),
    Room(RoomEvent),
    Timetable(TimetableEvent),
    TimetableGuard(TimetableGuardEvent),
}

/// Why stored bytes are not an event of ours.
#[derive(Debug, thiserror::Error)]
pub enum NotAFact {
    #[error("the stream type \"{0}\" is not known to this version of the program")]
    UnknownStream(String),
    #[error("version {version} of {stream} events is not known to this version of the program")]
    UnknownVersion { stream: String, version: String },
    #[error("the payload does not read as an event of {stream}: {cause}")]
    Unreadable { stream: String, cause: serde_json::Error },
}

impl Fact {
    /// Reads one stored event.
    pub fn decode(stream: &str, version: &str, payload: &str) -> Result<Self, NotAFact> {
        Ok(match stream {
            Institution::TYPE => Self::Institution(read::<Institution>(version, payload)?),
            Person::TYPE => Self::Person(read::<Person>(version, payload)?),
            IinClaim::TYPE => Self::IinClaim(read::<IinClaim>(version, payload)?),
            Account::TYPE => Self::Account(read::<Account>(version, payload)?),
            Membership::TYPE => Self::Membership(read::<Membership>(version, payload)?),
            SchoolClass::TYPE => Self::SchoolClass(read::<SchoolClass>(version, payload)?),
            StudyYear::TYPE => Self::StudyYear(read::<StudyYear>(version, payload)?),
            Subject::TYPE => Self::Subject(read::<Subject>(version, payload)?),
            Lesson::TYPE => Self::Lesson(read::<Lesson>(version, payload)?),
            Assessment::TYPE => Self::Assessment(read::<Assessment>(version, payload)?),
            Building::TYPE => Self::Building(read::<Building>(version, payload)?),
            Room::TYPE => Self::Room(read::<Room>(version, payload)?),
            Timetable::TYPE => Self::Timetable(read::<Timetable>(version, payload)?),
            TimetableGuard::TYPE => Self::TimetableGuard(read::<TimetableGuard>(version, payload)?),
            other => return Err(NotAFact::UnknownStream(other.to_owned())),
        })
    }
}

/// Reads an event of a known stream; the one place where upcasters of older versions belong.
pub fn read<A: Aggregate<Event: DeserializeOwned>>(
    version: &str,
    payload: &str,
) -> Result<A::Event, NotAFact> {
    if version != CURRENT_VERSION {
        return Err(NotAFact::UnknownVersion { stream: A::TYPE.to_owned(), version: version.to_owned() });
    }
    serde_json::from_str(payload).map_err(|cause| NotAFact::Unreadable { stream: A::TYPE.to_owned(), cause })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_this_program_does_not_know_is_refused_rather_than_skipped() {
        assert!(matches!(Fact::decode("dream", "1", "{}"), Err(NotAFact::UnknownStream(_))));
        assert!(matches!(
            Fact::decode("lesson", "2", r#"{"type":"lesson_cancelled","reason":null}"#),
            Err(NotAFact::UnknownVersion { .. })
        ));
        assert!(matches!(
            Fact::decode("lesson", "1", r#"{"type":"rained"}"#),
            Err(NotAFact::Unreadable { .. })
        ));
    }
}

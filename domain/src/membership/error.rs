//! Why a membership refused.

use serde::Serialize;
use strum::VariantNames;

use crate::access::{Role, Section};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MembershipError {
    #[error("the role {} is not granted by hand: it follows from enrolment, guardianship or a class", role.as_ref())]
    FollowsFromElsewhere { role: Role },
    #[error("an institution of this kind has no {}", role.as_ref())]
    NotInThisInstitution { role: Role },
    #[error(
        "this is the last administrator; if nobody is to be administrator any more, say that you know it"
    )]
    LastAdministrator,
    #[error("sections are opened to an editor; this person does not hold the role {}", role.as_ref())]
    NotAnEditor { role: Role },
    #[error("the section {} is not one that is opened to an {}", section.as_ref(), role.as_ref())]
    NoSuchSection { role: Role, section: Section },
}

//! Why a membership refused.

use crate::access::Role;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MembershipError {
    #[error("the role {} is not granted by hand: it follows from enrolment, guardianship or a class", role.as_ref())]
    FollowsFromElsewhere { role: Role },
}

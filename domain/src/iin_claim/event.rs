//! What has happened to a claim. Stored for ever: only add variants, or fields with a default.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::id::PersonId;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum IinClaimEvent {
    IinClaimed { person_id: PersonId },
    IinReleased { person_id: PersonId },
}

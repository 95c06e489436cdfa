//! What has happened to a building. Stored for ever: only add variants, or fields with a default.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum BuildingEvent {
    BuildingAdded { name: String, address: Option<String> },
    BuildingChanged { from_name: String, from_address: Option<String>, name: String, address: Option<String> },
}

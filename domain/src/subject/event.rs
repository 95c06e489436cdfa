//! What has happened to a subject. Stored for ever: only add variants, or fields with a default.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SubjectEvent {
    SubjectAdded { name: String, code: Option<String>, external_id: Option<String> },
    SubjectRenamed { from: String, from_code: Option<String>, to: String, to_code: Option<String> },
}

//! Roles and opened sections as the API shows them.

use dayek_domain::access::{Hold, Level, Over, Role, Section};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::Object;
use uuid::Uuid;

use crate::http::given;

/// A granted role, and the event that granted it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct HeldRole {
    #[schema(schema_with = role_codes)]
    role: Role,
    /// Sequence of the grant in the person's membership stream.
    granted_by_sequence: String,
}

/// A section opened to an editor, and the event that opened it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct OpenedSection {
    #[schema(schema_with = role_codes)]
    role: Role,
    #[schema(schema_with = section_codes)]
    section: Section,
    #[schema(schema_with = level_codes)]
    level: Level,
    /// Sequence of the event in the person's membership stream.
    opened_by_sequence: String,
}

/// A role with what it is held over; also those that follow from a class, a lesson or a child.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Held {
    #[schema(schema_with = role_codes)]
    role: Role,
    /// The class that is led, served, taught or studied in.
    #[serde(skip_serializing_if = "Option::is_none")]
    class_id: Option<Uuid>,
    /// The subject that is taught.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_id: Option<Uuid>,
    /// The pupil whose guardian this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pupil_id: Option<Uuid>,
    /// The section opened to an editor, and how wide.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    section: Option<Section>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    level: Option<Level>,
    /// Sequence of the granting event in its stream.
    granted_by_sequence: String,
    /// The stream of the granting event: its type and id.
    granted_in: String,
}

impl HeldRole {
    pub(in crate::http) fn of((role, grant): (Role, u64)) -> Self {
        Self { role, granted_by_sequence: grant.to_string() }
    }
}

impl OpenedSection {
    pub(in crate::http) fn of((role, section, level, sequence): (Role, Section, Level, u64)) -> Self {
        Self { role, section, level, opened_by_sequence: sequence.to_string() }
    }
}

impl Held {
    pub(in crate::http) fn of(hold: &Hold) -> Self {
        let mut held = Self {
            role: hold.role,
            class_id: None,
            subject_id: None,
            pupil_id: None,
            section: None,
            level: None,
            granted_by_sequence: hold.grant.sequence.to_string(),
            granted_in: format!("{} {}", hold.grant.stream, hold.grant.id),
        };
        match &hold.over {
            Over::Institution => {}
            Over::Class(class_id) => held.class_id = Some(class_id.0),
            Over::Journal { class_id, subject_id } | Over::Lesson { class_id, subject_id, .. } => {
                held.class_id = Some(class_id.0);
                held.subject_id = Some(subject_id.0);
            }
            Over::Child { pupil_id, .. } => held.pupil_id = Some(pupil_id.0),
            Over::Section { section, level } => {
                held.section = Some(*section);
                held.level = Some(*level);
            }
        }
        held
    }
}

/// Every role there is.
pub(super) fn role_codes() -> Object {
    given::codes::<Role>()
}

/// Every section there is.
pub(super) fn section_codes() -> Object {
    given::codes::<Section>()
}

/// For viewing or for editing.
pub(super) fn level_codes() -> Object {
    given::codes::<Level>()
}

//! A role as the API shows it.

use dayek_domain::access::Role;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::Object;

use crate::http::given;

/// A role, and the event that granted it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct HeldRole {
    #[schema(schema_with = role_codes)]
    role: Role,
    /// Sequence of the grant in the person's membership stream.
    granted_by_sequence: String,
}

impl HeldRole {
    pub(in crate::http) fn of((role, grant): (Role, u64)) -> Self {
        Self { role, granted_by_sequence: grant.to_string() }
    }
}

/// Every role there is.
pub(super) fn role_codes() -> Object {
    given::codes::<Role>()
}

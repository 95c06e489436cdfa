//! `GET /tokens`: the caller's own tokens.

use axum::extract::State;
use chrono::{DateTime, Utc};
use dayek_domain::account::TokenScope;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::Object;
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::given;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::tokens;

/// Your tokens that still count, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TokenList {
    items: Vec<TokenItem>,
}

/// A token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TokenItem {
    token_id: Uuid,
    label: String,
    #[schema(schema_with = scope_codes)]
    scope: String,
    created_at: DateTime<Utc>,
    /// Null when it does not expire.
    expires_at: Option<DateTime<Utc>>,
    /// To the minute; null when it was never used.
    last_used_at: Option<DateTime<Utc>>,
}

/// Every scope there is.
pub(super) fn scope_codes() -> Object {
    given::codes::<TokenScope>()
}

/// Lists your own tokens.
#[utoipa::path(
    get,
    path = "/tokens",
    operation_id = "list_tokens",
    tag = "account",
    params(ReadHeaders),
    responses((status = 200, description = "The tokens.", body = TokenList), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Shown<TokenList>, Refused> {
    let applied = wanted.wait(&app, caller, &[]).await?;
    let rows = tokens::list(&app.pool, caller.institution(), caller.person()).await?;
    let items = rows.into_iter().map(|row| TokenItem {
        token_id: row.token_id,
        label: row.label,
        scope: row.scope,
        created_at: row.created_at,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
    });
    Ok(applied.shows(TokenList { items: items.collect() }))
}

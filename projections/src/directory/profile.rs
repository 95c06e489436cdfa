//! The institution itself: what stands of it in papers, which pages and kinds of marks it does without, and
//! the list of all of them for the operator of the platform.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use dayek_domain::bin::Bin;
use dayek_domain::institution::Profile;
use sqlx::{FromRow, PgConnection, PgPool};
use uuid::Uuid;

use crate::delivery::{ApplyError, Batch};

/// Kinds of things that can be switched off.
pub(super) const FUNCTION: &str = "function";
pub(super) const MARK_KIND: &str = "mark_kind";

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct InstitutionRow {
    pub kind: String,
    pub name: String,
    pub parent_id: Option<Uuid>,
    pub time_zone: String,
    pub full_name: Option<String>,
    pub bin: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub site: Option<String>,
    pub languages: Vec<String>,
}

/// What the institution does without, by their codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SwitchedOff {
    pub functions: HashSet<String>,
    pub mark_kinds: HashSet<String>,
}

/// An institution as the operator of the platform sees it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OperatorRow {
    pub institution_id: Uuid,
    /// Absent until the directory has read of it.
    pub name: Option<String>,
    pub kind: Option<String>,
    pub parent_id: Option<Uuid>,
    pub people: i64,
    pub last_change: Option<DateTime<Utc>>,
}

pub async fn institution(pool: &PgPool, institution: Uuid) -> Result<Option<InstitutionRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT kind, name, parent_id, time_zone, full_name, bin, address, phone, email, site,
                coalesce(languages, '{}') AS languages
         FROM read.institution WHERE institution_id = $1",
    )
    .bind(institution)
    .fetch_optional(pool)
    .await
}

pub async fn switched_off(pool: &PgPool, institution: Uuid) -> Result<SwitchedOff, sqlx::Error> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT what, code FROM read.switched_off WHERE institution_id = $1")
            .bind(institution)
            .fetch_all(pool)
            .await?;
    let mut off = SwitchedOff::default();
    for (what, code) in rows {
        let codes = if what == FUNCTION { &mut off.functions } else { &mut off.mark_kinds };
        codes.insert(code);
    }
    Ok(off)
}

/// Every institution there is, for whoever runs the platform; nobody of an institution is answered with it.
pub async fn institutions_of_operator(pool: &PgPool) -> Result<Vec<OperatorRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT h.institution_id, i.name, i.kind, i.parent_id,
                (SELECT count(*) FROM read.person p
                  WHERE p.institution_id = h.institution_id AND p.program_name IS NULL) AS people,
                (SELECT e.recorded_at FROM events e
                  WHERE e.institution_id = h.institution_id AND e.position = h.last_position) AS last_change
         FROM institution_head h LEFT JOIN read.institution i ON i.institution_id = h.institution_id
         ORDER BY i.name NULLS FIRST, h.institution_id",
    )
    .fetch_all(pool)
    .await
}

pub(super) async fn change_profile(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    profile: &Profile,
) -> Result<(), ApplyError> {
    let Profile { full_name, bin, address, phone, email, site, languages } = profile;
    sqlx::query(&batch.sql(
        "UPDATE {s}.institution
         SET full_name = $2, bin = $3, address = $4, phone = $5, email = $6, site = $7, languages = $8
         WHERE institution_id = $1",
    ))
    .bind(batch.institution)
    .bind(full_name)
    .bind(bin.as_ref().map(Bin::as_str))
    .bind(address)
    .bind(phone)
    .bind(email)
    .bind(site)
    .bind(languages.iter().map(|language| language.as_ref().to_owned()).collect::<Vec<String>>())
    .execute(db)
    .await?;
    Ok(())
}

/// `what` is [`FUNCTION`] or [`MARK_KIND`].
pub(super) async fn switch(
    db: &mut PgConnection,
    batch: &Batch<'_>,
    what: &'static str,
    code: &str,
    on: bool,
) -> Result<(), ApplyError> {
    let statement = if on {
        "DELETE FROM {s}.switched_off WHERE institution_id = $1 AND what = $2 AND code = $3"
    } else {
        "INSERT INTO {s}.switched_off (institution_id, what, code) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
    };
    sqlx::query(&batch.sql(statement)).bind(batch.institution).bind(what).bind(code).execute(db).await?;
    Ok(())
}

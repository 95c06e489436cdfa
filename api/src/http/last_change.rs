//! Who set the value that stands now, for those who relied on another.

use chrono::{DateTime, Utc};
use dayek_projections::directory;
use uuid::Uuid;

use super::App;
use super::caller::Caller;
use super::people::{self, Opener};
use super::problem::Refused;
use super::school_time::SchoolTime;
use crate::log::StreamKey;
use crate::refusal::{Cell, Refusal};

/// The last event of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LastChange {
    /// `None`: the program itself.
    pub(crate) author_id: Option<Uuid>,
    pub(crate) author_name: Option<String>,
    pub(crate) recorded_at: DateTime<Utc>,
    /// On the clock of the school.
    pub(crate) recorded_local: String,
}

/// The refusal, with who was faster when that is why.
pub(crate) async fn explain(app: &App, caller: Caller, stream: &StreamKey, refusal: Refusal) -> Refused {
    let Refusal::ChangedMeanwhile { about, .. } = &refusal else { return refusal.into() };
    let found = find(app, caller, stream, *about).await;
    let refused = Refused::from(refusal);
    match found {
        Ok(Some(last)) => refused.changed(last),
        Ok(None) => refused,
        Err(error) => {
            tracing::warn!(%stream, %error, "who changed a value meanwhile cannot be looked up");
            refused
        }
    }
}

/// Events of a mark name pupil and number, those of attendance the pupil, those of the plan and of the
/// schedule neither: so the cell, or its absence, picks the events that set the value.
async fn find(
    app: &App,
    caller: Caller,
    stream: &StreamKey,
    about: Option<Cell>,
) -> Result<Option<LastChange>, Refusal> {
    let row: Option<(String, DateTime<Utc>)> = sqlx::query_as(
        "SELECT coalesce(metadata->>'actor', ''), recorded_at FROM events
         WHERE institution_id = $1 AND aggregate_type = $2 AND aggregate_id = $3
           AND payload->>'pupil_id' IS NOT DISTINCT FROM $4 AND payload->>'number' IS NOT DISTINCT FROM $5
         ORDER BY sequence DESC LIMIT 1",
    )
    .bind(caller.institution().0)
    .bind(stream.aggregate_type)
    .bind(stream.id.to_string())
    .bind(about.map(|cell| cell.pupil_id.to_string()))
    .bind(about.and_then(|cell| cell.number).map(|number| number.to_string()))
    .fetch_optional(&app.pool)
    .await?;
    let Some((actor, recorded_at)) = row else { return Ok(None) };
    let author_id: Option<Uuid> = actor.parse().ok();
    let institution = caller.institution();
    let authors: Vec<Uuid> = author_id.into_iter().collect();
    let known = directory::people(&app.pool, institution.0, &authors).await?;
    let names = Opener::of(app, institution, &people::sealed(&known)).await?.names(&known)?;
    let recorded_local = SchoolTime::of(app, institution).await?.written(recorded_at);
    Ok(Some(LastChange { author_id, author_name: names.into_values().next(), recorded_at, recorded_local }))
}

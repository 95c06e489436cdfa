//! States of streams for questions that change nothing: a state this process remembers is good once the
//! database says that its version is still the last one.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use dayek_domain::id::InstitutionId;
use dayek_domain::stream::Stream;
use uuid::Uuid;

use super::memory::Remembered;
use super::{Log, LogError, Request, StreamKey, Work};

impl Log {
    /// For looking at what a use case would find, without doing anything.
    pub fn look<'a>(&'a self, request: &'a Request) -> Work<'a> {
        Work::new(self, request, false)
    }

    /// These streams as they stand now, or stood at a moment; one without events is as it begins.
    pub async fn states<A: Stream>(
        &self,
        institution: InstitutionId,
        ids: &[Uuid],
        until: Option<DateTime<Utc>>,
    ) -> Result<HashMap<Uuid, A>, LogError> {
        let mut states = HashMap::with_capacity(ids.len());
        let remembers = until.is_none() && !A::READS_PERSONAL_DATA;
        if remembers && !ids.is_empty() {
            for (id, version) in self.versions_of::<A>(institution, ids).await? {
                let known = self.memory.recall(institution, &StreamKey::of::<A>(id));
                let known = known.filter(|known| known.version == version);
                if let Some(state) = known.and_then(|known| known.state.downcast::<A>().ok()) {
                    states.insert(id, A::clone(&state));
                }
            }
        }
        let missing = ids.iter().filter(|id| !states.contains_key(*id));
        let missing: Vec<StreamKey> = missing.map(|id| StreamKey::of::<A>(*id)).collect();
        if missing.is_empty() {
            return Ok(states);
        }
        let histories = self.read_until(institution, &missing, until).await?;
        let keys = if A::READS_PERSONAL_DATA {
            self.keys_of(institution, histories.values()).await?
        } else {
            HashMap::new()
        };
        for (key, history) in histories {
            let state: A = self.fold(institution, key.id, &history, &keys)?;
            if remembers {
                let remembered = Remembered { version: history.version(), state: Arc::new(state.clone()) };
                self.memory.keep(institution, key.clone(), remembered);
            }
            states.insert(key.id, state);
        }
        Ok(states)
    }

    /// The last sequence of each of these streams; one without events is left out.
    async fn versions_of<A: Stream>(
        &self,
        institution: InstitutionId,
        ids: &[Uuid],
    ) -> Result<Vec<(Uuid, u64)>, LogError> {
        let rows: Vec<(Uuid, i64)> = sqlx::query_as(
            "SELECT s.id, e.sequence FROM unnest($3::uuid[]) s(id)
             CROSS JOIN LATERAL (
               SELECT sequence FROM events
               WHERE institution_id = $1 AND aggregate_type = $2 AND aggregate_id = s.id::text
               ORDER BY sequence DESC LIMIT 1) e",
        )
        .bind(institution.0)
        .bind(A::TYPE)
        .bind(ids)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(id, version)| (id, u64::try_from(version).unwrap_or_default())).collect())
    }
}

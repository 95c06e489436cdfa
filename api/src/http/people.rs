//! Opening sealed personal data for a reader, in bulk: one look-up of keys for a whole answer.

use std::collections::HashMap;

use dayek_domain::id::{InstitutionId, PersonId};
use dayek_domain::person::PersonDetails;
use dayek_projections::directory::PersonRow;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::App;
use crate::log::{Log, LogError};
use crate::refusal::Refusal;
use crate::vault::{PersonKey, PlacedSeal, VaultError};

/// The keys of everybody whose sealed data stands in an answer.
pub(crate) struct Opener {
    institution: InstitutionId,
    keys: HashMap<PersonId, PersonKey>,
}

/// A name, as far as it is still there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct PersonName {
    /// Family name first; null when it is not known or has been erased.
    name: Option<String>,
    family_name: Option<String>,
    given_name: Option<String>,
    /// Whether the personal data has been erased.
    erased: bool,
}

/// The sealed data of some people.
pub(crate) fn sealed(people: &[PersonRow]) -> Vec<&str> {
    people.iter().filter_map(|person| person.details.as_deref()).collect()
}

impl Opener {
    /// Fetches the keys for these values, which read tables hold sealed, with their place.
    pub(crate) async fn of(app: &App, institution: InstitutionId, sealed: &[&str]) -> Result<Self, Refusal> {
        Self::with(&app.log, institution, sealed).await
    }

    /// The same for whoever has the log alone.
    pub(crate) async fn with(
        log: &Log,
        institution: InstitutionId,
        sealed: &[&str],
    ) -> Result<Self, Refusal> {
        let mut people = Vec::new();
        for text in sealed {
            people.extend(PlacedSeal::parse(institution, text).map_err(LogError::from)?.person());
        }
        people.sort_unstable();
        people.dedup();
        let keys = log.person_keys().fetch(log.pool(), institution, &people).await;
        Ok(Self { institution, keys: keys.map_err(LogError::from)? })
    }

    /// The readable value; `None` once it has been erased.
    pub(crate) fn open(&self, sealed: &str) -> Result<Option<Value>, Refusal> {
        let placed = PlacedSeal::parse(self.institution, sealed).map_err(LogError::from)?;
        Ok(placed.open(&self.keys).map_err(LogError::from)?)
    }

    /// A person's data; `None` once it has been erased.
    pub(crate) fn details(&self, sealed: &str) -> Result<Option<PersonDetails>, Refusal> {
        let Some(value) = self.open(sealed)? else { return Ok(None) };
        // The cause would name the data, so it is left out.
        let malformed = |_| VaultError::Malformed { place: "the data of a person".to_owned() };
        Ok(Some(serde_json::from_value(value).map_err(malformed).map_err(LogError::from)?))
    }

    /// A person's name; an unknown person has none.
    pub(crate) fn name(&self, sealed: Option<&str>) -> Result<PersonName, Refusal> {
        let Some(sealed) = sealed else { return Ok(PersonName::default()) };
        Ok(match self.details(sealed)? {
            None => PersonName { erased: true, ..PersonName::default() },
            Some(details) => PersonName {
                name: Some(details.full_name()),
                family_name: Some(details.family_name),
                given_name: Some(details.given_name),
                erased: false,
            },
        })
    }

    /// What people and programs are called; whoever has been erased is left out.
    pub(crate) fn names(&self, people: &[PersonRow]) -> Result<HashMap<Uuid, String>, Refusal> {
        let mut names = HashMap::with_capacity(people.len());
        for person in people {
            let name = match person.details.as_deref() {
                Some(sealed) => self.details(sealed)?.map(|details| details.full_name()),
                None => person.program_name.clone(),
            };
            names.extend(name.map(|name| (person.person_id, name)));
        }
        Ok(names)
    }
}

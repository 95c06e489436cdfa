//! What the institution knows that a table speaks of: its classes, its pupils, who bears which number.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use dayek_domain::id::{ClassId, InstitutionId, PersonId};
use dayek_domain::iin_claim::IinClaim;
use dayek_domain::person::Iin;
use dayek_projections::directory::{self, PersonRow, StudyYearRow};
use uuid::Uuid;

use super::columns::{class_key, plain};
use super::run::ImportError;
use crate::http::people::{Opener, sealed};
use crate::log::{Log, claim_of};

/// Looked up once for a whole table.
pub(super) struct Known {
    pub(super) year: StudyYearRow,
    /// The classes of the year by their plain names.
    classes: HashMap<String, ClassId>,
    /// What they are called, for saying what is allowed.
    pub(super) class_names: Vec<String>,
    people: HashSet<PersonId>,
    /// The classes of the year that somebody is a pupil of.
    classes_of: HashMap<PersonId, Vec<ClassId>>,
    pupils: HashMap<String, Vec<PersonId>>,
    bearers: HashMap<Iin, PersonId>,
}

impl Known {
    pub(super) async fn of(
        log: &Log,
        institution: InstitutionId,
        year: Option<Uuid>,
        today: NaiveDate,
        numbers: &[Iin],
    ) -> Result<Self, ImportError> {
        let pool = log.pool();
        let years = directory::study_years(pool, institution.0).await?;
        let year = if let Some(id) = year {
            years.into_iter().find(|row| row.study_year_id == id)
        } else {
            let now = years.iter().find(|row| row.first_day <= today && today <= row.last_day);
            now.or_else(|| years.first()).cloned()
        };
        let year = year.ok_or(ImportError::NoStudyYear)?;
        let mut rows = directory::classes(pool, institution.0, None).await?;
        rows.retain(|row| row.study_year_id == year.study_year_id);
        let classes: HashMap<String, ClassId> =
            rows.iter().map(|row| (class_key(&row.name), ClassId(row.class_id))).collect();
        let in_year: HashSet<Uuid> = rows.iter().map(|row| row.class_id).collect();

        let members = directory::members(pool, institution.0, None).await?;
        let mut classes_of: HashMap<PersonId, Vec<ClassId>> = HashMap::new();
        for member in &members {
            let own = member.classes.iter().filter(|class| in_year.contains(class));
            let own: Vec<ClassId> = own.copied().map(ClassId).collect();
            if !own.is_empty() {
                classes_of.insert(PersonId(member.person_id), own);
            }
        }
        let people: Vec<PersonRow> = members
            .iter()
            .filter(|member| classes_of.contains_key(&PersonId(member.person_id)))
            .map(|member| PersonRow {
                person_id: member.person_id,
                details: member.details.clone(),
                program_name: None,
            })
            .collect();
        let names = Opener::with(log, institution, &sealed(&people)).await?.names(&people)?;
        let mut pupils: HashMap<String, Vec<PersonId>> = HashMap::new();
        for (person, name) in names {
            pupils.entry(plain(&name)).or_default().push(PersonId(person));
        }

        let claims: Vec<(Uuid, &Iin)> =
            numbers.iter().map(|iin| (claim_of(log, institution, iin), iin)).collect();
        let ids: Vec<Uuid> = claims.iter().map(|(claim, _)| *claim).collect();
        let states = log.states::<IinClaim>(institution, &ids, None).await?;
        let bearers = claims.into_iter().filter_map(|(claim, iin)| {
            let bearer = states.get(&claim).and_then(IinClaim::bearer)?;
            Some((iin.clone(), bearer))
        });
        Ok(Self {
            year,
            classes,
            class_names: rows.into_iter().map(|row| row.name).collect(),
            people: members.iter().map(|member| PersonId(member.person_id)).collect(),
            classes_of,
            pupils,
            bearers: bearers.collect(),
        })
    }

    pub(super) fn class(&self, name: &str) -> Option<ClassId> {
        self.classes.get(&class_key(name)).copied()
    }

    pub(super) fn is_there(&self, person: PersonId) -> bool {
        self.people.contains(&person)
    }

    pub(super) fn classes_of(&self, person: PersonId) -> &[ClassId] {
        self.classes_of.get(&person).map(Vec::as_slice).unwrap_or_default()
    }

    /// The pupils of the year who are called so.
    pub(super) fn called(&self, name: &str) -> &[PersonId] {
        self.pupils.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn bearer(&self, iin: &Iin) -> Option<PersonId> {
        self.bearers.get(iin).copied()
    }
}

//! People who come to an institution: with their data, their class or their employment, their children.

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object, Role};
use dayek_domain::id::{ClassId, PersonId};
use dayek_domain::institution::{Institution, InstitutionKind};
use dayek_domain::membership::{Membership, MembershipCommand, Order};
use dayek_domain::person::{Kinship, Person, PersonCommand, PersonDetails};
use dayek_domain::school_class::{Enrolment, SchoolClass, SchoolClassCommand};

use super::people::claim_iin;
use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// Somebody who comes, or who is known and comes again.
#[derive(Debug, Clone, PartialEq)]
pub struct Newcomer {
    pub person_id: PersonId,
    pub details: PersonDetails,
    pub place: Place,
}

/// As what they come.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// Nothing yet.
    Nowhere,
    Pupil {
        class_id: ClassId,
        from: NaiveDate,
        order: Option<Order>,
    },
    Employee {
        order: Option<Order>,
    },
    Guardian {
        pupil_id: PersonId,
        kinship: Kinship,
    },
}

impl Newcomer {
    fn writes(&self) -> Vec<StreamKey> {
        let mut keys = vec![StreamKey::of::<Person>(self.person_id)];
        match &self.place {
            Place::Nowhere => {}
            Place::Pupil { class_id, .. } => keys.push(StreamKey::of::<SchoolClass>(*class_id)),
            Place::Employee { .. } => keys.push(StreamKey::of::<Membership>(self.person_id)),
            Place::Guardian { pupil_id, .. } => keys.push(StreamKey::of::<Person>(*pupil_id)),
        }
        keys
    }

    /// What has to be permitted for bringing them in, besides adding people.
    const fn asks(&self) -> Option<Action> {
        match &self.place {
            Place::Nowhere => None,
            Place::Pupil { .. } => Some(Action::EditClasses),
            Place::Employee { .. } => Some(Action::GrantRoles),
            Place::Guardian { .. } => Some(Action::EditPersonalData),
        }
    }

    async fn come(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let Self { person_id, details, place } = self.clone();
        if details.iin.is_some() {
            claim_iin(work, person_id, details.iin.as_ref()).await?;
        }
        work.handle::<Person>(person_id, PersonCommand::Supplement { person_id, details }).await?;
        match place {
            Place::Nowhere => {}
            Place::Pupil { class_id, from, order } => {
                // Whoever was there on that day is not enrolled anew, also when they have left since.
                let there = work.look_at::<SchoolClass>(class_id).await?.enrolment_on(person_id, from);
                if there != Enrolment::Member {
                    let enrol =
                        SchoolClassCommand::EnrolPupil { pupil_id: person_id, from: Some(from), order };
                    work.handle::<SchoolClass>(class_id, enrol).await?;
                }
            }
            Place::Employee { order } => {
                let institution = work.look_at::<Institution>(work.institution()).await?.kind();
                let role = match institution {
                    Some(InstitutionKind::Governing) => Role::OrgEmployee,
                    Some(
                        InstitutionKind::General
                        | InstitutionKind::Vocational
                        | InstitutionKind::Preschool
                        | InstitutionKind::Additional,
                    )
                    | None => Role::Employee,
                };
                let grant =
                    MembershipCommand::GrantRole { role, order, reason: None, institution, others: 0 };
                work.handle::<Membership>(person_id, grant).await?;
            }
            Place::Guardian { pupil_id, kinship } => {
                if !work.look_at::<Person>(pupil_id).await?.is_human() {
                    return Err(Refusal::NotFound);
                }
                let link = PersonCommand::LinkGuardian { pupil_id, guardian_id: person_id, kinship };
                work.handle::<Person>(pupil_id, link).await?;
            }
        }
        Ok(())
    }
}

/// Brings people in, all or nobody. Said again, it changes nothing.
#[derive(Debug, Clone)]
pub struct AddPeople {
    pub people: Vec<Newcomer>,
}

impl UseCase for AddPeople {
    fn writes(&self) -> Vec<StreamKey> {
        self.people.iter().flat_map(Newcomer::writes).collect()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let mut asked: Vec<Action> = self.people.iter().filter_map(Newcomer::asks).collect();
        asked.sort_unstable();
        asked.dedup();
        // Adding people comes last: it is the ground that stands with the events.
        for action in asked.into_iter().chain([Action::AddPeople]) {
            work.permit(action, &Object::Institution).await?;
        }
        for newcomer in &self.people {
            newcomer.come(work).await.map_err(|refusal| about(refusal, newcomer))?;
        }
        Ok(())
    }
}

/// A rule that forbids one of many says which, in its value `person_id`.
fn about(refusal: Refusal, newcomer: &Newcomer) -> Refusal {
    let Refusal::Rule(mut rule) = refusal else { return refusal };
    rule.values.insert("person_id".to_owned(), newcomer.person_id.to_string());
    Refusal::Rule(rule)
}

/// The same from a file, for those who may import.
#[derive(Debug, Clone)]
pub struct ImportPeople(pub AddPeople);

impl UseCase for ImportPeople {
    fn writes(&self) -> Vec<StreamKey> {
        self.0.writes()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::ImportData, &Object::Institution).await?;
        self.0.decide(work).await
    }
}

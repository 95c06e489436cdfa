//! Use cases made of others: several at once, and those that change only what is there.

use dayek_domain::building::Building;
use dayek_domain::room::Room;
use dayek_domain::study_year::StudyYear;
use dayek_domain::subject::Subject;

use super::{AddBuilding, AddRoom, AddSubject, DefineStudyYear};
use crate::log::{LogError, StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// Several things at once, all or nothing. A rule that forbids one of them says which, counted from 1,
/// in its value `item`.
#[derive(Debug, Clone)]
pub struct All<U>(pub Vec<U>);

impl<U: UseCase> UseCase for All<U> {
    fn writes(&self) -> Vec<StreamKey> {
        self.0.iter().flat_map(UseCase::writes).collect()
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        self.0.iter().flat_map(UseCase::looks_at).collect()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        for (item, one) in (1_usize..).zip(&self.0) {
            one.decide(work).await.map_err(|refusal| about(refusal, item))?;
        }
        Ok(())
    }
}

fn about(refusal: Refusal, item: usize) -> Refusal {
    let Refusal::Rule(mut rule) = refusal else { return refusal };
    rule.values.insert("item".to_owned(), item.to_string());
    Refusal::Rule(rule)
}

/// Adds something, or brings it up to date.
pub trait Adds: UseCase {
    /// Whether it is there already.
    fn is_there(&self, work: &mut Work<'_>) -> impl Future<Output = Result<bool, LogError>> + Send;
}

/// Brings up to date what is there, and adds nothing.
#[derive(Debug, Clone)]
pub struct Known<U>(pub U);

impl<U: Adds> UseCase for Known<U> {
    fn writes(&self) -> Vec<StreamKey> {
        self.0.writes()
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        self.0.looks_at()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let is_there = self.0.is_there(work).await?;
        // First, because who may not do it is told so, whether it is there or not.
        self.0.decide(work).await?;
        if is_there { Ok(()) } else { Err(Refusal::NotFound) }
    }
}

impl Adds for DefineStudyYear {
    async fn is_there(&self, work: &mut Work<'_>) -> Result<bool, LogError> {
        Ok(work.look_at::<StudyYear>(self.study_year_id).await?.days().is_some())
    }
}

impl Adds for AddSubject {
    async fn is_there(&self, work: &mut Work<'_>) -> Result<bool, LogError> {
        Ok(work.look_at::<Subject>(self.subject_id).await?.exists())
    }
}

impl Adds for AddBuilding {
    async fn is_there(&self, work: &mut Work<'_>) -> Result<bool, LogError> {
        Ok(work.look_at::<Building>(self.building_id).await?.exists())
    }
}

impl Adds for AddRoom {
    async fn is_there(&self, work: &mut Work<'_>) -> Result<bool, LogError> {
        Ok(work.look_at::<Room>(self.room_id).await?.exists())
    }
}

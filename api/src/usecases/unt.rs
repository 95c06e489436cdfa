//! Who takes the unified national test (ҰБТ) at the end of a study year.

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{PersonId, StudyYearId};
use dayek_domain::institution::Institution;
use dayek_domain::person::{Person, PersonCommand};
use dayek_domain::school_class::{ClassKind, SchoolClass, is_last_grade};
use dayek_domain::study_year::StudyYear;

use crate::clock;
use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::{Refusal, SchoolError};

/// Puts pupils on the list of those who take the test, or takes them off it; all or nobody.
#[derive(Debug, Clone)]
pub struct ChangeUntList {
    pub study_year_id: StudyYearId,
    /// Each with whether they are on the list.
    pub pupils: Vec<(PersonId, bool)>,
}

impl UseCase for ChangeUntList {
    fn writes(&self) -> Vec<StreamKey> {
        self.pupils.iter().map(|(pupil_id, _)| StreamKey::of::<Person>(*pupil_id)).collect()
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<StudyYear>(self.study_year_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::FormUntList, &Object::Institution).await?;
        let study_year_id = self.study_year_id;
        if work.look_at::<StudyYear>(study_year_id).await?.days().is_none() {
            return Err(Refusal::NotFound);
        }
        let institution = work.institution();
        let today = clock::today(work.look_at::<Institution>(institution).await?.time_zone());
        for (pupil_id, listed) in &self.pupils {
            let person = work.look_at::<Person>(*pupil_id).await?;
            if !person.is_human() {
                return Err(Refusal::NotFound);
            }
            if person.takes_unt(study_year_id) == *listed {
                continue;
            }
            let command = if *listed {
                self.must_be_in_last_grade(work, *pupil_id, today).await?;
                PersonCommand::ListForUnt { study_year_id }
            } else {
                PersonCommand::UnlistForUnt { study_year_id }
            };
            work.handle::<Person>(*pupil_id, command).await?;
        }
        Ok(())
    }
}

impl ChangeUntList {
    async fn must_be_in_last_grade(
        &self,
        work: &mut Work<'_>,
        pupil_id: PersonId,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        for class_id in work.classes_of_pupil(pupil_id).await? {
            let class = work.look_at::<SchoolClass>(class_id).await?;
            let is_last = class.study_year_id() == Some(self.study_year_id)
                && class.kind() == Some(ClassKind::Class)
                && class.name().is_some_and(is_last_grade);
            if is_last && class.is_in_from(pupil_id, today) {
                return Ok(());
            }
        }
        Err(SchoolError::NotInLastGrade.into())
    }
}

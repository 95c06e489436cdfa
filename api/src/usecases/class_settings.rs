//! What a class is set to: of what a group consists, its reporting periods, its bells, its marks.

use dayek_domain::access::{Action, Object};
use dayek_domain::id::{BellScheduleId, ClassId, PeriodSetId, StudyYearId};
use dayek_domain::school_class::{ClassKind, JournalKind, Part, SchoolClass, SchoolClassCommand};
use dayek_domain::study_year::{StudyYear, StudyYearError};

use super::FormClass;
use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::{Refusal, SchoolError};

/// Says of what a group consists.
#[derive(Debug, Clone)]
pub struct ComposeGroup {
    pub class_id: ClassId,
    pub parts: Vec<Part>,
}

impl UseCase for ComposeGroup {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.class_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        self.parts.iter().map(|part| StreamKey::of::<SchoolClass>(part.class_id)).collect()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        let study_year_id = year_of(work, self.class_id).await?;
        must_be_classes_of(work, study_year_id, &self.parts).await?;
        let command = SchoolClassCommand::ComposeGroup { parts: self.parts.clone() };
        work.handle::<SchoolClass>(self.class_id, command).await?;
        Ok(())
    }
}

/// Chooses which reporting periods a class follows; `None`: those without a set.
#[derive(Debug, Clone)]
pub struct ChoosePeriodSet {
    pub class_id: ClassId,
    pub set_id: Option<PeriodSetId>,
}

impl UseCase for ChoosePeriodSet {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.class_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        let study_year_id = year_of(work, self.class_id).await?;
        if let Some(set_id) = self.set_id
            && !work.look_at::<StudyYear>(study_year_id).await?.has_set(set_id)
        {
            return Err(StudyYearError::UnknownPeriodSet.into());
        }
        let command = SchoolClassCommand::ChoosePeriodSet { set_id: self.set_id };
        work.handle::<SchoolClass>(self.class_id, command).await?;
        Ok(())
    }
}

/// Chooses by which bells a class has its lessons.
#[derive(Debug, Clone)]
pub struct ChooseBellSchedule {
    pub class_id: ClassId,
    pub bell_schedule_id: BellScheduleId,
}

impl UseCase for ChooseBellSchedule {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.class_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        let study_year_id = year_of(work, self.class_id).await?;
        if work.look_at::<StudyYear>(study_year_id).await?.bells(self.bell_schedule_id).is_none() {
            return Err(StudyYearError::UnknownBellSchedule.into());
        }
        let command = SchoolClassCommand::ChooseBellSchedule { bell_schedule_id: self.bell_schedule_id };
        work.handle::<SchoolClass>(self.class_id, command).await?;
        Ok(())
    }
}

/// Chooses, once, what marks there are in the journals of a class.
#[derive(Debug, Clone)]
pub struct ChooseJournalKind {
    pub class_id: ClassId,
    pub kind: JournalKind,
}

impl UseCase for ChooseJournalKind {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.class_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        let command = SchoolClassCommand::ChooseJournalKind { kind: self.kind };
        work.handle::<SchoolClass>(self.class_id, command).await?;
        Ok(())
    }
}

/// Calls a class or a group otherwise.
#[derive(Debug, Clone)]
pub struct RenameClass {
    pub class_id: ClassId,
    pub name: String,
}

impl UseCase for RenameClass {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.class_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        let class = work.look_at::<SchoolClass>(self.class_id).await?;
        let (Some(study_year_id), Some(kind)) = (class.study_year_id(), class.kind()) else {
            return Err(Refusal::NotFound);
        };
        let name = self.name.clone();
        let (external_id, parts) = (None, vec![]);
        let command = SchoolClassCommand::Form { study_year_id, kind, name, external_id, parts };
        work.handle::<SchoolClass>(self.class_id, command).await?;
        Ok(())
    }
}

/// Which reporting periods a class follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    PeriodsWithoutSet,
    Set(PeriodSetId),
}

impl From<Option<PeriodSetId>> for Follows {
    fn from(set_id: Option<PeriodSetId>) -> Self {
        set_id.map_or(Self::PeriodsWithoutSet, Self::Set)
    }
}

/// Sets a class: its periods, its bells and its marks, as far as they are said.
#[derive(Debug, Clone)]
pub struct SetClass {
    pub class_id: ClassId,
    pub follows: Option<Follows>,
    pub bell_schedule_id: Option<BellScheduleId>,
    pub journal_kind: Option<JournalKind>,
}

impl UseCase for SetClass {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.class_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        let class_id = self.class_id;
        if let Some(follows) = self.follows {
            let set_id = match follows {
                Follows::PeriodsWithoutSet => None,
                Follows::Set(set_id) => Some(set_id),
            };
            ChoosePeriodSet { class_id, set_id }.decide(work).await?;
        }
        if let Some(bell_schedule_id) = self.bell_schedule_id {
            ChooseBellSchedule { class_id, bell_schedule_id }.decide(work).await?;
        }
        if let Some(kind) = self.journal_kind {
            ChooseJournalKind { class_id, kind }.decide(work).await?;
        }
        Ok(())
    }
}

/// Forms a class or a group, together with the periods it follows and the bells it has.
#[derive(Debug, Clone)]
pub struct FormClassAsSet {
    pub class: FormClass,
    pub set_id: Option<PeriodSetId>,
    pub bell_schedule_id: Option<BellScheduleId>,
}

impl UseCase for FormClassAsSet {
    fn writes(&self) -> Vec<StreamKey> {
        self.class.writes()
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        self.class.looks_at()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        self.class.decide(work).await?;
        let settings = SetClass {
            class_id: self.class.class_id,
            follows: self.set_id.map(Follows::Set),
            bell_schedule_id: self.bell_schedule_id,
            journal_kind: None,
        };
        settings.decide(work).await
    }
}

async fn year_of(work: &mut Work<'_>, class_id: ClassId) -> Result<StudyYearId, Refusal> {
    work.look_at::<SchoolClass>(class_id).await?.study_year_id().ok_or(Refusal::NotFound)
}

/// A group consists of classes of its own study year, and not of other groups.
pub(super) async fn must_be_classes_of(
    work: &mut Work<'_>,
    study_year_id: StudyYearId,
    parts: &[Part],
) -> Result<(), Refusal> {
    for part in parts {
        let class = work.look_at::<SchoolClass>(part.class_id).await?;
        if class.study_year_id() != Some(study_year_id) || class.kind() != Some(ClassKind::Class) {
            return Err(SchoolError::NoSuchClass.into());
        }
    }
    Ok(())
}

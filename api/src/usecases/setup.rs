//! Setting a school up: the institution, its kinds of work, its subjects, its study years.

use dayek_domain::access::{Action, Object};
use dayek_domain::id::{CategoryId, InstitutionId, PeriodId, StudyYearId, SubjectId};
use dayek_domain::institution::{Institution, InstitutionCommand, InstitutionKind};
use dayek_domain::points::Points;
use dayek_domain::study_year::{Days, PeriodKind, StudyYear, StudyYearCommand};
use dayek_domain::subject::{Subject, SubjectCommand};

use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// Registers an institution, or brings its name and place up to date.
#[derive(Debug, Clone)]
pub struct RegisterInstitution {
    pub institution_id: InstitutionId,
    pub kind: InstitutionKind,
    pub name: String,
    pub parent_id: Option<InstitutionId>,
    pub time_zone: String,
    pub external_id: Option<String>,
}

impl UseCase for RegisterInstitution {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Institution>(self.institution_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditSettings, &Object::Institution).await?;
        let command = InstitutionCommand::Register {
            kind: self.kind,
            name: self.name.clone(),
            parent_id: self.parent_id,
            time_zone: self.time_zone.clone(),
            external_id: self.external_id.clone(),
        };
        work.handle::<Institution>(self.institution_id, command).await?;
        Ok(())
    }
}

/// Defines a kind of work, or brings it up to date.
#[derive(Debug, Clone)]
pub struct DefineCategory {
    pub institution_id: InstitutionId,
    pub category_id: CategoryId,
    pub title: String,
    pub weight: Option<Points>,
}

impl UseCase for DefineCategory {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Institution>(self.institution_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditSettings, &Object::Institution).await?;
        let command = InstitutionCommand::DefineCategory {
            category_id: self.category_id,
            title: self.title.clone(),
            weight: self.weight,
        };
        work.handle::<Institution>(self.institution_id, command).await?;
        Ok(())
    }
}

/// Adds a subject, or brings its name up to date.
#[derive(Debug, Clone)]
pub struct AddSubject {
    pub subject_id: SubjectId,
    pub name: String,
    pub code: Option<String>,
}

impl UseCase for AddSubject {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Subject>(self.subject_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditDirectory, &Object::Institution).await?;
        let command =
            SubjectCommand::Add { name: self.name.clone(), code: self.code.clone(), external_id: None };
        work.handle::<Subject>(self.subject_id, command).await?;
        Ok(())
    }
}

/// Defines a study year with its reporting periods, or brings them up to date.
#[derive(Debug, Clone)]
pub struct DefineStudyYear {
    pub study_year_id: StudyYearId,
    pub name: String,
    pub days: Days,
    pub periods: Vec<(PeriodId, PeriodKind, String, Days)>,
}

impl UseCase for DefineStudyYear {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<StudyYear>(self.study_year_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditStudyYear, &Object::Institution).await?;
        let command =
            StudyYearCommand::Define { name: self.name.clone(), days: self.days, external_id: None };
        work.handle::<StudyYear>(self.study_year_id, command).await?;
        for (period_id, kind, name, days) in &self.periods {
            let command = StudyYearCommand::DefinePeriod {
                period_id: *period_id,
                kind: *kind,
                name: name.clone(),
                days: *days,
                external_id: None,
                set_id: None,
            };
            work.handle::<StudyYear>(self.study_year_id, command).await?;
        }
        Ok(())
    }
}

/// Closes a reporting period: its marks change no more.
#[derive(Debug, Clone)]
pub struct ClosePeriod {
    pub study_year_id: StudyYearId,
    pub period_id: PeriodId,
}

impl UseCase for ClosePeriod {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<StudyYear>(self.study_year_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditStudyYear, &Object::Institution).await?;
        let command = StudyYearCommand::ClosePeriod { period_id: self.period_id };
        work.handle::<StudyYear>(self.study_year_id, command).await?;
        Ok(())
    }
}

/// Reopens a closed reporting period, for a reason.
#[derive(Debug, Clone)]
pub struct ReopenPeriod {
    pub study_year_id: StudyYearId,
    pub period_id: PeriodId,
    pub reason: String,
}

impl UseCase for ReopenPeriod {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<StudyYear>(self.study_year_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditStudyYear, &Object::Institution).await?;
        let command =
            StudyYearCommand::ReopenPeriod { period_id: self.period_id, reason: self.reason.clone() };
        work.handle::<StudyYear>(self.study_year_id, command).await?;
        Ok(())
    }
}

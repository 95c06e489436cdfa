//! Days and hours of a study year: its sets of periods, its holidays, its bells.

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{BellScheduleId, HolidayId, PeriodId, PeriodSetId, StudyYearId};
use dayek_domain::study_year::{BellSchedule, Days, PeriodKind, StudyYear, StudyYearCommand};

use super::DefineStudyYear;
use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// Defines a set of reporting periods, or renames it.
#[derive(Debug, Clone)]
pub struct DefinePeriodSet {
    pub study_year_id: StudyYearId,
    pub set_id: PeriodSetId,
    pub name: String,
}

impl UseCase for DefinePeriodSet {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<StudyYear>(self.study_year_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditStudyYear, &Object::Institution).await?;
        let command = StudyYearCommand::DefinePeriodSet { set_id: self.set_id, name: self.name.clone() };
        work.handle::<StudyYear>(self.study_year_id, command).await?;
        Ok(())
    }
}

/// Defines a reporting period, or brings its name and days up to date.
#[derive(Debug, Clone)]
pub struct DefinePeriod {
    pub study_year_id: StudyYearId,
    pub period_id: PeriodId,
    pub set_id: Option<PeriodSetId>,
    pub kind: PeriodKind,
    pub name: String,
    pub days: Days,
}

impl UseCase for DefinePeriod {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<StudyYear>(self.study_year_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditStudyYear, &Object::Institution).await?;
        let command = StudyYearCommand::DefinePeriod {
            period_id: self.period_id,
            kind: self.kind,
            name: self.name.clone(),
            days: self.days,
            external_id: None,
            set_id: self.set_id,
        };
        work.handle::<StudyYear>(self.study_year_id, command).await?;
        Ok(())
    }
}

/// Declares a holiday, or brings its name and days up to date.
#[derive(Debug, Clone)]
pub struct DeclareHoliday {
    pub study_year_id: StudyYearId,
    pub holiday_id: HolidayId,
    pub name: String,
    pub days: Days,
    pub public: bool,
    /// Whose holiday it is; `None`: the whole school's.
    pub set_id: Option<PeriodSetId>,
}

impl UseCase for DeclareHoliday {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<StudyYear>(self.study_year_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditStudyYear, &Object::Institution).await?;
        let command = StudyYearCommand::DeclareHoliday {
            holiday_id: self.holiday_id,
            name: self.name.clone(),
            days: self.days,
            public: self.public,
            set_id: self.set_id,
        };
        work.handle::<StudyYear>(self.study_year_id, command).await?;
        Ok(())
    }
}

/// Takes a holiday back: its days are days of lessons again.
#[derive(Debug, Clone)]
pub struct WithdrawHoliday {
    pub study_year_id: StudyYearId,
    pub holiday_id: HolidayId,
}

impl UseCase for WithdrawHoliday {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<StudyYear>(self.study_year_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditStudyYear, &Object::Institution).await?;
        if work.look_at::<StudyYear>(self.study_year_id).await?.days().is_none() {
            return Err(Refusal::NotFound);
        }
        let command = StudyYearCommand::WithdrawHoliday { holiday_id: self.holiday_id };
        work.handle::<StudyYear>(self.study_year_id, command).await?;
        Ok(())
    }
}

/// Sets a bell schedule, or sets it anew.
#[derive(Debug, Clone)]
pub struct SetBells {
    pub study_year_id: StudyYearId,
    pub bell_schedule_id: BellScheduleId,
    pub schedule: BellSchedule,
}

impl UseCase for SetBells {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<StudyYear>(self.study_year_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditBells, &Object::Institution).await?;
        let (bell_schedule_id, schedule) = (self.bell_schedule_id, self.schedule.clone());
        let command = StudyYearCommand::SetBellSchedule { bell_schedule_id, schedule };
        work.handle::<StudyYear>(self.study_year_id, command).await?;
        Ok(())
    }
}

/// Has a bell schedule ring like another on one date; `None`: as usual again.
#[derive(Debug, Clone)]
pub struct SetDayBells {
    pub study_year_id: StudyYearId,
    pub date: NaiveDate,
    pub bell_schedule_id: BellScheduleId,
    pub to: Option<BellScheduleId>,
}

impl UseCase for SetDayBells {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<StudyYear>(self.study_year_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditBells, &Object::Institution).await?;
        let Self { study_year_id, date, bell_schedule_id, to } = *self;
        let command = StudyYearCommand::SetDayBells { date, bell_schedule_id, to };
        work.handle::<StudyYear>(study_year_id, command).await?;
        Ok(())
    }
}

/// Lays a study year out at once, all or nothing: its days, one set of periods, its holidays.
#[derive(Debug, Clone)]
pub struct LayOutYear {
    pub year: DefineStudyYear,
    pub set: DefinePeriodSet,
    pub periods: Vec<DefinePeriod>,
    pub holidays: Vec<DeclareHoliday>,
}

impl UseCase for LayOutYear {
    fn writes(&self) -> Vec<StreamKey> {
        self.year.writes()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        self.year.decide(work).await?;
        self.set.decide(work).await?;
        for period in &self.periods {
            period.decide(work).await?;
        }
        for holiday in &self.holidays {
            holiday.decide(work).await?;
        }
        Ok(())
    }
}

//! When the timetable holds: the study year, the reporting period, the days, the bells.

use chrono::NaiveDate;
use cqrs_es::Aggregate as _;
use dayek_domain::id::{BellScheduleId, ClassId, InstitutionId, PeriodId, PeriodSetId, StudyYearId};
use dayek_domain::study_year::{BellSchedule, CALENDAR_2026_2027, Days, Period, StudyYear, StudyYearCommand};
use dayek_domain::timetable::{TimetablePlace, first_week};
use dayek_projections::directory::{self, PeriodRow};

use super::bells::{self, BellsFrom};
use super::calendar;
use super::error::FetImportError;
use super::{FetOptions, Ids};
use crate::fet::Fet;
use crate::refusal::Refusal;
use crate::store::Store;

pub(super) struct Frame {
    pub(super) institution: InstitutionId,
    pub(super) study_year_id: StudyYearId,
    pub(super) period_id: PeriodId,
    pub(super) period: String,
    pub(super) set_id: Option<PeriodSetId>,
    /// On which lessons are held, if they are no holidays.
    pub(super) days: Days,
    /// The Monday of the study year's first week.
    pub(super) first_week: NaiveDate,
    pub(super) bell_schedule_id: BellScheduleId,
    pub(super) bells: BellSchedule,
    pub(super) bells_from: BellsFrom,
    /// The study year as it will be.
    pub(super) year: StudyYear,
    /// What makes it so.
    pub(super) commands: Vec<StudyYearCommand>,
}

impl Frame {
    pub(super) async fn find(
        store: &Store,
        options: &FetOptions,
        ids: &Ids<'_>,
        fet: &Fet,
    ) -> Result<Self, FetImportError> {
        if options.from > options.to {
            return Err(FetImportError::DaysReversed);
        }
        let (study_year_id, period_id, mut commands) = study_year(store, options, ids).await?;
        let known = store.log.states::<StudyYear>(options.institution, &[study_year_id.0], None).await?;
        let mut year = known.get(&study_year_id.0).cloned().unwrap_or_default();
        carry_out(&mut year, &commands)?;

        let (wanted, bells_from) = bells::schedule(&fet.hours);
        let bell_schedule_id = ids.of("fet-bells", &format!("{study_year_id}{}", bells::key(&wanted)));
        // The school may have set them otherwise since an earlier run.
        let bells = if let Some(bells) = year.bells(bell_schedule_id) {
            bells.clone()
        } else {
            let schedule = wanted.clone();
            let set = vec![StudyYearCommand::SetBellSchedule { bell_schedule_id, schedule }];
            carry_out(&mut year, &set)?;
            commands.extend(set);
            wanted
        };
        let (Some(period), Some(of_year)) = (year.period(period_id).cloned(), year.days()) else {
            return Err(FetImportError::Moved);
        };
        let days = days_in(&period, options)?;
        Ok(Self {
            institution: options.institution,
            study_year_id,
            period_id,
            set_id: period.set_id,
            period: period.name,
            days,
            first_week: first_week(of_year),
            bell_schedule_id,
            bells,
            bells_from,
            year,
            commands,
        })
    }

    pub(super) const fn place(&self, class_id: ClassId) -> TimetablePlace {
        TimetablePlace {
            class_id,
            study_year_id: self.study_year_id,
            period_id: self.period_id,
            bell_schedule_id: self.bell_schedule_id,
        }
    }
}

/// Publishing goes to the end of the period, so nothing may be said to end before.
fn days_in(period: &Period, options: &FetOptions) -> Result<Days, FetImportError> {
    if period.closed {
        return Err(FetImportError::PeriodClosed(period.name.clone()));
    }
    let last = period.days.last;
    if options.to < last {
        return Err(FetImportError::EndsInPeriod { period: period.name.clone(), last });
    }
    Ok(Days { first: options.from, last })
}

/// The study year and the period that hold the first day, and what makes them if they are still to be made.
async fn study_year(
    store: &Store,
    options: &FetOptions,
    ids: &Ids<'_>,
) -> Result<(StudyYearId, PeriodId, Vec<StudyYearCommand>), FetImportError> {
    let day = options.from;
    let mut periods = directory::periods(&store.pool, options.institution.0).await?;
    periods.retain(|row| row.first_day <= day && day <= row.last_day);
    periods.retain(|row| options.period.is_none_or(|wanted| wanted.0 == row.period_id));
    match periods.as_slice() {
        [] => {}
        [row] => return Ok((row.study_year_id.into(), row.period_id.into(), Vec::new())),
        [_, _, ..] => {
            let told = |row: &PeriodRow| format!("\"{}\" ({})", row.name, row.period_id);
            return Err(FetImportError::SeveralPeriods { day, periods: periods.iter().map(told).collect() });
        }
    }
    if options.period.is_some() {
        return Err(FetImportError::NotInPeriod { day });
    }
    let years = directory::study_years(&store.pool, options.institution.0).await?;
    if years.iter().any(|year| year.first_day <= day && day <= year.last_day) {
        return Err(FetImportError::NoPeriod { day });
    }
    if !options.make_year {
        return Err(FetImportError::NoStudyYear { day });
    }
    let order = CALENDAR_2026_2027.year.days();
    if !(Days { first: day, last: options.to }).lie_in(order) {
        return Err(FetImportError::NoCalendar { days: order });
    }
    let (study_year_id, commands) = calendar::commands(ids);
    let holds = |command: &StudyYearCommand| match command {
        StudyYearCommand::DefinePeriod { period_id, days, .. } if days.contain(day) => Some(*period_id),
        StudyYearCommand::DefinePeriod { .. }
        | StudyYearCommand::Define { .. }
        | StudyYearCommand::ClosePeriod { .. }
        | StudyYearCommand::ReopenPeriod { .. }
        | StudyYearCommand::DefinePeriodSet { .. }
        | StudyYearCommand::DeclareHoliday { .. }
        | StudyYearCommand::WithdrawHoliday { .. }
        | StudyYearCommand::SetBellSchedule { .. }
        | StudyYearCommand::SetDayBells { .. } => None,
    };
    let period_id = commands.iter().find_map(holds).ok_or(FetImportError::NoPeriod { day })?;
    Ok((study_year_id, period_id, commands))
}

fn carry_out(year: &mut StudyYear, commands: &[StudyYearCommand]) -> Result<(), Refusal> {
    for command in commands {
        for event in year.decide(command.clone())? {
            year.apply(event);
        }
    }
    Ok(())
}

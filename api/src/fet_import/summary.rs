//! What an import led to, for people and as JSON.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use dayek_domain::id::{InstitutionId, LessonId, PeriodId, StudyYearId};
use serde::Serialize;

use super::bells::BellsFrom;
use super::frame::Frame;
use super::known::Entry;
use super::plan::Plan;
use crate::fet::{self, Fet};

#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    pub dry_run: bool,
    pub institution: InstitutionId,
    pub study_year: StudyYearId,
    pub period: PeriodId,
    pub period_name: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub bells: BellsFrom,
    /// The file in numbers. Groups are counted there as FET has them, inside its years.
    #[serde(flatten)]
    pub file: fet::Summary,
    /// Divisions of classes and classes together, which have lessons of their own.
    pub teaching_groups: usize,
    pub timetables: usize,
    /// Dated lessons that the timetables have in these days.
    pub lessons: usize,
    /// Rooms beyond the first of a lesson: a lesson has one.
    pub rooms_left_out: usize,
    /// What the school had already.
    pub there: There,
    pub events: u64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct There {
    pub subjects: usize,
    pub teachers: usize,
    pub buildings: usize,
    pub rooms: usize,
    pub classes: usize,
    pub teaching_groups: usize,
    pub timetables: usize,
    pub lessons: usize,
}

impl Summary {
    pub(super) fn new(fet: &Fet, frame: &Frame, plan: &Plan, there: There, dry_run: bool) -> Self {
        let lessons: BTreeSet<LessonId> = plan.weeks.iter().flat_map(|week| week.lessons(frame)).collect();
        Self {
            dry_run,
            institution: frame.institution,
            study_year: frame.study_year_id,
            period: frame.period_id,
            period_name: frame.period.clone(),
            from: frame.days.first,
            to: frame.days.last,
            bells: frame.bells_from,
            file: fet.summary(),
            teaching_groups: plan.groups.len(),
            timetables: plan.weeks.len(),
            lessons: lessons.len(),
            rooms_left_out: fet.activities.iter().map(|activity| activity.more_rooms.len()).sum(),
            there,
            events: 0,
        }
    }
}

impl There {
    /// All but the lessons.
    pub(super) fn of(plan: &Plan) -> Self {
        Self {
            subjects: count(&plan.subjects),
            teachers: count(&plan.teachers),
            buildings: count(&plan.buildings),
            rooms: plan.rooms.iter().filter(|room| room.entry.is_there).count(),
            classes: count(&plan.classes),
            teaching_groups: plan.groups.iter().filter(|group| group.entry.is_there).count(),
            timetables: plan.weeks.iter().filter(|week| week.is_there).count(),
            lessons: 0,
        }
    }
}

fn count<I>(entries: &[Entry<I>]) -> usize {
    entries.iter().filter(|entry| entry.is_there).count()
}

//! What can be asked of an assessment.

use chrono::NaiveDate;

use super::event::{AssessmentPlan, PupilStatus};
use crate::expected::Expected;
use crate::id::PersonId;
use crate::personal::Personal;
use crate::points::Points;
use crate::school_class::Enrolment;

#[derive(Debug, Clone, PartialEq)]
pub enum AssessmentCommand {
    /// Plans the assessment, or brings its plan up to date.
    Plan {
        plan: AssessmentPlan,
        /// Whether the period it is planned in, now or before, is closed.
        period_closed: bool,
        by_import: bool,
    },
    /// Gives a mark, or changes the one that stands.
    SetMark {
        pupil_id: PersonId,
        /// 1 for the first mark in the cell, 2 for the second.
        number: u8,
        value: Points,
        /// The school's day of the mark, which may lie before the day it is entered.
        on: NaiveDate,
        expected: Expected<Points>,
        reason: Option<Personal<String>>,
        circumstances: Circumstances,
    },
    WithdrawMark {
        pupil_id: PersonId,
        number: u8,
        expected: Expected<Points>,
        reason: Option<Personal<String>>,
        circumstances: Circumstances,
    },
    SetStatus {
        pupil_id: PersonId,
        status: PupilStatus,
        circumstances: Circumstances,
    },
    ClearStatus {
        pupil_id: PersonId,
        circumstances: Circumstances,
    },
}

/// What other streams say at the moment of deciding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    pub enrolment: Enrolment,
    pub period_closed: bool,
    /// An import acts under its own right and keeps what the other system says.
    pub by_import: bool,
}

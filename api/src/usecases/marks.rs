//! Marks: planning a column of them, and giving, changing and withdrawing them.

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::assessment::{Assessment, AssessmentCommand, AssessmentPlan, Circumstances};
use dayek_domain::expected::Expected;
use dayek_domain::id::{AssessmentId, PersonId};
use dayek_domain::lesson::Lesson;
use dayek_domain::personal::Personal;
use dayek_domain::points::Points;
use dayek_domain::school_class::SchoolClass;
use dayek_domain::study_year::StudyYear;

use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::{Refusal, SchoolError};

/// Plans a column of marks, or brings its plan up to date.
#[derive(Debug, Clone)]
pub struct PlanAssessment {
    pub assessment_id: AssessmentId,
    pub plan: AssessmentPlan,
}

impl UseCase for PlanAssessment {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Assessment>(self.assessment_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![
            StreamKey::of::<SchoolClass>(self.plan.class_id),
            StreamKey::of::<StudyYear>(self.plan.study_year_id),
        ]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::GiveMarks, &object(&self.plan)).await?;
        let in_year = work.look_at::<SchoolClass>(self.plan.class_id).await?.study_year_id();
        if in_year != Some(self.plan.study_year_id) {
            return Err(SchoolError::NoSuchClass.into());
        }
        let known = work.look_at::<Assessment>(self.assessment_id).await?.plan().cloned();
        // Whoever may plan a column of their own lesson must not make another's column one of it.
        if let Some(known) = &known {
            work.permit(Action::GiveMarks, &object(known)).await?;
        }
        if let Some(lesson_id) = self.plan.lesson_id {
            let place = work.look_at::<Lesson>(lesson_id).await?.place().ok_or(Refusal::NotFound)?;
            if (place.class_id, place.subject_id) != (self.plan.class_id, self.plan.subject_id) {
                return Err(Refusal::NotFound);
            }
        }
        let before = known.as_ref().map(|plan| plan.period_id);
        let mut plan = self.plan.clone();
        // What another system calls it stays known.
        plan.external_id = known.and_then(|known| known.external_id);
        let year = work.look_at::<StudyYear>(self.plan.study_year_id).await?;
        let Some(period) = year.period(self.plan.period_id) else { return Err(Refusal::NotFound) };
        let closed_before = before.and_then(|id| year.period(id)).is_some_and(|period| period.closed);
        let period_closed = period.closed || closed_before;
        let command = AssessmentCommand::Plan { plan, period_closed, by_import: false };
        work.handle::<Assessment>(self.assessment_id, command).await?;
        Ok(())
    }
}

/// Gives, changes or withdraws marks of one assessment, all or nothing.
#[derive(Debug, Clone)]
pub struct ChangeMarks {
    pub assessment_id: AssessmentId,
    /// The school's day of the marks, which may lie before the day they are entered.
    pub on: NaiveDate,
    pub changes: Vec<MarkChange>,
}

/// One mark; `value` `None` withdraws it.
#[derive(Debug, Clone)]
pub struct MarkChange {
    pub pupil_id: PersonId,
    pub number: u8,
    pub value: Option<Points>,
    pub expected: Expected<Points>,
    pub reason: Option<String>,
}

impl UseCase for ChangeMarks {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Assessment>(self.assessment_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let Some(plan) = work.look_at::<Assessment>(self.assessment_id).await?.plan().cloned() else {
            return Err(Refusal::NotFound);
        };
        let ahead =
            [StreamKey::of::<SchoolClass>(plan.class_id), StreamKey::of::<StudyYear>(plan.study_year_id)];
        work.prefetch(&ahead).await?;
        work.permit(Action::GiveMarks, &object(&plan)).await?;
        let year = work.look_at::<StudyYear>(plan.study_year_id).await?;
        let Some(period_closed) = year.period(plan.period_id).map(|period| period.closed) else {
            return Err(Refusal::NotFound);
        };
        for change in &self.changes {
            let enrolment =
                work.look_at::<SchoolClass>(plan.class_id).await?.enrolment_on(change.pupil_id, self.on);
            let circumstances = Circumstances { enrolment, period_closed, by_import: false };
            let MarkChange { pupil_id, number, value, expected, .. } = *change;
            let reason = change.reason.clone().map(|reason| Personal::plain(pupil_id, reason));
            let command = match value {
                Some(value) => AssessmentCommand::SetMark {
                    pupil_id,
                    number,
                    value,
                    on: self.on,
                    expected,
                    reason,
                    circumstances,
                },
                None => AssessmentCommand::WithdrawMark { pupil_id, number, expected, reason, circumstances },
            };
            work.handle::<Assessment>(self.assessment_id, command).await?;
        }
        Ok(())
    }
}

/// A column that belongs to a lesson is open to whoever substitutes in that lesson, too.
fn object(plan: &AssessmentPlan) -> Object {
    let AssessmentPlan { class_id, subject_id, .. } = *plan;
    match plan.lesson_id {
        Some(lesson_id) => Object::Lesson { lesson_id, class_id, subject_id },
        None => Object::Journal { class_id, subject_id },
    }
}

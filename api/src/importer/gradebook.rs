//! Line items and results as assessments with their marks and statuses.

use std::collections::HashMap;

use dayek_domain::assessment::{AssessmentCommand, AssessmentPlan, Circumstances, PupilStatus};
use dayek_domain::expected::Expected;
use dayek_domain::id::{CategoryId, ClassId, InstitutionId, PeriodId, PersonId, SubjectId};
use dayek_domain::personal::Personal;
use dayek_domain::points::Points;
use dayek_domain::school_class::Enrolment;

use super::asked::{Asked, Task};
use super::places::SessionIndex;
use super::resolve::{Resolved, School, kind};
use super::roster::refusal;
use crate::oneroster::{Change, LineItem, Record, Refusal, ResultRow, ScoreStatus};

/// The one mark of a pupil in an imported assessment.
const NUMBER: u8 = 1;

/// An import keeps what the other system says, whenever a pupil came or a period was closed.
const CIRCUMSTANCES: Circumstances =
    Circumstances { enrolment: Enrolment::Member, period_closed: false, by_import: true };

/// Assessments of an institution, made one by one: a bundle may hold a million results.
pub(super) struct Gradebook<'a> {
    resolved: &'a Resolved,
    sessions: &'a SessionIndex<'a>,
    school: InstitutionId,
    course_of_class: HashMap<&'a str, &'a str>,
}

impl<'a> Gradebook<'a> {
    pub(super) fn of(resolved: &'a Resolved, sessions: &'a SessionIndex<'a>, school: &School) -> Self {
        let classes = resolved.bundle.classes.iter().filter(|class| class.change == Change::Set);
        let course_of_class =
            classes.map(|class| (class.sourced_id.as_str(), class.data.course.as_str())).collect();
        Self { resolved, sessions, school: school.id, course_of_class }
    }

    /// Line items described in the bundle, then those that only have results in it.
    pub(super) fn tasks<'s>(
        &'s self,
        refusals: &'s mut Vec<Refusal>,
    ) -> impl Iterator<Item = Task> + use<'s, 'a> {
        let described = self.resolved.bundle.line_items.iter();
        let mine = described
            .filter(|item| item.change == Change::Set)
            .filter(|item| self.resolved.institution_of_org(&item.data.school) == Some(self.school));
        let described = mine.filter_map(move |item| match self.described(item) {
            Ok(task) => Some(task),
            Err(refused) => {
                refusals.push(refused);
                None
            }
        });
        let elsewhere = self.resolved.line_items_elsewhere().filter(|(_, school)| *school == self.school);
        described.chain(elsewhere.map(|(item, _)| self.task(item, Vec::new())))
    }

    fn described(&self, item: &Record<LineItem>) -> Result<Task, Refusal> {
        let refuse = |field: &str, reason: &str| refusal("lineItems.csv", item.row, field, reason);
        let Some(course) = self.course_of_class.get(item.data.class.as_str()) else {
            return Err(refuse(
                "classSourcedId",
                "is a class that is not in this bundle, so its subject is not known; send its row of classes.csv along",
            ));
        };
        let Some(session) = item.data.grading_period.as_deref().or(item.data.session.as_deref()) else {
            return Err(refuse("gradingPeriodSourcedId", "is empty, and so is academicSessionSourcedId"));
        };
        let Some(study_year_id) = self.sessions.year_of(self.resolved, self.school, session) else {
            return Err(refuse("gradingPeriodSourcedId", "leads to no school year"));
        };
        let points =
            |field: &str, value| Points::parse(value).map_err(|error| refuse(field, &error.to_string()));
        let plan = AssessmentPlan {
            class_id: ClassId(self.id(kind::CLASS, &item.data.class)),
            subject_id: SubjectId(self.id(kind::COURSE, course)),
            study_year_id,
            period_id: PeriodId(self.id(kind::PERIOD, session)),
            lesson_id: None,
            category_id: Some(CategoryId(self.id(kind::CATEGORY, &item.data.category))),
            title: item.data.title.clone(),
            description: item.data.description.clone(),
            assigned_on: item.data.assigned,
            due_on: item.data.due,
            least: points("resultValueMin", item.data.min)?,
            most: points("resultValueMax", item.data.max)?,
            external_id: Some(item.sourced_id.clone()),
        };
        let command = AssessmentCommand::Plan { plan, period_closed: false, by_import: true };
        Ok(self.task(&item.sourced_id, vec![Asked::one("lineItems.csv", item.row, command)]))
    }

    fn task(&self, line_item: &str, mut rows: Vec<Asked<AssessmentCommand>>) -> Task {
        rows.extend(self.resolved.results_of(line_item).iter().map(|result| self.result(result)));
        Task::Assessment(self.id(kind::LINE_ITEM, line_item), rows)
    }

    fn result(&self, result: &ResultRow) -> Asked<AssessmentCommand> {
        let symbols = &self.resolved.bundle.symbols;
        let pupil_id = self.resolved.person(self.school, symbols.get(result.student));
        let reason = result.comment.map(|comment| Personal::plain(pupil_id, symbols.get(comment).to_owned()));
        let withdraw = AssessmentCommand::WithdrawMark {
            pupil_id,
            number: NUMBER,
            expected: Expected::Anything,
            reason: reason.clone(),
            circumstances: CIRCUMSTANCES,
        };
        let clear = AssessmentCommand::ClearStatus { pupil_id, circumstances: CIRCUMSTANCES };
        let commands = match (result.change, result.score.and_then(|score| Points::parse(score).ok())) {
            (Change::Delete, _) => vec![withdraw, clear],
            (Change::Set, None) => vec![
                AssessmentCommand::SetStatus {
                    pupil_id,
                    status: status(result.status),
                    circumstances: CIRCUMSTANCES,
                },
                withdraw,
            ],
            (Change::Set, Some(value)) => vec![set(pupil_id, value, result, reason), clear],
        };
        Asked { file: "results.csv", row: Some(result.row), commands }
    }

    fn id(&self, kind: &str, external_id: &str) -> uuid::Uuid {
        self.resolved.id(self.school, kind, external_id)
    }
}

fn set(
    pupil_id: PersonId,
    value: Points,
    result: &ResultRow,
    reason: Option<Personal<String>>,
) -> AssessmentCommand {
    AssessmentCommand::SetMark {
        pupil_id,
        number: NUMBER,
        value,
        on: result.date,
        expected: Expected::Anything,
        reason,
        circumstances: CIRCUMSTANCES,
    }
}

const fn status(status: ScoreStatus) -> PupilStatus {
    match status {
        ScoreStatus::Exempt => PupilStatus::Exempt,
        ScoreStatus::FullyGraded => PupilStatus::MarkedWithoutPoints,
        ScoreStatus::NotSubmitted => PupilStatus::NotSubmitted,
        ScoreStatus::PartiallyGraded => PupilStatus::PartiallyMarked,
        ScoreStatus::Submitted => PupilStatus::Submitted,
    }
}

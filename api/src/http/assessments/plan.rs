//! `POST /assessments`: a teacher plans a column of marks, or brings its plan up to date.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::assessment::{Assessment, AssessmentPlan};
use dayek_domain::id::{AssessmentId, CategoryId, ClassId, LessonId, PeriodId, StudyYearId, SubjectId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, CommandAnswer, Done};
use crate::http::given::MarkValue;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::log::StreamKey;
use crate::usecases::PlanAssessment;

/// Where a column of marks belongs, and how it is marked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanAssessmentForm {
    /// Yours to choose, so that a repeat is the same assessment; otherwise a new one is made.
    #[schema(value_type = Option<Uuid>)]
    assessment_id: Option<AssessmentId>,
    #[schema(value_type = Uuid)]
    class_id: ClassId,
    #[schema(value_type = Uuid)]
    subject_id: SubjectId,
    #[schema(value_type = Uuid)]
    study_year_id: StudyYearId,
    #[schema(value_type = Uuid)]
    period_id: PeriodId,
    title: String,
    description: Option<String>,
    assigned_on: NaiveDate,
    due_on: NaiveDate,
    /// The least mark there is.
    least: MarkValue,
    /// The most there is.
    most: MarkValue,
    /// The lesson at which the marks are given.
    #[schema(value_type = Option<Uuid>)]
    lesson_id: Option<LessonId>,
    /// The kind of work.
    #[schema(value_type = Option<Uuid>)]
    category_id: Option<CategoryId>,
}

impl PlanAssessmentForm {
    fn plan(self) -> AssessmentPlan {
        let (MarkValue(least), MarkValue(most)) = (self.least, self.most);
        AssessmentPlan {
            class_id: self.class_id,
            subject_id: self.subject_id,
            study_year_id: self.study_year_id,
            period_id: self.period_id,
            lesson_id: self.lesson_id,
            category_id: self.category_id,
            title: self.title,
            description: self.description,
            assigned_on: self.assigned_on,
            due_on: self.due_on,
            least,
            most,
            external_id: None,
        }
    }
}

/// Plans a column of marks.
#[utoipa::path(
    post,
    path = "/assessments",
    operation_id = "plan_assessment",
    tag = "marks",
    params(CommandHeaders),
    request_body = PlanAssessmentForm,
    responses(
        (
            status = 201,
            description = "It is planned.",
            body = CommandAnswer,
            headers(("Location" = String, description = "Where the assessment can be seen."))
        ),
        CommandAnswers
    )
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    Command { form, terms }: Command<PlanAssessmentForm>,
) -> Result<Done, Refused> {
    let assessment_id = match form.assessment_id {
        Some(chosen) => chosen,
        None => AssessmentId(terms.new_id(&app)?),
    };
    let use_case = PlanAssessment { assessment_id, plan: form.plan() };
    let stream = StreamKey::of::<Assessment>(assessment_id);
    Ok(terms.run(&app, caller, stream, use_case).await?.assessment(assessment_id.0))
}

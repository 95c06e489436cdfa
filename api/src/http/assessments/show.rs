//! `GET /assessments/{assessment_id}`: the plan and the marks, folded from the log itself, so that what
//! is shown is what a command would be decided on.

use std::collections::{BTreeMap, HashMap};

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::assessment::{Assessment, AssessmentEvent, AssessmentPlan};
use dayek_domain::fact;
use dayek_domain::id::{AssessmentId, PersonId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::PathOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::log::{History, LogError, StreamKey};
use crate::refusal::Refusal;

/// A column of marks.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AssessmentShown {
    assessment_id: Uuid,
    version: String,
    class_id: Uuid,
    subject_id: Uuid,
    study_year_id: Uuid,
    period_id: Uuid,
    lesson_id: Option<Uuid>,
    category_id: Option<Uuid>,
    title: String,
    description: Option<String>,
    assigned_on: NaiveDate,
    due_on: NaiveDate,
    #[schema(example = "1")]
    least: String,
    #[schema(example = "5")]
    most: String,
    /// The id under which another system knows it.
    external_id: Option<String>,
    marks: Vec<MarkShown>,
    statuses: Vec<StatusShown>,
}

/// A mark that stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MarkShown {
    pupil_id: Uuid,
    /// 1 for the first mark in the cell, 2 for the second.
    number: u8,
    #[schema(example = "87.5")]
    value: String,
    /// Sequence of the event that set it.
    revision: String,
}

/// What is said of a pupil beside a mark.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatusShown {
    pupil_id: Uuid,
    /// Such as `exempt` or `not_submitted`.
    status: String,
    /// Sequence of the event that set it.
    revision: String,
}

/// The cells that were ever written, each with the last event that did.
#[derive(Default)]
struct Written {
    marks: BTreeMap<(PersonId, u8), u64>,
    statuses: BTreeMap<PersonId, u64>,
}

/// Shows a column of marks as the log has it.
#[utoipa::path(
    get,
    path = "/assessments/{assessment_id}",
    operation_id = "show_assessment",
    tag = "marks",
    params(("assessment_id" = Uuid, Path, description = "The assessment."), ReadHeaders),
    responses(
        (
            status = 200,
            description = "The plan and the marks.",
            body = AssessmentShown,
            headers(("ETag" = String, description = "Its version, for `If-Match`."))
        ),
        ReadRefusals
    )
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    PathOf(assessment_id): PathOf<AssessmentId>,
    wanted: Wanted,
) -> Result<Shown<AssessmentShown>, Refused> {
    let applied = wanted.wait(&app, caller, &[]).await?;
    let key = StreamKey::of::<Assessment>(assessment_id);
    let history = app.log.read(caller.institution(), &key).await?;
    let state: Assessment = app.log.fold(caller.institution(), key.id, &history, &HashMap::new())?;
    let Some(plan) = state.plan() else { return Err(Refusal::NotFound.into()) };
    let object = Object::Journal { class_id: plan.class_id, subject_id: plan.subject_id };
    caller.may(&app, Action::ViewJournals, &object).await?;

    let written = written(&key, &history)?;
    let version = history.version();
    Ok(applied.shows(shown(assessment_id, version, plan, &state, &written)).version(version))
}

fn written(key: &StreamKey, history: &History) -> Result<Written, LogError> {
    let mut written = Written::default();
    for event in &history.events {
        let sequence = event.sequence;
        let fact = fact::read::<Assessment>(&event.event_version, &event.payload)
            .map_err(|cause| LogError::Unreadable { stream: key.to_string(), sequence, cause })?;
        match fact {
            AssessmentEvent::MarkGiven { pupil_id, number, .. }
            | AssessmentEvent::MarkChanged { pupil_id, number, .. }
            | AssessmentEvent::MarkWithdrawn { pupil_id, number, .. } => {
                written.marks.insert((pupil_id, number), sequence);
            }
            AssessmentEvent::StatusSet { pupil_id, .. } | AssessmentEvent::StatusCleared { pupil_id, .. } => {
                written.statuses.insert(pupil_id, sequence);
            }
            AssessmentEvent::AssessmentPlanned { .. } | AssessmentEvent::AssessmentReplanned { .. } => {}
        }
    }
    Ok(written)
}

fn shown(
    assessment_id: AssessmentId,
    version: u64,
    plan: &AssessmentPlan,
    state: &Assessment,
    written: &Written,
) -> AssessmentShown {
    let marks = written.marks.iter().filter_map(|(&(pupil_id, number), revision)| {
        let value = state.mark(pupil_id, number)?.to_string();
        Some(MarkShown { pupil_id: pupil_id.0, number, value, revision: revision.to_string() })
    });
    let statuses = written.statuses.iter().filter_map(|(&pupil_id, revision)| {
        let status = state.status(pupil_id)?.as_ref().to_owned();
        Some(StatusShown { pupil_id: pupil_id.0, status, revision: revision.to_string() })
    });
    AssessmentShown {
        assessment_id: assessment_id.0,
        version: version.to_string(),
        class_id: plan.class_id.0,
        subject_id: plan.subject_id.0,
        study_year_id: plan.study_year_id.0,
        period_id: plan.period_id.0,
        lesson_id: plan.lesson_id.map(Uuid::from),
        category_id: plan.category_id.map(Uuid::from),
        title: plan.title.clone(),
        description: plan.description.clone(),
        assigned_on: plan.assigned_on,
        due_on: plan.due_on,
        least: plan.least.to_string(),
        most: plan.most.to_string(),
        external_id: plan.external_id.clone(),
        marks: marks.collect(),
        statuses: statuses.collect(),
    }
}

//! `GET /access/explain`: may this person do that, by which rule, and who gave them the right?

use axum::extract::State;
use chrono::{DateTime, Utc};
use dayek_domain::access::{Action, Decision, Ground, Object, Reach, Role};
use dayek_domain::id::{ClassId, PersonId, SubjectId};
use dayek_projections::directory;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::calendar;
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::consistency::{Shown, Wanted};
use crate::http::extract::QueryOf;
use crate::http::openapi::{ReadHeaders, ReadRefusals};
use crate::http::problem::Refused;
use crate::http::school_time::SchoolTime;
use crate::refusal::Refusal;
use crate::standing;

/// Who, what, with what, and when.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ExplainQuery {
    person_id: Uuid,
    /// Such as `give_marks`; `dayek access matrix` prints all of them.
    #[param(value_type = String)]
    action: Action,
    /// With this class; with `subject_id` too, with this journal. Without any, with the institution.
    class_id: Option<Uuid>,
    subject_id: Option<Uuid>,
    /// With what belongs to this person.
    about_id: Option<Uuid>,
    /// As of this moment; now, when it is not sent.
    at: Option<DateTime<Utc>>,
}

/// The answer with its reason.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Explanation {
    allowed: bool,
    /// If not: whether the object may at least be seen.
    visible: bool,
    /// The moment the answer is about.
    at: DateTime<Utc>,
    reason: Option<Reason>,
}

/// By what right.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Reason {
    #[schema(value_type = String)]
    role: Role,
    #[schema(value_type = String)]
    reach: Reach,
    /// Lines of the list of user categories that give the right.
    seed_lines: Vec<u16>,
    /// The stream and sequence of the event that gave the person the role.
    grant_stream: String,
    grant_sequence: String,
    granted_at: Option<DateTime<Utc>>,
    /// Null: the program itself.
    granted_by: Option<Uuid>,
}

/// Says whether a person may do something, by which rule, and which event gave them the right.
#[utoipa::path(
    get,
    path = "/access/explain",
    operation_id = "explain_access",
    tag = "roles",
    params(ExplainQuery, ReadHeaders),
    responses((status = 200, description = "The answer.", body = Explanation), ReadRefusals)
)]
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
    QueryOf(query): QueryOf<ExplainQuery>,
    wanted: Wanted,
) -> Result<Shown<Explanation>, Refused> {
    let person = PersonId(query.person_id);
    let asked_about = Object::Person { person_id: person, classes: vec![] };
    caller.may(&app, Action::ViewRoles, &asked_about).await?;
    let asked_at = query.at.map(|at| calendar::within("at", at)).transpose()?;
    let applied = wanted.wait(&app, caller, &["directory", "change_history"]).await?;
    if directory::people(&app.pool, caller.institution().0, &[person.0]).await?.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let moment = asked_at.unwrap_or_else(crate::clock::now);
    let day = SchoolTime::of(&app, caller.institution()).await?.day_of(moment);
    let asked = standing::Asked { institution: caller.institution(), person, two_factors: true, day };
    let held = match asked_at {
        None => standing::now(&app.log, asked).await,
        Some(moment) => standing::at(&app.log, asked, moment).await,
    };
    let decision = held.map_err(Refusal::from)?.decide(query.action, &query.object(&app, caller).await?);
    let reason = match decision {
        Decision::Allowed(ground) => Some(reason(&app, caller, ground).await?),
        Decision::Forbidden | Decision::Unseen => None,
    };
    Ok(applied.shows(Explanation {
        allowed: reason.is_some(),
        visible: decision != Decision::Unseen,
        at: moment,
        reason,
    }))
}

impl ExplainQuery {
    async fn object(self, app: &App, caller: Caller) -> Result<Object, Refused> {
        Ok(match (self.class_id.map(ClassId), self.subject_id.map(SubjectId), self.about_id) {
            (None, None, None) => Object::Institution,
            (Some(class_id), None, None) => Object::Class(class_id),
            (Some(class_id), Some(subject_id), None) => Object::Journal { class_id, subject_id },
            (None, None, Some(about)) => caller.person_as_object(app, PersonId(about)).await?,
            (None, Some(_), _) => return Err(Refusal::input("subject_id", "needs class_id beside it").into()),
            (Some(_), _, Some(_)) => {
                return Err(Refusal::input("about_id", "stands alone, without class_id").into());
            }
        })
    }
}

async fn reason(app: &App, caller: Caller, ground: Ground) -> Result<Reason, Refused> {
    let row: Option<(String, DateTime<Utc>)> = sqlx::query_as(
        "SELECT coalesce(metadata->>'actor', ''), recorded_at FROM events
         WHERE institution_id = $1 AND aggregate_type = $2 AND aggregate_id = $3 AND sequence = $4",
    )
    .bind(caller.institution().0)
    .bind(ground.grant.stream)
    .bind(ground.grant.id.to_string())
    .bind(i64::try_from(ground.grant.sequence).unwrap_or(i64::MAX))
    .fetch_optional(&app.pool)
    .await?;
    let (granted_by, granted_at) = row.unzip();
    Ok(Reason {
        role: ground.role,
        reach: ground.reach,
        seed_lines: ground.seed_lines.to_vec(),
        grant_stream: format!("{} {}", ground.grant.stream, ground.grant.id),
        grant_sequence: ground.grant.sequence.to_string(),
        granted_at,
        granted_by: granted_by.and_then(|actor: String| actor.parse().ok()),
    })
}

//! `POST /study-years/{study_year_id}/promotion`: its classes go on to the next study year.

use axum::extract::State;
use chrono::NaiveDate;
use dayek_domain::id::{ClassId, StudyYearId};
use dayek_domain::study_year::StudyYear;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::caller::Caller;
use crate::http::command::{Command, Done};
use crate::http::extract::PathOf;
use crate::http::openapi::{CommandAnswers, CommandHeaders};
use crate::http::problem::Refused;
use crate::http::roles::OrderForm;
use crate::log::StreamKey;
use crate::refusal::Refusal;
use crate::usecases::{CheckPromotion, NextYear, Onward, PromoteClass};

/// Each class is one append.
const MOST: usize = 200;

/// Where the classes of a study year go.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PromotionForm {
    #[schema(value_type = Uuid)]
    to_study_year_id: StudyYearId,
    /// The first day in the new classes; the stays in the old ones end on the last day of their year.
    on: NaiveDate,
    order: Option<OrderForm>,
    /// Whether class leaders and psychologists go on with their classes.
    #[serde(default)]
    with_staff: bool,
    /// Classes and groups, a group behind the classes it consists of. At most 200.
    #[schema(min_items = 1, max_items = 200)]
    classes: Vec<PromotedClassForm>,
}

/// What becomes of a class: it is called otherwise, or its pupils leave.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PromotedClassForm {
    #[schema(value_type = Uuid)]
    class_id: ClassId,
    /// What it is called in the next study year.
    #[schema(example = "8А")]
    to_name: Option<String>,
    /// Its pupils leave; it has no name then.
    #[serde(default)]
    leaves: bool,
}

impl PromotionForm {
    fn onward(&self) -> Result<Vec<(ClassId, Onward)>, Refusal> {
        if self.classes.is_empty() || self.classes.len() > MOST {
            return Err(Refusal::input("/classes", format!("names 1 to {MOST} classes")));
        }
        let onward = |(place, class): (usize, &PromotedClassForm)| match (&class.to_name, class.leaves) {
            (Some(name), false) => Ok((class.class_id, Onward::As(name.clone()))),
            (None, true) => Ok((class.class_id, Onward::Leaves)),
            (Some(_), true) | (None, false) => {
                Err(Refusal::input(format!("/classes/{place}"), "either has a name or leaves"))
            }
        };
        self.classes.iter().enumerate().map(onward).collect()
    }
}

/// Takes classes on to the next study year: each becomes a class of that year, its pupils with it.
///
/// All of it is checked first. Said again, it changes nothing.
#[utoipa::path(
    post,
    path = "/study-years/{study_year_id}/promotion",
    operation_id = "promote_classes",
    tag = "directory",
    params(("study_year_id" = Uuid, Path, description = "The study year that ends."), CommandHeaders),
    request_body = PromotionForm,
    responses(CommandAnswers)
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: Caller,
    PathOf(from_year): PathOf<StudyYearId>,
    Command { form, terms }: Command<PromotionForm>,
) -> Result<Done, Refused> {
    let classes = form.onward()?;
    let PromotionForm { to_study_year_id: to_year, on, order, with_staff, classes: _ } = form;
    let next = NextYear { from_year, to_year, on, order: order.map(OrderForm::order), with_staff };
    let check = CheckPromotion { next: next.clone(), classes: classes.clone() };
    app.log.execute(caller.request(None, None), check).await?;
    let step = |(class_id, onward)| PromoteClass { next: next.clone(), class_id, onward };
    let steps = classes.into_iter().map(step).collect();
    let done = terms.run_each(&app, caller, StreamKey::of::<StudyYear>(from_year), steps).await?;
    Ok(done.ok_or(Refusal::NotFound)?)
}

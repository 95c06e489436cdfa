//! Planning the week of a class: beginning a plan, adding, changing and removing its lessons, publishing.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::SlotId;
use dayek_domain::timetable::PlannedSlot;
use serde::Deserialize;
use uuid::Uuid;

use super::day;
use super::left::{DraftSent, Left, PublicationSent, SlotSent};
use super::plan::{Member, Plan};
use super::plan_view::view;
use super::told::{Told, run};
use crate::entropy::new_id;
use crate::http::App;
use crate::http::problem::Refused;
use crate::log::LogError;
use crate::pages::form::{Sent, go_to, page, refused_form};
use crate::pages::statistics::chosen;
use crate::pages::views::FieldError;
use crate::pages::visitor::Visitor;
use crate::refusal::Refusal;
use crate::usecases::{DraftTimetable, PlanSlot, PublishTimetables, RemoveSlot};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct EditQuery {
    class: Option<String>,
    period: Option<String>,
    /// The place for which the form is filled in.
    weekday: Option<String>,
    number: Option<String>,
    /// The lesson of the week that is to be changed.
    slot: Option<String>,
    /// The day from which it would be published.
    from: Option<String>,
    done: Option<String>,
}

pub(in crate::pages) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<EditQuery>,
) -> Result<Response, Refused> {
    may_edit(&visitor)?;
    let class = chosen("class", query.class.as_deref())?;
    let period = chosen("period", query.period.as_deref())?;
    let plan = match class.zip(period) {
        Some((class, period)) => Some(Plan::of(&app, &visitor, class, period).await?),
        None => None,
    };
    let mut left = Left { from: query.from.filter(|from| !from.is_empty()), ..Left::default() };
    left.slot.weekday = query.weekday.unwrap_or_default();
    left.slot.number = query.number.unwrap_or_default();
    if let (Some(slot), Some(plan)) = (chosen("slot", query.slot.as_deref())?, &plan) {
        let (member, planned) = plan.owner_of(slot).ok_or(Refusal::NotFound)?;
        left.slot = SlotSent::of_planned(member.class_id, planned);
        left.changed = Some(slot);
    }
    page(&view(&app, &visitor, plan, left).await?)
}

pub(in crate::pages) async fn draft(
    State(app): State<App>,
    visitor: Visitor,
    Path((class, period)): Path<(Uuid, Uuid)>,
    Sent(sent): Sent<DraftSent>,
) -> Result<Response, Refused> {
    may_edit(&visitor)?;
    let plan = Plan::of(&app, &visitor, class, period).await?;
    let fault = match (sent.bells.parse::<Uuid>(), plan.own()) {
        (Ok(bells), Some(own)) => {
            let name = sent.name.trim().to_owned();
            let use_case = DraftTimetable { timetable_id: own.timetable_id, place: plan.place(bells), name };
            match run(&app, &visitor, use_case).await? {
                None => return Ok(go_to(&plan.path())),
                Some(told) => FieldError { field: "name", text: told.text() },
            }
        }
        (Err(_), _) | (Ok(_), None) => FieldError { field: "bells", text: visitor.words.t("error-choose") },
    };
    let left = Left { errors: vec![fault], draft: Some(sent), ..Left::default() };
    refuse(&app, &visitor, plan, left).await
}

pub(in crate::pages) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    Path((class, period)): Path<(Uuid, Uuid)>,
    Sent(sent): Sent<SlotSent>,
) -> Result<Response, Refused> {
    may_edit(&visitor)?;
    let plan = Plan::of(&app, &visitor, class, period).await?;
    let slot_id = SlotId(new_id(app.entropy.as_ref()).map_err(LogError::from)?);
    let fault = match (sent.read(visitor.words), owner(&plan, &sent)) {
        (Ok(slot), Some(member)) => match put(&app, &visitor, &plan, member, slot_id, slot).await? {
            None => return Ok(saved(&plan, &sent)),
            Some(told) => fault_of(&told),
        },
        (Err(fault), _) => fault,
        (Ok(_), None) => FieldError { field: "of", text: visitor.words.t("error-choose") },
    };
    refuse(&app, &visitor, plan, Left { errors: vec![fault], slot: sent, ..Left::default() }).await
}

pub(in crate::pages) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Path((class, period, slot)): Path<(Uuid, Uuid, Uuid)>,
    Sent(sent): Sent<SlotSent>,
) -> Result<Response, Refused> {
    may_edit(&visitor)?;
    let plan = Plan::of(&app, &visitor, class, period).await?;
    let (member, _) = plan.owner_of(slot).ok_or(Refusal::NotFound)?;
    let fault = match sent.read(visitor.words) {
        Ok(planned) => match put(&app, &visitor, &plan, member, SlotId(slot), planned).await? {
            None => return Ok(saved(&plan, &sent)),
            Some(told) => fault_of(&told),
        },
        Err(fault) => fault,
    };
    let left = Left { errors: vec![fault], slot: sent, changed: Some(slot), ..Left::default() };
    refuse(&app, &visitor, plan, left).await
}

pub(in crate::pages) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path((class, period, slot)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Response, Refused> {
    may_edit(&visitor)?;
    let plan = Plan::of(&app, &visitor, class, period).await?;
    let (member, _) = plan.owner_of(slot).ok_or(Refusal::NotFound)?;
    let use_case = RemoveSlot { timetable_id: member.timetable_id, slot_id: SlotId(slot) };
    match run(&app, &visitor, use_case).await? {
        None => Ok(go_to(&format!("{}&done=saved", plan.path()))),
        Some(told) => {
            let errors = vec![fault_of(&told)];
            refuse(&app, &visitor, plan, Left { errors, ..Left::default() }).await
        }
    }
}

pub(in crate::pages) async fn publish(
    State(app): State<App>,
    visitor: Visitor,
    Path((class, period)): Path<(Uuid, Uuid)>,
    Sent(sent): Sent<PublicationSent>,
) -> Result<Response, Refused> {
    may_edit(&visitor)?;
    let plan = Plan::of(&app, &visitor, class, period).await?;
    let fault = |text| FieldError { field: "from", text };
    let errors = match day(&sent.from) {
        Some(from) => {
            let use_case = PublishTimetables { timetable_ids: plan.drafted(), from };
            match run(&app, &visitor, use_case).await? {
                None => return Ok(go_to(&format!("{}&done=published", plan.path()))),
                Some(told) => told.sentences.into_iter().map(fault).collect(),
            }
        }
        None => vec![fault(visitor.words.t("error-not-a-day"))],
    };
    refuse(&app, &visitor, plan, Left { errors, from: Some(sent.from), ..Left::default() }).await
}

/// Who may not edit is told so, or that there is no such page.
pub(super) fn may_edit(visitor: &Visitor) -> Result<(), Refused> {
    visitor.may(Action::EditTimetable, &Object::Institution)
}

/// The class or the group the lesson is for; nothing said: the class.
fn owner<'a>(plan: &'a Plan, sent: &SlotSent) -> Option<&'a Member> {
    if sent.of.is_empty() { plan.own() } else { plan.member(sent.of.parse().ok()?) }
}

/// Plans a lesson; a group that has no timetable yet gets one with the bells of the class.
async fn put(
    app: &App,
    visitor: &Visitor,
    plan: &Plan,
    member: &Member,
    slot_id: SlotId,
    slot: PlannedSlot,
) -> Result<Option<Told>, Refused> {
    let timetable_id = member.timetable_id;
    if member.timetable.place().is_none() {
        let place = plan.place_of(member).ok_or(Refusal::NotFound)?;
        let name = plan.name_for(&member.name);
        if let Some(told) = run(app, visitor, DraftTimetable { timetable_id, place, name }).await? {
            return Ok(Some(told));
        }
    }
    run(app, visitor, PlanSlot { timetable_id, slot_id, slot }).await
}

fn fault_of(told: &Told) -> FieldError {
    let field = match told.code.as_str() {
        "timetable.slot_taken" | "timetable.number_too_high" | "school.no_such_bell" => "number",
        "school.not_employed" => "teacher",
        _ => "subject",
    };
    FieldError { field, text: told.text() }
}

/// Back to the plan, with the form open for the same place: often a second group follows.
fn saved(plan: &Plan, sent: &SlotSent) -> Response {
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut path = format!("{}&done=saved", plan.path());
    if plain(&sent.weekday) && plain(&sent.number) {
        path.extend(["&weekday=", sent.weekday.as_str(), "&number=", sent.number.as_str()]);
    }
    go_to(&path)
}

async fn refuse(app: &App, visitor: &Visitor, plan: Plan, left: Left) -> Result<Response, Refused> {
    refused_form(&view(app, visitor, Some(plan), left).await?)
}

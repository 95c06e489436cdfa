//! The page of a plan: the week by days and numbers, and the form for one lesson of it.

use chrono::NaiveTime;
use dayek_domain::id::SlotId;
use dayek_domain::timetable::{PlannedSlot, Week, Weekday};
use dayek_projections::directory::{self, BellScheduleRow, ClassRow, PeriodRow};
use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::ahead::ahead;
use super::candidates::{people_choices, room_choices, rooms, staff};
use super::left::{Left, SlotSent};
use super::loads::{loads, repeated};
use super::names::{Asked, Names};
use super::plan::{Member, Plan};
use super::{clock, links, week_word, weekday};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::choices::choice;
use crate::pages::classes::class_order;
use crate::pages::views::{
    Choice, DraftForm, PlanCell, PlanRow, PlanSlot, PlanView, SlotForm, TimetableEdit,
};
use crate::pages::visitor::Visitor;
use crate::pages::words::Words;

/// A lesson number with its clock times.
type Bell = (u8, NaiveTime, NaiveTime);

pub(super) async fn view(
    app: &App,
    visitor: &Visitor,
    plan: Option<Plan>,
    left: Left,
) -> Result<TimetableEdit, Refused> {
    let words = visitor.words;
    let (class, period) = match &plan {
        Some(plan) => (Some(plan.class.class_id), Some(plan.period.period_id)),
        None => (None, None),
    };
    let (classes, periods) = choices(app, visitor, class, period).await?;
    let mut page = TimetableEdit {
        frame: visitor.frame(app, words.t("timetable-edit-title")).await?,
        classes,
        periods,
        links: links(visitor),
        errors: vec![],
        draft: None,
        plan: None,
    };
    let Some(plan) = plan else { return Ok(page) };
    let institution = visitor.caller.institution();
    let schedules = directory::bell_schedules(&app.pool, institution.0, plan.class.study_year_id).await?;
    let place = plan.own().and_then(|own| own.timetable.place());
    match place {
        None => page.draft = Some(draft_form(&plan, &schedules, &left)),
        Some(place) => {
            let schedule = schedules.iter().find(|row| row.bell_schedule_id == place.bell_schedule_id.0);
            let bells: Vec<Bell> = schedule.map(bells).unwrap_or_default();
            page.plan = Some(plan_view(app, visitor, &plan, &bells, &left).await?);
        }
    }
    page.errors = left.errors;
    Ok(page)
}

/// The classes and the periods of the study year that is shown.
async fn choices(
    app: &App,
    visitor: &Visitor,
    class: Option<Uuid>,
    period: Option<Uuid>,
) -> Result<(Vec<Choice>, Vec<Choice>), Refused> {
    let institution = visitor.caller.institution();
    let mut classes: Vec<ClassRow> = directory::classes(&app.pool, institution.0, None).await?;
    classes.retain(|row| visitor.is_in_year(row.study_year_id) || Some(row.class_id) == class);
    classes.sort_by_cached_key(class_order);
    let mut periods: Vec<PeriodRow> = directory::periods(&app.pool, institution.0).await?;
    periods.retain(|row| visitor.is_in_year(row.study_year_id) || Some(row.period_id) == period);
    let today = visitor.time.today();
    let now = periods.iter().find(|row| row.first_day <= today && today <= row.last_day);
    let period = period.or(now.map(|row| row.period_id));
    Ok((
        classes.iter().map(|row| choice(row.class_id, &row.name, class)).collect(),
        periods.iter().map(|row| choice(row.period_id, &row.name, period)).collect(),
    ))
}

fn draft_form(plan: &Plan, schedules: &[BellScheduleRow], left: &Left) -> DraftForm {
    let sent = left.draft.as_ref();
    let bells = sent.map_or(plan.class.bell_schedule_id, |sent| sent.bells.parse().ok());
    DraftForm {
        title: format!("{} · {}", plan.class.name, plan.period.name),
        action: plan.action(),
        bells: schedules.iter().map(|row| choice(row.bell_schedule_id, &row.name, bells)).collect(),
        name: sent.map_or_else(|| plan.name_for(&plan.class.name), |sent| sent.name.clone()),
        no_bells: schedules.is_empty(),
    }
}

fn bells(schedule: &BellScheduleRow) -> Vec<Bell> {
    let bell = |bell: &directory::BellRow| Some((u8::try_from(bell.number).ok()?, bell.begins, bell.ends));
    schedule.bells.iter().filter_map(bell).collect()
}

async fn plan_view(
    app: &App,
    visitor: &Visitor,
    plan: &Plan,
    bells: &[Bell],
    left: &Left,
) -> Result<PlanView, Refused> {
    let words = visitor.words;
    let slots: Vec<(&Member, SlotId, &PlannedSlot)> = plan
        .members
        .iter()
        .flat_map(|member| member.timetable.slots().map(move |(id, slot)| (member, id, slot)))
        .collect();
    let mut asked = Asked::default();
    for (_, _, slot) in &slots {
        asked.subjects.push(slot.subject_id.0);
        asked.rooms.extend(slot.room_id.map(|room| room.0));
        asked.people.extend(slot.teacher_ids.iter().map(|teacher| teacher.0));
    }
    let names = Names::of(app, visitor, asked).await?;
    let days: Vec<Weekday> = Weekday::iter()
        .filter(|day| *day != Weekday::Sunday || slots.iter().any(|(_, _, slot)| slot.weekday == *day))
        .collect();
    let rows = bells.iter().map(|(number, begins, ends)| {
        let cells = days.iter().map(|day| {
            let here = slots.iter().filter(|(_, _, slot)| slot.weekday == *day && slot.number == *number);
            PlanCell {
                add: format!("{}&weekday={}&number={number}#lesson", plan.path(), day.as_ref()),
                place: format!("{}, {number}", weekday(words, *day)),
                slots: here
                    .map(|(member, id, slot)| plan_slot(words, &names, plan, member, *id, slot))
                    .collect(),
            }
        });
        PlanRow { number: number.to_string(), times: clock(*begins, *ends), cells: cells.collect() }
    });
    Ok(PlanView {
        title: format!("{} · {}", plan.class.name, plan.period.name),
        state: state(words, plan),
        days: days.iter().map(|day| weekday(words, *day)).collect(),
        rows: rows.collect(),
        form: slot_form(app, visitor, plan, bells, left).await?,
        ahead: ahead(app, visitor, plan, left.from.as_deref()).await?,
        repeated: repeated(words, &names, plan),
        loads: loads(app, visitor, &names, plan).await?,
    })
}

fn plan_slot(
    words: &Words,
    names: &Names,
    plan: &Plan,
    member: &Member,
    id: SlotId,
    slot: &PlannedSlot,
) -> PlanSlot {
    let teachers: Vec<Uuid> = slot.teacher_ids.iter().map(|teacher| teacher.0).collect();
    let mut lines = Vec::new();
    lines.extend((member.class_id != plan.class.class_id).then(|| member.name.clone()));
    lines.extend((!teachers.is_empty()).then(|| names.people(&teachers)));
    lines.extend(slot.room_id.map(|room| names.room(room.0)));
    let mut notes = Vec::new();
    notes.extend((slot.week != Week::Every).then(|| week_word(words, slot.week)));
    notes.extend(teachers.is_empty().then(|| words.t("timetable-no-teacher")));
    PlanSlot {
        href: format!("{}&slot={id}#lesson", plan.path()),
        removal: format!("{}/slots/{id}/removal", plan.action()),
        subject: names.subject(slot.subject_id.0),
        lines,
        notes,
    }
}

/// How far a plan has come: the class's, and changed since if any of its groups' is.
fn state(words: &Words, plan: &Plan) -> String {
    let drafted = || plan.members.iter().filter(|member| member.timetable.place().is_some());
    if drafted().all(|member| !member.timetable.is_published()) {
        words.t("timetable-state-draft")
    } else if drafted().any(|member| member.timetable.is_outdated() || !member.timetable.is_published()) {
        words.t("timetable-state-changed")
    } else {
        words.t("timetable-state-published")
    }
}

async fn slot_form(
    app: &App,
    visitor: &Visitor,
    plan: &Plan,
    bells: &[Bell],
    left: &Left,
) -> Result<SlotForm, Refused> {
    let words = visitor.words;
    let institution = visitor.caller.institution();
    let SlotSent { of, weekday: day, number, week, subject, room, .. } = &left.slot;
    let subjects = directory::subjects(&app.pool, institution.0).await?;
    let rooms = rooms(app, visitor, visitor.time.today()).await?;
    let (subject, room): (Option<Uuid>, Option<Uuid>) = (subject.parse().ok(), room.parse().ok());
    let owner = left.changed.and_then(|slot| plan.owner_of(slot)).map(|(member, _)| member.class_id);
    let offered = plan.members.iter().filter(|member| owner.is_none_or(|owner| owner == member.class_id));
    let coded = |code: &str, label: String, chosen: &str| Choice {
        value: code.to_owned(),
        label,
        selected: code == chosen,
    };
    let every = Week::Every;
    let week: &str = if week.is_empty() { every.as_ref() } else { week.as_str() };
    let action = plan.action();
    Ok(SlotForm {
        title: if left.changed.is_some() {
            words.t("timetable-slot-change")
        } else {
            words.t("timetable-slot-add")
        },
        action: match left.changed {
            Some(slot) => format!("{action}/slots/{slot}"),
            None => format!("{action}/slots"),
        },
        leave: left.changed.map(|_| plan.path()),
        of: offered.map(|member| choice(member.class_id, &member.name, of.parse().ok())).collect(),
        weekdays: Weekday::iter().map(|one| coded(one.as_ref(), weekday(words, one), day)).collect(),
        numbers: bells
            .iter()
            .map(|(one, begins, ends)| {
                coded(&one.to_string(), format!("{one} · {}", clock(*begins, *ends)), number)
            })
            .collect(),
        weeks: Week::iter().map(|one| coded(one.as_ref(), week_word(words, one), week)).collect(),
        subjects: subjects.iter().map(|row| choice(row.subject_id, &row.name, subject)).collect(),
        teachers: people_choices(&staff(app, visitor).await?, &left.slot.teachers()),
        rooms: room_choices(&rooms, room),
    })
}

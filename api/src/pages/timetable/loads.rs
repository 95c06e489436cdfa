//! What a plan asks of teachers, and what of it is unusual for pupils.

use std::collections::BTreeMap;

use dayek_domain::timetable::{PlannedSlot, Week, halves, twice_a_day};
use dayek_projections::timetable;
use uuid::Uuid;

use super::ahead::in_lessons;
use super::names::Names;
use super::plan::Plan;
use super::weekday;
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::people::name_order;
use crate::pages::views::TeacherLoad;
use crate::pages::visitor::Visitor;
use crate::pages::words::Words;

/// The subjects that the class, or one of its groups, has more than once a day.
pub(super) fn repeated(words: &Words, names: &Names, plan: &Plan) -> Vec<String> {
    let mut told = Vec::new();
    for member in &plan.members {
        for (day, subject) in twice_a_day(member.timetable.slots().map(|(_, slot)| slot)) {
            let (day, subject) = (weekday(words, day), names.subject(subject.0));
            let values =
                [("day", day.as_str()), ("subject", subject.as_str()), ("class", member.name.as_str())];
            told.push(words.ta("timetable-twice-a-day", &values));
        }
    }
    told
}

/// The teachers of the plan by name: how many lessons a week each has in it, and in all plans of the period.
pub(super) async fn loads(
    app: &App,
    visitor: &Visitor,
    names: &Names,
    plan: &Plan,
) -> Result<Vec<TeacherLoad>, Refused> {
    let institution = visitor.caller.institution();
    let mut here: BTreeMap<Uuid, u32> = BTreeMap::new();
    for (_, slot) in plan.members.iter().flat_map(|member| member.timetable.slots()) {
        let PlannedSlot { week, teacher_ids, .. } = slot;
        for teacher in teacher_ids {
            *here.entry(teacher.0).or_default() += halves(*week);
        }
    }
    let of_plan: Vec<Uuid> = plan.members.iter().map(|member| member.timetable_id.0).collect();
    let others = timetable::plans(&app.pool, institution.0, Some(plan.period.period_id)).await?;
    let mut others: Vec<Uuid> = others.into_iter().map(|row| row.timetable_id).collect();
    others.retain(|id| !of_plan.contains(id));
    let mut all = here.clone();
    for slot in timetable::slots(&app.pool, institution.0, &others).await? {
        let Ok(week) = slot.week.parse::<Week>() else { continue };
        for teacher in slot.teacher_ids {
            *all.entry(teacher).or_default() += halves(week);
        }
    }
    let mut loads: Vec<TeacherLoad> = here
        .into_iter()
        .map(|(teacher, own)| TeacherLoad {
            teacher: names.person(teacher),
            here: in_lessons(visitor.words, own),
            all: in_lessons(visitor.words, all.get(&teacher).copied().unwrap_or(own)),
        })
        .collect();
    loads.sort_by_cached_key(|load| name_order(&load.teacher));
    Ok(loads)
}

//! What is published together: a class with its groups. The classes of a period, and how far each is.

use std::collections::{BTreeMap, HashMap};

use dayek_domain::id::TimetableId;
use dayek_projections::directory::{self, ClassRow, PartRow, PeriodRow};
use uuid::Uuid;

use super::plan::{Member, members};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::classes::class_order;
use crate::pages::visitor::Visitor;

/// How far the plan of a class is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing is planned.
    Empty,
    /// Nothing of it was published.
    Draft,
    /// Planned otherwise since.
    Changed,
    Published,
}

/// A class with its groups.
pub(super) struct Unit {
    pub(super) class_id: Uuid,
    pub(super) name: String,
    pub(super) state: State,
    pub(super) timetable_ids: Vec<TimetableId>,
    /// All classes and groups of it.
    pub(super) class_ids: Vec<Uuid>,
}

impl Unit {
    /// Whether there is something to publish.
    pub(super) fn is_pending(&self) -> bool {
        match self.state {
            State::Draft | State::Changed => true,
            State::Empty | State::Published => false,
        }
    }
}

/// The classes of the year of a period, each with its groups.
pub(super) async fn units(app: &App, visitor: &Visitor, period: &PeriodRow) -> Result<Vec<Unit>, Refused> {
    let institution = visitor.caller.institution();
    let mut rows = directory::classes(&app.pool, institution.0, None).await?;
    rows.retain(|row| row.study_year_id == period.study_year_id);
    rows.sort_by_cached_key(class_order);
    let parts = directory::parts(&app.pool, institution.0).await?;
    let members = members(app, visitor, &rows, period.period_id).await?;
    let homes = homes(&rows, &parts);
    let mut of_home: BTreeMap<usize, Vec<Member>> = BTreeMap::new();
    for (member, home) in members.into_iter().zip(homes) {
        of_home.entry(home).or_default().push(member);
    }
    let unit = |(home, members): (usize, Vec<Member>)| {
        let row = rows.get(home)?;
        Some(unit_of(row, &members))
    };
    Ok(of_home.into_iter().filter_map(unit).collect())
}

/// With which class each class or group is published: itself, or the first class the group is part of.
fn homes(rows: &[ClassRow], parts: &HashMap<Uuid, Vec<PartRow>>) -> Vec<usize> {
    let place = |class: Uuid| rows.iter().position(|row| row.class_id == class);
    let home = |(own, row): (usize, &ClassRow)| {
        let of_group = parts.get(&row.class_id).into_iter().flatten();
        of_group.filter_map(|part| place(part.class_id)).min().unwrap_or(own)
    };
    rows.iter().enumerate().map(home).collect()
}

fn unit_of(row: &ClassRow, members: &[Member]) -> Unit {
    let drafted: Vec<&Member> = members.iter().filter(|member| member.timetable.place().is_some()).collect();
    // A plan without lessons that was never published has nothing to make or to withdraw.
    let worth = drafted
        .iter()
        .filter(|member| member.timetable.is_published() || member.timetable.slots().next().is_some());
    let worth: Vec<&&Member> = worth.collect();
    let state = if worth.is_empty() {
        State::Empty
    } else if worth.iter().all(|member| !member.timetable.is_published()) {
        State::Draft
    } else if worth.iter().any(|member| member.timetable.is_outdated() || !member.timetable.is_published()) {
        State::Changed
    } else {
        State::Published
    };
    Unit {
        class_id: row.class_id,
        name: row.name.clone(),
        state,
        timetable_ids: worth.iter().map(|member| member.timetable_id).collect(),
        class_ids: members.iter().map(|member| member.class_id).collect(),
    }
}

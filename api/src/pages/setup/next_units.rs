//! What goes on to the next study year: the classes of a year and its groups, each with what is proposed
//! for it.

use dayek_domain::id::ClassId;
use dayek_domain::school_class::next_name;
use dayek_projections::directory;
use uuid::Uuid;

use super::classes::classes_of;
use super::next_year::NextYearSent;
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::visitor::Visitor;
use crate::usecases::{NextYear, Onward, PromoteClass};

/// A class or a group of the year that ends.
pub(super) struct Unit {
    pub(super) class_id: Uuid,
    pub(super) name: String,
    pub(super) is_group: bool,
    /// Whoever has not left it.
    pub(super) pupils: i64,
    /// The classes a group consists of.
    parts: Vec<Uuid>,
    /// What it is called in the new year, once it is there.
    promoted: Option<String>,
}

/// The classes in their order, then the groups.
pub(super) async fn units(app: &App, visitor: &Visitor, next: &NextYear) -> Result<Vec<Unit>, Refused> {
    let institution = visitor.caller.institution().0;
    let counts = directory::pupil_counts(&app.pool, institution).await?;
    let parts = directory::parts(&app.pool, institution).await?;
    let new = classes_of(app, visitor, next.to_year.0).await?;
    let old = classes_of(app, visitor, next.from_year.0).await?;
    let mut units: Vec<Unit> = old
        .into_iter()
        .map(|row| {
            let becomes = next.class_id(ClassId(row.class_id)).0;
            let parts = parts.get(&row.class_id).map(Vec::as_slice).unwrap_or_default();
            Unit {
                class_id: row.class_id,
                is_group: row.kind != "class",
                name: row.name,
                pupils: counts.get(&row.class_id).copied().unwrap_or_default(),
                parts: parts.iter().map(|part| part.class_id).collect(),
                promoted: new.iter().find(|row| row.class_id == becomes).map(|row| row.name.clone()),
            }
        })
        .collect();
    units.sort_by_key(|unit| unit.is_group);
    Ok(units)
}

impl Unit {
    /// What stands in its row: the new name, and whether it leaves.
    pub(super) fn proposed(&self, sent: &NextYearSent) -> (String, bool) {
        match sent.class.iter().position(|class| *class == self.class_id) {
            Some(place) => {
                let name = sent.name.get(place).cloned().unwrap_or_default();
                (name, sent.leaves.contains(&self.class_id))
            }
            None => match next_name(&self.name) {
                Some(name) => (name, false),
                None => (String::new(), true),
            },
        }
    }

    /// Whether it has gone on, and as what; an empty text: it has left.
    pub(super) fn done(&self) -> Option<String> {
        if self.is_pending() {
            return None;
        }
        Some(self.promoted.clone().unwrap_or_default())
    }

    /// Whether there is anything to do that the form need not say. A group without pupils can stay behind.
    pub(super) fn is_pending(&self) -> bool {
        let leaves = self.is_group || next_name(&self.name).is_none();
        self.pupils > 0 || (self.promoted.is_none() && !leaves)
    }

    fn onward(&self, sent: &NextYearSent) -> Option<Onward> {
        if self.is_group {
            let name = next_name(&self.name).filter(|_| sent.groups.is_some());
            return Some(name.map_or(Onward::Leaves, Onward::As));
        }
        let place = sent.class.iter().position(|class| *class == self.class_id)?;
        if sent.leaves.contains(&self.class_id) {
            return Some(Onward::Leaves);
        }
        sent.name.get(place).map(|name| Onward::As(name.trim().to_owned()))
    }

    /// Whether that is still to be done.
    fn waits_for(&self, onward: &Onward, units: &[Self], sent: &NextYearSent) -> bool {
        let goes_on = match onward {
            Onward::Leaves => false,
            Onward::As(_) => {
                self.parts.is_empty() || self.parts.iter().any(|part| goes_on(*part, units, sent))
            }
        };
        self.pupils > 0 || (goes_on && self.promoted.is_none())
    }
}

/// Whether a class goes on, or has done so.
fn goes_on(class: Uuid, units: &[Unit], sent: &NextYearSent) -> bool {
    let unit = units.iter().find(|unit| unit.class_id == class);
    unit.is_some_and(|unit| unit.promoted.is_some() || matches!(unit.onward(sent), Some(Onward::As(_))))
}

/// What the form asks for and is not done yet: classes first, then the groups that are made of them.
pub(super) fn steps(units: &[Unit], next: &NextYear, sent: &NextYearSent) -> Vec<PromoteClass> {
    let step = |unit: &Unit| {
        let onward = unit.onward(sent)?;
        let class_id = ClassId(unit.class_id);
        unit.waits_for(&onward, units, sent).then(|| PromoteClass { next: next.clone(), class_id, onward })
    };
    units.iter().filter_map(step).collect()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use dayek_domain::id::StudyYearId;

    use super::*;

    const CLASS_7A: Uuid = Uuid::from_u128(0x7a);
    const CLASS_11A: Uuid = Uuid::from_u128(0x11a);
    const CHOIR: Uuid = Uuid::from_u128(0xc);

    fn unit(class_id: Uuid, name: &str, parts: &[Uuid]) -> Unit {
        Unit {
            class_id,
            name: name.to_owned(),
            is_group: !parts.is_empty(),
            pupils: 0,
            parts: parts.to_vec(),
            promoted: None,
        }
    }

    fn next() -> NextYear {
        let on = NaiveDate::from_ymd_opt(2027, 9, 1).unwrap();
        let (from_year, to_year) = (StudyYearId(Uuid::from_u128(1)), StudyYearId(Uuid::from_u128(2)));
        NextYear { from_year, to_year, on, order: None, with_staff: true }
    }

    fn sent(groups: bool) -> NextYearSent {
        let (class, name) = (vec![CLASS_7A, CLASS_11A], vec!["8А".to_owned(), String::new()]);
        let groups = groups.then(String::new);
        NextYearSent { class, name, leaves: vec![CLASS_11A], groups, ..NextYearSent::default() }
    }

    fn asked(units: &[Unit], sent: &NextYearSent) -> Vec<(Uuid, Onward)> {
        steps(units, &next(), sent).into_iter().map(|step| (step.class_id.0, step.onward)).collect()
    }

    #[test]
    fn a_class_is_proposed_with_the_next_number_and_the_last_one_to_leave() {
        let sent = NextYearSent::default();
        assert_eq!(unit(CLASS_7A, "7А", &[]).proposed(&sent), ("8А".to_owned(), false));
        assert_eq!(unit(CLASS_11A, "11А", &[]).proposed(&sent), (String::new(), true));
    }

    #[test]
    fn classes_come_before_the_groups_they_are_in() {
        let mut units =
            [unit(CLASS_7A, "7А", &[]), unit(CLASS_11A, "11А", &[]), unit(CHOIR, "Хор", &[CLASS_7A])];
        units[1].pupils = 20;
        let onward = |name: &str| Onward::As(name.to_owned());
        let expected = vec![(CLASS_7A, onward("8А")), (CLASS_11A, Onward::Leaves), (CHOIR, onward("Хор"))];
        assert_eq!(asked(&units, &sent(true)), expected);
        assert_eq!(asked(&units, &sent(false)), expected[..2]);
    }

    #[test]
    fn what_has_gone_on_or_has_nobody_to_let_go_is_done() {
        let mut units =
            [unit(CLASS_7A, "7А", &[]), unit(CLASS_11A, "11А", &[]), unit(CHOIR, "Хор", &[CLASS_11A])];
        units[0].promoted = Some("8А".to_owned());
        assert!(asked(&units, &sent(true)).is_empty());
        assert_eq!(units[0].done().as_deref(), Some("8А"));
        assert_eq!(units[1].done().as_deref(), Some(""));
    }
}

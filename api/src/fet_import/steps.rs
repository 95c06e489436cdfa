//! What only an import asks for: its own account, a study year at once, the whole week of a class at once.

use std::collections::BTreeMap;

use dayek_domain::access::{Action, Object, Role};
use dayek_domain::id::{PersonId, SlotId, StudyYearId};
use dayek_domain::membership::Membership;
use dayek_domain::person::Person;
use dayek_domain::study_year::{StudyYear, StudyYearCommand};
use dayek_domain::timetable::{PlannedSlot, Timetable};

use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::Refusal;
use crate::usecases::{DraftTimetable, GrantRole, PlanSlot, RegisterProgram, RemoveSlot};

/// The account under which imports of timetables act. Made once: a role that was taken back stays so.
#[derive(Debug, Clone)]
pub(super) struct OpenAccount {
    pub(super) program: PersonId,
    pub(super) name: &'static str,
}

impl UseCase for OpenAccount {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.program), StreamKey::of::<Membership>(self.program)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        if work.look_at::<Person>(self.program).await?.is_registered() {
            return Ok(());
        }
        let (person_id, name) = (self.program, self.name.to_owned());
        RegisterProgram { person_id, name }.decide(work).await?;
        GrantRole::of(person_id, Role::Administrator).decide(work).await
    }
}

/// Makes a study year what these commands say.
#[derive(Debug, Clone)]
pub(super) struct SetYear {
    pub(super) study_year_id: StudyYearId,
    pub(super) commands: Vec<StudyYearCommand>,
}

impl UseCase for SetYear {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<StudyYear>(self.study_year_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditBells, &Object::Institution).await?;
        work.permit(Action::EditStudyYear, &Object::Institution).await?;
        for command in &self.commands {
            work.handle::<StudyYear>(self.study_year_id, command.clone()).await?;
        }
        Ok(())
    }
}

/// Drafts a timetable and plans its whole week; what the week does not have is taken out.
#[derive(Debug, Clone)]
pub(super) struct LayOutWeek {
    pub(super) draft: DraftTimetable,
    pub(super) slots: BTreeMap<SlotId, PlannedSlot>,
}

impl LayOutWeek {
    fn plans(&self) -> impl Iterator<Item = PlanSlot> + Send {
        let timetable_id = self.draft.timetable_id;
        self.slots.iter().map(move |(slot_id, slot)| PlanSlot {
            timetable_id,
            slot_id: *slot_id,
            slot: slot.clone(),
        })
    }

    /// Whether a lesson stands where the week has it. Others are in its way.
    fn stays(&self, slot_id: SlotId, known: &PlannedSlot) -> bool {
        let at = |slot: &PlannedSlot| (slot.weekday, slot.number, slot.week);
        self.slots.get(&slot_id).is_some_and(|wanted| at(wanted) == at(known))
    }
}

impl UseCase for LayOutWeek {
    fn writes(&self) -> Vec<StreamKey> {
        self.draft.writes()
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        let mut keys = self.draft.looks_at();
        keys.extend(self.plans().flat_map(|plan| plan.looks_at()));
        keys
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        self.draft.decide(work).await?;
        let timetable_id = self.draft.timetable_id;
        let known = work.look_at::<Timetable>(timetable_id).await?.slots();
        let gone = known.filter(|(slot_id, slot)| !self.stays(*slot_id, slot));
        let gone: Vec<SlotId> = gone.map(|(slot_id, _)| slot_id).collect();
        for slot_id in gone {
            RemoveSlot { timetable_id, slot_id }.decide(work).await?;
        }
        for plan in self.plans() {
            plan.decide(work).await?;
        }
        Ok(())
    }
}

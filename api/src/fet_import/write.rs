//! From the plan to events, step by step. Every step is one append, and changes nothing where it was
//! done before.

use std::collections::HashSet;

use dayek_domain::access::Role;
use dayek_domain::id::{ClassId, PersonId, TimetableId};
use dayek_domain::membership::Membership;
use dayek_domain::person::PersonDetails;
use dayek_domain::school_class::{ClassKind, Part};
use dayek_domain::timetable::Timetable;
use uuid::Uuid;

use super::error::FetImportError;
use super::frame::Frame;
use super::known::Entry;
use super::plan::{Group, Plan, Room};
use super::steps::{LayOutWeek, OpenAccount, SetYear};
use super::week::Weekly;
use super::{Ids, Listener, Progress};
use crate::entropy::new_id;
use crate::log::{Actor, Origin, Receipt, Request, StreamKey, UseCase};
use crate::refusal::Refusal;
use crate::store::Store;
use crate::usecases::{
    AddBuilding, AddPeople, AddRoom, AddSubject, All, ComposeGroup, DraftTimetable, FormClass,
    FormClassAsSet, ImportPeople, Newcomer, Place, PublishTimetables,
};

/// The name of the account under which imports of timetables act.
const PROGRAM: &str = "FET import";
/// Things in one append.
const CHUNK: usize = 200;
/// What the guard of a period says if something is needed twice.
const CLASHES: &str = "timetable_guard.clashes";

pub(super) struct Writer<'a> {
    store: &'a Store,
    frame: &'a Frame,
    request: Request,
    listener: &'a Listener,
    done: usize,
    of: usize,
    events: u64,
}

impl<'a> Writer<'a> {
    /// Opens the account if it is not there, and makes sure that it may do its work.
    pub(super) async fn open(
        store: &'a Store,
        frame: &'a Frame,
        ids: &Ids<'_>,
        listener: &'a Listener,
    ) -> Result<Self, FetImportError> {
        let institution = frame.institution;
        let program: PersonId = ids.of("fet-program", PROGRAM);
        let request = Request {
            origin: Origin::Import,
            ..Request::of_system(institution, new_id(store.entropy.as_ref())?)
        };
        let account = OpenAccount { program, name: PROGRAM };
        let opened = store.log.execute(request.clone(), account).await?;
        let key = StreamKey::of::<Membership>(program);
        let states = store.log.states::<Membership>(institution, &[key.id], None).await?;
        if !states.get(&key.id).is_some_and(|membership| membership.holds(Role::Administrator)) {
            return Err(FetImportError::NotAllowed(institution));
        }
        let request = Request { actor: Actor::Person(program), ..request };
        Ok(Self { store, frame, request, listener, done: 0, of: 0, events: counted(&opened) })
    }

    /// Answers how many events came of it.
    pub(super) async fn write(mut self, plan: &Plan) -> Result<u64, FetImportError> {
        self.of = 7 + plan.weeks.len();
        if !self.frame.commands.is_empty() {
            let Frame { study_year_id, commands, .. } = self.frame;
            self.ask(SetYear { study_year_id: *study_year_id, commands: commands.clone() }).await?;
        }
        self.step();
        self.subjects(plan).await?;
        self.teachers(plan).await?;
        self.places(plan).await?;
        self.classes(plan).await?;
        self.groups(plan).await?;
        for week in &plan.weeks {
            self.ask(self.week(week)).await?;
            self.step();
        }
        self.publish(plan).await?;
        self.must_stand(plan).await?;
        Ok(self.events)
    }

    async fn ask(&mut self, use_case: impl UseCase) -> Result<(), Refusal> {
        let receipt = self.store.log.execute(self.request.clone(), use_case).await?;
        self.events += counted(&receipt);
        Ok(())
    }

    async fn ask_all<U: UseCase>(&mut self, mut use_cases: Vec<U>) -> Result<(), Refusal> {
        while !use_cases.is_empty() {
            let rest = use_cases.split_off(use_cases.len().min(CHUNK));
            self.ask(All(use_cases)).await?;
            use_cases = rest;
        }
        self.step();
        Ok(())
    }

    fn step(&mut self) {
        self.done += 1;
        (self.listener)(Progress::Planning { done: self.done, of: self.of });
    }

    async fn subjects(&mut self, plan: &Plan) -> Result<(), Refusal> {
        let add =
            |entry: &Entry<_>| AddSubject { subject_id: entry.id, name: entry.name.clone(), code: None };
        self.ask_all(missing(&plan.subjects).map(add).collect()).await
    }

    async fn teachers(&mut self, plan: &Plan) -> Result<(), Refusal> {
        let come = |entry: &Entry<PersonId>| Newcomer {
            person_id: entry.id,
            // Of somebody who is known nothing is changed: the school has given them their names.
            details: if plan.registered.contains(&entry.id) {
                PersonDetails::default()
            } else {
                PersonDetails {
                    family_name: entry.name.clone(),
                    external_id: Some(entry.name.clone()),
                    ..PersonDetails::default()
                }
            },
            place: Place::Employee { order: None },
        };
        let people: Vec<Newcomer> = missing(&plan.teachers).map(come).collect();
        let chunks = people.chunks(CHUNK).map(|people| ImportPeople(AddPeople { people: people.to_vec() }));
        for people in chunks {
            self.ask(people).await?;
        }
        self.step();
        Ok(())
    }

    async fn places(&mut self, plan: &Plan) -> Result<(), Refusal> {
        let add =
            |entry: &Entry<_>| AddBuilding { building_id: entry.id, name: entry.name.clone(), address: None };
        self.ask_all(missing(&plan.buildings).map(add).collect()).await?;
        let new = plan.rooms.iter().filter(|room| !room.entry.is_there);
        let add = |room: &Room| AddRoom {
            room_id: room.entry.id,
            name: room.entry.name.clone(),
            building_id: room.building_id,
            seats: room.seats,
        };
        self.ask_all(new.map(add).collect()).await
    }

    async fn classes(&mut self, plan: &Plan) -> Result<(), Refusal> {
        let form = |entry| self.form(entry, ClassKind::Class, Vec::new());
        let new: Vec<_> = missing(&plan.classes).map(form).collect();
        self.ask_all(new).await
    }

    /// New groups, and of what those consist that are there.
    async fn groups(&mut self, plan: &Plan) -> Result<(), Refusal> {
        let (known, new): (Vec<&Group>, Vec<&Group>) =
            plan.groups.iter().partition(|group| group.entry.is_there);
        let form = |group: &Group| self.form(&group.entry, ClassKind::Group, group.parts.clone());
        let new: Vec<_> = new.into_iter().map(form).collect();
        self.ask_all(new).await?;
        for group in known {
            let (class_id, parts) = (group.entry.id, group.parts.clone());
            self.ask(ComposeGroup { class_id, parts }).await?;
        }
        Ok(())
    }

    fn form(&self, entry: &Entry<ClassId>, kind: ClassKind, parts: Vec<Part>) -> FormClassAsSet {
        FormClassAsSet {
            class: FormClass {
                class_id: entry.id,
                study_year_id: self.frame.study_year_id,
                kind,
                name: entry.name.clone(),
                parts,
            },
            set_id: self.frame.set_id,
            bell_schedule_id: Some(self.frame.bell_schedule_id),
        }
    }

    fn week(&self, week: &Weekly) -> LayOutWeek {
        let draft = DraftTimetable {
            timetable_id: week.timetable_id,
            place: self.frame.place(week.class_id),
            name: week.timetable_name.clone(),
        };
        LayOutWeek { draft, slots: week.slots.clone() }
    }

    /// Class by class. What was planned before may stand in the way of a class as long as another has not
    /// let go of it; then all that are left are published together.
    async fn publish(&mut self, plan: &Plan) -> Result<(), FetImportError> {
        let of = plan.weeks.len();
        let from = self.frame.days.first;
        for (done, week) in (1..).zip(&plan.weeks) {
            let alone = PublishTimetables { timetable_ids: vec![week.timetable_id], from };
            match self.ask(alone).await {
                Ok(()) => (self.listener)(Progress::Publishing { done, of }),
                Err(Refusal::Rule(rule)) if rule.code == CLASHES => {
                    let rest = plan.weeks.iter().skip(done - 1).map(|week| week.timetable_id);
                    self.ask(PublishTimetables { timetable_ids: rest.collect(), from }).await?;
                    (self.listener)(Progress::Publishing { done: of, of });
                    return Ok(());
                }
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Ok(())
    }

    /// Nothing is called imported that somebody else has planned otherwise meanwhile.
    async fn must_stand(&self, plan: &Plan) -> Result<(), FetImportError> {
        let ids: Vec<Uuid> = plan.weeks.iter().map(|week| week.timetable_id.0).collect();
        let states = self.store.log.states::<Timetable>(self.frame.institution, &ids, None).await?;
        let published: HashSet<TimetableId> = states
            .iter()
            .filter(|(_, timetable)| timetable.is_published() && !timetable.is_outdated())
            .map(|(id, _)| TimetableId(*id))
            .collect();
        let stands = |week: &Weekly| {
            let slots = states.get(&week.timetable_id.0).map(|timetable| timetable.slots().count());
            published.contains(&week.timetable_id) && slots == Some(week.slots.len())
        };
        if plan.weeks.iter().all(stands) { Ok(()) } else { Err(FetImportError::Moved) }
    }
}

fn missing<I>(entries: &[Entry<I>]) -> impl Iterator<Item = &Entry<I>> {
    entries.iter().filter(|entry| !entry.is_there)
}

fn counted(receipt: &Receipt) -> u64 {
    receipt.positions.map_or(0, |(first, last)| last.saturating_sub(first).saturating_add(1))
}

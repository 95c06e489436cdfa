//! What a class must remember to decide.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::event::{ClassKind, JournalKind, SchoolClassEvent};
use super::part::Part;
use crate::access::{Grant, Over, Role, Standing};
use crate::id::{BellScheduleId, ClassId, PeriodSetId, PersonId, StudyYearId, SubjectId};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SchoolClass {
    pub(super) formed: Option<Formed>,
    stays: BTreeMap<PersonId, Vec<Stay>>,
    /// Each with the sequence of the event that says so, which commands keep as their reason.
    enrolled: BTreeMap<PersonId, u64>,
    teachers: BTreeMap<(PersonId, SubjectId), u64>,
    leader: Option<(PersonId, u64)>,
    psychologist: Option<(PersonId, u64)>,
    pub(super) parts: Vec<Part>,
    journal_kind: Option<JournalKind>,
    period_set: Option<PeriodSetId>,
    bell_schedule: Option<BellScheduleId>,
    seen: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Formed {
    pub(super) study_year_id: StudyYearId,
    pub(super) kind: ClassKind,
    pub(super) name: String,
}

/// One stay of a pupil in a class, first and last day included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// What a class says about a pupil on a day; travels in commands that need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enrolment {
    Member,
    /// Was a member before or will be one, but not on that day.
    OutsideStay,
    Stranger,
}

impl SchoolClass {
    pub const fn is_formed(&self) -> bool {
        self.formed.is_some()
    }

    pub fn study_year_id(&self) -> Option<StudyYearId> {
        self.formed.as_ref().map(|formed| formed.study_year_id)
    }

    pub fn kind(&self) -> Option<ClassKind> {
        self.formed.as_ref().map(|formed| formed.kind)
    }

    pub fn name(&self) -> Option<&str> {
        self.formed.as_ref().map(|formed| formed.name.as_str())
    }

    /// Whoever came by a day and has not left, not even later.
    pub fn staying_since(&self, day: NaiveDate) -> impl Iterator<Item = PersonId> + '_ {
        let stays_on = move |stay: &Stay| stay.to.is_none() && stay.from.is_none_or(|from| from <= day);
        let staying = self.stays.iter().filter(move |(_, stays)| stays.iter().any(stays_on));
        staying.map(|(pupil_id, _)| *pupil_id)
    }

    /// Whether the pupil is in the class on a day, or comes into it later.
    pub fn is_in_from(&self, pupil_id: PersonId, day: NaiveDate) -> bool {
        self.stays_of(pupil_id).any(|stay| stay.to.is_none_or(|to| day <= to))
    }

    pub fn teaches(&self, teacher_id: PersonId, subject_id: SubjectId) -> bool {
        self.teachers.contains_key(&(teacher_id, subject_id))
    }

    pub fn leader(&self) -> Option<PersonId> {
        self.leader.map(|(leader, _)| leader)
    }

    pub fn psychologist(&self) -> Option<PersonId> {
        self.psychologist.map(|(psychologist, _)| psychologist)
    }

    /// Whom the class's lessons hold: itself as a whole, or the parts a group consists of. A group of
    /// which nothing else is known stands for itself.
    pub fn parts(&self, class_id: ClassId) -> Vec<Part> {
        if self.parts.is_empty() { vec![Part::whole(class_id)] } else { self.parts.clone() }
    }

    pub const fn journal_kind(&self) -> Option<JournalKind> {
        self.journal_kind
    }

    pub const fn period_set(&self) -> Option<PeriodSetId> {
        self.period_set
    }

    pub const fn bell_schedule(&self) -> Option<BellScheduleId> {
        self.bell_schedule
    }

    /// Adds to a person's standing what this class gives them on a day. What only staff can be counts
    /// only for those who are employed.
    pub fn add_to(&self, standing: &mut Standing, class_id: ClassId, day: NaiveDate) {
        let person = standing.person();
        let grant = |sequence| Grant { stream: "school_class", id: class_id.0, sequence };
        if standing.has(Role::Employee) {
            let taught = (person, SubjectId(Uuid::nil()))..=(person, SubjectId(Uuid::max()));
            for ((_, subject_id), sequence) in self.teachers.range(taught) {
                let over = Over::Journal { class_id, subject_id: *subject_id };
                standing.add(Role::Teacher, over, grant(*sequence));
            }
            if let Some((leader, sequence)) = self.leader
                && leader == person
            {
                standing.add(Role::ClassLeader, Over::Class(class_id), grant(sequence));
            }
            if let Some((psychologist, sequence)) = self.psychologist
                && psychologist == person
            {
                standing.add(Role::Psychologist, Over::Class(class_id), grant(sequence));
            }
        }
        if self.enrolment_on(person, day) == Enrolment::Member
            && let Some(sequence) = self.enrolled.get(&person)
        {
            standing.add(Role::Pupil, Over::Class(class_id), grant(*sequence));
        }
    }

    /// Whether the pupil belongs to the class on a day.
    pub fn enrolment_on(&self, pupil_id: PersonId, day: NaiveDate) -> Enrolment {
        match self.stays.get(&pupil_id) {
            None => Enrolment::Stranger,
            Some(stays) if stays.iter().any(|stay| stay.contains(day)) => Enrolment::Member,
            Some(_) => Enrolment::OutsideStay,
        }
    }

    pub(super) fn open_stay(&self, pupil_id: PersonId) -> Option<Stay> {
        self.stays_of(pupil_id).find(|stay| stay.to.is_none()).copied()
    }

    pub(super) fn stays_of(&self, pupil_id: PersonId) -> impl Iterator<Item = &Stay> {
        self.stays.get(&pupil_id).into_iter().flatten()
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: SchoolClassEvent) {
        self.seen += 1;
        match event {
            SchoolClassEvent::ClassFormed { study_year_id, kind, name, parts, .. } => {
                self.formed = Some(Formed { study_year_id, kind, name });
                self.parts = parts;
            }
            SchoolClassEvent::ClassRenamed { to, .. } => {
                if let Some(formed) = &mut self.formed {
                    formed.name = to;
                }
            }
            SchoolClassEvent::PupilEnrolled { pupil_id, from, .. } => {
                self.stays.entry(pupil_id).or_default().push(Stay { from, to: None });
                self.enrolled.insert(pupil_id, self.seen);
            }
            SchoolClassEvent::EnrolmentMoved { pupil_id, to, .. } => {
                if let Some(stay) = self.last_open(pupil_id) {
                    stay.from = to;
                }
            }
            SchoolClassEvent::PupilWithdrawn { pupil_id, on, .. } => {
                if let Some(stay) = self.last_open(pupil_id) {
                    stay.to = Some(on);
                }
            }
            SchoolClassEvent::WithdrawalMoved { pupil_id, to, .. } => {
                if let Some(stay) = self.stays.get_mut(&pupil_id).and_then(|stays| stays.last_mut()) {
                    stay.to = Some(to);
                }
            }
            SchoolClassEvent::TeacherAssigned { teacher_id, subject_id } => {
                self.teachers.insert((teacher_id, subject_id), self.seen);
            }
            SchoolClassEvent::TeacherUnassigned { teacher_id, subject_id } => {
                self.teachers.remove(&(teacher_id, subject_id));
            }
            SchoolClassEvent::LeaderAppointed { leader_id, .. } => {
                self.leader = Some((leader_id, self.seen));
            }
            SchoolClassEvent::LeaderDismissed { .. } => self.leader = None,
            SchoolClassEvent::PsychologistAssigned { psychologist_id, .. } => {
                self.psychologist = Some((psychologist_id, self.seen));
            }
            SchoolClassEvent::PsychologistUnassigned { .. } => self.psychologist = None,
            SchoolClassEvent::GroupComposed { to, .. } => self.parts = to,
            SchoolClassEvent::JournalKindChosen { kind, .. } => self.journal_kind = Some(kind),
            SchoolClassEvent::PeriodSetChosen { to, .. } => self.period_set = to,
            SchoolClassEvent::BellScheduleChosen { to, .. } => self.bell_schedule = Some(to),
        }
    }

    fn last_open(&mut self, pupil_id: PersonId) -> Option<&mut Stay> {
        self.stays.get_mut(&pupil_id)?.iter_mut().rev().find(|stay| stay.to.is_none())
    }
}

impl Stay {
    fn contains(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

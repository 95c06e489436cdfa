//! A whole school goes on to the next study year: every class becomes one of that year, and its pupils go
//! with it.
//!
//! A class exists within one study year, so the class of the next one is new; its id follows from the old
//! class and the year. Each class is one append, and said again it changes nothing: whoever breaks off
//! half-way simply begins again.

use std::collections::HashSet;

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{ClassId, PersonId, StudyYearId};
use dayek_domain::membership::Order;
use dayek_domain::school_class::{
    ClassKind, Enrolment, Part, SchoolClass, SchoolClassCommand, SchoolClassError,
};
use dayek_domain::study_year::{StudyYear, StudyYearError};
use uuid::Uuid;

use super::classes::{must_be_another, must_be_employed};
use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::{Refusal, SchoolError};

/// From which study year to which, and on what terms.
#[derive(Debug, Clone)]
pub struct NextYear {
    pub from_year: StudyYearId,
    pub to_year: StudyYearId,
    /// The first day in the new classes.
    pub on: NaiveDate,
    pub order: Option<Order>,
    /// Whether class leaders and psychologists go on with their classes.
    pub with_staff: bool,
}

/// What becomes of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Onward {
    /// It is called so in the next study year.
    As(String),
    /// Its pupils leave.
    Leaves,
}

impl NextYear {
    /// What a class of the old year is in the new one.
    #[must_use]
    pub fn class_id(&self, of: ClassId) -> ClassId {
        ClassId(Uuid::new_v5(&of.0, self.to_year.0.as_bytes()))
    }

    /// The last day in the old classes.
    async fn last_day(&self, work: &mut Work<'_>) -> Result<NaiveDate, Refusal> {
        let old = work.look_at::<StudyYear>(self.from_year).await?.days().ok_or(Refusal::NotFound)?;
        let new = work.look_at::<StudyYear>(self.to_year).await?.days().ok_or(Refusal::NotFound)?;
        if new.first <= old.last {
            return Err(SchoolError::YearsOutOfOrder.into());
        }
        if !new.contain(self.on) {
            return Err(StudyYearError::DateOutsideYear { date: self.on }.into());
        }
        Ok(old.last)
    }

    fn years(&self) -> [StreamKey; 2] {
        [self.from_year, self.to_year].map(StreamKey::of::<StudyYear>)
    }

    /// A class of the old year, or a refusal.
    async fn class_of<'a>(
        &self,
        work: &'a mut Work<'_>,
        class_id: ClassId,
    ) -> Result<&'a SchoolClass, Refusal> {
        let class = work.look_at::<SchoolClass>(class_id).await?;
        match class.study_year_id() {
            None => Err(Refusal::NotFound),
            Some(year) if year != self.from_year => Err(SchoolError::NoSuchClass.into()),
            Some(_) => Ok(class),
        }
    }
}

/// Checks the whole of it and changes nothing: the years, the day, and the names of the new classes.
#[derive(Debug, Clone)]
pub struct CheckPromotion {
    pub next: NextYear,
    pub classes: Vec<(ClassId, Onward)>,
}

impl UseCase for CheckPromotion {
    fn writes(&self) -> Vec<StreamKey> {
        vec![]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        let classes = self.classes.iter().map(|(class_id, _)| StreamKey::of::<SchoolClass>(*class_id));
        classes.chain(self.next.years()).collect()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        self.next.last_day(work).await?;
        let own: HashSet<ClassId> =
            self.classes.iter().map(|(class_id, _)| self.next.class_id(*class_id)).collect();
        let others = work.classes_of_year(self.next.to_year).await?;
        let others = others.into_iter().filter(|(class_id, _)| !own.contains(class_id));
        let mut names: HashSet<String> = others.map(|(_, name)| name.to_lowercase()).collect();
        for (class_id, onward) in &self.classes {
            let checked = self.check(work, *class_id, onward, &mut names).await;
            checked.map_err(|refusal| about(refusal, *class_id))?;
        }
        Ok(())
    }
}

impl CheckPromotion {
    async fn check(
        &self,
        work: &mut Work<'_>,
        class_id: ClassId,
        onward: &Onward,
        names: &mut HashSet<String>,
    ) -> Result<(), Refusal> {
        let kind = self.next.class_of(work, class_id).await?.kind();
        let name = match onward {
            Onward::Leaves => return Ok(()),
            Onward::As(name) => name.trim(),
        };
        if name.is_empty() {
            return Err(SchoolClassError::NameMissing.into());
        }
        if kind == Some(ClassKind::Class) && !names.insert(name.to_lowercase()) {
            return Err(SchoolError::ClassNameTwice.into());
        }
        Ok(())
    }
}

/// Takes one class or group on, with whoever has not left it: the stays in it end on the last day of its
/// year. A class that has gone on already keeps its name and its staff; who was left behind follows.
#[derive(Debug, Clone)]
pub struct PromoteClass {
    pub next: NextYear,
    pub class_id: ClassId,
    pub onward: Onward,
}

/// What is to be known of the old class.
struct Old {
    kind: ClassKind,
    pupils: Vec<PersonId>,
    /// Of what a group consists.
    parts: Vec<Part>,
    leader: Option<PersonId>,
    psychologist: Option<PersonId>,
}

impl UseCase for PromoteClass {
    fn writes(&self) -> Vec<StreamKey> {
        let new = match &self.onward {
            Onward::As(_) => Some(self.next.class_id(self.class_id)),
            Onward::Leaves => None,
        };
        [Some(self.class_id), new].into_iter().flatten().map(StreamKey::of::<SchoolClass>).collect()
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        self.next.years().into()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        self.promote(work).await.map_err(|refusal| about(refusal, self.class_id))
    }
}

impl PromoteClass {
    async fn promote(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let last = self.next.last_day(work).await?;
        let class = self.next.class_of(work, self.class_id).await?;
        let mut parts = class.parts(self.class_id);
        parts.retain(|part| part.class_id != self.class_id);
        let old = Old {
            kind: class.kind().ok_or(Refusal::NotFound)?,
            pupils: class.staying_since(last).collect(),
            parts,
            leader: class.leader(),
            psychologist: class.psychologist(),
        };
        if let Onward::As(name) = &self.onward {
            self.go_on(work, &old, name.trim(), last).await?;
        }
        let order = &self.next.order;
        for pupil_id in old.pupils {
            let leave =
                SchoolClassCommand::WithdrawPupil { pupil_id, on: last, reason: None, order: order.clone() };
            work.handle::<SchoolClass>(self.class_id, leave).await?;
        }
        Ok(())
    }

    async fn go_on(
        &self,
        work: &mut Work<'_>,
        old: &Old,
        name: &str,
        last: NaiveDate,
    ) -> Result<(), Refusal> {
        let parts = self.parts(work, old, last).await?;
        if !old.parts.is_empty() && parts.is_empty() {
            return Ok(());
        }
        let class_id = self.next.class_id(self.class_id);
        if !work.look_at::<SchoolClass>(class_id).await?.is_formed() {
            let form = SchoolClassCommand::Form {
                study_year_id: self.next.to_year,
                kind: old.kind,
                name: name.to_owned(),
                external_id: None,
                parts: parts.clone(),
            };
            work.handle::<SchoolClass>(class_id, form).await?;
            if self.next.with_staff {
                self.take_staff_along(work, class_id, old).await?;
            }
        }
        for pupil_id in &old.pupils {
            if self.comes_along(work, *pupil_id, &parts).await? {
                let order = self.next.order.clone();
                let come =
                    SchoolClassCommand::EnrolPupil { pupil_id: *pupil_id, from: Some(self.next.on), order };
                work.handle::<SchoolClass>(class_id, come).await?;
            }
        }
        Ok(())
    }

    /// What a group consists of in the new year. Classes that leave are no part of it any more.
    async fn parts(&self, work: &mut Work<'_>, old: &Old, last: NaiveDate) -> Result<Vec<Part>, Refusal> {
        let mut parts = Vec::with_capacity(old.parts.len());
        for part in &old.parts {
            if work.look_at::<SchoolClass>(part.class_id).await?.staying_since(last).next().is_some() {
                return Err(SchoolError::ClassesGoFirst.into());
            }
            let class_id = self.next.class_id(part.class_id);
            if work.look_at::<SchoolClass>(class_id).await?.is_formed() {
                parts.push(Part { class_id, ..part.clone() });
            }
        }
        Ok(parts)
    }

    /// Into a group come those who are in one of its classes; of a group of which nothing is known, all.
    async fn comes_along(
        &self,
        work: &mut Work<'_>,
        pupil_id: PersonId,
        parts: &[Part],
    ) -> Result<bool, Refusal> {
        for part in parts {
            let class = work.look_at::<SchoolClass>(part.class_id).await?;
            if class.enrolment_on(pupil_id, self.next.on) == Enrolment::Member {
                return Ok(true);
            }
        }
        Ok(parts.is_empty())
    }

    async fn take_staff_along(
        &self,
        work: &mut Work<'_>,
        class_id: ClassId,
        old: &Old,
    ) -> Result<(), Refusal> {
        let order = &self.next.order;
        if let Some(leader_id) = old.leader
            && may_go_on(work, leader_id).await?
        {
            let command = SchoolClassCommand::AppointLeader { leader_id, order: order.clone() };
            work.handle::<SchoolClass>(class_id, command).await?;
        }
        if let Some(psychologist_id) = old.psychologist
            && may_go_on(work, psychologist_id).await?
        {
            let command = SchoolClassCommand::AssignPsychologist { psychologist_id, order: order.clone() };
            work.handle::<SchoolClass>(class_id, command).await?;
        }
        // What may have been asked of them is not the ground of the whole.
        work.permit(Action::EditClasses, &Object::Institution).await
    }
}

/// Whoever is employed no more, or would take a duty for themselves, is not taken along.
async fn may_go_on(work: &mut Work<'_>, person_id: PersonId) -> Result<bool, Refusal> {
    let allowed = match must_be_employed(work, person_id).await {
        Ok(()) => must_be_another(work, person_id).await,
        refused @ Err(_) => refused,
    };
    match allowed {
        Ok(()) => Ok(true),
        Err(Refusal::Rule(_)) => Ok(false),
        Err(refusal) => Err(refusal),
    }
}

/// A rule that forbids it says of which class, in its value `class_id`.
fn about(refusal: Refusal, class_id: ClassId) -> Refusal {
    let Refusal::Rule(mut rule) = refusal else { return refusal };
    rule.values.insert("class_id".to_owned(), class_id.to_string());
    Refusal::Rule(rule)
}

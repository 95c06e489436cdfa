//! Classes: forming them, enrolling and withdrawing pupils, assigning teachers.

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object, Role};
use dayek_domain::id::{ClassId, PersonId, StudyYearId, SubjectId};
use dayek_domain::institution::Institution;
use dayek_domain::membership::{Membership, MembershipError, Order};
use dayek_domain::person::Person;
use dayek_domain::personal::Personal;
use dayek_domain::school_class::{ClassKind, Part, SchoolClass, SchoolClassCommand};
use dayek_domain::study_year::StudyYear;
use dayek_domain::subject::Subject;

use super::class_settings::must_be_classes_of;
use crate::log::{Actor, StreamKey, UseCase, Work};
use crate::refusal::{Refusal, SchoolError};

/// Forms a class, or renames it.
#[derive(Debug, Clone)]
pub struct FormClass {
    pub class_id: ClassId,
    pub study_year_id: StudyYearId,
    pub kind: ClassKind,
    pub name: String,
    /// Of what a group consists; none says nothing about a group that is formed already.
    pub parts: Vec<Part>,
}

impl UseCase for FormClass {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.class_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        let classes = self.parts.iter().map(|part| StreamKey::of::<SchoolClass>(part.class_id));
        classes.chain([StreamKey::of::<StudyYear>(self.study_year_id)]).collect()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        if work.look_at::<StudyYear>(self.study_year_id).await?.days().is_none() {
            return Err(Refusal::NotFound);
        }
        must_be_classes_of(work, self.study_year_id, &self.parts).await?;
        let command = SchoolClassCommand::Form {
            study_year_id: self.study_year_id,
            kind: self.kind,
            name: self.name.clone(),
            external_id: None,
            parts: self.parts.clone(),
        };
        work.handle::<SchoolClass>(self.class_id, command).await?;
        Ok(())
    }
}

/// Enrols a pupil in a class.
#[derive(Debug, Clone)]
pub struct EnrolPupil {
    pub class_id: ClassId,
    pub pupil_id: PersonId,
    pub from: NaiveDate,
    pub order: Option<Order>,
}

impl UseCase for EnrolPupil {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.class_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.pupil_id), StreamKey::of::<Membership>(self.pupil_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        if !work.look_at::<Person>(self.pupil_id).await?.is_human() {
            return Err(Refusal::NotFound);
        }
        // Through the class its leader could restore their access, and with it what the role may.
        if work.look_at::<Membership>(self.pupil_id).await?.roles().next().is_some() {
            return Err(SchoolError::IsStaff.into());
        }
        must_lie_in_year(work, self.class_id, self.from).await?;
        let command = SchoolClassCommand::EnrolPupil {
            pupil_id: self.pupil_id,
            from: Some(self.from),
            order: self.order.clone(),
        };
        work.handle::<SchoolClass>(self.class_id, command).await?;
        Ok(())
    }
}

/// Ends a pupil's stay in a class.
#[derive(Debug, Clone)]
pub struct WithdrawPupil {
    pub class_id: ClassId,
    pub pupil_id: PersonId,
    pub on: NaiveDate,
    pub reason: Option<String>,
    pub order: Option<Order>,
}

impl UseCase for WithdrawPupil {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.class_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        let reason = self.reason.clone().map(|reason| Personal::plain(self.pupil_id, reason));
        let command = SchoolClassCommand::WithdrawPupil {
            pupil_id: self.pupil_id,
            on: self.on,
            reason,
            order: self.order.clone(),
        };
        work.handle::<SchoolClass>(self.class_id, command).await?;
        Ok(())
    }
}

/// Has a teacher teach a subject in a class.
#[derive(Debug, Clone)]
pub struct AssignTeacher {
    pub class_id: ClassId,
    pub subject_id: SubjectId,
    pub teacher_id: PersonId,
}

impl UseCase for AssignTeacher {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.class_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Person>(self.teacher_id), StreamKey::of::<Subject>(self.subject_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditTimetable, &Object::Institution).await?;
        let known = work.look_at::<Person>(self.teacher_id).await?.is_registered()
            && work.look_at::<Subject>(self.subject_id).await?.exists();
        if !known {
            return Err(Refusal::NotFound);
        }
        must_be_employed(work, self.teacher_id).await?;
        let command =
            SchoolClassCommand::AssignTeacher { teacher_id: self.teacher_id, subject_id: self.subject_id };
        work.handle::<SchoolClass>(self.class_id, command).await?;
        Ok(())
    }
}

/// Has a teacher teach a subject of a class no more.
#[derive(Debug, Clone)]
pub struct UnassignTeacher {
    pub class_id: ClassId,
    pub subject_id: SubjectId,
    pub teacher_id: PersonId,
}

impl UseCase for UnassignTeacher {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.class_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditTimetable, &Object::Institution).await?;
        let command =
            SchoolClassCommand::UnassignTeacher { teacher_id: self.teacher_id, subject_id: self.subject_id };
        work.handle::<SchoolClass>(self.class_id, command).await?;
        Ok(())
    }
}

/// What a member of the staff may do for a class as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    ClassLeader,
    Psychologist,
}

/// Gives a duty in a class to somebody, in the place of whoever has it; `None` gives it to nobody.
#[derive(Debug, Clone)]
pub struct StaffClass {
    pub class_id: ClassId,
    pub duty: Duty,
    pub person_id: Option<PersonId>,
    pub order: Option<Order>,
}

impl UseCase for StaffClass {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<SchoolClass>(self.class_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditClasses, &Object::Institution).await?;
        if let Some(person_id) = self.person_id {
            must_be_employed(work, person_id).await?;
            must_be_another(work, person_id).await?;
        }
        if self.duty == Duty::Psychologist && self.person_id.is_some() {
            let kind = work.look_at::<Institution>(work.institution()).await?.kind();
            if kind.is_some_and(|kind| !Role::Psychologist.exists_in(kind)) {
                return Err(MembershipError::NotInThisInstitution { role: Role::Psychologist }.into());
            }
        }
        let order = self.order.clone();
        let command = match (self.duty, self.person_id) {
            (Duty::ClassLeader, Some(leader_id)) => SchoolClassCommand::AppointLeader { leader_id, order },
            (Duty::ClassLeader, None) => SchoolClassCommand::DismissLeader { order },
            (Duty::Psychologist, Some(psychologist_id)) => {
                SchoolClassCommand::AssignPsychologist { psychologist_id, order }
            }
            (Duty::Psychologist, None) => SchoolClassCommand::UnassignPsychologist { order },
        };
        work.handle::<SchoolClass>(self.class_id, command).await?;
        Ok(())
    }
}

/// Nobody comes to a class on a day on which its study year has not begun or is over.
pub(super) async fn must_lie_in_year(
    work: &mut Work<'_>,
    class_id: ClassId,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let Some(year) = work.look_at::<SchoolClass>(class_id).await?.study_year_id() else {
        return Err(Refusal::NotFound);
    };
    match work.look_at::<StudyYear>(year).await?.days() {
        Some(days) if !days.contain(on) => Err(SchoolError::DayOutsideYear.into()),
        Some(_) | None => Ok(()),
    }
}

/// A duty gives rights, and only whoever grants roles gives rights to themselves.
pub(super) async fn must_be_another(work: &mut Work<'_>, person_id: PersonId) -> Result<(), Refusal> {
    if work.actor() != Actor::Person(person_id) {
        return Ok(());
    }
    let permitted = work.permit(Action::GrantRoles, &Object::Institution).await;
    permitted.map_err(|refusal| {
        if matches!(refusal, Refusal::NotFound | Refusal::Forbidden { .. }) {
            SchoolError::OwnAppointment.into()
        } else {
            refusal
        }
    })
}

/// What follows from a class counts only for the staff, so nobody else is given it.
pub(super) async fn must_be_employed(work: &mut Work<'_>, person_id: PersonId) -> Result<(), Refusal> {
    if work.look_at::<Membership>(person_id).await?.is_employed() {
        return Ok(());
    }
    Err(SchoolError::NotEmployed.into())
}

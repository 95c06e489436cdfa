//! Somebody in every role a school has.

use dayek::usecases::{Duty, GrantRole, LinkGuardian, StaffClass};
use dayek_domain::access::Role;
use dayek_domain::id::PersonId;
use dayek_domain::person::Kinship;

use crate::journal::Journal;
use crate::school::{SCHOOL, School};
use crate::set_up::register;

/// Who of [`SCHOOL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Administrator,
    Director,
    DeputyDirector,
    HeadOfStudies,
    Editor,
    /// Teaches algebra in 7А.
    Teacher,
    /// Teaches history in 7Б.
    OtherTeacher,
    /// Leads 7А.
    ClassLeader,
    Psychologist,
    Moderator,
    Employee,
    /// Aigerim, of 7А.
    Pupil,
    /// Her mother.
    Parent,
    Auditor,
}

impl Who {
    pub const ALL: [Self; 14] = [
        Self::Administrator,
        Self::Director,
        Self::DeputyDirector,
        Self::HeadOfStudies,
        Self::Editor,
        Self::Teacher,
        Self::OtherTeacher,
        Self::ClassLeader,
        Self::Psychologist,
        Self::Moderator,
        Self::Employee,
        Self::Pupil,
        Self::Parent,
        Self::Auditor,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Director => "director",
            Self::DeputyDirector => "deputy director",
            Self::HeadOfStudies => "head of studies",
            Self::Editor => "editor",
            Self::Teacher => "teacher",
            Self::OtherTeacher => "teacher of another class",
            Self::ClassLeader => "class leader",
            Self::Psychologist => "psychologist",
            Self::Moderator => "moderator",
            Self::Employee => "employee",
            Self::Pupil => "pupil",
            Self::Parent => "parent",
            Self::Auditor => "auditor",
        }
    }

    pub const fn person(self) -> PersonId {
        self.person_in(SCHOOL)
    }

    const fn person_in(self, school: School) -> PersonId {
        match self {
            Self::Administrator => school.staff(1),
            Self::Director => school.staff(2),
            Self::DeputyDirector => school.staff(3),
            Self::HeadOfStudies => school.staff(4),
            Self::Editor => school.staff(5),
            Self::ClassLeader => school.staff(6),
            Self::Psychologist => school.staff(7),
            Self::Moderator => school.staff(8),
            Self::Employee => school.staff(9),
            Self::Parent => school.staff(10),
            Self::Auditor => school.staff(11),
            Self::Teacher => school.algebra_teacher(),
            Self::OtherTeacher => school.history_teacher(),
            Self::Pupil => school.pupil(1),
        }
    }

    /// What is granted to them; the small school has teachers and pupils already.
    const fn granted(self) -> &'static [Role] {
        match self {
            Self::Administrator => &[Role::Employee, Role::Administrator],
            Self::Director => &[Role::Director],
            Self::DeputyDirector => &[Role::DeputyDirector],
            Self::HeadOfStudies => &[Role::HeadOfStudies],
            Self::Editor => &[Role::Editor],
            Self::ClassLeader | Self::Employee => &[Role::Employee],
            Self::Psychologist => &[Role::Employee, Role::Psychologist],
            Self::Moderator => &[Role::Moderator],
            Self::Auditor => &[Role::Auditor],
            Self::Teacher | Self::OtherTeacher | Self::Pupil | Self::Parent => &[],
        }
    }
}

/// Everybody the small school does not have of itself.
pub(crate) async fn hire(journal: &Journal, school: School) {
    for who in Who::ALL {
        if matches!(who, Who::Teacher | Who::OtherTeacher | Who::Pupil) {
            continue;
        }
        register(journal, school, who.person_in(school), "Қызметов", who.name()).await;
        for role in who.granted() {
            journal.run_in(school, GrantRole::of(who.person_in(school), *role)).await;
        }
    }
    for (duty, who) in [(Duty::ClassLeader, Who::ClassLeader), (Duty::Psychologist, Who::Psychologist)] {
        let person_id = Some(who.person_in(school));
        let staffed = StaffClass { class_id: school.class_7a(), duty, person_id, order: None };
        journal.run_in(school, staffed).await;
    }
    let guardian_id = Who::Parent.person_in(school);
    let mother = LinkGuardian { pupil_id: school.pupil(1), guardian_id, kinship: Kinship::Mother };
    journal.run_in(school, mother).await;
}

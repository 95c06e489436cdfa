//! Who may do what. [`Role::reach`] is the whole policy; a test prints it and freezes the print.

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString, IntoStaticStr};

/// What a person is in an institution. The seed's roles (lines 60–290), stored by these names.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    AsRefStr,
    EnumString,
    EnumIter,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    Administrator,
    Director,
    DeputyDirector,
    HeadOfStudies,
    Editor,
    Teacher,
    ClassLeader,
    Psychologist,
    Moderator,
    Employee,
    Pupil,
    Parent,
    OrgAdministrator,
    OrgLeadership,
    OrgDeputy,
    OrgEditor,
}

/// What can be done through any door of the program.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    AsRefStr,
    EnumString,
    EnumIter,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    ReadSchool,
    ReadJournal,
    ReadStatistics,
    ReadChangeHistory,
    GiveMarks,
    RecordAttendance,
    ScheduleLessons,
    ManageSchool,
    GrantRoles,
}

/// How far a permission reaches. Whether a class is taught by this person is a fact looked up
/// elsewhere; what that fact is worth is decided here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, AsRefStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reach {
    /// The pairs of class and subject this person teaches.
    Taught,
    /// Everything in the institution.
    Institution,
}

impl Role {
    /// `None` is a refusal. Exhaustive on purpose: a new role or action does not compile until
    /// somebody has decided.
    pub const fn reach(self, action: Action) -> Option<Reach> {
        match (action, self) {
            (
                Action::ReadSchool | Action::ReadJournal,
                Self::Administrator
                | Self::Director
                | Self::DeputyDirector
                | Self::HeadOfStudies
                | Self::Editor
                | Self::Teacher
                | Self::ClassLeader
                | Self::Psychologist
                | Self::Moderator
                | Self::Employee,
            ) => Some(Reach::Institution),
            (
                Action::ReadSchool | Action::ReadJournal,
                Self::Pupil
                | Self::Parent
                | Self::OrgAdministrator
                | Self::OrgLeadership
                | Self::OrgDeputy
                | Self::OrgEditor,
            ) => None,

            (
                Action::ReadStatistics,
                Self::Administrator
                | Self::Director
                | Self::DeputyDirector
                | Self::HeadOfStudies
                | Self::Teacher
                | Self::ClassLeader
                | Self::Psychologist,
            ) => Some(Reach::Institution),
            (
                Action::ReadStatistics,
                Self::Editor
                | Self::Moderator
                | Self::Employee
                | Self::Pupil
                | Self::Parent
                | Self::OrgAdministrator
                | Self::OrgLeadership
                | Self::OrgDeputy
                | Self::OrgEditor,
            ) => None,

            (
                Action::ReadChangeHistory | Action::GiveMarks | Action::RecordAttendance,
                Self::Administrator,
            ) => Some(Reach::Institution),
            (Action::ReadChangeHistory | Action::GiveMarks | Action::RecordAttendance, Self::Teacher) => {
                Some(Reach::Taught)
            }
            (
                Action::ReadChangeHistory | Action::GiveMarks | Action::RecordAttendance,
                Self::Director
                | Self::DeputyDirector
                | Self::HeadOfStudies
                | Self::Editor
                | Self::ClassLeader
                | Self::Psychologist
                | Self::Moderator
                | Self::Employee
                | Self::Pupil
                | Self::Parent
                | Self::OrgAdministrator
                | Self::OrgLeadership
                | Self::OrgDeputy
                | Self::OrgEditor,
            ) => None,

            (Action::ScheduleLessons | Action::ManageSchool | Action::GrantRoles, Self::Administrator) => {
                Some(Reach::Institution)
            }
            (
                Action::ScheduleLessons | Action::ManageSchool | Action::GrantRoles,
                Self::Director
                | Self::DeputyDirector
                | Self::HeadOfStudies
                | Self::Editor
                | Self::Teacher
                | Self::ClassLeader
                | Self::Psychologist
                | Self::Moderator
                | Self::Employee
                | Self::Pupil
                | Self::Parent
                | Self::OrgAdministrator
                | Self::OrgLeadership
                | Self::OrgDeputy
                | Self::OrgEditor,
            ) => None,
        }
    }

    /// Whether the role is granted by an event of its own. The others follow from enrolment,
    /// guardianship or leadership of a class.
    pub const fn is_granted(self) -> bool {
        match self {
            Self::Administrator
            | Self::Director
            | Self::DeputyDirector
            | Self::HeadOfStudies
            | Self::Editor
            | Self::Teacher
            | Self::Psychologist
            | Self::Moderator
            | Self::Employee
            | Self::OrgAdministrator
            | Self::OrgLeadership
            | Self::OrgDeputy
            | Self::OrgEditor => true,
            Self::ClassLeader | Self::Pupil | Self::Parent => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::expect;
    use strum::IntoEnumIterator as _;

    use super::*;

    /// A change of policy is a change a director can read.
    #[test]
    fn the_policy_reads_as_written() {
        let mut print = String::new();
        for action in Action::iter() {
            for role in Role::iter() {
                if let Some(reach) = role.reach(action) {
                    writeln!(print, "{:20} {:16} {}", action.as_ref(), role.as_ref(), reach.as_ref())
                        .unwrap();
                }
            }
        }
        expect![[r#"
            read_school          administrator    institution
            read_school          director         institution
            read_school          deputy_director  institution
            read_school          head_of_studies  institution
            read_school          editor           institution
            read_school          teacher          institution
            read_school          class_leader     institution
            read_school          psychologist     institution
            read_school          moderator        institution
            read_school          employee         institution
            read_journal         administrator    institution
            read_journal         director         institution
            read_journal         deputy_director  institution
            read_journal         head_of_studies  institution
            read_journal         editor           institution
            read_journal         teacher          institution
            read_journal         class_leader     institution
            read_journal         psychologist     institution
            read_journal         moderator        institution
            read_journal         employee         institution
            read_statistics      administrator    institution
            read_statistics      director         institution
            read_statistics      deputy_director  institution
            read_statistics      head_of_studies  institution
            read_statistics      teacher          institution
            read_statistics      class_leader     institution
            read_statistics      psychologist     institution
            read_change_history  administrator    institution
            read_change_history  teacher          taught
            give_marks           administrator    institution
            give_marks           teacher          taught
            record_attendance    administrator    institution
            record_attendance    teacher          taught
            schedule_lessons     administrator    institution
            manage_school        administrator    institution
            grant_roles          administrator    institution
        "#]]
        .assert_eq(&print);
    }

    /// Names of people, classes and subjects are part of reading the school.
    #[test]
    fn whoever_may_read_statistics_or_the_change_history_may_read_the_names_in_them() {
        for report in [Action::ReadStatistics, Action::ReadChangeHistory] {
            for role in Role::iter().filter(|role| role.reach(report).is_some()) {
                let names = role.reach(Action::ReadSchool);
                assert_eq!(names, Some(Reach::Institution), "{} {}", report.as_ref(), role.as_ref());
            }
        }
    }
}

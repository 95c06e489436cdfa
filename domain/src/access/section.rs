//! The sections of the administration that are opened to an editor one by one.

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString, IntoStaticStr};

use super::{Action, Role};

/// A section (seed lines 178–182 and 302–303). Stored by these names.
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
pub enum Section {
    /// «ҮТ және бағалар»: journals, calendar planning, plans.
    Journals,
    Timetable,
    People,
    Classes,
    Directory,
    Announcements,
}

/// What may be done in an opened section.
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
pub enum Level {
    View,
    Edit,
}

impl Section {
    /// Whether the section can be opened to holders of the role.
    pub const fn opens_to(self, role: Role) -> bool {
        match self {
            Self::Journals | Self::Timetable | Self::Classes | Self::Directory => {
                matches!(role, Role::Editor)
            }
            Self::People => matches!(role, Role::Editor | Role::OrgEditor),
            Self::Announcements => matches!(role, Role::OrgEditor),
        }
    }

    /// What a section opened for viewing, or further for editing, allows.
    pub const fn actions(self, level: Level) -> &'static [Action] {
        match (self, level) {
            (Self::Journals, Level::View) => {
                &[Action::ViewJournals, Action::ViewCalendarPlanning, Action::ViewPlans]
            }
            (Self::Journals, Level::Edit) => &[
                Action::GiveMarks,
                Action::RecordAttendance,
                Action::EditLessonPages,
                Action::AssignHomework,
                Action::EditCalendarPlanning,
                Action::EditPlans,
            ],
            (Self::Timetable, Level::View) => &[Action::ViewTimetable],
            (Self::Timetable, Level::Edit) => &[Action::EditTimetable],
            (Self::People, Level::View) => &[Action::ViewPersonalData],
            (Self::People, Level::Edit) => &[
                Action::EditPersonalData,
                Action::AddPeople,
                Action::RestoreAccess,
                Action::PrintInvitations,
            ],
            (Self::Classes, Level::View) => &[Action::ViewClassPages, Action::ViewClassPupils],
            (Self::Classes, Level::Edit) => &[Action::EditClasses],
            (Self::Directory, Level::View) => &[Action::ViewDirectory],
            (Self::Directory, Level::Edit) => &[Action::EditDirectory, Action::FormUntList],
            (Self::Announcements, Level::View) => &[],
            (Self::Announcements, Level::Edit) => &[Action::CreateAnnouncements],
        }
    }
}

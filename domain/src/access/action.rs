//! Everything that can be done through any door of the program, or will be.

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString, IntoEnumIterator as _, IntoStaticStr};

use super::{Level, Section};

/// What can be done. Kept by these names in the metadata of events.
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
    // The school and its classes.
    ViewSchoolPages,
    EditSchoolPages,
    ViewClassPages,
    /// Profile, people, calendar, groups, files, forum, announcements, achievements, books.
    ViewClassSections,
    EditClassPages,
    ViewClassPupils,
    /// Everything a class keeps about its pupils.
    ViewClassData,
    ViewStudyData,

    // The journal.
    ViewJournals,
    GiveMarks,
    RecordAttendance,
    EditLessonPages,
    AssignHomework,
    ViewCalendarPlanning,
    EditCalendarPlanning,
    ViewPlans,
    EditPlans,
    DeletePlans,
    /// Marks, attendance and homework of one pupil.
    ViewDiary,

    // The timetable.
    ViewTimetable,
    /// The timetable of one pupil: own class, own subgroups.
    ViewOwnTimetable,
    EditTimetable,
    EditBells,
    EditStudyYear,

    // Administration.
    ViewAdministration,
    ViewPersonalData,
    EditPersonalData,
    AddPeople,
    RestoreAccess,
    PrintInvitations,
    ViewRoles,
    GrantRoles,
    ViewDirectory,
    EditDirectory,
    FormUntList,
    EditClasses,
    EditSettings,
    ConfigureMarkKinds,
    FillAuthorityReports,
    ModerateComplaints,
    ImportData,

    // The 25 reports, R1 to R25.
    ReportInstitutionCard,
    ReportPupilList,
    ReportStaffList,
    ReportPerformanceSchool,
    ReportPerformanceClasses,
    ReportPerformancePupils,
    ReportAttendanceSchool,
    ReportAttendanceClasses,
    ReportMarksSchool,
    ReportMarksClasses,
    ReportMarksSubjects,
    ReportProgrammeClasses,
    ReportProgrammeTeachers,
    ReportAveragePupils,
    ReportAverageTeachers,
    ReportAverageSubjects,
    ReportSubstitutions,
    ReportHomeworkSchool,
    ReportHomeworkClasses,
    ReportKeepingSchool,
    ReportKeepingClasses,
    ReportKeepingTeachers,
    ReportActivityGeneral,
    ReportActivityIndividual,
    ReportChangeHistory,

    // The social part.
    UseTeachersRoom,
    UseParentsRoom,
    UseMessages,
    UseWall,
    UseApplications,

    // The governing organisation.
    ViewOrgInformation,
    EditOrgInformation,
    ViewOrgMembers,
    EditOrgPages,
    ViewOrgProfile,
    UseOrgPublicSite,
    ViewOrgFeedback,
    AnswerOrgFeedback,
    UseOrgForum,
    KeepOrgQuestions,
    CreateAnnouncements,
    ViewNetworkParameters,
    ViewNetworkSummary,
    ViewNetworkStatistics,
    ReceiveAuthorityReports,

    // Oneself.
    ManageOwnAccount,
}

impl Action {
    /// Through which action the object of this one is seen. Who may not do that either is told that
    /// there is no such thing; a view is its own.
    #[must_use]
    pub const fn seen_through(self) -> Self {
        match self {
            Self::EditSchoolPages | Self::ModerateComplaints => Self::ViewSchoolPages,
            Self::EditClassPages | Self::EditClasses => Self::ViewClassPages,
            Self::GiveMarks | Self::RecordAttendance | Self::EditLessonPages | Self::AssignHomework => {
                Self::ViewJournals
            }
            Self::EditCalendarPlanning => Self::ViewCalendarPlanning,
            Self::EditPlans | Self::DeletePlans => Self::ViewPlans,
            Self::EditTimetable | Self::EditBells | Self::EditStudyYear => Self::ViewTimetable,
            Self::EditPersonalData | Self::RestoreAccess | Self::PrintInvitations => Self::ViewPersonalData,
            Self::GrantRoles => Self::ViewRoles,
            Self::EditDirectory | Self::FormUntList => Self::ViewDirectory,
            Self::AddPeople
            | Self::EditSettings
            | Self::ConfigureMarkKinds
            | Self::FillAuthorityReports
            | Self::ImportData => Self::ViewAdministration,
            Self::EditOrgInformation | Self::EditOrgPages => Self::ViewOrgInformation,
            Self::AnswerOrgFeedback => Self::ViewOrgFeedback,
            Self::ViewSchoolPages
            | Self::ViewClassPages
            | Self::ViewClassSections
            | Self::ViewClassPupils
            | Self::ViewClassData
            | Self::ViewStudyData
            | Self::ViewJournals
            | Self::ViewCalendarPlanning
            | Self::ViewPlans
            | Self::ViewDiary
            | Self::ViewTimetable
            | Self::ViewOwnTimetable
            | Self::ViewAdministration
            | Self::ViewPersonalData
            | Self::ViewRoles
            | Self::ViewDirectory
            | Self::ReportInstitutionCard
            | Self::ReportPupilList
            | Self::ReportStaffList
            | Self::ReportPerformanceSchool
            | Self::ReportPerformanceClasses
            | Self::ReportPerformancePupils
            | Self::ReportAttendanceSchool
            | Self::ReportAttendanceClasses
            | Self::ReportMarksSchool
            | Self::ReportMarksClasses
            | Self::ReportMarksSubjects
            | Self::ReportProgrammeClasses
            | Self::ReportProgrammeTeachers
            | Self::ReportAveragePupils
            | Self::ReportAverageTeachers
            | Self::ReportAverageSubjects
            | Self::ReportSubstitutions
            | Self::ReportHomeworkSchool
            | Self::ReportHomeworkClasses
            | Self::ReportKeepingSchool
            | Self::ReportKeepingClasses
            | Self::ReportKeepingTeachers
            | Self::ReportActivityGeneral
            | Self::ReportActivityIndividual
            | Self::ReportChangeHistory
            | Self::UseTeachersRoom
            | Self::UseParentsRoom
            | Self::UseMessages
            | Self::UseWall
            | Self::UseApplications
            | Self::ViewOrgInformation
            | Self::ViewOrgMembers
            | Self::ViewOrgProfile
            | Self::UseOrgPublicSite
            | Self::ViewOrgFeedback
            | Self::UseOrgForum
            | Self::KeepOrgQuestions
            | Self::CreateAnnouncements
            | Self::ViewNetworkParameters
            | Self::ViewNetworkSummary
            | Self::ViewNetworkStatistics
            | Self::ReceiveAuthorityReports
            | Self::ManageOwnAccount => self,
        }
    }

    /// The section an editor needs opened for it, and how wide.
    pub fn section(self) -> Option<(Section, Level)> {
        Section::iter().find_map(|section| {
            let level = Level::iter().find(|level| section.actions(*level).contains(&self))?;
            Some((section, level))
        })
    }
}

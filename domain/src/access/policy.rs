//! The policy: who may do what, and how far.
//!
//! The numbers are lines of the seed; an empty list is a right the seed does not speak of. The order is
//! that of [`Action`]: the school, the journal, the timetable, administration, the social part, reports,
//! the governing organisation.

use super::{Action, Right};

/// Lines of the policy: role, reach, lines of the seed.
macro_rules! rights {
    ($($role:ident $reach:ident [$($line:literal),*]),+ $(,)?) => {
        const {
            &[$($crate::access::Right {
                role: $crate::access::Role::$role,
                reach: $crate::access::Reach::$reach,
                seed_lines: &[$($line),*],
            }),+]
        }
    };
}

impl Action {
    /// Who may do this, and how far. Who is not named may not.
    pub const fn rights(self) -> &'static [Right] {
        match self {
            Self::ViewSchoolPages => rights![
                Employee Institution [13], Administrator Institution [81, 87], Director Institution [117],
                DeputyDirector Institution [132], HeadOfStudies Institution [156], Teacher Institution [190],
                ClassLeader Institution [212], Psychologist Institution [238], Moderator Institution [257],
                Pupil Institution [26], Parent Institution [48], Auditor Institution [],
            ],
            Self::EditSchoolPages => rights![Administrator Institution [81, 87]],
            Self::ViewClassPages => rights![
                Employee Institution [14], Administrator Institution [81], Director Institution [118],
                DeputyDirector Institution [133], HeadOfStudies Institution [157],
                ClassLeader OwnClass [208], Psychologist OwnClass [237], Editor OpenedSection [181],
                Pupil OwnClass [28], Parent ChildsClass [49], Auditor Institution [],
            ],
            Self::ViewClassSections => rights![
                Employee Institution [14], Administrator Institution [81], ClassLeader OwnClass [208],
                Psychologist OwnClass [237], Pupil OwnClass [29, 30, 31, 32, 33, 34, 35, 36, 37],
                Parent ChildsClass [49],
            ],
            Self::EditClassPages => rights![Administrator Institution [81], ClassLeader OwnClass [208]],
            Self::ViewClassPupils => rights![
                Employee Institution [14, 16], Administrator Institution [81], Director Institution [118],
                DeputyDirector Institution [133], HeadOfStudies Institution [157],
                ClassLeader OwnClass [216], Psychologist OwnClass [237], Editor OpenedSection [181],
                Pupil OwnClass [30], Parent ChildsClass [49], Auditor Institution [],
            ],
            Self::ViewClassData => rights![
                Administrator Institution [81], ClassLeader OwnClass [216], Psychologist OwnClass [237],
            ],
            Self::ViewStudyData => rights![
                Administrator Institution [81], Director Institution [101], DeputyDirector Institution [125],
                HeadOfStudies Institution [149], Psychologist Institution [233],
            ],

            Self::ViewJournals => rights![
                Employee Institution [16], Administrator Institution [81, 96], Director Institution [107],
                DeputyDirector Institution [131], HeadOfStudies Institution [155],
                Editor OpenedSection [178], Teacher Institution [191], ClassLeader Institution [213],
                Psychologist Institution [239], Moderator Institution [258], Auditor Institution [],
            ],
            Self::GiveMarks | Self::AssignHomework => rights![
                Administrator Institution [96], Editor OpenedSection [178], Teacher Taught [192],
                ClassLeader Taught [214],
            ],
            // That a teacher records attendance is read out of "e-journal data" in line 192.
            Self::RecordAttendance => rights![
                Administrator Institution [96], Editor OpenedSection [178], Teacher Taught [192],
                ClassLeader OwnClass [215],
            ],
            Self::EditLessonPages => rights![
                Administrator Institution [96], Editor OpenedSection [178], Teacher Taught [192],
            ],
            Self::ViewCalendarPlanning => rights![
                Employee Institution [16], Administrator Institution [81], Editor OpenedSection [178],
                Teacher Taught [192], ClassLeader Institution [213], Auditor Institution [],
            ],
            Self::EditCalendarPlanning => rights![
                Administrator Institution [81], Editor OpenedSection [178], Teacher Taught [192],
                ClassLeader Taught [214],
            ],
            Self::ViewPlans => rights![
                Administrator Institution [97], Director Institution [120], DeputyDirector Institution [144],
                HeadOfStudies Institution [167], Editor OpenedSection [178], Teacher Institution [203],
                ClassLeader Institution [213],
            ],
            Self::EditPlans => rights![Administrator Institution [97], Editor OpenedSection [178]],
            Self::DeletePlans => rights![Administrator Institution [97]],
            // Lines 27 and 50 say "only": nobody sees another pupil's diary through these.
            Self::ViewDiary => rights![
                Employee Institution [16], Administrator Institution [81], Pupil OwnAccount [27],
                Parent OwnChild [50], Auditor Institution [],
            ],

            Self::ViewTimetable => rights![
                Employee Institution [15], Administrator Institution [92], Director Institution [119],
                DeputyDirector Institution [134], HeadOfStudies Institution [158],
                Editor OpenedSection [179],
            ],
            Self::ViewOwnTimetable => rights![
                Employee Institution [15], Pupil OwnAccount [27], Parent OwnChild [50],
            ],
            Self::EditTimetable => rights![Administrator Institution [92], Editor OpenedSection [179]],
            Self::EditBells | Self::EditStudyYear => rights![Administrator Institution [92]],

            Self::ViewAdministration => rights![
                Administrator Institution [81, 90], OrgAdministrator Institution [274],
            ],
            Self::ViewPersonalData => rights![
                Administrator Institution [81, 91], ClassLeader OwnClass [216], Psychologist OwnClass [237],
                Editor OpenedSection [180], OrgAdministrator Institution [267, 275],
                OrgEditor OpenedSection [302], Employee OwnAccount [], Pupil OwnAccount [],
                Parent OwnAccount [], OrgEmployee OwnAccount [], Auditor OwnAccount [],
            ],
            Self::EditPersonalData => rights![
                Administrator Institution [81, 91], ClassLeader OwnClass [216], Editor OpenedSection [180],
                OrgAdministrator Institution [267, 275], OrgEditor OpenedSection [302],
            ],
            Self::AddPeople => rights![
                Administrator Institution [91], OrgAdministrator Institution [275],
                OrgEditor OpenedSection [302],
            ],
            Self::RestoreAccess => rights![
                Administrator Institution [91], ClassLeader OwnClass [228],
                OrgAdministrator Institution [275], OrgEditor OpenedSection [302],
            ],
            Self::PrintInvitations => rights![
                Administrator Institution [91], OrgAdministrator Institution [275],
                OrgEditor OpenedSection [302],
            ],
            Self::ViewRoles => rights![
                Administrator Institution [81], Director Institution [], Auditor Institution [],
                OrgAdministrator Institution [267], Employee OwnAccount [], Pupil OwnAccount [],
                Parent OwnAccount [], OrgEmployee OwnAccount [],
            ],
            Self::GrantRoles => rights![
                Administrator Institution [81, 90], OrgAdministrator Institution [267, 274],
            ],
            Self::ViewDirectory => rights![
                Employee Institution [15], Administrator Institution [93], Editor OpenedSection [182],
                Auditor Institution [],
            ],
            Self::EditDirectory | Self::FormUntList => rights![
                Administrator Institution [93], Editor OpenedSection [182],
            ],
            Self::EditClasses => rights![Administrator Institution [94], Editor OpenedSection [181]],
            Self::EditSettings => rights![
                Administrator Institution [95], OrgAdministrator Institution [276],
            ],
            // Line 276 names them for organisations too, copied from line 95: they give no marks.
            Self::ConfigureMarkKinds => rights![Administrator Institution [95]],
            Self::FillAuthorityReports => rights![Administrator Institution [62]],
            Self::ModerateComplaints => rights![
                Moderator Institution [256], Administrator Institution [81],
            ],
            Self::ImportData => rights![
                Administrator Institution [90], OrgAdministrator Institution [274],
            ],

            Self::UseTeachersRoom => rights![Employee Institution [9]],
            Self::UseParentsRoom => rights![Parent Institution [44], Employee Institution [44]],
            Self::UseMessages | Self::UseWall | Self::UseApplications => rights![
                Employee OwnAccount [18], Pupil OwnAccount [38], Parent OwnAccount [51],
                OrgEmployee OwnAccount [73], Administrator OwnAccount [89], Director OwnAccount [121],
                DeputyDirector OwnAccount [145], HeadOfStudies OwnAccount [168], Teacher OwnAccount [204],
                ClassLeader OwnAccount [229], Psychologist OwnAccount [248], Moderator OwnAccount [259],
                OrgLeadership OwnAccount [292], OrgDeputy OwnAccount [292],
            ],
            Self::ManageOwnAccount => rights![
                Employee OwnAccount [], Pupil OwnAccount [], Parent OwnAccount [], OrgEmployee OwnAccount [],
                Auditor OwnAccount [],
            ],

            // Line 17 gives every employee "the school's reports" and names none: read as those that all six
            // explicit lists have.
            Self::ReportInstitutionCard => rights![
                Employee Institution [17], Administrator Institution [88], Director Institution [109],
                DeputyDirector Institution [136], HeadOfStudies Institution [160], Teacher Institution [194],
                ClassLeader Institution [217], Psychologist Institution [241], Auditor Institution [],
            ],
            Self::ReportPerformanceSchool
            | Self::ReportPerformanceClasses
            | Self::ReportPerformancePupils => rights![
                Employee Institution [17], Administrator Institution [88], Director Institution [110],
                DeputyDirector Institution [137], HeadOfStudies Institution [161], Teacher Institution [195],
                ClassLeader Institution [219], Psychologist Institution [242],
            ],
            Self::ReportAttendanceSchool | Self::ReportAttendanceClasses => rights![
                Employee Institution [17], Administrator Institution [88], Director Institution [111],
                DeputyDirector Institution [138], HeadOfStudies Institution [162], Teacher Institution [196],
                ClassLeader Institution [220], Psychologist Institution [243],
            ],
            Self::ReportMarksSchool | Self::ReportMarksClasses | Self::ReportMarksSubjects => rights![
                Employee Institution [17], Administrator Institution [88], Director Institution [112],
                DeputyDirector Institution [139], HeadOfStudies Institution [163], Teacher Institution [197],
                ClassLeader Institution [221], Psychologist Institution [244], Auditor Institution [],
            ],
            Self::ReportAveragePupils | Self::ReportAverageTeachers | Self::ReportAverageSubjects => rights![
                Employee Institution [17], Administrator Institution [88], Director Institution [113],
                DeputyDirector Institution [140], HeadOfStudies Institution [164], Teacher Institution [198],
                ClassLeader Institution [223], Psychologist Institution [245], Auditor Institution [],
            ],
            Self::ReportKeepingSchool | Self::ReportKeepingClasses | Self::ReportKeepingTeachers => rights![
                Employee Institution [17], Administrator Institution [88], Director Institution [115],
                DeputyDirector Institution [142], HeadOfStudies Institution [165], Teacher Institution [200],
                ClassLeader Institution [225], Psychologist Institution [246], Auditor Institution [],
            ],
            Self::ReportActivityGeneral | Self::ReportActivityIndividual => rights![
                Employee Institution [17], Administrator Institution [88], Director Institution [116],
                DeputyDirector Institution [143], HeadOfStudies Institution [166], Teacher Institution [201],
                ClassLeader Institution [226], Psychologist Institution [247],
            ],
            Self::ReportPupilList | Self::ReportStaffList => rights![
                Administrator Institution [88], ClassLeader Institution [218],
            ],
            Self::ReportProgrammeClasses | Self::ReportProgrammeTeachers => rights![
                Administrator Institution [88], ClassLeader Institution [222],
            ],
            Self::ReportHomeworkSchool | Self::ReportHomeworkClasses => rights![
                Administrator Institution [88], ClassLeader Institution [224],
            ],
            Self::ReportSubstitutions => rights![
                Administrator Institution [88], Director Institution [114], DeputyDirector Institution [141],
                Teacher Institution [199],
            ],
            Self::ReportChangeHistory => rights![
                Administrator Institution [88], Teacher Taught [202], ClassLeader OwnClass [227],
                ClassLeader Taught [227], Auditor Institution [],
            ],

            // Line 60 speaks of what the platform can send, not of what each employee may; line 61 gives an
            // employee the summary of the schools below, line 273 the pages of «Статистика» to the administrator.
            Self::ViewOrgInformation => rights![
                OrgAdministrator Institution [267], OrgLeadership Institution [281], OrgDeputy Institution [281],
                OrgEmployee Institution [66], Auditor Institution [],
            ],
            Self::EditOrgInformation => rights![OrgAdministrator Institution [267, 274]],
            Self::ViewOrgMembers => rights![
                OrgAdministrator Institution [267], OrgLeadership Institution [287],
                OrgDeputy Institution [287], OrgEmployee Institution [68],
            ],
            Self::EditOrgPages => rights![OrgAdministrator Institution [271]],
            Self::ViewOrgProfile => rights![
                OrgAdministrator Institution [267], OrgLeadership Institution [285, 286, 288],
                OrgDeputy Institution [285, 286, 288], OrgEmployee Institution [66, 67, 69],
            ],
            Self::UseOrgPublicSite => rights![
                OrgEmployee Institution [59], OrgAdministrator Institution [271],
            ],
            Self::ViewOrgFeedback => rights![
                OrgAdministrator Institution [277], OrgLeadership Institution [289],
                OrgDeputy Institution [289], OrgEmployee Institution [70],
            ],
            Self::AnswerOrgFeedback => rights![OrgAdministrator Institution [277]],
            Self::UseOrgForum => rights![
                OrgEmployee Institution [71], OrgLeadership Institution [290], OrgDeputy Institution [290],
            ],
            Self::KeepOrgQuestions => rights![
                OrgEmployee Institution [72], OrgLeadership Institution [291], OrgDeputy Institution [291],
            ],
            Self::CreateAnnouncements => rights![
                OrgAdministrator Institution [272], OrgEditor OpenedSection [303],
            ],
            Self::ViewNetworkParameters => rights![OrgEmployee Subordinate [57]],
            Self::ViewNetworkSummary => rights![
                OrgEmployee Subordinate [61], OrgAdministrator Subordinate [273],
            ],
            Self::ViewNetworkStatistics => rights![OrgAdministrator Subordinate [273]],
            Self::ReceiveAuthorityReports => rights![OrgEmployee Subordinate [62]],
        }
    }
}

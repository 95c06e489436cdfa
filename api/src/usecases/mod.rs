//! Everything that can be asked of the program, one struct for each request, in the order of a school's
//! life: set-up, people, classes, lessons, marks.
//!
//! A use case asks for permission first, looks up what the decision needs, and has streams handle
//! commands. School rules are in the domain, never here.

mod accounts;
mod classes;
mod entrance;
mod lessons;
mod marks;
mod network;
mod people;
mod roles;
mod setup;

pub use accounts::{
    ActivateAccount, EnableSecondFactor, InvitePeople, IssueToken, LinkPlace, NotePasswordChange,
    RestoreAccess, RevokeToken, UnlinkPlace,
};
pub use classes::{AssignTeacher, Duty, EnrolPupil, FormClass, StaffClass, UnassignTeacher, WithdrawPupil};
pub use entrance::{BlockAccount, RemoveSecondFactor, UnblockAccount};
pub use lessons::{AttendanceChange, CancelLesson, ChangeAttendance, MoveLesson, ScheduleLesson};
pub use marks::{ChangeMarks, MarkChange, PlanAssessment};
pub use network::{AdmitSubordinate, PlaceUnder, ReleaseSubordinate};
pub use people::{LinkGuardian, RegisterPerson, RegisterProgram, UnlinkGuardian};
pub use roles::{CloseSection, GrantRole, OpenSection, RevokeRole};
pub use setup::{
    AddSubject, ClosePeriod, DefineCategory, DefineStudyYear, RegisterInstitution, ReopenPeriod,
};

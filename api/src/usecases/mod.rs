//! Everything that can be asked of the program, one struct for each request, in the order of a school's
//! life: set-up, people, classes, lessons, marks.
//!
//! A use case asks for permission first, looks up what the decision needs, and has streams handle
//! commands. School rules are in the domain, never here.

mod classes;
mod lessons;
mod marks;
mod people;
mod roles;
mod setup;

pub use classes::{AssignTeacher, EnrolPupil, FormClass, WithdrawPupil};
pub use lessons::{AttendanceChange, CancelLesson, ChangeAttendance, MoveLesson, ScheduleLesson};
pub use marks::{ChangeMarks, MarkChange, PlanAssessment};
pub use people::{RegisterPerson, RegisterProgram};
pub use roles::{GrantRole, RevokeRole};
pub use setup::{
    AddSubject, ClosePeriod, DefineCategory, DefineStudyYear, RegisterInstitution, ReopenPeriod,
};

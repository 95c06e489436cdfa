//! Everything that can be asked of the program, one struct for each request, in the order of a school's
//! life: set-up, people, classes, lessons, marks.
//!
//! A use case asks for permission first, looks up what the decision needs, and has streams handle
//! commands. School rules are in the domain, never here.

mod accounts;
mod archive;
mod class_settings;
mod classes;
mod entrance;
mod lessons;
mod marks;
mod network;
mod newcomers;
mod people;
mod profile;
mod promotion;
mod roles;
mod setup;
mod setup_days;
mod setup_places;
mod several;
pub mod timetable;
mod transfer;
mod unt;

pub use accounts::{
    ActivateAccount, EnableSecondFactor, InvitePeople, IssueToken, LinkPlace, NotePasswordChange,
    RestoreAccess, RevokeToken, UnlinkPlace,
};
pub use archive::{ArchivePerson, RestorePerson};
pub use class_settings::{
    ChooseBellSchedule, ChooseJournalKind, ChoosePeriodSet, ComposeGroup, Follows, FormClassAsSet,
    RenameClass, SetClass,
};
pub use classes::{AssignTeacher, Duty, EnrolPupil, FormClass, StaffClass, UnassignTeacher, WithdrawPupil};
pub use entrance::{BlockAccount, RemoveSecondFactor, UnblockAccount};
pub use lessons::{AttendanceChange, ChangeAttendance, ScheduleLesson};
pub use marks::{ChangeMarks, MarkChange, PlanAssessment};
pub use network::{AdmitSubordinate, PlaceUnder, ReleaseSubordinate};
pub use newcomers::{AddPeople, ImportPeople, Newcomer, Place};
pub use people::{AmendPerson, LinkGuardian, RegisterPerson, RegisterProgram, UnlinkGuardian};
pub use profile::{ChangeProfile, SwitchFunction, SwitchMarkKind};
pub use promotion::{CheckPromotion, NextYear, Onward, PromoteClass};
pub use roles::{CloseSection, GrantRole, OpenSection, RevokeRole};
pub use setup::{
    AddSubject, ClosePeriod, DefineCategory, DefineStudyYear, RegisterInstitution, ReopenPeriod,
};
pub use setup_days::{
    DeclareHoliday, DefinePeriod, DefinePeriodSet, LayOutYear, SetBells, SetDayBells, WithdrawHoliday,
};
pub use setup_places::{AddBuilding, AddRoom, RetireRoom};
pub use several::{Adds, All, Known};
pub use timetable::{
    AddLesson, CancelLesson, ChangeRoom, DraftTimetable, EndSubstitution, JoinLesson, MoveLesson, PlanSlot,
    PublishTimetables, RemoveSlot, RestoreLesson, SubstituteTeacher,
};
pub use transfer::TransferPupil;
pub use unt::ChangeUntList;

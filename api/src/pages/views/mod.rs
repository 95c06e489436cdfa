//! What each page shows, ready to be written out: texts only, nothing to be looked up or decided.

mod account;
mod classes;
mod entry;
mod guardians;
mod history;
mod home;
mod invitations;
mod journal;
mod layout;
mod lesson;
mod network;
mod next_year;
mod people;
mod people_import;
mod people_lists;
mod person_form;
#[cfg(test)]
mod samples;
mod setup;
mod statistics;
mod timetable;
mod timetable_plan;
mod unt;

pub(crate) use account::{Account, Enrolment, FreshToken, Session, TokenRow, Tokens};
pub(crate) use classes::{
    Class, ClassForms, ClassPupil, ClassRow, ClassSubject, ClassTeacher, Classes, DutyForm, EnrolmentForm,
    MembersForm, TeachingForm, TransferForm, WithdrawalForm,
};
pub(crate) use entry::{FramedError, Join, JoinAccount, SecondFactor, SignIn, StrangerError};
pub(crate) use guardians::{GuardianRow, Guardianship};
pub(crate) use history::{CellChange, CellHistory, History, HistoryRow};
pub(crate) use home::{Child, Found, Home, MyClass, MyJournal, Search};
pub(crate) use invitations::{InvitationGroup, InvitationSheet, Invitations, Issued, Strip};
pub(crate) use journal::{
    Cell, CellNote, CellPlace, Column, Journal, JournalRow, Journals, MarkForm, PupilMarks, Row, SubjectMarks,
};
pub(crate) use layout::{
    Choice, Fact, FieldError, Figure, Frame, Link, Named, NavItem, Notice, Qr, ShortMark,
};
pub(crate) use lesson::{
    LessonForms, LessonPage, SubstitutedLesson, SubstitutionReport, SubstitutionRow, Substitutions,
    TeacherTotal,
};
pub(crate) use network::{Admission, HomeNetwork, Network, NetworkRow, NetworkTotal, OrgMember};
pub(crate) use next_year::{NextClassRow, NextYearForm, NextYearPage, NextYears};
pub(crate) use people::{
    AccessPanel, Answer, ArchivePanel, GrantForm, People, Person, PersonRow, Relative, RightChange, RoleRow,
    SectionForm, SectionRow, SeedLine, WhyMay,
};
pub(crate) use people_import::{PeopleImport, ProblemRow};
pub(crate) use people_lists::{PupilLine, PupilLines, StaffLine, StaffLines};
pub(crate) use person_form::{PersonForm, PlaceForm};
pub(crate) use setup::{
    BellLine, BellsForm, BuildingEdit, BuildingLine, ClassSetLine, DayBellsForm, DayBellsLine, HolidayLine,
    PeriodLine, ProfileFields, RoomEdit, RoomLine, ScheduleShown, SetShown, Setup, SetupBells,
    SetupClassForms, SetupClasses, SetupInstitution, SetupRooms, SetupStep, SetupSubjects, SetupYear,
    SubjectEdit, SubjectLine, YearForms, YearShown,
};
pub(crate) use statistics::{SpreadBar, Statistics, StatisticsRow};
pub(crate) use timetable::{
    DayEntry, ExtraForm, FeedForm, FeedLine, FreeRoom, FreeTeacher, Grid, GridCell, GridDay, GridRow,
    LessonCard, NearDays, TimetableFeeds, TimetableFree, TimetableWeek, WeekForm,
};
pub(crate) use timetable_plan::{
    Ahead, DraftForm, PlanCell, PlanRow, PlanSlot, PlanView, Progress, PublishRow, RefusedClass, SlotForm,
    TeacherLoad, TimetableEdit, TimetablePublish,
};
pub(crate) use unt::{UntList, UntRow};

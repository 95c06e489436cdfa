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
mod network;
mod people;
#[cfg(test)]
mod samples;
mod statistics;

pub(crate) use account::{Account, Enrolment, FreshToken, Session, TokenRow, Tokens};
pub(crate) use classes::{
    Class, ClassForms, ClassPupil, ClassRow, ClassSubject, ClassTeacher, Classes, DutyForm, EnrolmentForm,
    TeachingForm, WithdrawalForm,
};
pub(crate) use entry::{FramedError, Join, JoinAccount, SecondFactor, SignIn, StrangerError};
pub(crate) use guardians::{GuardianRow, Guardianship};
pub(crate) use history::{CellChange, CellHistory, History, HistoryRow};
pub(crate) use home::{Child, Found, Home, MyClass, MyJournal, Search};
pub(crate) use invitations::{InvitationGroup, InvitationSheet, Invitations, Issued, Strip};
pub(crate) use journal::{
    Cell, CellNote, CellPlace, Column, Journal, JournalRow, Journals, MarkForm, PupilMarks, Row, SubjectMarks,
};
pub(crate) use layout::{Choice, Fact, FieldError, Figure, Frame, Link, NavItem, Notice, Qr, ShortMark};
pub(crate) use network::{Admission, HomeNetwork, Network, NetworkRow, NetworkTotal, OrgMember};
pub(crate) use people::{
    AccessPanel, Answer, GrantForm, People, Person, PersonRow, Relative, RightChange, RoleRow, SectionForm,
    SectionRow, SeedLine, WhyMay,
};
pub(crate) use statistics::{SpreadBar, Statistics, StatisticsRow};

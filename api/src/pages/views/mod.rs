//! What each page shows, ready to be written out: texts only, nothing to be looked up or decided.

mod account;
mod entry;
mod history;
mod home;
mod invitations;
mod journal;
mod layout;
mod people;
#[cfg(test)]
mod samples;
mod statistics;

pub(crate) use account::{Account, Enrolment, FreshToken, Session, TokenRow, Tokens};
pub(crate) use entry::{Join, JoinAccount, SecondFactor, SignIn, StrangerError};
pub(crate) use history::{CellChange, CellHistory, History, HistoryRow};
pub(crate) use home::{Child, Found, Home, MyClass, MyJournal, Search};
pub(crate) use invitations::{InvitationGroup, InvitationSheet, Invitations, Issued, Strip};
pub(crate) use journal::{
    Cell, CellNote, CellPlace, Column, Journal, JournalRow, Journals, MarkForm, PupilMarks, Row, SubjectMarks,
};
pub(crate) use layout::{Choice, Fact, FieldError, Figure, Frame, Link, NavItem, Notice, Qr, ShortMark};
pub(crate) use people::{
    Answer, Class, ClassPupil, ClassRow, ClassSubject, Classes, GrantForm, People, Person, PersonRow,
    Relative, RightChange, RoleRow, SectionForm, SectionRow, SeedLine, WhyMay,
};
pub(crate) use statistics::{SpreadBar, Statistics, StatisticsRow};

//! The rules of a school journal.
//!
//! This crate is a calculator: a command and the state folded from events go in, new events or a
//! refusal come out. Time, ids, the person asking and every looked-up fact arrive with the command.
//! What may never live here: I/O, a clock, randomness, SQL, HTTP.
//!
//! Reading order: the values ([`id`], [`points`], [`personal`], [`expected`]), how a stream is built ([`stream`]),
//! then the streams from the institution down to a single column of marks.

pub mod access;
pub mod bin;
mod control_digit;
pub mod expected;
pub mod fact;
pub mod id;
pub mod personal;
pub mod points;
pub mod stream;

pub mod iin_claim;
pub mod institution;
pub mod person;

pub mod account;
pub mod membership;

pub mod building;
pub mod room;
pub mod school_class;
pub mod study_year;
pub mod subject;

pub mod timetable;
pub mod timetable_guard;

pub mod assessment;
pub mod lesson;

//! What the tests stand on: a private PostgreSQL, a fresh database for every test, a small ready-made
//! school in it, and a client that calls the program's routes in process.
//!
//! Reading order: the [`server`] and its [`guardian`], the [`school`] with its [`staff`], its [`timetable`] and
//! its [`journal`], then the [`client`], the [`visitor`] of pages and the [`browser`], the [`program`] as a
//! process of its own, what is read straight from the log ([`history`]) and what is written past the
//! program ([`raw`]). Nothing here waits for a stretch of time to pass: tests wait for something to
//! happen.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

pub mod guardian;
pub mod server;

pub mod journal;
pub mod organisation;
pub mod school;
mod set_up;
pub mod staff;
pub mod term;
pub mod timetable;

pub mod browser;
pub mod client;
pub mod dice;
pub mod history;
pub mod pages;
pub mod program;
pub mod raw;
pub mod routes;
pub mod visitor;
pub mod wait;

pub mod repository;
pub mod sql;

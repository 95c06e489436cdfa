//! What the tests stand on: a private PostgreSQL, a fresh database for every test, a small ready-made
//! school in it, and a client that calls the program's routes in process.
//!
//! Reading order: the [`server`] and its [`guardian`], the [`school`] and its [`journal`], then the
//! [`client`] and the [`program`] as a process of its own, what is read straight from the log
//! ([`history`]) and what is written past the program ([`raw`]). Nothing here waits for a stretch of
//! time to pass: tests wait for something to happen.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

pub mod guardian;
pub mod server;

pub mod journal;
pub mod school;
mod set_up;
pub mod term;

pub mod client;
pub mod dice;
pub mod history;
pub mod program;
pub mod raw;
pub mod routes;
pub mod wait;

pub mod repository;
pub mod sql;

//! One binary for every journey: one `mod` line each.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test fails")]

mod migrations;
mod tidy;

mod guards;
mod idempotency;
mod log;
mod memory;
mod stored_bytes;
mod writers;

mod database_roles;
mod delivery;
mod readers;
mod timetable_reading;

mod differential;
mod explain;

mod answers;
mod journey;
mod routes;
mod timetable_api;

mod class_staff_pages;
mod doors;
mod entrance;
mod first_pages;
mod hardening;
mod institution;
mod keys;
mod mark_form;
mod network;
mod next_year;
mod pages;
mod people_api;
mod people_import;
mod people_pages;
mod setup;
mod strangers;
mod switches;
mod timetable_pages;
mod timetable_races;
mod told_pages;
mod unt_list;
mod ways_back;

mod browser;

mod opening;
mod server_kill;

mod fet;
mod fet_import;
mod oneroster;

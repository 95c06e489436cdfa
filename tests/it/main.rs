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

mod differential;
mod explain;

mod answers;
mod journey;
mod routes;

mod class_staff_pages;
mod doors;
mod entrance;
mod hardening;
mod keys;
mod network;
mod pages;
mod strangers;
mod switches;

mod browser;

mod opening;
mod server_kill;

mod oneroster;

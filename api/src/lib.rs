//! The program `dayek`: an append-only school journal with its command line and its API.
//!
//! Reading order: what it stands on ([`entropy`], [`vault`], [`embedded`], [`store`]), the log
//! ([`log`]), what can be asked ([`usecases`], [`refusal`]), and the doors to it ([`http`], [`importer`],
//! [`fet_import`], [`cli`]).

mod calendar;
pub mod clock;
pub mod entropy;

pub mod embedded;
pub mod standing;
pub mod store;
pub mod vault;

pub mod log;
pub mod refusal;
pub mod usecases;

pub mod accounts;
pub mod check;
pub mod readers;

pub mod fet;
pub mod fet_import;
pub mod importer;
mod lists;
pub mod oneroster;
pub mod people_import;

pub mod calendar_feeds;
pub mod http;
mod pages;
pub mod tokens;

pub mod cli;
pub mod demo;

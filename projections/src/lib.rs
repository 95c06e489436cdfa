//! Reading the event log in order, and every read model made of it.
//!
//! A read model is a set of tables that can be dropped and made again from the log any day. Pages and
//! the API read it through views in the schema `read`, so a rebuilt version takes over in one step.
//! Nothing here knows of HTTP or of who may see what.

pub mod delivery;

pub mod change_history;
pub mod directory;
pub mod journal;
pub mod roster;
pub mod statistics;
pub mod timetable;

use std::sync::Arc;

use delivery::Projection;

/// Every read model, in the order in which status shows them.
pub fn all() -> Vec<Arc<dyn Projection>> {
    vec![
        Arc::new(directory::Directory),
        Arc::new(roster::Roster),
        Arc::new(journal::Journal),
        Arc::new(change_history::ChangeHistory),
        Arc::new(statistics::Statistics),
        Arc::new(timetable::Timetable),
    ]
}

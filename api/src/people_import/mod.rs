//! People from a table: an XLSX or CSV file of the school's own, with its columns named in Kazakh, Russian
//! or English.
//!
//! The file is read and checked whole before anything is written; every fault is told with its row and
//! its column. What a file says should be, not what should change, so the same file a second time adds
//! nothing. A file that was broken off goes on where it stopped when it is sent again.

mod check;
mod columns;
mod known;
mod problem;
mod read;
mod run;
mod template;

pub use check::{Checked, Tally};
pub use columns::Column;
pub use problem::{Problem, ProblemKind};
pub use read::{LARGEST_FILE, MOST_ROWS, Unreadable};
pub use run::{ImportError, Imported, bring_in, check};
pub(crate) use template::template;

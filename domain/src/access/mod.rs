//! Who may do what.
//!
//! [`Action::rights`] is the whole policy: for every action the roles that may do it, how far, and the
//! lines of the seed that say so. What is not named there is refused. Whether a person holds a role,
//! and over which class or child, is looked up elsewhere and arrives as a [`Standing`];
//! [`Standing::decide`] is the one place where the two meet.

mod action;
mod matrix;
mod policy;
mod reach;
mod role;
mod section;
mod standing;
#[cfg(test)]
mod tests;

pub use action::Action;
pub use matrix::{MatrixRow, matrix, readable};
pub use reach::{Reach, Right};
pub use role::{Block, Role};
pub use section::{Level, Section};
pub use standing::{Decision, Grant, Ground, Hold, Object, Over, Scope, Standing};

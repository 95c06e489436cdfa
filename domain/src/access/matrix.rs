//! The policy as a table to print: for a director to read, and to be frozen by a test.

use std::fmt::Write as _;

use strum::IntoEnumIterator as _;

use super::{Action, Reach, Role};

/// One line of the printed policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatrixRow {
    pub role: Role,
    pub action: Action,
    pub reach: Reach,
    pub seed_lines: &'static [u16],
}

/// The whole policy, role by role, in the order in which roles and actions are named.
pub fn matrix() -> impl Iterator<Item = MatrixRow> {
    Role::iter().flat_map(|role| {
        Action::iter().flat_map(move |action| {
            action.rights().iter().filter(move |right| right.role == role).map(move |right| MatrixRow {
                role,
                action,
                reach: right.reach,
                seed_lines: right.seed_lines,
            })
        })
    })
}

/// The whole policy for people to read: under each role what its holders may do, how far, and why.
pub fn readable() -> String {
    let mut text = String::new();
    let mut last = None;
    for row in matrix() {
        if last != Some(row.role) {
            let gap = if last.is_none() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{}", words(row.role.as_ref()).to_uppercase());
            last = Some(row.role);
        }
        let seed = if row.seed_lines.is_empty() { "—".to_owned() } else { row.lines() };
        let action = words(row.action.as_ref());
        let _ = writeln!(text, "  {action:32} {:48} {seed}", row.reach.in_words());
    }
    text
}

fn words(code: &str) -> String {
    code.replace('_', " ")
}

impl MatrixRow {
    /// The lines of the seed with spaces between them; empty for a right the seed does not speak of.
    pub fn lines(&self) -> String {
        let mut lines = String::new();
        for line in self.seed_lines {
            let gap = if lines.is_empty() { "" } else { " " };
            // Writing into a text cannot fail.
            let _ = write!(lines, "{gap}{line}");
        }
        lines
    }
}

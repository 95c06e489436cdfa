//! The table of the run: one row for every pair.

use std::fmt;

/// A pair with its goal.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) unit: &'static str,
    pub(crate) ours: f64,
    pub(crate) baseline: f64,
    /// What the baseline is.
    pub(crate) against: &'static str,
    pub(crate) goal: Goal,
}

/// What the ratio of ours to the baseline ought to be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Goal {
    AtLeast(f64),
    AtMost(f64),
    /// Told for comparison only.
    Open,
}

/// Every row of the run, below the facts of the machine and above what has no place in a row.
pub(crate) struct Table {
    facts: Vec<String>,
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Row {
    fn ratio(&self) -> f64 {
        self.ours / self.baseline
    }

    fn met(&self) -> &'static str {
        let met = match self.goal {
            Goal::AtLeast(least) => self.ratio() >= least,
            Goal::AtMost(most) => self.ratio() <= most,
            Goal::Open => return "",
        };
        if met { "met" } else { "NOT MET" }
    }

    fn figure(&self, value: f64) -> String {
        let digits = if value < 10.0 { 2 } else { 0 };
        format!("{value:.digits$} {}", self.unit)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ratio =
            if self.ratio() < 10.0 { format!("{:.2}", self.ratio()) } else { format!("{:.0}", self.ratio()) };
        write!(
            f,
            "{:<42} {:>14} {:>14}  {:<38} {:>7} {:>8} {}",
            self.name,
            self.figure(self.ours),
            self.figure(self.baseline),
            self.against,
            ratio,
            self.goal,
            self.met()
        )
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => f.pad(&format!(">= {least}")),
            Self::AtMost(most) => f.pad(&format!("<= {most}")),
            Self::Open => f.pad(""),
        }
    }
}

impl Table {
    pub(crate) fn new(facts: Vec<String>) -> Self {
        Self { facts, rows: Vec::new(), notes: Vec::new() }
    }

    /// Adds a row, and shows it at once: whoever breaks a long run off has seen what was measured.
    pub(crate) fn add(&mut self, row: Row) {
        eprintln!("{row}");
        self.rows.push(row);
    }

    pub(crate) fn note(&mut self, note: String) {
        eprintln!("{note}");
        self.notes.push(note);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        for fact in &self.facts {
            writeln!(f, "{fact}")?;
        }
        writeln!(
            f,
            "\n{:<42} {:>14} {:>14}  {:<38} {:>7} {:>8} met or not",
            "row", "ours", "baseline", "the baseline is", "ratio", "goal"
        )?;
        for row in &self.rows {
            writeln!(f, "{}", row.to_string().trim_end())?;
        }
        writeln!(f)?;
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        Ok(())
    }
}

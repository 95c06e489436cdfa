//! What students were given: `results.csv`, by far the longest file, judged row by row as it is read.
//!
//! Refuses a result that names what is not there, that belongs to another class than its line item, whose
//! score is no number or out of bounds, and a second result for the same student and line item. The bounds
//! of a line item outside the bundle are for the importer to look up.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::bundle::{Bundle, Change, ReferenceKind};
use super::file_kind::{FileKind, Mode};
use super::gradebook::LineItem;
use super::intake::{Intake, taken};
use super::known::{Known, Mention};
use super::report::{Fault, Findings, shown};
use super::row::Row;
use super::symbols::{Symbol, Symbols};
use super::table::Columns;
use super::untidy::Marking;

/// One result, kept small. When the change is [`Change::Delete`] only `line_item` and `student` mean
/// anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResultRow {
    pub row: u32,
    pub line_item: Symbol,
    pub student: Symbol,
    pub status: ScoreStatus,
    pub score: Option<Decimal>,
    pub date: NaiveDate,
    pub comment: Option<Symbol>,
    pub change: Change,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScoreStatus {
    Exempt,
    FullyGraded,
    NotSubmitted,
    PartiallyGraded,
    Submitted,
}

const FILE: &str = FileKind::Results.file_name();

const COLUMNS: Columns = Columns {
    required: &["sourcedId", "lineItemSourcedId", "studentSourcedId", "scoreStatus", "scoreDate"],
    optional: &[
        "status",
        "dateLastModified",
        "score",
        "textScore",
        "comment",
        "classSourcedId",
        "inProgress",
        "incomplete",
        "late",
        "missing",
    ],
};

/// Checked, though the journal has no use for them.
const FLAGS: [&str; 4] = ["inProgress", "incomplete", "late", "missing"];

const STATUSES: &str = "exempt, fully graded, not submitted, partially graded, submitted";

pub(super) fn read(intake: &mut Intake<'_>, bundle: &Bundle, known: &mut Known) -> (Vec<ResultRow>, Symbols) {
    let Some(mode) = intake.modes.get(&FileKind::Results).copied() else {
        return (Vec::new(), Symbols::default());
    };
    let mut ledger = Ledger {
        mode,
        known,
        marking: Marking::of(bundle),
        names: Symbols::default(),
        rows_of_names: Vec::new(),
        rows_of_pairs: HashMap::new(),
        symbols: Symbols::default(),
        results: Vec::new(),
    };
    intake.rows(FILE, &COLUMNS, |row, findings| ledger.take(row, findings));
    (ledger.results, ledger.symbols)
}

struct Ledger<'a> {
    mode: Mode,
    known: &'a mut Known,
    marking: Marking<'a>,
    /// What the results are called, needed only until all are read.
    names: Symbols,
    rows_of_names: Vec<u32>,
    rows_of_pairs: HashMap<(Symbol, Symbol), u32>,
    symbols: Symbols,
    results: Vec<ResultRow>,
}

impl Ledger<'_> {
    fn take(&mut self, row: &Row<'_>, findings: &mut Findings) -> Result<(), Fault> {
        self.claim_name(row.required("sourcedId")?, row.line)?;
        let change = row.change(self.mode)?;
        let line_item_id = row.required("lineItemSourcedId")?;
        let student_id = row.required("studentSourcedId")?;
        let line_item = intern(&mut self.symbols, line_item_id)?;
        let student = intern(&mut self.symbols, student_id)?;
        if let Some(earlier) = self.rows_of_pairs.insert((line_item, student), row.line) {
            let reason =
                format!("has a result for line item {} already in row {earlier}", shown(line_item_id));
            return Err(Fault::at("studentSourcedId", reason));
        }
        let mention = |field| Mention { file: FILE, row: row.line, field, change };
        self.known.follow(ReferenceKind::LineItem, line_item_id, mention("lineItemSourcedId"))?;
        self.known.follow(ReferenceKind::User, student_id, mention("studentSourcedId"))?;

        let mut result = ResultRow {
            row: row.line,
            line_item,
            student,
            status: ScoreStatus::NotSubmitted,
            score: None,
            date: NaiveDate::default(),
            comment: None,
            change,
        };
        if change == Change::Set {
            let item = self.marking.line_item(line_item_id);
            let class = self.class(row, item.map(|item| (line_item_id, item.class.as_str())))?;
            self.judge(row, &mut result, item)?;
            self.marking.look(&result, item, class, student_id, findings);
        }
        self.results.push(result);
        Ok(())
    }

    /// The class of the result, which has to be that of its line item.
    fn class<'r>(&mut self, row: &Row<'r>, item: Option<(&str, &'r str)>) -> Result<Option<&'r str>, Fault> {
        let field = "classSourcedId";
        match (row.optional(field), item) {
            (Some(class), Some((line_item, its_class))) if class != its_class => {
                let (class, line_item, its_class) = (shown(class), shown(line_item), shown(its_class));
                let reason = format!("is {class}, but line item {line_item} belongs to class {its_class}");
                Err(Fault::at(field, reason))
            }
            (_, Some((_, its_class))) => Ok(Some(its_class)),
            (Some(class), None) => {
                let mention = Mention { file: FILE, row: row.line, field, change: Change::Set };
                self.known.follow(ReferenceKind::Class, class, mention)?;
                Ok(Some(class))
            }
            (None, None) => Ok(None),
        }
    }

    /// Reads what the result says, beyond whose it is.
    fn judge(&mut self, row: &Row<'_>, result: &mut ResultRow, item: Option<&LineItem>) -> Result<(), Fault> {
        result.status = row.choice("scoreStatus", ScoreStatus::parse, STATUSES)?;
        result.score = row.optional_decimal("score")?;
        if let (Some(score), Some(LineItem { min, max, .. })) = (result.score, item)
            && (score < *min || score > *max)
        {
            let reason = format!("is {score}, outside of {min} to {max}, the bounds of the line item");
            return Err(Fault::at("score", reason));
        }
        result.date = row.date("scoreDate")?;
        for flag in FLAGS {
            row.optional_flag(flag)?;
        }
        if let Some(comment) = row.optional("comment") {
            result.comment = Some(intern(&mut self.symbols, comment)?);
        }
        Ok(())
    }

    fn claim_name(&mut self, sourced_id: &str, row: u32) -> Result<(), Fault> {
        let name = intern(&mut self.names, sourced_id)?;
        if let Some(earlier) = name.index().and_then(|at| self.rows_of_names.get(at)) {
            return Err(taken(sourced_id, *earlier));
        }
        self.rows_of_names.push(row);
        Ok(())
    }
}

fn intern(symbols: &mut Symbols, text: &str) -> Result<Symbol, Fault> {
    symbols.intern(text).ok_or_else(|| Fault::new("is one row too many for the reader"))
}

impl ScoreStatus {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "exempt" => Some(Self::Exempt),
            "fully graded" => Some(Self::FullyGraded),
            "not submitted" => Some(Self::NotSubmitted),
            "partially graded" => Some(Self::PartiallyGraded),
            "submitted" => Some(Self::Submitted),
            _ => None,
        }
    }
}

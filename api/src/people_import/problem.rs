//! What is wrong with a cell or a row, and what is allowed there.

use dayek_domain::person::IinFault;
use serde::Serialize;
use strum::IntoStaticStr;

use super::columns::Column;
use crate::pages::Words;

/// A fault of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// As table programs count: the headings stand in row 1.
    pub row: u32,
    /// `None`: the row as a whole.
    pub column: Option<Column>,
    #[serde(flatten)]
    pub kind: ProblemKind,
}

/// What is wrong, or only strange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, IntoStaticStr)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ProblemKind {
    NameMissing,
    RoleMissing,
    UnknownRole,
    ClassMissing,
    UnknownClass,
    FirstDayMissing,
    NotADay,
    DayOutsideYear,
    OrderIncomplete,
    UnknownSex,
    Iin {
        fault: IinFault,
    },
    TooLong,
    KinshipMissing,
    UnknownKinship,
    ChildMissing,
    UnknownChild,
    /// Several pupils are called so.
    AmbiguousChild,
    /// Somebody of this name and birth, in this role, stands in an earlier row.
    SameAsRow {
        other: u32,
    },
    /// An earlier row has this number.
    IinOfRow {
        other: u32,
    },
    /// The pupil is in another class of the year.
    InAnotherClass,
    /// The number says another sex than the row. Only strange.
    IinOtherSex,
    /// The number says another day of birth than the row. Only strange.
    IinOtherBirth,
}

impl ProblemKind {
    /// Its name, which never changes.
    pub fn code(&self) -> &'static str {
        let Self::Iin { fault } = self else { return self.into() };
        match fault {
            IinFault::NotTwelveDigits => "iin_not_twelve_digits",
            IinFault::NoSuchCentury => "iin_no_such_century",
            IinFault::NoSuchDay => "iin_no_such_day",
            IinFault::NeverIssued => "iin_never_issued",
            IinFault::WrongControlDigit => "iin_wrong_control_digit",
        }
    }

    /// Said in the reader's words.
    pub(crate) fn told(&self, words: &Words) -> String {
        let key = format!("problem-{}", self.code().replace('_', "-"));
        match self {
            Self::SameAsRow { other } | Self::IinOfRow { other } => {
                words.ta(&key, &[("row", other.to_string().as_str())])
            }
            Self::NameMissing
            | Self::RoleMissing
            | Self::UnknownRole
            | Self::ClassMissing
            | Self::UnknownClass
            | Self::FirstDayMissing
            | Self::NotADay
            | Self::DayOutsideYear
            | Self::OrderIncomplete
            | Self::UnknownSex
            | Self::Iin { .. }
            | Self::TooLong
            | Self::KinshipMissing
            | Self::UnknownKinship
            | Self::ChildMissing
            | Self::UnknownChild
            | Self::AmbiguousChild
            | Self::InAnotherClass
            | Self::IinOtherSex
            | Self::IinOtherBirth => words.ta(&key, &[]),
        }
    }

    /// Whether the row is taken all the same.
    pub const fn is_only_strange(&self) -> bool {
        matches!(self, Self::IinOtherSex | Self::IinOtherBirth)
    }
}

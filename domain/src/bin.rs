//! The business identification number (БСН, БИН) of an institution.

use std::fmt;

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, VariantNames};

use crate::control_digit::{control_digit, digits};

/// A business identification number that has been checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bin(String);

/// Why something is no business identification number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, AsRefStr, VariantNames, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum BinFault {
    #[error("a BIN has 12 digits and nothing else")]
    NotTwelveDigits,
    #[error("digits 3 and 4 of a BIN are a month")]
    NoSuchMonth,
    #[error("digit 5 of a BIN is 4, 5 or 6")]
    NoSuchKind,
    #[error("digit 6 of a BIN is 0, 1, 2 or 3")]
    NoSuchBranch,
    #[error("the last digit of the BIN does not fit the others")]
    WrongControlDigit,
}

impl Bin {
    /// Reads a number as it is typed; blanks around it are of no account.
    pub fn parse(text: &str) -> Result<Self, BinFault> {
        let text = text.trim();
        let number = digits(text).ok_or(BinFault::NotTwelveDigits)?;
        if !(1..=12).contains(&(number[2] * 10 + number[3])) {
            return Err(BinFault::NoSuchMonth);
        }
        if !(4..=6).contains(&number[4]) {
            return Err(BinFault::NoSuchKind);
        }
        if number[5] > 3 {
            return Err(BinFault::NoSuchBranch);
        }
        if control_digit(number) != Some(number[11]) {
            return Err(BinFault::WrongControlDigit);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Bin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_number_is_taken_with_blanks_around_it() {
        for good in ["990140000126", "150340003450"] {
            assert_eq!(Bin::parse(&format!(" {good} ")).unwrap().as_str(), good);
        }
    }

    #[test]
    fn what_is_wrong_with_a_number_is_said() {
        for (wrong, fault) in [
            ("", BinFault::NotTwelveDigits),
            ("99014000012", BinFault::NotTwelveDigits),
            ("99014000012x", BinFault::NotTwelveDigits),
            ("991340000126", BinFault::NoSuchMonth),
            ("990040000126", BinFault::NoSuchMonth),
            ("990130000126", BinFault::NoSuchKind),
            ("990144000126", BinFault::NoSuchBranch),
            ("990140000127", BinFault::WrongControlDigit),
        ] {
            assert_eq!(Bin::parse(wrong), Err(fault), "{wrong}");
        }
    }

    #[test]
    fn a_number_of_a_person_is_none_of_an_institution() {
        assert_eq!(Bin::parse("990101100010"), Err(BinFault::NoSuchKind));
    }
}

//! The individual identification number (ЖСН, ИИН) of a person.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::VariantNames;

use super::event::Sex;
use crate::control_digit::{control_digit, digits};

/// A number that has been checked. Never printed: it is personal data.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Iin(String);

/// Why something is no individual identification number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, VariantNames, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum IinFault {
    #[error("an IIN has 12 digits and nothing else")]
    NotTwelveDigits,
    #[error("digit 7 of an IIN lies between 0 and 6")]
    NoSuchCentury,
    #[error("the first six digits of an IIN are a day of birth, and there is no such day")]
    NoSuchDay,
    #[error("no IIN with these first eleven digits is ever issued")]
    NeverIssued,
    #[error("the last digit of the IIN does not fit the others")]
    WrongControlDigit,
}

/// How many of the last digits are shown to those who may not see the number.
const SHOWN: usize = 4;

impl Iin {
    /// Reads a number as it is typed; blanks around it are of no account.
    pub fn parse(text: &str) -> Result<Self, IinFault> {
        let text = text.trim();
        let number = digits(text).ok_or(IinFault::NotTwelveDigits)?;
        if number[6] > 6 {
            return Err(IinFault::NoSuchCentury);
        }
        if centuries(number[6]).iter().all(|century| day(number, *century).is_none()) {
            return Err(IinFault::NoSuchDay);
        }
        match control_digit(number) {
            None => Err(IinFault::NeverIssued),
            Some(control) if control != number[11] => Err(IinFault::WrongControlDigit),
            Some(_) => Ok(Self(text.to_owned())),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day of birth it says; some foreigners' numbers leave the century open.
    pub fn birth_date(&self) -> Option<NaiveDate> {
        let number = digits(&self.0)?;
        match centuries(number[6]) {
            [century] => day(number, *century),
            _ => None,
        }
    }

    /// The sex it says, if it says one.
    pub fn sex(&self) -> Option<Sex> {
        match digits(&self.0)?[6] {
            0 => None,
            odd if odd % 2 == 1 => Some(Sex::Male),
            _ => Some(Sex::Female),
        }
    }

    /// The last four digits, for those who may know that there is a number but not the number.
    pub fn masked(&self) -> String {
        let last: String = self.0.chars().skip(self.0.chars().count().saturating_sub(SHOWN)).collect();
        format!("******{last}")
    }
}

const fn centuries(digit: u32) -> &'static [i32] {
    match digit {
        1 | 2 => &[1800],
        3 | 4 => &[1900],
        5 | 6 => &[2000],
        _ => &[1800, 1900, 2000],
    }
}

fn day(number: [u32; 12], century: i32) -> Option<NaiveDate> {
    let pair = |place: usize| number[place] * 10 + number[place + 1];
    let year = i32::try_from(pair(0)).ok()?;
    NaiveDate::from_ymd_opt(century + year, pair(2), pair(4))
}

/// Never shows the number: commands and events are printed in logs and test failures.
impl fmt::Debug for Iin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iin(..)")
    }
}

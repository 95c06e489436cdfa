//! Marks and points: exact decimals, never floats.
//!
//! Refuses more than four decimal places and anything outside ±1,000,000, so that a sum over a
//! whole region still fits. The stored form is the shortest decimal text: `5`, `87.5`.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The value of a mark, in the points of its assessment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Points(Decimal);

/// Why a text or number is not a mark.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPoints {
    #[error("\"{0}\" is not a decimal number such as 5 or 87.5")]
    NotANumber(String),
    #[error("{0} has more than four decimal places")]
    TooFine(String),
    #[error("{0} is not between -1000000 and 1000000")]
    TooLarge(String),
}

const FINEST_SCALE: u32 = 4;
const LARGEST: i64 = 1_000_000;

impl Points {
    /// Points of a checked decimal.
    pub fn parse(value: Decimal) -> Result<Self, NotPoints> {
        let value = value.normalize();
        if value.scale() > FINEST_SCALE {
            return Err(NotPoints::TooFine(value.to_string()));
        }
        if value.abs() > Decimal::from(LARGEST) {
            return Err(NotPoints::TooLarge(value.to_string()));
        }
        Ok(Self(value))
    }

    /// Points of a whole number, as most marks are.
    pub fn whole(value: i32) -> Self {
        let bounded = i64::from(value).clamp(-LARGEST, LARGEST);
        Self(Decimal::from(bounded))
    }

    /// The exact decimal, for storing and summing.
    pub const fn decimal(self) -> Decimal {
        self.0
    }
}

impl FromStr for Points {
    type Err = NotPoints;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let value = Decimal::from_str_exact(text).map_err(|_| NotPoints::NotANumber(text.to_owned()))?;
        Self::parse(value)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_keeps_its_exact_decimal_value_in_its_shortest_form() {
        for (given, kept) in [("5", "5"), ("87.50", "87.5"), ("0", "0"), ("-1", "-1"), ("10.0001", "10.0001")]
        {
            assert_eq!(given.parse::<Points>().unwrap().to_string(), kept);
        }
    }

    #[test]
    fn words_exponents_and_blanks_are_not_marks() {
        for wrong in ["", " 5", "five", "5e1", "NaN", "5,5", "0x5"] {
            assert_eq!(wrong.parse::<Points>(), Err(NotPoints::NotANumber(wrong.to_owned())), "{wrong:?}");
        }
    }

    #[test]
    fn five_decimal_places_and_more_than_a_million_are_refused() {
        assert!(matches!("0.00001".parse::<Points>(), Err(NotPoints::TooFine(_))));
        assert!(matches!("1000001".parse::<Points>(), Err(NotPoints::TooLarge(_))));
        assert!("1000000".parse::<Points>().is_ok());
    }
}

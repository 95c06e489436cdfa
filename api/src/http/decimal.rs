//! Decimals in answers: texts, exact, in their shortest form, as marks have it everywhere.

use rust_decimal::Decimal;

pub(crate) fn exact(value: Decimal) -> String {
    value.normalize().to_string()
}

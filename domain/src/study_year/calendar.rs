//! The calendar of a study year as the ministry's order lays it down, for schools to take over.
//!
//! Days that the government moves, and Kurban Ait, which the moon moves, are declared by the school.

use chrono::NaiveDate;

use super::event::Days;

/// The year 2026/27: order 213-НҚ, and the public holidays that fall on study days from Monday to
/// Saturday.
pub const CALENDAR_2026_2027: Calendar = Calendar {
    year: span((2026, 9, 1), (2027, 5, 25)),
    quarters: [
        span((2026, 9, 1), (2026, 10, 25)),
        span((2026, 11, 2), (2026, 12, 27)),
        span((2027, 1, 11), (2027, 3, 21)),
        span((2027, 3, 29), (2027, 5, 25)),
    ],
    holidays: [
        Named { code: "autumn", span: span((2026, 10, 26), (2026, 11, 1)) },
        Named { code: "winter", span: span((2026, 12, 28), (2027, 1, 10)) },
        Named { code: "spring", span: span((2027, 3, 22), (2027, 3, 28)) },
    ],
    first_grade: Named { code: "first_grade", span: span((2027, 2, 8), (2027, 2, 14)) },
    public: [
        Named { code: "independence_day", span: span((2026, 12, 16), (2026, 12, 16)) },
        Named { code: "womens_day", span: span((2027, 3, 8), (2027, 3, 8)) },
        Named { code: "unity_day", span: span((2027, 5, 1), (2027, 5, 1)) },
        Named { code: "defenders_day", span: span((2027, 5, 7), (2027, 5, 7)) },
    ],
};

/// What an order lays down for one study year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    pub year: Span,
    pub quarters: [Span; 4],
    /// Between the quarters, for everybody.
    pub holidays: [Named; 3],
    /// The week more that grade 1 has, in the third quarter.
    pub first_grade: Named,
    pub public: [Named; 4],
}

/// Days with a code that is shown as words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    pub code: &'static str,
    pub span: Span,
}

/// Year, month and day of the first day and of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub first: (i32, u32, u32),
    pub last: (i32, u32, u32),
}

impl Span {
    pub fn days(self) -> Days {
        Days { first: date(self.first), last: date(self.last) }
    }
}

const fn span(first: (i32, u32, u32), last: (i32, u32, u32)) -> Span {
    Span { first, last }
}

/// That every date of this file is one of the calendar is held by a test.
fn date((year, month, day): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

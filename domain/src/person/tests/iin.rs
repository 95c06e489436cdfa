//! The individual identification number: what is taken, and what is said of what is not.

use chrono::NaiveDate;
use proptest::strategy::Strategy;
use proptest::{prop_assert, prop_assert_eq, prop_assume, proptest};

use super::super::{Iin, IinFault, Sex};

/// With the last digit that fits, if there is one.
fn completed(eleven: &str) -> Option<Iin> {
    (0..10).find_map(|last| Iin::parse(&format!("{eleven}{last}")).ok())
}

#[test]
fn a_good_number_of_either_pass_is_taken_with_blanks_around_it() {
    for good in ["990101100010", "990101100516", "990101100111", "990101100147"] {
        assert_eq!(Iin::parse(&format!(" {good}\t")).unwrap().as_str(), good);
    }
}

#[test]
fn a_number_that_is_never_issued_is_refused_whatever_its_last_digit() {
    for last in 0..10 {
        assert_eq!(Iin::parse(&format!("99010110010{last}")), Err(IinFault::NeverIssued));
    }
}

#[test]
fn what_is_wrong_with_a_number_is_said() {
    for (wrong, fault) in [
        ("", IinFault::NotTwelveDigits),
        ("99010110001", IinFault::NotTwelveDigits),
        ("9901011000100", IinFault::NotTwelveDigits),
        ("99010110001O", IinFault::NotTwelveDigits),
        ("99010110 010", IinFault::NotTwelveDigits),
        ("٩90101100010", IinFault::NotTwelveDigits),
        ("990101700010", IinFault::NoSuchCentury),
        ("991301100010", IinFault::NoSuchDay),
        ("990132100010", IinFault::NoSuchDay),
        ("990229100010", IinFault::NoSuchDay),
        ("990101100011", IinFault::WrongControlDigit),
    ] {
        assert_eq!(Iin::parse(wrong), Err(fault), "{wrong}");
    }
}

#[test]
fn a_number_says_the_day_of_birth_and_the_sex() {
    let number = Iin::parse("990101100010").unwrap();
    assert_eq!(number.birth_date(), NaiveDate::from_ymd_opt(1899, 1, 1));
    assert_eq!(number.sex(), Some(Sex::Male));
    let woman = completed("99010120001").unwrap();
    assert_eq!(woman.sex(), Some(Sex::Female));
}

#[test]
fn a_foreigner_s_number_may_leave_century_and_sex_open() {
    let number = completed("99010100001").unwrap();
    assert_eq!((number.birth_date(), number.sex()), (None, None));
    // The 29th of February was there in one of the centuries it may mean.
    assert!(completed("00022900001").is_some());
}

#[test]
fn four_digits_are_shown_to_those_who_may_not_see_the_number() {
    assert_eq!(Iin::parse("990101100010").unwrap().masked(), "******0010");
}

/// Numbers of the nineteenth century, which nobody living bears, without their last digit.
fn eleven_digits() -> impl Strategy<Value = String> {
    (0_u32..100, 1_u32..13, 1_u32..29, 1_u32..3, 0_u32..10_000).prop_map(
        |(year, month, day, digit, serial)| format!("{year:02}{month:02}{day:02}{digit}{serial:04}"),
    )
}

proptest! {
    #[test]
    fn at_most_one_last_digit_fits(eleven in eleven_digits()) {
        let good = (0..10).filter(|last| Iin::parse(&format!("{eleven}{last}")).is_ok()).count();
        prop_assert!(good <= 1);
    }

    #[test]
    fn a_mistyped_last_digit_is_noticed(eleven in eleven_digits(), digit in 0_u32..10) {
        let number = completed(&eleven);
        prop_assume!(number.is_some());
        let text = number.map(|number| number.as_str().to_owned()).unwrap_or_default();
        let mistyped = format!("{eleven}{digit}");
        prop_assert_eq!(Iin::parse(&mistyped).is_ok(), mistyped == text);
    }

    #[test]
    fn no_text_breaks_the_reading(text in "\\PC{0,14}") {
        if let Ok(number) = Iin::parse(&text) {
            prop_assert_eq!(number.as_str(), text.trim());
        }
    }
}

//! The last digit of the state's numbers of twelve digits, which follows from the eleven before it.

/// The digits of a number, if it is twelve digits and nothing else.
pub(crate) fn digits(text: &str) -> Option<[u32; 12]> {
    let mut digits = [0; 12];
    if text.chars().count() != digits.len() {
        return None;
    }
    for (place, letter) in digits.iter_mut().zip(text.chars()) {
        *place = letter.to_digit(10)?;
    }
    Some(digits)
}

/// The control digit of the first eleven digits; `None`: such a number is never issued.
pub(crate) fn control_digit(digits: [u32; 12]) -> Option<u32> {
    const SECOND_PASS: [u32; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];
    let sum = |weights: &mut dyn Iterator<Item = u32>| -> u32 {
        digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % 11
    };
    let first = sum(&mut (1..=11));
    let found = if first == 10 { sum(&mut SECOND_PASS.into_iter()) } else { first };
    (found < 10).then_some(found)
}

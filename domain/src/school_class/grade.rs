//! The grade with which the name of a class begins, and what the class is called a year later.

/// Whoever has finished it leaves the school.
const LAST: u8 = 11;
/// Some schools teach a twelfth year. A higher number is no grade, but part of a name.
const HIGHEST: u8 = 12;

/// 7 of «7А».
pub fn grade(name: &str) -> Option<u8> {
    split(name).map(|(grade, _)| grade)
}

/// Whether it is a grade after which a pupil leaves the school.
pub fn is_last_grade(name: &str) -> bool {
    grade(name).is_some_and(|grade| grade >= LAST)
}

/// What a class is called in the next study year; `None`: its pupils leave the school.
pub fn next_name(name: &str) -> Option<String> {
    match split(name) {
        Some((grade, _)) if grade >= LAST => None,
        Some((grade, rest)) => Some(format!("{}{rest}", grade + 1)),
        None => Some(name.to_owned()),
    }
}

fn split(name: &str) -> Option<(u8, &str)> {
    let name = name.trim_start();
    let end = name.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(name.len());
    let (digits, rest) = name.split_at(end);
    digits.parse().ok().filter(|grade| *grade <= HIGHEST).map(|grade| (grade, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_goes_on_to_the_next_grade_and_keeps_its_letter() {
        for (now, next) in [
            ("7А", "8А"),
            ("9 «Ә»", "10 «Ә»"),
            ("0Б", "1Б"),
            ("1", "2"),
            ("7А ағылшын тілі 1", "8А ағылшын тілі 1"),
        ] {
            assert_eq!(next_name(now).as_deref(), Some(next), "{now}");
        }
    }

    #[test]
    fn the_last_grade_has_no_next_one() {
        for last in ["11А", "11 «Б»", "12В"] {
            assert_eq!(next_name(last), None, "{last}");
            assert!(is_last_grade(last), "{last}");
        }
        for other in ["10А", "1А", "Хор"] {
            assert!(!is_last_grade(other), "{other}");
        }
    }

    #[test]
    fn a_name_without_a_grade_stays_as_it_is() {
        for name in ["Хор", "ИС-21", "21-ИС", "2026 қабылдау", ""] {
            assert_eq!((next_name(name).as_deref(), grade(name)), (Some(name), None), "{name}");
        }
    }
}

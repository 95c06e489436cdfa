//! A value of the change history that is made of several things, in the reader's words.

use dayek_projections::change_history::{Piece, lines};

use super::words::{Words, date};
use crate::http::change_history::words::Words as Named;

/// What stands in values as a word, by the kind of change.
const SAID: [(&str, &str); 17] = [
    ("period", "open"),
    ("period", "closed"),
    ("roster", "enrolled"),
    ("roster", "unknown_day"),
    ("status", "exempt"),
    ("status", "not_submitted"),
    ("status", "submitted"),
    ("status", "partially_marked"),
    ("status", "marked_without_points"),
    ("schedule", "cancelled"),
    ("holiday", "public"),
    ("class_settings", "points"),
    ("class_settings", "criteria"),
    ("timetable", "drafted"),
    ("timetable", "published"),
    ("setting", "on"),
    ("setting", "off"),
];

pub(super) fn told(words: &Words, named: &Named, kind: &str, value: &str) -> String {
    let told: Vec<String> = lines(kind, value).iter().map(|line| line_of(words, named, kind, line)).collect();
    told.join("; ")
}

/// A name ends its line, because it may be anything, and is read first.
fn line_of(words: &Words, named: &Named, kind: &str, pieces: &[Piece<'_>]) -> String {
    let (names, others): (Vec<&Piece<'_>>, Vec<&Piece<'_>>) =
        pieces.iter().partition(|piece| matches!(piece, Piece::Code { of: "name", .. }));
    let told: Vec<String> =
        names.into_iter().chain(others).map(|piece| say(words, named, kind, *piece)).collect();
    told.join(", ")
}

fn say(words: &Words, named: &Named, kind: &str, piece: Piece<'_>) -> String {
    match piece {
        Piece::Text(text) if SAID.contains(&(kind, text)) => {
            words.word(&format!("kind-{}-", kind.replace('_', "-")), text)
        }
        Piece::Text(text) => spelled(words, kind, text),
        Piece::Code { of, is } if kind == "setting" => set(words, of, is),
        Piece::Code { of: "name" | "part", is } => is.to_owned(),
        Piece::Code { of: "weekday" | "week", is } => words.word("kind-timetable-", is),
        Piece::Code { of: of @ ("seats" | "slots" | "lessons"), is } => match is.parse::<i64>() {
            Ok(count) => words.tn(&format!("kind-number-of-{of}"), "count", count),
            Err(_) => is.to_owned(),
        },
        Piece::Code { of: "like", is } => {
            let name = named.thing("like", is).unwrap_or_else(|| is.to_owned());
            words.t1("kind-bells-like", "name", &name)
        }
        Piece::Code { of: "teacher", is } => named.thing("teacher", is).unwrap_or_else(|| words.t("erased")),
        Piece::Code { of, is } => named.thing(of, is).unwrap_or_else(|| is.to_owned()),
    }
}

/// One thing an institution says of itself.
fn set(words: &Words, of: &str, is: &str) -> String {
    let is = match of {
        "languages" => {
            is.split(' ').map(|code| words.word("taught-in-", code)).collect::<Vec<_>>().join(", ")
        }
        _ => is.to_owned(),
    };
    format!("{}: {is}", words.word("kind-setting-", of))
}

/// Days, hours and numbers of lessons as people write them.
fn spelled(words: &Words, kind: &str, text: &str) -> String {
    match kind {
        // A name with its days.
        "study_year" | "period" => match text.rsplit_once(' ') {
            Some((name, days)) => format!("{name}, {}", moment(words, days)),
            None => text.to_owned(),
        },
        "assessment" => assessment(words, text),
        "roster" => match text.strip_prefix("until ") {
            Some(day) => words.t1("history-until", "day", &date(day)),
            None => date(text),
        },
        "schedule" | "holiday" | "bells" | "timetable" => {
            text.split(' ').map(|part| moment(words, part)).collect::<Vec<_>>().join(", ")
        }
        _ => text.to_owned(),
    }
}

/// A day, the days from one to another, the number of a lesson, or from when to when by the clock.
fn moment(words: &Words, text: &str) -> String {
    if let Some(number) = text.strip_prefix('#') {
        return words.t1("history-lesson-number", "number", number);
    }
    match (text.split_once('/'), text.split_once('-')) {
        (Some((first, last)), _) => format!("{} – {}", date(first), date(last)),
        (None, Some((begins, ends))) if begins.contains(':') => format!("{begins}–{ends}"),
        (None, Some(_) | None) => date(text),
    }
}

/// A title, the least and the most that is given, and the day.
fn assessment(words: &Words, text: &str) -> String {
    let mut parts = text.rsplitn(3, ' ');
    let (day, scale, title) = (parts.next(), parts.next(), parts.next());
    let scale = scale.and_then(|scale| scale.split_once(".."));
    match (title, scale, day) {
        (Some(title), Some((least, most)), Some(day)) => {
            let scale = words.ta("history-scale", &[("least", least), ("most", most)]);
            format!("{title}, {scale}, {}", date(day))
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::Language;

    #[test]
    fn what_an_institution_says_of_itself_is_told_with_its_name() {
        let words = Words::of(Language::Ru);
        assert_eq!(set(words, "bin", "990140000126"), "БИН: 990140000126");
        assert_eq!(set(words, "languages", "kazakh russian"), "языки обучения: казахский, русский");
    }

    #[test]
    fn days_and_lessons_are_written_as_people_write_them() {
        let words = Words::of(Language::Ru);
        for (kind, value, told) in [
            ("schedule", "2026-10-08 #4", "08.10.2026, 4-й урок"),
            ("schedule", "08:00-08:45", "08:00–08:45"),
            ("holiday", "2026-10-26/2026-11-01", "26.10.2026 – 01.11.2026"),
            ("study_year", "2026/2027 2026-09-01/2027-05-25", "2026/2027, 01.09.2026 – 25.05.2027"),
            ("assessment", "Сабақ 12 1..10 2026-10-08", "Сабақ 12, шкала 1–10, 08.10.2026"),
            ("roster", "2026-09-01", "01.09.2026"),
            ("roster", "until 2026-10-01", "по 01.10.2026"),
            ("class", "2026-09-01", "2026-09-01"),
        ] {
            assert_eq!(spelled(words, kind, value), told, "{kind}");
        }
    }
}

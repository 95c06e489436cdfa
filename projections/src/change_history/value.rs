//! Values that are made of several things, some of them named by their ids: put together for the rows, and
//! taken apart for whoever shows them.
//!
//! A value is lines of pieces, such as `weekday:monday, #3, teacher:<id>, room:<id>`. After `name:` and
//! `part:` comes what somebody has written, to the end of the line, so that no name can pass for an id. A line
//! of a setting is one piece whatever is written in it.

use std::fmt::Display;

use super::row::Kind;

/// What somebody has written; it goes on to the end of its line.
const WRITTEN: [&str; 2] = ["name", "part"];

/// A piece of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    /// What the piece is of, and which: `room` and its id, `weekday` and `monday`, `name` and the name.
    Code {
        of: &'a str,
        is: &'a str,
    },
}

/// A value as lines of pieces. Only the codes that belong to the kind of change are taken for codes.
pub fn lines<'a>(kind: &str, value: &'a str) -> Vec<Vec<Piece<'a>>> {
    if kind == Kind::Setting.code() {
        return value.lines().map(|line| vec![whole(line)]).collect();
    }
    let codes = codes(kind);
    if codes.is_empty() {
        return vec![vec![Piece::Text(value)]];
    }
    value.lines().map(|line| pieces(codes, line)).collect()
}

fn codes(kind: &str) -> &'static [&'static str] {
    match Kind::ALL.into_iter().find(|known| known.code() == kind) {
        Some(Kind::Class | Kind::ClassSettings) => &["class", "bells", "set"],
        Some(Kind::Holiday) => &["set"],
        Some(Kind::Bells) => &["bells", "like"],
        Some(Kind::Room) => &["seats", "building", "room"],
        Some(Kind::Timetable) => {
            &["weekday", "week", "subject", "teacher", "room", "bells", "slots", "lessons"]
        }
        Some(Kind::Schedule) => &["teacher", "room", "lesson"],
        Some(Kind::Substitution) => &["teacher"],
        Some(
            Kind::Mark
            | Kind::Status
            | Kind::Attendance
            | Kind::Assessment
            | Kind::Role
            | Kind::Roster
            | Kind::Teacher
            | Kind::Subject
            | Kind::StudyYear
            | Kind::Period
            | Kind::PeriodSet
            | Kind::Person
            | Kind::Institution
            | Kind::Category
            | Kind::Section
            | Kind::Guardian
            | Kind::ClassStaff
            | Kind::Account
            | Kind::Building
            | Kind::Setting,
        )
        | None => &[],
    }
}

fn whole(line: &str) -> Piece<'_> {
    line.split_once(':').map_or(Piece::Text(line), |(of, is)| Piece::Code { of, is })
}

fn pieces<'a>(codes: &[&str], mut line: &'a str) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    loop {
        if let Some((of, is)) = line.split_once(':').filter(|(of, _)| WRITTEN.contains(of)) {
            pieces.push(Piece::Code { of, is });
            return pieces;
        }
        let (piece, after) =
            line.split_once(", ").map_or((line, None), |(piece, after)| (piece, Some(after)));
        pieces.push(match piece.split_once(':') {
            Some((of, is)) if codes.contains(&of) => Piece::Code { of, is },
            Some(_) | None => Piece::Text(piece),
        });
        let Some(after) = after else { return pieces };
        line = after;
    }
}

/// One line of a value.
pub(super) fn line(pieces: impl IntoIterator<Item = String>) -> String {
    pieces.into_iter().collect::<Vec<_>>().join(", ")
}

/// A piece that says what it is of.
pub(super) fn code(of: &str, is: impl Display) -> String {
    format!("{of}:{is}")
}

/// What somebody has written, which ends its line.
pub(super) fn written(of: &str, text: &str) -> String {
    code(of, text.replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_taken_apart_into_what_it_was_made_of() {
        let value = line([code("weekday", "monday"), "#3".to_owned(), code("room", "r-1")]);
        let expected = [
            Piece::Code { of: "weekday", is: "monday" },
            Piece::Text("#3"),
            Piece::Code { of: "room", is: "r-1" },
        ];
        assert_eq!(lines("timetable", &value), [expected]);
    }

    #[test]
    fn a_name_that_looks_like_an_id_stays_a_name() {
        let value = line([code("building", "b-1"), written("name", "12, building:b-2\nroom:r-1")]);
        let expected = [
            Piece::Code { of: "building", is: "b-1" },
            Piece::Code { of: "name", is: "12, building:b-2 room:r-1" },
        ];
        assert_eq!(lines("room", &value), [expected]);
    }

    #[test]
    fn a_line_of_a_setting_is_one_piece_to_its_end() {
        let expected = [
            vec![Piece::Code { of: "address", is: "School Street 1, room: 2" }],
            vec![Piece::Code { of: "phone", is: "12345" }],
        ];
        assert_eq!(lines("setting", "address:School Street 1, room: 2\nphone:12345"), expected);
        assert_eq!(lines("setting", "off"), [[Piece::Text("off")]]);
    }

    #[test]
    fn a_value_of_another_kind_is_left_as_it_is() {
        let value = "teacher:t-1, name:x\nroom:r-1";
        assert_eq!(lines("mark", value), [[Piece::Text(value)]]);
        assert_eq!(lines("class", "teacher:t-1"), [[Piece::Text("teacher:t-1")]]);
    }
}

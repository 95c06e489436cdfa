//! Several things written one a line, as copied from a list or a spreadsheet.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveTime};
use dayek_domain::study_year::Days;

use crate::pages::views::FieldError;
use crate::pages::words::Words;
use crate::refusal::Rule;

/// One line in which something is written, counted as the writer counts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) number: usize,
    /// Between semicolons, or between the cells of a spreadsheet.
    fields: Vec<&'a str>,
}

impl Line<'_> {
    /// A field in which something is written.
    pub(super) fn field(&self, place: usize) -> Option<&str> {
        self.fields.get(place).copied().filter(|field| !field.is_empty())
    }

    pub(super) fn name(&self) -> &str {
        self.field(0).unwrap_or_default()
    }

    /// Two fields with the first and the last day; one day alone is both.
    pub(super) fn days(&self, place: usize) -> Option<Days> {
        let first = day(self.field(place)?)?;
        let last = match self.field(place + 1) {
            Some(text) => day(text)?,
            None => first,
        };
        Some(Days { first, last })
    }

    fn is_longer_than(&self, most: usize) -> bool {
        self.fields.len() > most
    }
}

pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut read = Vec::new();
    for (number, line) in (1_usize..).zip(text.lines()) {
        let line = line.trim_end_matches(|sign: char| sign == ';' || sign.is_whitespace());
        if !line.trim().is_empty() {
            read.push(Line { number, fields: line.split([';', '\t']).map(str::trim).collect() });
        }
    }
    read
}

/// What is wrong with the lines of one field, each with its number.
pub(super) struct Faults {
    words: &'static Words,
    field: &'static str,
    pub(super) errors: Vec<FieldError>,
}

impl Faults {
    pub(super) const fn of(words: &'static Words, field: &'static str) -> Self {
        Self { words, field, errors: Vec::new() }
    }

    pub(super) fn add(&mut self, number: usize, text: &str) {
        let number = number.to_string();
        let text = self.words.ta("setup-line", &[("line", number.as_str()), ("text", text)]);
        self.errors.push(FieldError { field: self.field, text });
    }

    /// Nothing written at all, a line without a name, a line with too many fields.
    pub(super) fn check(&mut self, lines: &[Line<'_>], most: usize) {
        if lines.is_empty() {
            let text = self.words.t("error-line-nothing");
            self.errors.push(FieldError { field: self.field, text });
        }
        for line in lines {
            if line.is_longer_than(most) || line.name().is_empty() {
                self.add(line.number, &self.words.t("error-line-fields"));
            }
        }
    }

    /// Names that are there already, or are written twice.
    pub(super) fn check_names<'a>(&mut self, lines: &[Line<'_>], known: impl Iterator<Item = &'a str>) {
        let mut names: HashSet<String> = known.map(str::to_lowercase).collect();
        for line in lines {
            if !names.insert(line.name().to_lowercase()) {
                self.add(line.number, &self.words.t1("error-line-twice", "name", line.name()));
            }
        }
    }

    /// A rule of the school that forbids one of them: `items` are the lines in the order they were asked in.
    pub(super) fn add_rule(&mut self, rule: &Rule, items: &[Line<'_>]) {
        let text = self.words.rule(rule);
        let item = rule.values.get("item").and_then(|item| item.parse::<usize>().ok());
        match item.and_then(|item| items.get(item.checked_sub(1)?)) {
            Some(line) => self.add(line.number, &text),
            None => self.errors.push(FieldError { field: self.field, text }),
        }
    }
}

/// `2026-09-01`, or `01.09.2026` as people write it.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    text.parse().ok().or_else(|| NaiveDate::parse_from_str(text, "%d.%m.%Y").ok())
}

/// `08:00-08:45`, with whatever dash.
pub(super) fn bell(text: &str) -> Option<(NaiveTime, NaiveTime)> {
    let (begins, ends) = text.split_once(['-', '–', '—'])?;
    let time = |text: &str| NaiveTime::parse_from_str(&text.trim().replace('.', ":"), "%H:%M").ok();
    Some((time(begins)?, time(ends)?))
}

pub(super) fn written(days: Days) -> String {
    let day = |day: NaiveDate| day.format("%d.%m.%Y").to_string();
    if days.first == days.last {
        day(days.first)
    } else {
        format!("{}–{}", day(days.first), day(days.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::Language;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn empty_lines_are_no_lines_and_keep_the_count() {
        let read = lines("Алгебра; АЛГ\n\n  \nТарих\tТАР\r\n");
        let read: Vec<_> = read.iter().map(|line| (line.number, line.name(), line.field(1))).collect();
        assert_eq!(read, [(1, "Алгебра", Some("АЛГ")), (4, "Тарих", Some("ТАР"))]);
    }

    #[test]
    fn a_day_is_read_as_it_is_written_here_and_as_a_computer_writes_it() {
        assert_eq!(day("01.09.2026"), Some(date("2026-09-01")));
        assert_eq!(day(" 2026-09-01 "), Some(date("2026-09-01")));
        assert_eq!(day("31.09.2026"), None);
    }

    #[test]
    fn one_day_alone_is_the_first_and_the_last() {
        let read = lines("Наурыз; 22.03.2027\nКүзгі каникул; 26.10.2026; 01.11.2026\nҚысқы; ертең");
        let days: Vec<_> = read.iter().map(|line| line.days(1).map(written)).collect();
        let expected = [Some("22.03.2027".to_owned()), Some("26.10.2026–01.11.2026".to_owned()), None];
        assert_eq!(days, expected);
    }

    #[test]
    fn a_lesson_begins_and_ends_with_whatever_dash() {
        for text in ["08:00-08:45", "8:00 – 8:45", "08.00—08.45"] {
            let (begins, ends) = bell(text).unwrap();
            assert_eq!((begins.to_string().as_str(), ends.to_string().as_str()), ("08:00:00", "08:45:00"));
        }
        for text in ["08:00", "08:00-", "8-9", "08:00-24:30", "сегіз-тоғыз"] {
            assert_eq!(bell(text), None, "{text}");
        }
    }

    #[test]
    fn every_line_that_is_wrong_is_named() {
        let words = Words::of(Language::En);
        let read = lines("Алгебра\n; АЛГ\nалгебра\nТарих; ТАР; 5");
        let mut faults = Faults::of(words, "subjects");
        faults.check(&read, 2);
        faults.check_names(&read, ["Биология"].into_iter());
        let told: Vec<&str> = faults.errors.iter().map(|error| error.text.as_str()).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].contains('2') && told[1].contains('4') && told[2].contains('3'), "{told:?}");
    }
}

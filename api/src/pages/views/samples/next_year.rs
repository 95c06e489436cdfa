//! Samples of the page on which a school goes on to the next study year, and of the list of the test.

use super::super::next_year::{NextClassRow, NextYearForm, NextYearPage, NextYears};
use super::super::timetable_plan::{Progress, RefusedClass};
use super::super::unt::{UntList, UntRow};
use super::{HOSTILE, ID, error, frame, page, s, some};
use crate::pages::words::Words;

pub(super) fn pages(words: &'static Words) -> Vec<(&'static str, String)> {
    vec![
        page("setup_next_year", next_year(words, false)),
        page("setup_next_year, going on", next_year(words, true)),
        page("setup_next_year, nothing to do", NextYearPage { years: None, ..next_year(words, false) }),
        page("unt", unt(words)),
    ]
}

fn next_year(words: &'static Words, goes_on: bool) -> NextYearPage {
    let row = |to: &str, leaves, done| NextClassRow {
        id: s(ID),
        name: s(HOSTILE),
        pupils: s("24"),
        to: s(to),
        leaves,
        done,
    };
    let progress = Progress {
        done: 3,
        total: 40,
        text: s("40 сыныптың 3 көшірілді"),
        goes_on: true,
        tried: vec![s(ID)],
        kept: vec![s(HOSTILE)],
    };
    NextYearPage {
        frame: frame(words),
        years: Some(NextYears { from: s(ID), to: s(ID), text: s(HOSTILE) }),
        rows: vec![
            row("\" onfocus=\"x", false, None),
            row("", true, None),
            row("8А", false, some(HOSTILE)),
            row("", true, some("")),
        ],
        pending: if goes_on { 0 } else { 2 },
        form: NextYearForm {
            on: s("2027-09-01"),
            order_number: s(HOSTILE),
            order_date: s("2027-08-25"),
            staff: true,
            groups: false,
        },
        progress: goes_on.then_some(progress),
        kept: vec![("name", s(HOSTILE))],
        refused: vec![RefusedClass { href: s("/classes/1"), class: s(HOSTILE), why: s(HOSTILE) }],
        errors: if goes_on { vec![] } else { error("next_classes") },
    }
}

fn unt(words: &'static Words) -> UntList {
    let row = |listed, left| UntRow { id: s(ID), name: s(HOSTILE), class: s("11 «Ә»"), listed, left };
    UntList {
        frame: frame(words),
        year: s(ID),
        rows: vec![row(true, true), row(false, false)],
        listed: 1,
        errors: error("listed"),
    }
}

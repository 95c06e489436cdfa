//! Every page with invented content, written out in every language.

mod class;
mod network;
mod next_year;
mod people;
mod school;
mod setup;
mod timetable;

use askama::Template;

use super::classes::{ClassRow, Classes};
use super::entry::{FramedError, Join, JoinAccount, SecondFactor, SignIn, StrangerError};
use super::home::{Child, Found, Home, MyClass, MyJournal, Search};
use super::journal::{
    Cell, CellNote, CellPlace, Column, Journal, JournalRow, Journals, MarkForm, PupilMarks, Row, SubjectMarks,
};
use super::layout::{Choice, FieldError, Figure, Frame, Link, NavItem, Notice, Qr, ShortMark};
use super::statistics::SpreadBar;
use crate::pages::words::{Language, Words};

const HOSTILE: &str = "<script>alert(1)</script>";
const ID: &str = "0192f3a1-7c44-7b1e-9d0a-5e2b8c6f1a37";

fn s(text: &str) -> String {
    text.to_owned()
}

#[expect(clippy::unnecessary_wraps, reason = "views hold options")]
fn some(text: &str) -> Option<String> {
    Some(s(text))
}

fn link(label: &str) -> Link {
    Link { href: s("/people/1"), label: s(label) }
}

fn choices(label: &str) -> Vec<Choice> {
    vec![
        Choice { value: s(ID), label: s(label), selected: true },
        Choice { value: s(HOSTILE), label: s(HOSTILE), selected: false },
    ]
}

fn error(field: &'static str) -> Vec<FieldError> {
    vec![FieldError { field, text: s("Толтырыңыз.") }]
}

fn figure() -> Figure {
    Figure { label: s("оқушы"), value: s("24") }
}

fn short_marks() -> Vec<ShortMark> {
    vec![ShortMark { value: s("16"), day: s("18 қыр."), subject: some(HOSTILE), summative: true }]
}

fn qr() -> Qr {
    Qr { size: 21, path: s("M0 0h1v1h-1z") }
}

#[expect(clippy::unnecessary_wraps, reason = "views hold options")]
fn notice() -> Option<Notice> {
    Some(Notice { kind: "good", text: s("Баға қойылды.") })
}

fn frame(words: &'static Words) -> Frame {
    Frame {
        words,
        title: s("8 «Ә» · Алгебра"),
        institution: s("№ 25 мектеп-лицей"),
        places: choices("№ 25 мектеп-лицей"),
        years: choices("2026–2027"),
        person: s(HOSTILE),
        roles: vec![words.word("role-", "teacher"), words.word("role-", "class_leader")],
        search_hint: words.t("search-hint"),
        sections: vec![NavItem { href: s("/journals"), label: s("Журналдар"), current: true }],
        path: s("/journals?q=\"><b>quoted"),
        language: words.language,
        notice: notice(),
    }
}

/// The pages before signing in.
fn doors(words: &'static Words) -> Vec<(&'static str, String)> {
    let (path, institution) = (s("/sign-in"), some(HOSTILE));
    vec![
        page(
            "sign_in",
            SignIn {
                words,
                path: path.clone(),
                institution: institution.clone(),
                notice: notice(),
                errors: error("password"),
                login: s("sarsenova\" onfocus=\"x"),
            },
        ),
        page(
            "second_factor",
            SecondFactor {
                words,
                path: path.clone(),
                institution: institution.clone(),
                notice: None,
                errors: error("code"),
            },
        ),
        page(
            "join",
            Join {
                words,
                path: path.clone(),
                institution: institution.clone(),
                notice: None,
                errors: error("code"),
                code: s("K7QM-4TXR-9PWD"),
            },
        ),
        page(
            "join_account",
            JoinAccount {
                words,
                path: path.clone(),
                institution: institution.clone(),
                notice: None,
                errors: error("login"),
                code: s("K7QM-4TXR-9PWD"),
                person: s(HOSTILE),
                roles: vec![s("мұғалім")],
                login: s("sarsenova"),
            },
        ),
        page(
            "error",
            StrangerError {
                words,
                path,
                institution,
                notice: None,
                heading: s("Мұндай бет жоқ"),
                text: s(HOSTILE),
                request: some(ID),
            },
        ),
    ]
}

fn home(words: &'static Words) -> Home {
    Home {
        frame: frame(words),
        second_factor: some("Әкімшінің құқықтары екі факторлы кірумен ғана жұмыс істейді."),
        own_marks: Some(link("Менің бағаларым")),
        latest: short_marks(),
        near: timetable::near(),
        journals: vec![MyJournal {
            href: s("/journals/1/2/3"),
            class: s("8 «Ә»"),
            subject: s(HOSTILE),
            period: s("I тоқсан"),
            pupils: s("24"),
            last: None,
        }],
        classes: vec![MyClass { name: s(HOSTILE), figures: vec![figure()], links: vec![link("Тізім")] }],
        children: vec![
            Child { href: s("/pupils/1"), name: s(HOSTILE), place: s("5 «В»"), marks: short_marks() },
            Child {
                href: s("/pupils/2"), name: s("Сәрсенова Айым"), place: s("2 «А»"), marks: vec![]
            },
        ],
        school: vec![figure()],
        spread: vec![SpreadBar { label: s("5"), count: s("12"), height: 100 }],
        spread_of: s("1–5"),
        network: Some(network::on_home(words)),
    }
}

fn journals(words: &'static Words) -> Journals {
    let row = JournalRow {
        href: s("/journals/1/2/3"),
        class: s("8 «Ә»"),
        subject: s(HOSTILE),
        period: s("I тоқсан"),
        teacher: some("Сәрсенова Г. Қ."),
        pupils: s("24"),
        marks: s("164"),
        last: some("2 қаз. 14:02"),
    };
    Journals {
        frame: frame(words),
        classes: choices("8 «Ә»"),
        subjects: choices("Алгебра"),
        teachers: choices("Сәрсенова Г. Қ."),
        mine: true,
        count: 3,
        rows: vec![row],
        next: some("/journals?after=1"),
    }
}

fn journal(words: &'static Words, may_write: bool) -> Journal {
    let note = || CellNote { sign: s("К"), word: s("кешікті"), absent: true };
    let place = CellPlace {
        assessment: s(ID),
        pupil: s(ID),
        number: 1,
        value: s("8.5"),
        least: s("1"),
        most: s("10"),
        on: s("2026-09-18"),
    };
    let column = |cancelled: bool| Column {
        iso: s("2026-09-18"),
        day: s("18 қыр."),
        short: (!cancelled).then(|| s("БЖБ")),
        label: s("Бөлім бойынша жиынтық бағалау, 18 қыркүйек"),
        most: (!cancelled).then(|| s("10")),
        summative: true,
        cancelled,
    };
    let cells = vec![
        Cell { place: Some(place), shown: s("8,5"), notes: vec![note()] },
        Cell { place: None, shown: s(""), notes: vec![] },
    ];
    Journal {
        frame: frame(words),
        action: s("/journals/1/2/3"),
        class: s("8 «Ә»"),
        class_href: some("/classes/1"),
        subject: s("Алгебра"),
        period: s("I тоқсан"),
        periods: vec![NavItem { href: s("/journals/1/2/3"), label: s("I тоқсан"), current: true }],
        history_href: some("/journals/1/2/3/history"),
        statistics_href: some("/statistics?by=pupil"),
        why_href: some("/people/1/access"),
        may_write,
        own_id: s(ID),
        decimal: ",",
        time_zone: s("Asia/Almaty"),
        columns: vec![column(false), column(true)],
        rows: vec![Row { pupil: s(HOSTILE), href: some("/pupils/1"), order: 1, cells, average: some("8,5") }],
        legend: vec![note()],
        errors: error("value"),
        form: MarkForm {
            assessments: choices("18 қыркүйек, БЖБ"),
            pupils: choices("Абенова Аружан"),
            value: s("11"),
            reason: s("Қайта тексерілді"),
            expected: s("8,5"),
        },
    }
}

fn pupil_marks(words: &'static Words) -> PupilMarks {
    let row = |marks| SubjectMarks {
        subject: s("Алгебра"),
        marks,
        average: some("8,3"),
        attendance: some("1 рет ауырды"),
    };
    PupilMarks {
        frame: frame(words),
        name: s(HOSTILE),
        place: s("8 «Ә», № 25 мектеп-лицей"),
        crumbs: vec![link("8 «Ә»")],
        periods: choices("I тоқсан"),
        rows: vec![row(short_marks()), row(vec![])],
        links: vec![link("Өзгерістер тарихы")],
    }
}

fn page(name: &'static str, template: impl Template) -> (&'static str, String) {
    (name, template.render().unwrap())
}

fn pages(words: &'static Words) -> Vec<(&'static str, String)> {
    let found = Found { href: s("/people/1"), name: s(HOSTILE), roles: vec![s("оқушы")] };
    let search =
        Search { frame: frame(words), q: s(HOSTILE), people: vec![found], classes: vec![link("8 «Ә»")] };
    let row = ClassRow { href: s("/classes/1"), name: s(HOSTILE), leader: None, pupils: s("24") };
    let refused = FramedError {
        frame: frame(words),
        heading: words.t("error-forbidden"),
        text: s(HOSTILE),
        why_href: some("/people/1/access"),
        request: some(ID),
    };
    let mut pages = doors(words);
    pages.extend([
        page("error_framed", refused),
        page("home", home(words)),
        page("search", search),
        page("journals", journals(words)),
        page("journal", journal(words, true)),
        page("journal, reading", journal(words, false)),
        page("pupil_marks", pupil_marks(words)),
        page("history", school::history(words)),
        page("cell_history", school::cell_history(words)),
        page("people", school::people(words)),
        page("person", school::person(words)),
        page("why_may", school::why_may(words)),
        page("classes", Classes { frame: frame(words), rows: vec![row] }),
        page("class", class::class(words, true)),
        page("class, reading", class::class(words, false)),
        page("account", school::account(words)),
        page("tokens", school::tokens(words)),
        page("invitations", school::invitations(words)),
        page("invitation_sheet", school::sheet(words)),
        page("statistics", school::statistics(words)),
        page("setup", setup::setup(words)),
        page("setup_institution", setup::institution(words, true)),
        page("setup_institution, of an organisation", setup::institution(words, false)),
        page("setup_year", setup::year(words, true)),
        page("setup_year, before it begins", setup::year(words, false)),
        page("setup_bells", setup::bells(words)),
        page("setup_subjects", setup::subjects(words)),
        page("setup_rooms", setup::rooms(words)),
        page("setup_classes", setup::classes(words)),
        page("network", network::network(words, true)),
        page("network, reading", network::network(words, false)),
        page("timetable_week", timetable::week(words, true)),
        page("timetable_week, nothing chosen", timetable::week(words, false)),
        page("timetable_feeds", timetable::feeds(words)),
        page("timetable_free", timetable::free(words)),
        page("timetable_edit", timetable::edit(words, true)),
        page("timetable_edit, not drafted", timetable::edit(words, false)),
        page("timetable_publish", timetable::publish(words, true)),
        page("timetable_publish, at rest", timetable::publish(words, false)),
        page("lesson", timetable::lesson(words, false)),
        page("lesson, cancelled", timetable::lesson(words, true)),
        page("timetable_substitutions", timetable::substitutions(words)),
        page("report_substitutions", timetable::report(words)),
    ]);
    pages.extend(people::pages(words));
    pages.extend(next_year::pages(words));
    pages
}

#[test]
fn every_page_is_written_out_in_every_language() {
    for language in Language::ALL {
        for (name, html) in pages(Words::of(language)) {
            let whose = format!("{name} in {}", language.code());
            assert!(!html.contains('⟦'), "a word is missing: {whose}");
            assert!(!html.contains("<script>alert"), "not escaped: {whose}");
            assert!(html.contains("alert(1)"), "the hostile name is not shown: {whose}");
            assert!(
                !html.contains("<b>quoted") && !html.contains("\" onfocus"),
                "a quote gets through: {whose}"
            );
            assert!(html.contains(&format!("<html lang=\"{}\">", language.code())), "language: {whose}");
            assert_eq!(html.matches("<h1").count(), 1, "headings: {whose}");
            assert!(
                !html.contains(" style=") && !html.contains("<style"),
                "styles stay in their file: {whose}"
            );
        }
    }
}

#[test]
fn only_who_may_change_a_class_has_forms_on_its_page() {
    let words = Words::of(Language::Kk);
    let (editing, reading) = (class::class(words, true), class::class(words, false));
    let (editing, reading) = (editing.render().unwrap(), reading.render().unwrap());
    for form in ["leader", "psychologist", "teachers", "pupils"] {
        let action = format!("action=\"/classes/{ID}/{form}\"");
        assert!(editing.contains(&action) && !reading.contains(&action), "{form}");
    }
    assert!(editing.contains("/removal\"") && !reading.contains("/removal\""));
    // What was typed stands open with its fault; the other pupils' forms stay shut.
    assert_eq!(editing.matches("id=\"withdrawn_on\"").count(), 1);
    assert_eq!(editing.matches("<details class=\"fold\" open>").count(), 1);
    assert!(!reading.contains("/withdrawal\""));
}

#[test]
fn only_who_may_write_has_cells_that_can_be_edited() {
    let words = Words::of(Language::Kk);
    let (writing, reading) = (journal(words, true), journal(words, false));
    let (writing, reading) = (writing.render().unwrap(), reading.render().unwrap());
    assert!(writing.contains("data-value=\"8.5\"") && writing.contains("id=\"conflict\""));
    assert_eq!(writing.matches("tabindex=\"0\" data-assessment").count(), 1);
    assert!(!reading.contains("data-value") && !reading.contains("name=\"value\""));
}

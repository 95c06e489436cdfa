//! Samples of what brings people in and lists them: the form, the table, the lists.

use super::super::layout::NavItem;
use super::super::people::ArchivePanel;
use super::super::people_import::{PeopleImport, ProblemRow};
use super::super::people_lists::{PupilLine, PupilLines, StaffLine, StaffLines};
use super::super::person_form::{PersonForm, PlaceForm};
use super::{HOSTILE, choices, error, figure, frame, page, s, school, some};
use crate::pages::words::Words;

pub(super) fn pages(words: &'static Words) -> Vec<(&'static str, String)> {
    let mut archived = school::person(words);
    archived.archive = Some(ArchivePanel { since: some(HOSTILE), on: s("2026-10-02"), reason: s("") });
    vec![
        page("person, archived", archived),
        page("person_form, new", form(words, true)),
        page("person_form, edit", form(words, false)),
        page("people_import", import(words, false)),
        page("people_import, good", import(words, true)),
        page("pupil_list", pupils(words, false)),
        page("pupil_list, left", pupils(words, true)),
        page("staff_list", staff(words)),
    ]
}

fn form(words: &'static Words, is_new: bool) -> PersonForm {
    PersonForm {
        frame: frame(words),
        title: words.t("person-new"),
        action: s("/people/new"),
        family_name: s(HOSTILE),
        given_name: s("Аружан"),
        middle_name: s("sarsenova\" onfocus=\"x"),
        birth_date: s("2012-05-14"),
        sexes: choices("әйел"),
        iin: s("990101100010"),
        email: s("a@example.kz"),
        phone: s("+7 700 000 00 00"),
        address: s(HOSTILE),
        languages: choices("қазақ тілі"),
        position: s(HOSTILE),
        education: s(""),
        place: is_new.then(|| PlaceForm {
            comings: choices("оқушы"),
            classes: choices("8 «Ә»"),
            from: s("2026-09-01"),
            order_number: s(HOSTILE),
            order_date: s("2026-08-28"),
        }),
        errors: error("iin"),
    }
}

fn import(words: &'static Words, is_good: bool) -> PeopleImport {
    let row = || ProblemRow {
        row: s("17"),
        column: some("Сыныбы"),
        text: s("Бұл оқу жылында мұндай сынып жоқ."),
        allowed: some(HOSTILE),
    };
    PeopleImport {
        frame: frame(words),
        year: s(HOSTILE),
        template: s("/api/v1/imports/people.xlsx?language=kk"),
        is_good,
        figures: vec![figure()],
        problems: if is_good { vec![] } else { vec![row(), row()] },
        faults: s("2"),
        warnings: vec![row()],
        confirmed: true,
        errors: if is_good { vec![] } else { error("file") },
    }
}

fn tabs() -> Vec<NavItem> {
    let tab = |label: &str, current| NavItem { href: s("/reports/pupils"), label: s(label), current };
    vec![tab("Оқушылар тізімі", true), tab("Қызметкерлер тізімі", false)]
}

fn pupils(words: &'static Words, left: bool) -> PupilLines {
    let row = PupilLine {
        name: s(HOSTILE),
        class: s("8 «Ә»"),
        sex: s("әйел"),
        birth_date: s("14.05.2012"),
        iin: s("******0010"),
        taught_in: s("қазақ тілі"),
        from: s("01.09.2026"),
        came: some(HOSTILE),
        to: s("02.10.2026"),
        left: some("№ 17-ш, 01.10.2026"),
        guardians: s(HOSTILE),
        phone: s("+7 700 000 00 00"),
        address: s(HOSTILE),
        account: s("Әлі шақырылмаған."),
    };
    PupilLines {
        frame: frame(words),
        tabs: tabs(),
        classes: choices("8 «Ә»"),
        statuses: choices("кеткендер"),
        left,
        xlsx: s("/api/v1/reports/pupils.xlsx?language=kk"),
        csv: s("/api/v1/reports/pupils.csv?language=kk"),
        rows: vec![row],
    }
}

fn staff(words: &'static Words) -> StaffLines {
    let row = StaffLine {
        name: s(HOSTILE),
        position: s("мұғалім"),
        subjects: s("Алгебра; Геометрия"),
        leads: s("8 «Ә»"),
        education: s("жоғары"),
        iin: s("******0010"),
        phone: s("+7 700 000 00 00"),
        email: s("a@example.kz"),
        roles: vec![s("мұғалім"), s(HOSTILE)],
        account: s("Тіркелген, кіре алады."),
    };
    StaffLines {
        frame: frame(words),
        tabs: tabs(),
        roles: choices("мұғалім"),
        subjects: choices("Алгебра"),
        xlsx: s("/api/v1/reports/staff.xlsx?language=kk"),
        csv: s("/api/v1/reports/staff.csv?language=kk"),
        rows: vec![row],
    }
}

//! Samples of the timetable: weeks, plans, lessons, substitutions.

use super::super::history::HistoryRow;
use super::super::layout::Fact;
use super::super::lesson::{
    LessonForms, LessonPage, SubstitutedLesson, SubstitutionReport, SubstitutionRow, Substitutions,
    TeacherTotal,
};
use super::super::timetable::{
    DayEntry, ExtraForm, FeedForm, FeedLine, FreeRoom, FreeTeacher, Grid, GridCell, GridDay, GridRow,
    LessonCard, NearDays, TimetableFeeds, TimetableFree, TimetableWeek, WeekForm,
};
use super::super::timetable_plan::{
    Ahead, DraftForm, PlanCell, PlanRow, PlanSlot, PlanView, Progress, PublishRow, RefusedClass, SlotForm,
    TeacherLoad, TimetableEdit, TimetablePublish,
};
use super::{HOSTILE, ID, choices, error, figure, frame, link, s, some};
use crate::pages::words::Words;

fn card(cancelled: bool) -> LessonCard {
    LessonCard {
        href: some("/lessons/1"),
        times: some("08:00–08:45"),
        subject: s(HOSTILE),
        lines: vec![s("Сәрсенова Г. Қ."), s("204")],
        cancelled,
        notes: if cancelled { vec![s(HOSTILE)] } else { vec![] },
    }
}

fn day(today: bool) -> GridDay {
    let entry = |cancelled| DayEntry { number: s("1"), times: s("08:00–08:45"), lesson: card(cancelled) };
    GridDay {
        iso: s("2026-09-15"),
        name: s("сейсенбі"),
        date: s("15.09"),
        today,
        holiday: (!today).then(|| s(HOSTILE)),
        entries: if today { vec![entry(true), entry(false)] } else { vec![] },
    }
}

pub(super) fn near() -> Vec<NearDays> {
    vec![NearDays {
        id: s(ID),
        title: s(HOSTILE),
        href: s("/timetable?pupil=1"),
        days: vec![day(true), day(false)],
    }]
}

pub(super) fn week(words: &'static Words, chosen: bool) -> TimetableWeek {
    let cell = |today| GridCell { today, lessons: vec![card(false), card(true)] };
    let row = GridRow { number: s("1"), times: s("08:00–08:45"), cells: vec![cell(true), cell(false)] };
    TimetableWeek {
        frame: frame(words),
        of: s(HOSTILE),
        forms: vec![WeekForm { name: "class", label: words.t("class"), choices: choices("8 «Ә»") }],
        monday: s("2026-09-14"),
        kept: chosen.then(|| ("class", s(ID))),
        span: s("14.09.2026 – 20.09.2026"),
        previous: s("/timetable?week=2026-09-07"),
        this: s("/timetable"),
        next: s("/timetable?week=2026-09-21"),
        grid: chosen.then(|| Grid { days: vec![day(true), day(false)], rows: vec![row] }),
        links: vec![link("Кесте құру")],
        file: chosen.then(|| s("/api/v1/timetable.xlsx?class_id=1&date=2026-09-14")),
        feed: chosen.then(|| FeedForm { of: "class", id: s(ID) }),
        extra: chosen.then(extra),
        errors: if chosen { error("extra-date") } else { vec![] },
    }
}

fn extra() -> ExtraForm {
    ExtraForm {
        action: s("/timetable/extra/1"),
        open: true,
        of: choices("8 «Ә»"),
        date: s("2026-09-15"),
        number: s("3\" onfocus=\"x"),
        subjects: choices("Алгебра"),
        teachers: choices("Сәрсенова Г. Қ."),
        rooms: choices("204"),
    }
}

pub(super) fn feeds(words: &'static Words) -> TimetableFeeds {
    TimetableFeeds {
        frame: frame(words),
        fresh: some("https://dayek.example/calendar/1_2_3.ics"),
        feeds: vec![FeedLine { id: s(ID), label: s(HOSTILE), made: s("15.09.2026 08:02") }],
    }
}

pub(super) fn free(words: &'static Words) -> TimetableFree {
    TimetableFree {
        frame: frame(words),
        date: s("2026-09-15"),
        numbers: choices("3"),
        asked: some("сейсенбі, 15.09.2026, 3-сабақ 10:00–10:45"),
        teachers: vec![FreeTeacher { href: s("/timetable?teacher=1"), name: s(HOSTILE), lessons: s("4") }],
        rooms: vec![FreeRoom {
            href: s("/timetable?room=1"),
            name: s(HOSTILE),
            building: some(HOSTILE),
            seats: None,
        }],
    }
}

pub(super) fn edit(words: &'static Words, drafted: bool) -> TimetableEdit {
    TimetableEdit {
        frame: frame(words),
        classes: choices("8 «Ә»"),
        periods: choices("I тоқсан"),
        links: vec![link(HOSTILE)],
        errors: error("subject"),
        draft: (!drafted).then(|| DraftForm {
            title: s("8 «Ә» · I тоқсан"),
            action: s("/timetable/plan/1/2"),
            bells: choices("I ауысым"),
            name: s(HOSTILE),
            no_bells: true,
        }),
        plan: drafted.then(|| plan(words)),
    }
}

fn plan(words: &'static Words) -> PlanView {
    let slot = PlanSlot {
        href: s("/timetable/edit?class=1&period=2&slot=3#lesson"),
        removal: s("/timetable/plan/1/2/slots/3/removal"),
        subject: s(HOSTILE),
        lines: vec![s(HOSTILE)],
        notes: vec![words.t("timetable-no-teacher")],
    };
    let cell = PlanCell {
        add: s("/timetable/edit?class=1&period=2&weekday=monday&number=1#lesson"),
        place: s("дүйсенбі, 1"),
        slots: vec![slot],
    };
    PlanView {
        title: s("8 «Ә» · I тоқсан"),
        state: words.t("timetable-state-changed"),
        days: vec![s("дүйсенбі")],
        rows: vec![PlanRow { number: s("1"), times: s("08:00–08:45"), cells: vec![cell] }],
        form: SlotForm {
            title: words.t("timetable-slot-change"),
            action: s("/timetable/plan/1/2/slots/3"),
            leave: some("/timetable/edit?class=1&period=2"),
            of: choices("8 «Ә»"),
            weekdays: choices("дүйсенбі"),
            numbers: choices("1 · 08:00–08:45"),
            weeks: choices("апта сайын"),
            subjects: choices("Алгебра"),
            teachers: choices("Сәрсенова Г. Қ."),
            rooms: choices("204"),
        },
        ahead: Ahead {
            action: s("/timetable/plan/1/2/publication"),
            from: s("2026-09-01"),
            load: s("Апталық жүктеме: 28,5 сабақ."),
            overload: some(HOSTILE),
            why_not: vec![s(HOSTILE)],
            clashes: vec![s(HOSTILE)],
            lessons: s("224"),
            withdrawn: s("2"),
            kept: vec![s(HOSTILE)],
        },
        repeated: vec![s(HOSTILE)],
        loads: vec![TeacherLoad { teacher: s(HOSTILE), here: s("4"), all: s("18,5") }],
    }
}

pub(super) fn publish(words: &'static Words, goes_on: bool) -> TimetablePublish {
    let progress = Progress {
        done: 3,
        total: 40,
        text: s("40 сыныптың 3 тексерілді"),
        goes_on: true,
        tried: vec![s(ID)],
        kept: vec![s(HOSTILE)],
    };
    TimetablePublish {
        frame: frame(words),
        periods: choices("I тоқсан"),
        period: s(ID),
        from: s("2026-09-01"),
        rows: vec![PublishRow {
            href: s("/timetable/edit?class=1&period=2"),
            class: s(HOSTILE),
            state: words.t("timetable-state-published"),
            badge: "create",
            lessons: s("224"),
        }],
        pending: 37,
        progress: goes_on.then_some(progress),
        refused: vec![RefusedClass {
            href: s("/timetable/edit?class=1&period=2"),
            class: s(HOSTILE),
            why: s(HOSTILE),
        }],
        errors: if goes_on { vec![] } else { error("from") },
    }
}

pub(super) fn lesson(words: &'static Words, cancelled: bool) -> LessonPage {
    LessonPage {
        frame: frame(words),
        id: s(ID),
        title: s(HOSTILE),
        notes: vec![s(HOSTILE)],
        facts: vec![Fact { term: words.t("teacher"), text: s(HOSTILE) }],
        links: vec![link("Журнал")],
        errors: error("teacher"),
        forms: Some(LessonForms {
            cancelled,
            substituted: true,
            date: s("2026-09-15"),
            number: s("3"),
            seen_date: s("2026-09-15"),
            seen_number: s("3"),
            teachers: choices("Сәрсенова Г. Қ."),
            rooms: choices("204"),
            others: choices("8 «Б» · Алгебра"),
            reason: s(HOSTILE),
        }),
        changes: vec![HistoryRow {
            at: s("15.09.2026 08:02"),
            what: s(HOSTILE),
            href: None,
            kind: s("алмастыру"),
            change: "update",
            change_word: s("өзгертілді"),
            old: some(HOSTILE),
            new: None,
            by: s(HOSTILE),
            role: some("мұғалім"),
            reason: some(HOSTILE),
        }],
    }
}

pub(super) fn substitutions(words: &'static Words) -> Substitutions {
    let row = |settled: Option<String>| SubstitutedLesson {
        id: s(ID),
        href: s("/lessons/1"),
        number: s("3"),
        times: s("10:00–10:45"),
        what: s(HOSTILE),
        room: some("204"),
        settled,
        of_subject: choices("Сәрсенова Г. Қ."),
        others: choices(HOSTILE),
        fault: some(HOSTILE),
    };
    Substitutions {
        frame: frame(words),
        date: s("2026-09-15"),
        teacher: s(ID),
        teachers: choices("Сәрсенова Г. Қ."),
        asked: true,
        lessons: vec![row(None), row(some(HOSTILE))],
        reason: s(HOSTILE),
        errors: error("lessons"),
    }
}

pub(super) fn report(words: &'static Words) -> SubstitutionReport {
    SubstitutionReport {
        frame: frame(words),
        periods: choices("I тоқсан"),
        from: s("2026-09-01"),
        to: s("2026-10-25"),
        span: s("01.09.2026 – 25.10.2026"),
        teachers: choices("Сәрсенова Г. Қ."),
        errors: error("from"),
        figures: vec![figure()],
        rows: vec![SubstitutionRow {
            href: s("/lessons/1"),
            date: s("15.09.2026"),
            number: s("3"),
            class: s(HOSTILE),
            subject: s("Алгебра"),
            teacher: s(HOSTILE),
            kind: words.t("substitution-kind-cancelled"),
            badge: "delete",
            substitute: s(""),
            reason: s(HOSTILE),
            changed: s("Әбдіғали М. Е., 15.09.2026 08:02"),
        }],
        totals: vec![TeacherTotal {
            teacher: s(HOSTILE),
            missed: s("2"),
            substituted: s("1"),
            given: s("0"),
        }],
        downloads: vec![link("CSV")],
    }
}

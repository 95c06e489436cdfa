//! Samples of the pages on which a school is set up.

use super::super::layout::Fact;
use super::super::setup::{
    BellLine, BellsForm, BuildingEdit, BuildingLine, ClassSetLine, DayBellsForm, DayBellsLine, HolidayLine,
    PeriodLine, ProfileFields, RoomEdit, RoomLine, ScheduleShown, SetShown, Setup, SetupBells,
    SetupClassForms, SetupClasses, SetupInstitution, SetupRooms, SetupStep, SetupSubjects, SetupYear,
    SubjectEdit, SubjectLine, YearForms, YearShown,
};
use super::{HOSTILE, ID, choices, error, frame, s, some};
use crate::pages::words::Words;

pub(super) fn setup(words: &'static Words) -> Setup {
    let step = |done, href| SetupStep {
        title: words.t("setup-year"),
        why: words.t("setup-year-why"),
        state: s(HOSTILE),
        done,
        href,
    };
    Setup {
        frame: frame(words),
        steps: vec![step(true, some("/setup/year")), step(false, None)],
        profile: vec![Fact { term: words.t("setup-name"), text: s(HOSTILE) }],
    }
}

pub(super) fn institution(words: &'static Words, school: bool) -> SetupInstitution {
    SetupInstitution {
        frame: frame(words),
        has_steps: school,
        fields: ProfileFields {
            name: s(HOSTILE),
            full_name: s("\" onfocus=\"x"),
            bin: s("990140000126"),
            address: s(HOSTILE),
            phone: s(HOSTILE),
            email: s(HOSTILE),
            site: s(HOSTILE),
        },
        languages: choices("қазақ тілі"),
        functions: choices("Хабарламалар"),
        mark_kinds: school.then(|| choices("Он балдық")),
        parent: s("\" onfocus=\"x"),
        errors: error(if school { "bin" } else { "functions" }),
    }
}

pub(super) fn year(words: &'static Words, begun: bool) -> SetupYear {
    let year = || YearShown {
        id: s(ID),
        name: s(HOSTILE),
        days: s("01.09.2026–25.05.2027"),
        sets: vec![SetShown {
            name: s(HOSTILE),
            periods: vec![PeriodLine {
                name: s(HOSTILE),
                kind: words.t("setup-kind-quarter"),
                days: s("01.09.2026–25.10.2026"),
            }],
        }],
        holidays: vec![HolidayLine {
            id: s(ID),
            name: s(HOSTILE),
            days: s("16.12.2026"),
            whose: words.t("setup-whole-school"),
            public: true,
        }],
        period_sets: choices("Тоқсандар"),
        period_kinds: choices("тоқсан"),
        holiday_sets: choices("Тоқсандар"),
    };
    SetupYear {
        frame: frame(words),
        calendar: (!begun).then(|| s("01.09.2026–25.05.2027")),
        first_grade: s("08.02.2027–14.02.2027"),
        year: begun.then(year),
        forms: YearForms {
            name: s(HOSTILE),
            first: s("2026-09-01"),
            last: s("2027-05-25"),
            set: s(HOSTILE),
            periods: s("</textarea><script>alert(1)</script>"),
            holidays: s(HOSTILE),
            public: true,
        },
        errors: error(if begun { "periods" } else { "year_name" }),
    }
}

pub(super) fn bells(words: &'static Words) -> SetupBells {
    let bell = BellLine { number: s("1"), begins: s("08:00"), ends: s("08:45") };
    let schedule = |bells| ScheduleShown { id: s(ID), name: s(HOSTILE), bells };
    SetupBells {
        frame: frame(words),
        year: some(ID),
        schedules: vec![schedule(vec![bell]), schedule(vec![])],
        form: BellsForm { schedule: s(ID), name: s(HOSTILE), first: s("0"), bells: s(HOSTILE) },
        day: DayBellsForm {
            date: s("2026-12-31"),
            schedules: choices("1-ауысым"),
            likes: choices("Қысқартылған"),
        },
        days: vec![DayBellsLine { date: s("31.12.2026"), schedule: s(HOSTILE), like: s(HOSTILE) }],
        errors: error("bells"),
    }
}

pub(super) fn subjects(words: &'static Words) -> SetupSubjects {
    SetupSubjects {
        frame: frame(words),
        rows: vec![SubjectLine { id: s(ID), name: s(HOSTILE), code: s(HOSTILE) }],
        edit: Some(SubjectEdit { id: s(ID), name: s(HOSTILE), code: s("\" onfocus=\"x") }),
        subjects: s(HOSTILE),
        errors: error("subjects"),
    }
}

pub(super) fn rooms(words: &'static Words) -> SetupRooms {
    let room =
        |retired| RoomLine { id: s(ID), name: s(HOSTILE), building: s(HOSTILE), seats: s("30"), retired };
    SetupRooms {
        frame: frame(words),
        buildings: vec![BuildingLine { id: s(ID), name: s(HOSTILE), address: s(HOSTILE) }],
        rooms: vec![room(None), room(some("01.10.2026"))],
        edit: Some(RoomEdit {
            id: s(ID),
            name: s(HOSTILE),
            seats: s("30"),
            buildings: choices("Негізгі ғимарат"),
            today: s("2026-10-02"),
        }),
        building: Some(BuildingEdit { id: s(ID), name: s(HOSTILE), address: s("\" onfocus=\"x") }),
        rooms_building: choices("Негізгі ғимарат"),
        typed_rooms: s(HOSTILE),
        typed_buildings: s(HOSTILE),
        errors: error("rooms"),
    }
}

pub(super) fn classes(words: &'static Words) -> SetupClasses {
    let row = |set: &str, chosen| ClassSetLine {
        id: s(ID),
        href: s("/classes/1"),
        name: s(HOSTILE),
        parts: s(HOSTILE),
        set: s(set),
        bells: s(set),
        journal: s(set),
        chosen,
    };
    SetupClasses {
        frame: frame(words),
        year: some(ID),
        rows: vec![row("Тоқсандар", true), row("", false)],
        forms: SetupClassForms {
            class_sets: choices("Тоқсандар"),
            class_bells: choices("1-ауысым"),
            settings_sets: choices("Тоқсандар"),
            settings_bells: choices("1-ауысым"),
            settings_journals: choices("балл"),
            division_classes: choices("7А"),
            classes: s(HOSTILE),
            division: s("\" onfocus=\"x"),
            parts: s(HOSTILE),
            groups: s(HOSTILE),
        },
        errors: error("groups"),
    }
}

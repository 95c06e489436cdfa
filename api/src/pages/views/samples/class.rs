//! Samples of the page of a class with its forms, and of the panel of guardians.

use super::super::classes::{
    Class, ClassForms, ClassPupil, ClassSubject, ClassTeacher, DutyForm, EnrolmentForm, MembersForm,
    TeachingForm, TransferForm, WithdrawalForm,
};
use super::super::guardians::{GuardianRow, Guardianship};
use super::super::layout::{Fact, Named};
use super::{HOSTILE, ID, choices, error, frame, link, s, some};
use crate::pages::words::Words;

pub(super) fn class(words: &'static Words, may_edit: bool) -> Class {
    let duty = |title: String, person, number, date| DutyForm {
        title,
        person,
        number,
        date,
        people: choices("Сәрсенова Г. Қ."),
        order_number: s(HOSTILE),
        order_date: s("2026-09-01"),
    };
    let forms = || ClassForms {
        duties: vec![
            duty(words.t("class-leader"), "leader", "leader_order_number", "leader_order_date"),
            duty(
                words.t("class-psychologist"),
                "psychologist",
                "psychologist_order_number",
                "psychologist_order_date",
            ),
        ],
        teaching: Some(TeachingForm {
            subjects: choices("Алгебра"), teachers: choices("Сәрсенова Г. Қ.")
        }),
        enrolment: Some(EnrolmentForm {
            pupils: choices("Абенова Аружан"),
            from: s("2026-10-02"),
            order_number: s(HOSTILE),
            order_date: s("2026-10-01"),
        }),
        members: Some(MembersForm { pupils: choices("Абенова Аружан"), from: s("2026-10-02") }),
        name: some(HOSTILE),
    };
    let withdrawal = |refused| WithdrawalForm {
        action: s("/classes/1/pupils/2/withdrawal"),
        on: s("2026-10-02"),
        reason: s(HOSTILE),
        order_number: s(HOSTILE),
        order_date: s("2026-10-01"),
        refused,
    };
    let transfer = || TransferForm {
        action: s("/classes/1/pupils/2/transfer"),
        classes: choices("8 «Б»"),
        on: s("2026-10-02"),
        order_number: s(HOSTILE),
        order_date: s("2026-10-01"),
        refused: false,
    };
    let pupil = |refused| ClassPupil {
        href: some("/pupils/2"),
        name: s(HOSTILE),
        since: s("01.09.2026"),
        withdrawal: may_edit.then(|| withdrawal(refused)),
        transfer: may_edit.then(transfer),
    };
    let teacher =
        || ClassTeacher { name: s(HOSTILE), removal: may_edit.then(|| s("/classes/1/teachers/2/3/removal")) };
    Class {
        frame: frame(words),
        id: s(ID),
        name: s("8 «Ә»"),
        facts: vec![Fact { term: s("Оқыту тілі"), text: s("қазақ тілі") }],
        staff: vec![
            (words.t("class-leader"), Named { href: some("/people/1"), label: s(HOSTILE) }),
            (words.t("class-psychologist"), Named { href: None, label: s(HOSTILE) }),
        ],
        links: vec![link("Статистика")],
        pupils: vec![pupil(true), pupil(false)],
        subjects: vec![ClassSubject {
            href: None,
            subject: s("Алгебра"),
            teachers: vec![teacher(), teacher()],
        }],
        forms: if may_edit { forms() } else { ClassForms::default() },
        errors: if may_edit { error("withdrawn_on") } else { vec![] },
    }
}

pub(super) fn guardianship(words: &'static Words) -> Guardianship {
    Guardianship {
        guardians: vec![GuardianRow {
            id: s(ID),
            href: s("/people/2"),
            name: s(HOSTILE),
            kinship: words.word("kinship-", "mother"),
        }],
        q: s(HOSTILE),
        found: choices(HOSTILE),
        more: true,
        kinships: choices("анасы"),
    }
}

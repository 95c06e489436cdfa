//! Samples of what stands beside the journal: history, people, one's own page, statistics.

use super::super::account::{Account, Enrolment, FreshToken, Session, TokenRow, Tokens};
use super::super::history::{CellChange, CellHistory, History, HistoryRow};
use super::super::invitations::{InvitationGroup, InvitationSheet, Invitations, Issued, Strip};
use super::super::layout::{Fact, Named};
use super::super::people::{
    AccessPanel, Answer, ArchivePanel, GrantForm, People, Person, PersonRow, Relative, RightChange, RoleRow,
    SectionForm, SectionRow, SeedLine, WhyMay,
};
use super::super::statistics::{SpreadBar, Statistics, StatisticsRow};
use super::class::guardianship;
use super::{HOSTILE, ID, choices, error, frame, link, qr, s, some};
use crate::pages::words::Words;

fn named(label: &str) -> Named {
    Named { href: some("/people/1"), label: s(label) }
}

pub(super) fn history(words: &'static Words) -> History {
    let row = HistoryRow {
        at: s("2 қаз. 14:02"),
        what: s(HOSTILE),
        href: some("/cells/1/2"),
        kind: words.word("kind-", "mark"),
        change: "update",
        change_word: words.word("change-mark-", "update"),
        old: some("8"),
        new: None,
        by: s("Сәрсенова Г. Қ."),
        role: some("мұғалім"),
        reason: some(HOSTILE),
    };
    History {
        frame: frame(words),
        journal: Some(link("8 «Ә» · Алгебра")),
        action: s("/history"),
        classes: choices("8 «Ә»"),
        subjects: choices("Алгебра"),
        kinds: choices("баға"),
        actions: choices("түзетілді"),
        from: s("2026-09-01"),
        to: s("2026-10-02"),
        errors: error("from"),
        rows: vec![row],
        first: some("/history"),
        next: some("/history?cursor=31877"),
    }
}

pub(super) fn cell_history(words: &'static Words) -> CellHistory {
    let change = CellChange {
        change: "create",
        change_word: words.word("change-mark-", "create"),
        old: None,
        new: some("8"),
        by: s(HOSTILE),
        role: some("мұғалім"),
        at: s("2026 ж. 12 қыркүйек, 18:03"),
        reason: some(HOSTILE),
        rule: Some(named("баға қою")),
        grant: Some(named(HOSTILE)),
        event: s("30 412"),
    };
    CellHistory {
        frame: frame(words),
        journal: link("8 «Ә» · Алгебра"),
        pupil: named(HOSTILE),
        class: s("8 «Ә»"),
        subject: s("Алгебра"),
        column: s("Бақылау жұмысы, 11 қыркүйек, 1–10"),
        changes: vec![change],
    }
}

pub(super) fn people(words: &'static Words) -> People {
    let roles = vec![s("мұғалім"), s(HOSTILE)];
    let row = PersonRow { href: s("/people/1"), name: s(HOSTILE), roles, class: some("8 «Ә»") };
    People {
        frame: frame(words),
        q: s(HOSTILE),
        classes: choices("8 «Ә»"),
        roles: choices("оқушы"),
        archived: true,
        links: vec![link(HOSTILE)],
        rows: vec![row],
        next: some("/people?after=1"),
    }
}

pub(super) fn person(words: &'static Words) -> Person {
    let role = RoleRow {
        role: s("head_of_studies"),
        word: words.word("role-", "head_of_studies"),
        over: some("8 «Ә»"),
        order: some("№ 12-ж"),
        since: some("2026 ж. 28 тамыз"),
        by: some("Әбдіғали М. Е."),
        revocable: true,
        leaves_none: true,
    };
    let section = SectionRow {
        section: s("journals"),
        role: s("editor"),
        word: words.word("section-", "journals"),
        role_word: words.word("role-", "editor"),
        level: words.word("level-", "edit"),
        order: some("№ 14-ж"),
        since: some("2026 ж. 1 қыркүйек"),
        closable: true,
    };
    let past = RightChange {
        change: "create",
        change_word: words.word("change-role-", "create"),
        what: s(HOSTILE),
        order: some("№ 12-ж"),
        by: s("Әбдіғали М. Е."),
        at: s("2026 ж. 28 тамыз, 09:10"),
        event: s("24 001"),
    };
    Person {
        frame: frame(words),
        id: s(ID),
        name: s(HOSTILE),
        facts: vec![Fact { term: s("Телефон"), text: s("+7 700 000 00 00") }],
        relatives: vec![Relative { href: some("/people/2"), name: s(HOSTILE), kinship: s("анасы") }],
        links: vec![link("Жасаған өзгерістері")],
        sees_roles: true,
        roles: vec![role],
        grant: Some(GrantForm {
            roles: choices("психолог"),
            order_number: s(HOSTILE),
            order_date: s("2026-10-02"),
            reason: s(""),
        }),
        sections: vec![section],
        opening: Some(SectionForm {
            roles: choices("редактор"),
            sections: choices("адамдар"),
            levels: choices("көру"),
            order_number: s("№ 15-ж"),
            order_date: s("2026-10-02"),
        }),
        guardianship: Some(guardianship(words)),
        may_restore: true,
        archive: Some(ArchivePanel { since: None, on: s("2026-10-02"), reason: s(HOSTILE) }),
        access: Some(AccessPanel {
            state: words.word("account-state-", "active"),
            second_factor: Some(words.t("second-factor-on")),
            may_block: true,
            may_unblock: true,
            may_remove_second_factor: true,
        }),
        restored: some("K7QM-4TXR-9PWD"),
        errors: error("order_number"),
        past: vec![past],
    }
}

pub(super) fn why_may(words: &'static Words) -> WhyMay {
    let answer = Answer {
        allowed: false,
        verdict: s("Жоқ, мүмкін емес"),
        reason: some("Бұл сынып пен пәнді жүргізбейді"),
        role: some("мұғалім"),
        reach: Some(words.word("reach-", "taught")),
        grant: Some(named(HOSTILE)),
        fact: some(HOSTILE),
        seed: vec![SeedLine { line: s("118"), text: some("Мұғалім баға қояды") }],
    };
    WhyMay {
        frame: frame(words),
        person: link(HOSTILE),
        actions: choices("баға қою"),
        classes: choices("8 «Ә»"),
        subjects: choices("Алгебра"),
        about: choices(HOSTILE).pop(),
        at: s("2026-09-15T10:42"),
        errors: error("at"),
        answer: Some(answer),
    }
}

pub(super) fn account(words: &'static Words) -> Account {
    let session = |here| Session {
        id: s(ID),
        device: s("Safari, iPhone"),
        began: s("28 қыр. 19:44"),
        last: s("1 қаз. 21:10"),
        here,
    };
    Account {
        frame: frame(words),
        errors: error("current"),
        second_factor_since: some("2026 ж. 1 қыркүйек"),
        enrolment: Some(Enrolment { qr: qr(), secret: s("JBSW Y3DP EHPK 3PXP") }),
        sessions: vec![session(true), session(false)],
        places: vec![(s(ID), s(HOSTILE))],
    }
}

pub(super) fn tokens(words: &'static Words) -> Tokens {
    let token = TokenRow {
        id: s(ID),
        label: s(HOSTILE),
        scopes: vec![s("журналды көру")],
        until: None,
        last: None,
        revocable: true,
    };
    Tokens {
        frame: frame(words),
        fresh: Some(FreshToken { label: s(HOSTILE), secret: s("sj_live_1") }),
        tokens: vec![token],
        scopes: choices("журналды көру"),
        errors: error("scope"),
        label: s(HOSTILE),
        days: s("365"),
    }
}

pub(super) fn invitations(words: &'static Words) -> Invitations {
    let issued = Issued {
        name: s(HOSTILE),
        at: s("1 қаз. 09:00"),
        until: s("15 қаз."),
        state: words.word("state-", "accepted"),
        badge: "create",
        again: some("/invitations/sheet?person=1"),
    };
    Invitations {
        frame: frame(words),
        errors: error("people"),
        groups: vec![InvitationGroup {
            id: s("g0"),
            name: s("8 «Ә»"),
            people: choices("Абенова Аружан"),
            waiting: choices("Сәрсенова Айым"),
        }],
        issued: vec![issued],
    }
}

pub(super) fn sheet(words: &'static Words) -> InvitationSheet {
    let strip = Strip {
        name: s(HOSTILE),
        place: s("8 «Ә», оқушы. № 25 мектеп-лицей"),
        code: s("K7QM-4TXR-9PWD"),
        address: s("https://dayek.mektep25.kz/join"),
        until: s("2026 ж. 15 қазан"),
        qr: qr(),
    };
    InvitationSheet { frame: frame(words), strips: vec![strip] }
}

pub(super) fn statistics(words: &'static Words) -> Statistics {
    let row = StatisticsRow {
        href: some("/statistics?by=pupil"),
        name: s(HOSTILE),
        class: some("8 «Ә»"),
        marks: s("997"),
        average: s("7,8"),
        meter: 76,
        scale: s("1–10"),
    };
    let bar = |label: &str, height| SpreadBar { label: s(label), count: s("204"), height };
    Statistics {
        frame: frame(words),
        by: choices("сыныптар"),
        classes: choices("8 «Ә»"),
        subjects: choices("Алгебра"),
        periods: choices("I тоқсан"),
        of: words.t("class"),
        with_classes: true,
        caption: s("Алгебра, I тоқсан"),
        rows: vec![row],
        total: some("4 958"),
        spread_of: s("8 «Ә»"),
        spread: vec![bar("7", 84), bar("8", 100)],
    }
}

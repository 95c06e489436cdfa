//! The sections that are opened to an editor one by one.

use strum::IntoEnumIterator as _;

use super::{Command, Event, Level, Refusal, Role, Section};
use super::{after, closed, granted, membership, opened, order, reason, revoked};

fn open_to(role: Role, section: Section, level: Level) -> Command {
    Command::OpenSection { role, section, level, order: None }
}

fn open(section: Section, level: Level) -> Command {
    open_to(Role::Editor, section, level)
}

fn opened_to(role: Role, section: Section, level: Level) -> Event {
    Event::SectionOpenedToEditor { role, section, from: None, level, order: None }
}

fn close(section: Section) -> Command {
    Command::CloseSection { role: Role::Editor, section, order: None, reason: None }
}

#[test]
fn a_section_is_opened_to_an_editor_for_viewing_under_an_order() {
    membership([granted(Role::Editor)])
        .when(Command::OpenSection {
            role: Role::Editor,
            section: Section::Journals,
            level: Level::View,
            order: Some(order("15-k")),
        })
        .then_expect_events(vec![Event::SectionOpenedToEditor {
            role: Role::Editor,
            section: Section::Journals,
            from: None,
            level: Level::View,
            order: Some(order("15-k")),
        }]);
}

#[test]
fn a_section_is_opened_for_editing_at_once() {
    membership([granted(Role::Editor)])
        .when(open(Section::Timetable, Level::Edit))
        .then_expect_events(vec![opened(Section::Timetable, None, Level::Edit)]);
}

#[test]
fn an_opened_section_is_widened_or_narrowed_and_what_it_was_is_kept() {
    for (was, now) in [(Level::View, Level::Edit), (Level::Edit, Level::View)] {
        let given = [granted(Role::Editor), opened(Section::Journals, None, was)];
        membership(given).when(open(Section::Journals, now)).then_expect_events(vec![opened(
            Section::Journals,
            Some(was),
            now,
        )]);
    }
}

#[test]
fn opening_a_section_the_same_again_changes_nothing_whatever_the_order() {
    let given = [granted(Role::Editor), opened(Section::Journals, None, Level::View)];
    for order in [None, Some(order("15-k"))] {
        membership(given.clone())
            .when(Command::OpenSection {
                role: Role::Editor,
                section: Section::Journals,
                level: Level::View,
                order,
            })
            .then_expect_events(vec![]);
    }
    let [editor, for_viewing] = given;
    let for_editing = opened(Section::Journals, Some(Level::View), Level::Edit);
    membership([editor, for_viewing, for_editing])
        .when(open(Section::Journals, Level::Edit))
        .then_expect_events(vec![]);
}

#[test]
fn sections_are_opened_each_for_itself() {
    membership([granted(Role::Editor), opened(Section::Journals, None, Level::Edit)])
        .when(open(Section::People, Level::View))
        .then_expect_events(vec![opened(Section::People, None, Level::View)]);
}

#[test]
fn an_opened_section_is_closed_with_an_order_and_a_reason_and_how_wide_it_was_is_kept() {
    for from in Level::iter() {
        membership([granted(Role::Editor), opened(Section::Journals, None, from)])
            .when(Command::CloseSection {
                role: Role::Editor,
                section: Section::Journals,
                order: Some(order("16-k")),
                reason: Some(reason()),
            })
            .then_expect_events(vec![Event::SectionClosedToEditor {
                role: Role::Editor,
                section: Section::Journals,
                from,
                order: Some(order("16-k")),
                reason: Some(reason()),
            }]);
    }
}

#[test]
fn a_widened_section_is_closed_as_wide_as_it_was_last() {
    membership([
        granted(Role::Editor),
        opened(Section::Journals, None, Level::View),
        opened(Section::Journals, Some(Level::View), Level::Edit),
    ])
    .when(close(Section::Journals))
    .then_expect_events(vec![closed(Section::Journals, Level::Edit)]);
}

#[test]
fn closing_a_section_that_is_not_open_changes_nothing() {
    let journals_opened = || opened(Section::Journals, None, Level::View);
    membership([]).when(close(Section::Journals)).then_expect_events(vec![]);
    membership([granted(Role::Editor)]).when(close(Section::Journals)).then_expect_events(vec![]);
    membership([granted(Role::Editor), journals_opened()])
        .when(close(Section::People))
        .then_expect_events(vec![]);
    membership([granted(Role::Editor), journals_opened(), closed(Section::Journals, Level::View)])
        .when(close(Section::Journals))
        .then_expect_events(vec![]);
}

#[test]
fn a_closed_section_may_be_opened_again() {
    membership([
        granted(Role::Editor),
        opened(Section::Journals, None, Level::Edit),
        closed(Section::Journals, Level::Edit),
    ])
    .when(open(Section::Journals, Level::Edit))
    .then_expect_events(vec![opened(Section::Journals, None, Level::Edit)]);
}

#[test]
fn a_section_is_not_opened_to_somebody_who_is_no_editor() {
    let role = Role::Editor;
    let refusal = || Refusal::NotAnEditor { role };
    membership([]).when(open(Section::Journals, Level::View)).then_expect_error(refusal());
    for other in [Role::Director, Role::OrgEditor] {
        membership([granted(other)]).when(open(Section::Journals, Level::View)).then_expect_error(refusal());
    }
    membership([granted(role), revoked(role)])
        .when(open(Section::Journals, Level::View))
        .then_expect_error(refusal());
}

#[test]
fn every_section_opens_to_the_editors_whose_it_is_and_to_nobody_else() {
    for section in Section::iter() {
        let editors: &[Role] = match section {
            Section::Journals | Section::Timetable | Section::Classes | Section::Directory => &[Role::Editor],
            Section::People => &[Role::Editor, Role::OrgEditor],
            Section::Announcements => &[Role::OrgEditor],
        };
        for role in Role::iter() {
            let asked = membership([granted(role)]).when(open_to(role, section, Level::View));
            if editors.contains(&role) {
                asked.then_expect_events(vec![opened_to(role, section, Level::View)]);
            } else {
                asked.then_expect_error(Refusal::NoSuchSection { role, section });
            }
        }
    }
}

#[test]
fn a_section_that_no_editor_of_the_kind_has_is_refused_to_everybody_alike() {
    let section = Section::Announcements;
    for level in Level::iter() {
        membership([])
            .when(open(section, level))
            .then_expect_error(Refusal::NoSuchSection { role: Role::Editor, section });
    }
}

#[test]
fn an_editor_who_is_revoked_loses_the_sections_and_does_not_get_them_back_with_the_role() {
    let given = [
        granted(Role::Editor),
        opened(Section::Journals, None, Level::Edit),
        opened(Section::People, None, Level::View),
        revoked(Role::Editor),
        granted(Role::Editor),
    ];
    let [editor, journals, people, no_editor, _] = given.clone();
    let aigerim = after([editor, journals, people, no_editor]);
    assert_eq!(aigerim.sections().count(), 0);
    assert_eq!(aigerim.opened(Role::Editor, Section::Journals), None);
    assert_eq!(after(given.clone()).sections().count(), 0);

    membership(given.clone()).when(close(Section::Journals)).then_expect_events(vec![]);
    membership(given).when(open(Section::Journals, Level::View)).then_expect_events(vec![opened(
        Section::Journals,
        None,
        Level::View,
    )]);
}

#[test]
fn the_sections_of_one_editors_role_outlast_the_revocation_of_another() {
    let aigerim = after([
        granted(Role::Editor),
        granted(Role::OrgEditor),
        opened(Section::People, None, Level::Edit),
        opened_to(Role::OrgEditor, Section::People, Level::View),
        revoked(Role::Editor),
    ]);
    assert_eq!(aigerim.opened(Role::Editor, Section::People), None);
    assert_eq!(aigerim.opened(Role::OrgEditor, Section::People), Some(Level::View));
}

/// Commands name the grant they act under by this number, as they do with roles.
#[test]
fn a_section_is_known_by_the_sequence_of_its_last_opening() {
    let aigerim = after([
        granted(Role::Editor),
        opened(Section::Journals, None, Level::View),
        opened(Section::People, None, Level::View),
        opened(Section::Journals, Some(Level::View), Level::Edit),
        opened(Section::Directory, None, Level::Edit),
        closed(Section::Directory, Level::Edit),
    ]);
    assert_eq!(
        aigerim.sections().collect::<Vec<_>>(),
        [(Role::Editor, Section::Journals, Level::Edit, 4), (Role::Editor, Section::People, Level::View, 3)]
    );
    assert_eq!(aigerim.opened(Role::Editor, Section::Journals), Some(Level::Edit));
    assert_eq!(aigerim.opened(Role::Editor, Section::Directory), None);
}

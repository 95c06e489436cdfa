//! What an institution says of itself, and which pages and kinds of marks it uses.

use std::collections::BTreeSet;

use strum::IntoEnumIterator as _;

use super::{Command, Event, Function, Institution, InstitutionKind, MarkKind, Profile, Refusal};
use super::{institution, registered, registered_as, renamed};
use crate::bin::Bin;
use crate::person::TaughtIn;

pub(super) fn full() -> Profile {
    let text = |text: &str| Some(text.to_owned());
    Profile {
        full_name: text("«№ 7 жалпы білім беретін мектеп» КММ"),
        bin: Some(Bin::parse("990140000126").unwrap()),
        address: text("Мектеп көшесі, 1"),
        phone: text("+7 717 200 00 07"),
        email: text("mektep7@example.kz"),
        site: text("https://mektep7.example.kz"),
        languages: BTreeSet::from([TaughtIn::Kazakh, TaughtIn::Russian]),
    }
}

fn change(profile: Profile) -> Command {
    Command::ChangeProfile { profile }
}

fn changed(from: Profile, to: Profile) -> Event {
    Event::ProfileChanged { from: Box::new(from), to }
}

fn rename(name: &str) -> Command {
    Command::Rename { name: name.to_owned() }
}

fn phone(text: &str) -> Profile {
    Profile { phone: Some(text.to_owned()), ..Profile::default() }
}

fn email(text: &str) -> Profile {
    Profile { email: Some(text.to_owned()), ..Profile::default() }
}

fn site(text: &str) -> Profile {
    Profile { site: Some(text.to_owned()), ..Profile::default() }
}

#[test]
fn a_school_says_what_it_is_called_in_papers_and_how_it_is_reached() {
    institution([registered()])
        .when(change(full()))
        .then_expect_events(vec![changed(Profile::default(), full())]);
}

#[test]
fn what_is_left_out_is_not_known_any_more_and_the_event_keeps_what_it_was() {
    let without = Profile { site: None, languages: BTreeSet::new(), ..full() };
    institution([registered(), changed(Profile::default(), full())])
        .when(change(without.clone()))
        .then_expect_events(vec![changed(full(), without)]);
}

#[test]
fn the_same_profile_again_changes_nothing_with_blanks_around_it_too() {
    let known = || institution([registered(), changed(Profile::default(), full())]);
    known().when(change(full())).then_expect_events(vec![]);
    let blanks = Profile { address: Some("  Мектеп көшесі, 1 ".to_owned()), ..full() };
    known().when(change(blanks)).then_expect_events(vec![]);
    let nothing = Profile { full_name: Some(" ".to_owned()), ..Profile::default() };
    institution([registered()]).when(change(nothing)).then_expect_events(vec![]);
}

#[test]
fn a_telephone_number_an_address_of_mail_and_one_of_a_site_look_like_it() {
    for good in ["12345", "+7 (717) 200-00-07, 200-00-08"] {
        let events = vec![changed(Profile::default(), phone(good))];
        institution([registered()]).when(change(phone(good))).then_expect_events(events);
    }
    for wrong in ["1234", "+7 717 dial 00", "no"] {
        institution([registered()]).when(change(phone(wrong))).then_expect_error(Refusal::PhoneMalformed);
    }
    for wrong in ["school", "@school.kz", "a@b@school.kz", "a school@school.kz", "office@school"] {
        institution([registered()]).when(change(email(wrong))).then_expect_error(Refusal::EmailMalformed);
    }
    for wrong in ["school.kz", "javascript:alert(1)", "https://", "https://school", "https://a b.kz"] {
        institution([registered()]).when(change(site(wrong))).then_expect_error(Refusal::SiteMalformed);
    }
    let plain = vec![changed(Profile::default(), site("http://school.kz"))];
    institution([registered()]).when(change(site("http://school.kz"))).then_expect_events(plain);
}

#[test]
fn a_school_gives_itself_another_name() {
    institution([registered()])
        .when(rename(" Lyceum 7 "))
        .then_expect_events(vec![renamed("School 7", "Lyceum 7")]);
    institution([registered()]).when(rename("School 7")).then_expect_events(vec![]);
    for nothing in ["", " "] {
        institution([registered()]).when(rename(nothing)).then_expect_error(Refusal::NameMissing);
    }
}

#[test]
fn a_page_is_used_until_it_is_switched_off_and_again_once_it_is_switched_on() {
    let switch = |on| Command::SwitchFunction { function: Function::Wall, on };
    let switched = |on| Event::FunctionSwitched { function: Function::Wall, on };
    institution([registered()]).when(switch(true)).then_expect_events(vec![]);
    institution([registered()]).when(switch(false)).then_expect_events(vec![switched(false)]);
    institution([registered(), switched(false)]).when(switch(false)).then_expect_events(vec![]);
    institution([registered(), switched(false)]).when(switch(true)).then_expect_events(vec![switched(true)]);
}

#[test]
fn a_kind_of_marks_is_used_until_it_is_switched_off_and_the_others_stay() {
    let switch = |on| Command::SwitchMarkKind { kind: MarkKind::Twelve, on };
    let switched = |on| Event::MarkKindSwitched { kind: MarkKind::Twelve, on };
    institution([registered()]).when(switch(true)).then_expect_events(vec![]);
    institution([registered()]).when(switch(false)).then_expect_events(vec![switched(false)]);
    institution([registered(), switched(false)]).when(switch(true)).then_expect_events(vec![switched(true)]);
    let mut school = Institution::default();
    school.absorb(registered());
    school.absorb(switched(false));
    let used: Vec<MarkKind> = MarkKind::iter().filter(|kind| school.gives_marks_of(*kind)).collect();
    assert_eq!(used.len(), MarkKind::iter().count() - 1);
    assert!(!used.contains(&MarkKind::Twelve));
}

#[test]
fn a_governing_organisation_gives_no_marks_and_has_no_teachers_room() {
    let organisation = || institution([registered_as(InstitutionKind::Governing, None)]);
    let kind = MarkKind::Five;
    for on in [true, false] {
        organisation().when(Command::SwitchMarkKind { kind, on }).then_expect_error(Refusal::GivesNoMarks);
        organisation()
            .when(Command::SwitchFunction { function: Function::TeachersRoom, on })
            .then_expect_error(Refusal::NoSuchFunction);
    }
    organisation()
        .when(Command::SwitchFunction { function: Function::Messages, on: false })
        .then_expect_events(vec![Event::FunctionSwitched { function: Function::Messages, on: false }]);
}

#[test]
fn nothing_is_said_of_an_institution_that_is_not_registered() {
    let (function, kind) = (Function::Wall, MarkKind::Ten);
    for command in [
        change(full()),
        rename("School 7"),
        Command::SwitchFunction { function, on: false },
        Command::SwitchMarkKind { kind, on: false },
    ] {
        institution([]).when(command).then_expect_error(Refusal::NotRegistered);
    }
}

#[test]
fn pages_and_kinds_of_marks_keep_their_stored_names() {
    let functions: Vec<String> = Function::iter().map(|function| function.as_ref().to_owned()).collect();
    assert_eq!(functions, ["teachers_room", "parents_room", "messages", "wall", "applications"]);
    let kinds: Vec<String> = MarkKind::iter().map(|kind| kind.as_ref().to_owned()).collect();
    assert_eq!(kinds, ["five", "ten", "twelve", "hundred", "pass_fail", "letters"]);
    for function in Function::iter() {
        assert_eq!(serde_json::to_value(function).unwrap(), function.as_ref());
    }
    for kind in MarkKind::iter() {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_ref());
    }
}

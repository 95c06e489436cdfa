//! Given what happened, when a command comes, then events or a refusal; and the stored form.

mod category;
mod network;
mod profile;

use cqrs_es::DomainEvent as _;
use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use expect_test::expect;
use uuid::Uuid;

use super::{Function, Institution, InstitutionKind, MarkKind, Profile};
use super::{InstitutionCommand as Command, InstitutionError as Refusal, InstitutionEvent as Event};
use crate::fact::read;
use crate::id::{CategoryId, InstitutionId};
use crate::points::Points;

const ASTANA: InstitutionId = InstitutionId(Uuid::from_u128(0xa5));
const ALMATY: InstitutionId = InstitutionId(Uuid::from_u128(0xa1));
const CONTROL_WORK: CategoryId = CategoryId(Uuid::from_u128(0xc1));

fn institution<const N: usize>(given: [Event; N]) -> AggregateTestExecutor<Institution> {
    TestFramework::<Institution>::with(()).given(Vec::from(given))
}

fn register_as(kind: InstitutionKind, name: &str, parent_id: Option<InstitutionId>) -> Command {
    Command::Register {
        kind,
        name: name.to_owned(),
        parent_id,
        time_zone: "Asia/Almaty".to_owned(),
        external_id: None,
    }
}

fn register(name: &str, parent_id: Option<InstitutionId>) -> Command {
    register_as(InstitutionKind::General, name, parent_id)
}

/// The school that is registered, but in another time zone.
fn register_in(time_zone: &str) -> Command {
    Command::Register {
        kind: InstitutionKind::General,
        name: "School 7".to_owned(),
        parent_id: Some(ASTANA),
        time_zone: time_zone.to_owned(),
        external_id: None,
    }
}

fn registered_as(kind: InstitutionKind, parent_id: Option<InstitutionId>) -> Event {
    Event::InstitutionRegistered {
        kind,
        name: "School 7".to_owned(),
        parent_id,
        time_zone: "Asia/Almaty".to_owned(),
        external_id: None,
    }
}

/// School 7, a school under the education department of Astana.
fn registered() -> Event {
    registered_as(InstitutionKind::General, Some(ASTANA))
}

fn renamed(from: &str, to: &str) -> Event {
    Event::InstitutionRenamed { from: from.to_owned(), to: to.to_owned() }
}

fn placed(from: Option<InstitutionId>, to: Option<InstitutionId>) -> Event {
    Event::InstitutionPlaced { from, to }
}

fn time_zone_changed(from: &str, to: &str) -> Event {
    Event::TimeZoneChanged { from: from.to_owned(), to: to.to_owned() }
}

fn three() -> Points {
    Points::whole(3)
}

fn defined(title: &str, weight: Option<Points>) -> Event {
    Event::CategoryDefined { category_id: CONTROL_WORK, title: title.to_owned(), weight }
}

fn changed(from: (&str, Option<Points>), to: (&str, Option<Points>)) -> Event {
    Event::CategoryChanged {
        category_id: CONTROL_WORK,
        from_title: from.0.to_owned(),
        from_weight: from.1,
        title: to.0.to_owned(),
        weight: to.1,
    }
}

#[test]
fn a_school_is_registered() {
    institution([]).when(register("School 7", Some(ASTANA))).then_expect_events(vec![registered()]);
}

#[test]
fn a_governing_organisation_may_stand_at_the_top_of_the_tree() {
    institution([])
        .when(register_as(InstitutionKind::Governing, "School 7", None))
        .then_expect_events(vec![registered_as(InstitutionKind::Governing, None)]);
}

#[test]
fn the_time_zone_and_the_id_elsewhere_are_kept_as_given() {
    institution([])
        .when(Command::Register {
            kind: InstitutionKind::Vocational,
            name: "College 3".to_owned(),
            parent_id: None,
            time_zone: "Asia/Oral".to_owned(),
            external_id: Some("org-3".to_owned()),
        })
        .then_expect_events(vec![Event::InstitutionRegistered {
            kind: InstitutionKind::Vocational,
            name: "College 3".to_owned(),
            parent_id: None,
            time_zone: "Asia/Oral".to_owned(),
            external_id: Some("org-3".to_owned()),
        }]);
}

#[test]
fn registering_the_same_school_again_changes_nothing() {
    institution([registered()]).when(register("School 7", Some(ASTANA))).then_expect_events(vec![]);
}

#[test]
fn an_institution_without_a_name_is_refused() {
    for nothing in ["", " ", "\t\n"] {
        institution([]).when(register(nothing, Some(ASTANA))).then_expect_error(Refusal::NameMissing);
    }
}

#[test]
fn a_name_of_one_letter_is_a_name() {
    institution([registered()])
        .when(register("S", Some(ASTANA)))
        .then_expect_events(vec![renamed("School 7", "S")]);
}

#[test]
fn a_registered_school_does_not_lose_its_name() {
    institution([registered()]).when(register(" ", Some(ASTANA))).then_expect_error(Refusal::NameMissing);
}

#[test]
fn a_school_is_renamed() {
    institution([registered()])
        .when(register("Lyceum 7", Some(ASTANA)))
        .then_expect_events(vec![renamed("School 7", "Lyceum 7")]);
}

#[test]
fn the_new_name_again_changes_nothing_and_the_old_one_renames_back() {
    let lyceum = [registered(), renamed("School 7", "Lyceum 7")];
    institution(lyceum.clone()).when(register("Lyceum 7", Some(ASTANA))).then_expect_events(vec![]);
    institution(lyceum)
        .when(register("School 7", Some(ASTANA)))
        .then_expect_events(vec![renamed("Lyceum 7", "School 7")]);
}

#[test]
fn a_school_comes_under_another_organisation_or_under_none() {
    institution([registered()])
        .when(register("School 7", Some(ALMATY)))
        .then_expect_events(vec![placed(Some(ASTANA), Some(ALMATY))]);
    institution([registered()])
        .when(register("School 7", None))
        .then_expect_events(vec![placed(Some(ASTANA), None)]);
    institution([registered(), placed(Some(ASTANA), None)])
        .when(register("School 7", Some(ALMATY)))
        .then_expect_events(vec![placed(None, Some(ALMATY))]);
}

#[test]
fn the_new_place_again_changes_nothing() {
    institution([registered(), placed(Some(ASTANA), Some(ALMATY))])
        .when(register("School 7", Some(ALMATY)))
        .then_expect_events(vec![]);
}

#[test]
fn a_school_may_be_renamed_and_placed_elsewhere_at_once() {
    institution([registered()])
        .when(register("Lyceum 7", None))
        .then_expect_events(vec![renamed("School 7", "Lyceum 7"), placed(Some(ASTANA), None)]);
}

#[test]
fn an_institution_without_a_time_zone_is_refused() {
    for nothing in ["", " \t"] {
        institution([]).when(register_in(nothing)).then_expect_error(Refusal::TimeZoneMissing);
        institution([registered()]).when(register_in(nothing)).then_expect_error(Refusal::TimeZoneMissing);
    }
}

#[test]
fn a_school_comes_into_another_time_zone() {
    institution([registered()])
        .when(register_in("Asia/Oral"))
        .then_expect_events(vec![time_zone_changed("Asia/Almaty", "Asia/Oral")]);
}

#[test]
fn the_new_time_zone_again_changes_nothing_and_the_old_one_changes_back() {
    let given = [registered(), time_zone_changed("Asia/Almaty", "Asia/Oral")];
    institution(given.clone()).when(register_in("Asia/Oral")).then_expect_events(vec![]);
    institution(given)
        .when(register_in("Asia/Almaty"))
        .then_expect_events(vec![time_zone_changed("Asia/Oral", "Asia/Almaty")]);
}

#[test]
fn a_name_a_place_and_a_time_zone_may_change_at_once() {
    institution([registered()])
        .when(Command::Register {
            kind: InstitutionKind::General,
            name: "Lyceum 7".to_owned(),
            parent_id: Some(ALMATY),
            time_zone: "Asia/Oral".to_owned(),
            external_id: None,
        })
        .then_expect_events(vec![
            renamed("School 7", "Lyceum 7"),
            placed(Some(ASTANA), Some(ALMATY)),
            time_zone_changed("Asia/Almaty", "Asia/Oral"),
        ]);
}

#[test]
fn a_school_does_not_become_another_kind_of_institution() {
    institution([registered()])
        .when(register_as(InstitutionKind::Vocational, "School 7", Some(ASTANA)))
        .then_expect_error(Refusal::AlreadyRegistered);
}

#[test]
fn a_registered_institution_says_so() {
    let mut school = Institution::default();
    assert!(!school.is_registered());
    school.absorb(registered());
    assert!(school.is_registered());
}

#[test]
fn the_kinds_of_institution_keep_their_stored_names() {
    for (kind, stored) in [
        (InstitutionKind::General, "general"),
        (InstitutionKind::Vocational, "vocational"),
        (InstitutionKind::Preschool, "preschool"),
        (InstitutionKind::Additional, "additional"),
        (InstitutionKind::Governing, "governing"),
    ] {
        assert_eq!(serde_json::to_value(kind).unwrap(), stored);
        assert_eq!(kind.as_ref(), stored);
        assert_eq!(stored.parse::<InstitutionKind>(), Ok(kind));
    }
}

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let every_event = [
        registered(),
        Event::InstitutionRegistered {
            kind: InstitutionKind::Governing,
            name: "Қала білім басқармасы".to_owned(),
            parent_id: None,
            time_zone: "Asia/Oral".to_owned(),
            external_id: Some("org-3".to_owned()),
        },
        renamed("School 7", "Lyceum 7"),
        placed(Some(ASTANA), Some(ALMATY)),
        placed(Some(ASTANA), None),
        placed(None, Some(ASTANA)),
        time_zone_changed("Asia/Almaty", "Asia/Oral"),
        defined("Control work", Some("1.5".parse().unwrap())),
        defined("Control work", None),
        changed(("Control work", Some(three())), ("Test", None)),
        changed(("Control work", None), ("Test", Some(three()))),
        Event::SubordinateAdmitted { institution_id: ASTANA },
        Event::SubordinateReleased { institution_id: ASTANA },
        Event::ProfileChanged { from: Box::default(), to: profile::full() },
        Event::ProfileChanged { from: Box::new(profile::full()), to: Profile::default() },
        Event::FunctionSwitched { function: Function::ParentsRoom, on: false },
        Event::MarkKindSwitched { kind: MarkKind::PassFail, on: true },
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<Institution>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"external_id":null,"kind":"general","name":"School 7","parent_id":"00000000-0000-0000-0000-0000000000a5","time_zone":"Asia/Almaty","type":"institution_registered"}
        {"external_id":"org-3","kind":"governing","name":"Қала білім басқармасы","parent_id":null,"time_zone":"Asia/Oral","type":"institution_registered"}
        {"from":"School 7","to":"Lyceum 7","type":"institution_renamed"}
        {"from":"00000000-0000-0000-0000-0000000000a5","to":"00000000-0000-0000-0000-0000000000a1","type":"institution_placed"}
        {"from":"00000000-0000-0000-0000-0000000000a5","to":null,"type":"institution_placed"}
        {"from":null,"to":"00000000-0000-0000-0000-0000000000a5","type":"institution_placed"}
        {"from":"Asia/Almaty","to":"Asia/Oral","type":"time_zone_changed"}
        {"category_id":"00000000-0000-0000-0000-0000000000c1","title":"Control work","type":"category_defined","weight":"1.5"}
        {"category_id":"00000000-0000-0000-0000-0000000000c1","title":"Control work","type":"category_defined","weight":null}
        {"category_id":"00000000-0000-0000-0000-0000000000c1","from_title":"Control work","from_weight":"3","title":"Test","type":"category_changed","weight":null}
        {"category_id":"00000000-0000-0000-0000-0000000000c1","from_title":"Control work","from_weight":null,"title":"Test","type":"category_changed","weight":"3"}
        {"institution_id":"00000000-0000-0000-0000-0000000000a5","type":"subordinate_admitted"}
        {"institution_id":"00000000-0000-0000-0000-0000000000a5","type":"subordinate_released"}
        {"from":{},"to":{"address":"Мектеп көшесі, 1","bin":"990140000126","email":"mektep7@example.kz","full_name":"«№ 7 жалпы білім беретін мектеп» КММ","languages":["kazakh","russian"],"phone":"+7 717 200 00 07","site":"https://mektep7.example.kz"},"type":"profile_changed"}
        {"from":{"address":"Мектеп көшесі, 1","bin":"990140000126","email":"mektep7@example.kz","full_name":"«№ 7 жалпы білім беретін мектеп» КММ","languages":["kazakh","russian"],"phone":"+7 717 200 00 07","site":"https://mektep7.example.kz"},"to":{},"type":"profile_changed"}
        {"function":"parents_room","on":false,"type":"function_switched"}
        {"kind":"pass_fail","on":true,"type":"mark_kind_switched"}"#]].assert_eq(&rows.join("\n"));
}

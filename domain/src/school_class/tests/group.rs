//! What a group consists of, and which groups cannot have lessons at the same time.

use proptest::collection::vec;
use proptest::option;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::{prop_assert, prop_assert_eq, proptest};
use uuid::Uuid;

use super::super::overlap;
use super::{CLASS_7A, CLASS_7B, ClassId, ClassKind, Command, Event, Part, Refusal, THIS_YEAR};
use super::{after, class, composed, first_half, formed, group_formed, part, renamed};

fn form(name: &str, parts: Vec<Part>) -> Command {
    Command::Form {
        study_year_id: THIS_YEAR,
        kind: ClassKind::Group,
        name: name.to_owned(),
        external_id: None,
        parts,
    }
}

fn compose(parts: Vec<Part>) -> Command {
    Command::ComposeGroup { parts }
}

fn second_half(class_id: ClassId) -> Part {
    part(class_id, "english", "2")
}

#[test]
fn a_group_is_formed_of_parts_of_classes_in_whatever_order_they_are_told() {
    let (of_7a, of_7b) = (first_half(CLASS_7A), Part::whole(CLASS_7B));
    let given = group_formed(vec![of_7a.clone(), of_7b.clone()]);
    for parts in [vec![of_7a.clone(), of_7b.clone()], vec![of_7b, of_7a]] {
        class([]).when(form("7 English", parts.clone())).then_expect_events(vec![given.clone()]);
        class([given.clone()]).when(form("7 English", parts.clone())).then_expect_events(vec![]);
        class([given.clone()]).when(compose(parts)).then_expect_events(vec![]);
    }
}

#[test]
fn a_group_is_composed_anew_and_keeps_what_it_was() {
    let (was, now) = (vec![first_half(CLASS_7A)], vec![first_half(CLASS_7A), first_half(CLASS_7B)]);
    let given = group_formed(was.clone());
    class([given.clone()])
        .when(compose(now.clone()))
        .then_expect_events(vec![composed(was.clone(), now.clone())]);
    class([given.clone()])
        .when(form("7 German", now.clone()))
        .then_expect_events(vec![renamed("7 English", "7 German"), composed(was.clone(), now.clone())]);
    class([given.clone(), composed(was.clone(), now.clone())])
        .when(compose(was.clone()))
        .then_expect_events(vec![composed(now, was.clone())]);
    class([given]).when(compose(vec![])).then_expect_events(vec![composed(was, vec![])]);
}

#[test]
fn forming_a_group_again_without_parts_leaves_them() {
    let given = group_formed(vec![first_half(CLASS_7A)]);
    class([given.clone()]).when(form("7 English", vec![])).then_expect_events(vec![]);
    class([given]).when(form("7 German", vec![])).then_expect_events(vec![renamed("7 English", "7 German")]);
}

#[test]
fn a_class_has_no_parts_of_others() {
    let as_class = Command::Form {
        study_year_id: THIS_YEAR,
        kind: ClassKind::Class,
        name: "7A".to_owned(),
        external_id: None,
        parts: vec![Part::whole(CLASS_7B)],
    };
    class([]).when(as_class.clone()).then_expect_error(Refusal::OnlyGroupsHaveParts);
    class([formed()]).when(as_class).then_expect_error(Refusal::OnlyGroupsHaveParts);
    for parts in [vec![], vec![Part::whole(CLASS_7B)]] {
        class([formed()]).when(compose(parts)).then_expect_error(Refusal::OnlyGroupsHaveParts);
    }
}

#[test]
fn a_group_holds_no_pupils_twice() {
    let half = || first_half(CLASS_7A);
    for twice in [
        vec![half(), half()],
        vec![half(), Part::whole(CLASS_7A)],
        vec![Part::whole(CLASS_7A), Part::whole(CLASS_7A)],
    ] {
        let refusal = Refusal::PartTwice { class_id: CLASS_7A };
        class([]).when(form("7 English", twice.clone())).then_expect_error(refusal.clone());
        class([group_formed(vec![])]).when(compose(twice)).then_expect_error(refusal);
    }
    for once in [vec![half(), second_half(CLASS_7A)], vec![half(), part(CLASS_7A, "german", "1")]] {
        let composed = class([group_formed(vec![])]).when(compose(once)).inspect_result();
        assert_eq!(composed.unwrap().len(), 1);
    }
}

#[test]
fn a_part_is_named_by_its_division_and_by_itself() {
    let words = |word: &str| Some(word.to_owned());
    for (division, part) in [
        (words("english"), None),
        (None, words("1")),
        (words(" "), words("1")),
        (words("english"), words("")),
    ] {
        class([])
            .when(form("7 English", vec![Part { class_id: CLASS_7A, division, part }]))
            .then_expect_error(Refusal::PartIncomplete { class_id: CLASS_7A });
    }
}

#[test]
fn a_class_holds_itself_and_a_group_its_parts_or_itself() {
    let group = ClassId(Uuid::from_u128(0x6));
    let parts = vec![first_half(CLASS_7A), first_half(CLASS_7B)];
    assert_eq!(after([formed()]).parts(CLASS_7A), [Part::whole(CLASS_7A)]);
    assert_eq!(after([group_formed(vec![])]).parts(group), [Part::whole(group)]);
    assert_eq!(after([group_formed(parts.clone())]).parts(group), parts);
    let composed: [Event; 2] = [group_formed(parts.clone()), composed(parts, vec![])];
    assert_eq!(after(composed).parts(group), [Part::whole(group)]);
}

#[test]
fn the_halves_of_a_class_are_apart_and_two_divisions_are_not() {
    let halves = [[first_half(CLASS_7A)], [second_half(CLASS_7A)]];
    assert!(!overlap(&halves[0], &halves[1]));
    assert!(!overlap(&halves[0], &[first_half(CLASS_7B)]));
    assert!(overlap(&halves[0], &[part(CLASS_7A, "german", "2")]));
    assert!(overlap(&halves[0], &[Part::whole(CLASS_7B), Part::whole(CLASS_7A)]));
}

fn any_part() -> impl Strategy<Value = Part> {
    let class_id = select(vec![CLASS_7A, CLASS_7B]);
    let named = option::of((select(vec!["english", "german"]), select(vec!["1", "2", "3"])));
    (class_id, named).prop_map(|(class_id, named)| match named {
        None => Part::whole(class_id),
        Some((division, number)) => part(class_id, division, number),
    })
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

    #[test]
    fn whoever_overlaps_another_is_overlapped_by_it(
        one in vec(any_part(), 0..4), other in vec(any_part(), 0..4)
    ) {
        prop_assert_eq!(overlap(&one, &other), overlap(&other, &one));
    }

    #[test]
    fn a_class_overlaps_every_group_with_pupils_of_it(parts in vec(any_part(), 1..4)) {
        for part in &parts {
            prop_assert!(overlap(&[Part::whole(part.class_id)], &parts));
        }
        prop_assert!(overlap(&parts, &parts));
    }

    #[test]
    fn two_parts_of_one_division_do_not_overlap(one in any_part(), other in any_part()) {
        if one.division.is_some() && one.division == other.division && one.part != other.part {
            prop_assert!(!overlap(&[one], &[other]));
        }
    }
}

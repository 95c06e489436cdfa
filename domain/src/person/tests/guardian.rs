//! The legal representatives of a pupil, and what they may ask as such.

use cqrs_es::Aggregate as _;
use strum::IntoEnumIterator as _;
use uuid::Uuid;

use super::{AIGERIM, Command, DAULET, Event, Kinship, Person, PersonId, Refusal};
use super::{
    after, aigerim, aigerim_in_full, amended, erased, linked, person, program_registered, reason, registered,
    sealed, unlinked,
};
use crate::access::{Grant, Hold, Over, Role, Standing};
use crate::id::ClassId;
use crate::personal::Personal;

const GULNARA: PersonId = PersonId(Uuid::from_u128(0x6));
const CLASS_7A: ClassId = ClassId(Uuid::from_u128(0x7a));

fn link(guardian_id: PersonId, kinship: Kinship) -> Command {
    Command::LinkGuardian { pupil_id: AIGERIM, guardian_id, kinship }
}

fn unlink(guardian_id: PersonId) -> Command {
    Command::UnlinkGuardian { guardian_id, reason: None }
}

/// What Aigerim's stream gives to this person.
fn gives<const N: usize>(given: [Event; N], person: PersonId) -> Vec<Hold> {
    let mut standing = Standing::of(person, false);
    after(given).add_to(&mut standing, AIGERIM, vec![CLASS_7A]);
    standing.holds().to_vec()
}

/// Aigerim as a child, by the event with this sequence in her stream.
fn of_a_parent(sequence: u64) -> Hold {
    Hold {
        role: Role::Parent,
        over: Over::Child { pupil_id: AIGERIM, classes: vec![CLASS_7A] },
        grant: Grant { stream: Person::TYPE, id: AIGERIM.0, sequence },
    }
}

#[test]
fn a_guardian_is_linked_to_a_pupil_whoever_they_are_to_them() {
    for kinship in Kinship::iter() {
        person([registered(aigerim())])
            .when(link(DAULET, kinship))
            .then_expect_events(vec![linked(DAULET, None, kinship)]);
    }
}

#[test]
fn a_guardian_is_linked_to_a_pupil_whose_data_was_not_opened_or_was_erased() {
    for details in [sealed(), erased()] {
        person([Event::PersonRegistered { details }])
            .when(link(DAULET, Kinship::Father))
            .then_expect_events(vec![linked(DAULET, None, Kinship::Father)]);
    }
}

/// Invariant 2.
#[test]
fn linking_a_guardian_again_changes_nothing() {
    person([registered(aigerim()), linked(DAULET, None, Kinship::Father)])
        .when(link(DAULET, Kinship::Father))
        .then_expect_events(vec![]);
}

/// Invariant 2.
#[test]
fn another_kinship_corrects_the_one_there_is_and_keeps_it() {
    let given = [registered(aigerim()), linked(DAULET, None, Kinship::Father)];
    let corrected = linked(DAULET, Some(Kinship::Father), Kinship::Guardian);
    person(given.clone()).when(link(DAULET, Kinship::Guardian)).then_expect_events(vec![corrected.clone()]);

    let [human, father] = given;
    let given = [human, father, corrected];
    person(given.clone()).when(link(DAULET, Kinship::Guardian)).then_expect_events(vec![]);
    person(given).when(link(DAULET, Kinship::Father)).then_expect_events(vec![linked(
        DAULET,
        Some(Kinship::Guardian),
        Kinship::Father,
    )]);
}

#[test]
fn a_pupil_has_several_guardians_each_with_their_own_kinship() {
    person([registered(aigerim()), linked(DAULET, None, Kinship::Father)])
        .when(link(GULNARA, Kinship::Mother))
        .then_expect_events(vec![linked(GULNARA, None, Kinship::Mother)]);
    person([registered(aigerim()), linked(DAULET, None, Kinship::Guardian)])
        .when(link(GULNARA, Kinship::Guardian))
        .then_expect_events(vec![linked(GULNARA, None, Kinship::Guardian)]);
}

/// Invariant 2.
#[test]
fn nobody_is_their_own_guardian() {
    for kinship in Kinship::iter() {
        person([registered(aigerim())]).when(link(AIGERIM, kinship)).then_expect_error(Refusal::OwnGuardian);
    }
}

#[test]
fn a_program_and_somebody_unknown_have_no_guardian() {
    for guardian in [DAULET, AIGERIM] {
        person([]).when(link(guardian, Kinship::Father)).then_expect_error(Refusal::NotAHuman);
        person([program_registered("Timetable")])
            .when(link(guardian, Kinship::Father))
            .then_expect_error(Refusal::NotAHuman);
    }
}

#[test]
fn a_guardian_is_unlinked_with_a_reason_or_without_and_the_kinship_is_kept() {
    for reason in [Some(reason()), None] {
        person([registered(aigerim()), linked(DAULET, None, Kinship::Father)])
            .when(Command::UnlinkGuardian { guardian_id: DAULET, reason: reason.clone() })
            .then_expect_events(vec![unlinked(DAULET, Kinship::Father, reason)]);
    }
}

#[test]
fn the_kinship_kept_of_an_unlinked_guardian_is_the_corrected_one() {
    person([
        registered(aigerim()),
        linked(DAULET, None, Kinship::Father),
        linked(DAULET, Some(Kinship::Father), Kinship::Guardian),
    ])
    .when(unlink(DAULET))
    .then_expect_events(vec![unlinked(DAULET, Kinship::Guardian, None)]);
}

#[test]
fn unlinking_somebody_who_is_no_guardian_changes_nothing() {
    let father = || linked(DAULET, None, Kinship::Father);
    person([]).when(unlink(DAULET)).then_expect_events(vec![]);
    person([program_registered("Timetable")]).when(unlink(DAULET)).then_expect_events(vec![]);
    person([registered(aigerim())]).when(unlink(DAULET)).then_expect_events(vec![]);
    person([registered(aigerim()), father()]).when(unlink(GULNARA)).then_expect_events(vec![]);
    person([registered(aigerim()), father(), unlinked(DAULET, Kinship::Father, None)])
        .when(unlink(DAULET))
        .then_expect_events(vec![]);
}

#[test]
fn an_unlinked_guardian_may_be_linked_again() {
    person([
        registered(aigerim()),
        linked(DAULET, None, Kinship::Father),
        unlinked(DAULET, Kinship::Father, None),
    ])
    .when(link(DAULET, Kinship::Father))
    .then_expect_events(vec![linked(DAULET, None, Kinship::Father)]);
}

#[test]
fn a_pupil_knows_their_guardians() {
    let pupil = after([
        registered(aigerim()),
        linked(DAULET, None, Kinship::Father),
        linked(GULNARA, None, Kinship::Grandmother),
        linked(GULNARA, Some(Kinship::Grandmother), Kinship::Mother),
    ]);
    assert_eq!(
        pupil.guardians().collect::<Vec<_>>(),
        [(GULNARA, Kinship::Mother), (DAULET, Kinship::Father)]
    );
    assert_eq!(pupil.kinship(GULNARA), Some(Kinship::Mother));
    assert_eq!(pupil.kinship(AIGERIM), None);
}

#[test]
fn amended_personal_data_keeps_the_guardians() {
    let given =
        [registered(aigerim()), linked(DAULET, None, Kinship::Father), amended(aigerim(), aigerim_in_full())];
    assert_eq!(after(given.clone()).guardians().collect::<Vec<_>>(), [(DAULET, Kinship::Father)]);
    assert_eq!(gives(given.clone(), DAULET), [of_a_parent(2)]);
    person(given).when(link(DAULET, Kinship::Father)).then_expect_events(vec![]);
}

#[test]
fn a_guardian_is_a_parent_over_the_pupil_and_the_pupils_classes() {
    let given = [registered(aigerim()), linked(DAULET, None, Kinship::Father)];
    assert_eq!(gives(given.clone(), DAULET), [of_a_parent(2)]);
    for stranger in [GULNARA, AIGERIM] {
        assert_eq!(gives(given.clone(), stranger), []);
    }
}

#[test]
fn a_parent_is_one_by_the_last_event_that_links_them() {
    let corrected = [
        registered(aigerim()),
        linked(DAULET, None, Kinship::Father),
        linked(GULNARA, None, Kinship::Mother),
        linked(DAULET, Some(Kinship::Father), Kinship::Guardian),
    ];
    assert_eq!(gives(corrected.clone(), DAULET), [of_a_parent(4)]);
    assert_eq!(gives(corrected, GULNARA), [of_a_parent(3)]);
}

#[test]
fn an_unlinked_guardian_is_no_parent() {
    let reason = Some(Personal::Erased { of: AIGERIM });
    let given = [
        registered(aigerim()),
        linked(DAULET, None, Kinship::Father),
        unlinked(DAULET, Kinship::Father, reason),
    ];
    assert_eq!(gives(given, DAULET), []);
}

#[test]
fn the_kinships_keep_their_stored_names() {
    for kinship in Kinship::iter() {
        let stored = match kinship {
            Kinship::Mother => "mother",
            Kinship::Father => "father",
            Kinship::Grandmother => "grandmother",
            Kinship::Grandfather => "grandfather",
            Kinship::Guardian => "guardian",
        };
        assert_eq!(serde_json::to_value(kinship).unwrap(), stored);
        assert_eq!(kinship.as_ref(), stored);
        assert_eq!(stored.parse::<Kinship>(), Ok(kinship));
    }
}

//! What is sealed opens only where it was sealed, and not at all once its key is gone.

use std::collections::HashMap;
use std::sync::Arc;

use dayek_domain::id::{InstitutionId, PersonId};
use serde_json::{Value, json};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{PersonKey, PlacedSeal, SealPlace, VaultError, open_value, seal_value, sealed_persons};
use crate::entropy::SeededEntropy;

const AIGERIM: PersonId = PersonId(Uuid::from_u128(0xa));
const DAULET: PersonId = PersonId(Uuid::from_u128(0xd));

fn place() -> SealPlace {
    SealPlace {
        institution: InstitutionId(Uuid::from_u128(1)),
        aggregate_type: "assessment".to_owned(),
        aggregate_id: Uuid::from_u128(2).to_string(),
        sequence: 3,
        event_type: "mark_changed".to_owned(),
    }
}

fn keys() -> HashMap<PersonId, PersonKey> {
    let key = |byte| PersonKey::Present { version: 1, key: Arc::new(Zeroizing::new([byte; 32])) };
    HashMap::from([(AIGERIM, key(1)), (DAULET, key(2))])
}

fn plain() -> Value {
    json!({ "reason": { "personal_of": AIGERIM, "plain": "a slip of the pen" }, "to": "5" })
}

fn sealed() -> Value {
    let mut value = plain();
    seal_value(&mut value, &place(), &keys(), &SeededEntropy::new(1)).unwrap();
    value
}

#[test]
fn a_sealed_reason_shows_nothing_and_opens_where_it_was_sealed() {
    let mut value = sealed();
    let text = value.to_string();
    assert!(text.contains("pii1.") && !text.contains("slip"), "{text}");
    assert_eq!(value["to"], "5");
    open_value(&mut value, &place(), &keys()).unwrap();
    assert_eq!(value, plain());
}

#[test]
fn the_same_text_sealed_twice_does_not_look_the_same() {
    let entropy = SeededEntropy::new(1);
    let [mut first, mut second] = [plain(), plain()];
    seal_value(&mut first, &place(), &keys(), &entropy).unwrap();
    seal_value(&mut second, &place(), &keys(), &entropy).unwrap();
    assert_ne!(first["reason"], second["reason"]);
}

#[test]
fn a_sealed_value_does_not_open_in_another_event_stream_institution_or_field() {
    let elsewhere = [
        SealPlace { sequence: 4, ..place() },
        SealPlace { event_type: "mark_withdrawn".to_owned(), ..place() },
        SealPlace { aggregate_id: Uuid::from_u128(9).to_string(), ..place() },
        SealPlace { aggregate_type: "lesson".to_owned(), ..place() },
        SealPlace { institution: InstitutionId(Uuid::from_u128(9)), ..place() },
    ];
    for other in elsewhere {
        let opened = open_value(&mut sealed(), &other, &keys());
        assert!(matches!(opened, Err(VaultError::CannotOpen { .. })), "{other:?}");
    }
    let mut moved = json!({ "comment": sealed()["reason"] });
    assert!(open_value(&mut moved, &place(), &keys()).is_err());
}

#[test]
fn a_sealed_value_cannot_be_given_to_another_person_or_changed() {
    let text = sealed()["reason"].as_str().unwrap().to_owned();
    let given = text.replace(&AIGERIM.to_string(), &DAULET.to_string());
    let mut broken = text.clone();
    let last = if broken.ends_with('A') { 'B' } else { 'A' };
    broken.replace_range(60..61, &last.to_string());
    for wrong in [given, broken] {
        assert_ne!(wrong, text);
        assert!(open_value(&mut json!({ "reason": wrong }), &place(), &keys()).is_err());
    }
}

#[test]
fn after_its_key_is_destroyed_a_value_reads_as_erased_and_no_new_one_is_written() {
    let destroyed = HashMap::from([(AIGERIM, PersonKey::Destroyed)]);
    let mut value = sealed();
    open_value(&mut value, &place(), &destroyed).unwrap();
    assert_eq!(value["reason"], json!({ "personal_of": AIGERIM }));
    let refused = seal_value(&mut plain(), &place(), &destroyed, &SeededEntropy::new(1));
    assert!(matches!(refused, Err(VaultError::KeyDestroyed(id)) if id == AIGERIM.0));
}

#[test]
fn the_people_in_an_event_are_found_sealed_or_not() {
    for value in [plain(), sealed()] {
        let mut people = Vec::new();
        sealed_persons(&value, &mut people);
        assert_eq!(people, [AIGERIM]);
    }
}

#[test]
fn a_value_with_its_place_opens_from_a_read_table() {
    let text = format!(
        "assessment/{}/3/mark_changed/reason {}",
        Uuid::from_u128(2),
        sealed()["reason"].as_str().unwrap()
    );
    let seal = PlacedSeal::parse(place().institution, &text).unwrap();
    assert_eq!(seal.person(), Some(AIGERIM));
    assert_eq!(seal.open(&keys()).unwrap(), Some(json!("a slip of the pen")));
    assert!(PlacedSeal::parse(InstitutionId(Uuid::from_u128(9)), &text).unwrap().open(&keys()).is_err());
    for wrong in ["", "pii1.x", "a/b/c pii1.x", "a/b/x/d/e pii1"] {
        assert!(PlacedSeal::parse(place().institution, wrong).is_err(), "{wrong}");
    }
}

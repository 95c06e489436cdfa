//! The bytes of the log: frozen, canonical, authenticated, and sealed in their place.

use std::fmt::Write as _;

use dayek::check::check;
use dayek::log::StreamKey;
use dayek::usecases::{GrantRole, RegisterInstitution, RegisterPerson, RevokeRole};
use dayek::vault::{SealPlace, mac, open_value, sealed_persons};
use dayek_domain::access::Role;
use dayek_domain::id::InstitutionId;
use dayek_domain::institution::InstitutionKind;
use dayek_domain::membership::{Membership, Order};
use dayek_domain::person::{Person, PersonDetails};
use dayek_domain::subject::{Subject, SubjectEvent};
use dayek_tests::history::{Stored, history};
use dayek_tests::journal::{Journal, school};
use dayek_tests::raw;
use dayek_tests::school::{AIGERIM, CONTROL_WORK, SCHOOL, day, mark, marks};
use dayek_tests::term::live_through;
use expect_test::expect;
use serde_json::Value;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// Four requests: a name that is sealed, and a reason that is.
async fn a_psychologist_comes_and_goes(journal: &Journal) {
    journal.log().open_institution(SCHOOL.institution()).await.unwrap();
    let registered = RegisterInstitution {
        institution_id: SCHOOL.institution(),
        kind: InstitutionKind::General,
        name: "№ 1 мектеп".to_owned(),
        parent_id: None,
        time_zone: "Asia/Almaty".to_owned(),
        external_id: None,
    };
    journal.run(registered).await;
    let person_id = SCHOOL.history_teacher();
    let details = PersonDetails {
        family_name: "Ыбыраев".to_owned(),
        given_name: "Болат".to_owned(),
        ..PersonDetails::default()
    };
    journal.run(RegisterPerson { person_id, details }).await;
    let order = Some(Order { number: "12-ж".to_owned(), date: day(2026, 9, 1) });
    journal.run(GrantRole { person_id, role: Role::Psychologist, order }).await;
    let reason = Some("moves away".to_owned());
    journal.run(RevokeRole { person_id, role: Role::Psychologist, order: None, reason }).await;
}

/// What is stored is sealed into proofs for ever. If this has to be edited, older logs no longer
/// verify as they are: think of a new version of the form instead.
#[tokio::test(flavor = "multi_thread")]
async fn the_stored_bytes_are_frozen() {
    let journal = school().with_fixed_bytes().open_empty().await;
    a_psychologist_comes_and_goes(&journal).await;
    let mut print = String::new();
    for event in history(journal.pool(), SCHOOL.institution()).await {
        let Stored { position, aggregate_type, aggregate_id, sequence, event_type, event_version, .. } =
            &event;
        writeln!(print, "{position} {aggregate_type} {aggregate_id} {sequence} {event_type} {event_version}")
            .unwrap();
        writeln!(print, "  payload {}", event.payload).unwrap();
        writeln!(print, "  metadata {}", event.metadata).unwrap();
        writeln!(print, "  id {}", event.event_id).unwrap();
        writeln!(print, "  blind {}", hex(&event.blind)).unwrap();
        writeln!(print, "  mac {}", hex(&event.mac)).unwrap();
    }
    expect![[""]].assert_eq(&print);
}

async fn a_lived_term() -> (Journal, Vec<Stored>) {
    let journal = school().open().await;
    live_through(&journal).await;
    let events = history(journal.pool(), SCHOOL.institution()).await;
    assert!(events.len() > 70, "only {} events", events.len());
    (journal, events)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_payload_and_all_metadata_is_canonical_json() {
    let (_journal, events) = a_lived_term().await;
    for event in &events {
        for text in [&event.payload, &event.metadata] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json_canonicalizer::to_string(&value).unwrap(), *text);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_event_carries_the_programs_authentication_of_all_its_parts() {
    let (journal, events) = a_lived_term().await;
    let key = journal.store.root.derive("dayek/event-mac");
    for event in &events {
        let sequence = u64::try_from(event.sequence).unwrap().to_be_bytes();
        let institution = SCHOOL.institution().0;
        let parts: [&[u8]; 10] = [
            institution.as_bytes(),
            event.aggregate_type.as_bytes(),
            event.aggregate_id.as_bytes(),
            &sequence,
            event.event_id.as_bytes(),
            event.event_type.as_bytes(),
            event.event_version.as_bytes(),
            event.payload.as_bytes(),
            event.metadata.as_bytes(),
            &event.blind,
        ];
        assert_eq!(mac(&key, &parts).as_slice(), event.mac, "position {}", event.position);
        for changed in 0..parts.len() {
            let mut other = parts;
            other[changed] = b"another";
            assert_ne!(mac(&key, &other).as_slice(), event.mac, "part {changed} is not authenticated");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_of_the_log_finds_what_was_put_in_behind_the_programs_back() {
    let (journal, events) = a_lived_term().await;
    let report = check(journal.log(), &|_| ()).await.unwrap();
    assert_eq!((report.institutions, report.events, report.faults.as_slice()), (1, events.len(), &[][..]));

    let mut admin = journal.database.admin().await;
    let key = StreamKey::of::<Subject>(SCHOOL.algebra());
    let forged = SubjectEvent::SubjectRenamed {
        from: "Алгебра".to_owned(),
        from_code: None,
        to: "Геометрия".to_owned(),
        to_code: None,
    };
    raw::append(&mut admin, SCHOOL.institution(), &key, 1, &[forged]).await;
    let report = check(journal.log(), &|_| ()).await.unwrap();
    let [fault] = report.faults.as_slice() else { panic!("{report:?}") };
    assert!(fault.contains(&SCHOOL.algebra().to_string()), "{fault}");
}

fn place_of(event: &Stored) -> SealPlace {
    SealPlace {
        institution: SCHOOL.institution(),
        aggregate_type: event.aggregate_type.clone(),
        aggregate_id: event.aggregate_id.clone(),
        sequence: u64::try_from(event.sequence).unwrap(),
        event_type: event.event_type.clone(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_value_opens_in_its_own_place_and_in_no_other() {
    let (journal, events) = a_lived_term().await;
    let mut opened = 0;
    for event in &events {
        let value: Value = serde_json::from_str(&event.payload).unwrap();
        let mut people = Vec::new();
        sealed_persons(&value, &mut people);
        if people.is_empty() {
            continue;
        }
        opened += 1;
        let keys =
            journal.log().person_keys().fetch(journal.pool(), SCHOOL.institution(), &people).await.unwrap();
        let opens = |value: &Value, place: &SealPlace| open_value(&mut value.clone(), place, &keys).is_ok();
        let place = place_of(event);
        assert!(opens(&value, &place), "position {}", event.position);
        for elsewhere in [
            SealPlace { institution: InstitutionId::default(), ..place.clone() },
            SealPlace { aggregate_type: "lesson".to_owned(), ..place.clone() },
            SealPlace { aggregate_id: CONTROL_WORK.0.simple().to_string(), ..place.clone() },
            SealPlace { sequence: place.sequence + 1, ..place.clone() },
            SealPlace { event_type: "mark_withdrawn_by_mistake".to_owned(), ..place.clone() },
        ] {
            assert!(!opens(&value, &elsewhere), "position {} opens in {elsewhere:?}", event.position);
        }
        let Value::Object(fields) = &value else { panic!("an event is an object") };
        let renamed = fields.iter().map(|(name, value)| (format!("{name}_too"), value.clone())).collect();
        assert!(
            !opens(&Value::Object(renamed), &place),
            "position {} opens in another field",
            event.position
        );
    }
    assert!(opened >= 15, "only {opened} events hold sealed values");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_name_and_no_reason_stands_readable_in_the_log() {
    let (_journal, events) = a_lived_term().await;
    for event in &events {
        for word in ["Омарова", "Айгерім", "Ыбыраев", "retake", "own wish", "another town"]
        {
            assert!(!event.payload.contains(word), "{word} at position {}", event.position);
            assert!(!event.metadata.contains(word), "{word} at position {}", event.position);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_reason_is_sealed_differently_every_time() {
    let journal = school().open().await;
    let because = |value| dayek::usecases::MarkChange {
        reason: Some("checked again".to_owned()),
        ..mark(AIGERIM, value)
    };
    journal.run(marks(CONTROL_WORK, vec![because(3)])).await;
    journal.run(marks(CONTROL_WORK, vec![because(4)])).await;
    let events = history(journal.pool(), SCHOOL.institution()).await;
    let sealed: Vec<String> = events
        .iter()
        .filter_map(|event| {
            serde_json::from_str::<Value>(&event.payload).unwrap()["reason"].as_str().map(str::to_owned)
        })
        .filter(|reason| reason.starts_with("pii1."))
        .collect();
    let [first, second] = sealed.as_slice() else { panic!("{sealed:?}") };
    assert_ne!(first, second);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_and_their_roles_share_an_id_and_are_two_streams() {
    let (journal, _) = a_lived_term().await;
    let id = SCHOOL.history_teacher();
    let institution = SCHOOL.institution();
    let person = journal.log().read(institution, &StreamKey::of::<Person>(id)).await.unwrap();
    let roles = journal.log().read(institution, &StreamKey::of::<Membership>(id)).await.unwrap();
    assert_eq!((person.version(), roles.version()), (1, 3));
}

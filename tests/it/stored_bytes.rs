//! The bytes of the log: frozen, canonical, authenticated, and sealed in their place.

use std::fmt::Write as _;

use dayek::check::check;
use dayek::log::StreamKey;
use dayek::usecases::{GrantRole, MarkChange, RegisterInstitution, RegisterPerson, RevokeRole};
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
        family_name: "Көкшетеров".to_owned(),
        given_name: "Болат".to_owned(),
        ..PersonDetails::default()
    };
    journal.run(RegisterPerson { person_id, details }).await;
    let order = Some(Order { number: "12-ж".to_owned(), date: day(2026, 9, 1) });
    journal.run(GrantRole { order, ..GrantRole::of(person_id, Role::Psychologist) }).await;
    let reason = Some("moves away".to_owned());
    journal.run(RevokeRole { reason, ..RevokeRole::of(person_id, Role::Psychologist) }).await;
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
    expect![[r#"
        1 institution 00000001-0000-0001-0000-000000000000 1 institution_registered 1
          payload {"external_id":null,"kind":"general","name":"№ 1 мектеп","parent_id":null,"time_zone":"Asia/Almaty","type":"institution_registered"}
          metadata {"actor":"system","origin":"system","request":"0000000e-0000-0000-0000-000000000001"}
          id 78382582-2a6f-4e62-9a21-90e828e4c9d2
          blind 576e5977e3a0b3620b092dfb9e9996fa532deabf88729cb43995ab5a9cd49bf9
          mac 67ef0faffabd58e97e0806626342cf225e25b6bca6ba5a9efc95b3a8b1bf4bf4
        2 person 00000001-0000-0006-0000-000000000002 1 person_registered 1
          payload {"details":"pii1.00000001-0000-0006-0000-000000000002.1.nfdkqSyHaLAWPntkMEGOeo4ieSWvuO501zr3g4obNt9i64y3ZTRiLZpN0pDcHrXGnvbiA7ZcRhJKplsPklYcxV6js6tZjZchDS2EOMU_N3SenSktd7lsashQj12kqxkQ8gLSh_why8A","type":"person_registered"}
          metadata {"actor":"system","origin":"system","request":"0000000e-0000-0000-0000-000000000002"}
          id 8c7654ec-fd7b-4b62-bb80-3e2f4e02ad1c
          blind c84278efdfcd7c4c9208edd81f17e1153ed2b0611e97da9cfe87c83e7ed97c2d
          mac a1688911beef2b12cd6961db5138ee98fa4b56197650cb3d79e8985aac38feba
        3 membership 00000001-0000-0006-0000-000000000002 1 role_granted 1
          payload {"order":{"date":"2026-09-01","number":"12-ж"},"role":"psychologist","type":"role_granted"}
          metadata {"actor":"system","origin":"system","request":"0000000e-0000-0000-0000-000000000003"}
          id 460e144f-eb89-4b15-bea4-f5a10f520ae5
          blind 624a8544d61ee24de94e0193d5e057c037c02559b74fdab168e5d2d3fc435573
          mac 5f8b6ff1b9f256ab680fd12d02888a27da0d7c766b935b9353c71c267d507def
        4 membership 00000001-0000-0006-0000-000000000002 2 role_revoked 1
          payload {"order":null,"reason":"pii1.00000001-0000-0006-0000-000000000002.1.WRqjHOwwzGcBhG1nfaBPHPYdv3OLdFapIWqavpt1laBmYuEP9Gcb2l363Vj3XqNVyN--tw","role":"psychologist","type":"role_revoked"}
          metadata {"actor":"system","origin":"system","request":"0000000e-0000-0000-0000-000000000004"}
          id 22db33e5-6085-4d94-8f9c-714dc43efc37
          blind 29273df2bd6d04186c993253225abf1009f26ac699747ca2f13c82f6e86cecb2
          mac c95d022004c0a2dd612bb55f4ed9ba9c1e98120634319c6a2c23a8ec35ee2e2f
    "#]].assert_eq(&print);
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
        for word in ["Аққайыңова", "Айгерім", "Көкшетеров", "retake", "own wish", "another town"]
        {
            assert!(!event.payload.contains(word), "{word} at position {}", event.position);
            assert!(!event.metadata.contains(word), "{word} at position {}", event.position);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_reason_is_sealed_differently_every_time() {
    let journal = school().open().await;
    let because = |value| MarkChange { reason: Some("checked again".to_owned()), ..mark(AIGERIM, value) };
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
    assert_eq!((person.version(), roles.version()), (1, 7));
}

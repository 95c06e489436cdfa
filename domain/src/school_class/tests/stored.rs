//! What stands in the log of a class.

use cqrs_es::DomainEvent as _;
use expect_test::expect;

use super::super::SchoolClass;
use super::{
    AIGERIM, ALGEBRA, CLASS_7A, CLASS_7B, ClassKind, DAULET, Event, FIRST_SHIFT, GULNARA, JournalKind,
    NEXT_YEAR, Part, Personal, QUARTERS, SECOND_SHIFT,
};
use super::{
    appointed, assigned, composed, dismissed, enrolled, first_half, formed, group_formed, moved, order,
    psychologist_assigned, psychologist_unassigned, reason, renamed, september, unassigned, withdrawal_moved,
    withdrawn,
};
use crate::fact::read;

/// The stored form. If this needs editing, old rows no longer read: write an upcaster instead.
#[test]
fn the_stored_form_is_frozen() {
    let withdrawn_because =
        |reason| Event::PupilWithdrawn { pupil_id: AIGERIM, on: september(20), reason, order: None };
    let every_event = [
        formed(),
        Event::ClassFormed {
            study_year_id: NEXT_YEAR,
            kind: ClassKind::Group,
            name: "7 «Ә»".to_owned(),
            external_id: Some("class-1".to_owned()),
            parts: vec![],
        },
        renamed("7A", "7B"),
        enrolled(AIGERIM, Some(1)),
        enrolled(AIGERIM, None),
        moved(Some(1), Some(8)),
        moved(Some(1), None),
        moved(None, Some(1)),
        withdrawn(20),
        withdrawn_because(Some(reason())),
        withdrawn_because(Some(Personal::Sealed("pii1.x".to_owned()))),
        withdrawn_because(Some(Personal::Erased { of: AIGERIM })),
        withdrawal_moved(20, 22, None),
        withdrawal_moved(22, 20, Some(reason())),
        withdrawal_moved(20, 22, Some(Personal::Sealed("pii1.x".to_owned()))),
        withdrawal_moved(20, 22, Some(Personal::Erased { of: AIGERIM })),
        assigned(GULNARA, ALGEBRA),
        unassigned(GULNARA, ALGEBRA),
        appointed(None, GULNARA),
        Event::LeaderAppointed { from: Some(GULNARA), leader_id: DAULET, order: Some(order()) },
        dismissed(GULNARA),
        Event::LeaderDismissed { leader_id: DAULET, order: Some(order()) },
        psychologist_assigned(None, GULNARA),
        Event::PsychologistAssigned { from: Some(GULNARA), psychologist_id: DAULET, order: Some(order()) },
        psychologist_unassigned(GULNARA),
        Event::PsychologistUnassigned { psychologist_id: DAULET, order: Some(order()) },
        group_formed(vec![Part::whole(CLASS_7A), first_half(CLASS_7B)]),
        Event::PupilEnrolled { pupil_id: AIGERIM, from: Some(september(1)), order: Some(order()) },
        Event::PupilWithdrawn { pupil_id: AIGERIM, on: september(20), reason: None, order: Some(order()) },
        composed(vec![], vec![first_half(CLASS_7A)]),
        Event::JournalKindChosen { from: None, kind: JournalKind::Criteria },
        Event::PeriodSetChosen { from: None, to: Some(QUARTERS) },
        Event::PeriodSetChosen { from: Some(QUARTERS), to: None },
        Event::BellScheduleChosen { from: None, to: FIRST_SHIFT },
        Event::BellScheduleChosen { from: Some(FIRST_SHIFT), to: SECOND_SHIFT },
    ];
    let rows = every_event.map(|event| {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.event_type());
        assert_eq!(read::<SchoolClass>(&event.event_version(), &json.to_string()).unwrap(), event);
        json.to_string()
    });
    expect![[r#"
        {"external_id":null,"kind":"class","name":"7A","study_year_id":"00000000-0000-0000-0000-000000000025","type":"class_formed"}
        {"external_id":"class-1","kind":"group","name":"7 «Ә»","study_year_id":"00000000-0000-0000-0000-000000000026","type":"class_formed"}
        {"from":"7A","to":"7B","type":"class_renamed"}
        {"from":"2025-09-01","pupil_id":"00000000-0000-0000-0000-00000000000a","type":"pupil_enrolled"}
        {"from":null,"pupil_id":"00000000-0000-0000-0000-00000000000a","type":"pupil_enrolled"}
        {"from":"2025-09-01","pupil_id":"00000000-0000-0000-0000-00000000000a","to":"2025-09-08","type":"enrolment_moved"}
        {"from":"2025-09-01","pupil_id":"00000000-0000-0000-0000-00000000000a","to":null,"type":"enrolment_moved"}
        {"from":null,"pupil_id":"00000000-0000-0000-0000-00000000000a","to":"2025-09-01","type":"enrolment_moved"}
        {"on":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":null,"type":"pupil_withdrawn"}
        {"on":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":"moved to another town"},"type":"pupil_withdrawn"}
        {"on":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":"pii1.x","type":"pupil_withdrawn"}
        {"on":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a"},"type":"pupil_withdrawn"}
        {"from":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":null,"to":"2025-09-22","type":"withdrawal_moved"}
        {"from":"2025-09-22","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a","plain":"moved to another town"},"to":"2025-09-20","type":"withdrawal_moved"}
        {"from":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":"pii1.x","to":"2025-09-22","type":"withdrawal_moved"}
        {"from":"2025-09-20","pupil_id":"00000000-0000-0000-0000-00000000000a","reason":{"personal_of":"00000000-0000-0000-0000-00000000000a"},"to":"2025-09-22","type":"withdrawal_moved"}
        {"subject_id":"00000000-0000-0000-0000-0000000000a1","teacher_id":"00000000-0000-0000-0000-000000000006","type":"teacher_assigned"}
        {"subject_id":"00000000-0000-0000-0000-0000000000a1","teacher_id":"00000000-0000-0000-0000-000000000006","type":"teacher_unassigned"}
        {"from":null,"leader_id":"00000000-0000-0000-0000-000000000006","order":null,"type":"leader_appointed"}
        {"from":"00000000-0000-0000-0000-000000000006","leader_id":"00000000-0000-0000-0000-00000000000d","order":{"date":"2025-09-01","number":"17-k"},"type":"leader_appointed"}
        {"leader_id":"00000000-0000-0000-0000-000000000006","order":null,"type":"leader_dismissed"}
        {"leader_id":"00000000-0000-0000-0000-00000000000d","order":{"date":"2025-09-01","number":"17-k"},"type":"leader_dismissed"}
        {"from":null,"order":null,"psychologist_id":"00000000-0000-0000-0000-000000000006","type":"psychologist_assigned"}
        {"from":"00000000-0000-0000-0000-000000000006","order":{"date":"2025-09-01","number":"17-k"},"psychologist_id":"00000000-0000-0000-0000-00000000000d","type":"psychologist_assigned"}
        {"order":null,"psychologist_id":"00000000-0000-0000-0000-000000000006","type":"psychologist_unassigned"}
        {"order":{"date":"2025-09-01","number":"17-k"},"psychologist_id":"00000000-0000-0000-0000-00000000000d","type":"psychologist_unassigned"}
        {"external_id":null,"kind":"group","name":"7 English","parts":[{"class_id":"00000000-0000-0000-0000-00000000007a","division":null,"part":null},{"class_id":"00000000-0000-0000-0000-00000000007b","division":"english","part":"1"}],"study_year_id":"00000000-0000-0000-0000-000000000025","type":"class_formed"}
        {"from":"2025-09-01","order":{"date":"2025-09-01","number":"17-k"},"pupil_id":"00000000-0000-0000-0000-00000000000a","type":"pupil_enrolled"}
        {"on":"2025-09-20","order":{"date":"2025-09-01","number":"17-k"},"pupil_id":"00000000-0000-0000-0000-00000000000a","reason":null,"type":"pupil_withdrawn"}
        {"from":[],"to":[{"class_id":"00000000-0000-0000-0000-00000000007a","division":"english","part":"1"}],"type":"group_composed"}
        {"from":null,"kind":"criteria","type":"journal_kind_chosen"}
        {"from":null,"to":"00000000-0000-0000-0000-000000000054","type":"period_set_chosen"}
        {"from":"00000000-0000-0000-0000-000000000054","to":null,"type":"period_set_chosen"}
        {"from":null,"to":"00000000-0000-0000-0000-000000000be1","type":"bell_schedule_chosen"}
        {"from":"00000000-0000-0000-0000-000000000be1","to":"00000000-0000-0000-0000-000000000be2","type":"bell_schedule_chosen"}"#]].assert_eq(&rows.join("\n"));
}

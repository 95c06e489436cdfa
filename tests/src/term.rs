//! A term in which everything happens that can happen in the small school.

use dayek::accounts::Invited;
use dayek::usecases::{
    ActivateAccount, AddSubject, CancelLesson, ClosePeriod, CloseSection, DefineCategory, Duty,
    EnableSecondFactor, FormClass, GrantRole, InvitePeople, IssueToken, LinkGuardian, MarkChange,
    NotePasswordChange, OpenSection, PlanAssessment, RegisterPerson, ReopenPeriod, RestoreAccess, RevokeRole,
    RevokeToken, ScheduleLesson, StaffClass, UnlinkGuardian, WithdrawPupil,
};
use dayek_domain::access::{Level, Role, Section};
use dayek_domain::account::TokenScope;
use dayek_domain::assessment::AssessmentPlan;
use dayek_domain::id::CategoryId;
use dayek_domain::lesson::{AttendanceCode, LessonPlace, Slot};
use dayek_domain::person::{Kinship, PersonDetails};
use dayek_domain::points::Points;
use dayek_domain::school_class::ClassKind;
use uuid::Uuid;

use crate::journal::Journal;
use crate::school::{
    AIGERIM, CONTROL_WORK, DAULET, ESSAY, LESSON_DAY, MADINA, NURLAN, SALTANAT, SCHOOL, YERLAN, ZHANAR, day,
    mark, marks, move_lesson, no_mark, note,
};
use crate::timetable;

/// Lives through the term: at least one event of every kind a use case leads to.
pub async fn live_through(journal: &Journal) {
    marks_come_and_go(journal).await;
    columns_are_planned_anew(journal).await;
    lessons_take_place_or_do_not(journal).await;
    people_and_classes_change(journal).await;
    rights_come_and_go(journal).await;
    people_get_in(journal).await;
    the_year_goes_on(journal).await;
    timetable::the_frame_is_set_up(journal).await;
    timetable::a_week_is_planned(journal).await;
    timetable::lessons_change(journal).await;
}

async fn marks_come_and_go(journal: &Journal) {
    let whole_class = [AIGERIM, DAULET, MADINA, NURLAN, SALTANAT].map(|pupil| mark(pupil, 7));
    journal.run(marks(CONTROL_WORK, whole_class.to_vec())).await;
    for (pupil, value) in [(AIGERIM, 9), (DAULET, 4), (AIGERIM, 10), (SALTANAT, 8)] {
        let reason = Some(format!("after the retake: {value}"));
        journal.run(marks(CONTROL_WORK, vec![MarkChange { reason, ..mark(pupil, value) }])).await;
    }
    journal.run(marks(CONTROL_WORK, vec![MarkChange { number: 2, ..mark(AIGERIM, 6) }])).await;
    journal.run(marks(CONTROL_WORK, vec![no_mark(DAULET), no_mark(MADINA)])).await;
    journal.run(marks(CONTROL_WORK, vec![mark(DAULET, 5)])).await;
    journal.run(marks(ESSAY, vec![mark(YERLAN, 10), mark(ZHANAR, 3)])).await;
}

async fn columns_are_planned_anew(journal: &Journal) {
    let second = SCHOOL.assessment(3);
    journal.run(SCHOOL.plan_algebra(second, "Үй жұмысы")).await;
    journal.run(marks(second, vec![mark(AIGERIM, 5), mark(NURLAN, 2)])).await;
    let moved = AssessmentPlan {
        period_id: SCHOOL.quarter(2),
        most: Points::whole(20),
        due_on: day(2026, 11, 10),
        ..SCHOOL.algebra_plan("Үй жұмысы")
    };
    journal.run(PlanAssessment { assessment_id: second, plan: moved }).await;
    let later = marks(second, vec![mark(AIGERIM, 17), mark(DAULET, 11), no_mark(NURLAN)]);
    journal.run(later).await;
}

async fn lessons_take_place_or_do_not(journal: &Journal) {
    for (pupil, code) in [
        (AIGERIM, Some(AttendanceCode::Late)),
        (DAULET, Some(AttendanceCode::Ill)),
        (MADINA, Some(AttendanceCode::Absent)),
        (MADINA, Some(AttendanceCode::Excused)),
        (AIGERIM, None),
    ] {
        journal.run(note(pupil, code)).await;
    }
    journal.run(move_lesson(day(2026, 9, 16), "a holiday of the school")).await;
    journal.run(move_lesson(day(2026, 9, 17), "another holiday")).await;
    let place = LessonPlace {
        class_id: SCHOOL.class_7a(),
        subject_id: SCHOOL.algebra(),
        study_year_id: SCHOOL.study_year(),
        period_id: SCHOOL.quarter(1),
    };
    let slot = Slot { date: LESSON_DAY, number: 5 };
    journal.run(ScheduleLesson { lesson_id: SCHOOL.lesson(2), place, slot }).await;
    let reason = Some("frost".to_owned());
    journal.run(CancelLesson { lesson_id: SCHOOL.lesson(2), reason }).await;
}

async fn people_and_classes_change(journal: &Journal) {
    let person_id = SCHOOL.history_teacher();
    journal.run(GrantRole::of(person_id, Role::Psychologist)).await;
    let reason = Some("on her own wish".to_owned());
    journal.run(RevokeRole { reason, ..RevokeRole::of(person_id, Role::Psychologist) }).await;
    let details = PersonDetails {
        family_name: "Аққайыңова-Талжібекова".to_owned(),
        given_name: "Айгерім".to_owned(),
        ..PersonDetails::default()
    };
    journal.run(RegisterPerson { person_id: AIGERIM, details }).await;
    let class = FormClass {
        class_id: SCHOOL.class_7b(),
        study_year_id: SCHOOL.study_year(),
        kind: ClassKind::Class,
        name: "7Б гуманитарлық".to_owned(),
        parts: vec![],
    };
    journal.run(class).await;
    for on in [day(2026, 9, 20), day(2026, 9, 21)] {
        let reason = Some("moves to another town".to_owned());
        let leaves = WithdrawPupil { class_id: SCHOOL.class_7b(), pupil_id: YERLAN, on, reason, order: None };
        journal.run(leaves).await;
    }
}

async fn rights_come_and_go(journal: &Journal) {
    let person_id = SCHOOL.history_teacher();
    journal.run(GrantRole::of(person_id, Role::Editor)).await;
    let (role, section) = (Role::Editor, Section::Timetable);
    for level in [Level::View, Level::Edit] {
        journal.run(OpenSection { person_id, role, section, level, order: None }).await;
    }
    let reason = Some("the timetable is made".to_owned());
    journal.run(CloseSection { person_id, role, section, order: None, reason }).await;
    for duty in [Duty::ClassLeader, Duty::Psychologist] {
        for person_id in [Some(SCHOOL.history_teacher()), Some(SCHOOL.algebra_teacher()), None] {
            let class_id = SCHOOL.class_7a();
            journal.run(StaffClass { class_id, duty, person_id, order: None }).await;
        }
    }
    for kinship in [Kinship::Guardian, Kinship::Father] {
        let guardian_id = SCHOOL.history_teacher();
        journal.run(LinkGuardian { pupil_id: AIGERIM, guardian_id, kinship }).await;
    }
    let reason = Some("a decision of the court".to_owned());
    let guardian_id = SCHOOL.history_teacher();
    journal.run(UnlinkGuardian { pupil_id: AIGERIM, guardian_id, reason }).await;
}

async fn people_get_in(journal: &Journal) {
    let person_id = SCHOOL.algebra_teacher();
    let expires_at = day(2027, 1, 1).and_hms_opt(0, 0, 0).unwrap().and_utc();
    let [first, second] = [1, 2].map(|number| Invited {
        person: person_id,
        invitation_id: Uuid::from_u128((0x0f << 96) | number),
        expires_at,
    });
    journal.run(InvitePeople { invited: vec![first] }).await;
    journal.run(RestoreAccess { invited: second, classes: vec![] }).await;
    journal.run(ActivateAccount { person_id, invitation_id: second.invitation_id }).await;
    journal.run(NotePasswordChange { person_id, change_id: Uuid::from_u128(1), takes_tokens: false }).await;
    journal.run(EnableSecondFactor { person_id }).await;
    let (token_id, label, scope) = (Uuid::from_u128(2), "a program".to_owned(), TokenScope::Read);
    journal.run(IssueToken { person_id, token_id, label, scope, expires_at: None }).await;
    journal.run(RevokeToken { person_id, token_id, children: vec![] }).await;
}

async fn the_year_goes_on(journal: &Journal) {
    let subject =
        AddSubject {
            subject_id: SCHOOL.history(), name: "Қазақстан тарихы".to_owned(), code: None
        };
    journal.run(subject).await;
    for weight in [1, 2] {
        let category = DefineCategory {
            institution_id: SCHOOL.institution(),
            category_id: CategoryId(Uuid::from_u128(0xca)),
            title: "БЖБ".to_owned(),
            weight: Some(Points::whole(weight)),
        };
        journal.run(category).await;
    }
    let (study_year_id, period_id) = (SCHOOL.study_year(), SCHOOL.quarter(1));
    journal.run(ClosePeriod { study_year_id, period_id }).await;
    let reason = "the order of the director".to_owned();
    journal.run(ReopenPeriod { study_year_id, period_id, reason }).await;
}

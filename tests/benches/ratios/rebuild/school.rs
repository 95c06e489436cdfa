//! A school's log: its people, classes and periods, then columns of marks with their corrections. A class's
//! corrections come a column later, so they stand in other batches than the marks they correct.

use dayek::entropy::{SystemEntropy, new_id};
use dayek::log::Log;
use dayek_domain::access::Role;
use dayek_domain::assessment::{Assessment, AssessmentEvent, AssessmentPlan};
use dayek_domain::id::{ClassId, InstitutionId, PeriodId, PersonId, StudyYearId, SubjectId};
use dayek_domain::institution::{Institution, InstitutionEvent, InstitutionKind};
use dayek_domain::membership::{Membership, MembershipEvent};
use dayek_domain::person::{Person, PersonDetails, PersonEvent};
use dayek_domain::personal::Personal;
use dayek_domain::points::Points;
use dayek_domain::school_class::{ClassKind, SchoolClass, SchoolClassEvent};
use dayek_domain::study_year::{Days, PeriodKind, StudyYear, StudyYearEvent};
use dayek_domain::subject::{Subject, SubjectEvent};
use uuid::Uuid;

use crate::marks::{PUPILS, day, fixed_id};
use crate::writer::{Writer, metadata_of_system};

const CLASSES: u64 = 20;
const SUBJECTS: u64 = 15;
const PERIODS: u64 = 4;
/// Marks of a column that are corrected later.
const CORRECTIONS: u64 = 15;

/// Writes at least so many events and answers how many there are.
pub(super) async fn write(log: &Log, events: u64) -> u64 {
    let institution = InstitutionId(fixed_id(0x10, 0));
    log.open_institution(institution).await.unwrap();
    let mut roster = Writer::new(log, institution, metadata_of_system(random_id()));
    frame(&mut roster, institution).await;
    for teacher in 0..SUBJECTS {
        person(&mut roster, teacher_id(teacher), "Мұғалім", teacher).await;
        let granted = MembershipEvent::RoleGranted {
            role: Role::Employee,
            order: None,
            reason: None,
            administrators: None,
        };
        roster.add::<Membership>(teacher_id(teacher).0, &granted).await;
    }
    for pupil in 0..CLASSES * PUPILS {
        person(&mut roster, pupil_id(pupil), "Оқушы", pupil).await;
    }
    for class in 0..CLASSES {
        form_class(&mut roster, class).await;
    }
    let people = roster.written();
    roster.finish().await;

    let metadata = format!(
        r#"{{"actor":"{}","grant":"1","origin":"api","request":"{}","role":"teacher","rule":"give_marks"}}"#,
        teacher_id(0),
        random_id()
    );
    let mut journal = Writer::new(log, institution, metadata);
    let mut corrected_next: Vec<Uuid> = Vec::new();
    let mut columns = 0;
    while people + journal.written() < events {
        let mut column_of_each = Vec::new();
        for class in 0..CLASSES {
            let id = random_id();
            column(&mut journal, id, class, columns).await;
            column_of_each.push(id);
        }
        for (class, id) in (0..CLASSES).zip(&corrected_next) {
            correct(&mut journal, *id, class, columns).await;
        }
        corrected_next = column_of_each;
        columns += 1;
    }
    let written = people + journal.written();
    journal.finish().await;
    written
}

async fn frame(roster: &mut Writer<'_>, institution: InstitutionId) {
    let registered = InstitutionEvent::InstitutionRegistered {
        kind: InstitutionKind::General,
        name: "№ 1 мектеп".to_owned(),
        parent_id: None,
        time_zone: "Asia/Almaty".to_owned(),
        external_id: None,
    };
    roster.add::<Institution>(institution.0, &registered).await;
    let whole = Days { first: day(2026, 9, 1), last: day(2027, 5, 25) };
    let year =
        StudyYearEvent::StudyYearDefined { name: "2026/2027".to_owned(), days: whole, external_id: None };
    roster.add::<StudyYear>(study_year_id().0, &year).await;
    for period in 0..PERIODS {
        let defined = StudyYearEvent::PeriodDefined {
            period_id: period_id(period),
            kind: PeriodKind::Quarter,
            name: format!("{}-тоқсан", period + 1),
            days: whole,
            external_id: None,
            set_id: None,
        };
        roster.add::<StudyYear>(study_year_id().0, &defined).await;
    }
    for subject in 0..SUBJECTS {
        let name = format!("{}-пән", subject + 1);
        let added = SubjectEvent::SubjectAdded { name, code: None, external_id: None };
        roster.add::<Subject>(subject_id(subject).0, &added).await;
    }
}

async fn person(roster: &mut Writer<'_>, id: PersonId, family_name: &str, number: u64) {
    let details = PersonDetails {
        family_name: family_name.to_owned(),
        given_name: number.to_string(),
        ..PersonDetails::default()
    };
    let registered = PersonEvent::PersonRegistered { details: Personal::plain(id, details) };
    roster.add::<Person>(id.0, &registered).await;
}

async fn form_class(roster: &mut Writer<'_>, class: u64) {
    let id = class_id(class).0;
    let formed = SchoolClassEvent::ClassFormed {
        study_year_id: study_year_id(),
        kind: ClassKind::Class,
        name: format!("{}-сынып", class + 1),
        external_id: None,
        parts: vec![],
    };
    roster.add::<SchoolClass>(id, &formed).await;
    for subject in 0..SUBJECTS {
        let (teacher_id, subject_id) = (teacher_id(subject), subject_id(subject));
        let assigned = SchoolClassEvent::TeacherAssigned { teacher_id, subject_id };
        roster.add::<SchoolClass>(id, &assigned).await;
    }
    for pupil in 0..PUPILS {
        let pupil_id = pupil_id(class * PUPILS + pupil);
        let enrolled = SchoolClassEvent::PupilEnrolled { pupil_id, from: Some(day(2026, 9, 1)), order: None };
        roster.add::<SchoolClass>(id, &enrolled).await;
    }
}

async fn column(journal: &mut Writer<'_>, id: Uuid, class: u64, number: u64) {
    let plan = AssessmentPlan {
        class_id: class_id(class),
        subject_id: subject_id(number % SUBJECTS),
        study_year_id: study_year_id(),
        period_id: period_id(number / SUBJECTS % PERIODS),
        lesson_id: None,
        category_id: None,
        title: format!("Жұмыс {}", number + 1),
        description: None,
        assigned_on: day(2026, 9, 8),
        due_on: day(2026, 9, 15),
        least: Points::whole(1),
        most: Points::whole(10),
        external_id: None,
    };
    journal.add::<Assessment>(id, &AssessmentEvent::AssessmentPlanned { plan }).await;
    for pupil in 0..PUPILS {
        let given = AssessmentEvent::MarkGiven {
            pupil_id: pupil_id(class * PUPILS + pupil),
            number: 1,
            value: first_value(pupil),
            on: day(2026, 9, 15),
            reason: None,
        };
        journal.add::<Assessment>(id, &given).await;
    }
}

/// Mostly better marks, some with a reason; now and then a mark is withdrawn.
async fn correct(journal: &mut Writer<'_>, id: Uuid, class: u64, number: u64) {
    for pupil in 0..CORRECTIONS {
        let pupil_id = pupil_id(class * PUPILS + pupil);
        let from = first_value(pupil);
        let reason =
            pupil.is_multiple_of(5).then(|| Personal::plain(pupil_id, "жұмыс қайта тексерілді".to_owned()));
        let correction = if pupil == 7 && number.is_multiple_of(3) {
            AssessmentEvent::MarkWithdrawn { pupil_id, number: 1, from, reason }
        } else {
            let (to, on) = (Points::whole(10), day(2026, 9, 16));
            AssessmentEvent::MarkChanged { pupil_id, number: 1, from, to, on, reason }
        };
        journal.add::<Assessment>(id, &correction).await;
    }
}

/// From 1 to 9.
fn first_value(pupil: u64) -> Points {
    Points::whole(i32::try_from(1 + pupil % 9).unwrap())
}

fn study_year_id() -> StudyYearId {
    StudyYearId(fixed_id(0x11, 1))
}

fn period_id(number: u64) -> PeriodId {
    PeriodId(fixed_id(0x12, number))
}

fn subject_id(number: u64) -> SubjectId {
    SubjectId(fixed_id(0x13, number))
}

fn class_id(number: u64) -> ClassId {
    ClassId(fixed_id(0x14, number))
}

fn teacher_id(number: u64) -> PersonId {
    PersonId(fixed_id(0x15, number))
}

fn pupil_id(number: u64) -> PersonId {
    PersonId(fixed_id(0x16, number))
}

fn random_id() -> Uuid {
    new_id(&SystemEntropy).unwrap()
}

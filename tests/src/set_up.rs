//! Setting the small school up, through the program's own use cases.

use dayek::usecases::{
    AddSubject, AssignTeacher, DefineStudyYear, EnrolPupil, FormClass, GrantRole, PlanAssessment,
    RegisterInstitution, RegisterPerson, ScheduleLesson,
};
use dayek_domain::access::Role;
use dayek_domain::id::PersonId;
use dayek_domain::institution::InstitutionKind;
use dayek_domain::lesson::{LessonPlace, Slot};
use dayek_domain::person::PersonDetails;
use dayek_domain::school_class::ClassKind;
use dayek_domain::study_year::{Days, PeriodKind};

use crate::journal::Journal;
use crate::school::{LESSON_DAY, QUARTERS, School, day};

const NAMES: [(&str, &str); 5] = [
    ("Аққайыңова", "Айгерім"),
    ("Байтерекұлы", "Дәулет"),
    ("Дариятасова", "Мадина"),
    ("Бозжорғаев", "Нұрлан"),
    ("Талжібекова", "Салтанат"),
];

pub(crate) async fn set_up(journal: &Journal, school: School, pupils_of_7a: u128) {
    journal.store.log.open_institution(school.institution()).await.unwrap();
    the_year(journal, school).await;
    the_people(journal, school, pupils_of_7a).await;
    the_classes(journal, school, pupils_of_7a).await;
    the_work(journal, school).await;
}

async fn the_year(journal: &Journal, school: School) {
    let registered = RegisterInstitution {
        institution_id: school.institution(),
        kind: InstitutionKind::General,
        name: "№ 1 жалпы білім беретін мектеп".to_owned(),
        parent_id: None,
        time_zone: "Asia/Almaty".to_owned(),
        external_id: None,
    };
    journal.run_in(school, registered).await;
    let periods = (1_u128..).zip(QUARTERS).map(|(number, days)| {
        (school.quarter(number), PeriodKind::Quarter, format!("{number}-тоқсан"), days)
    });
    let year = DefineStudyYear {
        study_year_id: school.study_year(),
        name: "2026/2027".to_owned(),
        days: Days { first: day(2026, 9, 1), last: day(2027, 5, 25) },
        periods: periods.collect(),
    };
    journal.run_in(school, year).await;
    for (subject_id, name) in [(school.algebra(), "Алгебра"), (school.history(), "Тарих")] {
        journal.run_in(school, AddSubject { subject_id, name: name.to_owned(), code: None }).await;
    }
}

async fn the_people(journal: &Journal, school: School, pupils_of_7a: u128) {
    for (teacher, given_name) in [(school.algebra_teacher(), "Гүлнар"), (school.history_teacher(), "Болат")]
    {
        register(journal, school, teacher, "Көкшетеров", given_name).await;
        journal.run_in(school, GrantRole::of(teacher, Role::Employee)).await;
    }
    for (number, (family_name, given_name)) in (1..=pupils_of_7a).zip(NAMES.iter().cycle()) {
        register(journal, school, school.pupil(number), family_name, given_name).await;
    }
    register(journal, school, school.pupil(101), "Сексеуілов", "Ерлан").await;
    register(journal, school, school.pupil(102), "Тасбұлақова", "Жанар").await;
}

pub(crate) async fn register(
    journal: &Journal,
    school: School,
    person_id: PersonId,
    family_name: &str,
    given_name: &str,
) {
    let details = PersonDetails {
        family_name: family_name.to_owned(),
        given_name: given_name.to_owned(),
        ..PersonDetails::default()
    };
    journal.run_in(school, RegisterPerson { person_id, details }).await;
}

async fn the_classes(journal: &Journal, school: School, pupils_of_7a: u128) {
    for (class_id, name) in [(school.class_7a(), "7А"), (school.class_7b(), "7Б")] {
        let class = FormClass {
            class_id,
            study_year_id: school.study_year(),
            kind: ClassKind::Class,
            name: name.to_owned(),
            parts: vec![],
        };
        journal.run_in(school, class).await;
    }
    let in_7a = (1..=pupils_of_7a).map(|number| (school.class_7a(), number));
    let in_7b = [101, 102].map(|number| (school.class_7b(), number));
    for (class_id, number) in in_7a.chain(in_7b) {
        let pupil_id = school.pupil(number);
        journal.run_in(school, EnrolPupil { class_id, pupil_id, from: day(2026, 9, 1), order: None }).await;
    }
    let (algebra, history) = (school.algebra(), school.history());
    for (class_id, subject_id, teacher_id) in [
        (school.class_7a(), algebra, school.algebra_teacher()),
        (school.class_7b(), history, school.history_teacher()),
    ] {
        journal.run_in(school, AssignTeacher { class_id, subject_id, teacher_id }).await;
    }
}

async fn the_work(journal: &Journal, school: School) {
    journal.run_in(school, school.plan_algebra(school.assessment(1), "Бақылау жұмысы")).await;
    let essay = PlanAssessment { assessment_id: school.assessment(2), plan: school.history_plan("Эссе") };
    journal.run_in(school, essay).await;
    let place = LessonPlace {
        class_id: school.class_7a(),
        subject_id: school.algebra(),
        study_year_id: school.study_year(),
        period_id: school.quarter(1),
    };
    let slot = Slot { date: LESSON_DAY, number: 2 };
    journal.run_in(school, ScheduleLesson { lesson_id: school.lesson(1), place, slot }).await;
}

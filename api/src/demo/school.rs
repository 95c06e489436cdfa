//! Founding the demo school: the institution, its study year, its people with their roles, its classes.

use chrono::NaiveDate;
use dayek_domain::access::Role;
use dayek_domain::id::{ClassId, PeriodId, PersonId, StudyYearId, SubjectId};
use dayek_domain::institution::InstitutionKind;
use dayek_domain::membership::Order;
use dayek_domain::person::PersonDetails;
use dayek_domain::school_class::ClassKind;
use dayek_domain::study_year::{Days, PeriodKind};

use super::Loader;
use crate::log::Actor;
use crate::refusal::Refusal;
use crate::usecases::{
    AddSubject, AssignTeacher, DefineStudyYear, EnrolPupil, FormClass, GrantRole, RegisterInstitution,
    RegisterPerson, RevokeRole,
};

/// Family name, given name; none of them belongs to anybody.
pub(super) type Name = (&'static str, &'static str);

pub(super) const SUBJECTS: [(&str, &str); 4] = [
    ("algebra", "Алгебра"),
    ("kazakh", "Қазақ тілі"),
    ("history", "Қазақстан тарихы"),
    ("informatics", "Информатика"),
];

/// The teacher of each subject, in the same order.
const TEACHERS: [Name; 4] =
    [("Тұмаркөлова", "Сәуле"), ("Бұлақтаев", "Ерасыл"), ("Айнатасова", "Гүлжан"), ("Көкшетеров", "Диас")];

const OFFICE: [(&str, Name, Role); 3] = [
    ("administrator", ("Сарыжайлауова", "Меруерт"), Role::Administrator),
    ("director", ("Жусантөбеев", "Қайрат"), Role::Director),
    ("head of studies", ("Шалқаркөлова", "Ләззат"), Role::HeadOfStudies),
];

pub(super) const CLASSES: [(&str, &str, [Name; 12]); 2] = [
    (
        "7a",
        "7 «А»",
        [
            ("Аққайыңова", "Айгерім"),
            ("Байтерекұлы", "Дәулет"),
            ("Бозжорғаев", "Нұрлан"),
            ("Дариятасова", "Мәдина"),
            ("Ерменсаев", "Әлихан"),
            ("Жидебұлақова", "Томирис"),
            ("Қаратұяқов", "Санжар"),
            ("Кендірлиева", "Аружан"),
            ("Мойылдинов", "Тимур"),
            ("Талжібекова", "Інжу"),
            ("Үшқиырова", "Камила"),
            ("Шеңгелбаев", "Бекзат"),
        ],
    ),
    (
        "7b",
        "7 «Ә»",
        [
            ("Алмалысаева", "Дана"),
            ("Балдырғанов", "Арман"),
            ("Боздалаева", "Жанель"),
            ("Көгершінов", "Ислам"),
            ("Құлансазова", "Зере"),
            ("Мақпалкөлов", "Рамазан"),
            ("Наурызшақов", "Ерболат"),
            ("Райханшөпова", "Әсем"),
            ("Сексеуілов", "Олжас"),
            ("Тасбұлақова", "Нұрай"),
            ("Ұлытөсов", "Жәнібек"),
            ("Шағалалиева", "Балауса"),
        ],
    ),
];

/// Year, month, day.
type Date = (i32, u32, u32);

/// First and last days of the four quarters.
const QUARTERS: [(Date, Date); 4] = [
    ((2026, 9, 1), (2026, 10, 25)),
    ((2026, 11, 2), (2026, 12, 27)),
    ((2027, 1, 11), (2027, 3, 21)),
    ((2027, 3, 29), (2027, 5, 25)),
];

pub(super) async fn found(loader: &mut Loader<'_>) -> Result<(), Refusal> {
    let institution_id = loader.institution;
    loader
        .ask(
            Actor::System,
            RegisterInstitution {
                institution_id,
                kind: InstitutionKind::General,
                name: "№ 7 «Дәйек» көрсетілім мектебі".to_owned(),
                parent_id: None,
                time_zone: "Asia/Almaty".to_owned(),
                external_id: None,
            },
        )
        .await?;
    people(loader).await?;
    let administrator = administrator(loader);
    study_year(loader, administrator).await?;
    for (key, name) in SUBJECTS {
        let subject = AddSubject { subject_id: loader.id(key), name: name.to_owned(), code: None };
        loader.ask(administrator, subject).await?;
    }
    for (class, name, pupils) in CLASSES {
        class_of(loader, administrator, class, name, &pupils).await?;
    }
    roles_that_change(loader, administrator).await
}

async fn people(loader: &mut Loader<'_>) -> Result<(), Refusal> {
    for (key, name, role) in OFFICE {
        register(loader, Actor::System, key, name).await?;
        let order = Order { number: "12-қ".to_owned(), date: day(2026, 8, 20) };
        let grant = GrantRole { order: Some(order), ..GrantRole::of(loader.id(key), role) };
        loader.ask(Actor::System, grant).await?;
    }
    let administrator = administrator(loader);
    for ((subject, _), name) in SUBJECTS.into_iter().zip(TEACHERS) {
        let key = teacher_key(subject);
        register(loader, administrator, &key, name).await?;
        let grant = GrantRole::of(loader.id(&key), Role::Employee);
        loader.ask(administrator, grant).await?;
    }
    for (class, _, pupils) in CLASSES {
        for (number, name) in pupils.into_iter().enumerate() {
            register(loader, administrator, &pupil_key(class, number), name).await?;
        }
    }
    Ok(())
}

pub(super) async fn register(
    loader: &mut Loader<'_>,
    actor: Actor,
    key: &str,
    (family, given): Name,
) -> Result<(), Refusal> {
    let details = PersonDetails {
        family_name: family.to_owned(),
        given_name: given.to_owned(),
        ..PersonDetails::default()
    };
    let person = RegisterPerson { person_id: loader.id(key), details };
    loader.ask(actor, person).await?;
    Ok(())
}

async fn study_year(loader: &mut Loader<'_>, administrator: Actor) -> Result<(), Refusal> {
    let periods = QUARTERS.into_iter().enumerate().map(|(number, (first, last))| {
        let days = Days { first: day(first.0, first.1, first.2), last: day(last.0, last.1, last.2) };
        (quarter(loader, number), PeriodKind::Quarter, format!("{}-тоқсан", number + 1), days)
    });
    let year = DefineStudyYear {
        study_year_id: loader.id("year"),
        name: "2026–2027".to_owned(),
        days: Days { first: day(2026, 9, 1), last: day(2027, 5, 25) },
        periods: periods.collect(),
    };
    loader.ask(administrator, year).await?;
    Ok(())
}

async fn class_of(
    loader: &mut Loader<'_>,
    administrator: Actor,
    class: &str,
    name: &str,
    pupils: &[Name],
) -> Result<(), Refusal> {
    let class_id: ClassId = loader.id(class);
    let study_year_id: StudyYearId = loader.id("year");
    let form =
        FormClass { class_id, study_year_id, kind: ClassKind::Class, name: name.to_owned(), parts: vec![] };
    loader.ask(administrator, form).await?;
    for number in 0..pupils.len() {
        let pupil_id = loader.id(&pupil_key(class, number));
        loader
            .ask(administrator, EnrolPupil { class_id, pupil_id, from: day(2026, 9, 1), order: None })
            .await?;
    }
    for (subject, _) in SUBJECTS {
        let subject_id: SubjectId = loader.id(subject);
        let teacher_id = loader.id(&teacher_key(subject));
        loader.ask(administrator, AssignTeacher { class_id, subject_id, teacher_id }).await?;
    }
    Ok(())
}

/// A right given by mistake and taken back, so that the history has one of those.
async fn roles_that_change(loader: &mut Loader<'_>, administrator: Actor) -> Result<(), Refusal> {
    let person_id: PersonId = loader.id(&teacher_key("history"));
    loader.ask(administrator, GrantRole::of(person_id, Role::Moderator)).await?;
    let reason = Some("берілуі қате болды".to_owned());
    loader.ask(administrator, RevokeRole { reason, ..RevokeRole::of(person_id, Role::Moderator) }).await?;
    Ok(())
}

pub(super) fn administrator(loader: &Loader<'_>) -> Actor {
    Actor::Person(loader.id("administrator"))
}

pub(super) fn teacher(loader: &Loader<'_>, subject: &str) -> Actor {
    Actor::Person(loader.id(&teacher_key(subject)))
}

pub(super) fn quarter(loader: &Loader<'_>, number: usize) -> PeriodId {
    loader.id(&format!("quarter {number}"))
}

pub(super) fn pupil_key(class: &str, number: usize) -> String {
    format!("{class} pupil {number}")
}

pub(super) fn teacher_key(subject: &str) -> String {
    format!("teacher of {subject}")
}

/// A day that is written in this file, so it exists.
pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

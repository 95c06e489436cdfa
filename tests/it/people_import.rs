//! People from a table: taken in every language, checked cell by cell, brought in once.

use std::fmt::Write as _;

use dayek::people_import::{Checked, Column, Imported, Problem, ProblemKind, bring_in, check};
use dayek_domain::person::IinFault;
use dayek_tests::history::head;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{SCHOOL, day};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;

const KAZAKH: &str = "Тегі;Аты;Рөлі;Сыныбы;Сыныптағы бірінші күні;Бұйрық нөмірі;Бұйрық күні;Туған күні;Жынысы;ЖСН;Туыстығы;Баласының тегі мен аты
# Үлгі;Үлгі;оқушы;7А
Шыршаева;Аружан;оқушы;7 «А»;01.09.2026;17-қ;28.08.2026;01.01.1899;әйел;990101200017;;
Шыршаев;Болат;ата-ана;;;;;;ер;;әкесі;Шыршаева Аружан
Қызметов;Ерлан;мұғалім;;;;;05.03.1898;ер;980305100018;;
";
const RUSSIAN: &str = "Фамилия,Имя,Роль,Класс,Первый день в классе,Номер приказа,Дата приказа,Дата рождения,Пол,ИИН,Кем приходится,Фамилия и имя ребёнка
Шыршаева,Аружан,ученик,7А,2026-09-01,17-қ,2026-08-28,1899-01-01,женский,990101200017,,
Шыршаев,Болат,родитель,,,,,,мужской,,отец,шыршаева аружан
Қызметов,Ерлан,учитель,,,,,1898-03-05,мужской,980305100018,,
";
const ENGLISH: &str = "Family name\tGiven name\tRole\tClass\tFirst day in the class\tNumber of the order\tDate of the order\tDate of birth\tSex\tIIN\tKinship\tName of the child
Шыршаева\tАружан\tpupil\t7A\t2026-09-01\t17-қ\t2026-08-28\t1899-01-01\tfemale\t990101200017\t\t
Шыршаев\tБолат\tparent\t\t\t\t\t\tmale\t\tfather\tШыршаева Аружан
Қызметов\tЕрлан\tteacher\t\t\t\t\t1898-03-05\tmale\t980305100018\t\t
";

async fn opened() -> Journal {
    let journal = school().with_staff().with_delivery().open().await;
    journal.caught_up().await;
    journal
}

async fn checked(journal: &Journal, table: &str) -> Checked {
    let year = Some(SCHOOL.study_year().0);
    let bytes = table.as_bytes().to_vec();
    check(journal.log(), SCHOOL.institution(), bytes, year, day(2026, 9, 15)).await.unwrap()
}

async fn brought_in(journal: &Journal, table: &str) -> Imported {
    let checked = checked(journal, table).await;
    assert!(checked.problems.is_empty(), "{:?}", checked.problems);
    let imported = bring_in(journal.log(), &journal.request(), checked).await.unwrap();
    journal.caught_up().await;
    imported
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_in_any_language_brings_the_same_people_in_once() {
    let journal = opened().await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let first = brought_in(&journal, KAZAKH).await;
    // Three people, two numbers, an enrolment, an employment, a guardianship.
    assert_eq!(first, Imported { people: 3, events: 8 });
    for again in [KAZAKH, RUSSIAN, ENGLISH] {
        let tally = checked(&journal, again).await.tally;
        assert_eq!((tally.pupils, tally.staff, tally.parents, tally.known), (1, 1, 1, 3));
        assert_eq!(brought_in(&journal, again).await.events, 0);
    }
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before + 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_writes_nothing() {
    let journal = opened().await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let checked = checked(&journal, RUSSIAN).await;
    assert_eq!((checked.tally.rows, checked.tally.known), (3, 0));
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
}

/// The headings of a table in which one cell is broken.
const HEADINGS: [Column; 11] = [
    Column::FamilyName,
    Column::Role,
    Column::Class,
    Column::FirstDay,
    Column::OrderNumber,
    Column::OrderDate,
    Column::BirthDate,
    Column::Sex,
    Column::Iin,
    Column::Kinship,
    Column::ChildName,
];
const PUPIL: [&str; 11] = ["Бір", "pupil", "7А", "2026-09-01", "1", "2026-08-28", "", "male", "", "", ""];
const PARENT: [&str; 11] = ["Үш", "parent", "", "", "", "", "", "", "", "mother", "Аққайыңова Айгерім"];

/// A table of these rows; the given name makes everybody another.
fn table(rows: &[[&str; 11]]) -> String {
    let names = HEADINGS.map(|column| column.as_ref().to_owned()).join(";");
    let mut text = format!("given_name;{names}\n");
    for (number, row) in rows.iter().enumerate() {
        writeln!(text, "{number};{}", row.join(";")).unwrap();
    }
    text
}

fn broken(good: [&'static str; 11], column: Column, cell: &'static str) -> [&'static str; 11] {
    let mut row = good;
    let place = HEADINGS.iter().position(|heading| *heading == column).unwrap();
    row[place] = cell;
    row
}

#[tokio::test(flavor = "multi_thread")]
async fn every_broken_cell_is_told_with_its_row_and_its_column() {
    let journal = opened().await;
    let iin = |fault| ProblemKind::Iin { fault };
    for (good, column, cell, kind) in [
        (PUPIL, Column::Role, "", ProblemKind::RoleMissing),
        (PUPIL, Column::Role, "cosmonaut", ProblemKind::UnknownRole),
        (PUPIL, Column::Class, "", ProblemKind::ClassMissing),
        (PUPIL, Column::Class, "12Ю", ProblemKind::UnknownClass),
        (PUPIL, Column::FirstDay, "", ProblemKind::FirstDayMissing),
        (PUPIL, Column::FirstDay, "31.02.2026", ProblemKind::NotADay),
        (PUPIL, Column::FirstDay, "01.09.26", ProblemKind::NotADay),
        (PUPIL, Column::FirstDay, "2025-09-01", ProblemKind::DayOutsideYear),
        (PUPIL, Column::OrderDate, "", ProblemKind::OrderIncomplete),
        (PUPIL, Column::BirthDate, "yesterday", ProblemKind::NotADay),
        (PUPIL, Column::Sex, "7", ProblemKind::UnknownSex),
        (PUPIL, Column::Iin, "12", iin(IinFault::NotTwelveDigits)),
        (PUPIL, Column::Iin, "990101900010", iin(IinFault::NoSuchCentury)),
        (PUPIL, Column::Iin, "990231100010", iin(IinFault::NoSuchDay)),
        (PUPIL, Column::Iin, "990101100100", iin(IinFault::NeverIssued)),
        (PUPIL, Column::Iin, "990101100011", iin(IinFault::WrongControlDigit)),
        (PARENT, Column::Kinship, "", ProblemKind::KinshipMissing),
        (PARENT, Column::Kinship, "neighbour", ProblemKind::UnknownKinship),
        (PARENT, Column::ChildName, "", ProblemKind::ChildMissing),
        (PARENT, Column::ChildName, "Ешкім Жоқ", ProblemKind::UnknownChild),
    ] {
        let rows = [PUPIL, broken(good, column, cell)];
        let problems = checked(&journal, &table(&rows)).await.problems;
        assert_eq!(problems, [Problem { row: 3, column: Some(column), kind }], "{column:?} {cell}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_rows_say_of_one_another_is_told_too() {
    let journal = opened().await;
    let numbered = broken(PUPIL, Column::Iin, "990101100010");
    let problems = checked(&journal, &table(&[numbered, numbered])).await.problems;
    let kind = ProblemKind::IinOfRow { other: 2 };
    assert_eq!(problems, [Problem { row: 3, column: Some(Column::Iin), kind }]);

    let same = "family_name;given_name;role;class;first_day\nБір;А;pupil;7А;2026-09-01\nбір ;а;pupil;7А;2026-09-01\n";
    let kind = ProblemKind::SameAsRow { other: 2 };
    assert_eq!(checked(&journal, same).await.problems, [Problem { row: 3, column: None, kind }]);

    let twins = "family_name;given_name;role;class;first_day;birth_date;kinship;child_name
Егіз;А;pupil;7А;2026-09-01;2013-01-01;;
Егіз;А;pupil;7Б;2026-09-01;2013-01-02;;
Ана;А;parent;;;;mother;Егіз А
Ана;Б;parent;7Б;;;mother;Егіз А
";
    let kind = ProblemKind::AmbiguousChild;
    let problems = checked(&journal, twins).await.problems;
    assert_eq!(problems, [Problem { row: 4, column: Some(Column::ChildName), kind }]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_says_something_else_is_only_a_warning() {
    let journal = opened().await;
    let row = broken(broken(PUPIL, Column::Iin, "990101200017"), Column::BirthDate, "1899-01-02");
    let checked = checked(&journal, &table(&[row])).await;
    assert!(checked.problems.is_empty(), "{:?}", checked.problems);
    let kinds: Vec<&ProblemKind> = checked.warnings.iter().map(|warning| &warning.kind).collect();
    assert_eq!(kinds, [&ProblemKind::IinOtherSex, &ProblemKind::IinOtherBirth]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_of_another_class_is_not_enrolled_twice() {
    let journal = opened().await;
    brought_in(&journal, RUSSIAN).await;
    let other = RUSSIAN.replace("7А", "7Б");
    let problems = checked(&journal, &other).await.problems;
    let kind = ProblemKind::InAnotherClass;
    assert_eq!(problems, [Problem { row: 2, column: Some(Column::Class), kind }]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_event_may_hold_is_found_before_anybody_is_added() {
    let journal = opened().await;
    let table = "family_name;given_name;role;class;first_day\nБоз\u{7}жорғаев;Нұрлан;pupil;7Б;2026-09-01\n";
    assert_eq!(brought_in(&journal, table).await.people, 1);
    let late = "family_name;given_name;role;class;first_day\nҚаратұяқов;Санжар;pupil;7Б;3000-01-01\n";
    let problems = checked(&journal, late).await.problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_more_than_one_chunk_is_brought_in_whole() {
    let journal = opened().await;
    let mut long = "family_name;given_name;role;class;first_day\n".to_owned();
    for number in 0..600 {
        writeln!(long, "Көп;{number};pupil;7Б;2026-09-01").unwrap();
    }
    let imported = brought_in(&journal, &long).await;
    assert_eq!(imported, Imported { people: 600, events: 1200 });
    assert_eq!(brought_in(&journal, &long).await.events, 0);
}

async fn sent(visitor: &mut Visitor, table: &str, fields: &[(&str, &str)], status: u16) -> String {
    visitor.upload("/people/import", "people.csv", table.as_bytes(), fields).await.is(status).text()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_looked_at_first_and_brought_in_when_it_is_sent_again() {
    let journal = opened().await;
    let mut administrator = journal.signed_in(Who::Administrator).await.speaking("en");
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let hostile = RUSSIAN.replace("учитель", "<script>alert(1)</script>");
    let text = sent(&mut administrator, &hostile, &[("confirm", "yes")], 422).await;
    assert!(text.contains("There is no such role.") && text.contains("pupil, teacher"), "{text}");
    assert!(!text.contains("<script>alert"), "{text}");
    sent(&mut administrator, "", &[], 422).await;
    sent(&mut administrator, "PK\x03\x04", &[], 422).await;
    sent(&mut administrator, "Зодиак\nлев\n", &[], 422).await;
    let text = sent(&mut administrator, RUSSIAN, &[], 200).await;
    assert!(text.contains("The table has no fault."), "{text}");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);

    sent(&mut administrator, RUSSIAN, &[("confirm", "yes")], 303).await;
    journal.caught_up().await;
    let people = administrator.get("/people?role=parent").await.is(200).text();
    assert!(people.contains("Шыршаев Болат"), "{people}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_is_taken_up_to_its_limit_and_only_from_those_who_may_import() {
    let journal = opened().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    let remark = format!("# {}\n", "a".repeat(2 * 1024 * 1024));
    sent(&mut administrator, &format!("{remark}{RUSSIAN}"), &[], 200).await;
    let endless = "a".repeat(6 * 1024 * 1024);
    sent(&mut administrator, &endless, &[], 413).await;
    let before = head(journal.pool(), SCHOOL.institution()).await;
    for who in [Who::Director, Who::Editor, Who::Teacher, Who::Parent] {
        let mut visitor = journal.signed_in(who).await;
        let answer =
            visitor.upload("/people/import", "people.csv", RUSSIAN.as_bytes(), &[("confirm", "yes")]);
        assert!([403, 404].contains(&answer.await.status.as_u16()), "{}", who.name());
    }
    let after = head(journal.pool(), SCHOOL.institution()).await;
    // Invitations of the visitors themselves, and nothing of the table.
    assert!(after - before < 20, "{before} {after}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_template_is_read_back_as_an_empty_table() {
    let journal = opened().await;
    let mut administrator = journal.signed_in(Who::Administrator).await;
    for language in ["kk", "ru", "en"] {
        let path = format!("/api/v1/imports/people.xlsx?language={language}");
        let file = administrator.client().get(&path).await;
        let body = file.is(200).body.to_vec();
        administrator.upload("/people/import", "people.xlsx", &body, &[]).await.is(422);
    }
}

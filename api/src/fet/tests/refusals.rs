//! What is wrong with a file, and in which line.

use super::super::{FetError, List, MOST_BYTES, read};
use super::{FILE, changed, line_of, refusals};

fn only(file: &str) -> (u32, FetError) {
    let mut refusals = refusals(file);
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    let refusal = refusals.remove(0);
    assert_eq!(refusal.file, "school.fet");
    (refusal.line, refusal.error)
}

fn is_not_xml(file: &str) -> u32 {
    match only(file) {
        (line, FetError::NotXml { .. }) => line,
        other => panic!("expected broken XML, got {other:?}"),
    }
}

#[test]
fn a_text_that_is_no_xml_is_refused_with_its_line() {
    assert_eq!(is_not_xml(""), 1);
    assert_eq!(is_not_xml("Monday;Tuesday"), 1);
    assert_eq!(is_not_xml("<fet>\n<a>\n</b></fet>"), 3);
    assert_eq!(is_not_xml("<fet>\n\n<Days_List"), 3);
    assert_eq!(is_not_xml("<fet>\n</fet>\n<fet></fet>"), 3);
    assert_eq!(is_not_xml("<fet></fet>\nand more"), 1);
    assert_eq!(is_not_xml("<fet>\n<a b=1></a></fet>"), 2);
    assert_eq!(is_not_xml("<fet>\n<a>&hours;</a></fet>"), 2);
    assert_eq!(is_not_xml("<fet>\n<a>\u{1}</a></fet>"), 2);
    assert_eq!(is_not_xml("<?xml version=\"1.0\" encoding=\"windows-1251\"?><fet></fet>"), 1);
}

#[test]
fn a_file_that_was_cut_off_is_refused_at_its_end() {
    let half = FILE.split_at(FILE.find("<Rooms_List>").unwrap()).0;
    assert_eq!(is_not_xml(half), line_of(FILE, "<Rooms_List>"));
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_line() {
    let rejected = read("school.fet", b"<fet>\n<a>\xff</a></fet>").unwrap_err();
    assert_eq!(rejected.refusals[0].line, 2);
    assert!(matches!(rejected.refusals[0].error, FetError::NotXml { .. }));
}

#[test]
fn another_kind_of_xml_is_refused_by_its_first_element() {
    let file = "<?xml version=\"1.0\"?>\n<timetable><fet></fet></timetable>";
    assert_eq!(only(file), (2, FetError::NotFet { root: "timetable".to_owned() }));
}

#[test]
fn an_entity_bomb_is_refused_before_it_is_opened() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE fet [\n<!ENTITY a \"aaaaaaaaaa\">\n\
                <!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\n]>\n<fet><Mode>&b;</Mode></fet>";
    assert_eq!(only(bomb), (2, FetError::Doctype));
    assert_eq!(only("\n<!DOCTYPE fet SYSTEM \"file:///etc/passwd\">\n<fet></fet>"), (2, FetError::Doctype));
    assert_eq!(only("<!DOCTYPE fet [\n<fet></fet>"), (1, FetError::Doctype));
}

#[test]
fn a_file_beyond_the_limits_is_refused() {
    let large = " ".repeat(MOST_BYTES + 1);
    assert_eq!(only(&large), (1, FetError::TooLarge { mebibytes: 64 }));
    let deep = format!("<fet>\n{}", "<a>".repeat(40));
    assert_eq!(only(&deep), (2, FetError::TooDeep { limit: 32 }));
    let many = format!("<fet>\n{}</fet>", "<a/>".repeat(1_000_001));
    assert_eq!(only(&many), (2, FetError::TooManyElements { limit: 1_000_000 }));
}

#[test]
fn a_mode_with_half_days_or_terms_is_refused() {
    let file = changed("Official", "Mornings-Afternoons");
    assert_eq!(only(&file), (3, FetError::OtherMode { mode: "Mornings-Afternoons".to_owned() }));
}

#[test]
fn a_file_with_nothing_in_it_is_refused_for_each_list_it_lacks() {
    let errors: Vec<FetError> = refusals("<fet></fet>").into_iter().map(|refusal| refusal.error).collect();
    let lists = [List::Days, List::Hours, List::Students, List::Activities];
    assert_eq!(errors, lists.map(|list| FetError::Missing { list }));
}

#[test]
fn an_activity_without_teacher_or_students_is_refused() {
    let file = changed(
        "<Teacher>Teacher 1</Teacher><Subject>Maths</Subject><Activity_Tag>",
        "<Subject>Maths</Subject><Activity_Tag>",
    );
    assert_eq!(only(&file), (line_of(&file, "<Id>1</Id>"), FetError::NoTeacher { activity: 1 }));
    let file = changed("<Students>7B</Students>", "");
    assert_eq!(only(&file), (line_of(&file, "<Id>2</Id>"), FetError::NoStudents { activity: 2 }));
}

#[test]
fn an_activity_with_an_unknown_name_is_refused() {
    let line = line_of(FILE, "<Id>2</Id>");
    let name = "Unknown".to_owned();
    let teacher = changed(
        "<Activity><Teacher>Teacher 2</Teacher><Subject>",
        "<Activity><Teacher>Unknown</Teacher><Subject>",
    );
    assert_eq!(only(&teacher), (line, FetError::UnknownTeacher { activity: 2, teacher: name.clone() }));
    let subject = changed("<Subject>Arts &amp; Crafts</Subject>", "<Subject>Unknown</Subject>");
    assert_eq!(only(&subject), (line, FetError::UnknownSubject { activity: 2, subject: name.clone() }));
    let students = changed("<Students>7B</Students>", "<Students>Unknown</Students>");
    assert_eq!(only(&students), (line, FetError::UnknownStudents { activity: 2, students: name }));
}

#[test]
fn a_name_that_stands_twice_is_refused() {
    let duplicate = |list, name: &str| FetError::DuplicateName { list, name: name.to_owned() };
    let file = changed("<Name>Teacher 2</Name>", "<Name>Teacher 1</Name>");
    let first = &refusals(&file)[0];
    assert_eq!(first.error, duplicate(List::Teachers, "Teacher 1"));
    assert_eq!(first.line, line_of(&file, "<Name>Teacher 1</Name>") + 1);
    let file = changed("<Year><Name>9A</Name>", "<Year><Name>8A</Name>");
    assert_eq!(only(&file), (line_of(FILE, "<Name>9A</Name>"), duplicate(List::Students, "8A")));
    let file = changed("<Year><Name>9A</Name>", "<Year><Name>7A girls</Name>");
    assert_eq!(only(&file), (line_of(FILE, "<Name>9A</Name>"), duplicate(List::Students, "7A girls")));
    let file = changed("<Id>2</Id>", "<Id>1</Id>");
    assert_eq!(refusals(&file)[0].error, FetError::DuplicateActivity { id: 1 });
    let file = changed("<Building><Name>Old house</Name></Building>", "<Building></Building>");
    assert_eq!(refusals(&file)[0].error, FetError::NoName { list: List::Buildings });
}

#[test]
fn a_room_in_an_unknown_building_or_of_no_size_is_refused() {
    let file = changed("<Building>Old house</Building>", "<Building>New house</Building>");
    let error = FetError::UnknownBuilding { room: "101".to_owned(), building: "New house".to_owned() };
    assert_eq!(only(&file), (line_of(&file, "New house"), error));
    let file = changed("<Capacity>30</Capacity>", "<Capacity>-1</Capacity>");
    let (line, error) = only(&file);
    assert_eq!(line, line_of(&file, "-1"));
    assert!(matches!(error, FetError::NotANumber { field: "Capacity", least: 0, most: 30_000, .. }));
}

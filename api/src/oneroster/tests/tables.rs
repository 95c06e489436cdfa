//! What a file has to look like before anything in it means anything.

use super::super::{Limits, Rejected};
use super::{only, refusals, school};

#[test]
fn a_byte_order_mark_and_any_line_ends_are_accepted() {
    let plain = school().read().unwrap();
    let marked = school().with("users.csv", format!("\u{feff}{}", super::USERS)).read().unwrap();
    let unix = school().with("users.csv", super::USERS.replace("\r\n", "\n")).read().unwrap();
    let old_mac = school().with("users.csv", super::USERS.replace("\r\n", "\r")).read().unwrap();
    let no_last_end = school().with("users.csv", super::USERS.trim_end()).read().unwrap();
    for other in [marked, unix, old_mac, no_last_end] {
        assert_eq!(other.users, plain.users);
    }
}

#[test]
fn columns_may_come_in_any_order_and_metadata_is_passed_over() {
    let plain = school().read().unwrap();
    let text = "metadata.locker,weight,title,sourcedId\n17,0.4,Test,test\n";
    let other = school().with("categories.csv", text).read().unwrap();
    assert_eq!(other.categories, plain.categories);
}

#[test]
fn a_missing_column_is_refused_by_name() {
    let one = school().edit("categories.csv", "title,weight\r\ntest,,,Test", "weight\r\ntest,,");
    assert_eq!(one.refusal(), "categories.csv, row 1: lacks the column title");
    let two = school().with("categories.csv", "weight\n0.4\n");
    assert_eq!(two.refusal(), "categories.csv, row 1: lacks the columns sourcedId, title");
}

#[test]
fn an_unknown_column_is_refused_by_name() {
    let unknown = school().edit("categories.csv", "weight", "weigth");
    let refusal = "categories.csv, row 1, weigth: is no column of this file in OneRoster 1.2";
    assert_eq!(unknown.refusal(), refusal);
    let twice = school().edit("categories.csv", "status,dateLastModified", "title,dateLastModified");
    assert_eq!(twice.refusal(), "categories.csv, row 1, title: is a column twice");
}

#[test]
fn a_row_with_another_number_of_fields_is_refused() {
    let refusal = "categories.csv, row 2: has 4 fields where the header has 5";
    assert_eq!(school().edit("categories.csv", "Test,0.4", "Test").refusal(), refusal);
}

#[test]
fn an_empty_file_is_refused() {
    assert_eq!(school().with("roles.csv", "").refusal(), "roles.csv: is empty, it lacks even the header");
}

#[test]
fn a_file_with_only_a_header_is_a_file_without_records() {
    let header = super::RESULTS.lines().next().unwrap();
    assert_eq!(school().with("results.csv", header).read().unwrap().results, []);
}

#[test]
fn another_encoding_is_refused() {
    let mut users = super::USERS.replace("Omar", "Omar?").into_bytes();
    let at = users.iter().position(|byte| *byte == b'?').unwrap();
    users[at] = 0xe9;
    let refusal = "users.csv, row 4, familyName: is not UTF-8 text, its byte 5 is 0xe9";
    assert_eq!(school().with("users.csv", users).refusal(), refusal);
}

#[test]
fn a_zero_byte_is_refused() {
    let refusal = "roles.csv, row 2: holds a zero byte, which is no text";
    assert_eq!(school().edit("roles.csv", "ro-1", "ro\0-1").refusal(), refusal);
}

#[test]
fn a_field_longer_than_the_limit_is_refused() {
    let long = "x".repeat(70_000);
    let refusal = "results.csv, row 2, comment: is longer than 65536 bytes";
    assert_eq!(school().edit("results.csv", "well done", &long).refusal(), refusal);
}

#[test]
fn garbage_without_line_ends_is_refused() {
    let refusal = "roles.csv, row 1: has a row longer than 1048576 bytes, which is no table";
    assert_eq!(school().with("roles.csv", "x".repeat(3_000_000)).refusal(), refusal);
    let unclosed = format!("{}\"{}", super::ROLES, "x\n".repeat(1_500_000));
    let refusal = "roles.csv, row 4: has a row longer than 1048576 bytes, which is no table";
    assert_eq!(school().with("roles.csv", unclosed).refusal(), refusal);
}

#[test]
fn rows_are_numbered_as_lines_of_the_file() {
    let files = school()
        .edit("results.csv", "well done", "\"very\r\nwell\r\ndone\"")
        .edit("results.csv", "r-2", "\r\nr-2")
        .row("results.csv", "r-3,,,li-1,st-3,fully graded,7,,2025-09-21,,7a,,,,");
    let refusal = "results.csv, row 7, studentSourcedId: names student st-3, which is not in users.csv";
    assert_eq!(files.refusal(), refusal);
    let bundle = school().edit("results.csv", "well done", "\"well\r\ndone\"").read().unwrap();
    let rows: Vec<u32> = bundle.results.iter().map(|result| result.row).collect();
    assert_eq!(rows, [2, 4]);
}

#[test]
fn more_rows_than_the_limit_are_refused() {
    let manifest_rows = super::MANIFEST.lines().count() - 1;
    let limits = Limits { rows: manifest_rows + 2, ..Limits::default() };
    let first = refusals(school().read_within(&limits))[0].to_string();
    assert_eq!(first, "academicSessions.csv, row 3: brings the bundle to more than 17 rows");
}

#[test]
fn refusals_beyond_the_limit_are_counted() {
    let mut files = school();
    for number in 10..20 {
        files = files.row("roles.csv", &format!("ro-{number},,,st-9,primary,student,,,s7,"));
    }
    let limits = Limits { refusals: 1, ..Limits::default() };
    let Err(Rejected::Refused(listed, total)) = files.read_within(&limits) else { panic!("accepted") };
    assert_eq!(only(&listed), "roles.csv, row 4, userSourcedId: names user st-9, which is not in users.csv");
    assert_eq!(total, 10);
}

//! What a row may say, and what it may name.

use super::super::{Change, OrgKind, Reference, ReferenceKind, ScoreStatus};
use super::{corrections, refusals, school};

#[test]
fn a_row_without_a_name_of_its_own_is_refused() {
    let refusal = "roles.csv, row 3, sourcedId: is empty";
    assert_eq!(school().edit("roles.csv", "ro-2,", ",").refusal(), refusal);
}

#[test]
fn a_second_row_with_the_same_name_is_refused() {
    let role = "roles.csv, row 3, sourcedId: is ro-1, which row 2 is called already";
    assert_eq!(school().edit("roles.csv", "ro-2", "ro-1").refusal(), role);
    let result = "results.csv, row 3, sourcedId: is r-1, which row 2 is called already";
    assert_eq!(school().edit("results.csv", "r-2", "r-1").refusal(), result);
}

#[test]
fn a_bulk_file_may_not_delete() {
    let refusal = "roles.csv, row 3, status: is tobedeleted, which it may not be in a bulk file";
    assert_eq!(school().edit("roles.csv", "ro-2,", "ro-2,tobedeleted").refusal(), refusal);
    assert!(school().edit("roles.csv", "ro-2,", "ro-2,active").read().is_ok());
    let refusal = r#"roles.csv, row 3, status: is "gone", not active or tobedeleted"#;
    assert_eq!(school().edit("roles.csv", "ro-2,", "ro-2,gone").refusal(), refusal);
}

#[test]
fn a_delta_row_says_what_is_to_be_done_and_since_when() {
    let refusal = "results.csv, row 2, status: is empty, which it may not be in a delta file";
    assert_eq!(corrections().edit("results.csv", "active", "").refusal(), refusal);
    let refusal = "results.csv, row 2, dateLastModified: is empty, which it may not be in a delta file";
    assert_eq!(corrections().edit("results.csv", "2026-01-01T00:00:00.000Z", "").refusal(), refusal);
}

#[test]
fn a_delta_hands_on_what_it_names_once_each() {
    let bundle = corrections().read().unwrap();
    let named = |kind, sourced_id: &str, row, field| Reference {
        kind,
        sourced_id: sourced_id.to_owned(),
        file: "results.csv",
        row,
        field,
    };
    let expected = [
        named(ReferenceKind::LineItem, "li-1", 2, "lineItemSourcedId"),
        named(ReferenceKind::User, "st-1", 2, "studentSourcedId"),
        named(ReferenceKind::Class, "7a", 2, "classSourcedId"),
        named(ReferenceKind::User, "st-2", 3, "studentSourcedId"),
    ];
    assert_eq!(bundle.references, expected);
    let changes: Vec<Change> = bundle.results.iter().map(|result| result.change).collect();
    assert_eq!(changes, [Change::Set, Change::Delete]);
    assert_eq!(bundle.symbols.get(bundle.results[1].student), "st-2");
}

#[test]
fn names_in_an_absent_file_are_handed_on() {
    let files = school().without("users.csv").edit("manifest.csv", "file.users,bulk", "file.users,absent");
    let references = files.read().unwrap().references;
    let users: Vec<(&str, &str, u32)> =
        references.iter().map(|named| (named.sourced_id.as_str(), named.file, named.row)).collect();
    assert_eq!(users, [("t-1", "roles.csv", 2), ("st-1", "roles.csv", 3), ("st-2", "enrollments.csv", 4)]);
}

#[test]
fn a_result_may_not_be_given_to_a_student_the_bundle_deletes() {
    let users = "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName\n\
                 st-1,tobedeleted,2026-01-01,,,,\n";
    let manifest = "file.results,delta\nfile.users,delta";
    let files = corrections().with("users.csv", users).edit("manifest.csv", "file.results,delta", manifest);
    let refusal =
        "results.csv, row 2, studentSourcedId: names student st-1, which users.csv deletes in row 2";
    assert_eq!(files.refusal(), refusal);
}

#[test]
fn a_result_for_an_unknown_student_is_refused() {
    let refusal = "results.csv, row 3, studentSourcedId: names student st-9, which is not in users.csv";
    assert_eq!(school().edit("results.csv", "st-2", "st-9").refusal(), refusal);
}

#[test]
fn an_enrolment_of_an_unknown_user_is_refused() {
    let refusal = "enrollments.csv, row 4, userSourcedId: names user st-9, which is not in users.csv";
    assert_eq!(school().edit("enrollments.csv", "st-2", "st-9").refusal(), refusal);
}

#[test]
fn every_name_has_to_lead_somewhere() {
    let cases = [
        ("orgs.csv", "school,,", "school,,x", "row 2, parentSourcedId: names parent x", "orgs.csv"),
        ("courses.csv", ",s7,", ",x,", "row 2, orgSourcedId: names org x", "orgs.csv"),
        (
            "courses.csv",
            ",year,",
            ",x,",
            "row 2, schoolYearSourcedId: names school year x",
            "academicSessions.csv",
        ),
        ("classes.csv", ",maths,", ",x,", "row 2, courseSourcedId: names course x", "courses.csv"),
        ("classes.csv", "year,q1", "year,x", "row 3, termSourcedIds: names term x", "academicSessions.csv"),
        ("users.csv", "Serik,s7", "Serik,x", "row 3, primaryOrgSourcedId: names primary org x", "orgs.csv"),
        ("roles.csv", ",,,s7", ",,,x", "row 2, orgSourcedId: names org x", "orgs.csv"),
        ("enrollments.csv", ",s7,", ",x,", "row 2, schoolSourcedId: names school x", "orgs.csv"),
        ("lineItems.csv", ",test,", ",x,", "row 2, categorySourcedId: names category x", "categories.csv"),
        (
            "lineItems.csv",
            ",q1,",
            ",x,",
            "row 2, gradingPeriodSourcedId: names grading period x",
            "academicSessions.csv",
        ),
        ("results.csv", ",li-1,", ",x,", "row 2, lineItemSourcedId: names line item x", "lineItems.csv"),
    ];
    for (file, from, to, what, target) in cases {
        let refusal = format!("{file}, {what}, which is not in {target}");
        assert_eq!(school().edit(file, from, to).refusal(), refusal);
    }
}

#[test]
fn one_fault_is_not_told_by_everyone_who_names_the_record() {
    let refusal = r#"users.csv, row 3, enabledUser: is "yes", not true or false"#;
    assert_eq!(school().edit("users.csv", "true,aigerim", "yes,aigerim").refusal(), refusal);
}

#[test]
fn a_day_that_does_not_exist_is_refused() {
    let refusal =
        r#"academicSessions.csv, row 2, endDate: is "2026-02-30", not a date written like 2025-09-01"#;
    assert_eq!(school().edit("academicSessions.csv", "2026-05-25", "2026-02-30").refusal(), refusal);
}

#[test]
fn a_session_that_ends_before_it_starts_is_refused() {
    let refusal = "academicSessions.csv, row 2, endDate: is 2025-05-25, before the start on 2025-09-01";
    assert_eq!(school().edit("academicSessions.csv", "2026-05-25", "2025-05-25").refusal(), refusal);
}

#[test]
fn a_session_within_itself_is_refused() {
    let refusal = "academicSessions.csv, row 3, parentSourcedId: leads from q1 back to itself";
    assert_eq!(school().edit("academicSessions.csv", "2026-05-25,,", "2026-05-25,q1,").refusal(), refusal);
    let refusal = "orgs.csv, row 2, parentSourcedId: leads from s7 back to itself";
    assert_eq!(school().edit("orgs.csv", "school,,", "school,,s7").refusal(), refusal);
}

#[test]
fn words_outside_the_vocabulary_are_refused_unless_agreed_upon() {
    let kind = r#"orgs.csv, row 2, type: is "lyceum", not one of department, district, local, national, school, state, ext:…"#;
    assert_eq!(school().edit("orgs.csv", "7,school", "7,lyceum").refusal(), kind);
    let agreed = school().edit("orgs.csv", "7,school", "7,ext:lyceum").read().unwrap();
    assert_eq!(agreed.orgs[0].data.kind, OrgKind::Other("ext:lyceum".to_owned()));

    let role = r#"enrollments.csv, row 4, role: is "pupil", not one of administrator, proctor, student, teacher, ext:…"#;
    assert_eq!(school().edit("enrollments.csv", "student,false", "pupil,false").refusal(), role);
    let session = r#"academicSessions.csv, row 2, type: is "year", not one of gradingPeriod, schoolYear, semester, term"#;
    assert_eq!(school().edit("academicSessions.csv", "schoolYear,2025", "year,2025").refusal(), session);
    let class = r#"classes.csv, row 2, classType: is "big", not one of homeroom, scheduled, ext:…"#;
    assert_eq!(school().edit("classes.csv", "scheduled", "big").refusal(), class);

    let refused = school().edit("roles.csv", "primary,teacher", "primary,boss").refusal();
    assert!(refused.starts_with(r#"roles.csv, row 2, role: is "boss", not one of aide, counselor, "#));
    assert!(school().edit("roles.csv", "primary,teacher", "primary,guardian").read().is_ok());
}

#[test]
fn a_class_without_a_school_or_a_term_is_refused() {
    let refusal = "classes.csv, row 3, schoolSourcedId: is empty";
    assert_eq!(school().edit("classes.csv", "s7,\"year,q1\"", ",\"year,q1\"").refusal(), refusal);
    let refusal = "classes.csv, row 3, termSourcedIds: is empty";
    assert_eq!(school().edit("classes.csv", "\"year,q1\"", "").refusal(), refusal);
}

#[test]
fn a_line_item_with_its_bounds_the_wrong_way_round_is_refused() {
    let refusal = "lineItems.csv, row 2, resultValueMin: is 11, above resultValueMax, which is 10";
    assert_eq!(school().edit("lineItems.csv", "s7,0,10", "s7,11,10").refusal(), refusal);
}

#[test]
fn a_score_is_a_number_within_the_bounds() {
    let refusal = r#"results.csv, row 2, score: is "nine", not a number written like 12 or 12.5"#;
    assert_eq!(school().edit("results.csv", "9.5", "nine").refusal(), refusal);
    for (score, is_fine) in [("0", true), ("10", true), ("-0.1", false), ("10.5", false)] {
        let files = school().edit("results.csv", "9.5", score);
        if is_fine {
            assert!(files.read().is_ok());
        } else {
            let refusal = "outside of 0 to 10, the bounds of the line item";
            assert_eq!(files.refusal(), format!("results.csv, row 2, score: is {score}, {refusal}"));
        }
    }
}

#[test]
fn bounds_from_outside_the_bundle_are_left_to_the_importer() {
    let score = corrections().read().unwrap().results[0].score.unwrap();
    assert_eq!(score.to_string(), "99");
}

#[test]
fn a_score_status_is_one_of_five() {
    let refusal = r#"results.csv, row 3, scoreStatus: is "fullyGraded", not one of exempt, fully graded, not submitted, partially graded, submitted"#;
    assert_eq!(school().edit("results.csv", "fully graded,7", "fullyGraded,7").refusal(), refusal);
    let statuses = [
        ("exempt", ScoreStatus::Exempt),
        ("not submitted", ScoreStatus::NotSubmitted),
        ("partially graded", ScoreStatus::PartiallyGraded),
        ("submitted", ScoreStatus::Submitted),
    ];
    for (word, status) in statuses {
        let bundle = school().edit("results.csv", "fully graded,7", &format!("{word},")).read().unwrap();
        assert_eq!((bundle.results[1].status, bundle.results[1].score), (status, None));
    }
}

#[test]
fn a_second_result_for_the_same_student_and_line_item_is_refused() {
    let files = school().row("results.csv", "r-3,,,li-1,st-1,fully graded,5,,2025-09-22,,7a,,,,");
    let refusal = "results.csv, row 4, studentSourcedId: has a result for line item li-1 already in row 2";
    assert_eq!(files.refusal(), refusal);
}

#[test]
fn a_result_in_another_class_than_its_line_item_is_refused() {
    let refusal = "results.csv, row 2, classSourcedId: is 7b, but line item li-1 belongs to class 7a";
    assert_eq!(school().edit("results.csv", "well done,7a", "well done,7b").refusal(), refusal);
}

#[test]
fn a_flag_is_true_or_false() {
    let refusal = r#"results.csv, row 2, late: is "no", not true or false"#;
    assert_eq!(school().edit("results.csv", "false", "no").refusal(), refusal);
}

#[test]
fn all_faulty_rows_are_told() {
    let files = school().edit("users.csv", "true,olga", "yes,olga").edit("results.csv", "9.5", "nine");
    let rows: Vec<(String, Option<u32>)> =
        refusals(files.read()).into_iter().map(|refusal| (refusal.file, refusal.row)).collect();
    assert_eq!(rows, [("users.csv".to_owned(), Some(2)), ("results.csv".to_owned(), Some(2))]);
}

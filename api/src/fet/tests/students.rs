//! Years, groups and subgroups become classes and parts of classes.

use super::super::Part;
use super::{FILE, changed, taken};

/// The parts of the set of one activity, as `class`, or `class/division/part`.
fn parts_of(file: &str, activity: u32) -> Vec<String> {
    let fet = taken(file);
    let found = fet.activities.iter().find(|found| found.id == activity).unwrap();
    fet.sets[found.set].parts.iter().map(shown).collect()
}

fn shown(part: &Part) -> String {
    match (&part.division, &part.part) {
        (Some(division), Some(name)) => format!("{}/{division}/{name}", part.class),
        (None, None) => part.class.clone(),
        other => panic!("half a part: {other:?}"),
    }
}

/// The parts when the fourth activity is for these students.
fn parts_for(students: &[&str]) -> Vec<String> {
    let students = format!("<Students>{}</Students>", students.join("</Students><Students>"));
    parts_of(&changed("<Students>8A eng1</Students>", &students), 4)
}

/// The parts when the ninth year is another.
fn parts_in(year: &str, students: &str) -> Vec<String> {
    let file = changed("<Year><Name>9A</Name></Year>", year);
    parts_of(&file.replace("<Students>8A eng1</Students>", &format!("<Students>{students}</Students>")), 4)
}

#[test]
fn the_classes_are_undivided_years_divided_years_and_groups_of_other_years() {
    let classes: Vec<_> = taken(FILE).classes.into_iter().map(|class| (class.name, class.year)).collect();
    let of = |name: &str, year: Option<&str>| (name.to_owned(), year.map(str::to_owned));
    assert_eq!(classes, [of("7A", Some("7")), of("7B", Some("7")), of("8A", None), of("9A", None)]);
}

#[test]
fn a_year_of_classes_is_all_of_them_together() {
    assert_eq!(parts_for(&["7"]), ["7A", "7B"]);
}

#[test]
fn subgroups_of_a_class_are_parts_of_one_division() {
    assert_eq!(parts_for(&["7A boys"]), ["7A/1/7A boys"]);
    assert_eq!(parts_for(&["7A girls", "7B"]), ["7A/1/7A girls", "7B"]);
}

#[test]
fn the_sole_subgroup_of_a_class_is_the_class() {
    assert_eq!(parts_for(&["all of 7B"]), ["7B"]);
    let fet = taken(&changed("<Students>8A eng1</Students>", "<Students>all of 7B</Students>"));
    assert_eq!(fet.sets[fet.activities[3].set].class(), Some("7B"));
    assert_eq!(fet.activities[3].set, fet.activities[1].set);
}

#[test]
fn groups_of_a_divided_year_are_parts_by_category() {
    assert_eq!(parts_for(&["8A"]), ["8A"]);
    assert_eq!(parts_for(&["8A eng2"]), ["8A/1/8A eng2"]);
    assert_eq!(parts_for(&["8A girls"]), ["8A/2/8A girls"]);
    assert_eq!(parts_for(&["8A eng1 boys"]), ["8A/3/8A eng1 boys"]);
    assert_eq!(parts_for(&["8A eng1", "8A boys"]), ["8A/1/8A eng1", "8A/2/8A boys"]);
}

#[test]
fn all_parts_of_a_class_are_the_class() {
    assert_eq!(parts_for(&["7A boys", "7A girls"]), ["7A"]);
    assert_eq!(parts_for(&["8A boys", "8A girls"]), ["8A"]);
}

#[test]
fn the_same_names_in_another_order_are_the_same_set() {
    let third = "<Students>7A girls</Students><Students>all of 7B</Students>";
    let file =
        changed("<Students>8A eng1</Students>", "<Students>7B</Students><Students>7A girls</Students>");
    let fet = taken(&file);
    assert!(file.contains(third));
    assert_eq!(fet.activities[2].set, fet.activities[3].set);
    assert_eq!(fet.sets[fet.activities[2].set].name, "7A girls + 7B");
    assert_eq!(fet.activities[3].students, ["7B", "7A girls"]);
}

#[test]
fn groups_with_subgroups_in_common_are_parts_although_no_category_is_named() {
    let year = "<Year><Name>9A</Name>\
        <Group><Name>9A choir</Name><Subgroup><Name>x</Name></Subgroup><Subgroup><Name>y</Name></Subgroup></Group>\
        <Group><Name>9A chess</Name><Subgroup><Name>y</Name></Subgroup><Subgroup><Name>z</Name></Subgroup></Group>\
        <Group><Name>9A drums</Name><Subgroup><Name>z</Name></Subgroup></Group></Year>";
    assert_eq!(parts_in(year, "9A choir"), ["9A/1/9A choir"]);
    assert_eq!(parts_in(year, "9A chess"), ["9A/2/9A chess"]);
    assert_eq!(parts_in(year, "9A drums"), ["9A/1/9A drums"]);
    assert_eq!(parts_in(year, "z"), ["9A/1/9A drums"]);
    assert_eq!(parts_in(year, "x"), ["9A/3/x"]);
}

#[test]
fn a_group_of_two_divided_years_is_a_part_of_both() {
    let year = "<Year><Name>9A</Name><Number_of_Categories>1</Number_of_Categories>\
        <Category><Division>a</Division><Division>b</Division></Category><Separator>-</Separator>\
        <Group><Name>9A-a</Name></Group><Group><Name>8A eng2</Name><Subgroup><Name>8A eng2 boys</Name></Subgroup>\
        <Subgroup><Name>8A eng2 girls</Name></Subgroup></Group></Year>";
    assert_eq!(parts_in(year, "8A eng2"), ["8A/1/8A eng2", "9A/1/8A eng2"]);
    assert_eq!(parts_in(year, "9A-a"), ["9A/1/9A-a"]);
}

#[test]
fn a_year_gathered_from_groups_of_classes_is_their_parts() {
    let year = "<Year><Name>all girls</Name>\
        <Group><Name>8A girls</Name><Subgroup><Name>8A eng1 girls</Name></Subgroup>\
        <Subgroup><Name>8A eng2 girls</Name></Subgroup></Group>\
        <Group><Name>9A girls</Name></Group></Year>";
    assert_eq!(parts_in(year, "all girls"), ["8A/2/8A girls", "9A girls"]);
}

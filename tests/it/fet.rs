//! The solved timetables of real schools beside the repository, against figures that were counted
//! independently, and against the plain text of the files.
//!
//! Left out where the files are not there.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use dayek::fet::{Fet, Part, read};
use serde_json::{Value, json};

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/fet");
    folder.join("expected.json").exists().then_some(folder)
}

/// Every file with its name, its text and what is expected of it.
fn files() -> Vec<(String, String, Value)> {
    let Some(folder) = folder() else { return Vec::new() };
    let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: HashMap<String, Value> = serde_json::from_str(&expected).unwrap();
    assert!(expected.len() >= 2, "only {} files are expected", expected.len());
    expected
        .into_iter()
        .map(|(name, figures)| {
            let text = std::fs::read_to_string(folder.join(&name)).unwrap();
            (name, text, figures)
        })
        .collect()
}

#[test]
fn real_timetables_are_read_whole() {
    for (name, text, expected) in files() {
        let fet = read(&name, text.as_bytes()).unwrap();
        assert_eq!(figures(&fet), expected, "{name}");
        assert_eq!(scanned(&text), expected, "{name}");
        let summary = fet.summary();
        assert_eq!(json!(summary.weekly_lessons), expected["weekly_hours"], "{name}");
        assert_eq!((summary.refused, summary.inactive, summary.clashes), (0, 0, 0), "{name}");
        assert!(fet.hours.iter().all(|hour| hour.begins.is_some()), "{name}");
    }
}

/// Every group of these files is a class, and nobody of them is at two places in one hour.
#[test]
fn the_classes_of_real_timetables_and_their_parts_never_meet() {
    for (name, text, expected) in files() {
        let fet = read(&name, text.as_bytes()).unwrap();
        assert_eq!(json!(fet.classes.len()), expected["groups"], "{name}");
        let mut slots: HashMap<(u8, u8), Vec<&Part>> = HashMap::new();
        for activity in &fet.activities {
            for hour in activity.hour..activity.hour + activity.duration {
                let slot = slots.entry((activity.day, hour)).or_default();
                for part in &fet.sets[activity.set].parts {
                    assert!(!slot.iter().any(|other| meet(part, other)), "{name}: {part:?} in {activity:?}");
                }
                slot.extend(&fet.sets[activity.set].parts);
            }
        }
    }
}

fn meet(one: &Part, other: &Part) -> bool {
    let in_one_division = one.division.is_some() && one.division == other.division;
    one.class == other.class && !(in_one_division && one.part != other.part)
}

/// What was read, as it is expected.
fn figures(fet: &Fet) -> Value {
    let count = |wanted: &dyn Fn(&dayek::fet::Activity) -> bool| {
        fet.activities.iter().filter(|activity| wanted(activity)).count()
    };
    let mut busy: HashMap<&str, u32> = HashMap::new();
    for activity in &fet.activities {
        for teacher in &activity.teachers {
            *busy.entry(teacher).or_default() += u32::from(activity.duration);
        }
    }
    json!({
        "days": fet.days.len(),
        "hours_a_day": fet.hours.len(),
        "subjects": fet.subjects.len(),
        "teachers": fet.teachers.len(),
        "rooms": fet.rooms.len(),
        "years": fet.counted.years,
        "groups": fet.counted.groups,
        "subgroups": fet.counted.subgroups,
        "activities": fet.activities.len() + fet.inactive,
        "placed": fet.activities.len(),
        "with_room": count(&|activity| activity.room.is_some()),
        "weekly_hours": fet.activities.iter().map(|activity| u32::from(activity.duration)).sum::<u32>(),
        "several_teachers": count(&|activity| activity.teachers.len() > 1),
        "no_teacher": count(&|activity| activity.teachers.is_empty()),
        "several_student_sets": count(&|activity| activity.students.len() > 1),
        "busiest_teacher_hours": busy.values().max(),
    })
}

/// The same, by looking for words in the text.
fn scanned(text: &str) -> Value {
    let in_list = |list: &str, word: &str| between(text, list).matches(word).count();
    let names = |word: &str| {
        let found = between(text, "Students_List").split(word).skip(1);
        found.filter_map(|rest| inside(rest, "Name")).collect::<HashSet<&str>>().len()
    };
    let activities: Vec<&str> = between(text, "Activities_List").split("<Activity>").skip(1).collect();
    let count = |wanted: &dyn Fn(usize) -> bool, word: &str| {
        activities.iter().filter(|activity| wanted(activity.matches(word).count())).count()
    };
    let hours = |activity: &str| inside(activity, "Duration").unwrap().parse::<u32>().unwrap();
    let mut busy: HashMap<&str, u32> = HashMap::new();
    for activity in &activities {
        for teacher in activity.split("<Teacher>").skip(1) {
            *busy.entry(teacher.split('<').next().unwrap()).or_default() += hours(activity);
        }
    }
    json!({
        "days": in_list("Days_List", "<Day>"),
        "hours_a_day": in_list("Hours_List", "<Hour>"),
        "subjects": in_list("Subjects_List", "<Subject>"),
        "teachers": in_list("Teachers_List", "<Teacher>"),
        "rooms": in_list("Rooms_List", "<Room>"),
        "years": names("<Year>"),
        "groups": names("<Group>"),
        "subgroups": names("<Subgroup>"),
        "activities": activities.len(),
        "placed": text.matches("<ConstraintActivityPreferredStartingTime>").count(),
        "with_room": text.matches("<ConstraintActivityPreferredRoom>").count(),
        "weekly_hours": activities.iter().map(|activity| hours(activity)).sum::<u32>(),
        "several_teachers": count(&|times| times > 1, "<Teacher>"),
        "no_teacher": count(&|times| times == 0, "<Teacher>"),
        "several_student_sets": count(&|times| times > 1, "<Students>"),
        "busiest_teacher_hours": busy.values().max(),
    })
}

/// What stands in the first element of that name.
fn inside<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(inside, _)| inside)
}

fn between<'a>(text: &'a str, list: &str) -> &'a str {
    inside(text, list).unwrap()
}

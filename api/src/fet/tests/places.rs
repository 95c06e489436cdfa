//! Activities without a place, with two, or with one that cannot be.

use super::super::FetError;
use super::{FILE, changed, line_of, refusals, taken};

fn only(file: &str) -> (u32, FetError) {
    let mut refusals = refusals(file);
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    let refusal = refusals.remove(0);
    (refusal.line, refusal.error)
}

/// The file with one more constraint on a time.
fn with_time(activity: u32, day: &str, hour: &str) -> String {
    changed(
        "</Time_Constraints_List>",
        &format!(
            "<ConstraintActivityPreferredStartingTime><Activity_Id>{activity}</Activity_Id><Preferred_Day>{day}\
             </Preferred_Day><Preferred_Hour>{hour}</Preferred_Hour></ConstraintActivityPreferredStartingTime>\n\
             </Time_Constraints_List>"
        ),
    )
}

#[test]
fn an_activity_without_a_time_is_refused_where_it_stands() {
    let file = changed("<Activity_Id>4</Activity_Id>", "<Activity_Id>5</Activity_Id>");
    assert_eq!(only(&file), (line_of(FILE, "<Id>4</Id>"), FetError::NoPlace { activity: 4 }));
}

#[test]
fn a_file_without_a_solution_is_refused_once() {
    let file = changed("ConstraintActivityPreferredStartingTime", "ConstraintOther");
    assert_eq!(only(&file), (line_of(FILE, "<Id>1</Id>"), FetError::NotSolved));
}

#[test]
fn two_times_are_refused_and_the_same_time_twice_is_not() {
    let file = with_time(2, "Tuesday", "08:30");
    let line = line_of(FILE, "</Time_Constraints_List>");
    assert_eq!(only(&file), (line, FetError::TwoPlaces { activity: 2 }));
    assert_eq!(taken(&with_time(2, "Monday", "08:30")), taken(FILE));
}

#[test]
fn an_unknown_day_or_hour_is_refused_and_nothing_more_is_said_of_it() {
    let file = changed("<Day>Monday</Day>", "<Day>Sunday</Day>");
    let line = line_of(FILE, "<Activity_Id>2</Activity_Id>");
    assert_eq!(only(&file), (line, FetError::UnknownDay { activity: 2, day: "Sunday".to_owned() }));
    let file = changed("<Hour>08:30</Hour>", "<Hour>8:30</Hour>");
    assert_eq!(only(&file), (line, FetError::UnknownHour { activity: 2, hour: "8:30".to_owned() }));
}

#[test]
fn a_time_of_an_unknown_activity_is_refused() {
    let file = with_time(77, "Monday", "08:30");
    let line = line_of(FILE, "</Time_Constraints_List>");
    assert_eq!(only(&file), (line, FetError::UnknownActivity { activity: 77 }));
}

#[test]
fn a_lesson_may_end_with_the_day_and_not_after_it() {
    let last = changed(
        "<Preferred_Hour>08:30</Preferred_Hour>",
        "<Preferred_Hour>2 (9:20 - 10:05)</Preferred_Hour>",
    );
    assert_eq!(taken(&last).activities[0].hour, 1);
    let file = changed("<Preferred_Hour>08:30</Preferred_Hour>", "<Preferred_Hour>third</Preferred_Hour>");
    let error = FetError::BeyondLastHour { activity: 1, hour: 3, duration: 2, hours: 3 };
    assert_eq!(only(&file), (line_of(FILE, "<Activity_Id>1</Activity_Id>"), error));
}

#[test]
fn an_unknown_room_is_refused_where_it_is_given() {
    let file = changed("<Room>101</Room>", "<Room>102</Room>");
    let error = FetError::UnknownRoom { activity: 1, room: "102".to_owned() };
    assert_eq!(only(&file), (line_of(&file, "<Room>102</Room>"), error));
    let file = changed("<Real_Room>Hall</Real_Room>", "<Real_Room>Yard</Real_Room>");
    let error = FetError::UnknownRoom { activity: 3, room: "Yard".to_owned() };
    assert_eq!(only(&file), (line_of(&file, "Yard"), error));
}

#[test]
fn two_rooms_are_refused_and_a_virtual_room_that_is_not_settled_is_none() {
    let with_room = |room: &str| {
        let more = format!(
            "<ConstraintActivityPreferredRoom><Activity_Id>1</Activity_Id><Room>{room}</Room>\
             </ConstraintActivityPreferredRoom>\n</Space_Constraints_List>"
        );
        changed("</Space_Constraints_List>", &more)
    };
    let line = line_of(FILE, "</Space_Constraints_List>");
    assert_eq!(only(&with_room("Hall")), (line, FetError::TwoRooms { activity: 1 }));
    assert_eq!(taken(&with_room("Both")), taken(FILE));
}

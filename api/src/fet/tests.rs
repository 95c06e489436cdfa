//! A tiny school as a file, and what becomes of it when one thing in it is changed.

mod places;
mod random;
mod refusals;
mod students;

use chrono::NaiveTime;

use super::{Booked, Clash, Fet, FetError, Refusal, read};

/// Two classes of the seventh year, 7B without a division, and 8A, which is divided by categories.
const FILE: &str = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<fet version=\"6.8.5\">
<Mode>Official</Mode>
<Institution_Name>School No. 7</Institution_Name>
<Days_List>
<Number_of_Days>2</Number_of_Days>
<Day><Name>Monday</Name></Day>
<Day><Name>Tuesday</Name></Day>
</Days_List>
<Hours_List>
<Hour><Name>08:30</Name></Hour>
<Hour><Name>2 (9:20 - 10:05)</Name></Hour>
<Hour><Name>third</Name></Hour>
</Hours_List>
<Subjects_List>
<Subject><Name>Maths</Name></Subject>
<Subject><Name>Arts &amp; Crafts</Name></Subject>
</Subjects_List>
<Teachers_List>
<Teacher><Name>Teacher 1</Name></Teacher>
<Teacher><Name>Teacher 2</Name></Teacher>
<Teacher><Name>Teacher 3</Name></Teacher>
</Teachers_List>
<Students_List>
<Year><Name>7</Name><Number_of_Categories>0</Number_of_Categories><Separator> </Separator>
<Group><Name>7A</Name>
<Subgroup><Name>7A boys</Name></Subgroup>
<Subgroup><Name>7A girls</Name></Subgroup>
</Group>
<Group><Name>7B</Name><Subgroup><Name>all of 7B</Name></Subgroup></Group>
</Year>
<Year><Name>8A</Name><Number_of_Categories>2</Number_of_Categories>
<Category><Division>eng1</Division><Division>eng2</Division></Category>
<Category><Division>boys</Division><Division>girls</Division></Category>
<Separator> </Separator>
<Group><Name>8A eng1</Name><Subgroup><Name>8A eng1 boys</Name></Subgroup><Subgroup><Name>8A eng1 girls</Name></Subgroup></Group>
<Group><Name>8A eng2</Name><Subgroup><Name>8A eng2 boys</Name></Subgroup><Subgroup><Name>8A eng2 girls</Name></Subgroup></Group>
<Group><Name>8A boys</Name><Subgroup><Name>8A eng1 boys</Name></Subgroup><Subgroup><Name>8A eng2 boys</Name></Subgroup></Group>
<Group><Name>8A girls</Name><Subgroup><Name>8A eng1 girls</Name></Subgroup><Subgroup><Name>8A eng2 girls</Name></Subgroup></Group>
</Year>
<Year><Name>9A</Name></Year>
</Students_List>
<Buildings_List>
<Building><Name>Old house</Name></Building>
</Buildings_List>
<Rooms_List>
<Room><Name>101</Name><Building>Old house</Building><Capacity>30</Capacity><Virtual>false</Virtual></Room>
<Room><Name>Hall</Name><Building></Building><Capacity>30000</Capacity></Room>
<Room><Name>Both</Name><Building></Building><Capacity>30000</Capacity><Virtual>true</Virtual></Room>
</Rooms_List>
<Activities_List>
<Activity><Teacher>Teacher 1</Teacher><Subject>Maths</Subject><Activity_Tag>hard</Activity_Tag><Students>7A</Students><Duration>2</Duration><Id>1</Id><Active>true</Active></Activity>
<Activity><Teacher>Teacher 2</Teacher><Subject>Arts &amp; Crafts</Subject><Students>7B</Students><Duration>1</Duration><Id>2</Id><Active>true</Active></Activity>
<Activity><Teacher>Teacher 2</Teacher><Teacher>Teacher 3</Teacher><Subject>Maths</Subject><Students>7A girls</Students><Students>all of 7B</Students><Duration>1</Duration><Id>3</Id><Active>true</Active></Activity>
<Activity><Teacher>Teacher 1</Teacher><Subject>Maths</Subject><Students>8A eng1</Students><Duration>1</Duration><Id>4</Id><Active>true</Active></Activity>
<Activity><Teacher>Nobody</Teacher><Subject>Nothing</Subject><Students>none</Students><Duration>1</Duration><Id>5</Id><Active>false</Active></Activity>
</Activities_List>
<Time_Constraints_List>
<ConstraintBasicCompulsoryTime><Weight_Percentage>100</Weight_Percentage></ConstraintBasicCompulsoryTime>
<ConstraintActivityPreferredStartingTime><Activity_Id>1</Activity_Id><Preferred_Day>Monday</Preferred_Day><Preferred_Hour>08:30</Preferred_Hour><Permanently_Locked>true</Permanently_Locked></ConstraintActivityPreferredStartingTime>
<ConstraintActivityPreferredStartingTime><Activity_Id>2</Activity_Id><Day>Monday</Day><Hour>08:30</Hour></ConstraintActivityPreferredStartingTime>
<ConstraintActivityPreferredStartingTime><Activity_Id>3</Activity_Id><Preferred_Day>Tuesday</Preferred_Day><Preferred_Hour>2 (9:20 - 10:05)</Preferred_Hour></ConstraintActivityPreferredStartingTime>
<ConstraintActivityPreferredStartingTime><Activity_Id>4</Activity_Id><Preferred_Day>Monday</Preferred_Day><Preferred_Hour>third</Preferred_Hour></ConstraintActivityPreferredStartingTime>
</Time_Constraints_List>
<Space_Constraints_List>
<ConstraintActivityPreferredRoom><Activity_Id>1</Activity_Id><Room>101</Room></ConstraintActivityPreferredRoom>
<ConstraintActivityPreferredRoom><Activity_Id>3</Activity_Id><Room>Both</Room><Real_Room>Hall</Real_Room><Real_Room>101</Real_Room></ConstraintActivityPreferredRoom>
</Space_Constraints_List>
</fet>
";

/// The file with every occurrence of one text replaced by another.
fn changed(from: &str, to: &str) -> String {
    assert!(FILE.contains(from), "the file has no {from}");
    FILE.replace(from, to)
}

fn taken(file: &str) -> Fet {
    read("school.fet", file.as_bytes()).unwrap()
}

fn refusals(file: &str) -> Vec<Refusal> {
    read("school.fet", file.as_bytes()).unwrap_err().refusals
}

/// Where the text stands first.
fn line_of(file: &str, text: &str) -> u32 {
    let line = file.lines().position(|line| line.contains(text));
    u32::try_from(line.unwrap_or_else(|| panic!("the file has no {text}"))).unwrap() + 1
}

#[test]
fn a_solved_file_is_described_by_its_names() {
    let fet = taken(FILE);
    assert_eq!(fet.institution_name, "School No. 7");
    assert_eq!(fet.days, ["Monday", "Tuesday"]);
    assert_eq!(fet.subjects, ["Maths", "Arts & Crafts"]);
    assert_eq!(fet.teachers, ["Teacher 1", "Teacher 2", "Teacher 3"]);
    let rooms: Vec<_> =
        fet.rooms.iter().map(|room| (room.name.as_str(), room.building.as_deref(), room.seats)).collect();
    assert_eq!(rooms, [("101", Some("Old house"), Some(30)), ("Hall", None, None)]);
    assert_eq!(fet.clashes, []);
}

#[test]
fn an_hour_begins_when_its_name_says_so() {
    let begins: Vec<_> = taken(FILE).hours.iter().map(|hour| hour.begins).collect();
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0);
    assert_eq!(begins, [at(8, 30), at(9, 20), None]);
}

#[test]
fn an_activity_has_its_day_hour_and_rooms() {
    let fet = taken(FILE);
    let first = &fet.activities[0];
    assert_eq!((first.id, first.day, first.hour, first.duration), (1, 0, 0, 2));
    assert_eq!((first.room.as_deref(), first.tags.as_slice()), (Some("101"), ["hard".to_owned()].as_slice()));
    let third = &fet.activities[2];
    assert_eq!((third.day, third.hour, third.teachers.len()), (1, 1, 2));
    assert_eq!(
        (third.room.as_deref(), third.more_rooms.as_slice()),
        (Some("Hall"), ["101".to_owned()].as_slice())
    );
    assert_eq!(fet.activities[3].room, None);
}

#[test]
fn what_is_switched_off_is_left_out_and_counted() {
    let summary = taken(FILE).summary();
    assert_eq!((summary.activities, summary.inactive, summary.weekly_lessons), (4, 1, 5));
    assert_eq!((summary.years, summary.groups, summary.subgroups), (3, 6, 7));
    assert_eq!((summary.subjects, summary.teachers, summary.rooms, summary.refused), (2, 3, 2, 0));
}

#[test]
fn a_wish_of_a_constraint_that_is_switched_off_counts_for_nothing() {
    let wish = "<ConstraintActivityPreferredStartingTime><Activity_Id>1</Activity_Id><Preferred_Day>Friday</Preferred_Day><Active>false</Active></ConstraintActivityPreferredStartingTime>\n</Time_Constraints_List>";
    assert_eq!(taken(&changed("</Time_Constraints_List>", wish)), taken(FILE));
}

#[test]
fn what_is_booked_twice_in_one_hour_is_told() {
    let third = "<Preferred_Day>Tuesday</Preferred_Day><Preferred_Hour>2 (9:20 - 10:05)</Preferred_Hour>";
    let fet =
        taken(&changed(third, "<Preferred_Day>Monday</Preferred_Day><Preferred_Hour>08:30</Preferred_Hour>"));
    let clash =
        |booked, name: &str, activities| Clash { booked, name: name.to_owned(), day: 0, hour: 0, activities };
    let expected = [
        clash(Booked::Teacher, "Teacher 2", (2, 3)),
        clash(Booked::Students, "7A girls", (1, 3)),
        clash(Booked::Room, "101", (1, 3)),
    ];
    assert_eq!(fet.clashes, expected);
}

#[test]
fn every_hour_of_a_long_lesson_is_booked() {
    let fourth = "<Preferred_Day>Monday</Preferred_Day><Preferred_Hour>third</Preferred_Hour>";
    let second_hour =
        "<Preferred_Day>Monday</Preferred_Day><Preferred_Hour>2 (9:20 - 10:05)</Preferred_Hour>";
    let clashes = taken(&changed(fourth, second_hour)).clashes;
    assert_eq!(clashes.len(), 1);
    assert_eq!((clashes[0].name.as_str(), clashes[0].hour, clashes[0].activities), ("Teacher 1", 1, (1, 4)));
}

#[test]
fn a_refusal_says_file_line_and_what_is_allowed() {
    let file = changed("<Duration>2</Duration>", "<Duration>two</Duration>");
    let rejected = read("school.fet", file.as_bytes()).unwrap_err();
    let line = line_of(&file, "<Duration>two");
    assert_eq!(
        rejected.to_string(),
        format!(
            "the timetable was not read, it has 1 fault\n  school.fet, line {line}: \"two\" is no Duration; \
             a whole number from 1 to 60 is allowed"
        )
    );
    let told = serde_json::to_value(&rejected.refusals[0]).unwrap();
    assert_eq!((told["code"].as_str(), told["line"].as_u64()), (Some("not_a_number"), Some(u64::from(line))));
    assert_eq!((rejected.summary.activities, rejected.summary.refused), (3, 1));
}

#[test]
fn fifty_faults_are_told_and_the_others_counted() {
    let unknown = "<Activity><Teacher>X</Teacher><Subject>Y</Subject><Students>Z</Students><Duration>1</Duration><Id>N</Id></Activity>\n";
    let many: String = (100..130).map(|id| unknown.replace("<Id>N", &format!("<Id>{id}"))).collect();
    let file = changed("</Activities_List>", &format!("{many}</Activities_List>"));
    let rejected = read("school.fet", file.as_bytes()).unwrap_err();
    assert_eq!((rejected.refusals.len(), rejected.summary.refused), (50, 30 * 4));
    assert!(rejected.refusals.is_sorted_by_key(|refusal| refusal.line));
    assert!(rejected.to_string().ends_with("and 70 more"));
}

#[test]
fn a_broken_file_has_one_fault() {
    let refusals = refusals("<fet><Days_List></fet>");
    assert!(matches!(refusals.as_slice(), [Refusal { line: 1, error: FetError::NotXml { .. }, .. }]));
}

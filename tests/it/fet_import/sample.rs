//! A solved timetable of our own making, changed by a test before it is imported.

use std::path::PathBuf;

use tempfile::TempDir;

/// Two classes, one of them with a half that has a lesson of its own, and a lesson for both together.
const FILE: &str = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<fet version=\"6.8.5\">
<Mode>Official</Mode>
<Institution_Name>No. 5</Institution_Name>
<Days_List>
<Day><Name>Дүйсенбі</Name></Day>
<Day><Name>Сейсенбі</Name></Day>
</Days_List>
<Hours_List>
<Hour><Name>08:30</Name></Hour>
<Hour><Name>09:20</Name></Hour>
<Hour><Name>10:00</Name></Hour>
<Hour><Name>11:00</Name></Hour>
</Hours_List>
<Subjects_List>
<Subject><Name>Алгебра</Name></Subject>
<Subject><Name>Ағылшын тілі</Name></Subject>
<Subject><Name>Дене шынықтыру</Name></Subject>
</Subjects_List>
<Teachers_List>
<Teacher><Name>Мұғалім 1</Name></Teacher>
<Teacher><Name>Мұғалім 2</Name></Teacher>
<Teacher><Name>Мұғалім 3</Name></Teacher>
</Teachers_List>
<Students_List>
<Year><Name>7</Name>
<Group><Name>7А</Name>
<Subgroup><Name>7А-1</Name></Subgroup>
<Subgroup><Name>7А-2</Name></Subgroup>
</Group>
<Group><Name>7Ә</Name></Group>
</Year>
</Students_List>
<Buildings_List>
<Building><Name>Негізгі ғимарат</Name></Building>
</Buildings_List>
<Rooms_List>
<Room><Name>101</Name><Building>Негізгі ғимарат</Building><Capacity>30</Capacity></Room>
<Room><Name>Спортзал</Name><Building></Building><Capacity>30000</Capacity></Room>
</Rooms_List>
<Activities_List>
<Activity><Teacher>Мұғалім 1</Teacher><Subject>Алгебра</Subject><Students>7А</Students><Duration>2</Duration><Id>1</Id><Active>true</Active></Activity>
<Activity><Teacher>Мұғалім 2</Teacher><Subject>Алгебра</Subject><Students>7Ә</Students><Duration>1</Duration><Id>2</Id><Active>true</Active></Activity>
<Activity><Teacher>Мұғалім 2</Teacher><Teacher>Мұғалім 3</Teacher><Subject>Дене шынықтыру</Subject><Students>7А</Students><Students>7Ә</Students><Duration>1</Duration><Id>3</Id><Active>true</Active></Activity>
<Activity><Teacher>Мұғалім 3</Teacher><Subject>Ағылшын тілі</Subject><Students>7А-1</Students><Duration>1</Duration><Id>4</Id><Active>true</Active></Activity>
</Activities_List>
<Time_Constraints_List>
<ConstraintActivityPreferredStartingTime><Activity_Id>1</Activity_Id><Preferred_Day>Дүйсенбі</Preferred_Day><Preferred_Hour>08:30</Preferred_Hour></ConstraintActivityPreferredStartingTime>
<ConstraintActivityPreferredStartingTime><Activity_Id>2</Activity_Id><Preferred_Day>Дүйсенбі</Preferred_Day><Preferred_Hour>08:30</Preferred_Hour></ConstraintActivityPreferredStartingTime>
<ConstraintActivityPreferredStartingTime><Activity_Id>3</Activity_Id><Preferred_Day>Сейсенбі</Preferred_Day><Preferred_Hour>10:00</Preferred_Hour></ConstraintActivityPreferredStartingTime>
<ConstraintActivityPreferredStartingTime><Activity_Id>4</Activity_Id><Preferred_Day>Сейсенбі</Preferred_Day><Preferred_Hour>11:00</Preferred_Hour></ConstraintActivityPreferredStartingTime>
</Time_Constraints_List>
<Space_Constraints_List>
<ConstraintActivityPreferredRoom><Activity_Id>1</Activity_Id><Room>101</Room></ConstraintActivityPreferredRoom>
<ConstraintActivityPreferredRoom><Activity_Id>3</Activity_Id><Room>Спортзал</Room></ConstraintActivityPreferredRoom>
</Space_Constraints_List>
</fet>
";

/// The file in a folder of its own.
pub(super) struct Sample {
    folder: TempDir,
    text: String,
}

impl Sample {
    pub(super) fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), text: FILE.to_owned() }
    }

    /// With one text in the place of another, wherever it stands.
    pub(super) fn with(mut self, from: &str, to: &str) -> Self {
        assert!(self.text.contains(from), "the file has no {from}");
        self.text = self.text.replace(from, to);
        self
    }

    /// Without the lines that hold a text.
    pub(super) fn without(mut self, text: &str) -> Self {
        assert!(self.text.contains(text), "the file has no {text}");
        let rest = self.text.lines().filter(|line| !line.contains(text));
        self.text = rest.collect::<Vec<_>>().join("\n");
        self
    }

    pub(super) fn path(&self) -> PathBuf {
        let path = self.folder.path().join("school.fet");
        std::fs::write(&path, &self.text).unwrap();
        path
    }
}

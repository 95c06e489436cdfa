//! A `OneRoster` bundle of one school: 20 classes of 30 pupils, as many line items as the results take.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

const CLASSES: u64 = 20;
const PUPILS: u64 = 30;

/// Name, first day, last day, and the day of work and results.
const QUARTERS: [(&str, &str, &str, &str); 4] = [
    ("q1", "2025-09-01", "2025-10-26", "2025-10-01"),
    ("q2", "2025-11-03", "2025-12-28", "2025-12-01"),
    ("q3", "2026-01-08", "2026-03-22", "2026-02-02"),
    ("q4", "2026-03-30", "2026-05-25", "2026-04-20"),
];

const ROSTER: [&str; 8] =
    ["orgs", "academicSessions", "courses", "classes", "users", "roles", "enrollments", "categories"];

/// A bundle in a folder. Each source is another system, with a school of its own.
pub(super) struct Bundle {
    pub(super) folder: PathBuf,
    pub(super) source: String,
}

impl Bundle {
    /// Writes the bundle anew; without results it holds the people and classes alone.
    pub(super) fn write(&self, results: u64) {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).unwrap();
        }
        fs::create_dir(&self.folder).unwrap();
        self.manifest(results > 0);
        self.places();
        self.people();
        if results > 0 {
            self.gradebook(results);
        }
    }

    fn file(&self, name: &str, columns: &str) -> BufWriter<File> {
        let mut file = BufWriter::new(File::create(self.folder.join(format!("{name}.csv"))).unwrap());
        writeln!(file, "{columns}").unwrap();
        file
    }

    fn manifest(&self, with_results: bool) {
        let mut file = self.file("manifest", "propertyName,value");
        writeln!(file, "manifest.version,1.0\noneroster.version,1.2").unwrap();
        writeln!(file, "source.systemName,Bench\nsource.systemCode,{}", self.source).unwrap();
        let gradebook: &[&str] = if with_results { &["lineItems", "results"] } else { &[] };
        for name in ROSTER.iter().chain(gradebook) {
            writeln!(file, "file.{name},bulk").unwrap();
        }
        file.flush().unwrap();
    }

    fn places(&self) {
        let mut orgs = self.file("orgs", "sourcedId,name,type");
        writeln!(orgs, "school,School of the bench,school").unwrap();
        orgs.flush().unwrap();

        let columns = "sourcedId,title,type,startDate,endDate,parentSourcedId,schoolYear";
        let mut sessions = self.file("academicSessions", columns);
        writeln!(sessions, "year,2025/26,schoolYear,2025-09-01,2026-05-25,,2026").unwrap();
        for (name, first, last, _) in QUARTERS {
            writeln!(sessions, "{name},{name},gradingPeriod,{first},{last},year,2026").unwrap();
        }
        sessions.flush().unwrap();

        let mut courses = self.file("courses", "sourcedId,title,orgSourcedId");
        writeln!(courses, "maths,Mathematics,school").unwrap();
        courses.flush().unwrap();

        let columns = "sourcedId,title,courseSourcedId,schoolSourcedId,termSourcedIds";
        let mut classes = self.file("classes", columns);
        for class in 0..CLASSES {
            writeln!(classes, "c-{class},Class {class},maths,school,year").unwrap();
        }
        classes.flush().unwrap();

        let mut categories = self.file("categories", "sourcedId,title");
        writeln!(categories, "test,Test").unwrap();
        categories.flush().unwrap();
    }

    fn people(&self) {
        let columns = "sourcedId,enabledUser,username,givenName,familyName,primaryOrgSourcedId";
        let mut users = self.file("users", columns);
        let mut roles = self.file("roles", "sourcedId,userSourcedId,roleType,role,orgSourcedId");
        let columns = "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,beginDate";
        let mut enrollments = self.file("enrollments", columns);
        for class in 0..CLASSES {
            writeln!(users, "t-{class},true,teacher{class},Given{class},Teacher{class},school").unwrap();
            writeln!(roles, "ro-t-{class},t-{class},primary,teacher,school").unwrap();
            writeln!(enrollments, "en-t-{class},c-{class},school,t-{class},teacher,").unwrap();
        }
        for pupil in 0..CLASSES * PUPILS {
            let class = pupil / PUPILS;
            writeln!(users, "st-{pupil},true,pupil{pupil},Given{pupil},Pupil{pupil},school").unwrap();
            writeln!(roles, "ro-st-{pupil},st-{pupil},primary,student,school").unwrap();
            writeln!(enrollments, "en-st-{pupil},c-{class},school,st-{pupil},student,2025-09-01").unwrap();
        }
        users.flush().unwrap();
        roles.flush().unwrap();
        enrollments.flush().unwrap();
    }

    fn gradebook(&self, results: u64) {
        let columns = "sourcedId,title,assignDate,dueDate,classSourcedId,categorySourcedId,gradingPeriodSourcedId,\
                       schoolSourcedId,resultValueMin,resultValueMax";
        let mut items = self.file("lineItems", columns);
        for item in 0..results.div_ceil(PUPILS) {
            let ((quarter, first, _, day), class) = (quarter_of(item), item % CLASSES);
            writeln!(items, "li-{item},Work {item},{first},{day},c-{class},test,{quarter},school,0,10")
                .unwrap();
        }
        items.flush().unwrap();

        let columns = "sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate";
        let mut file = self.file("results", columns);
        for result in 0..results {
            let item = result / PUPILS;
            let pupil = item % CLASSES * PUPILS + result % PUPILS;
            let ((_, _, _, day), score) = (quarter_of(item), 1 + (result + item) % 10);
            writeln!(file, "r-{result},li-{item},st-{pupil},fully graded,{score},{day}").unwrap();
        }
        file.flush().unwrap();
    }
}

fn quarter_of(item: u64) -> (&'static str, &'static str, &'static str, &'static str) {
    QUARTERS[usize::try_from(item % 4).unwrap()]
}

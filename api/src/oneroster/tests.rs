//! A tiny school as a bundle, and what becomes of it when one thing in it is changed.

mod archives;
mod oddities;
mod rows;
mod tables;
mod values;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Bundle, Limits, Refusal, Rejected, read};

const MANIFEST: &str = "\
propertyName,value\r
manifest.version,1.0\r
oneroster.version,1.2\r
file.orgs,bulk\r
file.academicSessions,bulk\r
file.courses,bulk\r
file.classes,bulk\r
file.users,bulk\r
file.roles,bulk\r
file.enrollments,bulk\r
file.categories,bulk\r
file.lineItems,bulk\r
file.results,bulk\r
file.demographics,absent\r
source.systemName,School No. 7\r
source.systemCode,s7\r
";
const ORGS: &str = "\
sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\r
s7,,,School No. 7,school,,\r
";
const SESSIONS: &str = "\
sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\r
year,,,2025/26,schoolYear,2025-09-01,2026-05-25,,2026\r
q1,,,Quarter 1,gradingPeriod,2025-09-01,2025-10-26,year,2026\r
";
const COURSES: &str = "\
sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes\r
maths,,,year,Mathematics,,7,s7,\"Algebra, Geometry\",\r
";
const CLASSES: &str = "\
sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\r
7a,,,7A Mathematics,7,maths,,scheduled,,s7,year,,,\r
7b,,,7B Mathematics,7,maths,,scheduled,,s7,\"year,q1\",,,\r
";
const USERS: &str = "\
sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,primaryOrgSourcedId\r
t-1,,,true,olga,Olga,Kim,s7\r
st-1,,,true,aigerim,Aigerim,Serik,s7\r
st-2,,,true,daniyar,Daniyar,Omar,\r
";
const ROLES: &str = "\
sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\r
ro-1,,,t-1,primary,teacher,,,s7,\r
ro-2,,,st-1,primary,student,2025-09-01,,s7,\r
";
const ENROLLMENTS: &str = "\
sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\r
en-0,,,7a,s7,t-1,teacher,true,,\r
en-1,,,7a,s7,st-1,student,,2025-09-01,\r
en-2,,,7a,s7,st-2,student,false,2025-09-01,\r
";
const CATEGORIES: &str = "\
sourcedId,status,dateLastModified,title,weight\r
test,,,Test,0.4\r
";
const LINE_ITEMS: &str = "\
sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,categorySourcedId,gradingPeriodSourcedId,academicSessionSourcedId,schoolSourcedId,resultValueMin,resultValueMax\r
li-1,,,Test 1,,2025-09-10T00:00:00.000Z,2025-09-20T23:59:59.000+05:00,7a,test,q1,year,s7,0,10\r
";
const RESULTS: &str = "\
sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,textScore,scoreDate,comment,classSourcedId,inProgress,incomplete,late,missing\r
r-1,,,li-1,st-1,fully graded,9.5,,2025-09-21,well done,7a,,,false,\r
r-2,,,li-1,st-2,fully graded,7,,2025-09-21,,7a,,,,\r
";
const CORRECTIONS: &str = "\
sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,textScore,scoreDate,comment,classSourcedId,inProgress,incomplete,late,missing\r
r-1,active,2026-01-01T00:00:00.000Z,li-1,st-1,fully graded,99,,2025-09-21,,7a,,,,\r
r-2,tobedeleted,2026-01-01T00:00:00.000Z,li-1,st-2,,,,,,,,,,\r
";

/// The files of a bundle, by name.
struct Files(BTreeMap<String, Vec<u8>>);

/// A bundle with nothing to say against it.
fn school() -> Files {
    let files = [
        ("manifest.csv", MANIFEST),
        ("orgs.csv", ORGS),
        ("academicSessions.csv", SESSIONS),
        ("courses.csv", COURSES),
        ("classes.csv", CLASSES),
        ("users.csv", USERS),
        ("roles.csv", ROLES),
        ("enrollments.csv", ENROLLMENTS),
        ("categories.csv", CATEGORIES),
        ("lineItems.csv", LINE_ITEMS),
        ("results.csv", RESULTS),
    ];
    Files(files.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect())
}

/// Only changes of results: one corrected, one withdrawn.
fn corrections() -> Files {
    let manifest = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.results,delta\n";
    Files(BTreeMap::new()).with("manifest.csv", manifest).with("results.csv", CORRECTIONS)
}

impl Files {
    fn with(mut self, file: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.0.insert(file.to_owned(), bytes.into());
        self
    }

    fn without(mut self, file: &str) -> Self {
        self.0.remove(file).unwrap();
        self
    }

    fn edit(self, file: &str, from: &str, to: &str) -> Self {
        let text = String::from_utf8(self.0[file].clone()).unwrap();
        assert!(text.contains(from), "{file} does not have {from}");
        self.with(file, text.replacen(from, to, 1))
    }

    fn row(self, file: &str, row: &str) -> Self {
        let mut bytes = self.0[file].clone();
        bytes.extend(row.as_bytes());
        bytes.extend(b"\r\n");
        self.with(file, bytes)
    }

    fn folder(&self) -> TempDir {
        let folder = TempDir::new().unwrap();
        for (name, bytes) in &self.0 {
            let place = folder.path().join(name);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, bytes).unwrap();
        }
        folder
    }

    /// The bytes of a zip file; `top` is the folder inside it, with its slash.
    fn zip(&self, top: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.0 {
            zip.start_file(format!("{top}{name}"), SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn read(&self) -> Result<Bundle, Rejected> {
        self.read_within(&Limits::default())
    }

    fn read_within(&self, limits: &Limits) -> Result<Bundle, Rejected> {
        read(self.folder().path(), limits, &|_| ())
    }

    /// The one thing that is wrong.
    fn refusal(&self) -> String {
        only(&refusals(self.read()))
    }

    fn warnings(&self) -> Vec<(&'static str, usize)> {
        self.read().unwrap().warnings.iter().map(|warning| (warning.kind, warning.count)).collect()
    }
}

fn read_zip(bytes: &[u8], limits: &Limits) -> Result<Bundle, Rejected> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("bundle.zip");
    fs::write(&path, bytes).unwrap();
    read(&path, limits, &|_| ())
}

fn read_plainly(path: &Path) -> Result<Bundle, Rejected> {
    read(path, &Limits::default(), &|_| ())
}

fn refusals(outcome: Result<Bundle, Rejected>) -> Vec<Refusal> {
    match outcome {
        Err(Rejected::Refused(refusals, _)) => refusals,
        Err(Rejected::NotReadable(sentence)) => panic!("not readable: {sentence}"),
        Ok(_) => panic!("accepted"),
    }
}

fn only(refusals: &[Refusal]) -> String {
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    refusals[0].to_string()
}

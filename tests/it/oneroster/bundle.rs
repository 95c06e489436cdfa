//! A bundle of our own making: one school, one course, as many groups, pupils and works as a test wants.

use std::fmt::Write as _;
use std::path::Path;

use tempfile::TempDir;

/// How large the bundle is. Every pupil has a result in every work of the own group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub(super) groups: usize,
    pub(super) pupils: usize,
    pub(super) works: usize,
}

pub(super) const SMALL: Size = Size { groups: 1, pupils: 3, works: 2 };

const KINDS: [&str; 10] = [
    "orgs",
    "academicSessions",
    "courses",
    "classes",
    "users",
    "roles",
    "enrollments",
    "categories",
    "lineItems",
    "results",
];

/// A bundle as a folder of files, changed by a test before it is imported.
pub(super) struct Bundle {
    folder: TempDir,
}

impl Bundle {
    /// A whole bulk bundle.
    pub(super) fn bulk(size: Size) -> Self {
        let bundle = Self { folder: TempDir::new().unwrap() };
        bundle.manifest(&KINDS.map(|kind| (kind, "bulk")));
        bundle.write("orgs", "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\ns,,,№ 5 мектеп,school,,\n");
        bundle.write(
            "academicSessions",
            "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n\
             y,,,2026,schoolYear,2026-09-01,2027-05-25,,2027\nq,,,I,gradingPeriod,2026-09-01,2026-10-25,y,2027\n",
        );
        bundle.write(
            "courses",
            "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes\n\
             c,,,y,Алгебра,ALG,,s,,\n",
        );
        bundle.write("categories", "sourcedId,status,dateLastModified,title,weight\nk,,,Бақылау жұмысы,\n");
        bundle.people(size);
        bundle.work(size);
        bundle
    }

    /// A delta that holds only results.
    pub(super) fn results_delta(rows: &str) -> Self {
        let bundle = Self { folder: TempDir::new().unwrap() };
        bundle.manifest(&KINDS.map(|kind| (kind, if kind == "results" { "delta" } else { "absent" })));
        bundle.write("results", &format!("{RESULTS}{rows}"));
        bundle
    }

    /// A delta that holds only categories.
    pub(super) fn categories_delta(rows: &str) -> Self {
        let bundle = Self { folder: TempDir::new().unwrap() };
        bundle.manifest(&KINDS.map(|kind| (kind, if kind == "categories" { "delta" } else { "absent" })));
        bundle.write("categories", &format!("sourcedId,status,dateLastModified,title,weight\n{rows}"));
        bundle
    }

    /// A delta that holds only enrollments.
    pub(super) fn enrollments_delta(rows: &str) -> Self {
        let bundle = Self { folder: TempDir::new().unwrap() };
        bundle.manifest(&KINDS.map(|kind| (kind, if kind == "enrollments" { "delta" } else { "absent" })));
        bundle.write("enrollments", &format!("{ENROLLMENTS}{rows}"));
        bundle
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn read(&self, kind: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(format!("{kind}.csv"))).unwrap()
    }

    pub(super) fn write(&self, kind: &str, text: &str) {
        std::fs::write(self.folder.path().join(format!("{kind}.csv")), text).unwrap();
    }

    fn manifest(&self, modes: &[(&str, &str)]) {
        let mut text = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n".to_owned();
        for (kind, mode) in modes {
            writeln!(text, "file.{kind},{mode}").unwrap();
        }
        for kind in [
            "classResources",
            "courseResources",
            "demographics",
            "lineItemLearningObjectiveIds",
            "lineItemScoreScales",
            "resources",
            "resultLearningObjectiveIds",
            "resultScoreScales",
            "scoreScales",
            "userProfiles",
            "userResources",
        ] {
            writeln!(text, "file.{kind},absent").unwrap();
        }
        text.push_str("source.systemName,Тест\nsource.systemCode,test\n");
        self.write("manifest", &text);
    }

    fn people(&self, size: Size) {
        let mut users = "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName\n\
                         t,,,true,t,Ләззат,Шалқаркөлова\n"
            .to_owned();
        let mut roles =
            "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n\
             rt,,,t,primary,teacher,,,s\n"
                .to_owned();
        let mut classes =
            "sourcedId,status,dateLastModified,title,courseSourcedId,schoolSourcedId,termSourcedIds\n"
                .to_owned();
        let mut enrollments = ENROLLMENTS.to_owned();
        for group in 0..size.groups {
            writeln!(classes, "g{group},,,Топ {group},c,s,q").unwrap();
            writeln!(enrollments, "et{group},,,g{group},s,t,teacher,true,,").unwrap();
            for pupil in 0..size.pupils {
                let id = format!("p{group}-{pupil}");
                writeln!(users, "{id},,,true,{id},Оқушы {pupil},Топтан {group}").unwrap();
                writeln!(roles, "r{id},,,{id},primary,student,,,s").unwrap();
                writeln!(enrollments, "e{id},,,g{group},s,{id},student,,2026-09-01,").unwrap();
            }
        }
        self.write("users", &users);
        self.write("roles", &roles);
        self.write("classes", &classes);
        self.write("enrollments", &enrollments);
    }

    fn work(&self, size: Size) {
        let mut items =
            "sourcedId,status,dateLastModified,title,assignDate,dueDate,classSourcedId,categorySourcedId,\
                         gradingPeriodSourcedId,schoolSourcedId,resultValueMin,resultValueMax\n"
                .to_owned();
        let mut results = RESULTS.to_owned();
        for group in 0..size.groups {
            for work in 0..size.works {
                let item = format!("w{group}-{work}");
                writeln!(items, "{item},,,Жұмыс {work},2026-09-02,2026-09-09,g{group},k,q,s,0,10").unwrap();
                for pupil in 0..size.pupils {
                    let score = (work + pupil) % 11;
                    writeln!(
                        results,
                        "x{item}-{pupil},,,{item},p{group}-{pupil},fully graded,{score},2026-09-09,"
                    )
                    .unwrap();
                }
            }
        }
        self.write("lineItems", &items);
        self.write("results", &results);
    }
}

const RESULTS: &str = "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment\n";
const ENROLLMENTS: &str = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n";

//! Where and when teaching happens: `orgs.csv`, `academicSessions.csv`, `courses.csv`.
//!
//! Refuses a session that ends before it starts and words outside the standard's vocabularies.

use chrono::NaiveDate;

use super::report::Fault;
use super::row::Row;
use super::table::Columns;
use super::value;

/// A school, or a body that schools belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Org {
    pub name: String,
    pub kind: OrgKind,
    pub identifier: Option<String>,
    pub parent: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OrgKind {
    #[default]
    School,
    District,
    State,
    National,
    Local,
    Department,
    /// An `ext:` word.
    Other(String),
}

/// A school year or a part of one. Both days belong to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AcademicSession {
    pub title: String,
    pub kind: SessionKind,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub parent: Option<String>,
    /// The year in which the school year ends.
    pub school_year: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SessionKind {
    #[default]
    SchoolYear,
    Term,
    Semester,
    GradingPeriod,
}

/// What is taught, whoever learns it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    pub title: String,
    pub code: Option<String>,
    pub org: String,
    pub subjects: Vec<String>,
    pub subject_codes: Vec<String>,
    /// The session that is the school year.
    pub school_year: Option<String>,
}

pub(super) const ORGS: Columns = Columns {
    required: &["sourcedId", "name", "type"],
    optional: &["status", "dateLastModified", "identifier", "parentSourcedId"],
};

pub(super) const SESSIONS: Columns = Columns {
    required: &["sourcedId", "title", "type", "startDate", "endDate", "schoolYear"],
    optional: &["status", "dateLastModified", "parentSourcedId"],
};

pub(super) const COURSES: Columns = Columns {
    required: &["sourcedId", "title", "orgSourcedId"],
    optional: &[
        "status",
        "dateLastModified",
        "schoolYearSourcedId",
        "courseCode",
        "grades",
        "subjects",
        "subjectCodes",
    ],
};

const ORG_KINDS: &str = "department, district, local, national, school, state, ext:…";
const SESSION_KINDS: &str = "gradingPeriod, schoolYear, semester, term";

pub(super) fn org(row: &Row<'_>) -> Result<Org, Fault> {
    Ok(Org {
        name: row.text("name")?,
        kind: row.choice("type", OrgKind::parse, ORG_KINDS)?,
        identifier: row.optional_text("identifier"),
        parent: row.optional_text("parentSourcedId"),
    })
}

pub(super) fn session(row: &Row<'_>) -> Result<AcademicSession, Fault> {
    let (start, end) = (row.date("startDate")?, row.date("endDate")?);
    if end < start {
        return Err(Fault::at("endDate", format!("is {end}, before the start on {start}")));
    }
    Ok(AcademicSession {
        title: row.text("title")?,
        kind: row.choice("type", SessionKind::parse, SESSION_KINDS)?,
        start,
        end,
        parent: row.optional_text("parentSourcedId"),
        school_year: row.text("schoolYear")?,
    })
}

pub(super) fn course(row: &Row<'_>) -> Result<Course, Fault> {
    Ok(Course {
        title: row.text("title")?,
        code: row.optional_text("courseCode"),
        org: row.text("orgSourcedId")?,
        subjects: row.list("subjects"),
        subject_codes: row.list("subjectCodes"),
        school_year: row.optional_text("schoolYearSourcedId"),
    })
}

impl OrgKind {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "school" => Some(Self::School),
            "district" => Some(Self::District),
            "state" => Some(Self::State),
            "national" => Some(Self::National),
            "local" => Some(Self::Local),
            "department" => Some(Self::Department),
            other => value::extension(other).map(Self::Other),
        }
    }
}

impl SessionKind {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "schoolYear" => Some(Self::SchoolYear),
            "term" => Some(Self::Term),
            "semester" => Some(Self::Semester),
            "gradingPeriod" => Some(Self::GradingPeriod),
            _ => None,
        }
    }
}

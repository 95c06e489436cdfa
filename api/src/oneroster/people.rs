//! Who is there and as what: `users.csv`, `roles.csv`, `enrollments.csv`.
//!
//! Refuses words outside the standard's vocabularies and flags other than true and false. Of what the
//! standard lets a bundle say about a person, passwords above all, the journal takes only what it shows.

use chrono::NaiveDate;

use super::report::Fault;
use super::row::Row;
use super::table::Columns;
use super::value;

/// A person with an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct User {
    pub enabled: bool,
    pub username: String,
    pub given_name: String,
    pub family_name: String,
    pub middle_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub identifier: Option<String>,
    pub primary_org: Option<String>,
}

/// What a person is in an organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserRole {
    pub user: String,
    /// A word of the standard, or an `ext:` word.
    pub role: String,
    pub org: String,
    pub begin: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
}

/// What a person is in a class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Enrollment {
    pub class: String,
    pub school: String,
    pub user: String,
    pub role: EnrollmentRole,
    pub primary: bool,
    pub begin: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum EnrollmentRole {
    #[default]
    Student,
    Teacher,
    Proctor,
    Administrator,
    /// An `ext:` word.
    Other(String),
}

pub(super) const USERS: Columns = Columns {
    required: &["sourcedId", "enabledUser", "username", "givenName", "familyName"],
    optional: &[
        "status",
        "dateLastModified",
        "userIds",
        "middleName",
        "identifier",
        "email",
        "sms",
        "phone",
        "agentSourcedIds",
        "grades",
        "password",
        "userMasterIdentifier",
        "resourceSourcedIds",
        "preferredGivenName",
        "preferredMiddleName",
        "preferredFamilyName",
        "primaryOrgSourcedId",
        "pronouns",
    ],
};

pub(super) const ROLES: Columns = Columns {
    required: &["sourcedId", "userSourcedId", "roleType", "role", "orgSourcedId"],
    optional: &["status", "dateLastModified", "beginDate", "endDate", "userProfileSourcedId"],
};

pub(super) const ENROLLMENTS: Columns = Columns {
    required: &["sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"],
    optional: &["status", "dateLastModified", "primary", "beginDate", "endDate"],
};

const ROLE_WORDS: &str = "aide, counselor, districtAdministrator, guardian, parent, principal, proctor, \
                          relative, siteAdministrator, student, systemAdministrator, teacher, ext:…";
const ENROLLMENT_ROLES: &str = "administrator, proctor, student, teacher, ext:…";
const ROLE_TYPES: &str = "primary, secondary, ext:…";

pub(super) fn user(row: &Row<'_>) -> Result<User, Fault> {
    Ok(User {
        enabled: row.flag("enabledUser")?,
        username: row.text("username")?,
        given_name: row.text("givenName")?,
        family_name: row.text("familyName")?,
        middle_name: row.optional_text("middleName"),
        email: row.optional_text("email"),
        phone: row.optional_text("phone"),
        identifier: row.optional_text("identifier"),
        primary_org: row.optional_text("primaryOrgSourcedId"),
    })
}

pub(super) fn role(row: &Row<'_>) -> Result<UserRole, Fault> {
    row.choice("roleType", role_type, ROLE_TYPES)?;
    Ok(UserRole {
        user: row.text("userSourcedId")?,
        role: row.choice("role", role_word, ROLE_WORDS)?,
        org: row.text("orgSourcedId")?,
        begin: row.optional_date("beginDate")?,
        end: row.optional_date("endDate")?,
    })
}

pub(super) fn enrollment(row: &Row<'_>) -> Result<Enrollment, Fault> {
    Ok(Enrollment {
        class: row.text("classSourcedId")?,
        school: row.text("schoolSourcedId")?,
        user: row.text("userSourcedId")?,
        role: row.choice("role", EnrollmentRole::parse, ENROLLMENT_ROLES)?,
        primary: row.optional_flag("primary")?.unwrap_or(false),
        begin: row.optional_date("beginDate")?,
        end: row.optional_date("endDate")?,
    })
}

/// Checked, though the journal treats all roles of a person alike.
fn role_type(text: &str) -> Option<()> {
    let known = matches!(text, "primary" | "secondary") || value::extension(text).is_some();
    known.then_some(())
}

fn role_word(text: &str) -> Option<String> {
    let known = ROLE_WORDS.split(", ").any(|word| word == text);
    if known { Some(text.to_owned()) } else { value::extension(text) }
}

impl EnrollmentRole {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "student" => Some(Self::Student),
            "teacher" => Some(Self::Teacher),
            "proctor" => Some(Self::Proctor),
            "administrator" => Some(Self::Administrator),
            other => value::extension(other).map(Self::Other),
        }
    }
}

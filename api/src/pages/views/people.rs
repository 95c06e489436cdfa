//! People, their roles, and why they may do something.

use askama::Template;

use super::guardians::Guardianship;
use super::layout::{Choice, ErrorsOn as _, Fact, FieldError, Frame, Link, Named};

#[derive(Template)]
#[template(path = "people.html")]
pub(crate) struct People {
    pub(crate) frame: Frame,
    pub(crate) q: String,
    /// Query fields `class`, `role`.
    pub(crate) classes: Vec<Choice>,
    pub(crate) roles: Vec<Choice>,
    /// Those who are of the institution no more are shown.
    pub(crate) archived: bool,
    /// Where people are added, one or many, and invited, as far as the visitor may.
    pub(crate) links: Vec<Link>,
    pub(crate) rows: Vec<PersonRow>,
    pub(crate) next: Option<String>,
}

pub(crate) struct PersonRow {
    pub(crate) href: String,
    pub(crate) name: String,
    /// Already words.
    pub(crate) roles: Vec<String>,
    pub(crate) class: Option<String>,
}

#[derive(Template)]
#[template(path = "person.html")]
pub(crate) struct Person {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) facts: Vec<Fact>,
    pub(crate) relatives: Vec<Relative>,
    pub(crate) links: Vec<Link>,
    /// Without it roles, sections and their history are not spoken of.
    pub(crate) sees_roles: bool,
    pub(crate) roles: Vec<RoleRow>,
    /// The form for granting a role; absent for those who may not.
    pub(crate) grant: Option<GrantForm>,
    pub(crate) sections: Vec<SectionRow>,
    /// The form for opening a section; absent for those who may not and for people without such a role.
    pub(crate) opening: Option<SectionForm>,
    /// Absent for those who may not, and for people who are no pupils.
    pub(crate) guardianship: Option<Guardianship>,
    pub(crate) may_restore: bool,
    /// Absent for those who may not, and for programs.
    pub(crate) archive: Option<ArchivePanel>,
    /// Absent for those who neither see the data of the person nor grant roles.
    pub(crate) access: Option<AccessPanel>,
    /// The invitation made by restoring access, shown once.
    pub(crate) restored: Option<String>,
    /// Ids: `role`, `order_number`, `order_date`, `reason`; `section_role`, `section`, `level`,
    /// `section_order_number`, `section_order_date`; `guardian`, `kinship`; `way-in`; `archived_on`.
    pub(crate) errors: Vec<FieldError>,
    /// Roles and sections given and taken back, the newest first.
    pub(crate) past: Vec<RightChange>,
}

/// Taking somebody off the lists, or bringing them back.
pub(crate) struct ArchivePanel {
    /// Since when they are off the lists; absent for whoever is on them.
    pub(crate) since: Option<String>,
    pub(crate) on: String,
    pub(crate) reason: String,
}

/// How far the person has come on the way in, and what the visitor may change about it.
pub(crate) struct AccessPanel {
    /// Already words.
    pub(crate) state: String,
    pub(crate) second_factor: Option<String>,
    pub(crate) may_block: bool,
    pub(crate) may_unblock: bool,
    pub(crate) may_remove_second_factor: bool,
}

pub(crate) struct Relative {
    /// Absent for those who may not go there.
    pub(crate) href: Option<String>,
    pub(crate) name: String,
    pub(crate) kinship: String,
}

pub(crate) struct RoleRow {
    /// The code, for the address of the form.
    pub(crate) role: String,
    pub(crate) word: String,
    /// Where it holds: a class, a class and subject.
    pub(crate) over: Option<String>,
    pub(crate) order: Option<String>,
    pub(crate) since: Option<String>,
    pub(crate) by: Option<String>,
    pub(crate) revocable: bool,
    /// Nobody would hold the role afterwards, which has to be confirmed.
    pub(crate) leaves_none: bool,
}

pub(crate) struct GrantForm {
    pub(crate) roles: Vec<Choice>,
    pub(crate) order_number: String,
    pub(crate) order_date: String,
    pub(crate) reason: String,
}

pub(crate) struct SectionRow {
    /// Codes, for the form.
    pub(crate) section: String,
    pub(crate) role: String,
    pub(crate) word: String,
    pub(crate) role_word: String,
    pub(crate) level: String,
    pub(crate) order: Option<String>,
    pub(crate) since: Option<String>,
    pub(crate) closable: bool,
}

pub(crate) struct SectionForm {
    pub(crate) roles: Vec<Choice>,
    pub(crate) sections: Vec<Choice>,
    pub(crate) levels: Vec<Choice>,
    pub(crate) order_number: String,
    pub(crate) order_date: String,
}

pub(crate) struct RightChange {
    /// `create`, `update` or `delete`.
    pub(crate) change: &'static str,
    pub(crate) change_word: String,
    pub(crate) what: String,
    pub(crate) order: Option<String>,
    pub(crate) by: String,
    pub(crate) at: String,
    pub(crate) event: String,
}

#[derive(Template)]
#[template(path = "why_may.html")]
pub(crate) struct WhyMay {
    pub(crate) frame: Frame,
    pub(crate) person: Link,
    /// Query fields `action`, `class`, `subject`, `about`, `at`.
    pub(crate) actions: Vec<Choice>,
    pub(crate) classes: Vec<Choice>,
    pub(crate) subjects: Vec<Choice>,
    /// The person it is about, kept from the address.
    pub(crate) about: Option<Choice>,
    /// `2026-09-15T10:42`.
    pub(crate) at: String,
    /// Fields `action`, `at`.
    pub(crate) errors: Vec<FieldError>,
    pub(crate) answer: Option<Answer>,
}

pub(crate) struct Answer {
    pub(crate) allowed: bool,
    /// The answer as a sentence.
    pub(crate) verdict: String,
    /// Why not, if not.
    pub(crate) reason: Option<String>,
    pub(crate) role: Option<String>,
    pub(crate) reach: Option<String>,
    /// The event that gave the right.
    pub(crate) grant: Option<Named>,
    /// The looked-up fact it rests on.
    pub(crate) fact: Option<String>,
    pub(crate) seed: Vec<SeedLine>,
}

/// A line of the specification that gives the right.
pub(crate) struct SeedLine {
    pub(crate) line: String,
    pub(crate) text: Option<String>,
}

//! The institutions below a governing organisation, and what its members see of them first.

use askama::Template;

use super::layout::{ErrorsOn as _, FieldError, Figure, Frame};

#[derive(Template)]
#[template(path = "network.html")]
pub(crate) struct Network {
    pub(crate) frame: Frame,
    pub(crate) rows: Vec<NetworkRow>,
    pub(crate) total: NetworkTotal,
    /// The forms for admitting and releasing; absent for those who may not.
    pub(crate) admission: Option<Admission>,
    /// Id: `institution`.
    pub(crate) errors: Vec<FieldError>,
}

pub(crate) struct NetworkRow {
    pub(crate) id: String,
    pub(crate) name: String,
    /// What an organisation has below itself, already words.
    pub(crate) further: Option<String>,
    /// Already a word.
    pub(crate) kind: String,
    pub(crate) classes: String,
    pub(crate) pupils: String,
    /// The pupils as a share of the largest number of them, 0 to 100.
    pub(crate) bar: i64,
    pub(crate) staff: String,
    /// Absent for those who may not view the statistics of the network.
    pub(crate) marks: Option<String>,
}

pub(crate) struct NetworkTotal {
    pub(crate) classes: String,
    pub(crate) pupils: String,
    pub(crate) staff: String,
    pub(crate) marks: Option<String>,
}

pub(crate) struct Admission {
    /// The organisation's own id, for the schools to name.
    pub(crate) own_id: String,
    pub(crate) institution: String,
    /// Ids of institutions that do not say themselves that they stand here.
    pub(crate) unconfirmed: Vec<String>,
}

/// What a member of an organisation sees on the first page.
pub(crate) struct HomeNetwork {
    pub(crate) figures: Vec<Figure>,
    pub(crate) members: Vec<OrgMember>,
    /// Whether the page of people is open to them.
    pub(crate) sees_people: bool,
}

pub(crate) struct OrgMember {
    pub(crate) href: Option<String>,
    pub(crate) name: String,
    /// Already words.
    pub(crate) roles: Vec<String>,
}

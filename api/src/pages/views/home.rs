//! The first page, and what the search found.

use askama::Template;

use super::layout::{Figure, Frame, Link, ShortMark};
use super::network::HomeNetwork;
use super::statistics::SpreadBar;
use super::timetable::NearDays;

#[derive(Template)]
#[template(path = "home.html")]
pub(crate) struct Home {
    pub(crate) frame: Frame,
    /// Why a second factor has to be set up, if it has to.
    pub(crate) second_factor: Option<String>,
    /// The marks of somebody who is a pupil.
    pub(crate) own_marks: Option<Link>,
    /// The last of them.
    pub(crate) latest: Vec<ShortMark>,
    /// Lessons of today and tomorrow: one's own, and those of one's children.
    pub(crate) near: Vec<NearDays>,
    pub(crate) journals: Vec<MyJournal>,
    pub(crate) classes: Vec<MyClass>,
    pub(crate) children: Vec<Child>,
    /// The school as a whole, for those who see it.
    pub(crate) school: Vec<Figure>,
    /// How the marks of the school spread in the study year that is shown.
    pub(crate) spread: Vec<SpreadBar>,
    /// Their scale.
    pub(crate) spread_of: String,
    /// The network of a governing organisation, for its members.
    pub(crate) network: Option<HomeNetwork>,
}

pub(crate) struct MyJournal {
    pub(crate) href: String,
    pub(crate) class: String,
    pub(crate) subject: String,
    /// The period the link leads to.
    pub(crate) period: String,
    pub(crate) pupils: String,
    pub(crate) last: Option<String>,
}

/// A class this person leads.
pub(crate) struct MyClass {
    pub(crate) name: String,
    pub(crate) figures: Vec<Figure>,
    pub(crate) links: Vec<Link>,
}

pub(crate) struct Child {
    pub(crate) href: String,
    pub(crate) name: String,
    /// Class and school.
    pub(crate) place: String,
    pub(crate) marks: Vec<ShortMark>,
}

#[derive(Template)]
#[template(path = "search.html")]
pub(crate) struct Search {
    pub(crate) frame: Frame,
    pub(crate) q: String,
    pub(crate) people: Vec<Found>,
    pub(crate) classes: Vec<Link>,
}

pub(crate) struct Found {
    pub(crate) href: String,
    pub(crate) name: String,
    /// Already words.
    pub(crate) roles: Vec<String>,
}

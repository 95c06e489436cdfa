//! Years, groups and subgroups as the file has them, and of whom they consist.
//!
//! Sets are compared by the smallest sets they consist of, as FET does. A name that is met again, in another
//! year or group, is the same set.

use std::collections::{BTreeSet, HashMap};

use super::Counted;
use super::element::Element;
use super::error::{FetError, Findings, List, shown};

const MOST_NAMES: usize = 20_000;
/// Subgroups of all groups of all years, each counted wherever it is met.
const MOST_WEIGHT: usize = 200_000;

/// A smallest set: a subgroup, or a group or year without any.
pub(super) type Atom = usize;
pub(super) type Atoms = BTreeSet<Atom>;

#[derive(Debug, Default)]
pub(super) struct Year {
    pub(super) name: String,
    /// The names of the divisions of each category.
    pub(super) categories: Vec<Vec<String>>,
    pub(super) is_divided: bool,
    pub(super) separator: String,
    pub(super) groups: Vec<usize>,
}

#[derive(Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) years: Vec<usize>,
    subgroups: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Year(usize),
    Group(usize),
    Subgroup(usize),
}

#[derive(Debug, Default)]
pub(super) struct Students {
    pub(super) years: Vec<Year>,
    pub(super) groups: Vec<Group>,
    subgroups: Vec<String>,
    places: HashMap<String, Place>,
    names: usize,
}

impl Students {
    pub(super) fn read(years: &[Element], findings: &mut Findings) -> Self {
        let mut students = Self::default();
        for year in years {
            students.add_year(year, findings);
        }
        if students.names > MOST_NAMES || students.weight() > MOST_WEIGHT {
            let line = years.first().map_or(1, |year| year.line);
            findings.refuse(line, FetError::TooMany { list: List::Students, limit: MOST_NAMES });
            return Self::default();
        }
        students
    }

    fn weight(&self) -> usize {
        let of_group = |group: &usize| self.groups.get(*group).map_or(0, |group| group.subgroups.len());
        self.years.iter().flat_map(|year| year.groups.iter().map(of_group)).sum()
    }

    pub(super) fn counted(&self) -> Counted {
        Counted { years: self.years.len(), groups: self.groups.len(), subgroups: self.subgroups.len() }
    }

    pub(super) fn knows(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    pub(super) fn atoms(&self, name: &str) -> Atoms {
        match self.places.get(name) {
            None => Atoms::new(),
            Some(Place::Year(year)) => self.atoms_of_year(*year),
            Some(Place::Group(group)) => self.atoms_of_group(*group),
            Some(Place::Subgroup(subgroup)) => Atoms::from([*subgroup]),
        }
    }

    pub(super) fn atom_name(&self, atom: Atom) -> &str {
        let after_subgroups = atom.checked_sub(self.subgroups.len());
        let after_groups = after_subgroups.and_then(|rest| rest.checked_sub(self.groups.len()));
        let name = match (after_subgroups, after_groups) {
            (None, _) => self.subgroups.get(atom),
            (Some(group), None) => self.groups.get(group).map(|group| &group.name),
            (_, Some(year)) => self.years.get(year).map(|year| &year.name),
        };
        name.map_or("", String::as_str)
    }

    pub(super) fn atoms_of_group(&self, group: usize) -> Atoms {
        match self.groups.get(group) {
            Some(Group { subgroups, .. }) if !subgroups.is_empty() => subgroups.iter().copied().collect(),
            _ => Atoms::from([self.subgroups.len().saturating_add(group)]),
        }
    }

    pub(super) fn atoms_of_year(&self, year: usize) -> Atoms {
        match self.years.get(year) {
            Some(Year { groups, .. }) if !groups.is_empty() => {
                groups.iter().flat_map(|group| self.atoms_of_group(*group)).collect()
            }
            _ => Atoms::from([self.subgroups.len().saturating_add(self.groups.len()).saturating_add(year)]),
        }
    }

    fn add_year(&mut self, element: &Element, findings: &mut Findings) {
        let Some(name) = self.new_name(element, findings) else { return };
        if self.places.contains_key(name) {
            twice(element, name, findings);
            return;
        }
        let year = self.years.len();
        self.places.insert(name.to_owned(), Place::Year(year));
        let categories: Vec<Vec<String>> = element
            .all("Category")
            .map(|category| category.all("Division").map(|division| division.text().to_owned()).collect())
            .collect();
        let said = element.value("Number_of_Categories").parse::<u32>().unwrap_or_default();
        self.years.push(Year {
            name: name.to_owned(),
            is_divided: said > 0 || !categories.is_empty(),
            categories,
            separator: element
                .child("Separator")
                .map(|separator| separator.raw().to_owned())
                .unwrap_or_default(),
            groups: Vec::new(),
        });
        for group in element.all("Group") {
            self.add_group(year, group, findings);
        }
    }

    fn add_group(&mut self, year: usize, element: &Element, findings: &mut Findings) {
        let Some(name) = self.new_name(element, findings) else { return };
        let group = match self.places.get(name) {
            None => {
                self.groups.push(Group { name: name.to_owned(), years: Vec::new(), subgroups: Vec::new() });
                self.groups.len().saturating_sub(1)
            }
            Some(Place::Group(group)) => *group,
            Some(Place::Year(_) | Place::Subgroup(_)) => return twice(element, name, findings),
        };
        self.places.insert(name.to_owned(), Place::Group(group));
        let Some(known) = self.groups.get_mut(group) else { return };
        if known.years.last() == Some(&year) {
            return twice(element, name, findings);
        }
        known.years.push(year);
        if let Some(year) = self.years.get_mut(year) {
            year.groups.push(group);
        }
        let mut here = BTreeSet::new();
        for subgroup in element.all("Subgroup") {
            self.add_subgroup(group, subgroup, &mut here, findings);
        }
    }

    fn add_subgroup(
        &mut self,
        group: usize,
        element: &Element,
        here: &mut BTreeSet<usize>,
        findings: &mut Findings,
    ) {
        let Some(name) = self.new_name(element, findings) else { return };
        let subgroup = match self.places.get(name) {
            None => {
                self.subgroups.push(name.to_owned());
                self.subgroups.len().saturating_sub(1)
            }
            Some(Place::Subgroup(subgroup)) => *subgroup,
            Some(Place::Year(_) | Place::Group(_)) => return twice(element, name, findings),
        };
        self.places.insert(name.to_owned(), Place::Subgroup(subgroup));
        if !here.insert(subgroup) {
            return twice(element, name, findings);
        }
        if let Some(group) = self.groups.get_mut(group)
            && !group.subgroups.contains(&subgroup)
        {
            group.subgroups.push(subgroup);
        }
    }

    fn new_name<'a>(&mut self, element: &'a Element, findings: &mut Findings) -> Option<&'a str> {
        self.names = self.names.saturating_add(1);
        let name = element.value("Name");
        if name.is_empty() {
            findings.refuse(element.line, FetError::NoName { list: List::Students });
        }
        (!name.is_empty() && self.names <= MOST_NAMES).then_some(name)
    }
}

fn twice(element: &Element, name: &str, findings: &mut Findings) {
    findings.refuse(element.line, FetError::DuplicateName { list: List::Students, name: shown(name) });
}

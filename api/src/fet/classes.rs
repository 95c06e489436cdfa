//! The classes that years, groups and subgroups amount to.
//!
//! | In the file | At the school |
//! |---|---|
//! | a year without groups | a class |
//! | a year that is divided by categories, or whose groups have subgroups in common | a class; its groups are parts |
//! | any other year | a parallel; each of its groups is a class, unless it is a part of one by the line above |
//! | subgroups of such a class | parts of one division, "1"; a sole subgroup is the class itself |
//!
//! A year of the third line is a set like any other: all its classes together.

use std::collections::{BTreeSet, HashMap};

use super::Class;
use super::divisions::{Named, divide};
use super::students::{Atom, Atoms, Group, Students, Year};

/// A class, with the parts that the file names.
#[derive(Debug)]
pub(super) struct Root {
    pub(super) class: Class,
    pub(super) atoms: Atoms,
    pub(super) parts: Vec<Named>,
    /// The division for what none of the parts is.
    pub(super) rest: String,
}

#[derive(Debug)]
pub(super) struct Classes {
    roots: Vec<Root>,
    of: HashMap<Atom, Vec<usize>>,
}

impl Classes {
    pub(super) fn of(students: &Students) -> Self {
        let whole = whole_years(students);
        let mut roots = Vec::new();
        let mut done = BTreeSet::new();
        for (position, year) in students.years.iter().enumerate() {
            if whole.contains(&position) {
                roots.push(root_of_year(students, position, year));
                continue;
            }
            for (group, known) in groups_of(students, year) {
                if !is_part(known, &whole) && done.insert(group) {
                    roots.push(root_of_group(students, group, known, year));
                }
            }
        }
        let mut of: HashMap<Atom, Vec<usize>> = HashMap::new();
        for (position, root) in roots.iter().enumerate() {
            for atom in &root.atoms {
                of.entry(*atom).or_default().push(position);
            }
        }
        Self { roots, of }
    }

    pub(super) fn classes(&self) -> Vec<Class> {
        self.roots.iter().map(|root| root.class.clone()).collect()
    }

    pub(super) fn root(&self, position: usize) -> Option<&Root> {
        self.roots.get(position)
    }

    /// Where the classes stand that a smallest set belongs to.
    pub(super) fn positions(&self, atom: Atom) -> &[usize] {
        self.of.get(&atom).map_or(&[], Vec::as_slice)
    }
}

/// The years that are classes.
fn whole_years(students: &Students) -> BTreeSet<usize> {
    let all = || students.years.iter().enumerate();
    let divided = all().filter(|(_, year)| year.is_divided).map(|(position, _)| position).collect();
    let is_whole = |year: &Year| {
        let loose = groups_of(students, year).filter(|(_, group)| !is_part(group, &divided));
        year.is_divided || year.groups.is_empty() || share(students, loose.map(|(group, _)| group))
    };
    all().filter(|(_, year)| is_whole(year)).map(|(position, _)| position).collect()
}

/// Two of the groups have a subgroup in common.
fn share(students: &Students, mut groups: impl Iterator<Item = usize>) -> bool {
    let mut seen = Atoms::new();
    groups.any(|group| students.atoms_of_group(group).into_iter().any(|atom| !seen.insert(atom)))
}

fn groups_of<'a>(students: &'a Students, year: &'a Year) -> impl Iterator<Item = (usize, &'a Group)> {
    year.groups.iter().filter_map(|group| Some((*group, students.groups.get(*group)?)))
}

fn is_part(group: &Group, whole: &BTreeSet<usize>) -> bool {
    group.years.iter().any(|year| whole.contains(year))
}

fn root_of_year(students: &Students, position: usize, year: &Year) -> Root {
    let groups = groups_of(students, year);
    let groups = groups.map(|(group, known)| (known.name.as_str(), students.atoms_of_group(group)));
    let (parts, rest) = divide(year, groups.collect());
    let class = Class { name: year.name.clone(), year: None };
    Root { class, atoms: students.atoms_of_year(position), parts, rest }
}

fn root_of_group(students: &Students, position: usize, group: &Group, year: &Year) -> Root {
    let division = "1".to_owned();
    let atoms = students.atoms_of_group(position);
    let part = |atom: &Atom| Named {
        division: division.clone(),
        name: students.atom_name(*atom).to_owned(),
        atoms: Atoms::from([*atom]),
    };
    let parts = atoms.iter().map(part).collect();
    let class = Class { name: group.name.clone(), year: Some(year.name.clone()) };
    Root { class, atoms, parts, rest: division }
}

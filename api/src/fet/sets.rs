//! The sets of pupils that activities are for, as parts of classes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::classes::{Classes, Root};
use super::students::{Atoms, Students};
use super::{Part, StudentSet};

const MOST_WORK: usize = 2_000_000;

#[derive(Debug)]
pub(super) struct Sets<'a> {
    students: &'a Students,
    classes: &'a Classes,
    /// What a name of the file is called here: a set that is a whole class bears the class's name.
    called: HashMap<String, String>,
    positions: HashMap<BTreeSet<String>, usize>,
    /// Smallest sets looked at so far.
    work: usize,
    sets: Vec<StudentSet>,
}

impl<'a> Sets<'a> {
    pub(super) fn new(students: &'a Students, classes: &'a Classes) -> Self {
        Self {
            students,
            classes,
            called: HashMap::new(),
            positions: HashMap::new(),
            work: 0,
            sets: Vec::new(),
        }
    }

    pub(super) fn into_sets(self) -> Vec<StudentSet> {
        self.sets
    }

    /// Where the set stands that consists of these; the same names make the same set, in any order. None if
    /// the file asks for more than any school would.
    pub(super) fn of(&mut self, names: &[String]) -> Option<usize> {
        let mut called: Vec<String> = Vec::new();
        for name in names {
            let name = self.called(name);
            if !called.contains(&name) {
                called.push(name);
            }
        }
        let key: BTreeSet<String> = called.iter().cloned().collect();
        if let Some(position) = self.positions.get(&key) {
            return Some(*position);
        }
        if self.work > MOST_WORK {
            return None;
        }
        let position = self.sets.len();
        let parts = self.parts(&called);
        self.sets.push(StudentSet { name: called.join(" + "), parts });
        self.positions.insert(key, position);
        Some(position)
    }

    fn called(&mut self, name: &str) -> String {
        if let Some(called) = self.called.get(name) {
            return called.clone();
        }
        let alone = StudentSet { name: name.to_owned(), parts: self.parts(&[name.to_owned()]) };
        let called = alone.class().unwrap_or(name).to_owned();
        self.called.insert(name.to_owned(), called.clone());
        called
    }

    fn parts(&mut self, names: &[String]) -> Vec<Part> {
        let mut by_root: BTreeMap<usize, (Atoms, BTreeSet<Part>)> = BTreeMap::new();
        for name in names {
            let found = self.by_root(name);
            self.work = found.values().map(Atoms::len).fold(self.work, usize::saturating_add);
            for (position, here) in found {
                let Some(root) = self.classes.root(position) else { continue };
                let (atoms, parts) = by_root.entry(position).or_default();
                parts.extend(self.within(root, &here));
                atoms.extend(here);
            }
        }
        by_root
            .into_iter()
            .filter_map(|(position, (atoms, parts))| Some((self.classes.root(position)?, atoms, parts)))
            .flat_map(|(root, atoms, parts)| {
                if atoms.len() == root.atoms.len() { vec![whole(root)] } else { parts.into_iter().collect() }
            })
            .collect()
    }

    fn by_root(&self, name: &str) -> BTreeMap<usize, Atoms> {
        let mut found: BTreeMap<usize, Atoms> = BTreeMap::new();
        for atom in self.students.atoms(name) {
            for root in self.classes.positions(atom) {
                found.entry(*root).or_default().insert(atom);
            }
        }
        found
    }

    /// Pupils of one class as its parts: the class, one part, several parts, or what no part is.
    fn within(&self, root: &Root, atoms: &Atoms) -> Vec<Part> {
        if atoms.len() == root.atoms.len() {
            return vec![whole(root)];
        }
        if let Some(same) = root.parts.iter().find(|part| part.atoms == *atoms) {
            return vec![part(root, &same.division, &same.name)];
        }
        let mut rest = atoms.clone();
        let mut parts = Vec::new();
        for inside in &root.parts {
            if inside.atoms.is_subset(&rest) {
                parts.push(part(root, &inside.division, &inside.name));
                rest.retain(|atom| !inside.atoms.contains(atom));
            }
        }
        parts.extend(rest.iter().map(|atom| part(root, &root.rest, self.students.atom_name(*atom))));
        parts
    }
}

fn whole(root: &Root) -> Part {
    Part { class: root.class.name.clone(), division: None, part: None }
}

fn part(root: &Root, division: &str, name: &str) -> Part {
    Part { class: root.class.name.clone(), division: Some(division.to_owned()), part: Some(name.to_owned()) }
}

//! The divisions of a class: which of its groups belong together, so that no pupil is in two of them.

use super::students::{Atoms, Year};

/// A part of a class that the file names.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) division: String,
    pub(super) name: String,
    pub(super) atoms: Atoms,
}

/// The groups of a year with their divisions, and the division for what is none of them.
///
/// A division is called by the number of its category. A group that no category leads to, or that has pupils
/// in common with its category's other groups, comes into the first division where it has none, or into a
/// new one.
pub(super) fn divide(year: &Year, groups: Vec<(&str, Atoms)>) -> (Vec<Named>, String) {
    let mut taken: Vec<Atoms> = vec![Atoms::new(); year.categories.len()];
    let mut places: Vec<Option<usize>> = Vec::new();
    for (name, atoms) in &groups {
        let category = category_of(year, name);
        places.push(category.filter(|category| take(&mut taken, *category, atoms)));
    }
    let mut parts = Vec::new();
    for ((name, atoms), place) in groups.into_iter().zip(places) {
        let division = place.unwrap_or_else(|| {
            let free = (0..taken.len()).find(|division| take(&mut taken, *division, &atoms));
            free.unwrap_or_else(|| {
                taken.push(atoms.clone());
                taken.len().saturating_sub(1)
            })
        });
        parts.push(Named { division: number(division), name: name.to_owned(), atoms });
    }
    (parts, number(taken.len()))
}

/// FET calls the groups it makes by year, separator and division.
fn category_of(year: &Year, group: &str) -> Option<usize> {
    let division = group.strip_prefix(&year.name)?.strip_prefix(&year.separator)?;
    year.categories.iter().position(|divisions| divisions.iter().any(|name| name == division))
}

fn take(taken: &mut [Atoms], division: usize, atoms: &Atoms) -> bool {
    let Some(taken) = taken.get_mut(division).filter(|taken| taken.is_disjoint(atoms)) else { return false };
    taken.extend(atoms);
    true
}

fn number(division: usize) -> String {
    division.saturating_add(1).to_string()
}

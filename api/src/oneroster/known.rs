//! What the bundle holds, and what it names beyond that.

use std::collections::{HashMap, HashSet};

use super::bundle::{Change, Reference, ReferenceKind};
use super::file_kind::Mode;
use super::intake::{Index, Scope};
use super::report::{Fault, shown};

/// The names given in the files that others refer to, and the names that lead out of the bundle.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) orgs: Index,
    pub(super) sessions: Index,
    pub(super) courses: Index,
    pub(super) classes: Index,
    pub(super) users: Index,
    pub(super) categories: Index,
    pub(super) line_items: Index,
    references: Vec<Reference>,
    told: HashMap<ReferenceKind, HashSet<String>>,
}

/// Where something is named, and by a row that says what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention {
    pub(super) file: &'static str,
    pub(super) row: u32,
    pub(super) field: &'static str,
    pub(super) change: Change,
}

impl Known {
    /// Follows a name. Refuses it when its file speaks of everything there is and not of this; notes it
    /// when the file speaks of changes only or is not there.
    pub(super) fn follow(
        &mut self,
        kind: ReferenceKind,
        sourced_id: &str,
        mention: Mention,
    ) -> Result<(), Fault> {
        let index = self.index(kind);
        if let Some((row, found)) = index.find(sourced_id) {
            return match (mention.change, found) {
                (Change::Set, Change::Delete) => {
                    let file = kind.file().file_name();
                    Err(astray(sourced_id, mention, &format!("{file} deletes in row {row}")))
                }
                (Change::Set, Change::Set) | (Change::Delete, Change::Set | Change::Delete) => Ok(()),
            };
        }
        let scope = index.scope;
        match scope {
            Some(Scope::Read(Mode::Bulk)) => {
                let file = kind.file().file_name();
                Err(astray(sourced_id, mention, &format!("is not in {file}")))
            }
            Some(Scope::ReadInPart) => Ok(()),
            Some(Scope::Read(Mode::Delta)) | None => {
                self.note(kind, sourced_id, mention);
                Ok(())
            }
        }
    }

    pub(super) fn into_references(self) -> Vec<Reference> {
        self.references
    }

    fn note(&mut self, kind: ReferenceKind, sourced_id: &str, mention: Mention) {
        let told = self.told.entry(kind).or_default();
        if told.contains(sourced_id) {
            return;
        }
        told.insert(sourced_id.to_owned());
        let Mention { file, row, field, .. } = mention;
        self.references.push(Reference { kind, sourced_id: sourced_id.to_owned(), file, row, field });
    }

    const fn index(&self, kind: ReferenceKind) -> &Index {
        match kind {
            ReferenceKind::Org => &self.orgs,
            ReferenceKind::Session => &self.sessions,
            ReferenceKind::Course => &self.courses,
            ReferenceKind::Class => &self.classes,
            ReferenceKind::User => &self.users,
            ReferenceKind::Category => &self.categories,
            ReferenceKind::LineItem => &self.line_items,
        }
    }
}

fn astray(sourced_id: &str, mention: Mention, what: &str) -> Fault {
    let noun = noun(mention.field);
    Fault::at(mention.field, format!("names {noun} {}, which {what}", shown(sourced_id)))
}

/// What a field names: `gradingPeriodSourcedId` names a grading period.
fn noun(field: &str) -> String {
    let stem = field.trim_end_matches('s').trim_end_matches("SourcedId");
    let mut words = String::with_capacity(field.len());
    for letter in stem.chars() {
        if letter.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

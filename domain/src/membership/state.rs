//! What a membership must remember to decide.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::MembershipEvent;
use crate::access::{Grant, Level, Over, Role, Section, Standing};
use crate::id::PersonId;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// Each role held, with the sequence of the event that granted it.
    granted: BTreeMap<Role, u64>,
    /// Each section opened, how wide, and by which event.
    opened: BTreeMap<Role, BTreeMap<Section, (Level, u64)>>,
    seen: u64,
}

impl Membership {
    pub fn holds(&self, role: Role) -> bool {
        self.granted.contains_key(&role)
    }

    /// The roles held, each with the sequence of its grant in this stream.
    pub fn roles(&self) -> impl Iterator<Item = (Role, u64)> + '_ {
        self.granted.iter().map(|(role, grant)| (*role, *grant))
    }

    /// How wide a section is opened to a role.
    pub fn opened(&self, role: Role, section: Section) -> Option<Level> {
        self.opened.get(&role)?.get(&section).map(|(level, _)| *level)
    }

    /// The sections opened to an editor, each with its width and the sequence of the event.
    pub fn sections(&self) -> impl Iterator<Item = (Role, Section, Level, u64)> + '_ {
        self.opened.iter().flat_map(|(role, sections)| {
            sections.iter().map(|(section, (level, sequence))| (*role, *section, *level, *sequence))
        })
    }

    /// Whether this is somebody of the staff; what follows from the timetable or from a class counts
    /// only for them.
    pub fn is_employed(&self) -> bool {
        self.granted.keys().any(|role| role.base() == Some(Role::Employee))
    }

    /// What this membership alone gives.
    pub fn standing(&self, person: PersonId, two_factors: bool) -> Standing {
        let mut standing = Standing::of(person, two_factors);
        let grant = |sequence| Grant { stream: "membership", id: person.0, sequence };
        for (role, sequence) in &self.granted {
            // Early records granted the role by hand; over which class is said by the class alone.
            let role = if *role == Role::Teacher { Role::Employee } else { *role };
            standing.add(role, Over::Institution, grant(*sequence));
        }
        for (role, section, level, sequence) in self.sections() {
            standing.add(role, Over::Section { section, level }, grant(sequence));
        }
        standing
    }

    /// Never fails and never judges: the event has already happened.
    pub(super) fn absorb(&mut self, event: MembershipEvent) {
        self.seen += 1;
        match event {
            MembershipEvent::RoleGranted { role, .. } => {
                self.granted.insert(role, self.seen);
            }
            MembershipEvent::RoleRevoked { role, .. } => {
                self.granted.remove(&role);
                self.opened.remove(&role);
            }
            MembershipEvent::SectionOpenedToEditor { role, section, level, .. } => {
                self.opened.entry(role).or_default().insert(section, (level, self.seen));
            }
            MembershipEvent::SectionClosedToEditor { role, section, .. } => {
                if let Some(sections) = self.opened.get_mut(&role) {
                    sections.remove(&section);
                }
            }
        }
    }
}

//! What one person holds, and whether it reaches what they ask for.

use uuid::Uuid;

use super::{Action, Level, Reach, Right, Role, Section};
use crate::id::{ClassId, LessonId, PersonId, SubjectId};

/// Everything a person holds in one institution, as far as it was looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    person: PersonId,
    two_factors: bool,
    holds: Vec<Hold>,
}

/// One role, over what, and the event that gave it. Two holds of the same role stay two: a right is
/// never widened by another hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    pub role: Role,
    pub over: Over,
    pub grant: Grant,
}

/// What a role is held over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Over {
    Institution,
    /// A class that is led, served or studied in.
    Class(ClassId),
    /// A subject taught in a class.
    Journal {
        class_id: ClassId,
        subject_id: SubjectId,
    },
    /// One lesson that is given in somebody's place.
    Lesson {
        lesson_id: LessonId,
        class_id: ClassId,
        subject_id: SubjectId,
    },
    /// A pupil whose guardian this person is, and the classes the pupil is in.
    Child {
        pupil_id: PersonId,
        classes: Vec<ClassId>,
    },
    /// A section opened to an editor.
    Section {
        section: Section,
        level: Level,
    },
}

/// The event behind a hold: its stream and its sequence there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    pub stream: &'static str,
    pub id: Uuid,
    pub sequence: u64,
}

/// What an action is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Object {
    /// The institution as a whole. Asking for a list is asking for this; the list is then cut to
    /// [`Standing::scope`].
    Institution,
    /// Another institution; `below`: under this one in the tree.
    OtherInstitution {
        below: bool,
    },
    Class(ClassId),
    Journal {
        class_id: ClassId,
        subject_id: SubjectId,
    },
    /// One lesson of a journal, and what is written in it.
    Lesson {
        lesson_id: LessonId,
        class_id: ClassId,
        subject_id: SubjectId,
    },
    /// A person, and the classes they are a pupil of.
    Person {
        person_id: PersonId,
        classes: Vec<ClassId>,
    },
}

/// The answer, with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Allowed(Ground),
    /// The object may be seen, but this may not be done with it.
    Forbidden,
    /// Not even that it exists may be known.
    Unseen,
}

/// Why something was allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    pub role: Role,
    pub action: Action,
    pub reach: Reach,
    pub seed_lines: &'static [u16],
    pub grant: Grant,
}

/// What of a list may be seen: the union over everything that is held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// The whole institution; the rest is then of no interest.
    pub institution: bool,
    pub journals: Vec<(Uuid, Uuid)>,
    pub classes: Vec<Uuid>,
    pub people: Vec<Uuid>,
}

impl Scope {
    /// Whether nothing at all may be seen.
    pub fn is_empty(&self) -> bool {
        !self.institution && self.journals.is_empty() && self.classes.is_empty() && self.people.is_empty()
    }
}

impl Standing {
    /// Somebody of whom nothing is known yet. `two_factors`: whether they have proved a second factor,
    /// without which some roles do not count.
    pub const fn of(person: PersonId, two_factors: bool) -> Self {
        Self { person, two_factors, holds: Vec::new() }
    }

    pub const fn person(&self) -> PersonId {
        self.person
    }

    pub fn holds(&self) -> &[Hold] {
        &self.holds
    }

    pub fn has(&self, role: Role) -> bool {
        self.holds.iter().any(|hold| hold.role == role)
    }

    /// Adds a hold, and with it the base category of its role.
    pub fn add(&mut self, role: Role, over: Over, grant: Grant) {
        if let Some(base) = role.base().filter(|base| !self.has(*base) && *base != role) {
            self.holds.push(Hold { role: base, over: Over::Institution, grant });
        }
        self.holds.push(Hold { role, over, grant });
    }

    /// Roles that are held but do not count until a second factor is proved.
    pub fn dormant(&self) -> impl Iterator<Item = Role> + '_ {
        self.holds.iter().map(|hold| hold.role).filter(|role| role.needs_second_factor() && !self.two_factors)
    }

    /// Whether the action may be done with the object. Rights are the union over all holds; none of
    /// them takes away what another gives.
    pub fn decide(&self, action: Action, object: &Object) -> Decision {
        if let Some(ground) = self.ground(action, object) {
            return Decision::Allowed(ground);
        }
        let view = action.seen_through();
        if view != action && self.ground(view, object).is_some() {
            return Decision::Forbidden;
        }
        Decision::Unseen
    }

    fn ground(&self, action: Action, object: &Object) -> Option<Ground> {
        self.in_force(action).find_map(|(hold, right)| {
            self.reaches(hold, right.reach, action, object).then_some(Ground {
                role: hold.role,
                action,
                reach: right.reach,
                seed_lines: right.seed_lines,
                grant: hold.grant,
            })
        })
    }

    /// Everything of which the action may be done, for filtering lists.
    pub fn scope(&self, action: Action) -> Scope {
        let mut scope = Scope::default();
        for (hold, right) in self.in_force(action) {
            match (right.reach, &hold.over) {
                (Reach::Institution | Reach::Subordinate, _) => scope.institution = true,
                (Reach::OpenedSection, _) => {
                    scope.institution |= self.reaches(hold, right.reach, action, &Object::Institution);
                }
                (Reach::OwnAccount, _) => scope.people.push(self.person.0),
                (Reach::OwnChild, Over::Child { pupil_id, .. }) => scope.people.push(pupil_id.0),
                (Reach::ChildsClass, Over::Child { classes, .. }) => {
                    scope.classes.extend(classes.iter().map(|class| class.0));
                }
                (Reach::OwnClass, Over::Class(class_id)) => scope.classes.push(class_id.0),
                (Reach::Taught, Over::Journal { class_id, subject_id }) => {
                    scope.journals.push((class_id.0, subject_id.0));
                }
                (Reach::OwnChild | Reach::ChildsClass | Reach::OwnClass | Reach::Taught, _) => {}
            }
        }
        scope
    }

    fn in_force(&self, action: Action) -> impl Iterator<Item = (&Hold, &'static Right)> {
        self.holds.iter().filter(|hold| self.two_factors || !hold.role.needs_second_factor()).flat_map(
            move |hold| {
                action.rights().iter().filter(|right| right.role == hold.role).map(move |right| (hold, right))
            },
        )
    }

    fn reaches(&self, hold: &Hold, reach: Reach, action: Action, object: &Object) -> bool {
        match reach {
            Reach::Institution => !matches!(object, Object::OtherInstitution { .. }),
            Reach::Subordinate => {
                matches!(object, Object::Institution | Object::OtherInstitution { below: true })
            }
            Reach::OwnAccount => {
                matches!(object, Object::Person { person_id, .. } if *person_id == self.person)
            }
            Reach::OwnChild => match (&hold.over, object) {
                (Over::Child { pupil_id, .. }, Object::Person { person_id, .. }) => pupil_id == person_id,
                _ => false,
            },
            Reach::ChildsClass => match (&hold.over, object) {
                (
                    Over::Child { classes, .. },
                    Object::Class(class_id)
                    | Object::Journal { class_id, .. }
                    | Object::Lesson { class_id, .. },
                ) => classes.contains(class_id),
                _ => false,
            },
            Reach::OwnClass => match (&hold.over, object) {
                (
                    Over::Class(own),
                    Object::Class(class_id)
                    | Object::Journal { class_id, .. }
                    | Object::Lesson { class_id, .. },
                ) => own == class_id,
                (Over::Class(own), Object::Person { classes, .. }) => classes.contains(own),
                _ => false,
            },
            Reach::Taught => match (&hold.over, object) {
                (
                    Over::Journal { class_id, subject_id },
                    Object::Journal { class_id: asked, subject_id: of }
                    | Object::Lesson { class_id: asked, subject_id: of, .. },
                ) => class_id == asked && subject_id == of,
                // All three: what is asked for may name a lesson of another class.
                (
                    Over::Lesson { lesson_id, class_id, subject_id },
                    Object::Lesson { lesson_id: asked, class_id: of, subject_id: in_subject },
                ) => lesson_id == asked && class_id == of && subject_id == in_subject,
                _ => false,
            },
            Reach::OpenedSection => match (&hold.over, action.section()) {
                (Over::Section { section, level }, Some((needed, at_least))) => {
                    *section == needed
                        && *level >= at_least
                        && !matches!(object, Object::OtherInstitution { .. })
                }
                _ => false,
            },
        }
    }
}

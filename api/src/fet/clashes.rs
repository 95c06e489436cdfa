//! What is booked twice in one hour: FET lets a teacher, students or a room be, if it is asked to.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::Activity;
use super::students::{Atoms, Students};

const MOST_CLASHES: usize = 50;

/// Who or what is in two activities at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Booked {
    Teacher,
    Students,
    Room,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clash {
    pub booked: Booked,
    /// The teacher, the smallest set of students that is in both, or the room.
    pub name: String,
    pub day: u8,
    pub hour: u8,
    /// The two activities, in the file's order.
    pub activities: (u32, u32),
}

/// The clashes, by day and hour; at most 50.
pub(super) fn find(activities: &[Activity], students: &Students) -> Vec<Clash> {
    let mut slots: BTreeMap<(u8, u8), Vec<&Activity>> = BTreeMap::new();
    for activity in activities {
        for hour in (activity.hour..).take(usize::from(activity.duration)) {
            slots.entry((activity.day, hour)).or_default().push(activity);
        }
    }
    let mut atoms = HashMap::new();
    let mut clashes = Vec::new();
    for ((day, hour), together) in slots {
        let mut slot = Slot { day, hour, ..Slot::default() };
        for activity in together {
            slot.book(activity, students, &mut atoms, &mut clashes);
            if clashes.len() >= MOST_CLASHES {
                clashes.truncate(MOST_CLASHES);
                return clashes;
            }
        }
    }
    clashes
}

/// Who is where in one hour of one day.
#[derive(Debug, Default)]
struct Slot<'a> {
    day: u8,
    hour: u8,
    teachers: HashMap<&'a str, u32>,
    rooms: HashMap<&'a str, u32>,
    atoms: HashMap<usize, u32>,
}

impl<'a> Slot<'a> {
    fn book(
        &mut self,
        activity: &'a Activity,
        students: &Students,
        known: &mut HashMap<&'a str, Atoms>,
        clashes: &mut Vec<Clash>,
    ) {
        let (day, hour) = (self.day, self.hour);
        let mut clash = |booked, name: &str, earlier| {
            let activities = (earlier, activity.id);
            clashes.push(Clash { booked, name: name.to_owned(), day, hour, activities });
        };
        for teacher in &activity.teachers {
            if let Some(earlier) = self.teachers.insert(teacher, activity.id) {
                clash(Booked::Teacher, teacher, earlier);
            }
        }
        // One clash of students is enough to tell of two activities.
        'names: for name in &activity.students {
            let atoms = known.entry(name).or_insert_with(|| students.atoms(name));
            for atom in atoms.iter() {
                match self.atoms.insert(*atom, activity.id) {
                    Some(earlier) if earlier != activity.id => {
                        clash(Booked::Students, students.atom_name(*atom), earlier);
                        break 'names;
                    }
                    Some(_) | None => {}
                }
            }
        }
        for room in activity.room.iter().chain(&activity.more_rooms) {
            match self.rooms.insert(room, activity.id) {
                Some(earlier) if earlier != activity.id => clash(Booked::Room, room, earlier),
                Some(_) | None => {}
            }
        }
    }
}

//! Looking up what a person holds: on the streams themselves, so that a right counts from the moment it
//! is given and not a moment longer. Read models only say which streams to look at.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use dayek_domain::access::Standing;
use dayek_domain::id::{ClassId, InstitutionId, PersonId};
use dayek_domain::membership::Membership;
use dayek_domain::person::Person;
use dayek_domain::school_class::{Enrolment, SchoolClass};
use dayek_projections::{change_history, directory};
use uuid::Uuid;

use crate::log::{History, Log, LogError, StreamKey};

/// Whose standing, and on which day of the school.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub institution: InstitutionId,
    pub person: PersonId,
    pub two_factors: bool,
    pub day: NaiveDate,
}

/// What the person's own membership gives: all there is to most questions of staff.
pub async fn of_membership(log: &Log, asked: Asked) -> Result<Standing, LogError> {
    let key = StreamKey::of::<Membership>(asked.person);
    let history = log.read(asked.institution, &key).await?;
    let membership: Membership = log.fold(asked.institution, key.id, &history, &HashMap::new())?;
    Ok(membership.standing(asked.person, asked.two_factors))
}

/// Everything the person holds now: roles, subjects taught, classes led, served and studied in, children.
pub async fn now(log: &Log, asked: Asked) -> Result<Standing, LogError> {
    let ties = directory::ties(log.pool(), asked.institution.0, asked.person.0).await?;
    gather(log, asked, ties.classes, ties.children, None).await
}

/// Everything the person held at a moment of the past. What may have been a tie then stands in the
/// change history, also when it is none any more.
pub async fn at(log: &Log, asked: Asked, moment: DateTime<Utc>) -> Result<Standing, LogError> {
    let pool = log.pool();
    let (institution, person) = (asked.institution.0, asked.person.0);
    let classes = change_history::classes_of(pool, institution, &[person]).await?;
    let children = change_history::children_of(pool, institution, person).await?;
    let mut placed: Vec<(Uuid, Option<Uuid>)> = children.iter().map(|child| (*child, None)).collect();
    let of_children = change_history::classes_of(pool, institution, &children).await?;
    placed.extend(of_children.into_iter().map(|(child, class)| (child, Some(class))));
    let classes = classes.into_iter().map(|(_, class)| class).collect();
    gather(log, asked, classes, placed, Some(moment)).await
}

async fn gather(
    log: &Log,
    asked: Asked,
    mut classes: Vec<Uuid>,
    children: Vec<(Uuid, Option<Uuid>)>,
    until: Option<DateTime<Utc>>,
) -> Result<Standing, LogError> {
    let mut of_child: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for (child, class) in children {
        of_child.entry(child).or_default().extend(class);
    }
    let own = classes.clone();
    classes.extend(of_child.values().flatten());
    classes.sort_unstable();
    classes.dedup();
    let membership = StreamKey::of::<Membership>(asked.person);
    let mut keys = vec![membership.clone()];
    keys.extend(classes.iter().map(|class| StreamKey::of::<SchoolClass>(*class)));
    keys.extend(of_child.keys().map(|child| StreamKey::of::<Person>(*child)));
    let mut histories = log.read_until(asked.institution, &keys, until).await?;
    let sealed = log.keys_of(asked.institution, histories.values()).await?;

    let history = histories.remove(&membership).unwrap_or_default();
    let state: Membership = log.fold(asked.institution, membership.id, &history, &HashMap::new())?;
    let mut standing = state.standing(asked.person, asked.two_factors);
    let mut states: HashMap<Uuid, SchoolClass> = HashMap::with_capacity(classes.len());
    for class in classes {
        let history = taken(&mut histories, &StreamKey::of::<SchoolClass>(class));
        states.insert(class, log.fold(asked.institution, class, &history, &HashMap::new())?);
    }
    for class in own {
        if let Some(state) = states.get(&class) {
            state.add_to(&mut standing, ClassId(class), asked.day);
        }
    }
    for (child, classes) in of_child {
        let history = taken(&mut histories, &StreamKey::of::<Person>(child));
        let pupil: Person = log.fold(asked.institution, child, &history, &sealed)?;
        let is_in = |class: &Uuid| {
            states
                .get(class)
                .is_some_and(|state| state.enrolment_on(PersonId(child), asked.day) == Enrolment::Member)
        };
        let classes = classes.into_iter().filter(is_in).map(ClassId).collect();
        pupil.add_to(&mut standing, PersonId(child), classes);
    }
    Ok(standing)
}

fn taken(histories: &mut HashMap<StreamKey, History>, key: &StreamKey) -> History {
    histories.remove(key).unwrap_or_default()
}

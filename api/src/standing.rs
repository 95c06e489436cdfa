//! Looking up what a person holds: on the streams themselves, so that a right counts from the moment it
//! is given and not a moment longer. Read models only say which streams to look at.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use dayek_domain::access::Standing;
use dayek_domain::id::{ClassId, InstitutionId, LessonId, PersonId};
use dayek_domain::lesson::Lesson;
use dayek_domain::membership::Membership;
use dayek_domain::person::Person;
use dayek_domain::school_class::{Enrolment, SchoolClass};
use dayek_projections::{change_history, directory, timetable};
use uuid::Uuid;

use crate::log::{Log, LogError};

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
    let membership = membership(log, asked, None).await?;
    Ok(membership.standing(asked.person, asked.two_factors))
}

async fn membership(log: &Log, asked: Asked, until: Option<DateTime<Utc>>) -> Result<Membership, LogError> {
    let person = asked.person.0;
    let mut states = log.states::<Membership>(asked.institution, &[person], until).await?;
    Ok(states.remove(&person).unwrap_or_default())
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
    let mut standing = membership(log, asked, until).await?.standing(asked.person, asked.two_factors);
    let states = log.states::<SchoolClass>(asked.institution, &classes, until).await?;
    for class in own {
        if let Some(state) = states.get(&class) {
            state.add_to(&mut standing, ClassId(class), asked.day);
        }
    }
    let given = timetable::substituted_on(log.pool(), asked.institution.0, asked.person.0, asked.day).await?;
    for (lesson, state) in log.states::<Lesson>(asked.institution, &given, until).await? {
        state.add_to(&mut standing, LessonId(lesson), asked.day);
    }
    let children: Vec<Uuid> = of_child.keys().copied().collect();
    let mut pupils = log.states::<Person>(asked.institution, &children, until).await?;
    for (child, classes) in of_child {
        let is_in = |class: &Uuid| {
            states
                .get(class)
                .is_some_and(|state| state.enrolment_on(PersonId(child), asked.day) == Enrolment::Member)
        };
        let classes = classes.into_iter().filter(is_in).map(ClassId).collect();
        pupils.remove(&child).unwrap_or_default().add_to(&mut standing, PersonId(child), classes);
    }
    Ok(standing)
}

//! Who may see whose timetable: the staff every one, a pupil that of the own classes, a parent that of the
//! child's.

use dayek_domain::access::{Action, Object};
use dayek_domain::id::{ClassId, PersonId, RoomId};
use uuid::Uuid;

use crate::http::App;
use crate::http::caller::Caller;
use crate::refusal::Refusal;

/// Whose timetable is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    Everybody,
    Class(ClassId),
    Teacher(PersonId),
    Room(RoomId),
    Pupil(PersonId),
}

impl Whose {
    /// Of class, teacher, room and pupil at most one is named.
    pub(crate) fn named(
        class: Option<Uuid>,
        teacher: Option<Uuid>,
        room: Option<Uuid>,
        pupil: Option<Uuid>,
    ) -> Result<Self, Refusal> {
        match (class, teacher, room, pupil) {
            (None, None, None, None) => Ok(Self::Everybody),
            (Some(class), None, None, None) => Ok(Self::Class(ClassId(class))),
            (None, Some(teacher), None, None) => Ok(Self::Teacher(PersonId(teacher))),
            (None, None, Some(room), None) => Ok(Self::Room(RoomId(room))),
            (None, None, None, Some(pupil)) => Ok(Self::Pupil(PersonId(pupil))),
            _ => Err(Refusal::input("query", "name one class, one teacher, one room or one pupil")),
        }
    }
}

/// Lets the caller go on only if they may see this timetable.
pub(crate) async fn may_view(app: &App, caller: Caller, whose: Whose) -> Result<(), Refusal> {
    let every = caller.may(app, Action::ViewTimetable, &Object::Institution).await;
    let Err(refusal) = every else { return Ok(()) };
    if !matches!(refusal, Refusal::NotFound | Refusal::Forbidden { .. }) {
        return Err(refusal);
    }
    match whose {
        Whose::Everybody | Whose::Teacher(_) | Whose::Room(_) => Err(refusal),
        Whose::Pupil(pupil) => {
            let object = caller.person_as_object(app, pupil).await?;
            caller.may(app, Action::ViewOwnTimetable, &object).await
        }
        Whose::Class(class) => {
            for person in caller.scope(app, Action::ViewOwnTimetable).await?.people {
                if caller.classes_of_pupil(app, PersonId(person)).await?.contains(&class) {
                    return Ok(());
                }
            }
            Err(Refusal::NotFound)
        }
    }
}

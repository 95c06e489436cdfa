//! Who may have whose timetable in a calendar: asked when the address is made, and each time it is read.

use chrono::NaiveDate;
use dayek_domain::access::{Action, Decision, Object, Standing};
use dayek_domain::id::{ClassId, InstitutionId, PersonId};
use dayek_projections::directory;
use uuid::Uuid;

use crate::calendar_feeds::FeedOf;
use crate::http::App;
use crate::refusal::Refusal;

/// Refuses what is not there, and what somebody with this standing may not see.
pub(crate) async fn must_be_visible(
    app: &App,
    institution: InstitutionId,
    standing: &Standing,
    (of, id): (FeedOf, Uuid),
    today: NaiveDate,
) -> Result<(), Refusal> {
    let (pool, school) = (&app.pool, institution.0);
    let (is_there, action, object) = match of {
        FeedOf::Class => {
            let class = directory::class(pool, school, id).await?;
            (class.is_some(), Action::ViewTimetable, Object::Institution)
        }
        FeedOf::Room => {
            let rooms = directory::room_names(pool, school, &[id]).await?;
            (!rooms.is_empty(), Action::ViewTimetable, Object::Institution)
        }
        FeedOf::Teacher | FeedOf::Pupil => {
            let known = directory::people(pool, school, &[id]).await?;
            let classes = directory::classes_of_pupil(pool, school, id, today).await?;
            let classes = classes.into_iter().map(ClassId).collect();
            let person = Object::Person { person_id: PersonId(id), classes };
            (!known.is_empty(), Action::ViewOwnTimetable, person)
        }
    };
    match standing.decide(action, &object) {
        Decision::Allowed(_) if is_there => Ok(()),
        Decision::Allowed(_) | Decision::Forbidden | Decision::Unseen => Err(Refusal::NotFound),
    }
}

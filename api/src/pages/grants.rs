//! The event behind a right in words: what was given and when, with the way to where it stands.

use dayek_domain::access::{Action, Object, Role};
use dayek_domain::id::{ClassId, PersonId};
use dayek_projections::{directory, timetable};
use uuid::Uuid;

use super::people::names_of;
use super::views::Named;
use super::visitor::Visitor;
use crate::http::App;
use crate::http::problem::Refused;

/// An event that gave a right.
pub(super) struct GivenBy<'a> {
    pub(super) stream: &'a str,
    pub(super) id: Uuid,
    pub(super) sequence: u64,
    /// The role the right comes with.
    pub(super) role: Option<Role>,
    /// The subject, for a right over one.
    pub(super) subject: Option<Uuid>,
}

pub(super) async fn grant_in_words(
    app: &App,
    visitor: &Visitor,
    given: GivenBy<'_>,
) -> Result<Named, Refused> {
    let words = visitor.words;
    let named = match given.stream {
        "membership" => Named {
            href: visitor.way_to(given.id, vec![]),
            label: words.t1(
                "grant-role",
                "role",
                &given.role.map(|role| visitor.role(role)).unwrap_or_default(),
            ),
        },
        "school_class" => in_class(app, visitor, &given).await?,
        "person" => of_child(app, visitor, given.id).await?,
        "lesson" => in_lesson(app, visitor, given.id).await?,
        _ => Named { href: None, label: words.t("grant-other") },
    };
    let institution = visitor.caller.institution();
    let moment = app.log.recorded_at(institution, given.stream, given.id, given.sequence).await?;
    Ok(match moment {
        Some(moment) => {
            let day = visitor.time.day_of(moment).format("%d.%m.%Y");
            Named { label: format!("{}, {day}", named.label), ..named }
        }
        None => named,
    })
}

async fn in_class(app: &App, visitor: &Visitor, given: &GivenBy<'_>) -> Result<Named, Refused> {
    let (words, institution) = (visitor.words, visitor.caller.institution());
    let class = directory::class_names(&app.pool, institution.0, &[given.id]).await?.remove(&given.id);
    let subject: Vec<Uuid> = given.subject.into_iter().collect();
    let subject = directory::subject_names(&app.pool, institution.0, &subject).await?.into_values().next();
    let place = [class, subject].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let label = if given.role == Some(Role::Teacher) {
        words.t1("grant-teacher", "place", &place)
    } else if given.role == Some(Role::ClassLeader) {
        words.t1("grant-class-leader", "place", &place)
    } else if given.role == Some(Role::Psychologist) {
        words.t1("grant-psychologist", "place", &place)
    } else if given.role == Some(Role::Pupil) {
        words.t1("grant-pupil", "place", &place)
    } else {
        words.t1("grant-class", "place", &place)
    };
    let opens = visitor.can(Action::ViewClassPages, &Object::Class(ClassId(given.id)));
    Ok(Named { href: opens.then(|| format!("/classes/{}", given.id)), label })
}

async fn of_child(app: &App, visitor: &Visitor, child: Uuid) -> Result<Named, Refused> {
    let name = names_of(app, visitor.caller.institution(), &[child]).await?.remove(&child);
    let name = name.unwrap_or_else(|| visitor.words.t("erased"));
    let about = visitor.caller.person_as_object(app, PersonId(child)).await?;
    let marks = || visitor.can(Action::ViewDiary, &about).then(|| format!("/pupils/{child}"));
    let href = visitor.way_to(child, vec![]).or_else(marks);
    Ok(Named { href, label: visitor.words.t1("grant-guardian", "name", &name) })
}

async fn in_lesson(app: &App, visitor: &Visitor, lesson: Uuid) -> Result<Named, Refused> {
    let institution = visitor.caller.institution();
    let place = timetable::places_of(&app.pool, institution.0, &[lesson]).await?.remove(&lesson);
    let place = match place {
        Some((class, day)) => {
            let name = directory::class_names(&app.pool, institution.0, &[class]).await?.remove(&class);
            format!("{}, {}", name.unwrap_or_default(), day.format("%d.%m.%Y"))
        }
        None => String::new(),
    };
    Ok(Named { href: None, label: visitor.words.t1("grant-lesson", "place", &place) })
}

//! What the forms of a plan send, and what a refused one leaves on the page.

use dayek_domain::id::{PersonId, RoomId, SubjectId};
use dayek_domain::timetable::{PlannedSlot, Week, Weekday};
use serde::Deserialize;
use uuid::Uuid;

use crate::pages::views::FieldError;
use crate::pages::words::Words;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct DraftSent {
    pub(super) bells: String,
    pub(super) name: String,
}

#[derive(Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct SlotSent {
    /// The class or one of its groups.
    pub(super) of: String,
    pub(super) weekday: String,
    pub(super) number: String,
    pub(super) week: String,
    pub(super) subject: String,
    pub(super) teacher: Vec<String>,
    /// None is an empty text.
    pub(super) room: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct PublicationSent {
    pub(super) from: String,
}

/// What a form left on the page, or what was asked for by a link.
#[derive(Default)]
pub(super) struct Left {
    pub(super) errors: Vec<FieldError>,
    pub(super) draft: Option<DraftSent>,
    pub(super) slot: SlotSent,
    /// The lesson of the week that is being changed.
    pub(super) changed: Option<Uuid>,
    pub(super) from: Option<String>,
}

impl SlotSent {
    /// As it stands in the plan.
    pub(super) fn of_planned(class: Uuid, slot: &PlannedSlot) -> Self {
        Self {
            of: class.to_string(),
            weekday: slot.weekday.as_ref().to_owned(),
            number: slot.number.to_string(),
            week: slot.week.as_ref().to_owned(),
            subject: slot.subject_id.to_string(),
            teacher: slot.teacher_ids.iter().map(ToString::to_string).collect(),
            room: slot.room_id.map(|room| room.to_string()).unwrap_or_default(),
        }
    }

    /// What was chosen, or the field in which nothing was.
    pub(super) fn read(&self, words: &Words) -> Result<PlannedSlot, FieldError> {
        let fault = |field| FieldError { field, text: words.t("error-choose") };
        let weekday: Weekday = self.weekday.parse().map_err(|_| fault("weekday"))?;
        let number: u8 = self.number.parse().map_err(|_| fault("number"))?;
        let week: Week =
            if self.week.is_empty() { Week::Every } else { self.week.parse().map_err(|_| fault("week"))? };
        let subject_id: SubjectId = self.subject.parse().map_err(|_| fault("subject"))?;
        let chosen = self.teacher.iter().filter(|teacher| !teacher.is_empty());
        let teacher_ids: Result<Vec<PersonId>, _> = chosen.map(|teacher| teacher.parse()).collect();
        let teacher_ids = teacher_ids.map_err(|_| fault("teacher"))?;
        let room_id = match self.room.as_str() {
            "" => None,
            room => Some(room.parse::<RoomId>().map_err(|_| fault("room"))?),
        };
        Ok(PlannedSlot { weekday, number, week, subject_id, teacher_ids, room_id })
    }

    pub(super) fn teachers(&self) -> Vec<Uuid> {
        self.teacher.iter().filter_map(|teacher| teacher.parse().ok()).collect()
    }
}

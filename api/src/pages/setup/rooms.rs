//! The rooms of the school on their page; the buildings stand beside them.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::id::{BuildingId, RoomId};
use dayek_projections::directory::{self, BuildingRow, RoomRow};
use serde::Deserialize;
use uuid::Uuid;

use super::lines::{Faults, day, lines};
use super::{ask, choices, chosen, fresh};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::form::{Sent, go_to, page, refused_form};
use crate::pages::rights::run;
use crate::pages::views::{BuildingEdit, BuildingLine, FieldError, RoomEdit, RoomLine, SetupRooms};
use crate::pages::visitor::Visitor;
use crate::usecases::{AddRoom, All, Known, RetireRoom};

#[derive(Default, Clone, Copy, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct RoomsQuery {
    /// The room to change.
    room: Option<Uuid>,
    /// The building to change.
    building: Option<Uuid>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct RoomsSent {
    building: String,
    rooms: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct RoomSent {
    name: String,
    seats: String,
    building: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct RetirementSent {
    on: String,
}

/// What a form left on the page.
#[derive(Default)]
pub(super) struct Left {
    pub(super) errors: Vec<FieldError>,
    pub(super) rooms: RoomsSent,
    pub(super) buildings: String,
    /// Of which room.
    pub(super) room: Option<(Uuid, RoomSent)>,
    pub(super) building: Option<BuildingEdit>,
}

pub(in crate::pages) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<RoomsQuery>,
) -> Result<Response, Refused> {
    page(&view(&app, &visitor, query, Left::default()).await?)
}

/// Adds rooms of one building, all or none.
pub(in crate::pages) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<RoomsSent>,
) -> Result<Response, Refused> {
    visitor.may(Action::EditDirectory, &Object::Institution)?;
    let words = visitor.words;
    let mut faults = Faults::of(words, "rooms");
    let building_id = chosen::<BuildingId>(&sent.building).unwrap_or_else(|_| {
        faults.errors.push(FieldError { field: "rooms_building", text: words.t("error-choose") });
        None
    });
    let mut known = directory::rooms(&app.pool, visitor.caller.institution().0).await?;
    known.retain(|room| room.building_id == building_id.map(Uuid::from) && room.retired_on.is_none());
    let read = lines(&sent.rooms);
    faults.check(&read, 2);
    faults.check_names(&read, known.iter().map(|room| room.name.as_str()));
    let mut rooms = Vec::with_capacity(read.len());
    for line in &read {
        let Ok(seats) = seats(line.field(1).unwrap_or_default()) else {
            faults.add(line.number, &words.t("error-not-a-number"));
            continue;
        };
        rooms.push(AddRoom { room_id: fresh(&app)?, name: line.name().to_owned(), building_id, seats });
    }
    if faults.errors.is_empty() {
        match ask(&app, &visitor, All(rooms)).await? {
            None => return Ok(saved()),
            Some(rule) => faults.add_rule(&rule, &read),
        }
    }
    let errors = faults.errors;
    refuse(&app, &visitor, Left { errors, rooms: sent, ..Left::default() }).await
}

pub(in crate::pages) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Path(room): Path<Uuid>,
    Sent(sent): Sent<RoomSent>,
) -> Result<Response, Refused> {
    let words = visitor.words;
    let fault = match (seats(&sent.seats), chosen(&sent.building)) {
        (Ok(seats), Ok(building_id)) => {
            let (room_id, name) = (RoomId(room), sent.name.trim().to_owned());
            let use_case = Known(AddRoom { room_id, name, building_id, seats });
            match run(&app, &visitor, use_case).await? {
                None => return Ok(saved()),
                Some(text) => FieldError { field: "room_name", text },
            }
        }
        (Err(()), _) => FieldError { field: "room_seats", text: words.t("error-not-a-number") },
        (Ok(_), Err(_)) => FieldError { field: "room_building", text: words.t("error-choose") },
    };
    let left = Left { errors: vec![fault], room: Some((room, sent)), ..Left::default() };
    refuse(&app, &visitor, left).await
}

pub(in crate::pages) async fn retire(
    State(app): State<App>,
    visitor: Visitor,
    Path(room): Path<Uuid>,
    Sent(sent): Sent<RetirementSent>,
) -> Result<Response, Refused> {
    let text = match day(&sent.on) {
        Some(on) => match run(&app, &visitor, RetireRoom { room_id: RoomId(room), on }).await? {
            None => return Ok(saved()),
            Some(text) => text,
        },
        None => visitor.words.t("error-not-a-day"),
    };
    let errors = vec![FieldError { field: "rooms", text }];
    refuse(&app, &visitor, Left { errors, ..Left::default() }).await
}

/// A number of seats; nothing is not known.
fn seats(text: &str) -> Result<Option<u16>, ()> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| ()) }
}

pub(super) fn saved() -> Response {
    go_to("/setup/rooms?done=saved")
}

/// The page with what was typed, and why it was not taken.
pub(super) async fn refuse(app: &App, visitor: &Visitor, left: Left) -> Result<Response, Refused> {
    refused_form(&view(app, visitor, RoomsQuery::default(), left).await?)
}

async fn view(app: &App, visitor: &Visitor, query: RoomsQuery, left: Left) -> Result<SetupRooms, Refused> {
    visitor.may(Action::EditDirectory, &Object::Institution)?;
    let institution = visitor.caller.institution().0;
    let buildings = directory::buildings(&app.pool, institution).await?;
    let rooms = directory::rooms(&app.pool, institution).await?;
    let named = || buildings.iter().map(|row| (row.building_id, row.name.clone()));
    let to_change = || rooms.iter().find(|row| Some(row.room_id) == query.room).map(as_sent);
    let room = left.room.or_else(to_change);
    let edit = room.map(|(id, sent)| RoomEdit {
        id: id.to_string(),
        buildings: choices(named(), &sent.building),
        name: sent.name,
        seats: sent.seats,
        today: visitor.time.today().to_string(),
    });
    let building = buildings.iter().find(|row| Some(row.building_id) == query.building);
    Ok(SetupRooms {
        frame: visitor.frame(app, visitor.words.t("setup-rooms")).await?,
        rooms_building: choices(named(), &left.rooms.building),
        typed_rooms: left.rooms.rooms,
        typed_buildings: left.buildings,
        rooms: rooms.iter().map(|row| line(row, &buildings)).collect(),
        buildings: buildings.iter().map(building_line).collect(),
        edit,
        building: left.building.or_else(|| building.map(building_edit)),
        errors: left.errors,
    })
}

fn as_sent(row: &RoomRow) -> (Uuid, RoomSent) {
    let sent = RoomSent {
        name: row.name.clone(),
        seats: row.seats.map(|seats| seats.to_string()).unwrap_or_default(),
        building: row.building_id.map(|id| id.to_string()).unwrap_or_default(),
    };
    (row.room_id, sent)
}

fn line(row: &RoomRow, buildings: &[BuildingRow]) -> RoomLine {
    let building = buildings.iter().find(|building| Some(building.building_id) == row.building_id);
    RoomLine {
        id: row.room_id.to_string(),
        name: row.name.clone(),
        building: building.map(|building| building.name.clone()).unwrap_or_default(),
        seats: row.seats.map(|seats| seats.to_string()).unwrap_or_default(),
        retired: row.retired_on.map(|day| day.format("%d.%m.%Y").to_string()),
    }
}

fn building_line(row: &BuildingRow) -> BuildingLine {
    let address = row.address.clone().unwrap_or_default();
    BuildingLine { id: row.building_id.to_string(), name: row.name.clone(), address }
}

fn building_edit(row: &BuildingRow) -> BuildingEdit {
    let address = row.address.clone().unwrap_or_default();
    BuildingEdit { id: row.building_id.to_string(), name: row.name.clone(), address }
}

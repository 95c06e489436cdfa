//! Where lessons take place: buildings and rooms.

use chrono::NaiveDate;
use dayek_domain::access::{Action, Object};
use dayek_domain::building::{Building, BuildingCommand};
use dayek_domain::id::{BuildingId, RoomId};
use dayek_domain::room::{Room, RoomCommand};

use crate::log::{StreamKey, UseCase, Work};
use crate::refusal::Refusal;

/// Adds a building, or brings its name and address up to date.
#[derive(Debug, Clone)]
pub struct AddBuilding {
    pub building_id: BuildingId,
    pub name: String,
    pub address: Option<String>,
}

impl UseCase for AddBuilding {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Building>(self.building_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditDirectory, &Object::Institution).await?;
        let command = BuildingCommand::Add { name: self.name.clone(), address: self.address.clone() };
        work.handle::<Building>(self.building_id, command).await?;
        Ok(())
    }
}

/// Adds a room, or brings it up to date.
#[derive(Debug, Clone)]
pub struct AddRoom {
    pub room_id: RoomId,
    pub name: String,
    pub building_id: Option<BuildingId>,
    pub seats: Option<u16>,
}

impl UseCase for AddRoom {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Room>(self.room_id)]
    }

    fn looks_at(&self) -> Vec<StreamKey> {
        self.building_id.map(StreamKey::of::<Building>).into_iter().collect()
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditDirectory, &Object::Institution).await?;
        if let Some(building_id) = self.building_id
            && !work.look_at::<Building>(building_id).await?.exists()
        {
            return Err(Refusal::NotFound);
        }
        let command =
            RoomCommand::Add { name: self.name.clone(), building_id: self.building_id, seats: self.seats };
        work.handle::<Room>(self.room_id, command).await?;
        Ok(())
    }
}

/// Has a room serve no more from a day on.
#[derive(Debug, Clone)]
pub struct RetireRoom {
    pub room_id: RoomId,
    pub on: NaiveDate,
}

impl UseCase for RetireRoom {
    fn writes(&self) -> Vec<StreamKey> {
        vec![StreamKey::of::<Room>(self.room_id)]
    }

    async fn decide(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        work.permit(Action::EditDirectory, &Object::Institution).await?;
        work.handle::<Room>(self.room_id, RoomCommand::Retire { on: self.on }).await?;
        Ok(())
    }
}

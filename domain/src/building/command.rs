//! What can be asked of a building.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildingCommand {
    /// Adds the building, or brings its name and address up to date when it is there.
    Add { name: String, address: Option<String> },
}

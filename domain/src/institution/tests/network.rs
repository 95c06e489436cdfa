//! Which institutions stand below a governing organisation, and what an institution says of its own place.

use uuid::Uuid;

use super::{ALMATY, ASTANA, Command, Event, InstitutionKind, Refusal};
use super::{institution, placed, registered, registered_as};
use crate::id::InstitutionId;

const SCHOOL: InstitutionId = InstitutionId(Uuid::from_u128(0x5c));

/// An education department at the top of the tree.
fn department() -> Event {
    registered_as(InstitutionKind::Governing, None)
}

fn admit(institution_id: InstitutionId) -> Command {
    Command::AdmitSubordinate { own_id: ASTANA, institution_id }
}

fn release(institution_id: InstitutionId) -> Command {
    Command::ReleaseSubordinate { institution_id }
}

fn place_under(parent_id: Option<InstitutionId>) -> Command {
    Command::PlaceUnder { own_id: SCHOOL, parent_id }
}

fn admitted(institution_id: InstitutionId) -> Event {
    Event::SubordinateAdmitted { institution_id }
}

fn released(institution_id: InstitutionId) -> Event {
    Event::SubordinateReleased { institution_id }
}

#[test]
fn a_governing_organisation_admits_institutions_and_releases_them() {
    institution([department()]).when(admit(SCHOOL)).then_expect_events(vec![admitted(SCHOOL)]);
    institution([department(), admitted(SCHOOL)])
        .when(admit(ALMATY))
        .then_expect_events(vec![admitted(ALMATY)]);
    institution([department(), admitted(SCHOOL), admitted(ALMATY)])
        .when(release(SCHOOL))
        .then_expect_events(vec![released(SCHOOL)]);
}

#[test]
fn admitting_whom_one_has_and_releasing_whom_one_has_not_changes_nothing() {
    institution([department(), admitted(SCHOOL)]).when(admit(SCHOOL)).then_expect_events(vec![]);
    institution([department()]).when(release(SCHOOL)).then_expect_events(vec![]);
    institution([department(), admitted(SCHOOL), released(SCHOOL)])
        .when(release(SCHOOL))
        .then_expect_events(vec![]);
}

#[test]
fn an_institution_that_was_released_may_be_admitted_again() {
    institution([department(), admitted(SCHOOL), released(SCHOOL)])
        .when(admit(SCHOOL))
        .then_expect_events(vec![admitted(SCHOOL)]);
}

#[test]
fn only_a_governing_organisation_has_institutions_below_it() {
    for kind in [
        InstitutionKind::General,
        InstitutionKind::Vocational,
        InstitutionKind::Preschool,
        InstitutionKind::Additional,
    ] {
        let school = || institution([registered_as(kind, None)]);
        school().when(admit(SCHOOL)).then_expect_error(Refusal::NotGoverning);
        school().when(release(SCHOOL)).then_expect_error(Refusal::NotGoverning);
    }
    institution([]).when(admit(SCHOOL)).then_expect_error(Refusal::NotRegistered);
    institution([]).when(release(SCHOOL)).then_expect_error(Refusal::NotRegistered);
}

#[test]
fn no_institution_stands_below_itself() {
    institution([department()]).when(admit(ASTANA)).then_expect_error(Refusal::BelowItself);
    institution([registered()]).when(place_under(Some(SCHOOL))).then_expect_error(Refusal::BelowItself);
}

#[test]
fn a_school_says_itself_whose_it_is() {
    institution([registered()])
        .when(place_under(Some(ALMATY)))
        .then_expect_events(vec![placed(Some(ASTANA), Some(ALMATY))]);
    institution([registered()]).when(place_under(None)).then_expect_events(vec![placed(Some(ASTANA), None)]);
    institution([registered(), placed(Some(ASTANA), None)])
        .when(place_under(Some(ASTANA)))
        .then_expect_events(vec![placed(None, Some(ASTANA))]);
}

#[test]
fn the_place_a_school_has_already_changes_nothing() {
    institution([registered()]).when(place_under(Some(ASTANA))).then_expect_events(vec![]);
    institution([registered(), placed(Some(ASTANA), None)])
        .when(place_under(None))
        .then_expect_events(vec![]);
}

#[test]
fn an_institution_that_is_not_registered_has_no_place() {
    institution([]).when(place_under(Some(ASTANA))).then_expect_error(Refusal::NotRegistered);
    institution([]).when(place_under(None)).then_expect_error(Refusal::NotRegistered);
}

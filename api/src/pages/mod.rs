//! The pages: HTML made on the server, forms that work without a script, small scripts for comfort.
//!
//! A handler asks who is there, whether they may, reads what it shows, and fills one view. A form leads
//! to a use case and from there back to a page. No rule of the school and no SQL stands here.

mod assets;
mod choices;
mod dress;
mod form;
mod qr;
mod visitor;
mod words;

mod views;

mod entry;
mod home;
mod network;

mod cell;
mod history;
mod journal;
mod journals;
mod pupil;
mod statistics;

mod access;
mod class;
mod class_forms;
mod class_pupils;
mod class_staff;
mod classes;
mod entrance;
mod guardians;
mod people;
mod person;
mod rights;

mod account;
mod invitations;
mod places;
mod tokens;

pub(crate) use dress::translate;

use axum::routing::{get, post};
use axum::{Router, middleware};

use crate::http::App;

/// Every page. What stands behind the door is reached by nobody who is not signed in.
pub(crate) fn router(app: &App) -> Router<App> {
    let open = Router::new()
        .route("/assets/{*name}", get(assets::get))
        .route("/sign-in", get(entry::show).post(entry::sign_in))
        .route("/sign-in/code", get(entry::show_code).post(entry::check_code))
        .route("/sign-out", post(entry::sign_out))
        .route("/join", get(entry::show_join).post(entry::take_code))
        .route("/join/account", post(entry::join))
        .route("/language", post(entry::choose_language));
    let behind_the_door = Router::new()
        .route("/", get(home::get))
        .route("/study-year", post(home::choose_year))
        .route("/search", get(home::search))
        .route("/journals", get(journals::get))
        .route("/journals/{class}/{subject}/{period}", get(journal::get).post(journal::post))
        .route("/journals/{class}/{subject}/{period}/history", get(history::of_journal))
        .route("/cells/{assessment}/{pupil}", get(cell::get))
        .route("/pupils/{pupil}", get(pupil::get))
        .route("/history", get(history::get))
        .route("/statistics", get(statistics::get))
        .route("/classes", get(classes::list))
        .route("/classes/{class}", get(class::get))
        .route("/classes/{class}/leader", post(class_staff::appoint_leader))
        .route("/classes/{class}/psychologist", post(class_staff::assign_psychologist))
        .route("/classes/{class}/teachers", post(class_staff::assign_teacher))
        .route("/classes/{class}/teachers/{subject}/{teacher}/removal", post(class_staff::remove_teacher))
        .route("/classes/{class}/pupils", post(class_pupils::enrol))
        .route("/classes/{class}/pupils/{pupil}/withdrawal", post(class_pupils::withdraw))
        .route("/network", get(network::get).post(network::admit))
        .route("/network/{institution}/release", post(network::release))
        .route("/people", get(people::get))
        .route("/people/{person}", get(person::get))
        .route("/people/{person}/roles", post(rights::grant))
        .route("/people/{person}/roles/{role}/revocation", post(rights::revoke))
        .route("/people/{person}/sections", post(rights::open_section))
        .route("/people/{person}/sections/{section}/closing", post(rights::close_section))
        .route("/people/{person}/restoration", post(rights::restore))
        .route("/people/{person}/account/block", post(entrance::block))
        .route("/people/{person}/account/unblock", post(entrance::unblock))
        .route("/people/{person}/account/second-factor-removal", post(entrance::remove_second_factor))
        .route("/people/{person}/access", get(access::get))
        .route("/people/{person}/guardians", post(guardians::link))
        .route("/people/{person}/guardians/{guardian}/removal", post(guardians::unlink))
        .route("/invitations", get(invitations::get).post(invitations::post))
        .route("/invitations/sheet", get(invitations::sheet))
        .route("/account", get(account::get))
        .route("/account/password", post(account::change_password))
        .route("/account/second-factor", post(account::confirm))
        .route("/account/places", post(places::link))
        .route("/account/places/{link}/removal", post(places::unlink))
        .route("/place", post(places::change))
        .route("/account/sessions/{session}/end", post(account::end_session))
        .route("/account/sessions/end-others", post(account::end_others))
        .route("/tokens", get(tokens::get).post(tokens::issue))
        .route("/tokens/{token}/revocation", post(tokens::revoke))
        .route_layer(middleware::from_fn_with_state(app.clone(), visitor::door));
    open.merge(behind_the_door).layer(middleware::from_fn_with_state(app.clone(), dress::refusals))
}

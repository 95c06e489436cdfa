//! The pages: HTML made on the server, forms that work without a script, small scripts for comfort.
//!
//! A handler asks who is there, whether they may, reads what it shows, and fills one view. A form leads
//! to a use case and from there back to a page. No rule of the school and no SQL stands here.

mod assets;
mod astray;
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
mod search;
mod statistics;
mod substitution_words;
mod timetable;

mod access;
mod class;
mod class_forms;
mod class_group;
mod class_pupils;
mod class_staff;
mod classes;
mod entrance;
mod grants;
mod guardians;
mod people;
mod people_import;
mod people_lists;
mod person;
mod person_data;
mod person_form;
mod rights;
mod unt;

mod setup;

mod account;
mod device;
mod invitations;
mod places;
mod tokens;
mod told;

pub(crate) use astray::{unknown_method, unknown_route};
pub(crate) use classes::class_order;
pub(crate) use dress::translate;
pub(crate) use people::name_order;
pub(crate) use substitution_words::{SubstitutionWords, substitution_words};
pub(crate) use timetable::{classes_of_pupil, main_class};
pub(crate) use visitor::words_for;
pub(crate) use words::{Language, Words};

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};

use crate::http::App;
use timetable::substitutions;

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
        .route("/search", get(search::get))
        .route("/journals", get(journals::get))
        .route("/journals/{class}/{subject}/{period}", get(journal::get).post(journal::post))
        .route("/journals/{class}/{subject}/{period}/history", get(history::of_journal))
        .route("/cells/{assessment}/{pupil}", get(cell::get))
        .route("/pupils/{pupil}", get(pupil::get))
        .route("/history", get(history::get))
        .route("/statistics", get(statistics::get))
        .route("/classes", get(classes::list))
        .route("/classes/{class}", get(class::get))
        .route("/classes/{class}/name", post(class_group::rename))
        .route("/classes/{class}/members", post(class_group::add_members))
        .route("/classes/{class}/leader", post(class_staff::appoint_leader))
        .route("/classes/{class}/psychologist", post(class_staff::assign_psychologist))
        .route("/classes/{class}/teachers", post(class_staff::assign_teacher))
        .route("/classes/{class}/teachers/{subject}/{teacher}/removal", post(class_staff::remove_teacher))
        .route("/classes/{class}/pupils", post(class_pupils::enrol))
        .route("/classes/{class}/pupils/{pupil}/withdrawal", post(class_pupils::withdraw))
        .route("/classes/{class}/pupils/{pupil}/transfer", post(class_pupils::transfer))
        .route("/network", get(network::get).post(network::admit))
        .route("/network/{institution}/release", post(network::release))
        .route("/timetable", get(timetable::week::get))
        .route("/timetable/free", get(timetable::free::get))
        .route("/timetable/extra/{class}", post(timetable::extra::post))
        .route("/timetable/feeds", get(timetable::feeds::get).post(timetable::feeds::make))
        .route("/timetable/feeds/{feed}/revocation", post(timetable::feeds::revoke))
        .route("/timetable/edit", get(timetable::edit::get))
        .route("/timetable/plan/{class}/{period}", post(timetable::edit::draft))
        .route("/timetable/plan/{class}/{period}/slots", post(timetable::edit::add))
        .route("/timetable/plan/{class}/{period}/slots/{slot}", post(timetable::edit::change))
        .route("/timetable/plan/{class}/{period}/slots/{slot}/removal", post(timetable::edit::remove))
        .route("/timetable/plan/{class}/{period}/publication", post(timetable::edit::publish))
        .route("/timetable/publish", get(timetable::publish::get).post(timetable::publish::post))
        .route("/timetable/substitutions", get(substitutions::get).post(substitutions::post))
        .route("/lessons/{lesson}", get(timetable::lesson::get))
        .route("/lessons/{lesson}/move", post(timetable::lesson_forms::move_to))
        .route("/lessons/{lesson}/cancellation", post(timetable::lesson_forms::cancel))
        .route("/lessons/{lesson}/restoration", post(timetable::lesson_forms::restore))
        .route("/lessons/{lesson}/substitution", post(timetable::lesson_forms::substitute))
        .route("/lessons/{lesson}/substitution/end", post(timetable::lesson_forms::end_substitution))
        .route("/lessons/{lesson}/room", post(timetable::lesson_forms::change_room))
        .route("/lessons/{lesson}/joining", post(timetable::lesson_forms::join))
        .route("/reports/substitutions", get(timetable::report::get))
        .route("/setup", get(setup::get))
        .route("/setup/institution", get(setup::institution::get).post(setup::institution::place))
        .route("/setup/institution/profile", post(setup::institution::change))
        .route("/setup/institution/functions", post(setup::institution::switch_functions))
        .route("/setup/institution/mark-kinds", post(setup::institution::switch_mark_kinds))
        .route("/setup/year", get(setup::year::get).post(setup::year::define))
        .route("/setup/year/calendar", post(setup::year::take_calendar))
        .route("/setup/year/sets", post(setup::year::define_set))
        .route("/setup/year/periods", post(setup::year::define_periods))
        .route("/setup/year/holidays", post(setup::holidays::declare))
        .route("/setup/year/holidays/{holiday}/withdrawal", post(setup::holidays::withdraw))
        .route("/setup/bells", get(setup::bells::get).post(setup::bells::set))
        .route("/setup/bells/days", post(setup::bells::set_day))
        .route("/setup/subjects", get(setup::subjects::get).post(setup::subjects::add))
        .route("/setup/subjects/{subject}", post(setup::subjects::change))
        .route("/setup/rooms", get(setup::rooms::get).post(setup::rooms::add))
        .route("/setup/rooms/{room}", post(setup::rooms::change))
        .route("/setup/rooms/{room}/retirement", post(setup::rooms::retire))
        .route("/setup/buildings", post(setup::buildings::add))
        .route("/setup/buildings/{building}", post(setup::buildings::change))
        .route("/setup/classes", get(setup::classes::get).post(setup::classes::form))
        .route("/setup/classes/settings", post(setup::classes::set))
        .route("/setup/next-year", get(setup::next_year::get).post(setup::next_year::post))
        .route("/setup/divisions", post(setup::groups::divide))
        .route("/setup/groups", post(setup::groups::form))
        .route("/people", get(people::get))
        .route("/people/unt", get(unt::get).post(unt::post))
        .route("/people/{person}", get(person::get))
        .route("/people/new", get(person_form::new).post(person_form::add))
        .route("/people/{person}/edit", get(person_form::edit).post(person_form::amend))
        .route("/people/{person}/archive", post(person_data::archive))
        .route("/people/{person}/return", post(person_data::bring_back))
        .route("/reports/pupils", get(people_lists::pupils))
        .route("/reports/staff", get(people_lists::staff))
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

/// Pages that take a file. They stand behind the same door; only how much they may be sent differs.
pub(crate) fn uploads(app: &App) -> Router<App> {
    Router::new()
        .route("/people/import", get(people_import::get).post(people_import::post))
        .route_layer(middleware::from_fn_with_state(app.clone(), visitor::door))
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(app.clone(), dress::refusals))
}

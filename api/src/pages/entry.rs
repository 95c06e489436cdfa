//! The door: signing in, the second factor, coming for the first time with a code, leaving.

use axum::extract::{Query, State};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use dayek_domain::access::Role;
use dayek_projections::directory;
use serde::Deserialize;

use super::form::{Sent, go_back, go_to, page, refused_form};
use super::views::{FieldError, Join, JoinAccount, SecondFactor, SignIn};
use super::visitor::language_of;
use super::words::{Language, Words};
use crate::accounts::{self, Device, Door, Entered, Session};
use crate::http::App;
use crate::http::people::{Opener, sealed};
use crate::http::problem::Refused;
use crate::http::{cookie, origin};
use crate::refusal::Refusal;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignInForm {
    login: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeForm {
    code: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JoinForm {
    code: String,
    login: String,
    password: String,
}

#[derive(Deserialize)]
pub(super) struct JoinQuery {
    code: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LanguageForm {
    language: String,
    back: String,
}

pub(super) async fn show(headers: HeaderMap) -> Result<Response, Refused> {
    page(&sign_in_view(words(&headers), String::new(), vec![]))
}

pub(super) async fn sign_in(
    State(app): State<App>,
    headers: HeaderMap,
    extensions: Extensions,
    Sent(form): Sent<SignInForm>,
) -> Result<Response, Refused> {
    let SignInForm { login, password } = form;
    let entered = Entered {
        login: &login,
        password,
        network: origin::network(&headers, &extensions, app.trusted_proxies),
        known_device: Device::is_known(&app.secrets, &login, cookie::device(&headers)),
        device: browser(&headers),
    };
    match accounts::sign_in(door(&app), entered).await {
        Ok(text) => {
            let mut response = go_to("/");
            cookie::begin_session(response.headers_mut(), &text);
            cookie::remember_device(response.headers_mut(), &Device::proof(&app.secrets, &login));
            Ok(response)
        }
        Err(refused) => {
            let words = words(&headers);
            let errors = vec![FieldError { field: "login", text: told(words, refused)? }];
            refused_form(&sign_in_view(words, login, errors))
        }
    }
}

fn sign_in_view(words: &'static Words, login: String, errors: Vec<FieldError>) -> SignIn {
    SignIn { words, path: "/sign-in".to_owned(), institution: None, notice: None, errors, login }
}

pub(super) async fn show_code(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refused> {
    if waiting(&app, &headers).await?.is_none() {
        return Ok(go_to("/sign-in"));
    }
    page(&code_view(words(&headers), vec![]))
}

pub(super) async fn check_code(
    State(app): State<App>,
    headers: HeaderMap,
    Sent(form): Sent<CodeForm>,
) -> Result<Response, Refused> {
    let Some(session) = waiting(&app, &headers).await? else { return Ok(go_to("/sign-in")) };
    let whose = (session.institution, session.person);
    if let Err(refused) = accounts::prove_code(door(&app), whose, &form.code).await {
        if matches!(refused, accounts::Refused::WrongCode) {
            accounts::note_wrong_code(&app.pool, session).await?;
        }
        let words = words(&headers);
        let errors = vec![FieldError { field: "code", text: told(words, refused)? }];
        return refused_form(&code_view(words, errors));
    }
    let text = accounts::strengthen(&app.pool, app.entropy.as_ref(), session).await.map_err(broken)?;
    let mut response = go_to("/");
    cookie::begin_session(response.headers_mut(), &text);
    Ok(response)
}

fn code_view(words: &'static Words, errors: Vec<FieldError>) -> SecondFactor {
    SecondFactor { words, path: "/sign-in/code".to_owned(), institution: None, notice: None, errors }
}

/// A session whose second factor is still to come.
async fn waiting(app: &App, headers: &HeaderMap) -> Result<Option<Session>, Refused> {
    let Some(text) = cookie::session(headers) else { return Ok(None) };
    Ok(accounts::verify(&app.pool, text).await?.filter(|session| session.awaits_second_factor))
}

pub(super) async fn show_join(
    headers: HeaderMap,
    Query(query): Query<JoinQuery>,
) -> Result<Response, Refused> {
    page(&join_view(words(&headers), query.code.unwrap_or_default(), vec![]))
}

pub(super) async fn take_code(
    State(app): State<App>,
    headers: HeaderMap,
    Sent(form): Sent<CodeForm>,
) -> Result<Response, Refused> {
    match account_view(&app, &headers, form.code.clone(), String::new(), vec![]).await? {
        Some(view) => page(&view),
        None => no_such_code(&headers, form.code),
    }
}

pub(super) async fn join(
    State(app): State<App>,
    headers: HeaderMap,
    Sent(form): Sent<JoinForm>,
) -> Result<Response, Refused> {
    let JoinForm { code, login, password } = form;
    match accounts::join(door(&app), &code, &login, password, browser(&headers)).await {
        Ok(text) => {
            let mut response = go_to("/");
            cookie::begin_session(response.headers_mut(), &text);
            cookie::remember_device(response.headers_mut(), &Device::proof(&app.secrets, &login));
            Ok(response)
        }
        Err(accounts::Refused::NoSuchCode) => no_such_code(&headers, code),
        Err(refused) => {
            let is_password = matches!(refused, accounts::Refused::Password(_));
            let field = if is_password { "password" } else { "login" };
            let errors = vec![FieldError { field, text: told(words(&headers), refused)? }];
            match account_view(&app, &headers, code.clone(), login, errors).await? {
                Some(view) => refused_form(&view),
                None => no_such_code(&headers, code),
            }
        }
    }
}

fn no_such_code(headers: &HeaderMap, code: String) -> Result<Response, Refused> {
    let words = words(headers);
    let errors = vec![FieldError { field: "code", text: words.t("error-no-such-code") }];
    refused_form(&join_view(words, code, errors))
}

fn join_view(words: &'static Words, code: String, errors: Vec<FieldError>) -> Join {
    Join { words, path: "/join".to_owned(), institution: None, notice: None, errors, code }
}

/// The form for login and password; `None` if the code is nobody's, or is worth nothing any more.
async fn account_view(
    app: &App,
    headers: &HeaderMap,
    code: String,
    login: String,
    errors: Vec<FieldError>,
) -> Result<Option<JoinAccount>, Refused> {
    let guest = accounts::guest(&app.pool, &app.secrets, &code).await.map_err(broken)?;
    let Some(guest) = guest else { return Ok(None) };
    let words = words(headers);
    let (institution, person) = (guest.institution, guest.person);
    let account = accounts::account_of(&app.log, institution, person).await?;
    if account.open_invitation() != Some(guest.invitation_id) {
        return Ok(None);
    }
    let name = directory::institution_of(&app.pool, institution.0).await?.map(|(name, _)| name);
    let known = directory::people(&app.pool, institution.0, &[person.0]).await?;
    let names = Opener::of(app, institution, &sealed(&known)).await?.names(&known)?;
    let members = directory::members(&app.pool, institution.0, Some(&[person.0])).await?;
    let roles = members.into_iter().flat_map(|member| member.roles);
    let roles = roles.filter_map(|role| role.parse::<Role>().ok());
    Ok(Some(JoinAccount {
        words,
        path: "/join".to_owned(),
        institution: name,
        notice: None,
        errors,
        code,
        person: names.into_values().next().unwrap_or_default(),
        roles: roles.map(|role| words.word("role-", role.as_ref())).collect(),
        login,
    }))
}

pub(super) async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refused> {
    if let Some(text) = cookie::session(&headers)
        && let Some(session) = accounts::verify(&app.pool, text).await?
    {
        accounts::end(&app.pool, session.institution, session.person, session.id).await?;
    }
    let mut response = go_to("/sign-in");
    cookie::end_session(response.headers_mut());
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), clear);
    Ok(response)
}

pub(super) async fn choose_language(Sent(form): Sent<LanguageForm>) -> Response {
    let mut response = go_back(&form.back);
    if let Some(language) = Language::parse(&form.language) {
        cookie::remember_language(response.headers_mut(), language.code());
    }
    response
}

pub(super) fn door(app: &App) -> Door<'_> {
    Door { log: &app.log, secrets: &app.secrets, passwords: &app.passwords, entropy: &app.entropy }
}

/// A refusal at the door in words; what is our own fault goes on as such.
pub(super) fn told(words: &Words, refused: accounts::Refused) -> Result<String, Refused> {
    use accounts::{PasswordRefusal, Refused as At};
    Ok(match refused {
        At::Wrong => words.t("error-wrong-password"),
        At::WrongOwn => words.t("error-own-password"),
        At::WrongCode => words.t("error-wrong-code"),
        At::SamePlace => words.t("error-same-place"),
        At::Wait(_) => words.t("error-wait"),
        At::Blocked => words.t("error-blocked"),
        At::NoSuchCode => words.t("error-no-such-code"),
        At::LoginTaken => words.t("error-login-taken"),
        At::NotALogin => words.t("error-not-a-login"),
        At::Password(PasswordRefusal::TooShort) => words.t("error-password-short"),
        At::Password(PasswordRefusal::TooLong) => words.t("error-password-long"),
        At::Password(PasswordRefusal::Guessable) => words.t("error-password-guessable"),
        At::Accounts(error) => return Err(broken(error)),
        At::Refusal(Refusal::Rule(_) | Refusal::NotFound) => words.t("error-no-such-code"),
        At::Refusal(refusal) => return Err(refusal.into()),
    })
}

pub(super) fn broken(error: accounts::AccountsError) -> Refused {
    match error {
        accounts::AccountsError::Database(error) => error.into(),
        ref error @ (accounts::AccountsError::NoEntropy(_) | accounts::AccountsError::Broken(_)) => {
            Refused::internal(error.to_string())
        }
    }
}

fn words(headers: &HeaderMap) -> &'static Words {
    Words::of(language_of(headers))
}

pub(super) fn browser(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("?")
}

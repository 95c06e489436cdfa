//! The institution itself on its page: what stands of it in papers, which pages and kinds of marks it uses, and
//! under which organisation it stands.

use axum::extract::State;
use axum::response::Response;
use dayek_domain::access::{Action, Object};
use dayek_domain::bin::Bin;
use dayek_domain::id::InstitutionId;
use dayek_domain::institution::{Function, Institution, InstitutionKind, MarkKind, Profile};
use dayek_domain::person::TaughtIn;
use serde::Deserialize;
use strum::IntoEnumIterator as _;

use super::{ask, may_set_up};
use crate::http::App;
use crate::http::problem::Refused;
use crate::pages::form::{Sent, filled, go_to, page, refused_form};
use crate::pages::rights::run;
use crate::pages::views::{Choice, FieldError, ProfileFields, SetupInstitution};
use crate::pages::visitor::Visitor;
use crate::pages::words::Words;
use crate::refusal::{Refusal, Rule};
use crate::usecases::{All, ChangeProfile, PlaceUnder, SwitchFunction, SwitchMarkKind};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::pages) struct PlaceSent {
    parent: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct ProfileSent {
    name: String,
    full_name: String,
    bin: String,
    address: String,
    phone: String,
    email: String,
    site: String,
    language: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct FunctionsSent {
    function: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::pages) struct MarkKindsSent {
    kind: Vec<String>,
}

/// What a form left on the page.
#[derive(Default)]
struct Left {
    errors: Vec<FieldError>,
    profile: Option<ProfileSent>,
    parent: Option<String>,
}

pub(in crate::pages) async fn get(State(app): State<App>, visitor: Visitor) -> Result<Response, Refused> {
    page(&view(&app, &visitor, Left::default()).await?)
}

pub(in crate::pages) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<ProfileSent>,
) -> Result<Response, Refused> {
    visitor.may(Action::EditSettings, &Object::Institution)?;
    let error = match bin(visitor.words, &sent.bin) {
        Err(text) => FieldError { field: "bin", text },
        Ok(bin) => match ask(&app, &visitor, use_case(&visitor, &sent, bin)).await? {
            None => return Ok(saved()),
            Some(rule) => FieldError { field: field_of(&rule), text: visitor.words.rule(&rule) },
        },
    };
    let left = Left { errors: vec![error], profile: Some(sent), ..Left::default() };
    refused_form(&view(&app, &visitor, left).await?)
}

/// What is ticked is used, and what is not ticked is not.
pub(in crate::pages) async fn switch_functions(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<FunctionsSent>,
) -> Result<Response, Refused> {
    let institution_id = visitor.caller.institution();
    let kind = known(&app, &visitor).await?.kind();
    let functions = Function::iter().filter(|function| kind.is_some_and(|kind| function.is_for(kind)));
    let switch = |function: Function| {
        let on = has(&sent.function, function.as_ref());
        SwitchFunction { institution_id, function, on }
    };
    match run(&app, &visitor, All(functions.map(switch).collect())).await? {
        None => Ok(saved()),
        Some(text) => refuse(&app, &visitor, "functions", text).await,
    }
}

pub(in crate::pages) async fn switch_mark_kinds(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<MarkKindsSent>,
) -> Result<Response, Refused> {
    let institution_id = visitor.caller.institution();
    let switch = |kind: MarkKind| {
        let on = has(&sent.kind, kind.as_ref());
        SwitchMarkKind { institution_id, kind, on }
    };
    match run(&app, &visitor, All(MarkKind::iter().map(switch).collect())).await? {
        None => Ok(saved()),
        Some(text) => refuse(&app, &visitor, "mark_kinds", text).await,
    }
}

/// Says under which organisation the institution stands; an empty field: under none.
pub(in crate::pages) async fn place(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sent): Sent<PlaceSent>,
) -> Result<Response, Refused> {
    let text = sent.parent.trim();
    let parent_id = if text.is_empty() { Ok(None) } else { text.parse::<InstitutionId>().map(Some) };
    let fault = match parent_id {
        Ok(parent_id) => {
            let institution_id = visitor.caller.institution();
            run(&app, &visitor, PlaceUnder { institution_id, parent_id }).await?
        }
        Err(_) => Some(visitor.words.t("error-not-an-id")),
    };
    match fault {
        None => Ok(saved()),
        Some(text) => {
            let errors = vec![FieldError { field: "parent", text }];
            let left = Left { errors, parent: Some(sent.parent), ..Left::default() };
            refused_form(&view(&app, &visitor, left).await?)
        }
    }
}

fn saved() -> Response {
    go_to("/setup/institution?done=saved")
}

async fn refuse(
    app: &App,
    visitor: &Visitor,
    field: &'static str,
    text: String,
) -> Result<Response, Refused> {
    let errors = vec![FieldError { field, text }];
    refused_form(&view(app, visitor, Left { errors, ..Left::default() }).await?)
}

/// What is wrong with a number that was typed is told.
fn bin(words: &Words, text: &str) -> Result<Option<Bin>, String> {
    match filled(text.to_owned()) {
        None => Ok(None),
        Some(text) => Bin::parse(&text).map(Some).map_err(|fault| words.word("error-bin-", fault.as_ref())),
    }
}

fn use_case(visitor: &Visitor, sent: &ProfileSent, bin: Option<Bin>) -> ChangeProfile {
    let text = |text: &str| filled(text.to_owned());
    let profile = Profile {
        full_name: text(&sent.full_name),
        bin,
        address: text(&sent.address),
        phone: text(&sent.phone),
        email: text(&sent.email),
        site: text(&sent.site),
        languages: TaughtIn::iter().filter(|language| has(&sent.language, language.as_ref())).collect(),
    };
    ChangeProfile { institution_id: visitor.caller.institution(), name: Some(sent.name.clone()), profile }
}

fn has(sent: &[String], code: &str) -> bool {
    sent.iter().any(|sent| sent == code)
}

fn field_of(rule: &Rule) -> &'static str {
    match rule.code.as_str() {
        "institution.phone_malformed" => "phone",
        "institution.email_malformed" => "email",
        "institution.site_malformed" => "site",
        _ => "name",
    }
}

/// The institution as its log has it, so that a form shows what was saved a moment ago.
async fn known(app: &App, visitor: &Visitor) -> Result<Institution, Refused> {
    visitor.may(Action::EditSettings, &Object::Institution)?;
    let id = visitor.caller.institution();
    let mut states = app.log.states::<Institution>(id, &[id.0], None).await?;
    Ok(states.remove(&id.0).ok_or(Refusal::NotFound)?)
}

async fn view(app: &App, visitor: &Visitor, left: Left) -> Result<SetupInstitution, Refused> {
    let known = known(app, visitor).await?;
    let words = visitor.words;
    let kind = known.kind();
    let sent = left.profile.unwrap_or_else(|| as_sent(&known));
    let marks = kind.is_some_and(InstitutionKind::gives_marks)
        && visitor.can(Action::ConfigureMarkKinds, &Object::Institution);
    let functions = Function::iter().filter(|function| kind.is_some_and(|kind| function.is_for(kind)));
    let parent = left.parent.or_else(|| known.parent_id().map(|id| id.to_string()));
    Ok(SetupInstitution {
        frame: visitor.frame(app, words.t("institution-title")).await?,
        has_steps: may_set_up(visitor),
        languages: ticks(words, "taught-in-", TaughtIn::iter(), |language| {
            has(&sent.language, language.as_ref())
        }),
        functions: ticks(words, "kind-setting-", functions, |function| known.has_function(*function)),
        mark_kinds: marks
            .then(|| ticks(words, "kind-setting-", MarkKind::iter(), |kind| known.gives_marks_of(*kind))),
        fields: ProfileFields {
            name: sent.name,
            full_name: sent.full_name,
            bin: sent.bin,
            address: sent.address,
            phone: sent.phone,
            email: sent.email,
            site: sent.site,
        },
        parent: parent.unwrap_or_default(),
        errors: left.errors,
    })
}

fn as_sent(known: &Institution) -> ProfileSent {
    let profile = known.profile().clone();
    ProfileSent {
        name: known.name().unwrap_or_default().to_owned(),
        full_name: profile.full_name.unwrap_or_default(),
        bin: profile.bin.map(|bin| bin.to_string()).unwrap_or_default(),
        address: profile.address.unwrap_or_default(),
        phone: profile.phone.unwrap_or_default(),
        email: profile.email.unwrap_or_default(),
        site: profile.site.unwrap_or_default(),
        language: profile.languages.iter().map(|language| language.as_ref().to_owned()).collect(),
    }
}

/// Things to tick, each with whether it is ticked.
fn ticks<T: AsRef<str>>(
    words: &Words,
    prefix: &str,
    all: impl Iterator<Item = T>,
    ticked: impl Fn(&T) -> bool,
) -> Vec<Choice> {
    let choice = |code: T| Choice {
        selected: ticked(&code),
        label: words.word(prefix, code.as_ref()),
        value: code.as_ref().to_owned(),
    };
    all.map(choice).collect()
}

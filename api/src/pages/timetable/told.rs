//! Why something about the timetable was not done, in sentences: clashes by name, rules by their words.

use dayek_domain::timetable_guard::{Clash, Taking};

use super::names::{Asked, Names};
use super::{clock, weekday, written};
use crate::http::App;
use crate::http::problem::Refused;
use crate::log::UseCase;
use crate::pages::visitor::Visitor;
use crate::refusal::{Refusal, Rule};

const CLASHES: &str = "timetable_guard.clashes";

/// What was refused.
pub(super) struct Told {
    /// The rule's code; empty for what is no rule.
    pub(super) code: String,
    pub(super) sentences: Vec<String>,
}

impl Told {
    pub(super) fn text(&self) -> String {
        self.sentences.join(" ")
    }
}

/// Carries it out; a rule that forbids it is told.
pub(super) async fn run(
    app: &App,
    visitor: &Visitor,
    use_case: impl UseCase,
) -> Result<Option<Told>, Refused> {
    match app.log.execute(visitor.caller.request(None, None), use_case).await {
        Ok(receipt) => {
            visitor.await_shown(app, &receipt).await;
            Ok(None)
        }
        Err(refusal) => tell(app, visitor, refusal).await.map(Some),
    }
}

/// A refusal that can be told beside a field; any other stays a refusal.
pub(super) async fn tell(app: &App, visitor: &Visitor, refusal: Refusal) -> Result<Told, Refused> {
    let words = visitor.words;
    let plain = |text: String| Told { code: String::new(), sentences: vec![text] };
    match refusal {
        Refusal::Rule(rule) => rule_told(app, visitor, &rule).await,
        Refusal::Input { .. } => Ok(plain(words.t("timetable-outside-period"))),
        Refusal::ChangedMeanwhile { .. } => Ok(plain(words.t("error-changed-meanwhile"))),
        other @ (Refusal::Unauthenticated
        | Refusal::NotFound
        | Refusal::Forbidden { .. }
        | Refusal::VersionMoved { .. }
        | Refusal::KeyReused
        | Refusal::Busy
        | Refusal::NotCaughtUp
        | Refusal::Log(_)
        | Refusal::Broken(_)) => Err(other.into()),
    }
}

async fn rule_told(app: &App, visitor: &Visitor, rule: &Rule) -> Result<Told, Refused> {
    let code = rule.code.clone();
    let clashes: Vec<Clash> = match rule.values.get("clashes").filter(|_| code == CLASHES) {
        Some(text) => serde_json::from_str(text).unwrap_or_default(),
        None => vec![],
    };
    if clashes.is_empty() {
        return Ok(Told { code, sentences: vec![visitor.words.rule(rule)] });
    }
    Ok(Told { code, sentences: clash_sentences(app, visitor, &clashes).await? })
}

/// Who would be needed at two places at once, when and where.
pub(super) async fn clash_sentences(
    app: &App,
    visitor: &Visitor,
    clashes: &[Clash],
) -> Result<Vec<String>, Refused> {
    let mut asked = Asked::default();
    for clash in clashes {
        asked.classes.extend([clash.class_id.0, clash.with_class_id.0]);
        match clash.what {
            Taking::Class => asked.classes.push(clash.who),
            Taking::Teacher => asked.people.push(clash.who),
            Taking::Room => asked.rooms.push(clash.who),
        }
    }
    let names = Names::of(app, visitor, asked).await?;
    Ok(clashes.iter().map(|clash| sentence(visitor, &names, clash)).collect())
}

fn sentence(visitor: &Visitor, names: &Names, clash: &Clash) -> String {
    let words = visitor.words;
    let day = match (clash.date, clash.weekday) {
        (Some(date), _) => written(date),
        (None, Some(day)) => weekday(words, day),
        (None, None) => String::new(),
    };
    let when = format!("{day}, {}", clock(clash.begins, clash.ends));
    let when = when.trim_start_matches(", ");
    let (one, other) = (names.class(clash.class_id.0), names.class(clash.with_class_id.0));
    let values = |who: &str| {
        let values = [("when", when), ("who", who), ("class", one.as_str()), ("with", other.as_str())];
        values.map(|(name, value)| (name, value.to_owned()))
    };
    let said = match clash.what {
        Taking::Class => values(&names.class(clash.who)),
        Taking::Teacher => values(&names.person(clash.who)),
        Taking::Room => values(&names.room(clash.who)),
    };
    let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
    match clash.what {
        Taking::Class => words.ta("timetable-clash-class", &said),
        Taking::Teacher => words.ta("timetable-clash-teacher", &said),
        Taking::Room => words.ta("timetable-clash-room", &said),
    }
}

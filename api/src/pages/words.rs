//! The words of the pages in Kazakh, Russian and English.

use std::borrow::Borrow;
use std::sync::LazyLock;

use chrono::NaiveDate;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use crate::refusal::Rule;

/// A language the pages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Kk,
    Ru,
    En,
}

impl Language {
    pub(crate) const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// From `ru`, or from the longer tags of browsers such as `ru-KZ`.
    pub(crate) fn parse(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_']).next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|language| code.eq_ignore_ascii_case(language.code()))
    }

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::Kk => include_str!("../../locales/kk/main.ftl"),
            Self::Ru => include_str!("../../locales/ru/main.ftl"),
            Self::En => include_str!("../../locales/en/main.ftl"),
        }
    }
}

/// All words of one language.
pub(crate) struct Words {
    pub(crate) language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

static KK: LazyLock<Words> = LazyLock::new(|| Words::read(Language::Kk));
static RU: LazyLock<Words> = LazyLock::new(|| Words::read(Language::Ru));
static EN: LazyLock<Words> = LazyLock::new(|| Words::read(Language::En));

impl Words {
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::Kk => &KK,
            Language::Ru => &RU,
            Language::En => &EN,
        }
    }

    fn read(language: Language) -> Self {
        // What cannot be parsed is left out, and a test finds it.
        let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(language.source().to_owned());
        let mut bundle = FluentBundle::new_concurrent(vec![language.code().parse().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { language: language.code(), bundle }
    }

    pub(crate) fn t(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// With one text put in.
    pub(crate) fn t1(&self, key: &str, name: &str, value: &str) -> String {
        self.ta(key, &[(name, value)])
    }

    /// With a number put in, in the plural form the number asks for.
    pub(crate) fn tn(&self, key: &str, name: &str, number: impl Borrow<i64>) -> String {
        let number: &i64 = number.borrow();
        let mut args = FluentArgs::new();
        args.set(name, *number);
        self.format(key, Some(&args))
    }

    /// With several texts put in.
    pub(crate) fn ta(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, *value);
        }
        self.format(key, Some(&args))
    }

    /// The word for a code of the domain: `word("role-", "class_leader")`.
    pub(crate) fn word(&self, prefix: &str, code: &str) -> String {
        self.t(&format!("{prefix}{}", code.replace('_', "-")))
    }

    /// A rule of the school in the reader's words.
    pub(crate) fn rule(&self, rule: &Rule) -> String {
        let key = format!("rule-{}", rule.code.replace(['_', '.'], "-"));
        let values: Vec<(&str, String)> = rule
            .values
            .iter()
            .map(|(name, value)| {
                let said = match name.as_str() {
                    "role" => self.word("role-", value),
                    "section" => self.word("section-", value),
                    "date" => date(value),
                    "weekday" => self.word("kind-timetable-", value),
                    _ => value.clone(),
                };
                (name.as_str(), said)
            })
            .collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.ta(&key, &values)
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟦{key}⟧");
        };
        self.bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned()
    }
}

/// A day as people write it; what is no day stays as it is.
pub(super) fn date(text: &str) -> String {
    let day = text.parse::<NaiveDate>();
    day.map_or_else(|_| text.to_owned(), |day| day.format("%d.%m.%Y").to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use dayek_domain::access::{Action, Level, Reach, Role, Section};
    use dayek_domain::account::AccountError;
    use dayek_domain::assessment::AssessmentError;
    use dayek_domain::bin::BinFault;
    use dayek_domain::building::BuildingError;
    use dayek_domain::iin_claim::IinClaimError;
    use dayek_domain::institution::{Function, InstitutionError, InstitutionKind, MarkKind};
    use dayek_domain::lesson::LessonError;
    use dayek_domain::membership::MembershipError;
    use dayek_domain::person::{Kinship, PersonError, Sex, TaughtIn};
    use dayek_domain::room::RoomError;
    use dayek_domain::school_class::SchoolClassError;
    use dayek_domain::study_year::StudyYearError;
    use dayek_domain::subject::SubjectError;
    use dayek_domain::timetable::{TimetableError, Week, Weekday};
    use dayek_domain::timetable_guard::TimetableGuardError;
    use dayek_projections::change_history::Kind;
    use strum::{IntoEnumIterator as _, VariantNames as _};

    use super::*;
    use crate::refusal::SchoolError;

    /// Looked up by a code, or by handlers that choose among them.
    const BY_CODE: [&str; 25] = [
        "column-",
        "sex-",
        "taught-in-",
        "problem-",
        "unreadable-",
        "sheet-",
        "role-",
        "action-",
        "reach-",
        "kind-",
        "section-",
        "level-",
        "attendance-",
        "kinship-",
        "change-",
        "nav-",
        "error-",
        "notice-",
        "month-",
        "date-",
        "state-",
        "scope-",
        "account-",
        "why-not-",
        "rule-",
    ];

    fn keys(language: Language) -> BTreeSet<String> {
        let lines = language.source().lines();
        let starts = lines.filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
        starts.filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned()).collect()
    }

    fn texts(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                texts(&path, into);
            } else if path.file_name().is_some_and(|name| name != "words.rs") {
                into.push_str(&fs::read_to_string(&path).unwrap());
            }
        }
    }

    fn used() -> BTreeSet<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut text = String::new();
        texts(&root.join("templates"), &mut text);
        texts(&root.join("src/pages"), &mut text);
        let calls = ["t", "t1", "tn", "ta"].map(|name| format!(".{name}("));
        let mut found = BTreeSet::new();
        for call in &calls {
            for rest in text.split(call.as_str()).skip(1) {
                let Some(quoted) = rest.trim_start().strip_prefix('"') else { continue };
                found.extend(quoted.split('"').next().map(str::to_owned));
            }
        }
        found
    }

    #[test]
    fn every_resource_parses() {
        for language in Language::ALL {
            if let Err((_, errors)) = FluentResource::try_new(language.source().to_owned()) {
                panic!("{}: {errors:?}", language.code());
            }
        }
    }

    #[test]
    fn the_languages_have_the_same_keys() {
        for language in Language::ALL {
            let missing: Vec<_> = keys(Language::Kk).symmetric_difference(&keys(language)).cloned().collect();
            assert_eq!(missing, Vec::<String>::new(), "{}", language.code());
        }
    }

    #[test]
    fn every_key_that_is_used_is_there() {
        let missing: Vec<_> = used().difference(&keys(Language::Kk)).cloned().collect();
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn every_key_is_used() {
        let by_code = |key: &String| BY_CODE.iter().any(|prefix| key.starts_with(prefix));
        let (all, used) = (keys(Language::Kk), used());
        let unused: Vec<_> = all.difference(&used).filter(|key| !by_code(key)).collect();
        assert_eq!(unused, Vec::<&String>::new());
    }

    #[test]
    fn every_rule_of_the_school_has_a_sentence() {
        let owners: [(&str, &[&str]); 15] = [
            ("account", AccountError::VARIANTS),
            ("assessment", AssessmentError::VARIANTS),
            ("building", BuildingError::VARIANTS),
            ("iin_claim", IinClaimError::VARIANTS),
            ("institution", InstitutionError::VARIANTS),
            ("lesson", LessonError::VARIANTS),
            ("membership", MembershipError::VARIANTS),
            ("person", PersonError::VARIANTS),
            ("room", RoomError::VARIANTS),
            ("school", SchoolError::VARIANTS),
            ("school_class", SchoolClassError::VARIANTS),
            ("study_year", StudyYearError::VARIANTS),
            ("subject", SubjectError::VARIANTS),
            ("timetable", TimetableError::VARIANTS),
            ("timetable_guard", TimetableGuardError::VARIANTS),
        ];
        let mut rules = BTreeSet::new();
        for (owner, variants) in owners {
            rules.extend(variants.iter().map(|code| format!("rule-{owner}-{code}").replace('_', "-")));
        }
        for language in Language::ALL {
            let told: BTreeSet<_> =
                keys(language).into_iter().filter(|key| key.starts_with("rule-")).collect();
            assert_eq!(told, rules, "{}", language.code());
        }
    }

    #[test]
    fn a_rule_names_what_it_is_about_in_the_readers_words() {
        let error = MembershipError::NotAnEditor { role: Role::Editor };
        let told = Words::of(Language::En).rule(&Rule::of("membership", &error));
        assert!(told.contains(&Words::of(Language::En).word("role-", "editor")), "{told}");
    }

    #[test]
    fn every_code_has_a_word() {
        let reaches = [
            Reach::OwnAccount,
            Reach::OwnChild,
            Reach::OwnClass,
            Reach::Taught,
            Reach::OpenedSection,
            Reach::Institution,
            Reach::Subordinate,
        ];
        let mut codes: Vec<(&str, String)> = Vec::new();
        codes.extend(Role::iter().map(|code| ("role-", code.as_ref().to_owned())));
        codes.extend(Action::iter().map(|code| ("action-", code.as_ref().to_owned())));
        codes.extend(reaches.iter().map(|code| ("reach-", code.as_ref().to_owned())));
        codes.extend(Section::iter().map(|code| ("section-", code.as_ref().to_owned())));
        codes.extend(Level::iter().map(|code| ("level-", code.as_ref().to_owned())));
        codes.extend(Kinship::iter().map(|code| ("kinship-", code.as_ref().to_owned())));
        codes.extend(Sex::iter().map(|code| ("sex-", code.as_ref().to_owned())));
        codes.extend(TaughtIn::iter().map(|code| ("taught-in-", code.as_ref().to_owned())));
        codes.extend(Kind::ALL.iter().map(|kind| ("kind-", kind.code().to_owned())));
        codes.extend(InstitutionKind::iter().map(|code| ("kind-of-", code.as_ref().to_owned())));
        codes.extend(Weekday::iter().map(|code| ("kind-timetable-", code.as_ref().to_owned())));
        codes.extend(Week::iter().map(|code| ("kind-timetable-", code.as_ref().to_owned())));
        codes.extend(Function::iter().map(|code| ("kind-setting-", code.as_ref().to_owned())));
        codes.extend(MarkKind::iter().map(|code| ("kind-setting-", code.as_ref().to_owned())));
        codes.extend(BinFault::VARIANTS.iter().map(|code| ("error-bin-", (*code).to_owned())));
        for language in Language::ALL {
            for (prefix, code) in &codes {
                let word = Words::of(language).word(prefix, code);
                assert!(!word.contains('⟦'), "{}: {word}", language.code());
            }
        }
    }
}

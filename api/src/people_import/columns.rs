//! The columns of the table, and how their names and values are read in any of the languages.

use dayek_domain::person::{Kinship, Sex};
use serde::Serialize;
use strum::{AsRefStr, EnumIter, IntoEnumIterator as _};

use crate::pages::{Language, Words};

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, AsRefStr, EnumIter)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Column {
    FamilyName,
    GivenName,
    MiddleName,
    Role,
    Class,
    FirstDay,
    OrderNumber,
    OrderDate,
    BirthDate,
    Sex,
    Iin,
    Email,
    Phone,
    Kinship,
    ChildName,
}

/// As what somebody comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsRefStr, EnumIter)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Coming {
    Pupil,
    Teacher,
    Employee,
    Parent,
}

impl Column {
    /// What the column is called.
    pub(crate) fn word(self, words: &Words) -> String {
        words.word("column-", self.as_ref())
    }

    /// The column a heading names, in whatever language.
    pub(super) fn named(heading: &str) -> Option<Self> {
        let heading = plain(heading);
        Self::iter().find(|column| {
            heading == plain(column.as_ref())
                || called(|words| column.word(words)).any(|name| name == heading)
        })
    }
}

impl Coming {
    pub(super) fn named(text: &str) -> Option<Self> {
        one_of(text, "role-")
    }

    pub(super) fn word(self, words: &Words) -> String {
        words.word("role-", self.as_ref())
    }
}

pub(super) fn sex(text: &str) -> Option<Sex> {
    one_of(text, "sex-")
}

pub(super) fn kinship(text: &str) -> Option<Kinship> {
    one_of(text, "kinship-")
}

/// The code whose word, or whose name, stands there.
fn one_of<T: strum::IntoEnumIterator + AsRef<str>>(text: &str, prefix: &str) -> Option<T> {
    let text = plain(text);
    T::iter().find(|code| {
        text == plain(code.as_ref())
            || called(|words| words.word(prefix, code.as_ref())).any(|name| name == text)
    })
}

fn called(word: impl Fn(&Words) -> String) -> impl Iterator<Item = String> {
    Language::ALL.into_iter().map(move |language| plain(&word(Words::of(language))))
}

/// A text without what people write differently: case, blanks, underscores, a star for "needed".
pub(super) fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace(['_', '*', '\u{a0}'], " ");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of a class without quotes and blanks; Latin letters that look like Cyrillic ones count as these.
pub(super) fn class_key(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .map(|letter| match letter {
            'a' => 'а',
            'b' => 'в',
            'c' => 'с',
            'e' => 'е',
            'h' => 'н',
            'i' => 'і',
            'k' => 'к',
            'm' => 'м',
            'o' => 'о',
            'p' => 'р',
            't' => 'т',
            'x' => 'х',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_known_by_its_name_in_every_language() {
        for language in Language::ALL {
            for column in Column::iter() {
                let name = column.word(Words::of(language));
                assert_eq!(Column::named(&format!(" {} *", name.to_uppercase())), Some(column), "{name}");
            }
        }
        assert_eq!(Column::named("family_name"), Some(Column::FamilyName));
        assert_eq!(Column::named("Зодиак"), None);
    }

    #[test]
    fn values_are_read_in_every_language() {
        for language in Language::ALL {
            let words = Words::of(language);
            for coming in Coming::iter() {
                assert_eq!(Coming::named(&coming.word(words)), Some(coming));
            }
            for one in Sex::iter() {
                assert_eq!(sex(&words.word("sex-", one.as_ref())), Some(one));
            }
            for one in Kinship::iter() {
                assert_eq!(kinship(&words.word("kinship-", one.as_ref()).to_uppercase()), Some(one));
            }
        }
        assert_eq!(Coming::named("cosmonaut"), None);
    }

    #[test]
    fn a_class_is_the_same_with_quotes_blanks_and_latin_letters() {
        for written in ["7А", "7 «А»", "7A", " 7-а", "7 \"A\""] {
            assert_eq!(class_key(written), class_key("7А"), "{written}");
        }
        assert_ne!(class_key("7А"), class_key("7Ә"));
    }
}

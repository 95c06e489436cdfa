//! The table to fill in: its headings, an example, and what is allowed where something is chosen.

use dayek_domain::person::{Kinship, Sex};
use strum::IntoEnumIterator as _;

use super::columns::{Column, Coming};
use crate::lists::Sheet;
use crate::pages::Words;

/// An empty table in the reader's language. The rows below the headings are remarks.
pub(crate) fn template(words: &Words) -> Sheet {
    let header = Column::iter().map(|column| column.word(words)).collect();
    let example = Column::iter().map(|column| match column {
        Column::FamilyName => format!("# {}", words.word("sheet-", "family-name")),
        Column::GivenName => words.word("sheet-", "given-name"),
        Column::MiddleName => words.word("sheet-", "middle-name"),
        Column::Role => Coming::Pupil.word(words),
        Column::Class => "7А".to_owned(),
        Column::FirstDay => "2026-09-01".to_owned(),
        Column::OrderNumber => "17-қ".to_owned(),
        Column::OrderDate => "2026-08-28".to_owned(),
        Column::BirthDate => "1899-01-01".to_owned(),
        Column::Sex => words.word("sex-", Sex::Male.as_ref()),
        Column::Iin => "990101100010".to_owned(),
        Column::Email => "example@example.kz".to_owned(),
        Column::Phone => "8 700 000 00 00".to_owned(),
        Column::Kinship | Column::ChildName => String::new(),
    });
    let listed = |column: Column, allowed: Vec<String>| {
        vec![format!("# {}: {}", column.word(words), allowed.join(", "))]
    };
    let rows = vec![
        example.collect(),
        vec![format!("# {}", words.word("sheet-", "remarks"))],
        listed(Column::Role, Coming::iter().map(|coming| coming.word(words)).collect()),
        listed(Column::Sex, Sex::iter().map(|sex| words.word("sex-", sex.as_ref())).collect()),
        listed(
            Column::Kinship,
            Kinship::iter().map(|kinship| words.word("kinship-", kinship.as_ref())).collect(),
        ),
        vec![format!("# {}", words.word("sheet-", "parents"))],
    ];
    Sheet { title: words.word("sheet-", "people"), header, rows }
}

#[cfg(test)]
mod tests {
    use super::super::read::{Unreadable, read};
    use super::*;
    use crate::pages::Language;

    #[test]
    fn a_template_that_nobody_filled_in_is_an_empty_table_in_every_language() {
        for language in Language::ALL {
            let sheet = template(Words::of(language));
            assert_eq!(read(&sheet.xlsx().unwrap()).unwrap_err(), Unreadable::Empty, "{language:?}");
            assert_eq!(read(&sheet.csv().unwrap()).unwrap_err(), Unreadable::Empty, "{language:?}");
        }
    }
}

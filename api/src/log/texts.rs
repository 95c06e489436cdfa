//! Which values an event may hold: what is stored is read for ever, by programs that are not written yet.

use dayek_domain::personal::{ABOUT, PLAIN};
use serde_json::{Map, Value};

use super::LogError;
use crate::calendar;

/// Characters of one text.
pub(crate) const LONGEST: usize = 4_000;

/// What people may write in a field, by the last part of its name. An import keeps what it finds.
const OF_PEOPLE: [(&str, usize); 2] = [("reason", 1_000), ("order/number", 50)];
const OF_ASSESSMENTS: [(&str, usize); 2] = [("title", 200), ("description", 2_000)];

/// Whether a character has no place in a text: it shows nothing, and some of them no database takes.
pub(crate) fn is_unwanted(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')
}

/// Refuses what no event may hold, with the place of it.
pub(super) fn judge(payload: &Value) -> Result<(), LogError> {
    each_text(payload, &mut String::new(), &mut |path, text| {
        let reason = if text.chars().any(is_unwanted) {
            "holds a control character".to_owned()
        } else if is_longer(text, LONGEST) {
            too_long(LONGEST)
        } else if calendar::is_out_of_reach(text) {
            calendar::sentence()
        } else {
            return Ok(());
        };
        Err(LogError::Unacceptable { path: path.to_owned(), reason })
    })
}

/// Refuses what is longer than a person should write there.
pub(super) fn judge_length(event_type: &str, payload: &Value) -> Result<(), LogError> {
    let of_event: &[(&str, usize)] =
        if event_type.starts_with("assessment_") { &OF_ASSESSMENTS } else { &[] };
    each_text(payload, &mut String::new(), &mut |path, text| {
        let named =
            |(name, _): &&(&str, usize)| path.strip_suffix(*name).is_some_and(|rest| rest.ends_with('/'));
        match OF_PEOPLE.iter().chain(of_event).find(named) {
            Some((_, most)) if is_longer(text, *most) => {
                Err(LogError::Unacceptable { path: path.to_owned(), reason: too_long(*most) })
            }
            Some(_) | None => Ok(()),
        }
    })
}

fn is_longer(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().nth(most).is_some()
}

fn too_long(most: usize) -> String {
    format!("has more than {most} characters")
}

type Judge<'a> = dyn FnMut(&str, &str) -> Result<(), LogError> + 'a;

/// Every text of a payload with its JSON pointer, in which the names of our own wrappings are left out.
fn each_text(value: &Value, path: &mut String, judge: &mut Judge<'_>) -> Result<(), LogError> {
    match value {
        Value::String(text) => judge(path, text),
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                at(path, &place.to_string(), |path| each_text(item, path, judge))?;
            }
            Ok(())
        }
        Value::Object(map) if map.contains_key(ABOUT) => {
            map.get(PLAIN).map_or(Ok(()), |plain| each_text(plain, path, judge))
        }
        Value::Object(map) => {
            for (name, value) in map.iter().filter(|(name, value)| !is_old(map, name, value)) {
                if name == "to" && value.is_object() {
                    each_text(value, path, judge)?;
                } else {
                    at(path, name, |path| each_text(value, path, judge))?;
                }
            }
            Ok(())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

fn at(
    path: &mut String,
    name: &str,
    within: impl FnOnce(&mut String) -> Result<(), LogError>,
) -> Result<(), LogError> {
    let before = path.len();
    path.extend(["/", name]);
    let judged = within(path);
    path.truncate(before);
    judged
}

/// What stood there before may be anything, or it could never be put right. Of an enrolment `from` is the
/// first day.
fn is_old(map: &Map<String, Value>, name: &str, value: &Value) -> bool {
    match name {
        "from" => map.contains_key("to") || !value.as_str().is_some_and(calendar::is_out_of_reach),
        name => name.starts_with("from_"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(payload: &Value) -> Option<(String, String)> {
        match judge(payload) {
            Err(LogError::Unacceptable { path, reason }) => Some((path, reason)),
            Err(error) => panic!("{error}"),
            Ok(()) => None,
        }
    }

    #[test]
    fn a_text_of_several_lines_is_kept_and_one_with_a_control_character_is_not() {
        assert_eq!(refused(&json!({ "name": "7А\tМатематика\r\n«Ә»" })), None);
        for letter in ['\0', '\u{1b}', '\u{7f}', '\u{85}'] {
            let (path, reason) = refused(&json!({ "order": { "number": format!("12{letter}") } })).unwrap();
            assert_eq!((path.as_str(), reason.as_str()), ("/order/number", "holds a control character"));
        }
    }

    #[test]
    fn four_thousand_characters_are_a_text_and_one_more_is_not() {
        assert_eq!(refused(&json!({ "name": "ә".repeat(LONGEST) })), None);
        let (path, _) = refused(&json!({ "names": ["", "ә".repeat(LONGEST + 1)] })).unwrap();
        assert_eq!(path, "/names/1");
    }

    #[test]
    fn what_is_about_a_person_is_named_without_its_wrapping() {
        let reason = json!({ "personal_of": "00000000-0000-0000-0000-00000000000a", "plain": "a\u{0}" });
        assert_eq!(refused(&json!({ "reason": reason })).unwrap().0, "/reason");
        assert_eq!(refused(&json!({ "reason": { "personal_of": "x" } })), None);
    }

    #[test]
    fn a_day_out_of_reach_is_refused_wherever_it_stands_and_an_old_one_can_be_put_right() {
        assert_eq!(refused(&json!({ "from": "+99999-01-01" })).unwrap().0, "/from");
        assert_eq!(refused(&json!({ "from": "+99999-01-01", "to": "2026-09-01" })), None);
        assert_eq!(refused(&json!({ "from": "2026-09-01", "to": "1066-10-14" })).unwrap().0, "/to");
        assert_eq!(refused(&json!({ "from": { "name": "\u{0}" }, "to": { "name": "7А" } })), None);
        assert_eq!(refused(&json!({ "from_name": "\u{0}", "name": "7А" })), None);
    }

    #[test]
    fn people_write_shorter_texts_than_an_import_may_bring() {
        let judged = |event_type: &str, payload: &Value| match judge_length(event_type, payload) {
            Err(LogError::Unacceptable { path, .. }) => Some(path),
            Err(error) => panic!("{error}"),
            Ok(()) => None,
        };
        for (event_type, name, most) in [
            ("mark_given", "reason", 1_000),
            ("assessment_planned", "title", 200),
            ("assessment_planned", "description", 2_000),
        ] {
            let payload = |count: usize| json!({ name: "ә".repeat(count) });
            assert_eq!(judged(event_type, &payload(most)), None);
            assert_eq!(judged(event_type, &payload(most + 1)), Some(format!("/{name}")));
        }
        let order = |count: usize| json!({ "order": { "number": "1".repeat(count) } });
        assert_eq!(judged("role_granted", &order(50)), None);
        assert_eq!(judged("role_granted", &order(51)), Some("/order/number".to_owned()));
        assert_eq!(judged("subject_added", &json!({ "title": "1".repeat(201) })), None);
        let moved = json!({ "from": { "title": "1".repeat(201) }, "to": { "title": "1".repeat(201) } });
        assert_eq!(judged("assessment_replanned", &moved), Some("/title".to_owned()));
    }
}

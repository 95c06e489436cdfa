//! The XML of a file, element by element, within limits and with line numbers.
//!
//! What is handed on is what lies in a list of the root: one activity, one year, one constraint at a time.

use quick_xml::Reader;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};

use super::element::Element;
use super::error::{FetError, shown};
use crate::log::texts::is_unwanted;

const MEBIBYTES: usize = 64;
/// The largest file that is read.
pub const MOST_BYTES: usize = MEBIBYTES * 1024 * 1024;
const MOST_DEPTH: usize = 32;
const MOST_ELEMENTS: usize = 1_000_000;

/// Why reading ended.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) line: u32,
    pub(super) error: FetError,
}

/// Hands every element of every list to `sink`, with the list's name; and with an empty one what lies in
/// the root itself.
pub(super) fn walk(bytes: &[u8], sink: &mut dyn FnMut(&str, Element)) -> Result<(), Broken> {
    if bytes.len() > MOST_BYTES {
        return Err(Broken { line: 1, error: FetError::TooLarge { mebibytes: MEBIBYTES } });
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = lines(bytes.get(..error.valid_up_to())).saturating_add(1);
            return Err(Broken { line, error: not_xml("it is not UTF-8 text") });
        }
    };
    let mut reader = Reader::from_str(text);
    let mut walker = Walker { sink, open: Vec::new(), elements: 0, has_root: false };
    let (mut line, mut counted) = (1, 0);
    loop {
        let begins = usize::try_from(reader.buffer_position()).unwrap_or(bytes.len());
        line = lines(bytes.get(counted..begins)).saturating_add(line);
        counted = begins;
        match reader.read_event() {
            Ok(Event::Eof) => return walker.end().map_err(|error| Broken { line, error }),
            Ok(event) => walker.take(event, line).map_err(|error| Broken { line, error })?,
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(bytes.len());
                return Err(Broken {
                    line: lines(bytes.get(..at)).saturating_add(1),
                    error: unreadable(&error),
                });
            }
        }
    }
}

/// The ends of lines among these bytes.
fn lines(bytes: Option<&[u8]>) -> u32 {
    let pieces = bytes.unwrap_or_default().split(|byte| *byte == b'\n').count();
    u32::try_from(pieces.saturating_sub(1)).unwrap_or(u32::MAX)
}

fn unreadable(error: &Error) -> FetError {
    if matches!(error, Error::Syntax(SyntaxError::UnclosedDoctype)) {
        return FetError::Doctype;
    }
    not_xml(&error.to_string())
}

fn not_xml(reason: &str) -> FetError {
    FetError::NotXml { reason: shown(reason) }
}

struct Walker<'a> {
    sink: &'a mut dyn FnMut(&str, Element),
    open: Vec<Element>,
    elements: usize,
    has_root: bool,
}

impl Walker<'_> {
    fn take(&mut self, event: Event<'_>, line: u32) -> Result<(), FetError> {
        match event {
            Event::Start(tag) => self.begin(&tag, line),
            Event::Empty(tag) => {
                self.begin(&tag, line)?;
                self.close();
                Ok(())
            }
            Event::End(_) => {
                self.close();
                Ok(())
            }
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.reference(&reference),
            Event::DocType(_) => Err(FetError::Doctype),
            Event::Decl(declaration) => encoding(&declaration),
            Event::Comment(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>, line: u32) -> Result<(), FetError> {
        let name = tag.name().as_ref().to_owned();
        if self.open.is_empty() {
            if self.has_root {
                return Err(not_xml("something follows the end of the root element"));
            }
            if !name.eq_ignore_ascii_case("fet") {
                return Err(FetError::NotFet { root: shown(&name) });
            }
            self.has_root = true;
        }
        if self.open.len() >= MOST_DEPTH {
            return Err(FetError::TooDeep { limit: MOST_DEPTH });
        }
        self.elements = self.elements.saturating_add(1);
        if self.elements > MOST_ELEMENTS {
            return Err(FetError::TooManyElements { limit: MOST_ELEMENTS });
        }
        for attribute in tag.attributes() {
            attribute.map_err(|error| not_xml(&error.to_string()))?;
        }
        self.open.push(Element::new(name, line));
        Ok(())
    }

    fn close(&mut self) {
        let Some(closed) = self.open.pop() else { return };
        match self.open.as_mut_slice() {
            [] => {}
            [_root] => (self.sink)("", closed),
            [_root, list] => (self.sink)(&list.name, closed),
            [.., parent] => parent.put(closed),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), FetError> {
        if text.contains(is_unwanted) {
            return Err(not_xml("a control character stands in the text"));
        }
        match self.open.last_mut() {
            Some(element) => element.say(text),
            None if text.trim().is_empty() => {}
            None => return Err(not_xml("text stands outside of the root element")),
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), FetError> {
        match reference.resolve_char_ref().map_err(|error| not_xml(&error.to_string()))? {
            Some(character) => self.text(character.encode_utf8(&mut [0; 4])),
            None => match resolve_predefined_entity(reference) {
                Some(text) => self.text(text),
                None => Err(not_xml(&format!("the entity \"{}\" is not declared", &**reference))),
            },
        }
    }

    fn end(&self) -> Result<(), FetError> {
        match self.open.last() {
            Some(open) => {
                Err(not_xml(&format!("the file ends within <{}> of line {}", open.name, open.line)))
            }
            None if self.has_root => Ok(()),
            None => Err(not_xml("there is no element in it")),
        }
    }
}

fn encoding(declaration: &BytesDecl<'_>) -> Result<(), FetError> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if ["utf-8", "utf8", "us-ascii"].contains(&name.to_ascii_lowercase().as_str()) => {
            Ok(())
        }
        Some(Ok(_)) => Err(not_xml("it declares another encoding than UTF-8")),
        Some(Err(error)) => Err(not_xml(&error.to_string())),
    }
}

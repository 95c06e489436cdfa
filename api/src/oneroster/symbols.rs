//! Texts that occur a great many times, kept once. A result names its pupil and its line item by four
//! bytes each, so that a million results fit into memory.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};

/// Stands for one text of the [`Symbols`] that gave it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

/// All texts end to end, where each of them ends, and how to find one again by its hash.
#[derive(Debug, Clone, Default)]
pub struct Symbols {
    text: String,
    ends: Vec<usize>,
    by_hash: HashMap<u64, Symbol>,
    /// Texts whose hash another text had first. Practically always empty, but never wrong.
    collided: Vec<Symbol>,
    hasher: RandomState,
}

impl Symbols {
    /// The text; empty for a symbol that others gave out.
    pub fn get(&self, symbol: Symbol) -> &str {
        let Some(at) = symbol.index() else { return "" };
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub(super) fn find(&self, text: &str) -> Option<Symbol> {
        let first = *self.by_hash.get(&self.hasher.hash_one(text))?;
        if self.get(first) == text {
            return Some(first);
        }
        self.collided.iter().copied().find(|other| self.get(*other) == text)
    }

    /// Nothing when all four billion symbols are given out.
    pub(super) fn intern(&mut self, text: &str) -> Option<Symbol> {
        if let Some(known) = self.find(text) {
            return Some(known);
        }
        let symbol = Symbol(u32::try_from(self.ends.len()).ok()?);
        self.text.push_str(text);
        self.ends.push(self.text.len());
        match self.by_hash.entry(self.hasher.hash_one(text)) {
            Entry::Occupied(_) => self.collided.push(symbol),
            Entry::Vacant(free) => {
                free.insert(symbol);
            }
        }
        Some(symbol)
    }
}

impl Symbol {
    pub(super) fn index(self) -> Option<usize> {
        usize::try_from(self.0).ok()
    }
}

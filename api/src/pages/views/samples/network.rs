//! Samples of a governing organisation: its network, and its part of the first page.

use super::super::network::{Admission, HomeNetwork, Network, NetworkRow, NetworkTotal, OrgMember};
use super::{HOSTILE, ID, error, figure, frame, s, some};
use crate::pages::words::Words;

pub(super) fn network(words: &'static Words, edits: bool) -> Network {
    let row = NetworkRow {
        id: s(ID),
        name: s(HOSTILE),
        further: edits.then(|| s(HOSTILE)),
        kind: words.word("kind-of-", "general"),
        classes: s("42"),
        pupils: s("1024"),
        bar: 100,
        staff: s("96"),
        marks: edits.then(|| s("52110")),
    };
    let total = NetworkTotal {
        classes: s("42"),
        pupils: s("1024"),
        staff: s("96"),
        marks: edits.then(|| s("52110")),
    };
    let admission =
        Admission { own_id: s(ID), institution: s("\" onfocus=\"x"), unconfirmed: vec![s(HOSTILE)] };
    Network {
        frame: frame(words),
        rows: vec![row],
        total,
        admission: edits.then_some(admission),
        errors: if edits { error("institution") } else { vec![] },
    }
}

pub(super) fn on_home(words: &Words) -> HomeNetwork {
    let roles = vec![words.word("role-", "org_leadership")];
    HomeNetwork {
        figures: vec![figure()],
        members: vec![
            OrgMember { href: some("/people/1"), name: s(HOSTILE), roles: roles.clone() },
            OrgMember { href: None, name: s("Көкжотаев Талғат"), roles },
        ],
        sees_people: true,
    }
}

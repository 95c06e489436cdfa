//! What an institution has set for itself, as rows of the change history.

use dayek_domain::institution::Profile;

use super::row::{Change, Kind};
use super::value::written;

/// A line for each thing that is another one now; what is not said has none.
pub(super) fn of_profile(from: &Profile, to: &Profile) -> Change {
    let mut change = titled("profile");
    let (from, to) = (told(from), told(to));
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for ((field, was), (_, is)) in from.into_iter().zip(to) {
        if was != is {
            old.extend(was.map(|text| written(field, &text)));
            new.extend(is.map(|text| written(field, &text)));
        }
    }
    change.old = (!old.is_empty()).then(|| old.join("\n"));
    change.new = (!new.is_empty()).then(|| new.join("\n"));
    change
}

fn told(profile: &Profile) -> [(&'static str, Option<String>); 7] {
    let Profile { full_name, bin, address, phone, email, site, languages } = profile;
    let languages: Vec<&str> = languages.iter().map(AsRef::as_ref).collect();
    [
        ("full_name", full_name.clone()),
        ("bin", bin.as_ref().map(ToString::to_string)),
        ("languages", (!languages.is_empty()).then(|| languages.join(" "))),
        ("address", address.clone()),
        ("phone", phone.clone()),
        ("email", email.clone()),
        ("site", site.clone()),
    ]
}

pub(super) fn switched(what: &str, on: bool) -> Change {
    let (old, new) = if on { ("off", "on") } else { ("on", "off") };
    titled(what).old(old).new_value(new)
}

/// What has been set stands where other rows have their title.
fn titled(what: &str) -> Change {
    let mut change = Change::of(Kind::Setting);
    change.title = Some(what.to_owned());
    change
}

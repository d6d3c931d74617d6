//! Keywords that do harm: a message that is just a keyword gets the answer, so that one which says nothing, or which
//! another entry has too, leads visitors astray.

use super::super::section::Section;
use crate::faq::{Entry, Place};
use crate::text::canonical;
use std::collections::HashMap;

/// A keyword that does harm, with the place of its entry.
pub(super) struct Harmful<'section> {
    pub(super) place: &'section Place,
    pub(super) message: String,
}

/// The keywords of a language that do harm, in the order of the entries.
pub(super) fn harmful<'section>(section: &'section Section) -> Vec<Harmful<'section>> {
    let mut held: HashMap<String, (&Entry, bool)> = HashMap::new();
    let mut found = Vec::new();
    for entry in &section.entries {
        for wording in &entry.questions {
            held.entry(canonical(&wording.text)).or_insert((&**entry, false));
        }
    }
    for entry in &section.entries {
        for keyword in &entry.keywords {
            let form = canonical(keyword);
            let harm = match held.get(&form) {
                Some((other, is_keyword)) if other.id != entry.id && always(other) && always(entry) => {
                    let what = if *is_keyword { "a keyword" } else { "a wording" };
                    let place = format!("{}:{}", other.place.path, other.place.line);
                    let id = &other.id;
                    format!(
                        "is also {what} of `{id}` ({place}), so that whoever types just this is asked which is meant; keep it in one"
                    )
                }
                None if says_nothing(section, keyword) && !entry.small_talk => {
                    "names nothing, and whoever types just this gets this answer; remove it".to_owned()
                }
                _ => {
                    held.entry(form).or_insert((&**entry, true));
                    continue;
                }
            };
            let message = format!("the keyword \"{keyword}\" of `{}` {harm}", entry.id);
            found.push(Harmful { place: &entry.place, message });
        }
    }
    found
}

/// Whether an entry is in service all the year: of two that are not, each may have its time.
fn always(entry: &Entry) -> bool {
    entry.from.is_none() && entry.until.is_none()
}

/// Whether a keyword is of signs alone, or a single word that only gives a question its form.
fn says_nothing(section: &Section, keyword: &str) -> bool {
    match section.analyzer.tokens(keyword).as_slice() {
        [] => true,
        // "IT" is a department
        [only] => only.stop && !keyword.contains(char::is_uppercase),
        _ => false,
    }
}

//! The checks across files: ids and wordings that collide, follow-ups that lead nowhere, too many entries.
//!
//! Invariant: an entry that is broken in itself still counts here by its id, so that one mistake is one problem.

use super::entry::{Draft, Named};
use super::fields::{is_typo, nearest};
use super::limits::MAX_ENTRIES;
use super::source::quoted;
use super::{Place, Problem, Severity, Wording};
use crate::text::{Lang, canonical};
use std::collections::{HashMap, HashSet};

/// For how many dangling follow-ups the nearest id is looked for: each costs a comparison with every id.
const MAX_SUGGESTIONS: usize = 50;

/// How many problems across files are listed. A folder with more was copied over itself, and each one costs memory.
const MAX_PROBLEMS: usize = 10_000;

/// What is known of files that could not be read to their end.
#[derive(Debug, Default)]
pub struct Unread<'a> {
    /// The texts of those that break off.
    pub texts: Vec<&'a str>,
    /// Whether there are others, which could not be read at all.
    pub others: bool,
}

impl<'a> Unread<'a> {
    /// The ids that stand in texts that break off: then that text is the problem, not who names the id.
    fn ids(&self) -> HashSet<&'a str> {
        let is_other = |character: char| !character.is_ascii_alphanumeric() && character != '-';
        let after_key = |text: &'a str| text.match_indices("id:").map(move |(at, key)| &text[at + key.len()..]);
        let id = |rest: &'a str| rest.trim_start_matches([' ', '"', '\'']).split(is_other).next().unwrap_or("");
        self.texts.iter().copied().flat_map(after_key).map(id).collect()
    }
}

/// Checks all entries, which come in the order of their files.
pub fn check(drafts: &[Draft], unread: &Unread<'_>) -> Vec<Problem> {
    let mut problems = Found::default();
    if let Some(draft) = drafts.get(MAX_ENTRIES) {
        let message = format!("{} entries, more than {MAX_ENTRIES}; remove what nobody asks", drafts.len());
        problems.push(error(&draft.place, message));
    }
    check_ids(drafts, &mut problems);
    check_wordings(drafts, &mut problems);
    check_follow_ups(drafts, unread, &mut problems);
    problems.finish()
}

/// The problems as they are found.
#[derive(Default)]
struct Found {
    problems: Vec<Problem>,
    /// The worst kind of those beyond the limit, and the last place.
    beyond: Option<(Severity, Place)>,
}

impl Found {
    fn push(&mut self, problem: Problem) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem);
        } else {
            let worst = self.beyond.take().map_or(problem.severity, |(severity, _)| severity.min(problem.severity));
            self.beyond = Some((worst, problem.place));
        }
    }

    fn finish(mut self) -> Vec<Problem> {
        if let Some((severity, place)) = self.beyond {
            let message = "more ids, wordings or follow-ups like those above are wrong; put those above right first";
            self.problems.push(Problem { place, severity, message: message.to_owned() });
        }
        self.problems
    }
}

/// An id is unique in its language.
fn check_ids(drafts: &[Draft], problems: &mut Found) {
    let mut first: HashMap<(&Lang, &str), &Place> = HashMap::new();
    for draft in drafts {
        let (Some(lang), Some(id)) = (&draft.lang, &draft.id) else { continue };
        if let Some(other) = first.get(&(lang, &*id.id)) {
            let message = format!(
                "duplicate id {} in `{lang}`: it is already used at {}; choose another",
                quoted(&id.id),
                shown(other)
            );
            problems.push(error(&id.place, message));
        } else {
            first.insert((lang, &id.id), &id.place);
        }
    }
}

/// A wording leads to one entry of its language.
fn check_wordings(drafts: &[Draft], problems: &mut Found) {
    let mut first: HashMap<(&Lang, String), (usize, &Wording)> = HashMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        let Some(lang) = &draft.lang else { continue };
        for wording in &draft.wordings {
            let key = (lang, canonical(&wording.text));
            let Some((other_at, other)) = first.get(&key) else {
                first.insert(key, (at, wording));
                continue;
            };
            let text = quoted(&wording.text);
            let other_place = shown(&other.place);
            problems.push(if *other_at == at {
                let message =
                    format!("{text} is the same wording as at {other_place}; remove one or word it otherwise");
                Problem { place: wording.place.clone(), severity: Severity::Warning, message }
            } else {
                let id = drafts[*other_at].id.as_ref().map_or_else(|| "another entry".to_owned(), |id| quoted(&id.id));
                let message =
                    format!("{text} is also a wording of {id} at {other_place}; keep it in one of the two entries");
                error(&wording.place, message)
            });
        }
    }
}

/// A follow-up is an entry, in whichever language.
fn check_follow_ups(drafts: &[Draft], unread: &Unread<'_>, problems: &mut Found) {
    let ids: HashSet<&str> = drafts.iter().filter_map(|draft| draft.id.as_ref()).map(|id| &*id.id).collect();
    let mut ordered: Vec<&str> = Vec::new();
    let dangling = drafts.iter().flat_map(|draft| &draft.follow_ups).filter(|follow_up| !ids.contains(&*follow_up.id));
    let unread_ids = unread.ids();
    let dangling = dangling.filter(|follow_up| !unread_ids.contains(&*follow_up.id));
    for (count, Named { id, place }) in dangling.enumerate() {
        if ordered.is_empty() {
            ordered = ids.iter().copied().collect();
            ordered.sort_unstable();
        }
        let near = if count < MAX_SUGGESTIONS { nearest(id, ordered.iter().copied()) } else { None };
        let remedy = match near.filter(|near| is_typo(id, near)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => match near {
                Some(near) => format!("the nearest id is `{near}`; correct or remove it"),
                None => "correct or remove it".to_owned(),
            },
        };
        let known = if unread.others { " in the files that could be read" } else { "" };
        problems
            .push(error(place, format!("`follow_ups` names {}, which is no entry's id{known}; {remedy}", quoted(id))));
    }
}

fn error(place: &Place, message: String) -> Problem {
    Problem { place: place.clone(), severity: Severity::Error, message }
}

/// A place within a message.
fn shown(place: &Place) -> String {
    format!("{}:{}:{}", place.path, place.line, place.column)
}

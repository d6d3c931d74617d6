//! What an entry is about, and which others speak of the same.

use super::super::markers::{self, Markers};
use super::super::section::Section;
use super::{WORDINGS_READ, matter};
use std::sync::Arc;

/// The most words that stand for what an entry is about.
const SUBJECT_WORDS: usize = 2;
/// The share of what the entry before is about that another one has to speak of to be the answer to a follow-up that names
/// nothing itself: "how much?" after an answer on repairs may be about the delivery, but that is to be asked back.
const SAME_SUBJECT: f32 = 0.5;
/// Ids that begin alike tell something if at most one in so many entries has such an id.
const MOST_ALIKE: usize = 3;

/// Whether an entry says nothing, in wordings or answer, of the words that name more than a side of something.
pub(super) fn lacks(section: &Section, entry: u32, matter: &[String], markers: &Markers) -> bool {
    let named = matter.iter().filter(|word| !markers::holds(markers.generic, &markers::form(word)));
    let named: Vec<&str> = named.map(String::as_str).collect();
    let ranking = section.rank(&section.read(&named.join(" ")), &|other| other == entry, &|_| false);
    ranking.ranked.first().is_none_or(|found| found.features.by_any == 0.0)
}

/// What an entry is about, in a few words: its first keyword, since editors name the subject there, and the words that
/// most of its wordings share. Without `sides` those are left out that name only a side of something, so that "and how
/// much?" after "How long does delivery take?" asks about delivery; with them, "and for bikes?" after "How much does
/// delivery cost?" asks for the costs of that.
pub(super) fn subject(section: &Section, entry: u32, markers: &Markers, sides: bool) -> String {
    let entry = &section.entries[entry as usize];
    let words = |text: &str| -> Vec<String> {
        let mut words = matter(section, &section.analyzer.tokens(text));
        words.retain(|word| sides || !markers::holds(markers.generic, &markers::form(word)));
        words
    };
    let mut counts: Vec<(String, usize)> = Vec::new();
    for wording in entry.questions.iter().take(WORDINGS_READ) {
        let mut seen = words(&wording.text);
        seen.sort_unstable();
        seen.dedup();
        for word in seen {
            match counts.iter_mut().find(|(held, _)| *held == word) {
                Some((_, count)) => *count += 1,
                None => counts.push((word, 1)),
            }
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let keyword = entry.keywords.first().map(|keyword| words(keyword)).unwrap_or_default();
    let mut subject = keyword.join(if markers.writing.has_words() { " " } else { "" });
    for (word, _) in counts.into_iter().take(SUBJECT_WORDS.saturating_sub(keyword.len())) {
        if !subject.contains(&word) {
            subject = format!("{subject} {word}");
        }
    }
    subject.trim().to_owned()
}

/// Which entries belong to what was answered before: the entry itself, what it offers or is offered by, and its topic.
pub(super) fn surroundings(section: &Section, previous: u32) -> Vec<bool> {
    let before = &section.entries[previous as usize];
    let near = section.entries.iter().map(|entry| {
        entry.id == before.id
            || before.follow_ups.contains(&entry.id)
            || entry.follow_ups.contains(&before.id)
            || entry.topic == before.topic
    });
    near.collect()
}

/// Whether an entry speaks of what the entry before is about, or is put beside it by the editor: as what is offered next, or
/// by a name that begins alike (`delivery-time`, `delivery-cost`).
pub(super) fn is_of_subject(section: &Section, entry: u32, previous: u32, markers: &Markers) -> bool {
    let subject = section.read(&subject(section, previous, markers, false));
    let ranking = section.rank(&subject, &|other| other == entry, &|_| false);
    let told = ranking.ranked.first().map_or(0.0, |found| found.features.by_any);
    let (one, other) = (&section.entries[entry as usize], &section.entries[previous as usize]);
    let begins = |id: &Arc<str>| id.split('-').next().map(str::to_owned);
    let alike = |id: &Arc<str>| begins(id) == begins(&other.id);
    // names that are made of questions begin alike, too
    let many = section.entries.iter().filter(|entry| alike(&entry.id)).count() * MOST_ALIKE > section.entries.len();
    let beside = other.follow_ups.contains(&one.id) || entry == previous || (alike(&one.id) && !many);
    beside || subject.units.is_empty() || told >= SAME_SUBJECT
}

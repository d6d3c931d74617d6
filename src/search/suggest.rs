//! Titles while a visitor types: those that begin so, those that hold what is typed, and then those that mean it.
//!
//! Invariant: at most one suggestion for an entry, in an order that does not change while the same text is typed, nor
//! when a letter is added that fits the same wordings.

use super::Question;
use super::bits::Bits;
use super::index::Index;
use super::prefix::{Holding, form, pieces};
use super::section::Section;
use crate::clock::Timestamp;
use crate::faq::Entry;
use crate::text::{Lang, is_unspaced};
use std::sync::Arc;

/// The longest text for which suggestions are looked for; who types more has a question.
const LONGEST_PREFIX: usize = 200;
/// The most words that are looked up; of a longer text the first ones, since titles are short.
const MOST_PIECES: usize = 24;
/// In how many words typing errors are overlooked: each costs a walk over the FAQ's words, and a title has few.
const MOST_CORRECTED: usize = 4;
/// What is typed has a meaning from this many letters on.
const SHORTEST_MEANING: usize = 3;
/// An entry that is right with a smaller probability would be a guess.
const WORTH_OFFERING: f64 = 0.05;

/// How well an entry fits what is typed: lower is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    fit: Fit,
    /// The typing errors that were overlooked.
    errors: u8,
    /// Whether it is another wording than the title that fits.
    other_wording: bool,
    /// The length of that wording in bytes: of two that hold the same the shorter says less else.
    length: usize,
}

/// In what way an entry fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Its title begins so.
    TitleBegins,
    /// Another wording begins so.
    WordingBegins,
    /// A wording holds every word, or words near to them, in any order.
    HoldsAll,
    /// A wording holds every word of matter.
    HoldsMatter,
    /// Its wordings together do.
    HoldTogether,
    /// A wording holds all but the last word, of which there is a letter or two: it may still become anything.
    HoldsBefore,
}

impl Index {
    /// Up to `limit` entries whose title or other wording holds every word typed (the last one unfinished, in any order,
    /// a typing error overlooked), and then those that fit by meaning. Empty while nothing is typed.
    pub fn suggest(&self, prefix: &str, lang: Option<&Lang>, now: Timestamp, limit: usize) -> Vec<Arc<Entry>> {
        let text: String = prefix.chars().take(LONGEST_PREFIX).collect();
        let typed = form(&text);
        let question = Question { text: &text, lang, page: None, previous: None, now };
        if typed.is_empty() || limit == 0 {
            return Vec::new();
        }
        let Some((home, held)) = self.held(&question, &typed, limit) else { return Vec::new() };
        let found = !held.is_empty();
        let section = &self.sections[home];
        let mut suggested: Vec<Arc<Entry>> =
            held.into_iter().map(|(_, entry)| section.entries[entry as usize].clone()).collect();
        if suggested.len() < limit && has_meaning(&typed) {
            let completed = complete(section, &typed);
            let lang = Some(&section.lang);
            let meant =
                self.ask(&Question { text: completed.as_deref().unwrap_or(&text), lang, ..question }).candidates;
            for candidate in meant.into_iter().filter(|candidate| candidate.confidence >= WORTH_OFFERING) {
                let same_lang = candidate.entry.lang == section.lang || !found;
                if same_lang && suggested.len() < limit && !suggested.iter().any(|held| held.id == candidate.entry.id) {
                    suggested.push(candidate.entry);
                }
            }
        }
        suggested
    }

    /// The section in which what is typed is looked up, and what it holds. Letters are looked up in the visitor's own
    /// language first, since the beginning of a word tells no language (`de` of delivery); then in others, since they
    /// may spell Chinese (`tuik` for 退款).
    fn held(&self, question: &Question, typed: &str, limit: usize) -> Option<(usize, Vec<(Place, u32)>)> {
        let home = self.home(question)?.at;
        let mut tried: Vec<usize> = Vec::new();
        if !typed.contains(is_unspaced) {
            tried.extend(self.home(&Question { text: "", ..question.clone() }).map(|home| home.at));
            tried.push(home);
            tried.extend(0..self.sections.len());
        } else {
            tried.push(home);
        }
        let mut near = None;
        for (turn, at) in tried.iter().copied().enumerate().filter(|(turn, at)| !tried[..*turn].contains(at)) {
            let held = holding(&self.sections[at], typed, question.now, limit);
            if held.first().is_some_and(|(place, _)| place.errors == 0) {
                return Some((at, held));
            }
            // typing errors are overlooked in a language that the visitor may be taken to write
            if !held.is_empty() && near.is_none() && (turn == 0 || at == home) {
                near = Some((at, held));
            }
        }
        Some(near.unwrap_or((home, Vec::new())))
    }
}

/// One letter means nothing yet; one Chinese character may.
fn has_meaning(typed: &str) -> bool {
    typed.chars().count() >= SHORTEST_MEANING || typed.contains(is_unspaced)
}

/// What is typed with its last word as it is most likely to end; `None` where it is a word already.
fn complete(section: &Section, typed: &str) -> Option<String> {
    let last = pieces(typed).last()?;
    let word = section.prefixes.completed(last)?;
    Some(typed[..typed.len() - last.len()].to_owned() + word)
}

/// The entries with a wording that holds what is typed, the best first, in the order of the FAQ among equals.
fn holding(section: &Section, typed: &str, now: Timestamp, limit: usize) -> Vec<(Place, u32)> {
    let prefixes = &section.prefixes;
    let mut corrected = 0;
    let held: Vec<(bool, Holding)> = pieces(typed)
        .take(MOST_PIECES)
        .map(|piece| {
            let stop = !piece.starts_with(is_unspaced) && section.analyzer.word(piece).stop;
            let holding = prefixes.holding(piece, corrected < MOST_CORRECTED);
            corrected += usize::from(holding.first().is_none_or(|(errors, _)| *errors > 0));
            (stop, holding)
        })
        .collect();
    let all = common(&held.iter().map(|(_, holding)| holding).collect::<Vec<_>>(), prefixes.len());
    let matter: Vec<&Holding> = held.iter().filter(|(stop, _)| !stop).map(|(_, holding)| holding).collect();
    let mut places: Vec<(Place, u32)> = Vec::new();
    let mut add = |wording: usize, fit: Fit, errors: u8| {
        let entry = prefixes.entry(wording);
        let other_wording = wording != prefixes.wordings(entry).start;
        let fit = match fit {
            Fit::HoldsAll if errors == 0 && prefixes.begins(wording, typed) => {
                if other_wording {
                    Fit::WordingBegins
                } else {
                    Fit::TitleBegins
                }
            }
            fit => fit,
        };
        let place = Place { fit, errors, other_wording, length: prefixes.text(wording).len() };
        match places.last_mut() {
            Some((best, last)) if *last == entry => *best = place.min(*best),
            _ => places.push((place, entry)),
        }
    };
    for wording in all.ones() {
        add(wording, Fit::HoldsAll, errors(held.iter().map(|(_, holding)| holding), wording));
    }
    // a letter or two of a word that is not finished is no matter yet
    let says = pieces(typed).zip(&held).any(|(piece, (stop, _))| !stop && has_meaning(piece));
    if matter.len() < held.len() && says {
        for wording in common(&matter, prefixes.len()).ones().filter(|wording| !all.has(*wording)) {
            add(wording, Fit::HoldsMatter, errors(matter.iter().copied(), wording));
        }
    }
    let begun = pieces(typed).take(MOST_PIECES).last().is_some_and(|last| !has_meaning(last));
    let before: Vec<&Holding> = held.iter().take(held.len().saturating_sub(1)).map(|(_, holding)| holding).collect();
    if begun && !before.is_empty() {
        for wording in common(&before, prefixes.len()).ones().filter(|wording| !all.has(*wording)) {
            add(wording, Fit::HoldsBefore, errors(before.iter().copied(), wording));
        }
    }
    if matter.len() > 1 && says {
        together(section, &matter, &mut places);
    }
    places.retain(|(_, entry)| section.serves(*entry, now));
    // an entry comes at most once from each of the four ways, so that so many places hold `limit` entries
    let enough = 4 * limit;
    if places.len() > enough {
        places.select_nth_unstable(enough);
        places.truncate(enough);
    }
    places.sort_unstable();
    let mut once = Vec::with_capacity(limit);
    for (place, entry) in places {
        if once.len() < limit && !once.iter().any(|(_, held)| *held == entry) {
            once.push((place, entry));
        }
    }
    once
}

/// The wordings that hold every part, errors overlooked.
fn common(parts: &[&Holding], count: usize) -> Bits {
    let any = |holding: &Holding| {
        holding.iter().fold(Bits::new(count), |mut all, (_, bits)| {
            all.add(bits);
            all
        })
    };
    let mut parts = parts.iter();
    let first = parts.next().map_or_else(|| Bits::new(count), |first| any(first));
    parts.fold(first, |common, part| common.and(&any(part)))
}

/// The errors in all parts of what is typed, beside a wording that holds them.
fn errors<'a>(parts: impl Iterator<Item = &'a Holding>, wording: usize) -> u8 {
    let fewest =
        |holding: &Holding| holding.iter().find(|(_, bits)| bits.has(wording)).map_or(0, |(errors, _)| *errors);
    parts.map(fewest).fold(0, u8::saturating_add)
}

/// Adds the entries whose wordings hold all matter together, but none of them alone.
fn together(section: &Section, matter: &[&Holding], places: &mut Vec<(Place, u32)>) {
    let prefixes = &section.prefixes;
    let entries = section.entries.len();
    let mut by_entry: Vec<Holding> = Vec::with_capacity(matter.len());
    for holding in matter {
        let entries_of = |bits: &Bits| {
            let mut held = Bits::new(entries);
            bits.ones().for_each(|wording| held.set(prefixes.entry(wording) as usize));
            held
        };
        by_entry.push(holding.iter().map(|(errors, bits)| (*errors, entries_of(bits))).collect());
    }
    let by_entry: Vec<&Holding> = by_entry.iter().collect();
    for entry in common(&by_entry, entries).ones() {
        let length = prefixes.text(prefixes.wordings(entry as u32).start).len();
        let errors = errors(by_entry.iter().copied(), entry);
        places.push((Place { fit: Fit::HoldTogether, errors, other_wording: false, length }, entry as u32));
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{entries, entry, index, lang, now};
    use super::*;

    fn ids(index: &Index, typed: &str, limit: usize) -> Vec<String> {
        index.suggest(typed, None, now(), limit).iter().map(|entry| entry.id.to_string()).collect()
    }

    #[test]
    fn titles_that_start_with_what_is_typed_come_first() {
        let index = index(entries());
        assert_eq!(ids(&index, "where is", 5)[0], "order-status");
        assert_eq!(ids(&index, "How much is sh", 1), ["delivery-cost"]);
        assert_eq!(ids(&index, "pARc", 2), ["order-status", "delivery-time"]);
        assert_eq!(ids(&index, "发票", 1), ["invoice"]);
        assert!(ids(&index, "refund", 3).len() <= 3);
    }

    #[test]
    fn meaning_fills_up_and_nothing_typed_gives_nothing() {
        let index = index(entries());
        assert!(ids(&index, "refnud for goods", 5).contains(&"refund".to_owned()));
        assert!(
            ids(&index, "  ", 5).is_empty() && ids(&index, "refund", 0).is_empty() && ids(&index, "?!", 5).is_empty()
        );
        let found = ids(&index, "delivery", 5);
        let mut once = found.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), found.len());
        assert_eq!(ids(&index, "w", 5).len(), 5, "one letter gives titles");
        for typed in ["de", "ha", "h", "do"] {
            let suggested = index.suggest(typed, None, now(), 5);
            assert!(suggested.iter().all(|entry| entry.lang.as_str() == "en"), "{typed} begins English words");
        }
        assert!(ids(&index, "zzz", 5).is_empty());
    }

    #[test]
    fn words_may_be_wrong_unfinished_and_in_any_order() {
        let mut all = entries();
        all.push(entry("en", "shipping-time", &["What is the delivery time?", "Shipping duration"], "Three days."));
        all.push(entry("en", "shipping-costs", &["What are the shipping costs?", "Postage"], "Five euros."));
        let index = index(all);
        for (typed, id) in [
            ("delivry ti", "shipping-time"),
            ("time deliv", "shipping-time"),
            ("shiping c", "shipping-costs"),
            ("costs ship", "shipping-costs"),
            ("how is the delivery ti", "shipping-time"),
            ("postage shipp", "shipping-costs"),
            ("shipping x", "delivery-cost"),
        ] {
            assert_eq!(ids(&index, typed, 5)[0], id, "{typed}: {:?}", ids(&index, typed, 5));
        }
    }

    #[test]
    fn chinese_is_suggested_by_characters_sound_and_either_script() {
        let index = index(entries());
        for (typed, id) in [
            ("退款", "refund"),
            ("申请退", "refund"),
            ("退款申请", "refund"),
            ("tuik", "refund"),
            ("申请tui", "refund"),
            ("fap", "invoice"),
            ("發票", "invoice"),
            ("法票", "invoice"),
            ("訂單", "order-status"),
        ] {
            for hint in [None, Some(lang("zh"))] {
                let found = index.suggest(typed, hint.as_ref(), now(), 5);
                assert_eq!(found.first().map(|entry| (&*entry.id, entry.lang.as_str())), Some((id, "zh")), "{typed}");
            }
        }
    }

    #[test]
    fn a_letter_that_changes_nothing_leaves_the_order() {
        let index = index(entries());
        for (typed, from) in [("delivery", 4), ("where is my order", 14), ("how do i get a refund", 17)] {
            let whole = ids(&index, typed, 5);
            for end in from..typed.len() {
                assert_eq!(ids(&index, &typed[..end], 5), whole, "{}", &typed[..end]);
            }
        }
    }

    #[test]
    fn what_is_out_of_service_is_left_out() {
        let mut all = entries();
        all.iter_mut().filter(|entry| &*entry.id == "refund").for_each(|entry| entry.until = Some(now()));
        let index = index(all);
        for typed in ["refund", "how do i get a ref", "tuik", "退款"] {
            assert!(!ids(&index, typed, 5).contains(&"refund".to_owned()), "{typed}");
        }
    }
}

//! Which of the options that were offered a typed text picks: by position ("the second one") or by words that only one
//! of the titles has; or that it picks none of several ("yes", "both").
//!
//! Invariant: a text with any other matter than one title's picks nothing; it is a question of its own.

use super::Index;
use super::markers::{self, Markers, Writing};
use super::negation::{NO, NOT, is_negated};
use super::section::Section;
use crate::faq::Entry;
use std::sync::Arc;

/// The longest text, in characters, that can be a pick: longer ones are questions.
const LONGEST_PICK: usize = 80;

/// The longest text that may be a word of too many languages: only the titles' own and English are tried with it.
const LONGEST_DOUBTFUL: usize = 3;

/// What parts the clauses of a pick.
const SIGNS: [char; 9] = [',', ';', '.', '!', '，', '；', '。', '！', '、'];

/// What a text says to some options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The option at this place, from 0.
    One(usize),
    /// That it is among them, and not which it is: "yes", "both".
    Some,
}

impl Index {
    /// What a text says to the options that were offered, or `None` where it says something else.
    pub fn pick(&self, text: &str, offered: &[Arc<Entry>]) -> Option<Pick> {
        let lang = &offered.first()?.lang;
        if text.chars().nth(LONGEST_PICK).is_some() {
            return None;
        }
        let form = markers::form(text);
        // who reads Chinese titles may still type "2nd", and who reads English ones for want of others "el segundo"; "um" is
        // no Portuguese there
        let others = markers::LANGS.into_iter().filter(|_| form.chars().nth(LONGEST_DOUBTFUL).is_some());
        let known = [lang.primary(), "en"].into_iter().chain(others);
        for markers in known.filter_map(markers::of) {
            if offered.len() > 1 && markers::holds(markers.several, &form) {
                return Some(Pick::Some);
            }
            let placed = place(&form, offered.len(), markers);
            let placed = placed.or_else(|| by_clauses(text, offered.len(), markers));
            let agreed = (offered.len() == 1 && markers::holds(markers.yes, &form)).then_some(0);
            if let Some(at) = placed.or(agreed) {
                return Some(Pick::One(at));
            }
        }
        let section = self.sections.iter().find(|section| section.lang == *lang)?;
        by_title(section, text, offered).map(Pick::One)
    }
}

/// The place that a text names.
fn place(form: &str, count: usize, markers: &Markers) -> Option<usize> {
    let named = |text: &str| -> Option<usize> {
        let [first, second, third, last] = markers.places;
        let at = [first, second, third].iter().position(|names| markers::holds(names, text));
        at.or_else(|| (markers::holds(last, text)).then(|| count - 1)).filter(|at| *at < count)
    };
    named(form).or_else(|| named(&bare(form, markers)))
}

/// The one place that is named, where another is ruled out and nothing else is said: "not the first one, the second".
fn by_clauses(text: &str, count: usize, markers: &Markers) -> Option<usize> {
    let mut places = Vec::new();
    for clause in text.split(SIGNS).map(markers::form).filter(|clause| !clause.is_empty()) {
        let affirmed = affirmed(&clause, markers.writing);
        match place(&affirmed, count, markers) {
            Some(at) if affirmed == clause => places.push(at),
            Some(_) => {}
            None if markers::holds(markers.no, &clause) || markers::holds(markers.yes, &clause) => {}
            None => return None,
        }
    }
    if let [only] = places[..] { Some(only) } else { None }
}

/// A clause without the words by which it denies something.
fn affirmed(clause: &str, writing: Writing) -> String {
    if writing.has_words() {
        let words = clause.split(' ').filter(|word| !markers::holds(NOT, word) && !markers::holds(NO, word));
        return words.collect::<Vec<_>>().join(" ");
    }
    let clause = clause.strip_prefix("不是").or(clause.strip_prefix("不要")).unwrap_or(clause);
    clause.strip_suffix("不是").or(clause.strip_suffix("不要")).unwrap_or(clause).to_owned()
}

/// A text without the words that stand around a place.
fn bare(form: &str, markers: &Markers) -> String {
    if markers.writing.has_words() {
        let words = form.split(' ').filter(|word| !markers::holds(markers.fillers, word));
        let kept = words.collect::<Vec<_>>().join(" ");
        let joined =
            if markers.writing == Writing::Endings { markers.writing.ending(markers.fillers, &kept) } else { 0 };
        return kept[..kept.len() - joined].trim().to_owned();
    }
    let mut rest = form;
    loop {
        let inner = rest[markers.writing.opening(markers.fillers, rest)..].trim();
        let inner = inner[..inner.len() - markers.writing.ending(markers.fillers, inner)].trim();
        if inner.len() == rest.len() {
            return rest.to_owned();
        }
        rest = inner;
    }
}

/// The only option whose title holds all the matter of a text, some of which no other title has.
fn by_title(section: &Section, text: &str, offered: &[Arc<Entry>]) -> Option<usize> {
    let matter = |text: &str| -> Vec<String> {
        section.analyzer.units(&section.read(text).tokens).into_iter().map(|unit| unit.text).collect()
    };
    let typed = matter(text);
    let titles: Vec<Vec<String>> = offered.iter().map(|entry| matter(entry.title())).collect();
    let holding: Vec<usize> =
        (0..titles.len()).filter(|at| typed.iter().all(|word| titles[*at].contains(word))).collect();
    match (typed.is_empty(), holding.as_slice()) {
        // "it doesn't work" is none of "how does … work"
        (false, [only]) if !is_negated(text) || is_negated(offered[*only].title()) => Some(*only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{entries, index};
    use super::*;

    fn picked(lang: &str, offered: &[&str], text: &str) -> Option<usize> {
        match pick(lang, offered, text)? {
            Pick::One(at) => Some(at),
            Pick::Some => None,
        }
    }

    fn pick(lang: &str, offered: &[&str], text: &str) -> Option<Pick> {
        let entries: Vec<Arc<Entry>> = entries().into_iter().map(Arc::new).collect();
        let find = |id: &&str| entries.iter().find(|entry| &*entry.id == *id && entry.lang.as_str() == lang).cloned();
        index(super::super::sample::entries()).pick(text, &offered.iter().filter_map(find).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_picked_by_position() {
        let three = ["order-status", "refund", "invoice"];
        for (text, at) in [
            ("2", 1),
            ("the second one, please", 1),
            ("1.", 0),
            ("one", 0),
            ("First", 0),
            ("option 3", 2),
            ("I mean the last one", 2),
        ] {
            assert_eq!(picked("en", &three, text), Some(at), "{text}");
        }
        for (text, at) in
            [("第二个", 1), ("第三個吧", 2), ("我选第1个", 0), ("最后一个", 2), ("2", 1), ("the second", 1)]
        {
            assert_eq!(picked("zh", &three, text), Some(at), "{text}");
        }
        for (text, at) in [
            ("el segundo", 1),
            ("die zweite", 1),
            ("2번이요", 1),
            ("2번으로 할게요", 1),
            ("두 번째 거요", 1),
            ("le dernier", 2),
            ("второй", 1),
        ] {
            assert_eq!(picked("en", &three, text), Some(at), "{text}");
        }
        for (lang, text, at) in [
            ("en", "not the first one, the second", Some(1)),
            ("en", "the second, not the first", Some(1)),
            ("en", "no, the third", Some(2)),
            ("en", "nein, das zweite", Some(1)),
            ("zh", "不是第一个，第二个", Some(1)),
            ("zh", "第一个不是，第二个", Some(1)),
            ("en", "the first, the second", None),
            ("en", "first, how do I cancel", None),
            ("en", "not the first", None),
        ] {
            assert_eq!(picked(lang, &three, text), at, "{text}");
        }
        assert_eq!((picked("en", &three[..2], "the third one"), picked("en", &three, "um")), (None, None));
        assert_eq!((picked("en", &three[..1], "yes please"), picked("en", &three, "yes")), (Some(0), None));
        assert_eq!(picked("en", &[], "1"), None);
    }

    #[test]
    fn who_agrees_to_several_options_has_picked_none_of_them() {
        let two = ["refund", "invoice"];
        for text in
            ["yes", "ok", "both", "las dos", "les deux", "as duas", "beide", "両方とも", "둘 다요", "и то и другое"]
        {
            assert_eq!(pick("en", &two, text), Some(Pick::Some), "{text}");
        }
        assert_eq!((pick("zh", &two, "都要"), pick("en", &two, "two")), (Some(Pick::Some), Some(Pick::One(1))));
        assert_eq!((pick("en", &two[..1], "yes"), pick("en", &two[..1], "both")), (Some(Pick::One(0)), None));
    }

    #[test]
    fn options_are_picked_by_words_that_only_one_title_has() {
        assert_eq!(picked("en", &["delivery-time", "delivery-cost"], "the delivery one"), Some(0));
        assert_eq!(picked("en", &["refund", "invoice"], "an invoice"), Some(1));
        assert_eq!(picked("zh", &["delivery-cost", "refund"], "退款那个"), Some(1));
        assert_eq!(picked("en", &["refund", "invoice"], "can I have an invoice for my taxes"), None, "other matter");
        assert_eq!(picked("en", &["refund", "invoice"], "please"), None);
        for text in ["no, an invoice", "not an invoice", "I don't want an invoice"] {
            let expected = text.starts_with("no,").then_some(1);
            assert_eq!(picked("en", &["refund", "invoice"], text), expected, "{text}");
        }
    }
}

//! How a text was read, for people: its words, what typing errors and synonyms turned into what, and what was left
//! out.
//!
//! Invariant: told from the text and the reading alone, so that a rule which reads otherwise shows here by itself.

use super::meeting::whole;
use super::noise::strip;
use super::question::Reading;
use super::section::Section;
use crate::text::{canonical, fold, is_unspaced};

/// A text as it was understood.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Understood {
    /// Its words after correction and synonyms.
    pub words: Vec<String>,
    /// The words that carry its matter.
    pub matter: Vec<String>,
    /// What was typed and what it became.
    pub changed: Vec<Changed>,
    /// What was not looked up, or counts little.
    pub left_out: Vec<LeftOut>,
    /// Matter that no wording of the FAQ has.
    pub unknown: Vec<String>,
    /// Words near in meaning that were looked up too, by their stems.
    pub near: Vec<Changed>,
}

/// One thing for another.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Changed {
    /// As typed.
    pub from: String,
    /// What it became.
    pub to: String,
}

/// A part of a text that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    /// As typed, folded.
    pub text: String,
    /// Why.
    pub because: Because,
}

/// Why something was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// An e-mail or web address.
    Address,
    /// An order, card or telephone number.
    OrderNumber,
    /// A tag or character reference of copied text.
    Markup,
    /// A greeting, thanks or the like at either end.
    Courtesy,
    /// A word that carries the form of a question and not its matter: it counts little.
    StopWord,
}

/// What of a message was left out as courtesies, since only this part of it was looked up.
pub fn courtesies(message: &str, asked: &str) -> impl Iterator<Item = LeftOut> {
    let (before, after) = message.split_once(asked).unwrap_or_default();
    let said = [before, after].map(canonical).into_iter().filter(|text| text.contains(char::is_alphanumeric));
    said.map(|text| LeftOut { text, because: Because::Courtesy })
}

/// How a text was understood in a section.
pub fn understand(section: &Section, text: &str, reading: &Reading) -> Understood {
    let mut understood = Understood::default();
    let folded = fold(text);
    for part in taken_out(&folded, &strip(&folded)) {
        let because = if part.contains(['<', '&']) {
            Because::Markup
        } else if part.contains('@') || part.contains("://") || part.starts_with("www.") {
            Because::Address
        } else {
            Because::OrderNumber
        };
        understood.left_out.push(LeftOut { text: part, because });
    }
    let mut typed: Vec<String> = Vec::new();
    for token in section.analyzer.tokens(text) {
        if token.unspaced {
            typed.extend(section.cut(&token.raw).into_iter().map(str::to_owned));
        } else {
            typed.push(token.raw);
        }
    }
    for token in &reading.tokens {
        if !token.unspaced {
            if token.stop {
                understood.left_out.push(LeftOut { text: token.raw.clone(), because: Because::StopWord });
            }
            understood.words.push(token.raw.clone());
            continue;
        }
        for word in section.cut(&token.raw) {
            if !reading
                .units
                .iter()
                .any(|unit| unit.unspaced && (unit.text.contains(word) || word.contains(&unit.text)))
            {
                understood.left_out.push(LeftOut { text: word.to_owned(), because: Because::StopWord });
            }
            understood.words.push(word.to_owned());
        }
    }
    understood.left_out.dedup();
    understood.changed = changes(&typed, &understood.words);
    for unit in &reading.units {
        let word = whole(unit, &reading.tokens);
        // what was guessed by its sound is no word of the text any more
        let guessed = unit.guessed && unit.unspaced && !understood.words.contains(&word);
        if guessed {
            understood.changed.push(Changed { from: spelled_as(section, &typed, &word), to: word.clone() });
        }
        if !section.knows(unit) {
            understood.unknown.push(word.clone());
        }
        understood.matter.push(word);
    }
    for (unit, near) in reading.units.iter().zip(&reading.related) {
        let from = whole(unit, &reading.tokens);
        let near = near.iter().filter(|related| section.knows(related));
        understood.near.extend(near.map(|related| Changed { from: from.clone(), to: related.text.clone() }));
    }
    understood.changed.retain(|change| !change.from.is_empty() && !change.to.is_empty());
    understood
}

/// The parts of a text in whose place there is a space in what was kept of it.
fn taken_out(text: &str, kept: &str) -> Vec<String> {
    // how many characters after a part show that it has ended; fewer where the next part follows at once
    const AFTER: usize = 3;
    let (text, kept): (Vec<char>, Vec<char>) = (text.chars().collect(), kept.chars().collect());
    let (mut at, mut next, mut parts) = (0, 0, Vec::new());
    while at < text.len() && next < kept.len() {
        if text[at] == kept[next] {
            at += 1;
            next += 1;
            continue;
        }
        next += 1;
        let ends = (1..=AFTER.min(kept.len() - next)).rev().find_map(|length| {
            let after = &kept[next..next + length];
            (at + 1..text.len()).find(|end| text[*end..].starts_with(after))
        });
        let end = ends.unwrap_or(text.len());
        parts.push(text[at..end].iter().collect());
        at = end;
    }
    parts
}

/// What was typed for a word that was guessed by its sound: letters that spell it, or characters that sound the same.
fn spelled_as(section: &Section, typed: &[String], word: &str) -> String {
    let spelling = &section.language.spelling;
    for count in 1..=word.chars().count() {
        let spells =
            |words: &&[&str]| words.iter().all(|word| word.is_ascii()) && spelling.spelled(words).contains(&word);
        let words: Vec<&str> = typed.iter().map(String::as_str).collect();
        if let Some(words) = words.windows(count).find(spells) {
            return words.join(" ");
        }
    }
    let characters: Vec<char> = typed.concat().chars().collect();
    let parts = characters.windows(word.chars().count().max(1)).map(|part| part.iter().collect::<String>());
    parts.into_iter().find(|part| spelling.homophone(part) == Some(word)).unwrap_or_else(|| typed.concat())
}

/// What of some words became what of others: the parts between those that stayed.
fn changes(typed: &[String], read: &[String]) -> Vec<Changed> {
    // lengths[one][other]: the longest common subsequence of the words from there on
    let mut lengths = vec![vec![0usize; read.len() + 1]; typed.len() + 1];
    for one in (0..typed.len()).rev() {
        for other in (0..read.len()).rev() {
            lengths[one][other] = if typed[one] == read[other] {
                lengths[one + 1][other + 1] + 1
            } else {
                lengths[one + 1][other].max(lengths[one][other + 1])
            };
        }
    }
    let mut changed = Vec::new();
    let (mut one, mut other) = (0, 0);
    let (mut from, mut to): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    loop {
        let same = one < typed.len() && other < read.len() && typed[one] == read[other];
        let ended = one == typed.len() && other == read.len();
        if same || ended {
            if !from.is_empty() || !to.is_empty() {
                changed.push(trimmed(Changed { from: joined(&from), to: joined(&to) }));
                from.clear();
                to.clear();
            }
            if ended {
                return changed;
            }
            one += 1;
            other += 1;
        } else if other == read.len() || (one < typed.len() && lengths[one + 1][other] >= lengths[one][other + 1]) {
            from.push(&typed[one]);
            one += 1;
        } else {
            to.push(&read[other]);
            other += 1;
        }
    }
}

/// A change without the characters around it that stayed, as far as two are left of it: one Chinese character is seldom
/// a word. Words of letters are told whole.
fn trimmed(change: Changed) -> Changed {
    const SHORTEST: usize = 2;
    let (mut from, mut to): (Vec<char>, Vec<char>) = (change.from.chars().collect(), change.to.chars().collect());
    if !from.iter().chain(&to).copied().all(is_unspaced) {
        return change;
    }
    while from.len().min(to.len()) > SHORTEST && from.first() == to.first() {
        from.remove(0);
        to.remove(0);
    }
    while from.len().min(to.len()) > SHORTEST && from.last() == to.last() {
        from.pop();
        to.pop();
    }
    Changed { from: from.into_iter().collect(), to: to.into_iter().collect() }
}

/// Words side by side, with spaces only where their script has them.
fn joined(words: &[&str]) -> String {
    let spaced = words.iter().any(|word| word.is_ascii());
    words.join(if spaced { " " } else { "" })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{entries, index};
    use super::*;

    fn understood(home: usize, text: &str) -> Understood {
        let index = index(entries());
        let section = &index.sections[home];
        understand(section, text, &section.read(text))
    }

    fn change(from: &str, to: &str) -> Changed {
        Changed { from: from.to_owned(), to: to.to_owned() }
    }

    #[test]
    fn corrections_and_synonyms_are_told() {
        let english = understood(0, "refnud for my consignment and tax receipt");
        assert_eq!(
            english.changed,
            [change("refnud", "refund"), change("consignment", "parcel"), change("tax receipt", "invoice")]
        );
        assert_eq!(english.matter, ["refund", "parcel", "invoice"]);
        for (text, from, to) in
            [("可以开收据吗", "收据", "发票"), ("我要申请tuikuan", "tuikuan", "退款"), ("开法票", "法票", "发票")]
        {
            let chinese = understood(1, text);
            assert!(chinese.changed.contains(&change(from, to)), "{text}: {:?}", chinese.changed);
        }
    }

    #[test]
    fn what_is_left_out_has_its_reason() {
        let left = understood(0, "where is order #4711 of anna@example.com with a penguin");
        let reasons: Vec<(&str, Because)> = left.left_out.iter().map(|left| (&*left.text, left.because)).collect();
        assert_eq!(reasons[..2], [("#4711", Because::OrderNumber), ("anna@example.com", Because::Address)]);
        assert!(reasons.contains(&("where", Because::StopWord)) && !reasons.iter().any(|(word, _)| *word == "order"));
        assert_eq!(left.unknown, ["penguin"]);
        for (text, parts) in [
            ("#11 #2222222 refund", vec!["#11", "#2222222"]),
            ("refund 1234567", vec!["1234567"]),
            ("订单号1234567890什么时候发货", vec!["1234567890"]),
            ("no noise", vec![]),
        ] {
            assert_eq!(taken_out(text, &strip(text)), parts, "{text}");
        }
    }
}

//! Words and phrases that an editor declared to mean the same.
//!
//! Invariant: unifying is idempotent and the same on both sides, so which member of a group stands for the others does
//! not matter: it is the first one written. Groups that share a member are one group, since what is equal to the same
//! is equal.

use super::analyze::Token;
use super::chinese;
use std::collections::{BTreeMap, HashMap};

/// The most tokens of a phrase; a longer one is a sentence and no synonym.
const LONGEST_PHRASE: usize = 6;

/// The groups of one language, ready for lookup.
#[derive(Default)]
pub struct Synonyms {
    /// Phrases of words: stems to the tokens that stand for the group.
    phrases: HashMap<Vec<String>, Vec<Token>>,
    /// First stems of those phrases to the tokens of the longest.
    longest: HashMap<String, usize>,
    /// Phrases of scripts without spaces, longest first: text to text.
    runs: Vec<(String, String)>,
}

impl Synonyms {
    /// Groups of phrases, each phrase already in tokens.
    pub fn new(groups: Vec<Vec<Vec<Token>>>) -> Self {
        let mut merged: Vec<Vec<Vec<Token>>> = Vec::new();
        let mut home: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for group in groups {
            let group: Vec<Vec<Token>> =
                group.into_iter().filter(|phrase| (1..=LONGEST_PHRASE).contains(&phrase.len())).collect();
            let mut met: Vec<usize> = group.iter().filter_map(|phrase| home.get(&stems(phrase)).copied()).collect();
            met.sort_unstable();
            met.dedup();
            let target = met.first().copied().unwrap_or(merged.len());
            if target == merged.len() {
                merged.push(Vec::new());
            }
            for from in met.into_iter().skip(1) {
                let moved = std::mem::take(&mut merged[from]);
                merged[target].extend(moved);
            }
            merged[target].extend(group);
            for phrase in &merged[target] {
                home.insert(stems(phrase), target);
            }
        }
        let mut synonyms = Self::default();
        for group in merged.into_iter().filter(|group| !group.is_empty()) {
            synonyms.add(&group);
        }
        // the longest first, and a fixed order among equals
        synonyms.runs.sort_by(|one, other| other.0.len().cmp(&one.0.len()).then_with(|| one.cmp(other)));
        synonyms.runs.dedup_by(|one, other| one.0 == other.0);
        synonyms
    }

    fn add(&mut self, group: &[Vec<Token>]) {
        let unspaced = |phrase: &Vec<Token>| matches!(phrase.as_slice(), [one] if one.unspaced);
        // A run can only be replaced by a run: text is put together before it is cut into words.
        if let Some(first) = group.iter().find(|phrase| unspaced(phrase)) {
            let runs = group.iter().filter(|phrase| unspaced(phrase) && *phrase != first);
            self.runs.extend(runs.map(|phrase| (phrase[0].raw.clone(), first[0].raw.clone())));
            // the group's first member has to be seen too, so that a shorter one within it is left alone
            self.runs.push((first[0].raw.clone(), first[0].raw.clone()));
        }
        let standing = group.iter().find(|phrase| unspaced(phrase)).or_else(|| group.first());
        if let Some(standing) = standing {
            for phrase in group.iter().filter(|phrase| !unspaced(phrase)) {
                self.phrases.insert(stems(phrase), standing.clone());
                let longest = self.longest.entry(phrase[0].stem.clone()).or_default();
                *longest = phrase.len().max(*longest);
            }
        }
    }

    /// Puts the standing phrase of each group in the place of its other members.
    pub fn unify(&self, tokens: Vec<Token>) -> Vec<Token> {
        if self.phrases.is_empty() && self.runs.is_empty() {
            return tokens;
        }
        let mut unified = Vec::with_capacity(tokens.len());
        let mut at = 0;
        while at < tokens.len() {
            if tokens[at].unspaced {
                unified.push(self.unify_run(&tokens[at]));
                at += 1;
                continue;
            }
            let longest = self.longest.get(&tokens[at].stem).copied().unwrap_or(0).min(tokens.len() - at);
            let found = (1..=longest)
                .rev()
                .find_map(|length| Some((length, self.phrases.get(&stems(&tokens[at..at + length]))?)));
            match found {
                Some((length, standing)) => {
                    unified.extend(standing.iter().cloned());
                    at += length;
                }
                None => {
                    unified.push(tokens[at].clone());
                    at += 1;
                }
            }
        }
        unified
    }

    /// A single character is replaced only where it is a word by itself: 车 within 汽车 is another word's part.
    fn unify_run(&self, token: &Token) -> Token {
        let run = token.raw.as_str();
        if !self.runs.iter().any(|(phrase, standing)| phrase != standing && run.contains(phrase.as_str())) {
            return token.clone();
        }
        let mut starts = Vec::new();
        let mut reached = 0;
        for word in chinese::words(run) {
            starts.push((reached, reached + word.len()));
            reached += word.len();
        }
        let mut text = String::with_capacity(run.len());
        let mut at = 0;
        while at < run.len() {
            let rest = &run[at..];
            let found = self.runs.iter().find(|(phrase, _)| {
                rest.starts_with(phrase.as_str())
                    && (phrase.chars().nth(1).is_some() || starts.contains(&(at, at + phrase.len())))
            });
            let length = match found {
                Some((phrase, standing)) => {
                    text.push_str(standing);
                    phrase.len()
                }
                None => {
                    let length = rest.chars().next().map_or(1, char::len_utf8);
                    text.push_str(&rest[..length]);
                    length
                }
            };
            at += length;
        }
        Token { stem: text.clone(), raw: text, ..token.clone() }
    }
}

fn stems(phrase: &[Token]) -> Vec<String> {
    phrase.iter().map(|token| token.stem.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::analyze::Analyzer;
    use crate::text::Lang;

    fn unified(lang: &str, groups: &[&[&str]], text: &str) -> String {
        let groups: Vec<Vec<String>> =
            groups.iter().map(|group| group.iter().map(|word| (*word).to_owned()).collect()).collect();
        let analyzer = Analyzer::new(&Lang::parse(lang).unwrap(), &groups);
        let stems: Vec<String> = analyzer.unify(analyzer.tokens(text)).into_iter().map(|token| token.stem).collect();
        stems.join(" ")
    }

    #[test]
    fn the_longest_phrase_is_replaced_in_any_inflection() {
        let groups: &[&[&str]] = &[&["parcel", "package"], &["invoice", "package slip"]];
        assert_eq!(unified("en", groups, "two packages"), "two parcel");
        assert_eq!(unified("en", groups, "the package slips"), "the invoic");
        assert_eq!(unified("en", groups, "a pack"), "a pack");
    }

    #[test]
    fn groups_that_share_a_word_are_one() {
        let groups: &[&[&str]] = &[&["bike", "bicycle"], &["cycle", "wheel"], &["bicycle", "cycle"]];
        for word in ["bike", "bicycle", "cycle", "wheel"] {
            assert_eq!(unified("en", groups, word), "bike", "{word}");
        }
    }

    #[test]
    fn unifying_twice_changes_nothing_more() {
        let groups: &[&[&str]] = &[&["自行车", "单车", "车"]];
        assert_eq!(unified("zh", groups, "我的单车"), "我的自行车");
        assert_eq!(unified("zh", groups, "我的自行车"), "我的自行车");
        assert_eq!(unified("zh", groups, "我的车坏了"), "我的自行车坏了");
        assert_eq!(unified("zh", groups, "汽车"), "汽车", "a part of another word is left alone");
    }
}

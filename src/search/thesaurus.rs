//! Words that are near in meaning wherever a company answers its customers: what a FAQ with few wordings cannot know.
//!
//! Weaker than an editor's synonyms, which are equal: a related word only adds a little to what was asked. And whoever
//! knows what a word is near to can tell that an entry says nothing of it: "can I book a hotel" is not for an entry on
//! appointments.
//!
//! Invariant: lists hold everyday words of the language alone, no names, products or sentences; each line is a set of
//! words near in meaning, and a word may be in several.

use super::analyze::{Analyzer, Unit};
use super::korean;
use std::collections::{BTreeMap, HashSet};

/// The most related words of one word.
const MOST_RELATED: usize = 12;

/// The lists of a language, a group of words on each line; empty where there are none.
pub(super) fn lines(primary: &str) -> &'static str {
    match primary {
        "de" => include_str!("thesaurus/de.txt"),
        "en" => include_str!("thesaurus/en.txt"),
        "es" => include_str!("thesaurus/es.txt"),
        "fr" => include_str!("thesaurus/fr.txt"),
        "it" => include_str!("thesaurus/it.txt"),
        "ja" => include_str!("thesaurus/ja.txt"),
        "ko" => include_str!("thesaurus/ko.txt"),
        "nl" => include_str!("thesaurus/nl.txt"),
        "pt" => include_str!("thesaurus/pt.txt"),
        "ru" => include_str!("thesaurus/ru.txt"),
        "zh" => include_str!("thesaurus/zh.txt"),
        _ => "",
    }
}

/// What is said in passing, by the primary tag of the language: light verbs, words of time and manner, kin and feelings in
/// stories ("my husband ordered…"). Their relations help to find, but no entry need have them.
fn passing(primary: &str) -> &'static str {
    let list = include_str!("thesaurus/passing.txt");
    let mut lines = list.lines().filter_map(|line| line.split_once(": "));
    lines.find(|(lang, _)| *lang == primary).map_or("", |(_, words)| words)
}

/// The related words of one language, by stem.
#[derive(Default)]
pub struct Thesaurus {
    related: BTreeMap<String, Vec<String>>,
    passing: HashSet<String>,
}

impl Thesaurus {
    /// The list of the analyzer's language; empty where there is none.
    pub fn of(analyzer: &Analyzer) -> Self {
        let lines = lines(analyzer.lang().primary());
        let mut related: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in lines.lines() {
            let words: Vec<String> = line.split_whitespace().map(|word| stem(word, analyzer)).collect();
            for word in &words {
                let held = related.entry(word.clone()).or_default();
                for other in words.iter().filter(|other| *other != word) {
                    if held.len() < MOST_RELATED && !held.contains(other) {
                        held.push(other.clone());
                    }
                }
            }
        }
        let passing = passing(analyzer.lang().primary()).split_whitespace().map(|word| stem(word, analyzer)).collect();
        Self { related, passing }
    }

    /// Whether it is known what a unit is near to, and it is more than said in passing. A single character without spaces
    /// around it may be a part of any word.
    pub fn understands(&self, unit: &Unit) -> bool {
        let is_word = !unit.unspaced || unit.text.chars().nth(1).is_some();
        is_word && self.related.contains_key(&unit.text) && !self.passing.contains(&unit.text)
    }

    /// The words near in meaning to a stem.
    pub fn related(&self, stem: &str) -> &[String] {
        self.related.get(stem).map_or(&[], Vec::as_slice)
    }
}

/// A word of a list in the form that it has as matter of a question.
fn stem(word: &str, analyzer: &Analyzer) -> String {
    let is_korean = analyzer.lang().primary() == "ko";
    let tokens = analyzer.unify(analyzer.tokens(word));
    let stems = tokens.iter().map(|token| if is_korean { korean::stem(&token.stem) } else { &token.stem });
    stems.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;
    use std::collections::BTreeSet;

    #[test]
    fn relation_is_by_stem_and_both_ways() {
        let analyzer = Analyzer::new(&Lang::english(), &[]);
        let thesaurus = Thesaurus::of(&analyzer);
        let stem = |word: &str| stem(word, &analyzer);
        assert!(thesaurus.related(&stem("packages")).contains(&stem("parcel")));
        assert!(thesaurus.related(&stem("parcel")).contains(&stem("package")));
        assert!(thesaurus.related("never heard of").is_empty());
        assert!(thesaurus.related.values().all(|words| words.len() <= MOST_RELATED));
    }

    #[test]
    fn a_word_of_a_question_finds_its_relations_in_every_language() {
        for (lang, asked, related) in [
            ("de", "Wo sind die Pakete?", "Sendung"),
            ("ja", "送料はいくらですか", "配送料"),
            ("ko", "환불하려면", "환급"),
            ("zh", "周末送货吗", "周六"),
        ] {
            let analyzer = Analyzer::new(&Lang::parse(lang).unwrap(), &[]);
            let thesaurus = Thesaurus::of(&analyzer);
            let units = analyzer.units(&analyzer.tokens(asked));
            let found: Vec<&String> = units.iter().flat_map(|unit| thesaurus.related(&unit.text)).collect();
            assert!(found.iter().any(|word| **word == stem(related, &analyzer)), "{lang}: {found:?}");
        }
    }

    #[test]
    fn every_korean_word_is_found_without_its_particle() {
        let analyzer = Analyzer::new(&Lang::parse("ko").unwrap(), &[]);
        let thesaurus = Thesaurus::of(&analyzer);
        for word in lines("ko").split_whitespace().filter(|word| !analyzer.units(&analyzer.tokens(word)).is_empty()) {
            let unit = &analyzer.units(&analyzer.tokens(word))[0].text;
            assert!(!thesaurus.related(unit).is_empty(), "{word}: {unit}");
        }
    }

    #[test]
    fn what_is_said_in_passing_is_not_understood() {
        for (lang, matter, passing) in [("en", "hotel", "husband"), ("de", "Hotel", "Urlaub"), ("zh", "酒店", "老公")]
        {
            let analyzer = Analyzer::new(&Lang::parse(lang).unwrap(), &[]);
            let thesaurus = Thesaurus::of(&analyzer);
            let understands =
                |text: &str| analyzer.units(&analyzer.tokens(text)).iter().all(|unit| thesaurus.understands(unit));
            assert!(understands(matter) && !understands(passing), "{lang}");
            assert!(!thesaurus.related(&stem(passing, &analyzer)).is_empty(), "{passing} still finds");
        }
        let thesaurus = Thesaurus::of(&Analyzer::new(&Lang::parse("zh").unwrap(), &[]));
        let character = Unit { text: "车".to_owned(), unspaced: true, guessed: false };
        assert!(!thesaurus.understands(&character), "it may be a part of any word");
    }

    #[test]
    fn no_group_stands_twice_and_each_relates_some_words() {
        for lang in ["de", "en", "es", "fr", "it", "ja", "ko", "nl", "pt", "ru", "zh"] {
            let mut held = BTreeSet::new();
            for line in lines(lang).lines() {
                let group: BTreeSet<&str> = line.split_whitespace().collect();
                assert!((2..=MOST_RELATED).contains(&group.len()), "{lang}: {line}");
                assert!(held.insert(group), "{lang}: {line} stands twice");
            }
            assert!(held.len() > 300, "{lang}");
        }
    }
}

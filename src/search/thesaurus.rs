//! Words that are near in meaning wherever a company answers its customers: what a FAQ with few wordings cannot know.
//!
//! Weaker than an editor's synonyms, which are equal: a related word only adds a little to what was asked, and never
//! takes anything away.
//!
//! Invariant: lists hold everyday words of the language alone, no names, products or sentences; each line is a set of
//! words near in meaning, and a word may be in several.

mod de;
mod en;
mod es;
mod fr;
mod it;
mod nl;
mod pt;
mod ru;
mod zh;

use super::analyze::Analyzer;
use std::collections::BTreeMap;

/// The most related words of one word.
const MOST_RELATED: usize = 12;

/// The lists of a language, a group of words on each line; empty where there are none.
pub(super) fn lines(primary: &str) -> &'static str {
    match primary {
        "de" => de::LINES,
        "en" => en::LINES,
        "es" => es::LINES,
        "fr" => fr::LINES,
        "it" => it::LINES,
        "nl" => nl::LINES,
        "pt" => pt::LINES,
        "ru" => ru::LINES,
        "zh" => zh::LINES,
        _ => "",
    }
}

/// The related words of one language, by stem.
#[derive(Default)]
pub struct Thesaurus {
    related: BTreeMap<String, Vec<String>>,
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
        Self { related }
    }

    /// The words near in meaning to a stem.
    pub fn related(&self, stem: &str) -> &[String] {
        self.related.get(stem).map_or(&[], Vec::as_slice)
    }
}

fn stem(word: &str, analyzer: &Analyzer) -> String {
    let tokens = analyzer.unify(analyzer.tokens(word));
    tokens.iter().map(|token| token.stem.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

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
}

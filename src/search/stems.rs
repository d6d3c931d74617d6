//! Words to stems: Snowball's, except for words of customers and companies that it takes for another one.
//!
//! Invariant: a word that is set apart is in one line alone, so that its stem is the line's first word.

use std::collections::HashMap;
use std::sync::LazyLock;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};

/// English words to which Snowball gives the stem of a word of another meaning (`install`, `custom`, `apart`), each line
/// one word in its forms.
const APART: &str = "\
instalment instalments installment installments
customer customers
customs
apartment apartments
international internationally
department departments
experiment experiments
fitness
glasses
goods
hardly
important importance importantly
informal informally
mobility
personal personally
polite politely
quite
rating ratings
tired
training trainings
university universities
united
definitely
terminal terminals
comforter comforters
housing
generation generations
lately";

static STEMS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let forms = |line: &'static str| {
        let stem = line.split(' ').next().unwrap_or_default();
        line.split(' ').map(move |word| (word, stem))
    };
    APART.lines().flat_map(forms).collect()
});

/// tantivy's name for a language that it can stem.
pub fn language(primary: &str) -> Option<Language> {
    Some(match primary {
        "ar" => Language::Arabic,
        "da" => Language::Danish,
        "nl" => Language::Dutch,
        "en" => Language::English,
        "fi" => Language::Finnish,
        "fr" => Language::French,
        "de" => Language::German,
        "el" => Language::Greek,
        "hu" => Language::Hungarian,
        "it" => Language::Italian,
        "no" | "nb" | "nn" => Language::Norwegian,
        "pt" => Language::Portuguese,
        "ro" => Language::Romanian,
        "ru" => Language::Russian,
        "es" => Language::Spanish,
        "sv" => Language::Swedish,
        "ta" => Language::Tamil,
        "tr" => Language::Turkish,
        _ => return None,
    })
}

/// The stems of one language.
#[derive(Clone)]
pub struct Stems {
    snowball: Option<TextAnalyzer>,
    english: bool,
}

impl Stems {
    /// Those of a language by its primary tag; where it cannot be stemmed, a word is its own stem.
    pub fn of(primary: &str) -> Self {
        // Chinese text holds English words: product names and terms, which the English stemmer serves.
        let language = if primary == "zh" { Some(Language::English) } else { language(primary) };
        let build = |language| TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language)).build();
        Self { snowball: language.map(build), english: language == Some(Language::English) }
    }

    /// The stem of a folded word.
    pub fn stem(&mut self, word: &str) -> String {
        if let Some(stem) = STEMS.get(word).filter(|_| self.english) {
            return (*stem).to_owned();
        }
        let Some(snowball) = &mut self.snowball else { return word.to_owned() };
        let mut stream = snowball.token_stream(word);
        if stream.advance() { stream.token().text.clone() } else { word.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_different_meaning_have_different_stems() {
        let mut stems = Stems::of("en");
        for (one, other) in [
            ("instalments", "install"),
            ("installment", "installation"),
            ("customer", "customs"),
            ("customs", "custom"),
            ("apartment", "apart"),
            ("department", "depart"),
            ("international", "internal"),
            ("training", "train"),
            ("glasses", "glass"),
        ] {
            assert_ne!(stems.stem(one), stems.stem(other), "{one}");
        }
        for (one, other) in [("installments", "instalment"), ("customers", "customer"), ("orders", "ordering")] {
            assert_eq!(stems.stem(one), stems.stem(other), "{one}");
        }
        assert_eq!(Stems::of("de").stem("training"), "training");
        assert_eq!(Stems::of("ja").stem("cats"), "cats");
    }

    #[test]
    fn what_is_set_apart_needs_it() {
        let snowball = |word: &str| Stems { english: false, ..Stems::of("en") }.stem(word);
        for line in APART.lines() {
            let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
            assert_ne!(snowball(first), first, "{first} is its own stem already");
            assert!(rest.split_whitespace().all(|form| STEMS[form] == first), "{line}");
        }
        assert_eq!(STEMS.len(), APART.split_whitespace().count(), "a word stands twice");
    }
}

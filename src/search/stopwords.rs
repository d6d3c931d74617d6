//! Words that carry the form of a question and not its matter: they weigh less, and none of them is ever "unknown".
//!
//! Invariant: every list holds folded words, as [`crate::text::fold`] leaves them, with the apostrophe taken out
//! (`dont`), which is how the analyzer joins them.

mod de;
mod en;
mod es;
mod fr;
mod it;
mod ja;
mod ko;
mod nl;
mod pt;
mod ru;
mod zh;

use std::collections::HashSet;
use std::sync::LazyLock;
use tantivy::tokenizer::{Language, RawTokenizer, StopWordFilter, TextAnalyzer, TokenStream};

/// The lists that tantivy does not have, or not long enough.
static OWN: LazyLock<[(&str, HashSet<&str>); 11]> = LazyLock::new(|| {
    [
        ("en", en::WORDS),
        ("zh", zh::WORDS),
        ("de", de::WORDS),
        ("fr", fr::WORDS),
        ("es", es::WORDS),
        ("pt", pt::WORDS),
        ("it", it::WORDS),
        ("nl", nl::WORDS),
        ("ru", ru::WORDS),
        ("ja", ja::WORDS),
        ("ko", ko::WORDS),
    ]
    .map(|(lang, words)| (lang, words.split_whitespace().collect()))
});

/// The stop words of one language: our own list and the one that comes with tantivy (Snowball's).
#[derive(Clone)]
pub struct StopWords {
    own: Option<&'static HashSet<&'static str>>,
    snowball: Option<TextAnalyzer>,
}

impl StopWords {
    /// The list of a language by its primary tag and, where it has one, tantivy's name for it.
    pub fn of(primary: &str, language: Option<Language>) -> Self {
        let own = OWN.iter().find(|(lang, _)| *lang == primary).map(|(_, words)| words);
        let snowball = language
            .and_then(StopWordFilter::new)
            .map(|filter| TextAnalyzer::builder(RawTokenizer::default()).filter(filter).build());
        Self { own, snowball }
    }

    /// The words of our own list, in no particular order.
    pub fn own(&self) -> impl Iterator<Item = &'static str> {
        self.own.into_iter().flatten().copied()
    }

    /// Whether a folded word is one of them. `&mut`, since tantivy's analyzers keep a buffer.
    pub fn contains(&mut self, word: &str) -> bool {
        self.own.is_some_and(|own| own.contains(word))
            || self.snowball.as_mut().is_some_and(|filter| !filter.token_stream(word).advance())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_and_snowball_lists_are_joined() {
        let mut english = StopWords::of("en", Some(Language::English));
        assert!(english.contains("please") && english.contains("the") && !english.contains("refund"));
        let mut french = StopWords::of("fr", Some(Language::French));
        assert!(french.contains("dans") && !french.contains("livraison"));
        let mut chinese = StopWords::of("zh", None);
        assert!(chinese.contains("怎么") && !chinese.contains("退款"));
    }

    #[test]
    fn the_lists_are_folded() {
        for (_, words) in OWN.iter() {
            for word in words {
                assert_eq!(crate::text::fold(word), **word);
            }
        }
    }
}

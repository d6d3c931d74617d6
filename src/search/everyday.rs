//! Frequent words of everyday language: words that a visitor meant as they stand, whether or not the FAQ holds them.
//!
//! Without them `goat` would become the `boat` of the FAQ. They also take errors to themselves that would otherwise be
//! taken for errors in a word of the FAQ (`hosue` is a `house` and no `hose`), and they are what a word that was typed
//! without spaces is cut into.
//!
//! Invariant: lists hold correctly spelled words in lower case, and nothing of one trade.

mod de;
mod en;
mod es;
mod fr;
mod it;
mod names;
mod nl;
mod pt;
mod ru;

/// The frequent words of a language, each once; empty where there is no list. Chinese text holds English words.
pub fn words(primary: &str) -> impl Iterator<Item = &'static str> {
    let list = match primary {
        "de" => de::WORDS,
        "en" | "zh" => en::WORDS,
        "es" => es::WORDS,
        "fr" => fr::WORDS,
        "it" => it::WORDS,
        "nl" => nl::WORDS,
        "pt" => pt::WORDS,
        "ru" => ru::WORDS,
        _ => "",
    };
    list.split_whitespace()
}

/// Names that are no errors in any language, but are never guessed at either.
pub fn names() -> impl Iterator<Item = &'static str> {
    names::WORDS.split_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_folded_words() {
        for primary in ["de", "en", "es", "fr", "it", "nl", "pt", "ru"] {
            assert!(words(primary).count() > 200, "{primary}");
            for word in words(primary) {
                assert_eq!(crate::text::fold(word), word, "{primary}");
                assert!(word.chars().all(char::is_alphabetic), "{primary}: {word}");
            }
        }
    }
}

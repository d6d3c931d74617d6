//! Whether a text denies something.
//!
//! Invariant: the words are in the form of [`markers::form`].

use super::markers;

/// Words that turn round what stands beside them, wherever they stand, and those that do so but at the beginning, where
/// they may answer a question.
pub(super) const NOT: &str =
    "not|t|doesnt|dont|didnt|isnt|cant|wont|wasnt|nicht|kein|keine|keinen|pas|niet|geen|не|never|nie|jamais|nunca";
pub(super) const NO: &str = "no|nao|non|нет|nem|ne";
/// What does so within a run of characters, but at its beginning, and in Japanese and Korean anywhere.
const WITHIN: [char; 5] = ['不', '没', '沒', '無', '无'];
const ANYWHERE: [&str; 7] = ["ない", "ません", "なかった", "않", "없", "안 ", "못"];

/// Whether a text denies something; a "no" at its beginning may answer a question.
pub(super) fn is_negated(text: &str) -> bool {
    says_not(text, 1)
}

/// Whether a text that answers no question denies something: "no funciona".
pub(super) fn denies(text: &str) -> bool {
    says_not(text, 0)
}

/// Whether a text denies something, by a "no" from the word at `from` on, or by other words.
fn says_not(text: &str, from: usize) -> bool {
    let form = markers::form(text);
    let denies = |(at, word): (usize, &str)| markers::holds(NOT, word) || (at >= from && markers::holds(NO, word));
    form.split(' ').enumerate().any(denies)
        || form.chars().skip(1).any(|letter| WITHIN.contains(&letter))
        || ANYWHERE.iter().any(|word| form.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_denies_is_known_in_words_and_in_runs() {
        for text in ["it doesn't work", "geht nicht", "ça ne marche pas", "还是不行", "まだ届きません", "아직 안 돼요"]
        {
            assert!(is_negated(text), "{text}");
        }
        for text in ["no, an invoice", "it works", "无线耳机", "届きました", "잘 돼요"] {
            assert!(!is_negated(text), "{text}");
        }
        assert!(denies("no funciona") && !denies("funciona"));
    }
}

//! Whether a text denies something.
//!
//! Invariant: the words are in the form of [`markers::form`].

use super::markers::{self, Writing};

/// Words that turn round what stands beside them, wherever they stand, and those that do so but at the beginning, where
/// they may answer a question.
pub(super) const NOT: &str =
    "not|t|doesnt|dont|didnt|isnt|cant|wont|wasnt|nicht|kein|keine|keinen|pas|niet|geen|не|never|nie|jamais|nunca";
pub(super) const NO: &str = "no|nao|non|нет|nem|ne";
/// What does so within a run of characters, but at its beginning, and in Japanese and Korean anywhere.
const WITHIN: [char; 5] = ['不', '没', '沒', '無', '无'];
const ANYWHERE: [&str; 7] = ["ない", "ません", "なかった", "않", "없", "안 ", "못"];

/// What a text begins with that says what is not wanted, in words and in runs of characters.
const UNWANTED: &str = "i don t want|i dont want|i do not want|i didn t want|i did not want|i don t need|i dont need|\
    i do not need|i don t wish|i do not wish|please don t|please dont|please do not|don t|dont|do not|ich will nicht|ich will kein|\
    ich will keine|ich will keinen|ich mochte nicht|ich mochte kein|ich mochte keine|ich mochte keinen|ich brauche kein|\
    ich brauche keine|ich brauche keinen|bitte nicht|je ne veux pas|je veux pas|je ne souhaite pas|je n ai pas besoin|\
    no quiero|no necesito|no deseo|nao quero|nao preciso|eu nao quero|eu nao preciso|non voglio|non mi serve|non vorrei|\
    ik wil niet|ik wil geen|ik hoef niet|ik hoef geen|ik heb geen|я не хочу|не хочу|мне не нужен|мне не нужна|мне не нужно";
const UNWANTED_RUNS: [&str; 7] = ["我不想", "我不要", "我不需要", "不想", "不需要", "我没想", "我没要"];
/// Words with which it is wanted no more, which is a wish of its own.
const NO_MORE: &str = "anymore|more|longer|mehr|plus|mas|mais|piu|meer|больше";

/// What a clause begins with that says what is not meant.
const NOT_MEANT: &str = "not|no not|it s not|its not|it is not|it isn t|that s not|i don t mean|i didn t mean|nicht|nein nicht|es ist nicht|\
    es sind nicht|es geht nicht um|ich meine nicht|ich meinte nicht|kein|keine|pas|non pas|ce n est pas|c est pas|no es|no son|no me refiero|\
    nao e|nao sao|nao me refiro|non e|non sono|non intendo|niet|nee niet|het is niet|het gaat niet om|ik bedoel niet|не|нет не|это не|\
    я не про";
const NOT_MEANT_RUNS: [&str; 4] = ["不是", "不要", "我不是", "并不是"];

/// Whether a clause says what is not meant, so that what stands beside it may be: "not the brakes".
pub(super) fn is_not_meant(text: &str) -> bool {
    let form = markers::form(text);
    let begins = Writing::Words.opening(NOT_MEANT, &form) > 0 && form.contains(' ');
    begins || NOT_MEANT_RUNS.iter().any(|run| form.starts_with(run) && form.len() > run.len()) || is_unwanted(text)
}

/// Whether a text says what is not wanted: "I don't want to cancel my subscription". Who no longer wants something asks how
/// to be rid of it.
pub(super) fn is_unwanted(text: &str) -> bool {
    let form = markers::form(text);
    let said = Writing::Words.opening(UNWANTED, &form) > 0 && !Writing::Words.contains(NO_MORE, &form);
    said || (UNWANTED_RUNS.iter().any(|run| form.starts_with(run)) && !form.ends_with('了'))
}

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
        for text in ["I don't want to cancel", "please do not pause it", "ich will nicht kündigen", "我不想取消订阅"]
        {
            assert!(is_unwanted(text), "{text}");
        }
        for text in ["I don't want it anymore", "I want to cancel", "我不想要了", "ich will kündigen"] {
            assert!(!is_unwanted(text), "{text}");
        }
        assert!(denies("no funciona") && !denies("funciona"));
    }
}

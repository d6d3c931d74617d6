//! What the team wrote, as it is shown and proposed.
//!
//! Invariant: where personal data is masked, none is left in an answer because it ran over the end of a line.

use super::super::mask::{clean, mask};
use super::TeamAnswer;
use super::talk::Pair;
use crate::clock::rfc3339;
use crate::faq::{markdown, typed};
use crate::text::canonical;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// Answers that are shown: the newest is the draft, and older ones tell whether it is the usual one.
const ANSWERS: usize = 3;
/// Characters of a draft: nobody reads a longer answer in a chat, and an editor shortens what is cut.
const ANSWER_CHARACTERS: usize = 8_000;

/// What was answered, the newest first, each different answer once.
pub(super) fn answers(pairs: &[&Pair], masked: bool) -> Vec<TeamAnswer> {
    let mut pairs = pairs.to_vec();
    pairs.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.conversation.cmp(&other.conversation)));
    let mut known = HashSet::new();
    let texts = pairs.into_iter().map(|pair| (pair, written(&pair.answer.join("\n"), masked)));
    let different = texts.filter(|(_, text)| known.insert(canonical(text)));
    let answers = different.map(|(pair, text)| TeamAnswer {
        answer: typed::markdown(&text),
        text,
        agent: clean(&pair.agent),
        at: rfc3339(pair.at),
    });
    let shows = |answer: &TeamAnswer| !markdown::render(&answer.answer).content.text.trim().is_empty();
    answers.filter(shows).take(ANSWERS).collect()
}

/// An answer as a report shows it, line for line. A number that goes on in the next line costs the lines.
fn written(text: &str, masked: bool) -> String {
    let text: String = text.chars().take(ANSWER_CHARACTERS).collect();
    let each = |line: &str| if masked { mask(line) } else { clean(line) };
    let lines: Vec<String> = text.lines().map(|line| each(line).trim().to_owned()).collect();
    let (apart, whole) = (lines.join("\n"), each(&text));
    // whatever it is written in: what is masked comes out in other digits than what is not
    let digits = |text: &str| text.nfkc().filter(|character| character.is_numeric()).count();
    if digits(&whole) < digits(&apart) { whole } else { apart }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_runs_over_a_line_is_masked() {
        for (text, expected) in [
            ("Call\n+49 170\n1234567 89.", "Call [phone]."),
            ("+49 170 12345\n6789", "[phone]"),
            ("٠١٧٠١٢٣\n٤٥٦٧٨٩", "[number]"),
            ("Write to ana@example.com or\n0170\n12\n34567", "Write to [email] or [phone]"),
            ("Open 9 to 17.\nOn Sundays 10 to 12.", "Open 9 to 17.\nOn Sundays 10 to 12."),
            ("0170 1234567\nuntil 5", "[phone]\nuntil 5"),
        ] {
            assert_eq!(written(text, true), expected, "{text}");
            assert_eq!(written(text, false), text);
        }
    }
}

//! `ask --explain` for people: the explanation of an answer in aligned lines.
//!
//! Invariant: says nothing that the explanation does not hold, so that text and JSON never differ.

use crate::search::asking::Asking;
use crate::search::explain::{Explained, Explanation, MadeOf, Nearest, OutOfService};
use crate::search::understood::{Because, Changed, LeftOut};

/// Shared words that are shown for a wording; the rest add little.
const MOST_MET: usize = 6;
/// Candidates that are shown; JSON has them all.
const MOST_CANDIDATES: usize = 3;
/// How wide the names of lines are.
const NAMES: usize = 12;

/// The explanation as text.
pub(super) fn describe(explanation: &Explanation) -> String {
    let mut lines = vec![format!("\"{}\"", explanation.q), explanation.reason.clone()];
    lines.extend(explanation.made_of.map(|made_of| product(explanation.confidence, made_of)));
    lines.extend(explanation.out_of_service.as_ref().map(out_of_service));
    lines.extend([String::new(), line("language", &language(explanation))]);
    let read = &explanation.read;
    let mut add = |name: &str, text: String| {
        if !text.is_empty() {
            lines.push(line(name, &text));
        }
    };
    add("words", read.words.join(" "));
    add("read as", changes(&read.changed));
    add("matter", read.matter.join(", "));
    add("unknown", read.unknown.join(", "));
    add("asks", explanation.evidence.asking.map_or("", Asking::in_words).to_owned());
    add("near", near(&read.near));
    for (name, because) in [
        ("address", Because::Address),
        ("number", Because::OrderNumber),
        ("markup", Because::Markup),
        ("courtesy", Because::Courtesy),
        ("stop words", Because::StopWord),
    ] {
        add(name, left_out(&read.left_out, because));
    }
    for (at, candidate) in explanation.candidates.iter().take(MOST_CANDIDATES).enumerate() {
        lines.push(String::new());
        describe_candidate(at + 1, candidate, &mut lines);
    }
    lines.join("\n") + "\n"
}

/// The language in which it was matched, and its own where the FAQ lacks that.
fn language(explanation: &Explanation) -> String {
    let own = explanation.foreign.as_ref();
    own.map_or_else(
        || explanation.lang.clone(),
        |own| format!("{} (asked in {own}, which the FAQ lacks)", explanation.lang),
    )
}

/// What a confidence is made of, as a sentence.
fn product(confidence: f64, MadeOf { right, held, outside }: MadeOf) -> String {
    format!(
        "{confidence:.2} is {held:.2}, that the FAQ holds this, where {:.0} % of what is asked is thought to be in no \
         entry, times {right:.2}, that the first entry is right if it does",
        outside * 100.0
    )
}

/// Which entry is not in service, as a sentence.
fn out_of_service(out: &OutOfService) -> String {
    let OutOfService { id, place, from, until } = out;
    let from = from.map(|from| format!(" from {from} on"));
    let until = until.map(|until| format!(" until {until}"));
    let when = from.into_iter().chain(until).collect::<String>();
    format!("`{id}` ({}:{}) would come first, but it is in service only{when}", place.path, place.line)
}

fn line(name: &str, text: &str) -> String {
    format!("{name:NAMES$}{text}")
}

fn changes(changes: &[Changed]) -> String {
    changes.iter().map(|change| format!("{} -> {}", change.from, change.to)).collect::<Vec<_>>().join(", ")
}

/// For each word those that are near to it.
fn near(near: &[Changed]) -> String {
    let groups = near.chunk_by(|one, other| one.from == other.from).map(|group| {
        let words: Vec<&str> = group.iter().map(|near| near.to.as_str()).collect();
        format!("{} ~ {}", group[0].from, words.join(" "))
    });
    groups.collect::<Vec<_>>().join(", ")
}

/// A number in two digits, without a sign where they are zero.
fn digits(value: f64) -> f64 {
    if value.abs() < 0.005 { 0.0 } else { value }
}

fn left_out(left_out: &[LeftOut], because: Because) -> String {
    let texts = left_out.iter().filter(|left| left.because == because).map(|left| left.text.as_str());
    let mut once: Vec<&str> = Vec::new();
    for text in texts {
        if !once.contains(&text) {
            once.push(text);
        }
    }
    let how = if because == Because::StopWord { " (count little)" } else { " (left out)" };
    if once.is_empty() { String::new() } else { once.join(" ") + how }
}

fn describe_candidate(number: usize, candidate: &Explained, lines: &mut Vec<String>) {
    lines.push(format!("{number}. {}: {} ({:.2})", candidate.id, candidate.title, candidate.confidence));
    let indented = |name: &str, text: &str| format!("   {}", line(name, text));
    if let Some(nearest) = &candidate.nearest {
        lines.push(indented("nearest", &nearest_of(candidate, nearest)));
        let met: Vec<String> =
            nearest.met.iter().take(MOST_MET).map(|met| format!("{} {:.2}", met.word, met.weight)).collect();
        lines.push(indented("both have", &met.join(", ")));
        if !nearest.unasked.is_empty() {
            lines.push(indented("not asked", &nearest.unasked.join(", ")));
        }
    }
    if !candidate.lacking.is_empty() {
        let lacking = candidate.lacking.iter().map(|lacking| {
            let why = match (lacking.in_answer, lacking.near) {
                (true, _) => " (its answer has it)",
                (false, Some(true)) => " (but a word near it)",
                // that the FAQ holds this is less likely then
                (false, Some(false)) => " (nor a word near it)",
                (false, None) => "",
            };
            format!("{}{why}", lacking.word)
        });
        lines.push(indented("not worded", &lacking.collect::<Vec<_>>().join(", ")));
    }
    if !candidate.leans_alike.is_empty() {
        lines.push(indented("both like", &candidate.leans_alike.join(", ")));
    }
    if let Some(otherwise) = candidate.asks_otherwise.filter(|otherwise| *otherwise > 0.0) {
        lines.push(indented("asked", &format!("for something else by {:.0} % of its wordings", otherwise * 100.0)));
    }
    let Some(score) = candidate.score else {
        lines.push(indented("score", "none: its exact words brought it here"));
        return;
    };
    let widest = candidate.features.iter().map(|feature| feature.name.len()).max().unwrap_or(0);
    for (at, feature) in candidate.features.iter().enumerate() {
        let name = if at == 0 { "score" } else { "" };
        lines.push(indented(
            name,
            &format!(
                "{:widest$} {:7.2} x {:6.2} = {:6.2}",
                feature.name,
                digits(feature.value),
                digits(feature.weight),
                digits(feature.adds)
            ),
        ));
    }
    lines.push(indented("", &format!("{:widest$} {:19}{:6.2}", "together", "", digits(score))));
}

fn nearest_of(candidate: &Explained, nearest: &Nearest) -> String {
    let kind = match nearest {
        Nearest { keyword: true, .. } => " (keyword)",
        Nearest { by_id: true, .. } => " (the words of its id)",
        _ => "",
    };
    let place = if nearest.keyword { &candidate.place } else { &nearest.place };
    format!("\"{}\"{kind} {:.2}, {}:{}", nearest.text, nearest.similarity, place.path, place.line)
}

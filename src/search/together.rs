//! Spaces that are missing, and spaces too many: `whereismyorder`, `refundmoney`, `ship ping`, and the compounds of
//! German and its kin, which one writes together and another apart.
//!
//! Invariant: words are only cut into words that are known, one of which is matter of the FAQ, and only put together to
//! a word of the FAQ.

use super::analyze::{Analyzer, Token};
use super::spelling::{Part, Spelling};

/// Shorter words are not cut without the FAQ's own example: they hold short words by chance (`carpet`).
const SHORTEST: usize = 7;
/// What a reading may cost for each letter.
const MOST_COST: f32 = 0.5;
/// What stands between the parts of a compound, and what it costs.
const LINKS: [&str; 5] = ["s", "es", "n", "en", "er"];
const LINK_COST: f32 = 0.4;

/// The two words of the FAQ's text that were typed as one: `ebike` for its `e-bike`.
pub fn neighbours(raw: &str, spelling: &Spelling, analyzer: &Analyzer) -> Option<Vec<Token>> {
    if raw.chars().count() < 4 {
        return None;
    }
    let mut word = analyzer.words();
    raw.char_indices().skip(1).find_map(|(at, _)| {
        let (first, second) = raw.split_at(at);
        if !spelling.knows(first) {
            return None;
        }
        let second = word(second);
        if !spelling.pairs(first, &second.stem) {
            return None;
        }
        let first = word(first);
        // two small words are many a word by chance
        (!(first.stop && second.stop) || raw.chars().count() >= SHORTEST).then(|| vec![first, second])
    })
}

/// The word of the FAQ that was typed as two: `ship ping`. `word` makes tokens of words.
pub fn joined(
    first: &Token,
    second: &Token,
    spelling: &Spelling,
    word: &mut impl FnMut(&str) -> Token,
) -> Option<Token> {
    let single = |token: &Token| token.raw.chars().nth(1).is_none();
    let loose = |token: &Token| single(token) || !spelling.holds(token);
    let small = |token: &Token| single(token) && token.stop;
    let words = !first.unspaced && !second.unspaced && !small(first) && !small(second);
    if !words || !(loose(first) || loose(second)) || spelling.pairs(&first.raw, &second.stem) {
        return None;
    }
    let whole = format!("{}{}", first.raw, second.raw);
    if whole.chars().count() < 4 {
        return None;
    }
    // what ends in a small word is no inflection: "âge as" of "âge"
    let is_one = |whole: &Token| spelling.knows(&whole.raw) || !(first.stop || second.stop);
    Some(word(&whole)).filter(|whole| !whole.stop && spelling.holds(whole) && is_one(whole))
}

/// A way to read the first letters of a word as several.
#[derive(Clone, Copy)]
struct Way {
    cost: f32,
    /// Where the last part starts, and the place of the way before it.
    start: usize,
    before: usize,
    parts: usize,
    /// Whether a part is matter of the FAQ, and whether all are small words.
    matter: bool,
    small: bool,
}

/// Whether a language writes its compounds in one word.
pub fn compounds(primary: &str) -> bool {
    matches!(primary, "de" | "nl" | "sv" | "da" | "no" | "nb" | "fi" | "hu")
}

/// The words of which a word was typed without spaces, at the least cost.
pub fn cut(raw: &str, spelling: &Spelling, analyzer: &Analyzer) -> Option<Vec<Token>> {
    let ends: Vec<usize> = raw.char_indices().map(|(at, _)| at).chain([raw.len()]).collect();
    let length = ends.len() - 1;
    if length < SHORTEST || raw.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let links = compounds(analyzer.lang().primary());
    let start = Way { cost: 0.0, start: 0, before: 0, parts: 0, matter: false, small: true };
    let mut ways: Vec<Option<Way>> = vec![None; length + 1];
    ways[0] = Some(start);
    let mut word = analyzer.words();
    for end in 1..=length {
        for from in 0..end {
            let text = &raw[ends[from]..ends[end]];
            let Some(part) = part(text, end - from, from > 0 && end == length, spelling, &mut word) else { continue };
            for (before, link) in reached(raw, &ends, from, links) {
                let Some(way) = ways[before] else { continue };
                let new = Way {
                    cost: way.cost + part.0 + link,
                    start: from,
                    before,
                    parts: way.parts + 1,
                    matter: way.matter || part.1 == Part::Matter,
                    small: way.small && part.1 == Part::Small,
                };
                if ways[end].is_none_or(|best| (best.matter, -best.cost) < (new.matter, -new.cost)) {
                    ways[end] = Some(new);
                }
            }
        }
    }
    let whole = ways[length]?;
    let told = if whole.matter { whole.parts >= 2 } else { whole.small && whole.parts >= 3 };
    if !told || whole.cost > MOST_COST * length as f32 {
        return None;
    }
    let mut tokens = Vec::with_capacity(whole.parts);
    let mut end = length;
    while end > 0 {
        let way = ways[end]?;
        let token = word(&raw[ends[way.start]..ends[end]]);
        tokens.push(Token { guessed: !token.stop, ..token });
        end = way.before;
    }
    tokens.reverse();
    // Without an example in the FAQ only longer words are taken apart, and no small ones: `incomplete`, `mileage`.
    let long = |token: &Token| !token.stop && token.raw.chars().count() >= 4;
    let example = |pair: &[Token]| spelling.pairs(&pair[0].raw, &pair[1].stem);
    (tokens.iter().all(long) || tokens.windows(2).any(example)).then_some(tokens)
}

/// The places where a part before this one may end: here, or before a link.
fn reached<'a>(raw: &'a str, ends: &'a [usize], from: usize, links: bool) -> impl Iterator<Item = (usize, f32)> + 'a {
    let linked =
        LINKS.iter().filter(move |link| links && from >= link.len() + 4 && raw[..ends[from]].ends_with(**link));
    std::iter::once((from, 0.0)).chain(linked.map(move |link| (from - link.len(), LINK_COST)))
}

/// What it costs to read some letters as a word, and what kind of word they are.
fn part(
    text: &str,
    length: usize,
    last: bool,
    spelling: &Spelling,
    word: &mut impl FnMut(&str) -> Token,
) -> Option<(f32, Part)> {
    let kind = spelling.part(text).or_else(|| {
        let token = (last && length >= 4).then(|| word(text))?;
        if spelling.holds(&token) {
            return Some(Part::Matter);
        }
        spelling.is_everyday(&token).then_some(Part::Everyday)
    })?;
    let short = match (length, kind) {
        (1, Part::Small) if matches!(text, "a" | "i") => 2.0,
        (1, _) | (2, Part::Matter) | (2 | 3, Part::Everyday) => return None,
        (2, _) => 0.6,
        (3, _) => 0.2,
        _ => 0.0,
    };
    let own = match kind {
        Part::Matter => 0.8,
        Part::Small => 1.0,
        Part::Everyday => 1.4,
    };
    Some((own + short, kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn language(lang: &str, texts: &[&str]) -> (Spelling, Analyzer) {
        let analyzer = Analyzer::new(&Lang::parse(lang).unwrap(), &[]);
        (Spelling::of(texts.iter().copied(), &analyzer), analyzer)
    }

    fn words(lang: &str, texts: &[&str], raw: &str) -> String {
        let (spelling, analyzer) = language(lang, texts);
        let cut = neighbours(raw, &spelling, &analyzer).or_else(|| cut(raw, &spelling, &analyzer));
        cut.unwrap_or_default().iter().map(|token| token.raw.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn missing_spaces_are_put_in() {
        let english = [
            "Where is my order?",
            "How much is shipping?",
            "Get your money back as a refund",
            "my refund",
            "E-bike rental",
        ];
        for (typed, meant) in [
            ("whereismyorder", "where is my order"),
            ("refundmoney", "refund money"),
            ("howmuch", "how much"),
            ("howmuchismyshipping", "how much is my shipping"),
            ("ebike", "e bike"),
            ("myrefunds", "my refunds"),
        ] {
            assert_eq!(words("en", &english, typed), meant);
        }
        for whole in ["carpet", "notification", "elephant", "together", "incomplete"] {
            assert_eq!(words("en", &["a car for my pet", "if not complete"], whole), "", "{whole}");
        }
    }

    #[test]
    fn compounds_are_cut_with_their_links() {
        let german = ["Frist für die Rückgabe", "Kosten der Lieferung", "Zeit"];
        assert_eq!(words("de", &german, "rückgabefristen"), "rückgabe fristen");
        assert_eq!(words("de", &german, "lieferungskosten"), "lieferung kosten");
        assert_eq!(words("de", &german, "krankenschwester"), "");
    }

    #[test]
    fn surplus_spaces_are_taken_out() {
        let (spelling, analyzer) = language("en", &["shipping parcels by ebike", "in the car", "pet"]);
        let join = |first: &str, second: &str| {
            joined(&analyzer.word(first), &analyzer.word(second), &spelling, &mut analyzer.words())
                .map(|token| token.raw)
        };
        assert_eq!(join("ship", "ping").as_deref(), Some("shipping"));
        assert_eq!(join("par", "cel").as_deref(), Some("parcel"));
        assert_eq!(join("e", "bike").as_deref(), Some("ebike"));
        assert_eq!(join("car", "pet"), None, "no word of this FAQ");
        let (spelling, analyzer) = language("fr", &["Dès quel âge peut-on commencer ?"]);
        let age = joined(&analyzer.word("âge"), &analyzer.word("as"), &spelling, &mut analyzer.words());
        assert!(age.is_none(), "two words, and no inflection of one: {age:?}");
        let (spelling, analyzer) = language("de", &["Wie sind die Lieferzeiten?"]);
        let whole = joined(&analyzer.word("liefer"), &analyzer.word("zeit"), &spelling, &mut analyzer.words());
        assert_eq!(whole.unwrap().stem, analyzer.word("lieferzeiten").stem);
    }
}

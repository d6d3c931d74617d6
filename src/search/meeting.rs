//! Where a question and a wording meet: the words and characters that both have, what each adds to their likeness, and
//! what either has that the other lacks. For explanations and for hints to editors; no answer depends on it.
//!
//! Invariant: what the words add and what their order adds is the whole cosine of the two texts, so that an
//! explanation accounts for all of it.

use super::analyze::{Kind, Term, Token, Unit};
use super::chinese;
use super::question::Reading;
use super::section::Section;
use super::vector::Vector;
use crate::faq::Entry;
use std::collections::BTreeMap;

/// What adds less is not worth a word.
const LEAST: f32 = 0.005;
/// What is said of pairs of neighbouring words, which belong to no word alone.
const WORD_ORDER: &str = "word order";

/// A word or run of characters that a question and a wording share.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Met {
    /// The word as the question has it after correction.
    pub word: String,
    /// What it adds to the cosine of the two texts, 0 to 1.
    pub weight: f64,
    /// Whether it is a word that carries the form of a question and not its matter, or the order of the words.
    pub form: bool,
}

/// Where a question and a wording meet.
#[derive(Clone, Debug, Default)]
pub struct Meeting {
    /// What both have, the weightiest first.
    pub met: Vec<Met>,
    /// The cosine of the two.
    pub similarity: f32,
}

/// Matter of the question that an entry's wordings lack.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Lacking {
    /// The word.
    pub word: String,
    /// Whether the entry's answer has it.
    pub in_answer: bool,
    /// Whether the entry has a word near it in meaning, in wordings or answer; nothing where the word is not understood.
    pub near: Option<bool>,
}

/// A wording as it is compared: its words, its matter and its vector.
pub struct Worded {
    /// Its words after synonyms.
    tokens: Vec<Token>,
    /// Its matter.
    pub units: Vec<Unit>,
    /// Its terms with their weights.
    pub vector: Vector,
}

/// A part of a question that is called by one name, with the terms it is made of.
struct Piece {
    name: String,
    terms: Vec<Term>,
    form: bool,
}

impl Section {
    /// A text as a wording: synonyms unified, nothing corrected.
    pub fn worded(&self, text: &str) -> Worded {
        let tokens = self.analyzer.unify(self.analyzer.tokens(text));
        let terms = self.analyzer.terms(&tokens);
        let vector = self.vocabulary().vector(terms.iter().map(|term| (term, 1.0)));
        Worded { units: self.analyzer.units(&tokens), tokens, vector }
    }

    /// A question as a vector.
    pub fn asked(&self, reading: &Reading) -> Vector {
        self.vocabulary().vector(reading.terms.iter().map(|(term, factor)| (term, *factor)))
    }

    /// Where a question, as read and as a vector, meets a wording.
    pub fn meeting(&self, reading: &Reading, asked: &Vector, wording: &Worded) -> Meeting {
        let mut shared: BTreeMap<u32, f32> = products(asked, &wording.vector).collect();
        let similarity = shared.values().sum();
        let mut met: Vec<Met> = Vec::new();
        let mut add = |name: &str, weight: f32, form: bool| {
            if weight >= LEAST {
                match met.iter_mut().find(|met| met.word == name) {
                    Some(known) => known.weight += f64::from(weight),
                    None => met.push(Met { word: name.to_owned(), weight: f64::from(weight), form }),
                }
            }
        };
        for piece in self.pieces(reading) {
            let ids = piece.terms.iter().filter_map(|term| self.vocabulary().id(term));
            add(&piece.name, ids.filter_map(|id| shared.remove(&id)).sum(), piece.form);
        }
        add(WORD_ORDER, shared.values().sum(), true);
        met.sort_by(|one, other| other.weight.total_cmp(&one.weight).then_with(|| one.word.cmp(&other.word)));
        Meeting { met, similarity }
    }

    /// The parts of a question by their names: its words, then what was guessed, then what is near in meaning.
    fn pieces(&self, reading: &Reading) -> Vec<Piece> {
        let within = |tokens: &[Token]| {
            let mut terms = self.analyzer.terms(tokens);
            terms.retain(|term| term.kind != Kind::Pair);
            terms
        };
        let mut pieces = Vec::new();
        for token in &reading.tokens {
            if !token.unspaced {
                let terms = within(std::slice::from_ref(token));
                pieces.push(Piece { name: token.raw.clone(), terms, form: token.stop });
                continue;
            }
            for word in self.cut(&token.raw) {
                let part = Token { raw: word.to_owned(), stem: word.to_owned(), ..token.clone() };
                let matter = reading.units.iter().any(|unit| unit.unspaced && unit.text == word);
                pieces.push(Piece { name: word.to_owned(), terms: within(&[part]), form: !matter });
            }
        }
        let alone = |text: &str| [Kind::Word, Kind::Character].map(|kind| Term::new(kind, text, false)).to_vec();
        for unit in reading.units.iter().filter(|unit| unit.unspaced) {
            pieces.push(Piece { name: unit.text.clone(), terms: alone(&unit.text), form: false });
        }
        for (unit, near) in reading.units.iter().zip(&reading.related) {
            for related in near {
                let name = format!("{} (near {})", related.text, unit.text);
                pieces.push(Piece { name, terms: alone(&related.text), form: false });
            }
        }
        pieces
    }

    /// Whether some wording has this matter, or a part of it.
    pub fn knows(&self, unit: &Unit) -> bool {
        let knows = |kind, text: &str| self.vocabulary().id(&Term::new(kind, text, false)).is_some();
        let characters: Vec<char> = unit.text.chars().collect();
        knows(Kind::Word, &unit.text)
            || (unit.unspaced && characters.windows(2).any(|pair| knows(Kind::Character, &String::from_iter(pair))))
    }

    /// The words of a run of a script without spaces.
    pub fn cut<'a>(&self, run: &'a str) -> Vec<&'a str> {
        if self.lang.primary() == "zh" { chinese::words(run) } else { vec![run] }
    }

    /// The matter of a question that no wording or keyword of an entry has.
    pub fn lacking(&self, reading: &Reading, entry: &Entry) -> Vec<Lacking> {
        let units = |text: &str| self.analyzer.units(&self.analyzer.unify(self.analyzer.tokens(text)));
        let wordings = entry.questions.iter().map(|wording| wording.text.as_str());
        let worded: Vec<Unit> = wordings.chain(entry.keywords.iter().map(String::as_str)).flat_map(units).collect();
        let answered = units(&format!("{}\n{}", entry.topic, entry.content.text));
        let has = |unit: &Unit| holds(&worded, unit) || holds(&answered, unit);
        let lacking = reading.units.iter().enumerate().filter(|(_, unit)| !holds(&worded, unit));
        let lacking = lacking.map(|(at, unit)| Lacking {
            word: whole(unit, &reading.tokens),
            in_answer: holds(&answered, unit),
            near: reading.understood[at].then(|| reading.related[at].iter().any(has)),
        });
        lacking.collect()
    }

    /// The matter of a wording that a question lacks.
    pub fn unasked(&self, reading: &Reading, wording: &Worded) -> Vec<String> {
        let lacking = wording.units.iter().filter(|unit| !holds(&reading.units, unit));
        lacking.map(|unit| whole(unit, &wording.tokens)).collect()
    }
}

/// The products of two vectors, term by term.
pub fn products(one: &Vector, other: &Vector) -> impl Iterator<Item = (u32, f32)> {
    one.iter().filter_map(|(id, weight)| {
        let at = other.binary_search_by_key(id, |(held, _)| *held).ok()?;
        Some((*id, weight * other[at].1))
    })
}

/// The whole word of which matter is the stem.
pub fn whole(unit: &Unit, tokens: &[Token]) -> String {
    let word = tokens.iter().find(|token| !token.unspaced && token.stem == unit.text).filter(|_| !unit.unspaced);
    word.map_or_else(|| unit.text.clone(), |token| token.raw.clone())
}

/// Whether matter is among other matter: in a script without spaces also within it, or by all its pairs of characters.
fn holds(units: &[Unit], sought: &Unit) -> bool {
    if !sought.unspaced {
        return units.iter().any(|unit| unit.text == sought.text);
    }
    let within = |part: &str| units.iter().any(|unit| unit.text.contains(part));
    let characters: Vec<char> = sought.text.chars().collect();
    within(&sought.text) || (characters.len() > 2 && characters.windows(2).all(|pair| within(&String::from_iter(pair))))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{entries, index};
    use super::*;

    #[test]
    fn what_words_add_is_the_whole_likeness() {
        let index = index(entries());
        for (home, text, wording) in
            [(0, "where is my order now", "Where is my order?"), (1, "如何申请退款呢", "如何申请退款？")]
        {
            let section = &index.sections[home];
            let reading = section.read(text);
            let meeting = section.meeting(&reading, &section.asked(&reading), &section.worded(wording));
            let total: f64 = meeting.met.iter().map(|met| met.weight).sum();
            assert!((total - f64::from(meeting.similarity)).abs() < 0.02, "{meeting:?}");
            assert!(meeting.similarity > 0.5 && meeting.met.is_sorted_by(|one, other| one.weight >= other.weight));
        }
    }

    #[test]
    fn what_either_side_lacks_is_named() {
        let index = index(entries());
        let section = &index.sections[0];
        let reading = section.read("trace my frisbee order or refund");
        let entry = section.entries.iter().find(|entry| &*entry.id == "order-status").unwrap();
        let lacking = |word: &str, near| Lacking { word: word.to_owned(), in_answer: false, near };
        let expected = [lacking("trace", Some(true)), lacking("frisbee", None), lacking("refund", Some(false))];
        assert_eq!(section.lacking(&reading, entry), expected);
        assert_eq!(section.unasked(&reading, &section.worded("Track my parcel")), ["track", "parcel"]);
    }
}

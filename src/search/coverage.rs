//! What a question asks for and an entry knows: coverage by units of matter (stems and Chinese words).
//!
//! A near miss shares all but one word with a question of the FAQ. Similarity hardly sees the difference; what the
//! question asks that the entry does not have, and what the wording insists on that the question lacks, do.
//!
//! A word near in meaning ([`super::thesaurus`]) answers for half. Of a word that the language knows, and that the entry holds
//! neither itself nor in a word near it, it is sure that the entry says nothing of it.
//!
//! Invariant: a unit's rarity counts entries, not wordings, so that an entry with many wordings does not make its own
//! words common.

use super::analyze::{Kind, Unit, key};
use super::question::Reading;
use super::vector::KeyMap;

/// What an answer's mention of a unit is worth beside a wording's.
const ANSWER_SHARE: f32 = 0.5;
/// What a unit that was guessed from a typing error is worth.
const GUESS_SHARE: f32 = 0.8;

/// What a word near in meaning is worth beside the word itself.
const RELATED_SHARE: f32 = 0.5;

/// Which units the wordings and answers of a FAQ hold.
#[derive(Default)]
pub struct Coverage {
    ids: KeyMap<u32>,
    /// For each unit the entries that hold it, in order, and whether in a wording.
    holders: Vec<Vec<(u32, bool)>>,
    /// For each wording its units, in order, each once.
    wordings: Vec<Vec<u32>>,
    entries: usize,
}

/// What answers a part of a question: parts that an entry must hold together, and the share that they then give.
type Answering = (Vec<u32>, f32);

/// A part of a question.
struct Part {
    /// What answers it, the part itself first.
    answers: Vec<Answering>,
    weight: f32,
    /// The place of its unit in the question.
    unit: usize,
    /// Whether its unit is understood ([`Reading::understood`]).
    is_understood: bool,
    /// Whether its unit is context ([`Reading::context`]).
    is_context: bool,
}

/// A question's units with their weights.
pub struct Asked {
    parts: Vec<Part>,
    total: f32,
    /// The share of the question's matter that no entry holds, 0 to 1; 0 where it has none.
    pub unknown: f32,
}

impl Asked {
    /// How many parts the question has.
    pub fn len(&self) -> usize {
        self.parts.len()
    }
}

/// How a question and an entry cover each other; all values 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Covered {
    /// The share of the question's matter that the entry's wordings hold.
    pub by_wordings: f32,
    /// The same, with the answer's mentions at half.
    pub by_any: f32,
    /// The share of the nearest wording's matter that the question lacks.
    pub lacking: f32,
    /// The share of the question's matter, without context, in units of which the entry holds nothing, nor a word near.
    pub missing: f32,
    /// What of that is understood and other entries hold. A word that nobody knows may mean what the entry says in
    /// other words; one whose relations are known, none of which the entry has, hardly does.
    pub elsewhere: f32,
    /// What of that is understood and no entry holds.
    pub nowhere: f32,
}

/// The smaller parts that a unit is compared by: a Chinese word by its pairs of characters, so that words that are cut
/// differently still meet.
fn parts(unit: &Unit) -> Vec<u64> {
    if !unit.unspaced {
        return vec![key(Kind::Word, unit.text.bytes())];
    }
    let characters: Vec<char> = unit.text.chars().collect();
    if characters.len() < 2 {
        return vec![key(Kind::Character, unit.text.bytes())];
    }
    characters.windows(2).map(|pair| key(Kind::Character, String::from_iter(pair).bytes())).collect()
}

impl Coverage {
    /// Takes in an entry: the units of each wording, and of the answer.
    pub fn add(&mut self, wordings: &[&[Unit]], answer: &[Unit]) {
        let entry = self.entries as u32;
        self.entries += 1;
        for units in wordings {
            let mut held: Vec<u32> = units.iter().flat_map(parts).map(|part| self.hold(part, entry, true)).collect();
            held.sort_unstable();
            held.dedup();
            self.wordings.push(held);
        }
        for part in answer.iter().flat_map(parts) {
            self.hold(part, entry, false);
        }
    }

    fn hold(&mut self, part: u64, entry: u32, in_wording: bool) -> u32 {
        let next = self.holders.len() as u32;
        let id = *self.ids.entry(part).or_insert(next);
        if id == next {
            self.holders.push(Vec::new());
        }
        let holders = &mut self.holders[id as usize];
        if holders.last().is_none_or(|(last, _)| *last != entry) {
            holders.push((entry, in_wording));
        }
        id
    }

    fn rarity(&self, id: Option<u32>) -> f32 {
        let holders = id.map_or(0, |id| self.holders[id as usize].len());
        ((1.0 + self.entries as f32) / (1.0 + holders as f32)).ln() + 0.5
    }

    /// What a question asks for. What only entries hold that are not `allowed` is unknown.
    pub fn ask(&self, reading: &Reading, allowed: &dyn Fn(u32) -> bool) -> Asked {
        let is_held = |id: &u32| self.holders[*id as usize].iter().any(|(entry, _)| allowed(*entry));
        let mut asked = Asked { parts: Vec::new(), total: 0.0, unknown: 0.0 };
        for (at, (unit, related)) in reading.units.iter().zip(&reading.related).enumerate() {
            let own = parts(unit);
            let share = 1.0 / own.len() as f32;
            // a word near in meaning answers as a whole: of メールアドレス many a word has two characters
            let whole = |unit: &Unit| {
                let ids = parts(unit).into_iter().map(|part| self.ids.get(&part).copied().filter(is_held));
                Some((ids.collect::<Option<Vec<u32>>>()?, RELATED_SHARE))
            };
            let near: Vec<Answering> = related.iter().filter_map(whole).collect();
            for part in own {
                let id = self.ids.get(&part).copied().filter(is_held);
                let weight = self.rarity(id) * share;
                let itself = id.map(|id| (vec![id], if unit.guessed { GUESS_SHARE } else { 1.0 }));
                let answers: Vec<Answering> = itself.into_iter().chain(near.iter().cloned()).collect();
                asked.unknown += weight * (1.0 - answers.first().map_or(0.0, |(_, share)| *share));
                asked.total += weight;
                let (is_understood, is_context) = (reading.understood[at], reading.context.contains(&at));
                asked.parts.push(Part { answers, weight, unit: at, is_understood, is_context });
            }
        }
        if asked.total > 0.0 {
            asked.unknown /= asked.total;
        }
        asked
    }

    /// Whether an entry holds all of some parts, and if so, whether in wordings.
    fn held(&self, ids: &[u32], entry: u32) -> Option<bool> {
        ids.iter().try_fold(true, |in_wordings, id| {
            let holders = &self.holders[*id as usize];
            let at = holders.binary_search_by_key(&entry, |(holder, _)| *holder).ok()?;
            Some(in_wordings && holders[at].1)
        })
    }

    /// How much an entry's wordings, and they or its answer, answer a part.
    fn answer(&self, part: &Part, entry: u32) -> (f32, f32) {
        let (mut in_wordings, mut in_any) = (0f32, 0f32);
        for (ids, share) in &part.answers {
            match self.held(ids, entry) {
                Some(true) => {
                    in_wordings = in_wordings.max(*share);
                    in_any = in_any.max(*share);
                }
                Some(false) => in_any = in_any.max(share * ANSWER_SHARE),
                None => {}
            }
        }
        (in_wordings, in_any)
    }

    /// How a question and an entry cover each other, `nearest` being the entry's nearest wording.
    pub fn cover(&self, asked: &Asked, entry: u32, nearest: Option<usize>) -> Covered {
        let (mut by_wordings, mut by_any, mut missing, mut elsewhere, mut nowhere) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for unit in asked.parts.chunk_by(|one, next| one.unit == next.unit) {
            let (mut weight, mut held) = (0.0, 0.0);
            for part in unit {
                let (in_wordings, in_any) = self.answer(part, entry);
                by_wordings += part.weight * in_wordings;
                by_any += part.weight * in_any;
                weight += part.weight;
                held += in_any;
            }
            if held > 0.0 || unit[0].is_context {
                continue;
            }
            missing += weight;
            match (unit[0].is_understood, unit.iter().all(|part| part.answers.is_empty())) {
                (true, false) => elsewhere += weight,
                (true, true) => nowhere += weight,
                (false, _) => {}
            }
        }
        let (mut insisted, mut lacking) = (0.0, 0.0);
        let insisting = nearest.map_or(&[][..], |nearest| &self.wordings[nearest]);
        let is_worded = |ids: &[u32]| ids.iter().all(|id| insisting.binary_search(id).is_ok());
        for unit in insisting {
            let weight = self.rarity(Some(*unit));
            let answers = asked.parts.iter().flat_map(|part| &part.answers);
            let answers = answers.filter(|(ids, _)| ids.contains(unit) && is_worded(ids));
            insisted += weight;
            lacking += weight * (1.0 - answers.map(|(_, share)| *share).fold(0.0, f32::max));
        }
        // a question without matter is covered by nothing and by everything: neither speaks
        let share = |part: f32, whole: f32| if whole > 0.0 { part / whole } else { 0.0 };
        Covered {
            by_wordings: share(by_wordings, asked.total),
            by_any: share(by_any, asked.total),
            lacking: share(lacking, insisted),
            missing: share(missing, asked.total),
            elsewhere: share(elsewhere, asked.total),
            nowhere: share(nowhere, asked.total),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(words: &[&str]) -> Vec<Unit> {
        words.iter().map(|word| Unit { text: (*word).to_owned(), unspaced: false, guessed: false }).collect()
    }

    fn reading(units: Vec<Unit>, related: Vec<Vec<Unit>>) -> Reading {
        let understood = units.iter().zip(&related).map(|(unit, near)| !unit.guessed && !near.is_empty()).collect();
        Reading { units, related, understood, ..Reading::default() }
    }

    #[test]
    fn what_is_held_lacking_and_unknown_is_told_apart() {
        let mut coverage = Coverage::default();
        let (card, refund) = (units(&["card", "lost"]), units(&["refund"]));
        coverage.add(&[&card], &units(&["bank"]));
        coverage.add(&[&refund], &units(&["bank"]));
        let ask = |words: &[&str]| coverage.ask(&reading(units(words), vec![Vec::new(); words.len()]), &|_| true);
        let asked = ask(&["card", "stolen"]);
        let covered = coverage.cover(&asked, 0, Some(0));
        assert!(covered.by_wordings > 0.3 && covered.by_wordings < 0.6);
        assert!(asked.unknown > 0.4, "nobody knows stolen");
        assert!((covered.lacking - 0.5).abs() < 1e-6, "the wording insists on lost");
        assert_eq!(coverage.cover(&asked, 1, Some(1)).by_any, 0.0);
        let bank = ask(&["bank"]);
        let by_answer = coverage.cover(&bank, 1, None);
        assert_eq!((by_answer.by_wordings, by_answer.by_any), (0.0, ANSWER_SHARE));
        assert_eq!(ask(&[]).unknown, 0.0);
        let without = coverage.ask(&reading(units(&["card"]), vec![Vec::new()]), &|entry| entry != 0);
        assert_eq!(without.unknown, 1.0, "only an entry holds it that does not count");
        let near = coverage.ask(&reading(units(&["payback"]), vec![units(&["refund"])]), &|_| true);
        assert_eq!(coverage.cover(&near, 1, Some(1)).by_wordings, RELATED_SHARE);
    }

    #[test]
    fn what_is_understood_and_missing_is_told_from_what_nobody_knows() {
        let mut coverage = Coverage::default();
        coverage.add(&[&units(&["card"])], &units(&["bank"]));
        coverage.add(&[&units(&["refund"])], &[]);
        let asked = |related: &[&str], guessed: bool| {
            let mut asked = units(&["card", "zebra"]);
            asked[1].guessed = guessed;
            let reading = reading(asked, vec![Vec::new(), units(related)]);
            coverage.cover(&coverage.ask(&reading, &|_| true), 0, Some(0))
        };
        let (unknown, nowhere, elsewhere) =
            (asked(&[], false), asked(&["horse"], false), asked(&["horse", "refund"], false));
        assert!(unknown.missing > 0.5 && [nowhere, elsewhere].iter().all(|other| other.missing == unknown.missing));
        assert_eq!((unknown.elsewhere, unknown.nowhere), (0.0, 0.0));
        assert_eq!((nowhere.elsewhere, nowhere.nowhere), (0.0, unknown.missing));
        assert_eq!((elsewhere.elsewhere, elsewhere.nowhere), (unknown.missing, 0.0));
        assert_eq!(asked(&["horse"], true).nowhere, 0.0, "what was guessed need not be meant");
        assert_eq!(asked(&["bank"], false).missing, 0.0, "the answer has a word near it");
        let mut joint = reading(units(&["card", "horse"]), vec![Vec::new(), units(&["zebra"])]);
        joint.set_context(&units(&["card"]));
        let covered = coverage.cover(&coverage.ask(&joint, &|_| true), 0, Some(0));
        assert_eq!((covered.missing, covered.nowhere), (0.0, 0.0), "context need not be held");
        let telephone = vec![Unit { text: "电话号码".to_owned(), unspaced: true, guessed: false }];
        coverage.add(&[&[Unit { text: "电话".to_owned(), ..telephone[0].clone() }]], &[]);
        let asked = coverage.ask(&reading(telephone, vec![units(&["horse"])]), &|_| true);
        assert_eq!(coverage.cover(&asked, 2, Some(2)).missing, 0.0, "the entry has a part of the word");
        assert_eq!(coverage.cover(&asked, 0, Some(0)).elsewhere, 1.0);
    }

    #[test]
    fn a_word_near_in_meaning_answers_as_a_whole() {
        let unspaced = |word: &str| vec![Unit { text: word.to_owned(), unspaced: true, guessed: false }];
        let mut coverage = Coverage::default();
        coverage.add(&[&unspaced("メールマガジン")], &[]);
        coverage.add(&[&unspaced("メールアドレス")], &[]);
        let asked = coverage.ask(&reading(unspaced("連絡先"), vec![unspaced("メールアドレス")]), &|_| true);
        let covered = |entry: u32| coverage.cover(&asked, entry, Some(entry as usize));
        assert_eq!((covered(0).by_wordings, covered(0).lacking), (0.0, 1.0), "メール alone is no address");
        assert_eq!((covered(1).by_wordings, covered(1).lacking), (RELATED_SHARE, RELATED_SHARE));
    }
}

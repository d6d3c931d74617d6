//! Which phrases of the tables may stand in a text at all. Few questions have a word of every slot that a phrase needs, and
//! to try every phrase at every word takes longer than to find the answer.
//!
//! Invariant: a phrase that matches is never left out.

use super::{Ready, Slot};
use std::collections::HashMap;

/// What the alternatives of the slots begin with.
pub(super) struct Heads {
    /// In languages with spaces the first word, to the slots that it begins an alternative of.
    words: HashMap<String, Vec<u32>>,
    /// In the others the first character, with the second one where there is one.
    characters: HashMap<char, Vec<(Option<char>, u32)>>,
    /// How many slots there are.
    slots: usize,
    /// For each table, for each of its phrases, the slots that may not be left out.
    needed: Vec<Vec<Vec<u32>>>,
}

/// The slots of which a text has an alternative's beginning.
pub(super) struct Seen(Vec<bool>);

impl Heads {
    /// The beginnings of the tables' phrases.
    pub(super) fn new(tables: &[Ready]) -> Self {
        let mut heads = Self { words: HashMap::new(), characters: HashMap::new(), slots: 0, needed: Vec::new() };
        for table in tables {
            let phrases = table.bare.iter().chain(&table.phrases).chain(&table.refusals);
            let needed = phrases.map(|phrase| heads.take_in(phrase, table.spaced)).collect();
            heads.needed.push(needed);
        }
        heads
    }

    fn take_in(&mut self, phrase: &[Slot], spaced: bool) -> Vec<u32> {
        let needed = phrase.iter().filter_map(|slot| match slot {
            Slot::Words { optional: false, alternatives } => Some(alternatives),
            _ => None,
        });
        needed
            .map(|alternatives| {
                let slot = self.slots as u32;
                self.slots += 1;
                for alternative in alternatives {
                    let mut characters = alternative.chars();
                    match (spaced, alternative.split_whitespace().next(), characters.next()) {
                        (true, Some(word), _) => self.words.entry(word.to_owned()).or_default().push(slot),
                        (false, _, Some(first)) => {
                            self.characters.entry(first).or_default().push((characters.next(), slot));
                        }
                        _ => {}
                    }
                }
                slot
            })
            .collect()
    }

    /// What is seen of the clauses of a text.
    pub(super) fn see(&self, clauses: &[String]) -> Seen {
        let mut seen = vec![false; self.slots];
        for clause in clauses {
            for slot in clause.split(' ').filter_map(|word| self.words.get(word)).flatten() {
                seen[*slot as usize] = true;
            }
            let mut characters = clause.chars().filter(|character| *character != ' ').peekable();
            while let Some(first) = characters.next() {
                let Some(heads) = self.characters.get(&first) else { continue };
                let next = characters.peek().copied();
                for (_, slot) in heads.iter().filter(|(second, _)| second.is_none() || *second == next) {
                    seen[*slot as usize] = true;
                }
            }
        }
        Seen(seen)
    }

    /// Whether some phrase of a table may stand in the text.
    pub(super) fn may_say(&self, table: usize, seen: &Seen) -> bool {
        (0..self.needed[table].len()).any(|phrase| self.may_stand(table, phrase, seen))
    }

    /// Whether a phrase of a table may: those of a bare wish come first, then those that ask, then those that refuse.
    pub(super) fn may_stand(&self, table: usize, phrase: usize, seen: &Seen) -> bool {
        self.needed[table][phrase].iter().all(|slot| seen.0[*slot as usize])
    }
}

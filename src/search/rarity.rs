//! How rare words are among the entries of a FAQ.
//!
//! Half the entries of a bicycle shop say "bike", so that the word tells nothing of which one is asked for, and would only
//! draw every question to what is asked of bicycles ([`super::concepts`]). A term of many entries therefore counts less in
//! what a text leans to.
//!
//! Invariant: how much a term counts is from [`LEAST`] to 1, and 1 of what one entry or none has.

use super::analyze::Term;
use super::vector::KeyMap;
use std::collections::hash_map::Entry;

/// What a term counts at least, however many entries have it: of .2 and .4 what did better on the companies of
/// `tests/sites/dev`, by little.
const LEAST: f32 = 0.4;

/// How much each term counts beside one that a single entry has.
#[derive(Debug, Default)]
pub struct Rarity(KeyMap<f32>);

impl Rarity {
    /// Of the terms of each entry that may count: the inverse frequency among the entries (Spärck Jones 1972), in
    /// logarithms, as a share of that of a term of one entry.
    pub fn of<'a, Terms: Iterator<Item = &'a Term>>(entries: impl Iterator<Item = Terms>) -> Self {
        // for each term the entry that had it last, and how many did
        let mut held: KeyMap<(u32, u32)> = KeyMap::default();
        let mut count = 0;
        for terms in entries {
            count += 1;
            for term in terms.filter(|term| !term.stop) {
                match held.entry(term.key) {
                    Entry::Vacant(place) => drop(place.insert((count, 1))),
                    Entry::Occupied(mut place) if place.get().0 < count => {
                        *place.get_mut() = (count, place.get().1 + 1)
                    }
                    Entry::Occupied(_) => {}
                }
            }
        }
        let all = (1.0 + count as f32).ln();
        let share = |held: u32| (1.0 - (held as f32).ln() / all).max(LEAST);
        Self(held.into_iter().filter(|(_, (_, held))| *held > 1).map(|(key, (_, held))| (key, share(held))).collect())
    }

    /// How much a term counts.
    pub fn share(&self, key: u64) -> f32 {
        self.0.get(&key).copied().unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::analyze::Kind;
    use super::*;

    #[test]
    fn what_many_entries_say_counts_less_and_never_nothing() {
        let term = |word: &str, stop: bool| Term::new(Kind::Word, word, stop);
        let entries: Vec<Vec<Term>> = (0..20)
            .map(|entry| {
                let own = term(&format!("own {entry}"), false);
                let some = term(if entry < 3 { "some" } else { "other" }, false);
                // twice in one entry is once
                vec![term("bike", false), own, some, own, some, term("the", true)]
            })
            .collect();
        let rarity = Rarity::of(entries.iter().map(|terms| terms.iter()));
        let share = |word: &str| rarity.share(term(word, false).key);
        assert_eq!((share("own 3"), share("unheard of")), (1.0, 1.0));
        assert!((share("some") - (1.0 - 3f32.ln() / 21f32.ln())).abs() < 1e-6);
        assert!(share("some") > share("bike"));
        assert_eq!((share("other"), share("bike")), (LEAST, LEAST));
        assert_eq!(rarity.share(term("the", true).key), 1.0, "little words are told by the phrases to be common");
        assert_eq!(Rarity::of(std::iter::once(entries[0].iter())).share(term("bike", false).key), 1.0);
    }
}

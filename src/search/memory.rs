//! Texts that were asked before: what was found of them, as far as it does not change with what the index learns.
//!
//! Visitors ask the same few things over and over. Reading a text and weighing every entry against it is nearly all that
//! an answer costs, and depends on the FAQ and the text. What depends on the site's other questions, which change all the
//! time (how sure an answer is, and whether that is enough), is worked out anew each time.
//!
//! Invariant: what is remembered is what would be found again, to the last bit, so the key holds everything that it
//! depends on: the text but for the case of its ASCII letters, which all of the analysis folds; the section, and the
//! section of which it stands in for missing entries; the text's language where no section serves that; which entries are
//! in service, and which of them the page prefers. Memory is bounded in number and in bytes, and goes with its index, so
//! with the version of the FAQ.

use super::analyze::Token;
use super::confidence::Odds;
use super::rank::Evidence;
use super::second_look::{Contender, MOST_OFFERED, Offer};
use crate::text::Lang;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A longer text is not remembered: it is a story, and nobody tells it twice.
pub const LONGEST: usize = 200;
/// Texts that are remembered, the older half of which goes at once. Ten thousand visitors ask fewer different ones.
const MOST: usize = 4_096;
/// Bytes that all of them may take.
const MOST_BYTES: usize = 16 << 20;

/// What a finding in one section depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The section, and the one whose missing entries it stands in for: itself where that is the question's own.
    pub section: (u16, u16),
    /// How many times entries have come into service or gone out of it.
    pub season: u32,
    /// The entries that are preferred on the visitor's page.
    pub preferred: Box<[u32]>,
    /// The language that the text was found to be in, where no section serves that.
    pub foreign: Option<Lang>,
    /// In lower case.
    pub text: Box<str>,
}

/// What was found of a text in one section.
#[derive(Debug)]
pub struct Seen {
    /// The text's tokens.
    pub tokens: Vec<Token>,
    /// The entries that may be meant, the best first.
    pub ranked: Box<[Contender]>,
    /// What holds for the question as a whole.
    pub evidence: Evidence,
    /// What its signals say.
    pub odds: Odds,
    /// The entries of which the text is a wording or keyword.
    pub exact: Box<[u32]>,
    /// Whether it is a question of its own after any answer.
    pub free: bool,
    /// What may be offered by what entries lean to alone, once that was looked for.
    pub by_leanings: OnceLock<Option<Offer>>,
}

/// The section of a text's language, or what stands in for it.
#[derive(Clone, Debug)]
pub struct Home {
    /// The section by its number.
    pub at: usize,
    /// The text's language where it is clear and no section serves it.
    pub foreign: Option<Lang>,
}

/// Where a text is matched.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The section, and the text's language where that has none.
    pub home: Home,
    /// Whether it is one question and nothing else.
    pub plain: bool,
    /// The text without the courtesies around it; `None` where there are none.
    pub bare: Option<Bare>,
}

/// A text without courtesies.
#[derive(Clone, Debug)]
pub struct Bare {
    /// What is left of it.
    pub text: Box<str>,
    /// Whether that is one question and nothing else.
    pub plain: bool,
    /// Whether it is a question by its form.
    pub asks: bool,
}

/// The language that the visitor is known to use, and a text in lower case.
type Said = (Option<Lang>, Box<str>);

/// What an index remembers.
#[derive(Debug, Default)]
pub struct Memory {
    seen: Mutex<Halves<Key, Arc<Seen>>>,
    places: Mutex<Halves<Said, Option<Placed>>>,
}

/// A map of two halves: what is used moves to the young one, and when that is full the old one goes.
#[derive(Debug)]
struct Halves<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
    /// Of the young half.
    bytes: usize,
}

impl<K, V> Default for Halves<K, V> {
    fn default() -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), bytes: 0 }
    }
}

impl<K: Hash + Eq, V: Clone> Halves<K, V> {
    fn get(&mut self, key: &K, bytes: impl Fn(&K, &V) -> usize) -> Option<V> {
        if let Some(value) = self.young.get(key) {
            return Some(value.clone());
        }
        let (key, value) = self.old.remove_entry(key)?;
        let bytes = bytes(&key, &value);
        self.put(key, value.clone(), bytes);
        Some(value)
    }

    fn put(&mut self, key: K, value: V, bytes: usize) {
        if self.young.len() >= MOST / 2 || self.bytes + bytes > MOST_BYTES / 2 {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        if bytes <= MOST_BYTES / 2 {
            self.bytes += bytes;
            self.young.insert(key, value);
        }
    }
}

/// The form in which a text is remembered; `None` for one that is not.
pub fn form(text: &str) -> Option<Box<str>> {
    (text.len() <= LONGEST).then(|| text.to_ascii_lowercase().into_boxed_str())
}

impl Key {
    fn bytes(&self, seen: &Seen) -> usize {
        let tokens = seen.tokens.iter().map(|token| size_of::<Token>() + token.raw.len() + token.stem.len());
        2 * size_of::<Self>()
            + size_of::<Seen>()
            + self.text.len()
            + self.preferred.len() * 4
            + seen.exact.len() * 4
            + size_of_val(&*seen.ranked)
            + MOST_OFFERED * size_of::<(u32, f64)>()
            + tokens.sum::<usize>()
    }
}

impl Memory {
    /// What was found before, or is found now.
    pub fn seen(&self, key: Key, find: impl FnOnce() -> Seen) -> Arc<Seen> {
        let bytes = |key: &Key, seen: &Arc<Seen>| key.bytes(seen);
        if let Some(seen) = lock(&self.seen).get(&key, bytes) {
            return seen;
        }
        // not under the lock: others go on meanwhile, and who finds the same finds it equal
        let seen = Arc::new(find());
        let bytes = key.bytes(&seen);
        lock(&self.seen).put(key, Arc::clone(&seen), bytes);
        seen
    }

    /// Where a text was placed before, or is placed now.
    pub fn place(&self, lang: Option<&Lang>, text: Box<str>, find: impl FnOnce() -> Option<Placed>) -> Option<Placed> {
        let (key, bytes) = ((lang.cloned(), text), |key: &Said, _: &Option<Placed>| 128 + 2 * key.1.len());
        if let Some(place) = lock(&self.places).get(&key, bytes) {
            return place;
        }
        let place = find();
        let size = bytes(&key, &place);
        lock(&self.places).put(key, place.clone(), size);
        place
    }
}

/// A lock whose holder cannot leave things half done: poisoning is not a fault here.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{entries, index, lang, now};
    use super::super::{Heard, Index, Question, Verdict};
    use super::*;
    use crate::clock::{Timestamp, from_millis};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    const HOUR: i64 = 3_600_000;

    fn later(millis: i64) -> Timestamp {
        from_millis(now().as_millisecond() + millis)
    }

    /// The sample with what answers can depend on beside the text: entries of a time, of a page, and in one language only.
    fn build() -> Index {
        let glob = globset::Glob::new("/checkout/**").unwrap().compile_matcher();
        let mut entries = entries();
        for entry in &mut entries {
            match (&*entry.id, entry.lang.as_str()) {
                ("delivery-cost", "en") => entry.pages = vec![Arc::new(glob.clone())],
                ("refund", "en") => entry.until = Some(later(HOUR)),
                ("opening-hours", _) => entry.from = Some(later(HOUR)),
                ("delivery-time", "en") => entry.follow_ups = vec!["refund".into(), "order-status".into()],
                _ => {}
            }
        }
        index(entries)
    }

    /// An entry and the bits of its confidence.
    type Told = (String, u64);

    /// Everything that an answer says.
    fn told(verdict: Verdict) -> (String, Vec<Told>, Option<Told>) {
        let name =
            |one: &crate::search::Candidate| (format!("{} {}", one.entry.lang, one.entry.id), one.confidence.to_bits());
        let heard = verdict.heard.map(|heard| {
            let Heard { right, held, lead } = heard;
            (right.to_bits(), held.to_bits(), lead.map(f64::to_bits))
        });
        let head = format!("{:?} {} {:?} {heard:?}", verdict.decision, verdict.lang, verdict.foreign);
        (head, verdict.candidates.iter().map(name).collect(), verdict.second.as_ref().map(name))
    }

    /// Texts of the words that the sample knows and some that it does not, in any case and with any signs between.
    fn texts() -> impl Strategy<Value = String> {
        let words = prop::sample::select(vec![
            "where",
            "is",
            "my",
            "ORDER",
            "order",
            "Parcel",
            "refund",
            "refnud",
            "and",
            "how",
            "much",
            "delivery",
            "cost",
            "size",
            "hello",
            "thanks",
            "open",
            "when",
            "yes",
            "it",
            "invoice",
            "rebate",
            "penguin",
            "退款",
            "我的订单",
            "运费",
            "怎么",
            "tuikuan",
            "bonjour",
            "#4711",
            "a@b.example",
            "wo",
            "ist",
            "bestellung",
            "then",
            "also",
        ]);
        let signs = prop::sample::select(vec![" ", " ", " ", "  ", "? ", ". ", "! ", ", ", "\n", "-", ""]);
        prop::collection::vec((words, signs, any::<bool>()), 0..9).prop_map(|parts| {
            let shout = |word: &str, loud: bool| if loud { word.to_uppercase() } else { word.to_owned() };
            parts.iter().map(|(word, sign, loud)| format!("{}{sign}", shout(word, *loud))).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// One memory for all cases, so that what one of them left behind is found by the others.
        #[test]
        fn what_is_remembered_is_what_would_be_found(
            text in texts(),
            hint in prop::sample::select(vec![None, Some("en"), Some("zh"), Some("zh-hant"), Some("fr")]),
            page in prop::sample::select(vec![None, Some("/"), Some("/checkout/pay")]),
            previous in prop::sample::select(vec![None, Some("refund"), Some("delivery-time"), Some("gone")]),
            moment in prop::sample::select(vec![0, HOUR - 1, HOUR, 2 * HOUR]),
            learned in prop::option::weighted(0.1, 0.0..1.0f64),
        ) {
            static BOTH: LazyLock<(Index, Index)> = LazyLock::new(|| (build(), build().remembering()));
            let (plain, remembering) = &*BOTH;
            if let Some(right) = learned {
                let heard = vec![Heard { right, held: 4.0 * right - 2.0, lead: Some(right) }; 30];
                plain.learn(&heard);
                remembering.learn(&heard);
            }
            let lang = hint.map(lang);
            let ask = |index: &Index, text: &str| {
                told(index.ask(&Question { text, lang: lang.as_ref(), page, previous, now: later(moment) }))
            };
            let expected = ask(plain, &text);
            for again in [text.clone(), text.to_ascii_lowercase(), text.to_ascii_uppercase(), text.clone()] {
                prop_assert_eq!(&ask(remembering, &again), &expected, "{}", again);
            }
        }
    }

    #[test]
    fn memory_is_bounded_and_keeps_what_is_used() {
        let mut halves: Halves<usize, usize> = Halves::default();
        let size = |_: &usize, _: &usize| 100;
        halves.put(0, 0, 100);
        for at in 1..3 * MOST {
            halves.put(at, at, 100);
            assert_eq!(halves.get(&0, size), Some(0), "after {at}");
            assert!(halves.young.len() + halves.old.len() <= MOST);
        }
        assert_eq!(halves.get(&1, size), None);
        let large = MOST_BYTES / 8;
        for at in 0..40 {
            halves.put(at, at, large);
            assert!(halves.bytes <= MOST_BYTES / 2);
        }
        assert!(halves.young.len() + halves.old.len() <= 8);
        assert!(form(&"x".repeat(LONGEST + 1)).is_none());
    }
}

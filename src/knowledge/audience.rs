//! Whose questions a FAQ learns from: the latest of the whole site, and not too many of anybody.
//!
//! Invariant: of all remembered questions at most [`EACH`] are of one conversation, and no two of those have the same
//! words. So one visitor moves what everybody is answered by no more than so many questions, whatever the pace; there
//! is no limit in time beside it. What is kept of a question are five numbers, never its text.

use crate::clock::{Timestamp, instant};
use crate::ids::ConversationId;
use crate::search::{Heard, Index, Question, Traffic};
use crate::text::Lang;
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The most questions that are remembered.
pub const MOST: usize = crate::search::share::MOST_HEARD;
/// The most of them that are of one conversation: few visitors ask more, and of a thousand questions these are one in a
/// hundred.
pub const EACH: usize = 10;
/// After so many questions of the log the index learns from those it was asked so far.
const PART: usize = 50;
/// How long an index is asked questions of the log. A thousand of them are a fraction of a second for most FAQs; one so
/// large that they take longer learns from the newest of them.
const PATIENCE: Duration = Duration::from_secs(5);

/// A question that was asked before.
#[derive(Clone, Debug)]
pub struct Asked {
    /// By whom.
    pub conversation: ConversationId,
    /// As the visitor typed it.
    pub text: String,
    /// The language in which it was matched.
    pub lang: Option<Lang>,
    /// The path of the page the visitor was on.
    pub page: String,
}

/// The latest questions of a site and whose they are. What a question looks like depends on the FAQ, so each index has
/// its own.
#[derive(Default)]
pub struct Audience {
    traffic: Traffic,
    /// Of the same questions, in the same order.
    sources: Mutex<VecDeque<Source>>,
}

/// Where a question comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Source {
    conversation: u64,
    words: u64,
}

impl Source {
    fn of(conversation: &ConversationId, text: &str) -> Self {
        let hash = |part: &str| {
            let mut hasher = DefaultHasher::new();
            part.hash(&mut hasher);
            hasher.finish()
        };
        Self { conversation: hash(&conversation.0), words: hash(text.trim()) }
    }

    /// Whether it counts beside those that are remembered.
    fn counts<'a>(self, mut remembered: impl Iterator<Item = &'a Self>) -> bool {
        let own = remembered.try_fold(0, |own, other| match other.conversation == self.conversation {
            true if other.words == self.words => None,
            true => Some(own + 1),
            false => Some(own),
        });
        own.is_some_and(|own| own < EACH)
    }
}

impl Audience {
    /// Hears a question. Gives all that are remembered when it is time to learn from them anew.
    pub fn hear(&self, conversation: &ConversationId, text: &str, heard: Heard) -> Option<Vec<Heard>> {
        let source = Source::of(conversation, text);
        let mut sources = self.lock();
        if !source.counts(sources.iter()) {
            return None;
        }
        if sources.len() == MOST {
            sources.pop_front();
        }
        sources.push_back(source);
        // under the lock, so that both keep the same order
        self.traffic.hear(heard)
    }

    /// Asks an index the questions of the log, the newest first, and lets it learn from them: from the first fifty, then
    /// from a hundred, and so on for five seconds. Replaces what is remembered; what was heard meanwhile is in the log.
    pub fn recall(&self, index: &Index, asked: &[Asked], now: Timestamp) {
        let (mut recalled, began): (Vec<(Source, Heard)>, _) = (Vec::new(), instant());
        for part in asked.chunks(PART) {
            if began.elapsed() > PATIENCE {
                break;
            }
            for asked in part {
                let source = Source::of(&asked.conversation, &asked.text);
                if recalled.len() < MOST && source.counts(recalled.iter().map(|(source, _)| source)) {
                    let (text, lang, page) = (asked.text.as_str(), asked.lang.as_ref(), Some(asked.page.as_str()));
                    let verdict = index.ask(&Question { text, lang, page, previous: None, now });
                    recalled.extend(verdict.heard.map(|heard| (source, heard)));
                }
            }
            index.learn(&self.restart(&recalled));
        }
    }

    /// Begins anew with these, the newest first.
    fn restart(&self, recalled: &[(Source, Heard)]) -> Vec<Heard> {
        let heard: Vec<Heard> = recalled.iter().rev().map(|(_, heard)| *heard).collect();
        let mut sources = self.lock();
        *sources = recalled.iter().rev().map(|(source, _)| *source).collect();
        self.traffic.restart(&heard);
        heard
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Source>> {
        // nothing in here can be left half done
        self.sources.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEARD: Heard = Heard { right: 0.9, held: 1.0, lead: Some(1.0) };

    fn visitor(number: usize) -> ConversationId {
        ConversationId(format!("c_{number}"))
    }

    #[test]
    fn nobody_counts_more_than_a_few_times() {
        let audience = Audience::default();
        let learned = |number: usize, text: &str| audience.hear(&visitor(number), text, HEARD).map(|all| all.len());
        assert!((0..500).all(|at| learned(0, &format!("question {at}")).is_none()));
        assert_eq!(audience.lock().len(), EACH);
        // the rest of what makes it time to learn has to come from others
        let others: Vec<usize> = (1..40).filter_map(|other| learned(other, "where is it")).collect();
        assert_eq!(others, [25]);
        // who has been forgotten may speak again
        (1_000..1_000 + MOST).for_each(|other| assert_ne!(learned(other, "where is it"), Some(0)));
        assert_eq!(audience.lock().len(), MOST);
        learned(0, "question 0");
        assert_eq!(audience.lock().back(), Some(&Source::of(&visitor(0), "question 0")));
    }

    #[test]
    fn saying_the_same_again_counts_once() {
        let audience = Audience::default();
        for text in ["where is it", "where is it", " where is it\n", "and when", "where is it"] {
            audience.hear(&visitor(1), text, HEARD);
        }
        audience.hear(&visitor(2), "where is it", HEARD);
        assert_eq!(audience.lock().len(), 3);
    }

    #[test]
    fn beginning_anew_keeps_the_newest_the_longest() {
        let audience = Audience::default();
        audience.hear(&visitor(9), "old", HEARD);
        let recalled: Vec<(Source, Heard)> =
            (0..3).map(|at| (Source::of(&visitor(at), "q"), Heard { held: at as f64, ..HEARD })).collect();
        let heard = audience.restart(&recalled);
        assert_eq!(heard.iter().map(|heard| heard.held).collect::<Vec<_>>(), [2.0, 1.0, 0.0]);
        assert_eq!(audience.lock().back(), Some(&recalled[0].0));
        assert_eq!(audience.lock().len(), 3);
    }
}

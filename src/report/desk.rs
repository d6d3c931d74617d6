//! What people did who took conversations over: by agent, by the entry that had answered the question before, by topic.
//!
//! Invariant: a request for a person counts in the week in which its visit began, whenever it ended and was rated.

use super::entries::Faq;
use super::rows::{AgentRow, HandedOver, TopicRow};
use super::totals::{Measure, runs};
use crate::store::figures::{HandoffRow, Names};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Ratings from this one on are of a visitor who is satisfied: the two best of five, the usual count of CSAT.
const SATISFIED: usize = 4;

/// How often each rating was given, 1 to 5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Scores([u64; 5]);

impl Scores {
    fn add(&mut self, score: u8) {
        if let Some(count) = usize::from(score).checked_sub(1).and_then(|at| self.0.get_mut(at)) {
            *count += 1;
        }
    }

    fn join(&mut self, other: Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }

    /// Ratings.
    pub(super) fn rated(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Ratings of satisfied visitors.
    pub(super) fn satisfied(&self) -> u64 {
        self.0[SATISFIED - 1..].iter().sum()
    }

    fn share(&self) -> Option<f64> {
        Measure::Share(self.satisfied(), self.rated()).value()
    }

    fn average(&self) -> Option<f64> {
        let sum: u64 = self.0.iter().zip(1..).map(|(count, score)| count * score).sum();
        Measure::Share(sum, self.rated()).value()
    }
}

/// A week's requests in numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct DeskTotals {
    /// From taken to ended, in milliseconds, sorted.
    #[serde(with = "runs")]
    pub(super) handling: Vec<i64>,
    pub(super) scores: Scores,
    /// Messages that were left because nobody was there, answered since or not.
    pub(super) messages: u64,
}

/// One person of the team.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct AgentTally {
    name: String,
    taken: u64,
    #[serde(with = "runs")]
    handling: Vec<i64>,
    scores: Scores,
}

/// What was handed over after one entry had answered the last question, or after none had.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct AfterTally {
    entry: Option<String>,
    requests: u64,
    scores: Scores,
}

/// Counts the requests of a week.
pub(super) fn totals<'a>(requests: impl Iterator<Item = &'a HandoffRow>) -> DeskTotals {
    let mut totals = DeskTotals::default();
    for request in requests {
        totals.handling.extend(request.handled);
        totals.scores.add(request.score);
        totals.messages += u64::from(request.message_left);
    }
    totals.handling.sort_unstable();
    totals
}

/// Counts them by who had each last.
pub(super) fn by_agent<'a>(requests: impl Iterator<Item = &'a HandoffRow>, names: &Names) -> Vec<AgentTally> {
    let mut agents: BTreeMap<&str, AgentTally> = BTreeMap::new();
    for request in requests {
        let Some(name) = request.agent.map(|number| names.name(number)) else { continue };
        let agent = agents.entry(name).or_default();
        agent.taken += 1;
        agent.handling.extend(request.handled);
        agent.scores.add(request.score);
    }
    let named = agents.into_iter().map(|(name, mut agent)| {
        agent.name = name.to_owned();
        agent.handling.sort_unstable();
        agent
    });
    named.collect()
}

/// Counts them by the entry that had answered the last question.
pub(super) fn by_entry<'a>(requests: impl Iterator<Item = &'a HandoffRow>, names: &Names) -> Vec<AfterTally> {
    let mut entries: BTreeMap<Option<&str>, AfterTally> = BTreeMap::new();
    for request in requests {
        let after = entries.entry(request.entry.map(|number| names.name(number))).or_default();
        after.requests += 1;
        after.scores.add(request.score);
    }
    let named = entries.into_iter().map(|(entry, after)| AfterTally { entry: entry.map(str::to_owned), ..after });
    named.collect()
}

/// The team, who took most first.
pub(super) fn shown_agents(agents: &[AgentTally]) -> Vec<AgentRow> {
    let mut rows: Vec<AgentRow> = agents
        .iter()
        .map(|agent| AgentRow {
            name: agent.name.clone(),
            taken: agent.taken,
            handling_median: Measure::Quantile(&agent.handling, 0.5, 1.0).value(),
            rated: agent.scores.rated(),
            satisfied: agent.scores.share(),
            average: agent.scores.average(),
        })
        .collect();
    rows.sort_by(|one, other| other.taken.cmp(&one.taken).then_with(|| one.name.cmp(&other.name)));
    rows
}

/// What was handed over, the most frequent first.
pub(super) fn shown_entries(faq: &Faq, after: &[AfterTally]) -> Vec<HandedOver> {
    let mut rows: Vec<HandedOver> = after
        .iter()
        .map(|after| HandedOver {
            id: after.entry.clone(),
            title: after.entry.as_deref().map_or_else(String::new, |id| faq.title(id)),
            topic: after.entry.as_deref().map_or_else(String::new, |id| faq.topic(id)),
            requests: after.requests,
            rated: after.scores.rated(),
            satisfied: after.scores.share(),
            average: after.scores.average(),
        })
        .collect();
    rows.sort_by(|one, other| other.requests.cmp(&one.requests).then_with(|| one.id.cmp(&other.id)));
    rows
}

/// The same by topic. What no entry had answered, and entries without a topic, are one row without a name.
pub(super) fn shown_topics(faq: &Faq, after: &[AfterTally]) -> Vec<TopicRow> {
    let mut topics: HashMap<String, (u64, Scores)> = HashMap::new();
    for after in after {
        let topic = after.entry.as_deref().map_or_else(String::new, |id| faq.topic(id));
        let (requests, scores) = topics.entry(topic).or_default();
        *requests += after.requests;
        scores.join(after.scores);
    }
    let mut rows: Vec<TopicRow> = topics
        .into_iter()
        .map(|(topic, (requests, scores))| TopicRow {
            topic,
            requests,
            rated: scores.rated(),
            satisfied: scores.share(),
            average: scores.average(),
        })
        .collect();
    rows.sort_by(|one, other| other.requests.cmp(&one.requests).then_with(|| one.topic.cmp(&other.topic)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_outside_of_one_to_five_are_none() {
        let mut scores = Scores::default();
        assert_eq!((scores.share(), scores.average()), (None, None));
        for score in [0, 1, 4, 5, 6, 255] {
            scores.add(score);
        }
        assert_eq!((scores.rated(), scores.satisfied()), (3, 2));
        assert_eq!((scores.share(), scores.average()), (Some(2.0 / 3.0), Some(10.0 / 3.0)));
    }

    #[test]
    fn who_has_the_most_is_first_and_nothing_is_counted_twice() {
        let mut names = Names::default();
        let [maya, jonas] = ["Maya", "Jonas"].map(|name| names.number(name));
        let request =
            |agent, entry, handled, score| HandoffRow { agent, entry, handled, score, ..HandoffRow::default() };
        let entry = names.number("refund");
        let requests = [
            request(Some(maya), Some(entry), Some(9_000), 5),
            request(Some(maya), None, Some(3_000), 0),
            request(Some(jonas), Some(entry), None, 2),
            HandoffRow { message_left: true, ..request(None, None, None, 0) },
        ];
        let totals = totals(requests.iter());
        assert_eq!((totals.handling, totals.scores.rated(), totals.messages), (vec![3_000, 9_000], 2, 1));
        let agents = shown_agents(&by_agent(requests.iter(), &names));
        let shown: Vec<_> =
            agents.iter().map(|row| (&*row.name, row.taken, row.handling_median, row.average)).collect();
        assert_eq!(shown, [("Maya", 2, Some(3_000.0), Some(5.0)), ("Jonas", 1, None, Some(2.0))]);
        let after = by_entry(requests.iter(), &names);
        let entries: Vec<_> = after.iter().map(|after| (after.entry.as_deref(), after.requests)).collect();
        assert_eq!(entries, [(None, 2), (Some("refund"), 2)]);
    }
}

//! Wordings to add: questions that the FAQ was not sure about or answered wrongly, where visitors' own choices told what
//! they meant.
//!
//! Invariant: only what [`ENOUGH`] questions or more of [`ENOUGH_CONVERSATIONS`] conversations or more agree on is
//! proposed, with words that one of them used; nothing that an entry has already, nothing that shows personal data.

use super::alike;
use super::gaps::shown;
use crate::faq::limits::MAX_QUESTION_CHARACTERS;
use crate::faq::{Catalog, Entry};
use crate::store::history::{ChosenQuestion, Decision};
use crate::text::{Lang, canonical};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Alike questions with the same choice that propose a wording (as Azure's active learning has it: five).
pub const ENOUGH: u64 = 5;
/// Conversations that they come from: one visitor alone, who chooses again and again, proposes nothing.
pub const ENOUGH_CONVERSATIONS: usize = 2;
/// Other words of the same question that are shown.
const EXAMPLES: usize = 4;
/// Proposals that are made: more than anybody decides about in a sitting.
const MOST: usize = 200;
/// Different questions of one language that are compared: what the report takes two seconds for.
const MOST_TEXTS: usize = 10_000;

/// A wording for an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Proposal {
    /// What visitors typed.
    pub wording: String,
    /// The entry's language.
    pub lang: String,
    /// The entry they chose.
    pub entry: String,
    /// Its title.
    pub title: String,
    /// How often it was chosen after these questions.
    pub chosen: u64,
    /// In how many conversations.
    pub conversations: u64,
    /// What else they typed.
    pub examples: Vec<String>,
    /// Other entries that were chosen after the same questions, with how often.
    pub rivals: Vec<(String, u64)>,
}

/// One question in all its spellings.
#[derive(Default)]
struct Asked<'q> {
    spellings: BTreeMap<String, u64>,
    /// By the entry that was chosen: how often, and in which conversations.
    choices: BTreeMap<&'q str, (u64, BTreeSet<&'q str>)>,
}

impl Asked<'_> {
    fn times(&self) -> u64 {
        self.spellings.values().sum()
    }

    fn usual(&self) -> &str {
        let most = self.spellings.iter().max_by(|one, other| one.1.cmp(other.1).then(other.0.cmp(one.0)));
        most.map_or("", |(spelling, _)| spelling)
    }
}

/// All that is proposed, the most frequent first.
pub fn proposals(chosen: &[ChosenQuestion], catalog: &Catalog, decided: &[Decision], masked: bool) -> Vec<Proposal> {
    let mut by_lang: BTreeMap<&str, HashMap<String, Asked<'_>>> = BTreeMap::new();
    for question in chosen {
        let text = shown(&question.text, false);
        // what is masked would stand in a file as a mask
        if masked && shown(&question.text, true) != text || text.chars().count() > MAX_QUESTION_CHARACTERS {
            continue;
        }
        let asked = by_lang.entry(&question.lang).or_default().entry(canonical(&text)).or_default();
        *asked.spellings.entry(text).or_default() += 1;
        let choice = asked.choices.entry(&question.entry).or_default();
        choice.0 += 1;
        choice.1.insert(&question.conversation);
    }
    let mut proposals: Vec<Proposal> =
        by_lang.into_iter().flat_map(|(lang, asked)| of_lang(lang, asked, catalog, decided)).collect();
    proposals.sort_by(|one, other| other.chosen.cmp(&one.chosen).then_with(|| one.wording.cmp(&other.wording)));
    proposals.truncate(MOST);
    proposals
}

fn of_lang(tag: &str, asked: HashMap<String, Asked<'_>>, catalog: &Catalog, decided: &[Decision]) -> Vec<Proposal> {
    let Some(lang) = Lang::parse(tag) else { return Vec::new() };
    let own = || catalog.entries.iter().filter(|entry| entry.lang == lang);
    let wordings: Vec<&str> = own().flat_map(|entry| &entry.questions).map(|wording| wording.text.as_str()).collect();
    let known: HashSet<String> = wordings.iter().map(|wording| canonical(wording)).collect();
    let mut asked: Vec<(String, Asked<'_>)> = asked.into_iter().collect();
    asked.sort_by(|one, other| other.1.times().cmp(&one.1.times()).then_with(|| one.0.cmp(&other.0)));
    asked.truncate(MOST_TEXTS);
    let texts: Vec<&str> = asked.iter().map(|(_, asked)| asked.usual()).collect();
    let weights: Vec<u64> = asked.iter().map(|(_, asked)| asked.times()).collect();
    let groups = alike::groups(&texts, &weights, &wordings, &lang);
    let mut proposals = Vec::new();
    for members in groups {
        let group: Vec<&(String, Asked<'_>)> = members.into_iter().map(|member| &asked[member]).collect();
        let forms = |(key, _): &&(String, Asked<'_>)| [key.clone(), Decision::sealed(tag, key)];
        let keys: HashSet<String> = group.iter().flat_map(forms).collect();
        let of_group = |one: &&Decision| one.lang == tag && keys.contains(&one.wording);
        let decisions: Vec<&Decision> = decided.iter().filter(of_group).collect();
        if decisions.iter().any(|decision| decision.accepted) {
            continue;
        }
        proposals
            .extend(of_group_of(&group, tag, &known, &decisions, |id| catalog.get(&lang, id).map(|entry| &**entry)));
    }
    proposals
}

/// What one group of alike questions proposes.
fn of_group_of<'c>(
    group: &[&(String, Asked<'_>)],
    tag: &str,
    known: &HashSet<String>,
    decisions: &[&Decision],
    find: impl Fn(&str) -> Option<&'c Entry>,
) -> Vec<Proposal> {
    let mut choices: BTreeMap<&str, (u64, BTreeSet<&str>)> = BTreeMap::new();
    for (_, asked) in group {
        for (entry, (times, conversations)) in &asked.choices {
            let choice = choices.entry(entry).or_default();
            choice.0 += times;
            choice.1.extend(conversations);
        }
    }
    let title = |id: &str| find(id).map_or_else(|| id.to_owned(), |entry| entry.title().to_owned());
    // what most visitors typed, of equals the most central, if no entry has it
    let new = group.iter().rev().filter(|(key, _)| !known.contains(key));
    let Some((key, first)) = new.max_by_key(|(_, asked)| asked.times()) else { return Vec::new() };
    let examples: Vec<String> = group
        .iter()
        .filter(|(other, _)| other != key)
        .map(|(_, asked)| asked.usual().to_owned())
        .take(EXAMPLES)
        .collect();
    let wanted = choices
        .iter()
        .filter(|(_, (times, conversations))| *times >= ENOUGH && conversations.len() >= ENOUGH_CONVERSATIONS);
    wanted
        .filter(|(entry, _)| !decisions.iter().any(|decision| decision.entry == **entry))
        .filter_map(|(entry, (times, conversations))| {
            let found = find(entry)?;
            let rivals = choices.iter().filter(|(other, _)| *other != entry);
            let mut rivals: Vec<(String, u64)> = rivals.map(|(other, (times, _))| (title(other), *times)).collect();
            rivals.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            Some(Proposal {
                wording: first.usual().to_owned(),
                lang: tag.to_owned(),
                entry: (*entry).to_owned(),
                title: found.title().to_owned(),
                chosen: *times,
                conversations: conversations.len() as u64,
                examples: examples.clone(),
                rivals,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{TimeZone, from_millis};
    use crate::faq::load::{LoadSettings, load_texts};

    fn catalog() -> Catalog {
        let text = "topic: T\nlang: en\nentries:\n  - { id: refund-time, questions: [When is my refund paid?], answer: a }\n  \
                    - { id: return-how, questions: [How do I return a bike?, send it back], answer: b }\n";
        let settings = LoadSettings { time_zone: TimeZone::UTC, langs: vec![Lang::english()] };
        load_texts(&[("a.yaml".into(), text.into())], &settings, from_millis(0)).catalog.unwrap()
    }

    fn chosen(text: &str, entry: &str, times: usize) -> Vec<ChosenQuestion> {
        let one = |number: usize| ChosenQuestion {
            text: text.into(),
            lang: "en".into(),
            entry: entry.into(),
            conversation: format!("c_{number}"),
        };
        (0..times).map(one).collect()
    }

    fn shown_as(proposals: &[Proposal]) -> Vec<(&str, &str, u64)> {
        proposals.iter().map(|one| (&*one.wording, &*one.entry, one.chosen)).collect()
    }

    fn decision(wording: &str, entry: &str, accepted: bool) -> Decision {
        Decision { lang: "en".into(), wording: canonical(wording), entry: entry.into(), accepted }
    }

    #[test]
    fn five_alike_propose_and_four_do_not() {
        let four = chosen("money back when", "refund-time", 4);
        assert_eq!(proposals(&four, &catalog(), &[], true), []);
        let five = [four, chosen("when money back", "refund-time", 1)].concat();
        let proposed = proposals(&five, &catalog(), &[], true);
        assert_eq!(shown_as(&proposed), [("money back when", "refund-time", 5)]);
        assert_eq!((&*proposed[0].title, proposed[0].conversations), ("When is my refund paid?", 4));
        assert_eq!(proposed[0].examples, ["when money back"]);
    }

    #[test]
    fn one_visitor_alone_proposes_nothing() {
        let mut all = chosen("money back when", "refund-time", 8);
        for one in &mut all {
            one.conversation = "c_0".into();
        }
        assert_eq!(proposals(&all, &catalog(), &[], true), []);
        all[7].conversation = "c_1".into();
        assert_eq!(proposals(&all, &catalog(), &[], true)[0].conversations, 2);
    }

    #[test]
    fn decisions_are_kept() {
        let both = [chosen("money back when", "refund-time", 7), chosen("money back when", "return-how", 6)].concat();
        let all = proposals(&both, &catalog(), &[], true);
        assert_eq!(shown_as(&all), [("money back when", "refund-time", 7), ("money back when", "return-how", 6)]);
        assert_eq!(all[0].rivals, [("How do I return a bike?".to_owned(), 6)]);
        let rejected = [decision("Money back, when?", "refund-time", false)];
        assert_eq!(shown_as(&proposals(&both, &catalog(), &rejected, true)), [("money back when", "return-how", 6)]);
        // accepted for one is rejected for the others
        assert_eq!(proposals(&both, &catalog(), &[decision("money back when", "refund-time", true)], true), []);
    }

    #[test]
    fn what_is_known_gone_or_private_is_not_proposed() {
        let all = [
            chosen("Send it back!", "refund-time", 9),
            chosen("how to get rid of it", "gone", 9),
            chosen("mail me at ana@example.com please", "refund-time", 9),
        ]
        .concat();
        assert_eq!(proposals(&all, &catalog(), &[], true), []);
        assert_eq!(proposals(&all, &catalog(), &[], false).len(), 1);
    }
}

//! What the team answered and the FAQ does not hold: proposals of entries, for a person to decide about.
//!
//! Invariant: nothing that the FAQ in service answers is proposed, nothing that was decided about, and nothing without a
//! question and an answer; visitors' and agents' words are masked before anything is made of them; and an entry is
//! valid as it stands.
//!
//! What it costs: each different question is asked of the index once, the newest 4,000 at most, which is most of the work;
//! what the team wrote is only read where the FAQ has no answer, and entries are only made of what is shown. A week of
//! 2,000 lines without a question twice took 0.3 s in an unoptimised build on two cores (to ask the index about each line
//! took 0.8 s alone), and one of 20,000, which is as much as is read, 3.4 s instead of more than 7 s.

mod answers;
mod known;
mod talk;

use super::build::away;
use super::entries::Faq;
use super::gaps::shown;
use super::mask::LABELS;
use super::{Gap, Settings, Week, alike};
use crate::faq::Entry;
use crate::faq::limits::MAX_QUESTION_CHARACTERS;
use crate::faq::naming::free_id;
use crate::faq::write::{EntryText, entry};
use crate::knowledge::Snapshot;
use crate::search::matter::Reader;
use crate::store::history::Decision;
use crate::store::talks::Talk;
use crate::store::{Store, StoreError};
use crate::text::{Lang, canonical};
use answers::answers;
use known::{Ear, Known, Own};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use talk::{Pair, pairs};

/// Proposals that are made: more than anybody decides about in a sitting.
const MOST: usize = 200;
/// Different questions of one language that are compared, as for wordings.
const MOST_TEXTS: usize = 10_000;
/// Other words of the same question that are shown, and written into the entry.
const EXAMPLES: usize = 4;
/// What somebody of the team answered.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TeamAnswer")]
pub struct TeamAnswer {
    /// The words, a line for each that was written.
    pub text: String,
    /// The same in Markdown, shown as it was written.
    pub answer: String,
    /// The agent's name then.
    pub agent: String,
    /// When, RFC 3339.
    pub at: String,
}

/// A question that the team answered, with everything that asks the same, and the entry that would answer it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "LearnedEntry")]
pub struct Learned {
    /// The most central wording.
    pub title: String,
    /// The language in which it was matched.
    pub lang: String,
    /// Times asked of the team.
    pub asked: u64,
    /// Visits in which it was.
    pub conversations: u64,
    /// Other wordings, the most frequent first, a few of them.
    pub examples: Vec<String>,
    /// What was answered, the newest first, a few of them.
    pub answers: Vec<TeamAnswer>,
    /// The titles of the groups of unanswered questions of the week that ask the same.
    pub unanswered: Vec<String>,
    /// A free id for the entry.
    pub id: String,
    /// The wordings of the entry, without personal data.
    pub questions: Vec<String>,
    /// The newest answer in Markdown, shown as it was written.
    pub answer: String,
    /// The entry in the form of a FAQ file.
    pub yaml: String,
    /// The file in which it belongs, if the FAQ has one in this language.
    pub file: Option<String>,
}

/// What visitors and the team said in a week, and what was decided about it: what [`learned`] is made of.
pub struct Said {
    talks: Vec<Talk>,
    decided: Vec<Decision>,
}

/// Reads it from the log; it takes as long as what was left unanswered, and needs nothing of that.
///
/// # Errors
/// [`StoreError::Read`].
pub async fn said(store: &Store, week: Week, settings: &Settings) -> Result<Said, StoreError> {
    let (start, end) = week.range_millis(&settings.time_zone);
    let (talks, decided) = tokio::try_join!(store.talks(start..end), store.decisions())?;
    Ok(Said { talks, decided })
}

/// What the team answered in a week. `gaps` is what the same week left unanswered.
pub async fn learned(
    said: Said,
    snapshot: Arc<Snapshot>,
    week: Week,
    settings: &Settings,
    gaps: &[Gap],
) -> Vec<Learned> {
    let Said { talks, decided } = said;
    let gaps: Vec<(String, String)> = gaps.iter().map(|gap| (gap.lang.clone(), gap.title.clone())).collect();
    let settings = settings.clone();
    let propose = move || {
        let faq = Faq::of(&snapshot.catalog, &settings.lang, settings.now);
        let known = Known { catalog: &snapshot.catalog, index: &snapshot.index, faq: &faq, decided: &decided };
        proposed(&talks, &known, &gaps, week, &settings)
    };
    away(propose).await
}

/// One question in all its spellings.
#[derive(Default)]
struct Asked {
    spellings: BTreeMap<String, u64>,
    pairs: Vec<Pair>,
    near: Option<Arc<Entry>>,
}

impl Asked {
    fn usual(&self) -> &str {
        let most = self.spellings.iter().max_by(|one, other| one.1.cmp(other.1).then(other.0.cmp(one.0)));
        most.map_or("", |(spelling, _)| spelling)
    }
}

fn proposed(
    talks: &[Talk],
    known: &Known<'_>,
    gaps: &[(String, String)],
    week: Week,
    settings: &Settings,
) -> Vec<Learned> {
    let by_lang = unanswered(talks, known, settings);
    let owns: Vec<Own<'_>> = by_lang.values().map(|(lang, _)| known.own(lang)).collect();
    let mut found: Vec<(Group, &Own<'_>)> = Vec::new();
    for ((tag, (_, asked)), own) in by_lang.into_iter().zip(&owns) {
        let gaps: Vec<&str> = gaps.iter().filter(|(lang, _)| *lang == tag).map(|(_, title)| title.as_str()).collect();
        found.extend(groups(asked, &gaps, own, known.faq).into_iter().map(|group| (group, own)));
    }
    found.sort_by_cached_key(|(group, own)| {
        (Reverse(group.times()), Reverse(group.newest()), own.lang.clone(), group.asked[0].usual().to_owned())
    });
    let mut taken = HashSet::new();
    let mut free = |title: &str| free_id(title, |id| !known.faq.has(id) && taken.insert(id.to_owned()));
    let proposals = found.into_iter().filter_map(|(group, own)| group.proposal(own, &mut free, week, settings.mask));
    proposals.take(MOST).collect()
}

/// What the FAQ does not answer of what the team did, by language and canonical wording.
fn unanswered(
    talks: &[Talk],
    known: &Known<'_>,
    settings: &Settings,
) -> BTreeMap<String, (Lang, HashMap<String, Asked>)> {
    let greetings = known.greetings();
    let greets = |text: &str| greetings.contains(&canonical(text));
    let mut ear = Ear::new(known.index, settings.now);
    let mut readers: HashMap<&str, (Option<Lang>, Reader)> = HashMap::new();
    let mut by_lang: BTreeMap<String, (Lang, HashMap<String, Asked>)> = BTreeMap::new();
    // where not all can be heard, the newest are
    for talk in talks.iter().rev() {
        let (hint, reader) = readers.entry(&talk.lang).or_insert_with(|| {
            let hint = Lang::parse(&talk.lang);
            let reader = Reader::new(hint.as_ref().unwrap_or(&settings.lang));
            (hint, reader)
        });
        for pair in pairs(talk, reader, &greets) {
            let Some(heard) = ear.hear(&pair.question, hint.as_ref()).filter(|heard| !heard.answered) else { continue };
            let Some(pair) = pair.answered(reader, &greets) else { continue };
            let text = fitting(&shown(&pair.question, settings.mask));
            let new = || (heard.lang.clone(), HashMap::new());
            let (_, asked) = by_lang.entry(heard.lang.to_string()).or_insert_with(new);
            let asked = asked.entry(canonical(&text)).or_default();
            *asked.spellings.entry(text).or_default() += 1;
            asked.near.clone_from(&heard.near);
            asked.pairs.push(pair);
        }
    }
    by_lang
}

/// As much of a text as a wording may have, so that whatever is proposed can be accepted and dismissed.
fn fitting(text: &str) -> String {
    text.chars().take(MAX_QUESTION_CHARACTERS).collect::<String>().trim().to_owned()
}

/// Questions that ask the same, the most central first, and the unanswered ones that do.
struct Group {
    asked: Vec<Asked>,
    unanswered: Vec<String>,
}

/// Puts questions together as the unanswered ones are, and these with them.
fn groups(asked: HashMap<String, Asked>, gaps: &[&str], own: &Own<'_>, faq: &Faq) -> Vec<Group> {
    let mut asked: Vec<(String, Asked)> = asked.into_iter().collect();
    asked.sort_by(|one, other| other.1.pairs.len().cmp(&one.1.pairs.len()).then_with(|| one.0.cmp(&other.0)));
    asked.truncate(MOST_TEXTS);
    let at: HashMap<&str, usize> = asked.iter().enumerate().map(|(at, (key, _))| (key.as_str(), at)).collect();
    let mut same: Vec<Vec<String>> = vec![Vec::new(); asked.len()];
    let mut others: Vec<&str> = Vec::new();
    for gap in gaps.iter().take(MOST_TEXTS) {
        match at.get(canonical(gap).as_str()) {
            Some(at) => same[*at].push((*gap).to_owned()),
            None => others.push(gap),
        }
    }
    let texts: Vec<&str> = asked.iter().map(|(_, asked)| asked.usual()).chain(others.iter().copied()).collect();
    let weights: Vec<u64> =
        asked.iter().map(|(_, asked)| asked.pairs.len() as u64).chain(others.iter().map(|_| 1)).collect();
    let wordings: Vec<&str> = faq.wordings(&own.lang).collect();
    let places = alike::groups(&texts, &weights, &wordings, &own.lang);
    let first_other = asked.len();
    let mut asked: Vec<Option<(String, Asked)>> = asked.into_iter().map(Some).collect();
    let mut groups = Vec::new();
    for members in places {
        let mut group = Group { asked: Vec::new(), unanswered: Vec::new() };
        let mut decided = false;
        for member in members {
            match asked.get_mut(member) {
                Some(place) => {
                    let Some((key, one)) = place.take() else { continue };
                    group.unanswered.append(&mut same[member]);
                    group.asked.push(one);
                    decided |= own.is_decided(&key);
                }
                None => group.unanswered.push(others[member - first_other].to_owned()),
            }
        }
        if !group.asked.is_empty() && !decided {
            groups.push(group);
        }
    }
    groups
}

impl Group {
    fn times(&self) -> usize {
        self.asked.iter().map(|asked| asked.pairs.len()).sum()
    }

    /// When the last answer ended.
    fn newest(&self) -> Option<i64> {
        self.asked.iter().flat_map(|asked| &asked.pairs).map(|pair| pair.at).max()
    }

    /// The entry; none where its wordings are in the FAQ already, or are nothing but personal data.
    fn proposal(
        self,
        own: &Own<'_>,
        free: &mut dyn FnMut(&str) -> String,
        week: Week,
        masked: bool,
    ) -> Option<Learned> {
        let all: Vec<String> = self.asked.iter().map(|asked| asked.usual().to_owned()).collect();
        let questions = questions(&self.asked, own);
        let title = all.first()?.clone();
        let near = self.asked.iter().find_map(|asked| asked.near.clone());
        let pairs: Vec<&Pair> = self.asked.iter().flat_map(|asked| &asked.pairs).collect();
        let visits: HashSet<(&str, i64)> = pairs.iter().map(|pair| (&*pair.conversation, pair.visit_at)).collect();
        let answers = answers(&pairs, masked);
        let newest = answers.first()?;
        let (answer, label) =
            (newest.answer.clone(), LABELS.iter().find(|label| masked && newest.text.contains(**label)));
        let id = free(questions.first()?);
        let new = EntryText { id, questions, answer, ..EntryText::default() };
        let times = if pairs.len() == 1 { "once".to_owned() } else { format!("{} times", pairs.len()) };
        let mut yaml = format!("  # asked of the team {times} in {week}, for a file with lang: {}\n", own.lang);
        if let Some(label) = label {
            yaml.push_str(&format!(
                "  # {label} stands for somebody's own data: write what every visitor may read in its place\n"
            ));
        }
        yaml.push_str(&entry(&new));
        let EntryText { id, questions, answer, .. } = new;
        Some(Learned {
            title,
            lang: own.lang.to_string(),
            asked: pairs.len() as u64,
            conversations: visits.len() as u64,
            examples: all.into_iter().skip(1).take(EXAMPLES).collect(),
            answers,
            unanswered: self.unanswered,
            id,
            questions,
            answer,
            yaml,
            file: own.file(near.as_ref()),
        })
    }
}

/// The wordings that an entry may have: each once, none that an entry has, and none with personal data or what stands
/// for it.
fn questions(asked: &[Asked], own: &Own<'_>) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut is_new = |text: &String| {
        let key = canonical(text);
        !own.has(&key) && taken.insert(key)
    };
    let bare = |asked: &Asked| {
        let text = LABELS.iter().fold(asked.usual().to_owned(), |text, label| text.replace(label, " "));
        fitting(&text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let legible = |text: &String| text.chars().any(char::is_alphabetic);
    asked.iter().map(bare).filter(legible).filter(|text| is_new(text)).take(EXAMPLES + 1).collect()
}

#[cfg(test)]
mod tests;

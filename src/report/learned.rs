//! What the team answered and the FAQ does not hold: proposals of entries, for a person to decide about.
//!
//! Invariant: nothing that the FAQ in service answers is proposed, nothing that was decided about, and nothing without a
//! question and an answer; visitors' and agents' words are masked before anything is made of them; and an entry is
//! valid as it stands.

mod talk;

use super::entries::Faq;
use super::gaps::shown;
use super::mask::{LABELS, clean, mask};
use super::{Gap, Settings, Week, alike};
use crate::clock::{Timestamp, rfc3339};
use crate::faq::limits::MAX_QUESTION_CHARACTERS;
use crate::faq::naming::free_id;
use crate::faq::write::{EntryText, entry};
use crate::faq::{Catalog, Entry, markdown, typed};
use crate::knowledge::Snapshot;
use crate::search::matter::Reader;
use crate::search::{Index, Question};
use crate::store::history::Decision;
use crate::store::talks::Talk;
use crate::store::{Store, StoreError};
use crate::text::{Lang, canonical};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use talk::{Pair, pairs};

/// Proposals that are made: more than anybody decides about in a sitting.
const MOST: usize = 200;
/// Different questions of one language that are compared, as for wordings.
const MOST_TEXTS: usize = 10_000;
/// Other words of the same question that are shown, and written into the entry.
const EXAMPLES: usize = 4;
/// Answers that are shown: the newest is the draft, and older ones tell whether it is the usual one.
const ANSWERS: usize = 3;
/// Characters of a draft: nobody reads a longer answer in a chat, and an editor shortens what is cut.
const ANSWER_CHARACTERS: usize = 8_000;
/// Characters of a greeting at most: "you've been a great help".
const SMALL_TALK_CHARACTERS: usize = 60;
/// An entry that came this close is likely to stand where the new one belongs.
const NEAR: f64 = 0.1;

/// What somebody of the team answered.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TeamAnswer")]
pub struct TeamAnswer {
    /// The words, a line for each that was written.
    pub text: String,
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

/// What the team answered in a week. `gaps` is what the same week left unanswered.
///
/// # Errors
/// [`StoreError::Read`].
pub async fn learned(
    store: &Store,
    snapshot: Arc<Snapshot>,
    week: Week,
    settings: &Settings,
    gaps: &[Gap],
) -> Result<Vec<Learned>, StoreError> {
    let (start, end) = week.range_millis(&settings.time_zone);
    let (talks, decided) = (store.talks(start..end).await?, store.decisions().await?);
    let gaps: Vec<(String, String)> = gaps.iter().map(|gap| (gap.lang.clone(), gap.title.clone())).collect();
    let settings = settings.clone();
    let propose = move || {
        let faq = Faq::of(&snapshot.catalog, &settings.lang, settings.now);
        let known = Known { catalog: &snapshot.catalog, index: &snapshot.index, faq: &faq, decided: &decided };
        proposed(&talks, &known, &gaps, week, &settings)
    };
    match tokio::task::spawn_blocking(propose).await {
        Ok(learned) => Ok(learned),
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

/// The FAQ in service, and what was decided about proposals.
struct Known<'a> {
    catalog: &'a Catalog,
    index: &'a Index,
    faq: &'a Faq,
    decided: &'a [Decision],
}

impl Known<'_> {
    /// Whether a group with these wordings is not to be proposed: it was dismissed, or accepted and is still there.
    fn is_decided(&self, lang: &Lang, keys: &HashSet<String>) -> bool {
        let mut own = self.decided.iter().filter(|one| one.lang == lang.as_str() && keys.contains(&one.wording));
        own.any(|one| one.is_dismissal() || (one.accepted && self.faq.has(&one.entry)))
    }

    /// The file in which an entry belongs: that of the entry that came closest, else the one with the most entries.
    fn file(&self, lang: &Lang, near: Option<&Arc<Entry>>) -> Option<String> {
        let own = || self.catalog.entries.iter().filter(|entry| entry.lang == *lang && !entry.small_talk);
        let near = near.filter(|entry| entry.lang == *lang && !entry.small_talk);
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        own().for_each(|entry| *sizes.entry(&*entry.place.path).or_default() += 1);
        let largest = || sizes.iter().rev().max_by_key(|(_, size)| **size).map(|(path, _)| (*path).to_owned());
        near.map(|entry| entry.place.path.to_string()).or_else(largest)
    }
}

/// What the FAQ makes of a text.
#[derive(Clone)]
struct Heard {
    lang: Lang,
    answered: bool,
    small_talk: bool,
    near: Option<Arc<Entry>>,
}

/// Asks the FAQ, each text once.
struct Ear<'a> {
    index: &'a Index,
    now: Timestamp,
    heard: HashMap<(String, String), Heard>,
}

impl Ear<'_> {
    fn hear(&mut self, text: &str, hint: Option<&Lang>) -> &Heard {
        let key = (hint.map_or_else(String::new, Lang::to_string), text.to_owned());
        let (index, now) = (self.index, self.now);
        self.heard.entry(key).or_insert_with(|| {
            let verdict = index.ask(&Question { text, lang: hint, page: None, previous: None, now });
            let small_talk = verdict.answer().is_some_and(|entry| entry.small_talk);
            let answered = verdict.answer().is_some();
            let near = verdict.candidates.into_iter().next().filter(|first| first.confidence >= NEAR);
            let lang = verdict.foreign.unwrap_or(verdict.lang);
            Heard { lang, answered, small_talk, near: near.map(|first| first.entry) }
        })
    }

    /// Whether a text is a greeting or the like; a long one is not asked for that.
    fn is_small_talk(&mut self, text: &str, hint: Option<&Lang>) -> bool {
        text.chars().nth(SMALL_TALK_CHARACTERS).is_none() && self.hear(text, hint).small_talk
    }
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
    let mut ear = Ear { index: known.index, now: settings.now, heard: HashMap::new() };
    let mut readers: HashMap<String, (Option<Lang>, Reader)> = HashMap::new();
    let mut by_lang: BTreeMap<String, (Lang, HashMap<String, Asked>)> = BTreeMap::new();
    for talk in talks {
        let (hint, reader) = readers.entry(talk.lang.clone()).or_insert_with(|| {
            let hint = Lang::parse(&talk.lang);
            let reader = Reader::new(hint.as_ref().unwrap_or(&settings.lang));
            (hint, reader)
        });
        let hint = hint.as_ref();
        for pair in pairs(talk, reader, &mut |text| ear.is_small_talk(text, hint)) {
            let heard = ear.hear(&pair.question, hint).clone();
            if heard.answered {
                continue;
            }
            let text = shown(&pair.question, settings.mask);
            let (_, asked) = by_lang.entry(heard.lang.to_string()).or_insert_with(|| (heard.lang, HashMap::new()));
            let asked = asked.entry(canonical(&text)).or_default();
            *asked.spellings.entry(text).or_default() += 1;
            asked.near = heard.near;
            asked.pairs.push(pair);
        }
    }
    let mut taken = HashSet::new();
    let mut free = |title: &str| free_id(title, |id| !known.faq.has(id) && taken.insert(id.to_owned()));
    let mut learned = Vec::new();
    for (tag, (lang, asked)) in by_lang {
        let gaps: Vec<&str> = gaps.iter().filter(|(own, _)| *own == tag).map(|(_, title)| title.as_str()).collect();
        for group in groups(&lang, asked, &gaps, known) {
            learned.extend(group.proposal(&lang, known, &mut free, week, settings.mask));
        }
    }
    learned.sort_by(|one, other| {
        other.asked.cmp(&one.asked).then_with(|| newest(other).cmp(newest(one))).then_with(|| one.id.cmp(&other.id))
    });
    learned.truncate(MOST);
    learned
}

fn newest(learned: &Learned) -> &str {
    learned.answers.first().map_or("", |answer| answer.at.as_str())
}

/// Questions that ask the same, the most central first, and the unanswered ones that do.
struct Group {
    asked: Vec<Asked>,
    unanswered: Vec<String>,
}

/// Puts questions together as the unanswered ones are, and these with them.
fn groups(lang: &Lang, asked: HashMap<String, Asked>, gaps: &[&str], known: &Known<'_>) -> Vec<Group> {
    let mut asked: Vec<(String, Asked)> = asked.into_iter().collect();
    asked.sort_by(|one, other| other.1.pairs.len().cmp(&one.1.pairs.len()).then_with(|| one.0.cmp(&other.0)));
    asked.truncate(MOST_TEXTS);
    let own: HashMap<&str, usize> = asked.iter().enumerate().map(|(at, (key, _))| (key.as_str(), at)).collect();
    let mut same: Vec<Vec<String>> = vec![Vec::new(); asked.len()];
    let mut others: Vec<&str> = Vec::new();
    for gap in gaps.iter().take(MOST_TEXTS) {
        match own.get(canonical(gap).as_str()) {
            Some(at) => same[*at].push((*gap).to_owned()),
            None => others.push(gap),
        }
    }
    let texts: Vec<&str> = asked.iter().map(|(_, asked)| asked.usual()).chain(others.iter().copied()).collect();
    let weights: Vec<u64> =
        asked.iter().map(|(_, asked)| asked.pairs.len() as u64).chain(others.iter().map(|_| 1)).collect();
    let wordings: Vec<&str> = known.faq.wordings(lang).collect();
    let places = alike::groups(&texts, &weights, &wordings, lang);
    let own = asked.len();
    let mut asked: Vec<Option<(String, Asked)>> = asked.into_iter().map(Some).collect();
    let mut groups = Vec::new();
    for members in places {
        let mut group = Group { asked: Vec::new(), unanswered: Vec::new() };
        let mut keys = HashSet::new();
        for member in members {
            match asked.get_mut(member) {
                Some(place) => {
                    let Some((key, one)) = place.take() else { continue };
                    group.unanswered.append(&mut same[member]);
                    group.asked.push(one);
                    keys.insert(key);
                }
                None => group.unanswered.push(others[member - own].to_owned()),
            }
        }
        if !group.asked.is_empty() && !known.is_decided(lang, &keys) {
            groups.push(group);
        }
    }
    groups
}

impl Group {
    /// The entry; none where its wordings are in the FAQ already, or are nothing but personal data.
    fn proposal(
        self,
        lang: &Lang,
        known: &Known<'_>,
        free: &mut dyn FnMut(&str) -> String,
        week: Week,
        masked: bool,
    ) -> Option<Learned> {
        let all: Vec<String> = self.asked.iter().map(|asked| asked.usual().to_owned()).collect();
        let questions = questions(&self.asked, lang, known);
        let title = all.first()?.clone();
        let near = self.asked.iter().find_map(|asked| asked.near.clone());
        let pairs: Vec<&Pair> = self.asked.iter().flat_map(|asked| &asked.pairs).collect();
        let visits: HashSet<(&str, i64)> = pairs.iter().map(|pair| (&*pair.conversation, pair.visit_at)).collect();
        let answers = answers(&pairs, masked);
        let answer = typed::markdown(&answers.first()?.text);
        let id = free(questions.first()?);
        let new = EntryText { id, questions, answer, ..EntryText::default() };
        let times = if pairs.len() == 1 { "once".to_owned() } else { format!("{} times", pairs.len()) };
        let yaml = format!("  # asked of the team {times} in {week}, for a file with lang: {lang}\n{}", entry(&new));
        let EntryText { id, questions, answer, .. } = new;
        Some(Learned {
            title,
            lang: lang.to_string(),
            asked: pairs.len() as u64,
            conversations: visits.len() as u64,
            examples: all.into_iter().skip(1).take(EXAMPLES).collect(),
            answers,
            unanswered: self.unanswered,
            id,
            questions,
            answer,
            yaml,
            file: known.file(lang, near.as_ref()),
        })
    }
}

/// The wordings that an entry may have: each once, none that an entry has, and none with personal data or what stands
/// for it.
fn questions(asked: &[Asked], lang: &Lang, known: &Known<'_>) -> Vec<String> {
    let own = known.catalog.entries.iter().filter(|entry| entry.lang == *lang).flat_map(|entry| &entry.questions);
    let mut taken: HashSet<String> = own.map(|wording| canonical(&wording.text)).collect();
    let bare = |asked: &Asked| {
        let text = LABELS.iter().fold(asked.usual().to_owned(), |text, label| text.replace(label, " "));
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        text.chars().take(MAX_QUESTION_CHARACTERS).collect::<String>().trim().to_owned()
    };
    let legible = |text: &String| text.chars().any(char::is_alphabetic);
    let wordings = asked.iter().map(bare).filter(legible).filter(|text| taken.insert(canonical(text)));
    wordings.take(EXAMPLES + 1).collect()
}

/// What was answered, the newest first, each different answer once.
fn answers(pairs: &[&Pair], masked: bool) -> Vec<TeamAnswer> {
    let mut pairs = pairs.to_vec();
    pairs.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.conversation.cmp(&other.conversation)));
    let mut known = HashSet::new();
    let answer = |pair: &Pair| TeamAnswer {
        text: written(&pair.answer.join("\n"), masked),
        agent: clean(&pair.agent),
        at: rfc3339(pair.at),
    };
    let shows = |text: &str| !markdown::render(&typed::markdown(text)).content.text.trim().is_empty();
    let all = pairs.into_iter().map(answer).filter(|answer| shows(&answer.text));
    all.filter(|answer| known.insert(canonical(&answer.text))).take(ANSWERS).collect()
}

/// An answer as a report shows it, line for line. A number that goes on in the next line costs the lines.
fn written(text: &str, masked: bool) -> String {
    let text: String = text.chars().take(ANSWER_CHARACTERS).collect();
    let each = |line: &str| if masked { mask(line) } else { clean(line) };
    let lines: Vec<String> = text.lines().map(|line| each(line).trim().to_owned()).collect();
    let (apart, whole) = (lines.join("\n"), each(&text));
    let labels = |text: &str| LABELS.iter().map(|label| text.matches(label).count()).sum::<usize>();
    let hidden = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    if labels(&whole) != labels(&apart) && hidden(&whole) < hidden(&apart) { whole } else { apart }
}

#[cfg(test)]
mod tests;

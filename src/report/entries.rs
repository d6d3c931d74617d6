//! The tables by entry: what was asked most, what to improve, what nobody asks, what expires, what is not translated.
//!
//! Invariant: an entry is known by its id in all languages together; it is named in the settings' language where it
//! has it, else in another, and by its id where it is gone from the FAQ.

use super::outcome::Outcome;
use super::rows::{ExpiringEntry, Improve, TopQuestion, Untranslated, UnusedEntry};
use super::totals::Measure;
use crate::clock::{TimeZone, Timestamp};
use crate::faq::{Catalog, Entry};
use crate::store::figures::{Extract, LoggedVerdict, QuestionRow};
use crate::text::Lang;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// An entry is listed as expiring so long before its last moment: two reports have time to say so.
const EXPIRING_MILLIS: i64 = 14 * 24 * super::HOUR_MILLIS;

/// The FAQ by id, owned, so that counting can go on another thread.
#[derive(Clone, Debug)]
pub(super) struct Faq {
    /// In the order of the files.
    ids: Vec<Arc<str>>,
    /// Each entry in all its languages.
    entries: HashMap<Arc<str>, Vec<Arc<Entry>>>,
    /// The language in which entries are named.
    lang: Lang,
    /// When the report is made.
    now: Timestamp,
}

impl Faq {
    /// Takes the entries from the catalog.
    pub(super) fn of(catalog: &Catalog, lang: &Lang, now: Timestamp) -> Self {
        let mut faq = Self { ids: Vec::new(), entries: HashMap::new(), lang: lang.clone(), now };
        for entry in &catalog.entries {
            let versions = faq.entries.entry(entry.id.clone()).or_default();
            if versions.is_empty() {
                faq.ids.push(entry.id.clone());
            }
            versions.push(entry.clone());
        }
        faq
    }

    fn versions(&self, id: &str) -> &[Arc<Entry>] {
        self.entries.get(id).map_or(&[], Vec::as_slice)
    }

    /// An entry in the settings' language, or in its kin, or in another.
    fn best(&self, id: &str) -> Option<&Arc<Entry>> {
        let versions = self.versions(id);
        let same = versions.iter().find(|entry| entry.lang == self.lang);
        let kin = || versions.iter().find(|entry| entry.lang.primary() == self.lang.primary());
        same.or_else(kin).or(versions.first())
    }

    /// The title of an entry, or its id.
    pub(super) fn title(&self, id: &str) -> String {
        self.best(id).map_or(id, |entry| entry.title()).to_owned()
    }

    /// The topic of an entry; empty where it has none.
    pub(super) fn topic(&self, id: &str) -> String {
        self.best(id).map_or_else(String::new, |entry| entry.topic.to_string())
    }

    /// Whether there is such an entry, in any language.
    pub(super) fn has(&self, id: &str) -> bool {
        self.entries.contains_key(id)
    }

    /// All wordings of an entry, in all its languages.
    pub(super) fn wordings_of(&self, id: &str) -> impl Iterator<Item = &str> {
        self.versions(id).iter().flat_map(|entry| &entry.questions).map(|wording| wording.text.as_str())
    }

    /// All wordings in a language, or in its kin: how its questions are put.
    pub(super) fn wordings(&self, lang: &Lang) -> impl Iterator<Item = &str> {
        let entries = self.ids.iter().flat_map(|id| self.versions(id));
        let kin = entries.filter(move |entry| entry.lang.primary() == lang.primary());
        kin.flat_map(|entry| &entry.questions).map(|wording| wording.text.as_str())
    }

    /// Whether an entry that exists is written in none of the forms of a language.
    pub(super) fn lacks(&self, id: &str, tag: &str) -> bool {
        let langs: Vec<Lang> = self.versions(id).iter().map(|entry| entry.lang.clone()).collect();
        !langs.is_empty() && Lang::parse(tag).is_some_and(|lang| lang.best_of(&langs).is_none())
    }
}

/// What became of the questions that one entry answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Answers {
    asked: u64,
    up: u64,
    down: u64,
    person: u64,
    failed: u64,
}

/// Counts answers by the number of their entry.
pub(super) fn answers<'a>(rows: impl Iterator<Item = &'a QuestionRow>) -> HashMap<u32, Answers> {
    let mut by_entry: HashMap<u32, Answers> = HashMap::new();
    for row in rows.filter(|row| !row.small_talk && row.verdict == LoggedVerdict::Answer) {
        let Some(entry) = row.entry else { continue };
        let answers = by_entry.entry(entry).or_default();
        answers.asked += 1;
        answers.up += u64::from(row.rating > 0);
        answers.down += u64::from(row.rating < 0);
        answers.person += u64::from(row.person_asked);
        answers.failed += u64::from(Outcome::of(row) != Outcome::Answered);
    }
    by_entry
}

impl Answers {
    /// Questions that it answered.
    pub(super) fn asked(&self) -> u64 {
        self.asked
    }

    fn rated(&self) -> u64 {
        self.up + self.down
    }

    fn helpful(&self) -> Option<f64> {
        Measure::Share(self.up, self.rated()).value()
    }
}

/// All entries that answered, the most frequent first. `before` is none where the log does not reach back.
pub(super) fn top_questions(
    faq: &Faq,
    week: &BTreeMap<String, Answers>,
    before: Option<&BTreeMap<String, Answers>>,
    questions: u64,
    complete: bool,
) -> Vec<TopQuestion> {
    let (up, rated) = week.values().fold((0, 0), |(up, rated), answers| (up + answers.up, rated + answers.rated()));
    let mut rows: Vec<TopQuestion> = week
        .iter()
        .map(|(entry, answers)| {
            let asked_before = before.map(|before| before.get(entry).map_or(0, |answers| answers.asked));
            let differs = |before: u64| Measure::Count(answers.asked).differs(Measure::Count(before));
            // compared with the others, so that an entry with many ratings is not compared with itself
            let others = Measure::Share(up - answers.up, rated - answers.rated());
            let helpful = Measure::Share(answers.up, answers.rated());
            TopQuestion {
                id: entry.clone(),
                title: faq.title(entry),
                asked: answers.asked,
                share: answers.asked as f64 / questions.max(1) as f64,
                asked_before,
                beyond_noise: complete && asked_before.is_some_and(differs),
                rated: answers.rated(),
                helpful: answers.helpful(),
                helpful_low: helpful.value() < others.value() && helpful.differs(others),
                handed_over: answers.person,
            }
        })
        .collect();
    rows.sort_by(|one, other| other.asked.cmp(&one.asked).then_with(|| one.id.cmp(&other.id)));
    rows
}

/// Entries with a thumbs down or a request for a person after them, the most of either first.
pub(super) fn improve(faq: &Faq, week: &BTreeMap<String, Answers>) -> Vec<Improve> {
    let mut rows: Vec<Improve> = week
        .iter()
        .filter(|(_, answers)| answers.failed > 0)
        .map(|(entry, answers)| Improve {
            id: entry.clone(),
            title: faq.title(entry),
            asked: answers.asked,
            thumbs_down: answers.down,
            person_asked: answers.person,
            failed: answers.failed,
            helpful: answers.helpful(),
        })
        .collect();
    rows.sort_by(|one, other| other.failed.cmp(&one.failed).then_with(|| one.id.cmp(&other.id)));
    rows
}

/// Entries in service, small talk aside, that are not among those that answered.
pub(super) fn never_asked(faq: &Faq, answered: &HashSet<&str>) -> Vec<UnusedEntry> {
    let in_service = |id: &str| faq.versions(id).iter().any(|entry| entry.in_service(faq.now) && !entry.small_talk);
    let unused = faq.ids.iter().filter(|id| !answered.contains(&***id) && in_service(id));
    unused
        .filter_map(|id| faq.best(id))
        .map(|entry| UnusedEntry {
            id: entry.id.to_string(),
            title: entry.title().to_owned(),
            topic: entry.topic.to_string(),
        })
        .collect()
}

/// Entries past their last moment or near it, the earliest first.
pub(super) fn expiring(faq: &Faq, asked: &HashMap<&str, u64>, zone: &TimeZone) -> Vec<ExpiringEntry> {
    let soon = faq.now.as_millisecond() + EXPIRING_MILLIS;
    let mut near: Vec<(Timestamp, &Entry)> = faq
        .ids
        .iter()
        .flat_map(|id| faq.versions(id))
        .filter_map(|entry| entry.until.map(|until| (until, &**entry)))
        .filter(|(until, _)| until.as_millisecond() <= soon)
        .collect();
    near.sort_by_key(|(until, _)| *until);
    near.into_iter()
        .map(|(until, entry)| ExpiringEntry {
            id: entry.id.to_string(),
            title: entry.title().to_owned(),
            lang: entry.lang.to_string(),
            until: zone.to_datetime(until),
            expired: until <= faq.now,
            asked: asked.get(&*entry.id).copied().unwrap_or(0),
        })
        .collect()
}

/// How often each entry answered in each language, by their names.
pub(super) fn asked_in(extract: &Extract) -> Vec<(String, String, u64)> {
    let mut asked: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    let answered = extract.week.iter().filter(|(row, _)| !row.small_talk && row.verdict == LoggedVerdict::Answer);
    for (row, detail) in answered {
        if let Some(entry) = row.entry {
            *asked.entry((entry, detail.lang)).or_default() += 1;
        }
    }
    let name = |number| extract.names.name(number).to_owned();
    asked.into_iter().map(|((entry, lang), asked)| (name(entry), name(lang), asked)).collect()
}

/// Entries that answered in a language in which they are not written, the most frequent first.
pub(super) fn untranslated(faq: &Faq, asked_in: &[(String, String, u64)]) -> Vec<Untranslated> {
    let mut rows: Vec<Untranslated> = asked_in
        .iter()
        .filter(|(entry, lang, _)| faq.lacks(entry, lang))
        .map(|(entry, lang, asked)| Untranslated {
            id: entry.clone(),
            title: faq.title(entry),
            lang: lang.clone(),
            asked: *asked,
        })
        .collect();
    rows.sort_by(|one, other| {
        other.asked.cmp(&one.asked).then_with(|| (&one.id, &one.lang).cmp(&(&other.id, &other.lang)))
    });
    rows
}

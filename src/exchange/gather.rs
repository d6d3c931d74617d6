//! Rows to entries: which rows belong together, what is not taken, and which ids there are.
//!
//! Invariant: no two entries of a language share an id or a wording, those that are in the folder already included.

use super::answer::{self, Form};
use super::cells::{self, BARS, COMMAS, single_line};
use super::columns::{self, Column};
use super::import::Settings;
use super::row::{metadata, placeholder, prompts, unpublished, wordings};
use super::{Effect, Note, Record, shown};
use crate::faq::limits::{MAX_QUESTION_CHARACTERS, MAX_QUESTIONS};
use crate::faq::write::EntryText;
use crate::faq::{Catalog, address, dates, naming, pages};
use crate::text::{Lang, canonical};
use std::collections::{HashMap, HashSet};

/// An entry that comes together.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub lang: Lang,
    pub topic: String,
    pub small_talk: bool,
    pub text: EntryText,
    /// The row it began with.
    pub record: Record,
    /// The id as the table has it.
    written_id: Option<String>,
    /// What other programs tell it by.
    group: Option<String>,
    /// The groups of its follow-ups.
    prompts: Vec<String>,
}

/// Where a wording or an id stands already.
#[derive(Clone, Debug)]
enum Holder {
    /// In the folder: `faq/en/orders.yaml:5`.
    Folder(String),
    /// In an entry of this import, from this row.
    Draft(usize, usize),
}

/// Rows become entries one after the other.
pub(super) struct Gathering<'s> {
    settings: &'s Settings,
    /// Everything in the table is meant as it stands.
    own: bool,
    pub drafts: Vec<Draft>,
    pub notes: Vec<Note>,
    wordings: HashMap<(Lang, String), Holder>,
    ids: HashMap<(Lang, String), Holder>,
    groups: HashMap<(Lang, String), usize>,
    answers: HashMap<(Lang, String, String), usize>,
    /// Whether follow-ups may name it, as it is written in the table, by what it is called now.
    renamed: HashMap<String, String>,
    globs: pages::Globs,
}

impl<'s> Gathering<'s> {
    /// Begins beside what is in the folder.
    pub fn new(settings: &'s Settings, folder: &Catalog, own: bool) -> Self {
        let mut gathering = Self {
            settings,
            own,
            drafts: Vec::new(),
            notes: Vec::new(),
            wordings: HashMap::new(),
            ids: HashMap::new(),
            groups: HashMap::new(),
            answers: HashMap::new(),
            renamed: HashMap::new(),
            globs: pages::Globs::default(),
        };
        for entry in &folder.entries {
            let place = |place: &crate::faq::Place| Holder::Folder(format!("{}:{}", place.path, place.line));
            gathering.ids.insert((entry.lang.clone(), entry.id.to_string()), place(&entry.place));
            for wording in &entry.questions {
                gathering.wordings.insert((entry.lang.clone(), canonical(&wording.text)), place(&wording.place));
            }
        }
        gathering
    }

    fn drop(&mut self, record: &Record, message: impl Into<String>) {
        self.notes.push(record.note(Effect::Dropped, message));
    }

    fn changed(&mut self, record: &Record, message: impl Into<String>) {
        self.notes.push(record.note(Effect::Changed, message));
    }

    /// Takes a row.
    pub fn take(&mut self, record: &Record) {
        if let Some(reason) = unpublished(record) {
            return self.drop(record, reason);
        }
        let wordings = wordings(record);
        let Some(title) = wordings.first().cloned() else {
            return self.drop(record, "the question is empty; write one");
        };
        let lang = self.lang(record);
        let written_id = record.first(Column::Id).map(str::trim).filter(|id| self.is_name(id)).map(str::to_owned);
        let number = record.first(Column::Id).map(str::trim).filter(|id| !self.is_name(id)).map(str::to_owned);
        let group = record.first(Column::Group).map(|group| group.trim().to_owned()).or(number);
        let raw = record.first(Column::Answer).unwrap_or("");
        let target = self.known(&lang, written_id.as_deref(), group.as_deref());
        // a row without an answer of an entry that has one: further wordings
        if let (true, Some(at)) = (raw.trim().is_empty(), target) {
            return self.add_wordings(at, wordings, record);
        }
        let form = match (self.own, record.html) {
            (true, _) => Form::Markdown,
            (false, true) => Form::Html,
            (false, false) => Form::Unknown,
        };
        let cleaned = match answer::clean(raw, form, record.base.as_deref()) {
            Ok(cleaned) => cleaned,
            Err(reason) => return self.drop(record, format!("{}: {reason}", shown(&title))),
        };
        let topic = record.first(Column::Topic).map(single_line).filter(|topic| !topic.is_empty());
        let topic = topic.or_else(|| metadata(record, "topic"));
        let topic = topic.or_else(|| metadata(record, "category")).unwrap_or_else(|| self.settings.topic.clone());
        let key = (lang.clone(), topic.clone(), cleaned.text.clone());
        let same_answer = self.answers.get(&key).copied();
        let same = target.filter(|at| self.drafts[*at].text.answer == cleaned.text);
        let same =
            same.or_else(|| same_answer.filter(|at| self.may_join(*at, written_id.as_deref(), group.as_deref())));
        if let Some(at) = same {
            if let (None, Some(group)) = (&self.drafts[at].group, group) {
                self.groups.entry((lang, group.clone())).or_insert(at);
                self.drafts[at].group = Some(group);
            }
            return self.add_wordings(at, wordings, record);
        }
        let changes = cleaned.changes.into_iter().map(|change| format!("{}: {change}", shown(&title)));
        let notes: Vec<Note> = changes.map(|change| record.note(Effect::Changed, change)).collect();
        self.notes.extend(notes);
        if let Some(placeholder) = placeholder(&cleaned.text) {
            self.changed(
                record,
                format!("{}: nobody fills in {}; write the answer without it", shown(&title), shown(placeholder)),
            );
        }
        let text = EntryText { answer: cleaned.text, ..EntryText::default() };
        let small_talk = record.first(Column::SmallTalk).and_then(cells::truth);
        let small_talk = small_talk.unwrap_or_else(|| naming::slug(&topic) == super::files::SMALL_TALK);
        let record = record.clone();
        let prompts = prompts(&record);
        self.begin(Draft { lang, topic, small_talk, text, record, written_id, group, prompts }, key, wordings);
    }

    /// Whether an id is a name. A mere number is another program's, unless we wrote it ourselves.
    fn is_name(&self, id: &str) -> bool {
        self.own || !id.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The entry of this import that a row belongs to by its id.
    fn known(&self, lang: &Lang, id: Option<&str>, group: Option<&str>) -> Option<usize> {
        if let Some(id) = id {
            let known = self.ids.get(&(lang.clone(), id.to_owned()))?;
            return match known {
                Holder::Draft(at, _) => Some(*at),
                Holder::Folder(_) => None,
            };
        }
        self.groups.get(&(lang.clone(), group?.to_owned())).copied()
    }

    /// Whether a row with the same answer is another wording of that entry rather than another entry.
    fn may_join(&self, at: usize, id: Option<&str>, group: Option<&str>) -> bool {
        let draft = &self.drafts[at];
        let same_group = group.is_none() || draft.group.is_none() || group == draft.group.as_deref();
        !self.own && same_group && (id.is_none() || id == draft.written_id.as_deref())
    }

    /// Makes an entry of a row.
    fn begin(&mut self, mut draft: Draft, key: (Lang, String, String), wordings: Vec<String>) {
        let record = draft.record.clone();
        let at = self.drafts.len();
        if !self.name(&mut draft, at) {
            return;
        }
        self.details(&mut draft);
        let lang = draft.lang.clone();
        self.drafts.push(draft);
        self.add_wordings(at, wordings, &record);
        if self.drafts[at].text.questions.is_empty() {
            self.drafts.pop();
            self.ids.retain(|_, holder| !matches!(holder, Holder::Draft(holder, _) if *holder == at));
            return;
        }
        if let Some(group) = self.drafts[at].group.clone() {
            self.groups.entry((lang, group)).or_insert(at);
        }
        self.answers.entry(key).or_insert(at);
    }

    /// Settles the id that the table gives. Whether the entry is to be taken.
    fn name(&mut self, draft: &mut Draft, at: usize) -> bool {
        let Some(written) = draft.written_id.clone() else { return true };
        let record = draft.record.clone();
        let mut id = written.clone();
        if !naming::is_id(&id) {
            id = naming::free_id(&written, |id| !self.ids.contains_key(&(draft.lang.clone(), id.to_owned())));
            self.changed(&record, format!("the id {} is `{id}` now: ids are of a-z, 0-9 and -", shown(&written)));
        }
        match self.ids.get(&(draft.lang.clone(), id.clone())).cloned() {
            None => {}
            Some(Holder::Folder(place)) => {
                let message =
                    format!("the FAQ has `{id}` already at {place}; change it there, or give it another id here");
                self.drop(&record, message);
                return false;
            }
            Some(Holder::Draft(_, row)) => {
                let base = id.clone();
                id = naming::free_id(&base, |id| !self.ids.contains_key(&(draft.lang.clone(), id.to_owned())));
                self.changed(
                    &record,
                    format!("the id `{base}` is that of row {row} with another answer; it is `{id}` now"),
                );
            }
        }
        self.ids.insert((draft.lang.clone(), id.clone()), Holder::Draft(at, record.row));
        self.renamed.entry(written).or_insert_with(|| id.clone());
        draft.text.id = id;
        true
    }

    /// Adds wordings to an entry, but for those that are somewhere already.
    fn add_wordings(&mut self, at: usize, wordings: Vec<String>, record: &Record) {
        let lang = self.drafts[at].lang.clone();
        for wording in wordings {
            let characters = wording.chars().count();
            if characters > MAX_QUESTION_CHARACTERS {
                let message = format!(
                    "the wording {} has {characters} characters, more than {MAX_QUESTION_CHARACTERS}; shorten it",
                    shown(&wording)
                );
                self.drop(record, message);
                continue;
            }
            if self.drafts[at].text.questions.len() >= MAX_QUESTIONS {
                self.drop(record, format!("{}: the entry has {MAX_QUESTIONS} wordings already", shown(&wording)));
                continue;
            }
            let key = (lang.clone(), canonical(&wording));
            match self.wordings.get(&key).cloned() {
                None => {
                    self.wordings.insert(key, Holder::Draft(at, record.row));
                    self.drafts[at].text.questions.push(wording);
                }
                // an own export is taken as it stands, the same words twice in one entry included
                Some(Holder::Draft(other, _)) if other == at && self.own => {
                    self.drafts[at].text.questions.push(wording);
                }
                Some(Holder::Draft(_, row)) => {
                    self.drop(record, format!("the wording {} is a duplicate of row {row}", shown(&wording)));
                }
                Some(Holder::Folder(place)) => {
                    self.drop(record, format!("the wording {} is in the FAQ already at {place}", shown(&wording)));
                }
            }
        }
    }

    /// The language of a row.
    fn lang(&mut self, record: &Record) -> Lang {
        let Some(written) = record.first(Column::Lang) else { return self.settings.lang.clone() };
        let Some(lang) = columns::language(written) else {
            let lang = self.settings.lang.clone();
            self.changed(record, format!("{} is no language; the row is taken for `{lang}`", shown(written)));
            return lang;
        };
        // a help centre has en-us where the site has en; scripts of Chinese are not the same
        let langs = &self.settings.langs;
        let served =
            if self.own || langs.contains(&lang) || lang.primary() == "zh" { None } else { lang.best_of(langs) };
        served.filter(|served| served.as_str() == lang.primary()).cloned().unwrap_or(lang)
    }

    /// Keywords, links, pages, dates: what an entry may have beside question and answer.
    fn details(&mut self, draft: &mut Draft) {
        let record = draft.record.clone();
        let list = |column: Column, separators: &[char]| -> Vec<String> {
            record.all(column).flat_map(|cell| cells::split(cell, separators)).collect()
        };
        draft.text.keywords = list(Column::Keywords, COMMAS);
        draft.text.follow_ups = list(Column::FollowUps, COMMAS);
        for line in list(Column::Links, BARS) {
            let link = cells::read_link(&line);
            match address::check_link(&link.url) {
                Ok(()) => draft.text.links.push(link),
                Err(reason) => self.drop(&record, format!("the unsafe link {}: {reason}", shown(&link.url))),
            }
        }
        for pattern in list(Column::Pages, BARS) {
            match self.globs.compile(&pattern) {
                Ok(_) => draft.text.pages.push(pattern),
                Err(reason) => self.drop(&record, reason),
            }
        }
        let zone = &self.settings.time_zone;
        let date = |column: Column| record.first(column).map(single_line);
        let (from, until) = (date(Column::From), date(Column::Until));
        let first = from.as_deref().map(|from| dates::first_moment(from, zone)).transpose();
        let last = until.as_deref().map(|until| dates::moment_after(until, zone)).transpose();
        match (first, last) {
            (Ok(Some(first)), Ok(Some(last))) if first >= last => {
                self.drop(&record, "its first day is after its last; both dates are left out");
            }
            (first, last) => {
                for reason in [first.as_ref().err(), last.as_ref().err()].into_iter().flatten() {
                    self.drop(&record, format!("the date: {reason}"));
                }
                draft.text.from = from.filter(|_| first.is_ok());
                draft.text.until = until.filter(|_| last.is_ok());
            }
        }
        draft.text.pinned = self.truth(&record, Column::Pinned, "it is not pinned");
        draft.text.handoff = self.truth(&record, Column::Handoff, "it hands nobody to a person");
    }

    /// What a column says yes or no to; without a word no, and `otherwise` says what becomes of another one.
    fn truth(&mut self, record: &Record, column: Column, otherwise: &str) -> bool {
        let Some(written) = record.first(column) else { return false };
        cells::truth(written).unwrap_or_else(|| {
            self.drop(record, format!("{} is neither yes nor no; {otherwise}", shown(written)));
            false
        })
    }

    /// Gives the other entries their ids, and settles what follows on what.
    pub fn finish(&mut self) {
        let mut taken: HashSet<String> = self.ids.keys().map(|(_, id)| id.clone()).collect();
        let mut by_group: HashMap<String, String> = HashMap::new();
        for draft in self.drafts.iter().filter(|draft| !draft.text.id.is_empty()) {
            by_group.extend(draft.group.clone().map(|group| (group, draft.text.id.clone())));
        }
        // translations share the id, which is best made of words in the site's language, or in Latin letters
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        let rank = |lang: &Lang| (*lang != self.settings.lang, lang.as_str() != "en");
        order.sort_by_key(|at| rank(&self.drafts[*at].lang));
        for at in order {
            let draft = &mut self.drafts[at];
            if !draft.text.id.is_empty() {
                continue;
            }
            let shared = draft.group.as_ref().and_then(|group| by_group.get(group));
            let shared = shared.filter(|id| !self.ids.contains_key(&(draft.lang.clone(), (*id).clone()))).cloned();
            let title = draft.text.questions.first().map_or("", String::as_str);
            // elsewhere than in its language, too: the same id there would be a translation
            let id = shared.unwrap_or_else(|| naming::free_id(title, |id| !taken.contains(id)));
            taken.insert(id.clone());
            self.ids.insert((draft.lang.clone(), id.clone()), Holder::Draft(at, draft.record.row));
            if let Some(group) = &draft.group {
                by_group.entry(group.clone()).or_insert_with(|| id.clone());
            }
            draft.text.id = id;
        }
        for at in 0..self.drafts.len() {
            let draft = &mut self.drafts[at];
            let prompted = draft.prompts.iter().filter_map(|group| by_group.get(group)).cloned();
            let written = std::mem::take(&mut draft.text.follow_ups).into_iter();
            let named = written.map(|id| self.renamed.get(&id).cloned().unwrap_or(id));
            let (known, lost): (Vec<String>, Vec<String>) = named.chain(prompted).partition(|id| taken.contains(id));
            draft.text.follow_ups = known;
            let record = draft.record.clone();
            for id in lost {
                self.drop(&record, format!("the follow-up {} is no entry's id", shown(&id)));
            }
        }
    }
}

#[cfg(test)]
mod tests;

//! The FAQ as its editors write it: entries, the catalog of all of them, and the problems found in the files.
//!
//! Invariant: a [`Catalog`] exists only for a folder without errors, so whoever holds one need not check it again.

pub mod address;
mod autolink;
mod checks;
pub mod content;
pub mod dates;
pub mod edit;
mod entry;
mod fields;
mod file;
pub mod limits;
pub mod lint;
pub mod load;
pub mod markdown;
pub mod naming;
pub mod pages;
pub mod read;
pub mod schema;
mod source;
pub mod tree;
pub mod typed;
pub mod watch;
pub mod write;

use crate::clock::Timestamp;
use crate::text::Lang;
use std::collections::HashMap;
use std::sync::Arc;

/// A place in a file: what an editor jumps to. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
pub struct Place {
    /// The folder as it was named and the path within it, as the editor knows it: `faq/en/delivery.yaml`.
    pub path: Arc<str>,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

/// How bad a problem is: an error keeps the whole folder out of service, a warning does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The folder cannot be served.
    Error,
    /// Served, but worth a look.
    Warning,
}

/// Something to be put right in a FAQ file; the message names the fix.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "FaqProblem")]
pub struct Problem {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// How bad.
    pub severity: Severity,
    /// What is wrong and how to put it right, as one sentence.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Place { path, line, column } = &self.place;
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(formatter, "{path}:{line}:{column}: {severity}: {}", self.message)
    }
}

/// One wording of an entry and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// As written.
    pub text: String,
    /// Where.
    pub place: Place,
}

/// A button under an answer that opens a page.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Link {
    /// What the button says.
    pub label: String,
    /// A safe address: `http`, `https`, `mailto`, `tel` or a same-site path.
    pub url: String,
}

/// An answer's body, made once when the FAQ is loaded.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Content {
    /// A list of JsonML nodes (CONTRACT, section 4): what the widget builds elements from.
    pub json: serde_json::Value,
    /// The same as HTML, for the HTTP interface.
    pub html: String,
    /// The same as plain text, for search and for tables.
    pub text: String,
}

/// One question with its answer, in one language.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Unique in its language; the same id in another language is its translation.
    pub id: Arc<str>,
    /// The language of questions and answer.
    pub lang: Lang,
    /// The file's topic.
    pub topic: Arc<str>,
    /// The wordings; the first is the title. Never empty.
    pub questions: Vec<Wording>,
    /// The answer's source in CommonMark.
    pub answer: String,
    /// The answer, ready to be shown.
    pub content: Content,
    /// A message that is just one of these gets this answer.
    pub keywords: Vec<String>,
    /// Ids offered as buttons under the answer; each exists in this language or in another.
    pub follow_ups: Vec<Arc<str>>,
    /// Buttons that open a page.
    pub links: Vec<Link>,
    /// Globs on the path of the visitor's page; on such a page the entry is preferred.
    pub pages: Vec<Arc<globset::GlobMatcher>>,
    /// In service from this moment.
    pub from: Option<Timestamp>,
    /// In service before this moment (the end of the day or minute that the editor wrote).
    pub until: Option<Timestamp>,
    /// Offered before the first question.
    pub pinned: bool,
    /// Whoever gets this answer is handed to a person as well, where somebody is there.
    pub handoff: bool,
    /// Greetings and courtesies (a file named `small-talk.yaml`): answered, but not counted as questions.
    pub small_talk: bool,
    /// Where the entry starts.
    pub place: Place,
}

impl Entry {
    /// The first wording.
    pub fn title(&self) -> &str {
        self.questions.first().map_or("", |wording| wording.text.as_str())
    }

    /// Whether the entry may be answered at `now`.
    pub fn in_service(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    /// Whether the entry is preferred on a page with this path.
    pub fn prefers_page(&self, path: &str) -> bool {
        self.pages.iter().any(|glob| glob.is_match(path))
    }
}

/// Words that mean the same in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SynonymGroup {
    /// The language in which they do.
    pub lang: Lang,
    /// Two or more words or phrases.
    pub words: Vec<String>,
}

/// A whole FAQ folder without errors.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// All entries, ordered by path and place.
    pub entries: Vec<Arc<Entry>>,
    /// All groups of synonyms.
    pub synonyms: Vec<SynonymGroup>,
    /// A digest of the files' contents: equal folders have equal versions. 12 hexadecimal digits.
    pub version: String,
    by_id: HashMap<(Lang, Arc<str>), usize>,
    modified: HashMap<Arc<str>, i64>,
}

impl Catalog {
    /// Builds the lookup by language and id. The caller has checked that ids are unique in a language.
    pub fn new(entries: Vec<Arc<Entry>>, synonyms: Vec<SynonymGroup>, version: String) -> Self {
        let by_id =
            entries.iter().enumerate().map(|(at, entry)| ((entry.lang.clone(), entry.id.clone()), at)).collect();
        Self { entries, synonyms, version, by_id, modified: HashMap::new() }
    }

    /// With the times at which the files were last written, by path, in milliseconds since 1970.
    pub fn with_times(self, modified: HashMap<Arc<str>, i64>) -> Self {
        Self { modified, ..self }
    }

    /// When the file of an entry was last written, in milliseconds since 1970; `None` for one that came from no file.
    pub fn modified(&self, entry: &Entry) -> Option<i64> {
        self.modified.get(&entry.place.path).copied()
    }

    /// The entry of this id in this very language.
    pub fn get(&self, lang: &Lang, id: &str) -> Option<&Arc<Entry>> {
        self.by_id.get(&(lang.clone(), Arc::from(id))).map(|at| &self.entries[*at])
    }

    /// The entry of this id in the first of `langs` that has it, or else in any language.
    pub fn find(&self, langs: &[&Lang], id: &str) -> Option<&Arc<Entry>> {
        langs.iter().find_map(|lang| self.get(lang, id)).or_else(|| self.entries.iter().find(|entry| &*entry.id == id))
    }

    /// The languages that occur, each once, in the order of first occurrence.
    pub fn langs(&self) -> Vec<Lang> {
        let mut langs: Vec<Lang> = Vec::new();
        for entry in &self.entries {
            if !langs.contains(&entry.lang) {
                langs.push(entry.lang.clone());
            }
        }
        langs
    }
}

//! One file: its topic, its language, its entries and its synonyms.
//!
//! Invariant: a file is read whole; one problem never hides another, unless the YAML itself breaks off.

use super::Problem;
use super::SynonymGroup;
use super::entry::{self, Context, Draft};
use super::fields::{FILE_KEYS, Field, Fields};
use super::pages::Globs;
use super::source::{Findings, Source, quoted};
use super::tree;
use crate::clock::TimeZone;
use crate::text::{Lang, canonical};
use std::sync::Arc;

/// The stem of the name of a file with greetings and courtesies.
const SMALL_TALK: &str = "small-talk";

const REQUIRED: &str = "a file needs `topic`, `lang` and `entries`";
const LANG_HINT: &str = "write a BCP 47 tag such as en, zh or pt-br";
const SYNONYMS_HINT: &str = "write groups of words such as `- [parcel, package]`";

/// What one file holds, as far as it could be read.
#[derive(Debug)]
pub struct FileDraft {
    /// The entries in their order.
    pub entries: Vec<Draft>,
    /// The groups of synonyms.
    pub synonyms: Vec<SynonymGroup>,
    /// The language and where it is set.
    pub lang: Option<(Lang, super::Place)>,
    /// The problems within the file.
    pub problems: Vec<Problem>,
    /// Whether the file was read to its end; else it may hold ids that are not known.
    pub complete: bool,
}

/// Reads a file.
pub fn read(source: &Source, zone: &TimeZone, globs: &mut Globs) -> FileDraft {
    let mut findings = Findings::new(source);
    let tree = tree::parse(source.text());
    for fault in &tree.faults {
        findings.error(fault.at, &*fault.message);
    }
    let mut draft = FileDraft {
        entries: Vec::new(),
        synonyms: Vec::new(),
        lang: None,
        problems: Vec::new(),
        complete: tree.complete,
    };
    match &tree.root {
        Some(root) => read_root(root, zone, globs, &mut draft, &mut findings),
        None if tree.faults.is_empty() => {
            findings.error(0, format!("the file is empty; {REQUIRED}, and `deskbell schema` prints the format"));
        }
        None => {}
    }
    draft.problems = findings.finish();
    draft
}

fn read_root(
    root: &tree::Node,
    zone: &TimeZone,
    globs: &mut Globs,
    draft: &mut FileDraft,
    findings: &mut Findings<'_>,
) {
    let Some(fields) = Fields::of(root, root.range.start, "a FAQ file", FILE_KEYS, findings) else { return };
    let topic = fields.require("topic", REQUIRED, findings);
    let topic = topic.and_then(|field| field.line("write what the file is about, such as Shipping", findings));
    let lang = fields.require("lang", REQUIRED, findings);
    draft.lang = lang.and_then(|field| {
        let lang = read_lang(&field, findings)?;
        Some((lang, findings.source().place(field.at)))
    });
    let synonyms = fields.get("synonyms");
    // a file of nothing but synonyms is a file
    let entries = match (fields.get("entries"), synonyms) {
        (None, Some(_)) => None,
        _ => fields.require("entries", REQUIRED, findings),
    };
    let stem = findings.source().path().rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    let mut context = Context {
        lang: draft.lang.as_ref().map(|(lang, _)| lang.clone()),
        topic: Arc::from(topic.unwrap_or_default()),
        small_talk: stem.is_some_and(|(stem, _)| stem == SMALL_TALK),
        zone,
        globs,
    };
    if let Some(field) = entries {
        let items = field.list("write each entry below it, after `- `", findings).unwrap_or_default();
        if items.is_empty() && matches!(field.node.value, tree::Value::List(_)) && !field.node.open {
            findings.error(field.at, "`entries` is empty; write each entry below it, after `- `");
        }
        draft.entries = items.iter().filter_map(|item| entry::read(item, &mut context, findings)).collect();
    }
    if let Some(field) = synonyms {
        draft.synonyms = read_synonyms(&field, context.lang.as_ref(), findings);
    }
}

/// Registered languages have two or three letters; a longer first part is a language's name, not its tag.
fn read_lang(field: &Field<'_>, findings: &mut Findings<'_>) -> Option<Lang> {
    let tag = field.line(LANG_HINT, findings)?;
    let lang = Lang::parse(&tag).filter(|lang| lang.primary().len() <= 3);
    if lang.is_none() {
        findings.error(field.at, format!("{} is no language tag; {LANG_HINT}", quoted(&tag)));
    }
    lang
}

fn read_synonyms(field: &Field<'_>, lang: Option<&Lang>, findings: &mut Findings<'_>) -> Vec<SynonymGroup> {
    let mut groups = Vec::new();
    for item in field.list(SYNONYMS_HINT, findings).unwrap_or_default() {
        let Some(written) = item.list(SYNONYMS_HINT, findings) else { continue };
        let words: Vec<String> = written.iter().filter_map(|word| word.line(SYNONYMS_HINT, findings)).collect();
        let mut different: Vec<String> = words.iter().map(|word| canonical(word)).collect();
        different.sort_unstable();
        different.dedup();
        // a word with an error of its own may be the second
        if different.len() < 2 && words.len() == written.len() && !item.node.open {
            findings.error(item.at, "a group of `synonyms` needs two different words or more; add one or remove it");
        }
        if let (Some(lang), true) = (lang, different.len() >= 2) {
            groups.push(SynonymGroup { lang: lang.clone(), words });
        }
    }
    groups
}

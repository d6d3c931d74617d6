//! One entry of a file: its keys to an [`Entry`].
//!
//! Invariant: an entry with an error still tells its id, its wordings and its follow-ups, so that the checks across
//! files do not report what is only broken elsewhere.

use super::address::check_link;
use super::dates;
use super::fields::{ENTRY_KEYS, Field, Fields, LINK_KEYS};
use super::limits::{MAX_ANSWER_BYTES, MAX_CONTENT_DEPTH, MAX_QUESTION_CHARACTERS, MAX_QUESTIONS};
use super::markdown::{self, RefusedAddress};
use super::pages::{self, Globs};
use super::source::{Findings, quoted};
use super::tree::{Node, Text};
use super::{Content, Entry, Link, Place, Wording};
use crate::clock::{TimeZone, Timestamp};
use crate::text::Lang;
use globset::GlobMatcher;
use std::sync::Arc;

const ID_HINT: &str = "write a short name such as delivery-time";
const QUESTIONS_HINT: &str = "write each wording on a line of its own, after `- `";
const ANSWER_HINT: &str = "write the answer below `answer: |`, indented";

/// What all entries of a file share, and what they are read with.
pub struct Context<'c> {
    /// The file's language; `None` where it has an error.
    pub lang: Option<Lang>,
    /// The file's topic; empty where it has an error.
    pub topic: Arc<str>,
    /// Whether the file holds greetings and courtesies.
    pub small_talk: bool,
    /// The zone of dates.
    pub zone: &'c TimeZone,
    /// The folder's page patterns.
    pub globs: &'c mut Globs,
}

/// An id and where it is written.
#[derive(Clone, Debug)]
pub struct Named {
    /// The id.
    pub id: Arc<str>,
    /// Where.
    pub place: Place,
}

/// An entry as far as it could be read.
#[derive(Debug)]
pub struct Draft {
    /// The file's language.
    pub lang: Option<Lang>,
    /// The id.
    pub id: Option<Named>,
    /// The wordings that are right.
    pub wordings: Vec<Wording>,
    /// The ids of the follow-ups.
    pub follow_ups: Vec<Named>,
    /// Where the entry starts.
    pub place: Place,
    /// All the rest, where nothing that must be there is missing. Wordings and follow-ups are put in at the end.
    rest: Option<Entry>,
}

impl Draft {
    /// The whole entry.
    pub fn finish(self) -> Option<Entry> {
        let mut entry = self.rest?;
        entry.questions = self.wordings;
        entry.follow_ups = self.follow_ups.into_iter().map(|named| named.id).collect();
        (!entry.questions.is_empty()).then_some(entry)
    }
}

/// Reads an entry.
pub fn read(item: &Field<'_>, context: &mut Context<'_>, findings: &mut Findings<'_>) -> Option<Draft> {
    let fields = Fields::of(item.node, item.at, "an entry", ENTRY_KEYS, findings)?;
    let place = findings.source().place(item.at);
    let required = "an entry needs `id`, `questions` and `answer`";
    let id = fields.require("id", required, findings).and_then(|field| read_id(&field, findings));
    let wordings = fields
        .require("questions", required, findings)
        .map(|field| read_questions(&field, findings))
        .unwrap_or_default();
    let answer = fields.require("answer", required, findings).and_then(|field| read_answer(&field, findings));
    let keywords = fields.get("keywords").map(|field| read_words(&field, findings)).unwrap_or_default();
    let follow_ups = fields.get("follow_ups").map(|field| read_follow_ups(&field, findings)).unwrap_or_default();
    let links = fields.get("links").map(|field| read_links(&field, findings)).unwrap_or_default();
    let pages = fields.get("pages").map(|field| read_pages(&field, context.globs, findings)).unwrap_or_default();
    let (from, until) = read_period(&fields, context.zone, findings);
    let pinned = fields.get("pinned").and_then(|field| field.truth(findings)).unwrap_or(false);
    let handoff = fields.get("handoff").and_then(|field| field.truth(findings)).unwrap_or(false);
    let rest = match (&id, &context.lang, answer) {
        (Some(id), Some(lang), Some((answer, content))) => Some(Entry {
            id: id.id.clone(),
            lang: lang.clone(),
            topic: context.topic.clone(),
            questions: Vec::new(),
            answer,
            content,
            keywords,
            follow_ups: Vec::new(),
            links,
            pages,
            from,
            until,
            pinned,
            handoff,
            small_talk: context.small_talk,
            place: place.clone(),
        }),
        _ => None,
    };
    Some(Draft { lang: context.lang.clone(), id, wordings, follow_ups, place, rest })
}

fn read_id(field: &Field<'_>, findings: &mut Findings<'_>) -> Option<Named> {
    let id = field.line(ID_HINT, findings)?;
    if id.bytes().any(|byte| !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')) {
        let message = format!(
            "the id {} has characters other than a to z, 0 to 9 and -; write {}",
            quoted(&id),
            quoted(&corrected(&id))
        );
        findings.error(field.at, message);
        return None;
    }
    Some(Named { id: id.into(), place: findings.source().place(field.at) })
}

/// An id of permitted characters that looks like what was written.
fn corrected(id: &str) -> String {
    let lower = id.to_lowercase();
    let words = lower.split(|character: char| !character.is_ascii_alphanumeric());
    let corrected = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    if corrected.is_empty() { "delivery-time".to_owned() } else { corrected }
}

fn read_questions(field: &Field<'_>, findings: &mut Findings<'_>) -> Vec<Wording> {
    let Some(items) = field.list(QUESTIONS_HINT, findings) else { return Vec::new() };
    if items.is_empty() && !field.node.open {
        findings.error(field.at, format!("`questions` is empty; {QUESTIONS_HINT}"));
    }
    if let Some(item) = items.get(MAX_QUESTIONS) {
        let message = format!("`questions` has {} wordings, more than {MAX_QUESTIONS}; split the entry", items.len());
        findings.error(item.at, message);
    }
    let mut wordings = Vec::with_capacity(items.len().min(MAX_QUESTIONS));
    for item in items.iter().take(MAX_QUESTIONS) {
        let Some(text) = item.line(QUESTIONS_HINT, findings) else { continue };
        let characters = text.chars().count();
        if characters > MAX_QUESTION_CHARACTERS {
            let message = format!(
                "a wording has {characters} characters, more than {MAX_QUESTION_CHARACTERS}; shorten it to what a \
                 visitor would type"
            );
            findings.error(item.at, message);
            continue;
        }
        wordings.push(Wording { text, place: findings.source().place(item.at) });
    }
    wordings
}

fn read_answer(field: &Field<'_>, findings: &mut Findings<'_>) -> Option<(String, Content)> {
    let text = field.text(ANSWER_HINT, findings)?;
    if text.text.len() > MAX_ANSWER_BYTES {
        let message = format!(
            "`answer` has {} bytes, more than {MAX_ANSWER_BYTES}; shorten it and link to a page",
            text.text.len()
        );
        findings.error(field.at, message);
        return None;
    }
    let rendered = markdown::render(&text.text);
    let mut searched_from = field.node.range.start;
    for refused in &rendered.refused {
        let at = place_of(refused, text, field.node, searched_from, findings);
        searched_from = at.max(searched_from) + 1;
        let kind = if refused.picture { "picture" } else { "link" };
        findings.error(at, format!("unsafe {kind} {}: {}", quoted(&refused.url), refused.reason));
    }
    if rendered.too_deep {
        let message = format!("`answer` nests more than {MAX_CONTENT_DEPTH} levels deep; write it flatter");
        findings.error(field.at, message);
    }
    if rendered.content.json.as_array().is_none_or(Vec::is_empty) {
        findings.error(field.at, format!("`answer` shows nothing; {ANSWER_HINT}"));
    }
    Some((text.text.trim_end().to_owned(), rendered.content))
}

/// Where a refused address stands in the file. The lines under `|` are lines of the file; elsewhere the address is
/// looked for, and what cannot be found (since YAML or Markdown have escapes) is shown at the start of the answer.
fn place_of(refused: &RefusedAddress, text: &Text, node: &Node, from: usize, findings: &Findings<'_>) -> usize {
    let source = findings.source();
    if text.literal {
        // the node starts at its first line that is not blank
        let blank = text.text.chars().take_while(|character| *character == '\n').count();
        let below = refused.line.saturating_sub(1 + blank);
        let Some(start) = source.below(node.range.start, below) else { return node.range.start };
        let mut characters = source.rest_of_line(start).char_indices();
        return start + characters.nth(refused.column.saturating_sub(1)).map_or(0, |(at, _)| at);
    }
    let from = source.text().ceil_char_boundary(from);
    let rest = source.text().get(from..node.range.end).unwrap_or("");
    let found = if refused.url.is_empty() { None } else { rest.find(&refused.url) };
    found.map_or(node.range.start, |at| from + at)
}

/// Single words or phrases, at least one.
fn read_words(field: &Field<'_>, findings: &mut Findings<'_>) -> Vec<String> {
    field.lines("write a list such as [eta, tracking]", findings).into_iter().map(|(word, _)| word).collect()
}

fn read_follow_ups(field: &Field<'_>, findings: &mut Findings<'_>) -> Vec<Named> {
    let items = field.lines("write a list of ids such as [order-status]", findings);
    items.into_iter().map(|(id, item)| Named { id: id.into(), place: findings.source().place(item.at) }).collect()
}

fn read_links(field: &Field<'_>, findings: &mut Findings<'_>) -> Vec<Link> {
    let hint = "write a list such as [{ label: Track a parcel, url: https://example.com/track }]";
    let items = field.list(hint, findings).unwrap_or_default();
    items.iter().filter_map(|item| read_link(item, findings)).collect()
}

fn read_link(item: &Field<'_>, findings: &mut Findings<'_>) -> Option<Link> {
    let fields = Fields::of(item.node, item.at, "a link", LINK_KEYS, findings)?;
    let required = "a link needs `label` and `url`";
    let label = fields.require("label", required, findings);
    let label = label.and_then(|field| field.line("write what the button says", findings));
    let url = fields.require("url", required, findings)?;
    let text = url.text("write an address such as https://example.com/track", findings)?;
    // what stands under `|` ends with a line break that nobody means
    let address = text.text.trim_end_matches(['\n', '\r']);
    if let Err(reason) = check_link(address) {
        findings.error(url.at, format!("unsafe link {}: {reason}", quoted(address)));
        return None;
    }
    Some(Link { label: label?, url: address.to_owned() })
}

fn read_pages(field: &Field<'_>, globs: &mut Globs, findings: &mut Findings<'_>) -> Vec<Arc<GlobMatcher>> {
    let items = field.lines("write a list of paths such as [\"/checkout/**\"]", findings);
    let mut matchers = Vec::with_capacity(items.len());
    for (pattern, item) in items {
        match globs.compile(&pattern) {
            Ok(matcher) => matchers.push(matcher),
            Err(reason) => findings.error(item.at, reason),
        }
        if !pages::can_match(&pattern) {
            let message = format!(
                "{} matches no page, since paths start with /; write {}",
                quoted(&pattern),
                quoted(&as_path(&pattern))
            );
            findings.warning(item.at, message);
        }
    }
    matchers
}

/// A pattern for a whole address as one for its path.
fn as_path(pattern: &str) -> String {
    match pattern.split_once("://") {
        Some((_, rest)) => format!("/{}", rest.split_once('/').map_or("", |(_, path)| path)),
        None => format!("/{pattern}"),
    }
}

type Period = (Option<Timestamp>, Option<Timestamp>);

fn read_period(fields: &Fields<'_>, zone: &TimeZone, findings: &mut Findings<'_>) -> Period {
    let from_field = fields.get("from");
    let mut read = |field: Option<Field<'_>>, moment: fn(&str, &TimeZone) -> Result<Timestamp, String>| {
        let field = field?;
        let written = field.line("write a date such as 2026-11-20", findings)?;
        moment(&written, zone)
            .map_err(|reason| findings.error(field.at, format!("`{}`: {reason}", field.name)))
            .ok()
            .map(|moment| (moment, written))
    };
    let from = read(from_field, dates::first_moment);
    let until = read(fields.get("until"), dates::moment_after);
    if let (Some((from, from_written)), Some((until, until_written)), Some(field)) = (&from, &until, from_field)
        && from >= until
    {
        let message = format!(
            "`from` ({}) is after `until` ({}); swap them or correct one",
            quoted(from_written),
            quoted(until_written)
        );
        findings.error(field.at, message);
    }
    (from.map(|(moment, _)| moment), until.map(|(moment, _)| moment))
}

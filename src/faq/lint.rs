//! Warnings that need no index: what can be served, but is worth a look.
//!
//! Invariant: nothing here keeps a folder out of service.

use super::{Entry, Place, Problem, Severity};
use crate::clock::Timestamp;
use crate::text::{Lang, canonical, identify, is_told};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The warnings about single entries.
pub fn entries(entries: &[Arc<Entry>], now: Timestamp) -> Vec<Problem> {
    let mut problems = Vec::new();
    for entry in entries {
        if let [only] = entry.questions.as_slice() {
            let message = format!("`{}` has a single wording; add other ways to ask it, the more the better", entry.id);
            problems.push(warning(&only.place, message));
        }
        if entry.until.is_some_and(|until| until <= now) {
            let message = format!("`{}` is past its `until` and out of service; remove it or move the date", entry.id);
            problems.push(warning(&entry.place, message));
        }
        problems.extend(unfinished(entry));
        problems.extend(relative(entry));
        problems.extend(html(entry));
    }
    problems.extend(idle_follow_ups(entries, now));
    problems.extend(languages(entries));
    problems
}

/// Entries that are clearly in a language at least, before a file is said to be in it.
const FEWEST_CLEAR: usize = 3;

/// Files whose texts are in another language than they say: their visitors are answered in the wrong one, and what those
/// ask in their own is not found.
fn languages(entries: &[Arc<Entry>]) -> Vec<Problem> {
    let files = entries.chunk_by(|one, other| one.place.path == other.place.path && one.lang == other.lang);
    let told = files.filter_map(|file| {
        let texts = file.iter().filter(|entry| !entry.small_talk);
        let whole = |entry: &Arc<Entry>| {
            let wordings = entry.questions.iter().map(|wording| wording.text.as_str());
            wordings.chain([entry.content.text.as_str()]).collect::<Vec<_>>().join("\n")
        };
        let found: Vec<Lang> = texts.filter_map(|entry| identify(&whole(entry))).collect();
        let first = &file[0];
        let mut counts: HashMap<&str, usize> = HashMap::new();
        found.iter().for_each(|lang| *counts.entry(lang.primary()).or_default() += 1);
        let (other, count) = counts.into_iter().max_by_key(|(primary, count)| (*count, *primary))?;
        // Japanese may be written in Chinese characters alone
        let is_script = (other, first.lang.primary()) == ("zh", "ja");
        let is_other = other != first.lang.primary() && is_told(&first.lang) && !is_script;
        (is_other && count >= FEWEST_CLEAR && 4 * count >= 3 * found.len()).then(|| {
            let message = format!(
                "the entries of this file look like `{other}`, but its `lang` is `{}`; visitors who write `{other}` \
                 would not find them: correct `lang`",
                first.lang
            );
            warning(&first.place, message)
        })
    });
    told.collect()
}

/// Tags that editors paste with a text from a web page.
const TAGS: &str = "a|b|br|div|em|h1|h2|h3|h4|hr|i|img|li|ol|p|script|span|strong|style|table|td|tr|u|ul";

/// HTML, which visitors read as it is written.
fn html(entry: &Entry) -> Option<Problem> {
    // a line that is indented so far is code
    let answer: String = without_code(&entry.answer).lines().filter(|line| !line.starts_with("    ")).collect();
    let name = |rest: &str| {
        let name: String = rest.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let ends = rest.trim_start_matches('/')[name.len()..].starts_with(['>', ' ', '/']);
        // a single letter may stand for anything, unless it is closed again
        let ends = ends && (name.len() > 1 || answer.to_lowercase().contains(&format!("</{}>", name.to_lowercase())));
        (ends && TAGS.split('|').any(|tag| name.eq_ignore_ascii_case(tag)) && rest.contains('>')).then_some(name)
    };
    // an address may stand between such signs: `[x](</a b>)`
    let signs = answer.match_indices('<').filter(|(at, _)| !answer[..*at].ends_with("]("));
    let tag = signs.map(|(at, _)| &answer[at + 1..]).find_map(name)?;
    let message = format!(
        "the answer of `{}` holds HTML (`<{tag}>`), which visitors read as it is written; write Markdown: \
         `**bold**`, `- ` before an item, `[text](https://…)`, an empty line between paragraphs",
        entry.id
    );
    Some(warning(&entry.place, message))
}

/// Follow-ups that are never offered: an entry itself, and one that is past its time.
fn idle_follow_ups(entries: &[Arc<Entry>], now: Timestamp) -> Vec<Problem> {
    let is_over = |entry: &&Arc<Entry>| entry.until.is_some_and(|until| until <= now);
    let over: HashSet<&str> = entries.iter().filter(is_over).map(|entry| &*entry.id).collect();
    let lives: HashSet<&str> = entries.iter().filter(|entry| !is_over(entry)).map(|entry| &*entry.id).collect();
    let idle = entries.iter().filter(|entry| !is_over(entry)).filter_map(|entry| {
        let is_idle = |id: &&Arc<str>| ***id == *entry.id || (over.contains(&***id) && !lives.contains(&***id));
        let id = entry.follow_ups.iter().find(is_idle)?;
        let why = if **id == *entry.id { "is the entry itself" } else { "is past its `until`" };
        let message =
            format!("`follow_ups` of `{}` names `{id}`, which {why} and is never offered; remove it", entry.id);
        Some(warning(&entry.place, message))
    });
    idle.collect()
}

/// Texts that stand for one that is still to be written, in the form in which texts are compared.
const PLACEHOLDERS: &str = "todo|tbd|tba|tbc|fixme|xxx|xxxx|wip|placeholder|lorem ipsum|asdf|test|new question";
/// Parts of texts that do.
const PLACEHOLDER_PARTS: [&str; 6] = ["TODO:", "FIXME", "TBD:", "{{", "[Insert ", "[insert "];

/// What looks unfinished: visitors would read it.
fn unfinished(entry: &Entry) -> Option<Problem> {
    let is_placeholder = |text: &str| {
        let form = canonical(text);
        !text.contains(char::is_alphanumeric)
            || PLACEHOLDERS.split('|').any(|placeholder| form == placeholder)
            || form.starts_with("lorem ipsum")
            || PLACEHOLDER_PARTS.iter().any(|part| text.contains(part))
    };
    if is_placeholder(&without_code(&entry.answer)) {
        let message = format!("the answer of `{}` looks unfinished; write it, or take the entry out", entry.id);
        return Some(warning(&entry.place, message));
    }
    let wording = entry.questions.iter().find(|wording| is_placeholder(&wording.text))?;
    let message = format!("\"{}\" of `{}` looks like no question yet; word it or remove it", wording.text, entry.id);
    Some(warning(&wording.place, message))
}

/// An answer without its code, of which nothing is for visitors to follow.
fn without_code(answer: &str) -> String {
    let pieces: Vec<&str> = answer.split('`').collect();
    if pieces.len() < 3 {
        return answer.to_owned();
    }
    // a word stands for the code, so that an answer of code alone is no empty one
    pieces.iter().step_by(2).copied().collect::<Vec<_>>().join("code")
}

/// An address of another site or a mailbox that browsers take for a path of this site.
fn relative(entry: &Entry) -> Option<Problem> {
    let answer = without_code(&entry.answer);
    let written = answer.match_indices("](").map(|(at, sign)| &answer[at + sign.len()..]);
    let written = written.map(|rest| rest.split([')', ' ', '\n']).next().unwrap_or_default());
    let mut addresses = entry.links.iter().map(|link| link.url.as_str()).chain(written);
    let meant = |url: &str| match url {
        _ if url.starts_with("www.") => Some(format!("https://{url}")),
        _ if url.contains('@') && !url.contains([':', '/']) => Some(format!("mailto:{url}")),
        _ => None,
    };
    let (url, meant) = addresses.find_map(|url| Some((url, meant(url)?)))?;
    let message = format!(
        "`{}` links to {url}, which browsers take for a path of this site; write {meant} if that is meant",
        entry.id
    );
    Some(warning(&entry.place, message))
}

/// The warnings about translations that are missing in a configured language. A language without any entry is told
/// once, not once for each entry. `entries` come in the order of their files.
pub fn translations(entries: &[Arc<Entry>], configured: &[Lang]) -> Vec<Problem> {
    let mut ids: HashMap<&Lang, HashSet<&str>> = HashMap::new();
    for entry in entries {
        if let Some(lang) = entry.lang.best_of(configured) {
            ids.entry(lang).or_default().insert(&entry.id);
        }
    }
    let mut problems = Vec::new();
    for lang in configured {
        let Some(translated) = ids.get(lang) else {
            if let Some(first) = entries.first() {
                let message = format!(
                    "there is no entry in `{lang}`, which is configured; write translations in a file with \
                     `lang: {lang}`, or remove it from `langs` in the section [site]"
                );
                problems.push(warning(&first.place, message));
            }
            continue;
        };
        let mut told: HashSet<&str> = HashSet::new();
        for entry in entries.iter().filter(|entry| !translated.contains(&*entry.id)) {
            if told.insert(&entry.id) {
                let message = format!(
                    "`{}` has no translation in `{lang}`; add an entry of this id to a file with `lang: {lang}`",
                    entry.id
                );
                problems.push(warning(&entry.place, message));
            }
        }
    }
    problems
}

fn warning(place: &Place, message: String) -> Problem {
    Problem { place: place.clone(), severity: Severity::Warning, message }
}

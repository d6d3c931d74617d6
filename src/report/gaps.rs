//! What was left unanswered: the same questions put together, each with the entry that came closest and a snippet for
//! the FAQ's files.
//!
//! Invariant: every unanswered question is in exactly one [`Gap`], so that their sizes add up to the figure; and a
//! snippet of a new entry lacks nothing but its answer, without which `deskbell check` refuses it.

use super::Week;
use super::alike;
use super::entries::Faq;
use super::mask::{clean, mask};
use super::outcome::Outcome;
use super::rows::Gap;
use crate::faq::naming::free_id;
use crate::faq::write::scalar;
use crate::store::figures::{Extract, Key, QuestionDetail, QuestionRow};
use crate::text::{Lang, canonical};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;

/// Wordings shown beside the title.
const EXAMPLES: usize = 4;
/// CONTRACT, section 1: the longest wording that a FAQ file may hold, in characters.
const WORDING_CHARACTERS: usize = 1_000;
/// An entry that came this close is more likely to lack wordings than the FAQ is to lack an entry.
const CLOSE: f64 = 0.5;

/// Questions that ask the same.
#[derive(Default)]
struct Group {
    lang: u32,
    reasons: [u64; 5],
    /// How often each wording occurred, as it is shown.
    wordings: HashMap<String, u64>,
    conversations: HashSet<(Key, i64)>,
    closest: Option<u32>,
    confidence: f64,
    /// The most central wording, where several ask the same.
    title: Option<String>,
}

impl Group {
    /// The wording that occurred most.
    fn usual(&self) -> Option<&str> {
        let most = self.wordings.iter().max_by(|one, other| one.1.cmp(other.1).then_with(|| other.0.cmp(one.0)));
        most.map(|(wording, _)| wording.as_str())
    }

    fn asked(&self) -> u64 {
        self.reasons.iter().sum()
    }

    fn take_in(&mut self, other: Self) {
        for (mine, its) in self.reasons.iter_mut().zip(other.reasons) {
            *mine += its;
        }
        for (wording, times) in other.wordings {
            *self.wordings.entry(wording).or_default() += times;
        }
        self.conversations.extend(other.conversations);
        if other.closest.is_some() && (self.closest.is_none() || other.confidence > self.confidence) {
            (self.closest, self.confidence) = (other.closest, other.confidence);
        }
    }
}

/// All unanswered questions of the week, the most frequent first.
pub(super) fn gaps(extract: &Extract, faq: &Faq, week: Week, masked: bool) -> Vec<Gap> {
    let name = |number: u32| extract.names.name(number);
    let groups = together(groups(&extract.week, masked, name), faq, name);
    let mut gaps: Vec<Gap> = groups.into_iter().map(|group| gap(group, faq, name)).collect();
    gaps.sort_by(|one, other| {
        other.asked.cmp(&one.asked).then_with(|| (&one.title, &one.lang).cmp(&(&other.title, &other.lang)))
    });
    let mut known = Known { faq, wordings: HashMap::new() };
    let (mut taken, mut translated) = (HashSet::new(), HashSet::new());
    for gap in &mut gaps {
        if !is_missing(gap, &mut known) {
            continue;
        }
        let close = gap.closest.clone().filter(|id| gap.confidence >= CLOSE && faq.has(id));
        // a wording is of one language: what is close in another one wants to be written in this one
        let (foreign, near) = match close {
            Some(id) if faq.lacks(&id, &gap.lang) => (Some(id), None),
            near => (None, near),
        };
        gap.wordings_for = near;
        gap.wordings = match &gap.wordings_for {
            Some(id) => wordings(gap).filter(|wording| !known.has(id, wording)).collect(),
            None => wordings(gap).collect(),
        };
        gap.yaml = Some(match &gap.wordings_for {
            Some(id) => further_wordings(gap, id, week),
            None => {
                // the same id in another language is a translation; else neither an entry's nor that of another snippet
                let translation = foreign.filter(|id| translated.insert((gap.lang.clone(), id.clone())));
                let id = translation
                    .unwrap_or_else(|| free_id(&gap.title, |id| !faq.has(id) && taken.insert(id.to_owned())));
                snippet(gap, &id, week)
            }
        });
    }
    gaps
}

/// Whether a new entry would answer: nothing did, and the wording is not in the entry that came closest.
fn is_missing(gap: &Gap, known: &mut Known<'_>) -> bool {
    gap.no_result + gap.choice_ignored > 0 && !gap.closest.as_deref().is_some_and(|id| known.has(id, &gap.title))
}

/// The wordings of entries as they are compared, made once for each entry that came closest to anything.
struct Known<'f> {
    faq: &'f Faq,
    wordings: HashMap<String, HashSet<String>>,
}

impl Known<'_> {
    /// Whether an entry has this wording already, however it is written.
    fn has(&mut self, id: &str, wording: &str) -> bool {
        let wordings = match self.wordings.get(id) {
            Some(wordings) => wordings,
            None => {
                let made = self.faq.wordings_of(id).map(canonical).collect();
                self.wordings.entry(id.to_owned()).or_insert(made)
            }
        };
        wordings.contains(&canonical(wording))
    }
}

/// Puts questions together whose wordings are the same but for case, width, script and punctuation.
fn groups<'a>(week: &[(QuestionRow, QuestionDetail)], masked: bool, name: impl Fn(u32) -> &'a str) -> Vec<Group> {
    let mut groups: HashMap<(String, u32), Group> = HashMap::new();
    for (row, detail) in week.iter().filter(|(row, _)| !row.small_talk) {
        let outcome = Outcome::of(row);
        if outcome == Outcome::Answered {
            continue;
        }
        let wording = shown(&detail.text, masked);
        let group = groups.entry((canonical(&wording), detail.lang)).or_default();
        group.lang = detail.lang;
        group.reasons[outcome as usize] += 1;
        group.conversations.insert((row.conversation, row.visit_at));
        let closest = row.entry.or(detail.closest);
        // of equals the one that a name decides: numbers are given as names come, and differ from reading to reading
        let rank = |confidence: f64, closest: Option<u32>| (confidence, closest.map(&name));
        let nearer =
            group.closest.is_none() || rank(detail.confidence, closest) > rank(group.confidence, group.closest);
        if closest.is_some() && nearer {
            (group.closest, group.confidence) = (closest, detail.confidence);
        }
        *group.wordings.entry(wording).or_default() += 1;
    }
    groups.into_values().collect()
}

/// Puts groups of one language together that ask the same in other words; the largest first.
fn together<'a>(groups: Vec<Group>, faq: &Faq, name: impl Fn(u32) -> &'a str) -> Vec<Group> {
    let mut by_lang: BTreeMap<u32, Vec<Group>> = BTreeMap::new();
    for group in groups {
        by_lang.entry(group.lang).or_default().push(group);
    }
    let mut made = Vec::new();
    for (lang, mut groups) in by_lang {
        groups.sort_by(|one, other| other.asked().cmp(&one.asked()).then_with(|| one.usual().cmp(&other.usual())));
        let lang = Lang::parse(name(lang)).unwrap_or_else(Lang::english);
        let texts: Vec<&str> = groups.iter().map(|group| group.usual().unwrap_or_default()).collect();
        let weights: Vec<u64> = groups.iter().map(Group::asked).collect();
        let others: Vec<&str> = faq.wordings(&lang).collect();
        let places = alike::groups(&texts, &weights, &others, &lang);
        let titles: Vec<Option<String>> =
            places.iter().map(|members| members.first().map(|first| texts[*first].to_owned())).collect();
        let mut groups: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
        for (members, title) in places.into_iter().zip(titles) {
            let mut members = members.into_iter().filter_map(|member| groups[member].take());
            let Some(mut first) = members.next() else { continue };
            members.for_each(|other| first.take_in(other));
            first.title = title;
            made.push(first);
        }
    }
    made
}

/// A visitor's words as a report shows them.
pub(super) fn shown(text: &str, masked: bool) -> String {
    let text = if masked { mask(text) } else { clean(text) };
    match text.trim() {
        "" => "(nothing legible)".to_owned(),
        text => text.to_owned(),
    }
}

fn gap<'a>(group: Group, faq: &Faq, name: impl Fn(u32) -> &'a str) -> Gap {
    let asked = group.asked();
    let title = group.title.clone().or_else(|| group.usual().map(str::to_owned)).unwrap_or_default();
    let mut wordings: Vec<(String, u64)> =
        group.wordings.into_iter().filter(|(wording, _)| *wording != title).collect();
    wordings.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let wordings = wordings.into_iter().map(|(wording, _)| wording);
    let [_, no_result, choice_ignored, not_helpful, person_asked] = group.reasons;
    Gap {
        title,
        lang: name(group.lang).to_owned(),
        asked,
        no_result,
        choice_ignored,
        not_helpful,
        person_asked,
        conversations: group.conversations.len() as u64,
        examples: wordings.take(EXAMPLES).collect(),
        closest: group.closest.map(|id| name(id).to_owned()),
        closest_title: group.closest.map(|id| faq.title(name(id))),
        confidence: group.confidence,
        wordings_for: None,
        wordings: Vec::new(),
        yaml: None,
    }
}

/// A new entry to be pasted under `entries:`. The answer is left out, not filled with a placeholder: nobody can put a
/// placeholder into service.
fn snippet(gap: &Gap, id: &str, week: Week) -> String {
    let mut yaml = format!("  # asked {} in {week}", times(gap.asked));
    if !gap.lang.is_empty() {
        let _ = write!(yaml, ", for a file with lang: {}", gap.lang);
    }
    let _ = write!(
        yaml,
        "\n  - id: {id}\n    questions: # add other wordings\n{}    answer: # write it here, in Markdown\n",
        lines(&gap.wordings)
    );
    yaml
}

/// Wordings to be pasted under the `questions:` of the entry that came closest.
fn further_wordings(gap: &Gap, id: &str, week: Week) -> String {
    format!("      # asked {} in {week}: further wordings for {id}\n{}", times(gap.asked), lines(&gap.wordings))
}

fn times(asked: u64) -> String {
    if asked == 1 { "once".to_owned() } else { format!("{asked} times") }
}

/// The title and the examples, each different wording once: the FAQ takes no wording twice.
fn wordings(gap: &Gap) -> impl Iterator<Item = String> {
    let mut known = HashSet::new();
    let all = std::iter::once(&gap.title).chain(&gap.examples);
    all.filter(move |wording| known.insert(canonical(wording)))
        .map(|wording| wording.chars().take(WORDING_CHARACTERS).collect())
}

fn lines(wordings: &[String]) -> String {
    wordings.iter().fold(String::new(), |mut lines, wording| {
        let _ = writeln!(lines, "      - {}", scalar(wording));
        lines
    })
}

#[cfg(test)]
mod tests {
    use super::super::outcome::tests::row;
    use super::*;
    use crate::store::figures::LoggedVerdict;

    fn unanswered(extract: &mut Extract, conversation: Key, text: &str, confidence: f64, closest: Option<&str>) {
        let closest = closest.map(|id| extract.names.number(id));
        let lang = extract.names.number("en");
        let base = row(1, 0);
        let row = QuestionRow { conversation, verdict: LoggedVerdict::None, entry: None, ..base };
        let page = extract.names.number("/");
        extract.week.push((row, QuestionDetail { text: text.to_owned(), lang, page, confidence, closest }));
    }

    fn no_faq() -> Faq {
        Faq::of(&crate::faq::Catalog::default(), &crate::text::Lang::english(), crate::clock::from_millis(0))
    }

    fn week() -> Week {
        Week { year: 2026, week: 47 }
    }

    #[test]
    fn the_same_words_are_one_gap_however_they_are_written() {
        let mut extract = Extract::default();
        unanswered(&mut extract, 1, "Why is my parcel late?", 0.2, Some("delivery-time"));
        unanswered(&mut extract, 2, "why is my parcel late", 0.3, Some("order-status"));
        unanswered(&mut extract, 2, "WHY IS MY PARCEL LATE???", 0.1, None);
        unanswered(&mut extract, 3, "why is my parcel late", 0.1, None);
        unanswered(&mut extract, 4, "do you sell tents", 0.0, None);
        let gaps = gaps(&extract, &no_faq(), week(), true);
        assert_eq!(
            gaps.iter().map(|gap| (&*gap.title, gap.asked)).collect::<Vec<_>>(),
            [("why is my parcel late", 4), ("do you sell tents", 1)]
        );
        assert_eq!((gaps[0].conversations, gaps[0].no_result), (3, 4));
        assert_eq!(gaps[0].examples, ["WHY IS MY PARCEL LATE???", "Why is my parcel late?"]);
        assert_eq!((gaps[0].closest.as_deref(), gaps[0].confidence), (Some("order-status"), 0.3));
        assert_eq!(gaps[1].closest, None);
    }

    #[test]
    fn personal_data_is_masked_before_anything_is_put_together() {
        let mut extract = Extract::default();
        unanswered(&mut extract, 1, "did my refund reach anna@example.com?", 0.0, None);
        unanswered(&mut extract, 2, "Did my refund reach bob@example.org", 0.0, None);
        let masked = gaps(&extract, &no_faq(), week(), true);
        assert_eq!((masked.len(), masked[0].asked), (1, 2));
        assert!(!format!("{masked:?}").contains(['@']), "{masked:?}");
        let open = gaps(&extract, &no_faq(), week(), false);
        assert_eq!((open.len(), open[0].asked), (1, 2));
        assert!(format!("{open:?}").contains("bob@example.org"));
    }

    #[test]
    fn a_snippet_is_an_entry_without_its_answer() {
        let mut extract = Extract::default();
        unanswered(&mut extract, 1, "Why is my parcel late?", 0.0, None);
        let gaps = gaps(&extract, &no_faq(), week(), true);
        assert_eq!(
            gaps[0].yaml.as_deref().unwrap(),
            "  # asked once in 2026-W47, for a file with lang: en\n  - id: why-is-my-parcel-late\n    \
             questions: # add other wordings\n      - Why is my parcel late?\n    answer: # write it here, in Markdown\n"
        );
    }

    #[test]
    fn other_words_for_the_same_are_one_gap_and_one_snippet() {
        let mut extract = Extract::default();
        for (conversation, text) in
            ["do you sell child seats", "do you sell any child seats", "which child seats do you sell"]
                .into_iter()
                .enumerate()
        {
            unanswered(&mut extract, conversation as Key, text, 0.1, None);
        }
        unanswered(&mut extract, 9, "什么时候开门", 0.0, None);
        let gaps = gaps(&extract, &no_faq(), week(), true);
        assert_eq!(gaps.iter().map(|gap| gap.asked).collect::<Vec<_>>(), [3, 1]);
        let yaml = gaps[0].yaml.as_deref().unwrap();
        assert_eq!(yaml.matches("      - ").count(), 3, "{yaml}");
        assert_eq!(gaps[0].wordings_for, None);
    }

    #[test]
    fn what_nearly_matched_becomes_wordings_for_that_entry() {
        let text = "topic: T\nlang: en\nentries:\n  - id: seats\n    questions: [Child seats]\n    answer: Yes.\n";
        let settings =
            crate::faq::load::LoadSettings { time_zone: crate::clock::TimeZone::UTC, langs: vec![Lang::english()] };
        let now = crate::clock::from_millis(0);
        let loaded = crate::faq::load::load_texts(&[("faq/en.yaml".into(), text.into())], &settings, now);
        let faq = Faq::of(&loaded.catalog.unwrap(), &Lang::english(), now);
        let mut extract = Extract::default();
        unanswered(&mut extract, 1, "Do you sell child seats?", 0.7, Some("seats"));
        unanswered(&mut extract, 2, "a tandem please", 0.2, Some("seats"));
        let gaps = gaps(&extract, &faq, week(), true);
        let near = gaps.iter().find(|gap| gap.wordings_for.is_some()).unwrap();
        assert_eq!(
            near.yaml.as_deref().unwrap(),
            "      # asked once in 2026-W47: further wordings for seats\n      - Do you sell child seats?\n"
        );
        assert!(gaps.iter().any(|gap| gap.yaml.as_deref().is_some_and(|yaml| yaml.contains("id: a-tandem-please"))));
    }

    #[test]
    fn what_is_written_in_another_language_only_wants_a_translation() {
        let text = "topic: T\nlang: en\nentries:\n  - id: seats\n    questions: [Child seats]\n    answer: Yes.\n";
        let langs = vec![Lang::english(), Lang::parse("zh").unwrap()];
        let settings = crate::faq::load::LoadSettings { time_zone: crate::clock::TimeZone::UTC, langs };
        let now = crate::clock::from_millis(0);
        let loaded = crate::faq::load::load_texts(&[("faq/en.yaml".into(), text.into())], &settings, now);
        let faq = Faq::of(&loaded.catalog.unwrap(), &Lang::english(), now);
        let mut extract = Extract::default();
        unanswered(&mut extract, 1, "儿童座椅有吗", 0.7, Some("seats"));
        unanswered(&mut extract, 2, "child seats 多少钱", 0.6, Some("seats"));
        let chinese = extract.names.number("zh");
        extract.week.iter_mut().for_each(|(_, detail)| detail.lang = chinese);
        let gaps = gaps(&extract, &faq, week(), true);
        assert!(gaps.iter().all(|gap| gap.wordings_for.is_none()), "no wording of an English entry is Chinese");
        let ids: Vec<&str> = gaps
            .iter()
            .filter_map(|gap| gap.yaml.as_deref()?.lines().find_map(|line| line.trim().strip_prefix("- id: ")))
            .collect();
        assert_eq!(ids.iter().filter(|id| **id == "seats").count(), 1, "one translation: {ids:?}");
        assert_eq!(ids.len(), 2);
    }
}

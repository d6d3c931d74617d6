//! What the index can tell an editor about the FAQ: entries that nearly coincide, wordings that another entry wins,
//! and wordings that say the same twice.
//!
//! Invariant: these are warnings; a FAQ that has them is served all the same. One finding for an entry or a pair of
//! entries, the most useful first, so that the list is short enough to be worked off. A sound FAQ has none: that one
//! wording among many is won by another entry when it is left out is what different words are for, so it is told only
//! where visitors would surely get a wrong answer, or where it is the rule.

mod keywords;

use super::confidence::Expectation;
use super::examine::HeldBack;
use super::index::Index;
use super::meeting::products;
use super::section::Section;
use super::vector::Vector;
use crate::faq::{Entry, Problem, Severity, Wording};
use crate::text::{Lang, canonical};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Up to this many wordings every one is compared with the others; of a larger FAQ the titles only.
const EVERY_WORDING: usize = 20_000;
/// Up to this many entries titles are compared; a larger FAQ is too much to be examined on every edit.
const EVERY_TITLE: usize = 20_000;
/// The most wordings that are asked of the whole FAQ; of more every so many are, since each costs an answer.
const MOST_ASKED: usize = 2_000;
/// Wordings of two entries with at least this cosine nearly coincide.
const COINCIDE: f32 = 0.9;
/// A wrong answer that is at least so sure, and above the threshold, is worth an editor's time.
const SURELY_WRONG: f64 = 0.9;
/// So many wordings of one entry won by the same other one are no chance, if they are half of those examined.
const MANY: usize = 3;
/// Findings of one language that are told one by one; the rest are counted.
const MOST_FINDINGS: usize = 25;
/// Wordings of one entry that a finding names; the rest are counted.
const MOST_NAMED: usize = 3;
/// Words that a finding names as the reason.
const MOST_WORDS: usize = 3;

/// What a site can expect of one language.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Outlook {
    /// The language.
    pub lang: Lang,
    /// How many entries it has.
    pub entries: usize,
    /// How many wordings they have.
    pub wordings: usize,
    /// What the FAQ's examination shows; `None` where it has too few wordings to tell.
    pub expected: Option<Expectation>,
}

impl Index {
    /// The warnings of all languages: of each the most useful first. That takes seconds for a large FAQ, so it asks every
    /// few milliseconds whether it is `stopped`, and gives `None` soon after it was.
    pub fn self_check(&self, stopped: Stopped) -> Option<Vec<Problem>> {
        let problems = self.sections.iter().flat_map(|section| check(section, stopped)).collect();
        (!stopped()).then_some(problems)
    }

    /// What a site can expect of each language at its budget of wrong answers.
    pub fn outlook(&self) -> Vec<Outlook> {
        let outlook = |section: &Section| Outlook {
            lang: section.lang.clone(),
            entries: section.entries.len(),
            wordings: section.entries.iter().map(|entry| entry.questions.len()).sum(),
            expected: section.calibration.expected(),
        };
        self.sections.iter().map(outlook).collect()
    }
}

/// Whether nobody wants to know any more; what is found from then on is thrown away.
pub type Stopped<'caller> = &'caller dyn Fn() -> bool;

/// How useful a finding is, the most useful first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    Coincides,
    Keyword,
    LostAsWritten,
    SurelyLost,
    OftenLost,
    Repeated,
}

/// A warning with its place in the list.
struct Finding {
    kind: Use,
    /// Of two findings of a kind the stronger is told first.
    strength: f64,
    problem: Problem,
}

/// Two wordings and their cosine.
type Alike = (f32, Asked, Asked);

/// A wording by its entry and its place among the entry's questions.
type Asked = (u32, u32);

fn check(section: &Section, stopped: Stopped) -> Vec<Problem> {
    if section.entries.len() > EVERY_TITLE {
        return Vec::new();
    }
    let mut findings = coinciding(section, stopped);
    let told: HashSet<Asked> = findings.iter().flat_map(|(_, wordings)| wordings.iter().copied()).collect();
    let mut all: Vec<Finding> = findings.drain(..).map(|(finding, _)| finding).collect();
    let lost = lost_as_written(section, &told, stopped);
    let known: HashSet<u32> = lost.iter().map(|(entry, _)| *entry).collect();
    all.extend(lost.into_iter().map(|(_, finding)| finding));
    all.extend(lost_when_left_out(section, &told, &known, stopped));
    let wanted = section.entries.iter().take_while(|_| !stopped());
    all.extend(wanted.filter_map(|entry| repeated(section, entry)));
    all.extend(keywords::harmful(section).into_iter().map(|harmful| Finding {
        kind: Use::Keyword,
        strength: 0.0,
        problem: Problem { place: harmful.place.clone(), severity: Severity::Warning, message: harmful.message },
    }));
    all.sort_by(|one, other| {
        let by_use = one.kind.cmp(&other.kind).then(other.strength.total_cmp(&one.strength));
        by_use.then_with(|| one.problem.cmp(&other.problem))
    });
    let more = all.len().saturating_sub(MOST_FINDINGS);
    let rest = all.get(MOST_FINDINGS).map(|first| Problem {
        message: format!(
            "{} in `{}` are not shown; put the others right first, most of these go with them",
            if more == 1 { "1 more warning".to_owned() } else { format!("{more} more warnings") },
            section.lang
        ),
        ..first.problem.clone()
    });
    all.into_iter().take(MOST_FINDINGS).map(|finding| finding.problem).chain(rest).collect()
}

/// The wordings that are looked at, in the order of the FAQ.
fn looked_at(section: &Section) -> Vec<Asked> {
    let total: usize = section.entries.iter().map(|entry| entry.questions.len()).sum();
    let most = if total <= EVERY_WORDING { usize::MAX } else { 1 };
    let of_entry = |(at, entry): (usize, &std::sync::Arc<Entry>)| {
        (0..entry.questions.len().min(most)).map(move |wording| (at as u32, wording as u32)).collect::<Vec<_>>()
    };
    section.entries.iter().enumerate().flat_map(of_entry).collect()
}

fn wording(section: &Section, (entry, wording): Asked) -> &Wording {
    &section.entries[entry as usize].questions[wording as usize]
}

fn warning(wording: &Wording, message: String) -> Problem {
    Problem { place: wording.place.clone(), severity: Severity::Warning, message }
}

/// Pairs of entries with wordings that nearly coincide, each with those wordings.
fn coinciding(section: &Section, stopped: Stopped) -> Vec<(Finding, Vec<Asked>)> {
    let asked = looked_at(section);
    let vector = |at: &Asked| section.worded(&wording(section, *at).text).vector;
    let vectors: Vec<Vector> = asked.iter().take_while(|_| !stopped()).map(vector).collect();
    let mut pairs: BTreeMap<(u32, u32), Vec<Alike>> = BTreeMap::new();
    for (similarity, one, other) in alike(&vectors, section.vocabulary().len(), stopped) {
        let (one, other) = (asked[one], asked[other]);
        if one.0 != other.0 {
            pairs.entry((one.0, other.0)).or_default().push((similarity, one, other));
        }
    }
    let finding = |same: Vec<Alike>| {
        let (similarity, one, other) = same.iter().copied().max_by(|one, other| one.0.total_cmp(&other.0))?;
        let (text, with) = (wording(section, one), wording(section, other));
        let more = match same.len() {
            1 => String::new(),
            more => format!(", and {} more of their wordings do", more - 1),
        };
        let message = format!(
            "\"{}\" nearly coincides with \"{}\" of `{}` ({}:{}){more}; merge the entries or word them further apart",
            text.text, with.text, section.entries[other.0 as usize].id, with.place.path, with.place.line
        );
        let strength = same.len() as f64 + f64::from(similarity);
        let finding = Finding { kind: Use::Coincides, strength, problem: warning(text, message) };
        Some((finding, same.iter().flat_map(|(_, one, other)| [*one, *other]).collect()))
    };
    pairs.into_values().filter_map(finding).collect()
}

/// The pairs of vectors of length one that nearly coincide.
///
/// Two that do must share one of the terms that make up the part `1 - COINCIDE²` of either's square; of these the rarest
/// are followed, so that only few vectors are compared (prefix filtering, Bayardo et al. 2007).
fn alike(vectors: &[Vector], terms: usize, stopped: Stopped) -> Vec<(f32, usize, usize)> {
    // a little more than needed, for what rounding loses
    const PART: f32 = 1.0 - COINCIDE * COINCIDE + 0.01;
    let mut holders: Vec<Vec<u32>> = vec![Vec::new(); terms];
    for (at, vector) in vectors.iter().enumerate() {
        vector.iter().for_each(|(term, _)| holders[*term as usize].push(at as u32));
    }
    let mut found = Vec::new();
    for (at, vector) in vectors.iter().enumerate().take_while(|_| !stopped()) {
        let mut rarest = vector.clone();
        rarest.sort_by_key(|(term, _)| (holders[*term as usize].len(), *term));
        let (mut part, mut others) = (0.0, Vec::new());
        for (term, weight) in rarest {
            if part > PART {
                break;
            }
            part += weight * weight;
            others.extend(holders[term as usize].iter().copied().filter(|other| *other as usize > at));
        }
        others.sort_unstable();
        others.dedup();
        for other in others {
            let similarity: f32 = products(vector, &vectors[other as usize]).map(|(_, product)| product).sum();
            if similarity >= COINCIDE {
                found.push((similarity, at, other as usize));
            }
        }
    }
    found
}

/// For each entry the wordings that another entry wins although they are in the FAQ. What was won when it was left out
/// is won all the more when it is in, so it is not asked again.
fn lost_as_written(section: &Section, told: &HashSet<Asked>, stopped: Stopped) -> Vec<(u32, Finding)> {
    let won = |held: &&HeldBack| held.winner == held.entry;
    let won: HashSet<Asked> = section.examined().iter().filter(won).map(|held| (held.entry, held.wording)).collect();
    let mut lost: BTreeMap<u32, Vec<HeldBack>> = BTreeMap::new();
    let asked: Vec<Asked> =
        looked_at(section).into_iter().filter(|at| !won.contains(at) && !told.contains(at)).collect();
    let sample = asked.iter().copied().step_by(asked.len().div_ceil(MOST_ASKED).max(1));
    for at in sample.take_while(|_| !stopped()) {
        let ranking = section.rank(&section.read(&wording(section, at).text), &|_| true, &|_| false);
        // a wording without a word in it is matched letter by letter only
        let Some(first) = ranking.ranked.first().filter(|first| first.entry != at.0) else { continue };
        let probability = section.calibration.probability(&ranking.odds());
        lost.entry(at.0).or_default().push(HeldBack { entry: at.0, wording: at.1, winner: first.entry, probability });
    }
    let finding = |(entry, lost): (u32, Vec<HeldBack>)| {
        let (first, also) = told_of(section, lost);
        let (id, text) = (&section.entries[entry as usize].id, wording(section, (entry, first.wording)));
        let which = if first.wording == 0 { "title" } else { "question" };
        let message = format!(
            "`{id}` does not win its own {which} \"{}\" but for its very words: without them {} comes first{}{also}; \
             add wordings like it to `{id}`, or move it if that answer is right",
            text.text,
            winner(section, &first),
            by_words(section, &first)
        );
        (entry, Finding { kind: Use::LostAsWritten, strength: first.probability, problem: warning(text, message) })
    };
    lost.into_iter().map(finding).collect()
}

/// For each entry the wordings that another entry surely wins when they are left out; and where one other entry wins
/// most of them, that too. `told` and `known` are the wordings and entries of which worse is said already.
fn lost_when_left_out(
    section: &Section,
    told: &HashSet<Asked>,
    known: &HashSet<u32>,
    stopped: Stopped,
) -> Vec<Finding> {
    let mut examined: BTreeMap<u32, Vec<HeldBack>> = BTreeMap::new();
    for held in section.examined().iter().filter(|held| !known.contains(&held.entry)) {
        examined.entry(held.entry).or_default().push(*held);
    }
    let sure = section.calibration.threshold().max(SURELY_WRONG);
    let mut findings = Vec::new();
    for (entry, examined) in examined.into_iter().take_while(|_| !stopped()) {
        let lost = |held: &&HeldBack| held.winner != entry && !told.contains(&(entry, held.wording));
        let lost: Vec<HeldBack> = examined.iter().filter(lost).copied().collect();
        let surely: Vec<HeldBack> = lost.iter().filter(|held| held.probability >= sure).copied().collect();
        if !surely.is_empty() {
            findings.push(surely_lost(section, surely));
            continue;
        }
        let mut winners: BTreeMap<u32, Vec<HeldBack>> = BTreeMap::new();
        lost.iter().for_each(|held| winners.entry(held.winner).or_default().push(*held));
        let most = winners.into_values().max_by_key(Vec::len).unwrap_or_default();
        if most.len() >= MANY && 2 * most.len() >= examined.len() {
            findings.push(often_lost(section, most, examined.len()));
        }
    }
    findings
}

fn surely_lost(section: &Section, lost: Vec<HeldBack>) -> Finding {
    let (first, also) = told_of(section, lost);
    let (id, text) = (&section.entries[first.entry as usize].id, wording(section, (first.entry, first.wording)));
    let message = format!(
        "who asks much like \"{}\" gets {}{}{also}; add wordings like it to `{id}`, or move it if that answer is right",
        text.text,
        winner(section, &first),
        by_words(section, &first)
    );
    Finding { kind: Use::SurelyLost, strength: first.probability, problem: warning(text, message) }
}

fn often_lost(section: &Section, lost: Vec<HeldBack>, examined: usize) -> Finding {
    let count = lost.len();
    let (first, _) = told_of(section, lost);
    let entry = &section.entries[first.entry as usize];
    let message = format!(
        "`{}` is hard to tell from {}: {count} of {examined} wordings go there when they are left out, such as \
         \"{}\"{}; merge the entries or word them further apart",
        entry.id,
        winner(section, &first),
        wording(section, (first.entry, first.wording)).text,
        by_words(section, &first)
    );
    let problem = warning(wording(section, (first.entry, first.wording)), message);
    Finding { kind: Use::OftenLost, strength: count as f64 / examined as f64, problem }
}

/// The surest of some lost wordings, and the others in a few words.
fn told_of(section: &Section, mut lost: Vec<HeldBack>) -> (HeldBack, String) {
    lost.sort_by(|one, other| other.probability.total_cmp(&one.probability).then(one.wording.cmp(&other.wording)));
    let first = lost.remove(0);
    let named = lost.iter().take(MOST_NAMED - 1).map(|held| {
        let text = &wording(section, (held.entry, held.wording)).text;
        format!("\"{text}\" (`{}`)", section.entries[held.winner as usize].id)
    });
    let mut named: Vec<String> = named.collect();
    if lost.len() > named.len() {
        named.push(format!("{} more", lost.len() - named.len()));
    }
    let also = if named.is_empty() { String::new() } else { format!("; so with {}", named.join(", ")) };
    (first, also)
}

/// The entry that won, with its place and how sure its answer is.
fn winner(section: &Section, lost: &HeldBack) -> String {
    let winner = &section.entries[lost.winner as usize];
    format!("`{}` ({}:{}), {:.0} % sure", winner.id, winner.place.path, winner.place.line, lost.probability * 100.0)
}

/// The words of matter that a lost wording shares with the winner's nearest wording, the weightiest first.
fn by_words(section: &Section, lost: &HeldBack) -> String {
    let reading = section.read(&wording(section, (lost.entry, lost.wording)).text);
    let asked = section.asked(&reading);
    let wordings = section.entries[lost.winner as usize].questions.iter();
    let meetings = wordings.map(|wording| section.meeting(&reading, &asked, &section.worded(&wording.text)));
    let nearest = meetings.max_by(|one, other| one.similarity.total_cmp(&other.similarity));
    let met = nearest.iter().flat_map(|meeting| &meeting.met).filter(|met| !met.form);
    let words: Vec<String> = met.take(MOST_WORDS).map(|met| format!("\"{}\"", met.word)).collect();
    if words.is_empty() { String::new() } else { format!(", by {}", words.join(", ")) }
}

/// Wordings of one entry that are the same but for inflection. Those that are the same letter by letter are told when
/// the files are read.
fn repeated(section: &Section, entry: &Entry) -> Option<Finding> {
    let mut first: HashMap<String, &Wording> = HashMap::new();
    let mut again: Vec<(&Wording, &Wording)> = Vec::new();
    for wording in &entry.questions {
        let tokens = section.analyzer.tokens(&wording.text);
        let stems: Vec<&str> = tokens.iter().map(|token| token.stem.as_str()).collect();
        let said = *first.entry(stems.join(" ")).or_insert(wording);
        if !stems.is_empty() && canonical(&said.text) != canonical(&wording.text) {
            again.push((wording, said));
        }
    }
    let (wording, said) = again.first()?;
    let more = match again.len() {
        1 => String::new(),
        count => format!(" (and so with {} more of its wordings)", count - 1),
    };
    let message = format!(
        "\"{}\" says to the search what \"{}\" in line {} says already{more}; ask it in other words or remove it",
        wording.text, said.text, said.place.line
    );
    Some(Finding { kind: Use::Repeated, strength: again.len() as f64, problem: warning(wording, message) })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{entries, entry, index};
    use super::*;

    #[test]
    fn a_sound_faq_has_no_warnings() {
        let problems = index(entries()).self_check(&|| false).unwrap();
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn it_ends_where_nobody_wants_to_know() {
        let (index, asked) = (index(entries()), std::cell::Cell::new(0));
        assert_eq!(index.self_check(&|| true), None);
        let count = || {
            asked.set(asked.get() + 1);
            false
        };
        assert_eq!(index.self_check(&count), Some(Vec::new()));
        // every piece of work asks: the vectors and the comparison of each wording, the wordings that were not won when they
        // were held back, the entries that were examined, and each entry's repetitions
        let looks = |section: &Section| {
            let wordings = looked_at(section).len();
            let won = section.examined().iter().filter(|held| held.winner == held.entry).count();
            let examined: HashSet<u32> = section.examined().iter().map(|held| held.entry).collect();
            3 * wordings - won + examined.len() + section.entries.len()
        };
        let all = asked.get();
        assert_eq!(all, 1 + index.sections.iter().map(looks).sum::<usize>());
        // one for each kind of finding of each language, and one at the end
        let most = 5 * index.sections.len() + 1;
        for until in 0..all {
            asked.set(0);
            let stopped = || count() || asked.get() > until;
            assert_eq!(index.self_check(&stopped), None, "after {until} of {all}");
            assert!(asked.get() <= until + most, "{} more looks after {until}", asked.get() - until);
        }
    }

    #[test]
    fn entries_that_nearly_coincide_are_named_with_their_place() {
        let mut all = entries();
        all.push(entry("en", "parcels", &["Track my parcels"], "Ask us."));
        let problems = index(all).self_check(&|| false).unwrap();
        assert_eq!(problems.len(), 1, "{problems:?}");
        let message = problems[0].to_string();
        assert!(message.contains("nearly coincides") && message.contains("warning: "), "{message}");
        assert!(message.contains("faq/en/all.yaml:") && message.contains("`parcels`"), "{message}");
    }

    #[test]
    fn keywords_that_say_nothing_or_belong_to_another_entry_are_named() {
        let mut all = entries();
        all[0].keywords.extend(["the".into(), "size chart".into()]);
        all[1].keywords.extend(["size chart".into(), "Where is my order?".into()]);
        let problems = index(all).self_check(&|| false).unwrap();
        let told = |part: &str| problems.iter().filter(|problem| problem.message.contains(part)).count();
        assert_eq!(told("the keyword \"the\" of `order-status` names nothing"), 1, "{problems:?}");
        assert_eq!(
            told("the keyword \"size chart\" of `delivery-time` is also a keyword of `order-status`"),
            1,
            "{problems:?}"
        );
        assert_eq!(told("is also a wording of `order-status`"), 1, "{problems:?}");
    }

    #[test]
    fn an_entry_that_loses_its_own_question_is_named() {
        let mut all = entries();
        let wordings = ["money for order", "money of my order", "order money please", "the money order again"];
        all.push(entry("en", "order-money", &wordings, "Money for an order."));
        let unlike = [
            "money order",
            "bicycle museums in winter",
            "noodles at night",
            "rivers and mountains",
            "a red tree",
            "songs of the sea",
            "paper lanterns",
            "seven small dogs",
            "the moon over the lake",
            "old clocks",
        ];
        all.push(entry("en", "oddments", &unlike, "No."));
        let problems = index(all).self_check(&|| false).unwrap();
        let lost = problems.iter().find(|problem| problem.message.contains("\"money order\""));
        let message = &lost.unwrap_or_else(|| panic!("{problems:?}")).message;
        assert!(
            message.contains("`order-money`") && message.contains("\"money\"") && message.contains("\"order\""),
            "{message}"
        );
    }

    #[test]
    fn pairs_that_coincide_are_those_that_a_plain_comparison_finds() {
        let index = index(entries());
        let section = &index.sections[0];
        let texts =
            ["Where is my order?", "Where is my order", "where's my order", "Track my parcel", "my parcel, track"];
        let texts = texts.into_iter().chain(["Which size fits me?", "Which sizes fit me?", "???"]);
        let vectors: Vec<Vector> = texts.map(|text| section.worded(text).vector).collect();
        let mut plain = Vec::new();
        for one in 0..vectors.len() {
            for other in one + 1..vectors.len() {
                let similarity: f32 = products(&vectors[one], &vectors[other]).map(|(_, product)| product).sum();
                if similarity >= COINCIDE {
                    plain.push((similarity, one, other));
                }
            }
        }
        assert!(plain.len() >= 2);
        assert_eq!(alike(&vectors, section.vocabulary().len(), &|| false), plain);
    }

    #[test]
    fn the_same_wording_twice_is_told_and_the_list_is_bounded() {
        let mut all = entries();
        for at in 0..40 {
            let name = format!("model{at}x");
            let wordings =
                [format!("The {name} leaks oil"), format!("The {name} leaked oil"), format!("{name} manual")];
            let wordings: Vec<&str> = wordings.iter().map(String::as_str).collect();
            all.push(entry("en", &name, &wordings, "Bring it in."));
        }
        let problems = index(all).self_check(&|| false).unwrap();
        assert_eq!(problems.len(), MOST_FINDINGS + 1);
        assert!(problems.iter().any(|problem| problem.message.contains("says to the search")), "{problems:#?}");
        let last = &problems[MOST_FINDINGS].message;
        assert!(last.contains("more warnings in `en` are not shown"), "{last}");
    }

    #[test]
    fn a_faq_tells_what_to_expect_of_it() {
        let outlook = index(entries()).outlook();
        let tags: Vec<(&str, usize)> = outlook.iter().map(|of| (of.lang.as_str(), of.entries)).collect();
        assert_eq!(tags, [("en", 8), ("zh", 5)]);
        assert!(outlook[0].wordings > 8 && outlook[0].expected.is_none(), "too few to tell: {:?}", outlook[0]);
    }
}

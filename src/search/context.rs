//! Questions that cannot stand alone: "and how much?" goes on from the entry that was answered before.
//!
//! A text may be read in two ways: by itself, and as going on from the entry before. How likely the second is before
//! anything is looked up follows from the text's form ([`dependence`]); how well each reading explains the text is the
//! probability of its best entry. By Bayes' rule the second reading then weighs
//! `d * joint / (d * joint + (1 - d) * alone)`, and an entry's probability is the mean of both readings by their weights.
//!
//! Invariant: a text with enough matter of its own, and every text without an entry before it, is answered bit for bit as
//! if there were no conversation.

mod subject;

use super::Decision;
use super::analyze::Token;
use super::asking::Asking;
use super::japanese;
use super::markers::{self, Markers, Writing};
use super::negation::says_it_fails;
use super::rank::Evidence;
use super::section::{Ranking, Section};
use subject::{is_of_subject, lacks, subject, surroundings};

/// The most wordings of an entry that are looked at for what it is about.
const WORDINGS_READ: usize = 16;
/// How much of the second reading's probability is lost where the FAQ knows none of the matter asked, or the entry that
/// it asks for says nothing of it.
const UNKNOWN_COST: f64 = 0.6;

/// How likely a text goes on at most that does not point back, if the entry that it would then ask for says nothing of what
/// it names: "and parking?" ties a new matter to an answer, and is no question about it.
const STRANGE: f64 = 0.1;

/// The power to which a probability of the joint reading counts. All its candidates share the subject, which makes them
/// look nearer to each other than they are.
const JOINT_POWER: f64 = 2.0;
/// The power to which a probability by the text's own words counts, and the least of these probabilities, since an entry
/// need not be named: where the words have matter, and where they have none.
const OWN: [(f64, f64); 2] = [(1.0, 0.001), (0.3, 0.01)];
/// What an entry's probability is multiplied by if all of its wordings ask for another sort of thing than a follow-up does.
/// Chosen on follow-ups to the FAQs of `tests/sites/dev`.
const ASKED_OTHERWISE: f64 = 0.2;
/// Where a bare follow-up is asked back, the parts of its probability that the likeliest entry keeps, and that the entry
/// before gets, whose answer may tell it, too.
const KEPT: f64 = 0.5;
const GIVEN: f64 = 0.25;
/// How much more the entry before is meant where a text points back.
const POINTED_AT: f64 = 1.5;
/// How much better the odds are that the FAQ holds what a follow-up asks than what is asked out of nothing: set by hand on
/// the dialogues of the sample FAQ, whatever share of questions is thought to be outside.
const FOLLOW_UP_ODDS: f64 = 4.0;

/// What a text was found to be.
pub struct Found {
    /// The entries by their number, with their probabilities, the best first.
    pub candidates: Vec<(u32, f64)>,
    /// What is to be done.
    pub decision: Decision,
    /// Whether the text says itself that it is about the entry before ("and …?", "is it …?").
    pub tied: bool,
    /// Whether it says nothing but that the entry before did not help: "it doesn't work".
    pub refused: bool,
}

/// A reading of a text by itself.
pub struct Alone<'a> {
    /// What was found.
    pub found: &'a Found,
    /// What holds for the text as a whole.
    pub evidence: Evidence,
    /// Its tokens.
    pub tokens: &'a [Token],
}

/// The form of a text, as far as it says whether it can stand alone.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shape {
    /// The text in the form of the lists, without what ties it to the one before.
    core: String,
    /// Whether it begins or ends with what ties it to the one before.
    tied: bool,
    /// Whether it points back ("it", "that").
    points: bool,
    /// Whether it has few words, or characters where there are no words.
    short: bool,
    /// How many words of matter it has that name more than a side of something.
    matter: usize,
}

impl Shape {
    fn of(form: &str, matter: &[String], markers: &Markers) -> Self {
        let writing = markers.writing;
        let said = form[writing.opening(markers.yes, form)..].trim_start();
        let led = &said[writing.opening(markers.leads, said)..];
        let core = led[..led.len() - writing.ending(markers.tails, led)].trim();
        let length = if writing.has_words() { core.split(' ').count() } else { core.chars().count() };
        let generic = |word: &&String| markers::holds(markers.generic, &markers::form(word));
        Self {
            tied: core.len() < said.len(),
            points: writing.contains(markers.pointers, core),
            short: length <= markers.few,
            matter: matter.len() - matter.iter().filter(generic).count(),
            core: core.to_owned(),
        }
    }
}

/// How likely a text of this form goes on from what came before, 0 to 1. Estimated by hand: a text without matter of its
/// own hardly means anything else; each word of matter, and each missing tie, speaks for a question of its own.
fn dependence(shape: &Shape) -> f64 {
    match (shape.matter, shape.tied, shape.points) {
        (0, tied, points) if tied || points || shape.short => 0.95,
        (0, ..) => 0.5,
        (1, true, _) => 0.9,
        (1, _, true) => 0.8,
        (1, ..) if shape.short => 0.6,
        (1, ..) => 0.2,
        (2, true, true) => 0.7,
        (2, true, _) => 0.6,
        (2, _, true) => 0.4,
        (3, true, _) => 0.2,
        _ => 0.0,
    }
}

/// The words of a text that carry matter, as typed.
fn matter(section: &Section, tokens: &[Token]) -> Vec<String> {
    let words = tokens.iter().filter(|token| !token.unspaced && !token.stop).map(|token| token.raw.clone());
    // what Japanese writes in hiragana alone ("どうすればいいですか") names nothing
    let is_form = |text: &str| section.lang.primary() == "ja" && japanese::is_form(text);
    let units = section.analyzer.units(tokens).into_iter().filter(|unit| unit.unspaced && !is_form(&unit.text));
    words.chain(units.map(|unit| unit.text)).collect()
}

/// Whether a text has any words but those that give every text its form.
pub fn has_matter(section: &Section, text: &str) -> bool {
    !section.analyzer.units(&section.analyzer.tokens(text)).is_empty()
}

/// Whether a text says only yes or no.
pub fn is_agreement(section: &Section, text: &str) -> bool {
    markers::of(section.lang.primary()).is_some_and(|markers| decides(&markers::form(text), markers))
}

/// Whether a text in the form of the lists is nothing but a yes or a no.
fn decides(form: &str, markers: &Markers) -> bool {
    markers.writing.is_made_of(markers.yes, form) || markers::holds(markers.no, form)
}

/// Whether a text has enough matter of its own to be understood by itself.
pub fn stands_alone(section: &Section, text: &str) -> bool {
    let matter = matter(section, &section.analyzer.tokens(text));
    markers::of(section.lang.primary())
        .is_none_or(|markers| dependence(&Shape::of(&markers::form(text), &matter, markers)) < 0.5)
}

/// Whether a text goes on from no entry whatever it is: there is no need to ask [`go_on`].
pub fn is_free(section: &Section, text: &str, tokens: &[Token]) -> bool {
    let Some(markers) = markers::of(section.lang.primary()) else { return true };
    let form = markers::form(text);
    !decides(&form, markers) && dependence(&Shape::of(&form, &matter(section, tokens), markers)) == 0.0
}

/// Reads a text as going on from an entry. `None` where it stands alone.
pub fn go_on(
    section: &Section,
    text: &str,
    previous: &str,
    alone: &Alone<'_>,
    allowed: &dyn Fn(u32) -> bool,
) -> Option<Found> {
    // a smiley, a number, an address: nothing is said that could go on
    if alone.tokens.is_empty() {
        return None;
    }
    let markers = markers::of(section.lang.primary())?;
    let writing = markers.writing;
    let previous = section.entries.iter().position(|entry| &*entry.id == previous)? as u32;
    let form = markers::form(text);
    let agrees = writing.is_made_of(markers.yes, &form);
    if agrees || markers::holds(markers.no, &form) {
        return Some(agreement(section, previous, agrees, allowed));
    }
    let asks = text.trim_end().ends_with(['?', '？']) || markers::asks(&form, markers);
    if !asks && writing.contains(markers.courtesies, &form) {
        return None;
    }
    let matter = matter(section, alone.tokens);
    let shape = Shape::of(&form, &matter, markers);
    let prior = dependence(&shape);
    let clear = shape.matter >= 2 || (shape.matter == 1 && !shape.tied && !shape.points);
    if prior == 0.0 || (clear && alone.found.decision == Decision::Answer) {
        return None;
    }
    let near = surroundings(section, previous);
    let joint_text = joint_text(section, previous, &shape, markers);
    // without matter of its own a text can only be about what surrounds the entry before
    let reachable = |entry: u32| allowed(entry) && (shape.matter > 0 || near[entry as usize]);
    let core = section.read(&shape.core);
    let mut reading = section.read(&joint_text);
    reading.set_context(&core.units);
    let ranking = section.rank(&reading, &reachable, &|entry| near[entry as usize]);
    let known = if shape.matter > 0 { 1.0 - UNKNOWN_COST * f64::from(alone.evidence.unknown) } else { 1.0 };
    let joint = asked_alike(&ranking, probabilities(section, &ranking), core.asking);
    let own = if shape.tied { Some(by_itself(section, &shape.core, &reachable)) } else { None };
    // "it" is most of all what the answer before was about
    let pointed = |(entry, share): (u32, f64)| {
        (entry, if shape.points && entry == previous { share * POINTED_AT } else { share })
    };
    let joint = joint.into_iter().map(pointed).collect();
    let joint = agreed(own.as_ref().unwrap_or(&alone.found.candidates), joint, known, shape.matter);
    // "is parking free?" after an answer on delivery: an entry that says nothing of parking is hardly meant
    let strange = shape.matter > 0 && joint.first().is_some_and(|(entry, _)| lacks(section, *entry, &matter, markers));
    let prior = if strange && !shape.points { prior.min(STRANGE) } else { prior };
    let known = if strange { 1.0 - UNKNOWN_COST } else { 1.0 };
    let joint: Vec<(u32, f64)> = joint.into_iter().map(|(entry, share)| (entry, known * share)).collect();
    let (candidates, weight) = mix(&alone.found.candidates, &joint, prior);
    let evidence = if weight > 0.5 { ranking.evidence } else { alone.evidence };
    let probabilities: Vec<f64> = candidates.iter().map(|(_, probability)| *probability).collect();
    let decision = section.calibration.decide(&probabilities, &evidence);
    let tied = shape.tied || shape.points;
    let answered = candidates.first().map(|(entry, _)| *entry).filter(|_| decision == Decision::Answer);
    let helps = answered.is_some_and(|entry| entry != previous && tells_of_failure(section, entry));
    if !asks && !helps && refuses(section, text, &shape, alone) {
        return Some(Found { candidates, decision: Decision::None, tied, refused: true });
    }
    // where words are not parted, or change at their end, an entry may speak of the same in a longer word
    let bare = shape.matter == 0 && writing == Writing::Words && !helps;
    let strays = answered.is_some_and(|entry| bare && !is_of_subject(section, entry, previous, markers));
    let found = Found { candidates, decision, tied, refused: false };
    Some(if strays { beside(found, previous, allowed) } else { found })
}

/// A text with what the entry before is about: "and how much?" as a question of its own.
fn joint_text(section: &Section, previous: u32, shape: &Shape, markers: &Markers) -> String {
    let (writing, side) = (markers.writing, side(&shape.core, markers));
    let opens = writing == Writing::Words && writing.opening(markers.asks, &shape.core) > 0;
    let new_side = !side.is_empty() || opens;
    let subject = subject(section, previous, markers, !new_side);
    match writing {
        Writing::Run => format!("{subject}{} {side}", shape.core),
        _ => format!("{} {subject} {side}", shape.core),
    }
}

/// Whether a text only says that something does not work. That alone may look like a question for the jobs.
fn refuses(section: &Section, text: &str, shape: &Shape, alone: &Alone<'_>) -> bool {
    let first = alone.found.candidates.first();
    let by_itself = first.is_some_and(|(entry, _)| tells_of_failure(section, *entry));
    let complains = !shape.tied && shape.matter == 0 && says_it_fails(text);
    complains && !(by_itself && alone.found.decision == Decision::Answer)
}

/// The entries for a text by itself, with their probabilities.
fn by_itself(section: &Section, text: &str, allowed: &dyn Fn(u32) -> bool) -> Vec<(u32, f64)> {
    let ranking = section.rank(&section.read(text), allowed, &|_| false);
    probabilities(section, &ranking)
}

/// Ranked entries with their probabilities.
fn probabilities(section: &Section, ranking: &Ranking) -> Vec<(u32, f64)> {
    let scores = ranking.ranked.iter().map(|ranked| ranked.score);
    let probabilities = section.probabilities(&ranking.evidence, &ranking.odds(), scores);
    ranking.ranked.iter().map(|ranked| ranked.entry).zip(probabilities).collect()
}

/// Whether an entry is for those for whom something does not work, since some wording of it says so.
fn tells_of_failure(section: &Section, entry: u32) -> bool {
    section.entries[entry as usize].questions.iter().take(WORDINGS_READ).any(|wording| says_it_fails(&wording.text))
}

/// Ranked entries with their probabilities, of which more goes to those whose wordings ask for the same sort of thing as
/// `asked` where that tells: "how long does it take?" after a price is about the entry next to it that tells the time.
fn asked_alike(ranking: &Ranking, probabilities: Vec<(u32, f64)>, asked: Option<Asking>) -> Vec<(u32, f64)> {
    let tells = ranking.evidence.asking == asked && asked.is_some_and(Asking::is_special);
    if !tells {
        return probabilities;
    }
    let sum = |shares: &[(u32, f64)]| shares.iter().map(|(_, share)| share).sum::<f64>();
    let weighed = ranking.ranked.iter().zip(&probabilities).map(|(ranked, (entry, probability))| {
        (*entry, probability * ASKED_OTHERWISE.powf(f64::from(ranked.features.otherwise)))
    });
    let mut weighed: Vec<(u32, f64)> = weighed.collect();
    let scale = sum(&probabilities) / sum(&weighed).max(f64::MIN_POSITIVE);
    weighed.iter_mut().for_each(|(_, share)| *share *= scale);
    weighed
}

/// What was found, to be asked back, with the entry before beside the first.
fn beside(mut found: Found, previous: u32, allowed: &dyn Fn(u32) -> bool) -> Found {
    let candidates = &mut found.candidates;
    let given = GIVEN * candidates[0].1;
    candidates[0].1 *= KEPT;
    match candidates.iter_mut().find(|(entry, _)| *entry == previous) {
        Some((_, share)) => *share += given,
        None if allowed(previous) => candidates.push((previous, given)),
        None => {}
    }
    candidates.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    Found { decision: Decision::Choices, ..found }
}

/// What "yes" and "no" mean after an answer, which asked nothing: who agrees may want what the editor offers next, who
/// does not has to say what else.
fn agreement(section: &Section, previous: u32, agrees: bool, allowed: &dyn Fn(u32) -> bool) -> Found {
    let offered = &section.entries[previous as usize].follow_ups;
    let next = section.entries.iter().enumerate().filter(|(_, entry)| agrees && offered.contains(&entry.id));
    let mut next: Vec<u32> = next.map(|(at, _)| at as u32).filter(|entry| allowed(*entry)).collect();
    next.sort_by_key(|entry| offered.iter().position(|id| *id == section.entries[*entry as usize].id));
    let share = 0.5 / next.len().max(1) as f64;
    let decision = if next.is_empty() { Decision::None } else { Decision::Choices };
    Found { candidates: next.into_iter().map(|entry| (entry, share)).collect(), decision, tied: false, refused: false }
}

/// The words that entries use for the side of something that a text asks about: "how much" asks for costs.
fn side(core: &str, markers: &Markers) -> &'static str {
    let asked = markers.sides.iter().map(|(asked, words)| (markers.writing.longest(asked, core), *words));
    asked.max_by_key(|(length, _)| *length).filter(|(length, _)| *length > 0).map_or("", |(_, words)| words)
}

/// The joint reading's probabilities once what the text says by itself is heard, too: an entry that both speak for is
/// meant, so their probabilities are multiplied, each to a power. The sum stays the probability that the FAQ holds what is
/// asked, for which follow-ups have better odds than questions out of nothing.
fn agreed(alone: &[(u32, f64)], joint: Vec<(u32, f64)>, known: f64, matter: usize) -> Vec<(u32, f64)> {
    let sum: f64 = joint.iter().map(|(_, probability)| probability).sum::<f64>().min(0.999);
    let odds = FOLLOW_UP_ODDS * sum / (1.0 - sum);
    let whole = known * odds / (1.0 + odds);
    let (own, least) = OWN[usize::from(matter == 0)];
    let heard = |entry: u32| alone.iter().find(|(held, _)| *held == entry).map_or(0.0, |(_, share)| *share).max(least);
    let mut agreed: Vec<(u32, f64)> = joint
        .into_iter()
        .map(|(entry, probability)| (entry, probability.powf(JOINT_POWER) * heard(entry).powf(own)))
        .collect();
    let total: f64 = agreed.iter().map(|(_, share)| share).sum();
    agreed.iter_mut().for_each(|(_, share)| *share *= if total > 0.0 { whole / total } else { 0.0 });
    agreed.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    agreed
}

/// The mean of both readings, and the weight of the second.
fn mix(alone: &[(u32, f64)], joint: &[(u32, f64)], prior: f64) -> (Vec<(u32, f64)>, f64) {
    let best = |candidates: &[(u32, f64)]| candidates.first().map_or(0.0, |(_, probability)| *probability);
    let (by_joint, by_alone) = (prior * best(joint), (1.0 - prior) * best(alone));
    let weight = if by_joint > 0.0 { by_joint / (by_joint + by_alone) } else { 0.0 };
    let mut mixed: Vec<(u32, f64)> = joint.iter().map(|(entry, probability)| (*entry, weight * probability)).collect();
    for (entry, probability) in alone {
        let part = (1.0 - weight) * probability;
        match mixed.iter_mut().find(|(held, _)| held == entry) {
            Some((_, whole)) => *whole += part,
            None => mixed.push((*entry, part)),
        }
    }
    mixed.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    (mixed, weight)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{ask, entries, entry, index, now};
    use super::super::{Index, Question, SmallTalk, Verdict};
    use super::*;

    fn after(index: &Index, previous: &str, text: &str) -> Verdict {
        index.ask(&Question { text, lang: None, page: None, previous: Some(previous), now: now() })
    }

    fn first(verdict: &Verdict) -> String {
        verdict.candidates.first().map_or(String::new(), |first| format!("{} {}", first.entry.lang, first.entry.id))
    }

    #[test]
    fn what_cannot_stand_alone_goes_on_from_the_answer_before() {
        let index = index(entries());
        for (previous, text, id) in [
            ("delivery-time", "and how much?", "en delivery-cost"),
            ("delivery-cost", "how long does it take?", "en delivery-time"),
            ("refund", "why?", "en refund"),
            ("invoice", "can you explain that?", "en invoice"),
            ("delivery-time", "那运费呢？", "zh delivery-cost"),
            ("refund", "为什么", "zh refund"),
        ] {
            assert_eq!(first(&after(&index, previous, text)), id, "{text} after {previous}");
        }
    }

    #[test]
    fn a_bare_question_is_not_answered_with_an_entry_that_says_nothing_of_the_subject() {
        let mut all = entries();
        all.push(entry("en", "tuning", &["How do I book a tuning of my piano?", "piano tuning"], "Call us."));
        all.push(entry(
            "en",
            "lesson-price",
            &["How much is a lesson?", "how much does it cost", "price"],
            "20 euros.",
        ));
        let index = index(all);
        let asked = ask(&index, "how much does it cost?");
        assert_eq!((first(&asked), asked.decision), ("en lesson-price".into(), Decision::Answer));
        let later = after(&index, "tuning", "how much?");
        assert_eq!(later.decision, Decision::Choices, "{later:?}");
        let offered: Vec<String> = later.choices().map(|found| found.entry.id.to_string()).collect();
        assert!(offered.contains(&"lesson-price".to_owned()) && offered.contains(&"tuning".to_owned()), "{offered:?}");
        let later = after(&index, "delivery-time", "and how much?");
        assert_eq!(first(&later), "en delivery-cost", "{later:?}");
        assert!(later.confidence() > 0.8, "it is of the delivery: {later:?}");
    }

    #[test]
    fn a_clear_question_is_answered_as_without_a_conversation() {
        let index = index(entries());
        let told = |verdict: Verdict| -> Vec<(String, u64)> {
            let candidates = verdict.candidates.into_iter();
            candidates.map(|found| (found.entry.id.to_string(), found.confidence.to_bits())).collect()
        };
        for text in
            ["Where is my order?", "I want my money back", "What are your opening hours?", "如何申请退款", "运费是多少"]
        {
            let (alone, later) = (ask(&index, text), after(&index, "size-guide", text));
            assert_eq!((alone.decision, told(alone)), (later.decision, told(later)), "{text}");
        }
    }

    #[test]
    fn yes_and_no_answer_nothing_and_yes_offers_what_the_editor_put_next() {
        let mut entries = entries();
        entries[1].follow_ups = vec!["refund".into(), "order-status".into()];
        let index = index(entries);
        let yes = after(&index, "delivery-time", "yes, okay");
        assert_eq!((yes.decision, first(&yes).as_str(), yes.candidates.len()), (Decision::Choices, "en refund", 2));
        for (previous, text) in [("delivery-time", "no"), ("refund", "yes"), ("refund", "不是")] {
            let verdict = after(&index, previous, text);
            assert_eq!((verdict.decision, verdict.candidates.len()), (Decision::None, 0), "{text}");
        }
    }

    #[test]
    fn who_says_that_it_does_not_work_is_not_told_the_same_again() {
        let index = index(entries());
        for (previous, text) in [
            ("delivery-time", "it doesn't work"),
            ("order-status", "that doesn't work"),
            ("refund", "这样还是不行"),
            ("refund", "这个用不了"),
        ] {
            let verdict = after(&index, previous, text);
            assert!(verdict.answer().is_none(), "{text} after {previous}: {}", first(&verdict));
        }
        let refused = after(&index, "delivery-time", "it doesn't work");
        assert_eq!((refused.decision, refused.small_talk), (Decision::None, Some(SmallTalk::Refused)));
        let mut working = entries();
        working.push(super::super::sample::entry(
            "en",
            "jobs",
            &["Do you have work", "I want to work here"],
            "Write to us.",
        ));
        let refused = after(&super::super::sample::index(working), "delivery-time", "it doesn't work");
        assert_eq!(refused.small_talk, Some(SmallTalk::Refused), "the jobs are not meant: {}", first(&refused));
        let yet = after(&index, "delivery-time", "not yet");
        assert_ne!(yet.small_talk, Some(SmallTalk::Refused), "that is only an answer");
        assert!(after(&index, "delivery-time", "doesn't it work?").small_talk.is_none(), "that asks");
    }

    #[test]
    fn an_entry_that_is_gone_is_no_context() {
        let index = index(entries());
        assert_eq!(after(&index, "gone", "and how much?").confidence(), ask(&index, "and how much?").confidence());
    }

    #[test]
    fn less_matter_and_more_ties_make_a_text_more_dependent() {
        let english = markers::of("en").unwrap();
        let likely = |text: &str, matter: &[&str]| {
            let words: Vec<String> = matter.iter().map(|word| (*word).to_owned()).collect();
            dependence(&Shape::of(&markers::form(text), &words, english))
        };
        assert!(likely("and how much?", &[]) > likely("and for bikes?", &["bikes"]));
        assert!(likely("and for bikes?", &["bikes"]) > likely("do you sell bikes here", &["bikes"]));
        assert!(likely("how much does it cost?", &["cost"]) > 0.9, "costs are a side of anything");
        assert_eq!(likely("where can I buy a helmet", &["buy", "helmet"]), 0.0);
    }

    #[test]
    fn of_two_readings_the_one_that_explains_more_counts_more() {
        let (alone, joint) = ([(0, 0.9), (1, 0.05)], [(1, 0.8), (0, 0.1)]);
        let (even, weight) = mix(&alone, &joint, 0.5);
        assert!(weight < 0.5 && even[0].0 == 0);
        let (tied, weight) = mix(&alone, &joint, 0.95);
        assert!(weight > 0.9 && tied[0].0 == 1);
        assert!(tied.iter().map(|(_, probability)| probability).sum::<f64>() <= 1.0);
        assert_eq!(mix(&alone, &[], 0.9).0, alone);
    }
}

//! The whole FAQ, ready to be asked: which language a question is in, what is answered, and how sure.
//!
//! Invariant: an index is shared by reference, and nothing in it changes but what it is told of the site's questions; what
//! it answers depends on the catalog, the settings, that and the question alone. What it remembers makes it quicker and
//! changes no answer.

use super::analyze::Token;
use super::better::{better, is_better};
use super::context::{self, Alone, Found};
use super::courtesies;
use super::foreign;
use super::memory::{self, Bare, Home, Key, Memory, Placed, Seen};
use super::message::{self, Means};
use super::negation::Stated;
use super::second_look::{Contender, MOST_OFFERED};
use super::section::Section;
use super::share::{self, Heard};
use super::threads::Threads;
use super::{Candidate, Decision, Question, SearchError, Settings, SmallTalk, Verdict};
use crate::faq::Catalog;
use crate::text::{Lang, detect, identify, is_chinese};
use std::sync::{Arc, OnceLock};

/// The most candidates of a verdict.
const MOST_CANDIDATES: usize = MOST_OFFERED;
/// How sure a question is that is a wording or keyword of exactly one entry.
pub const EXACT: f64 = 0.99;

/// What a question that is one of the FAQ's wordings looks like.
const SURELY: Heard = Heard { right: EXACT, held: 6.0, lead: None };

/// The index of a catalog.
pub struct Index {
    pub(super) sections: Vec<Section>,
    /// `untranslated[one][other]`: for each entry of section `one`, whether section `other` lacks its id.
    pub(super) untranslated: Vec<Vec<Vec<bool>>>,
    default_lang: Lang,
    /// The budget of wrong answers, 0 to 1.
    pub(super) wrong_rate: f64,
    memory: Option<Box<Memory>>,
}

impl Index {
    /// Builds the index. Takes a processor for up to some seconds: not for a thread that serves requests.
    ///
    /// # Errors
    /// Only if tantivy runs out of memory.
    pub fn build(catalog: Arc<Catalog>, settings: &Settings) -> Result<Self, SearchError> {
        Self::build_on(Threads::available(), &catalog, settings)
    }

    /// Builds the index on some threads, their number without effect on it.
    fn build_on(threads: Threads, catalog: &Catalog, settings: &Settings) -> Result<Self, SearchError> {
        let langs = catalog.langs();
        let each = threads.each_of(langs.len());
        let sections = threads
            .map(&langs, |lang| Section::new(catalog, lang, settings.wrong_rate, each))
            .into_iter()
            .collect::<Result<Vec<_>, _>>()?;
        let lacks = |one: &Section, other: &Section| -> Vec<bool> {
            if one.lang == other.lang {
                return Vec::new();
            }
            one.entries.iter().map(|entry| catalog.get(&other.lang, &entry.id).is_none()).collect()
        };
        let untranslated =
            sections.iter().map(|one| sections.iter().map(|other| lacks(one, other)).collect()).collect();
        Ok(Self {
            sections,
            untranslated,
            default_lang: settings.default_lang.clone(),
            wrong_rate: settings.wrong_rate,
            memory: None,
        })
    }

    /// The same index, which remembers what it is asked: for visitors, who ask the same over and over.
    pub fn remembering(self) -> Self {
        Self { memory: Some(Box::default()), ..self }
    }

    /// Learns from questions of the site's visitors how many the FAQ does not hold, and from which confidence on answers
    /// keep the budget of wrong ones. Replaces what was learned before.
    pub fn learn(&self, heard: &[Heard]) {
        for section in &self.sections {
            section.calibration.follow(&section.calibration.learn(heard));
        }
    }

    /// The share of the site's questions that the FAQ is thought not to hold.
    pub fn share(&self) -> f64 {
        self.sections.first().map_or(share::ASSUMED, |section| section.calibration.share())
    }

    /// The confidence from which on an answer is given, in each language.
    pub fn thresholds(&self) -> impl Iterator<Item = (&Lang, f64)> {
        self.sections.iter().map(|section| (&section.lang, section.calibration.threshold()))
    }

    /// Answers a question.
    pub fn ask(&self, question: &Question) -> Verdict {
        self.ask_politely(question).0
    }

    /// Answers a question, and tells what of it was looked up if it was not the whole.
    pub(super) fn ask_politely(&self, question: &Question) -> (Verdict, Option<Box<str>>) {
        let Some(Placed { home, plain, bare }) = self.placed(question) else {
            return (Verdict::nothing(self.default_lang.clone()), None);
        };
        let whole = self.ask_message(&home, plain, question);
        let (verdict, text) = match bare {
            Some(Bare { text, plain, asks }) => {
                let bare = self.ask_message(&home, plain, &Question { text: &text, ..question.clone() });
                if is_better(&bare, &whole, asks) { (bare, Some(text)) } else { (whole, None) }
            }
            None => (whole, None),
        };
        // whoever only says hello need not be told in which languages there are answers
        let talk = verdict.answer().is_some_and(|entry| entry.small_talk);
        self.talk(question, Verdict { foreign: home.foreign.filter(|_| !talk), ..verdict }, text)
    }

    /// Answers a message in the section of its language.
    fn ask_message(&self, home: &Home, plain: bool, question: &Question) -> Verdict {
        if plain {
            return self.ask_at(home, question);
        }
        let section = &self.sections[home.at];
        let stands = |part: &str| context::stands_alone(section, part);
        let (primary, threshold) = (section.lang.primary(), section.calibration.threshold());
        let ask = |part: &Question| self.ask_at(home, part);
        message::ask(question, &Means { primary, stands: &stands, ask: &ask, threshold })
    }

    /// Answers a question, or a part of one, in the section of its language.
    fn ask_at(&self, home: &Home, question: &Question) -> Verdict {
        let section = &self.sections[home.at];
        let home = &self.read_in(home, question);
        let mut verdict = self.ask_section(home.at, home, question);
        // what follows on an answer is looked for where that answer is, and "yes" is no question in any language
        let agrees = || question.previous.is_some() && context::is_agreement(section, question.text);
        let answers = verdict.decision == Decision::Answer || verdict.small_talk.is_some();
        if !answers && self.sections.len() > 1 && !agrees() {
            let question = &Question { previous: None, ..question.clone() };
            for other in (0..self.sections.len()).filter(|other| *other != home.at) {
                if self.untranslated[other][home.at].contains(&true) {
                    verdict = better(verdict, self.ask_section(other, home, question));
                }
            }
        }
        // "and …?" is about what was answered before, and small talk about nothing
        let asks = verdict.decision == Decision::None && !verdict.tied && verdict.small_talk.is_none() && !agrees();
        if let Some(candidates) = if asks { self.look_again(home, question) } else { None } {
            verdict = Verdict { decision: Decision::Choices, candidates, second_look: true, ..verdict };
        }
        verdict.lang = section.lang.clone();
        verdict.candidates.truncate(MOST_CANDIDATES);
        verdict
    }

    /// What may be offered to a question all the same for which nothing was found in any section: entries in its own
    /// language, by a second look. Of a question in a language that the FAQ lacks, leanings have had their say.
    fn look_again(&self, home: &Home, question: &Question) -> Option<Vec<Candidate>> {
        if home.foreign.is_some() {
            return None;
        }
        let section = &self.sections[home.at];
        let seen = self.see(home.at, home, question);
        let scores = seen.ranked.iter().map(|contender| contender.score);
        let probabilities = section.probabilities(&seen.evidence, &seen.odds, scores);
        let allowed = |entry: u32| self.allows(home.at, home, entry, question);
        let preferred = |entry: u32| section.prefers(entry, question.page);
        let by_leanings = || section.lean_again(question.text, &allowed, &preferred);
        let by_leanings = || seen.by_leanings.get_or_init(by_leanings).clone();
        let offer = section.look_again(&seen, &probabilities).or_else(by_leanings)?;
        let candidate = |(at, confidence)| Candidate { entry: section.entries[at as usize].clone(), confidence };
        Some(offer.into_iter().map(candidate).collect())
    }

    /// A question's home without its language where the FAQ has none of that but finds more by the words as they stand: a
    /// text of two languages, or one of names.
    pub(super) fn read_in(&self, home: &Home, question: &Question) -> Home {
        let plain = Home { at: home.at, foreign: None };
        if home.foreign.is_none() {
            return plain;
        }
        let [own, read] = [&plain, home].map(|home| self.ask_section(home.at, home, question));
        let is_own = match own.decision {
            Decision::Answer => true,
            Decision::Choices => own.confidence() >= read.confidence(),
            Decision::None => false,
        };
        if is_own { plain } else { home.clone() }
    }

    /// The section in which a question is matched: that of its own language where it is clear, else of the visitor's,
    /// else the site's, else the first.
    pub(super) fn home(&self, question: &Question) -> Option<Home> {
        self.place(question).map(|(at, foreign)| Home { at, foreign })
    }

    /// Where a question is matched, as it was found before or is found now.
    fn placed(&self, question: &Question) -> Option<Placed> {
        let find = || {
            let home = self.home(question)?;
            let primary = self.sections[home.at].lang.primary();
            let plain = |text: &str| message::is_plain(text, primary);
            let bare = self.bare(home.at, question.text).map(|text| Bare {
                text: text.into(),
                plain: plain(text),
                asks: message::asks(text, primary),
            });
            Some(Placed { home, plain: plain(question.text), bare })
        };
        match (&self.memory, memory::form(question.text)) {
            (Some(memory), Some(text)) => memory.place(question.lang, text, find),
            _ => find(),
        }
    }

    /// A text without the courtesies around it; `None` where there are none, nothing else is in it, or the FAQ has a wording
    /// that is just so.
    fn bare<'a>(&self, home: usize, text: &'a str) -> Option<&'a str> {
        let section = &self.sections[home];
        let bare = courtesies::without(text, section.lang.primary());
        let asks = || context::has_matter(section, bare) && section.exact(text, &section.read(text)).is_empty();
        (bare.len() < text.len() && asks()).then_some(bare)
    }

    /// The section in which a question is matched, and its language where that is clear and no section serves it: then
    /// it is matched in the site's own.
    fn place(&self, question: &Question) -> Option<(usize, Option<Lang>)> {
        let langs: Vec<Lang> = self.sections.iter().map(|section| section.lang.clone()).collect();
        let place = |lang: &Lang| langs.iter().position(|offered| offered == lang);
        let serving = |lang: &Lang| lang.best_of(&langs).and_then(place);
        let default = serving(&self.default_lang).or(if langs.is_empty() { None } else { Some(0) })?;
        let hinted = question.lang.and_then(serving);
        // A hint names the variant as well: a text found to be Chinese is matched in the visitor's kind of Chinese.
        let variant = |found: Lang| match question.lang {
            Some(hint) if hint.primary() == found.primary() => hint.clone(),
            _ => found,
        };
        let found = detect(question.text, &langs).map(variant).as_ref().and_then(serving);
        let guess = found.or_else(|| self.knowing(question, hinted)).or(hinted).unwrap_or(default);
        if let Some(chinese) = self.spelled_in(question.text, guess) {
            return Some((chinese, None));
        }
        let foreign = identify(question.text)
            .filter(|_| !self.is_familiar(question.text))
            .or_else(|| self.is_strange(question.text).then(|| foreign::asked_in(question.text)).flatten())
            .map(variant)
            .filter(|clear| serving(clear).is_none())
            // Chinese characters alone may be Japanese where that is what there is.
            .filter(|clear| clear.primary() != "zh" || found.is_none() || is_chinese(question.text));
        Some((if foreign.is_some() { default } else { guess }, foreign))
    }

    /// The one section that knows the words of a text which does not say its language. Two words at least overrule a
    /// hint: one may be the name of a product.
    fn knowing(&self, question: &Question, hinted: Option<usize>) -> Option<usize> {
        let known = |section: &Section| -> (usize, usize) {
            let tokens = section.analyzer.tokens(question.text);
            let matter: Vec<_> = tokens.iter().filter(|token| !token.stop && !token.unspaced).collect();
            (matter.iter().filter(|token| section.language.spelling.holds(token)).count(), matter.len())
        };
        let least = if hinted.is_some() { 2 } else { 1 };
        let counts: Vec<(usize, usize)> = self.sections.iter().map(known).collect();
        let mut knowing = (0..counts.len()).filter(|at| counts[*at].0 > 0);
        let only = knowing.next().filter(|_| knowing.next().is_none())?;
        let (count, all) = counts[only];
        (count == all && count >= least).then_some(only)
    }

    /// Whether more than half of a text's words are words of some section's language: then it is in that section's language,
    /// whatever it looks like.
    pub(super) fn is_familiar(&self, text: &str) -> bool {
        self.sections.iter().any(|section| section.known(text) > 0.5)
    }

    /// Whether most of a text's words are words of no section's language, as far as that can be told: of each it is known
    /// what customers ask with.
    fn is_strange(&self, text: &str) -> bool {
        self.sections.iter().all(|section| section.language.concepts.is_some() && section.known(text) < 0.5)
    }

    /// Letters that no other language knows may spell Chinese: `tuikuan` asks for 退款.
    fn spelled_in(&self, text: &str, found: usize) -> Option<usize> {
        let chinese = self.sections.iter().position(|section| section.lang.primary() == "zh")?;
        if chinese == found || text.len() > 200 {
            return None;
        }
        let (own, spelling) = (&self.sections[found], &self.sections[chinese].language.spelling);
        let tokens = own.analyzer.tokens(text);
        let words: Vec<&str> = tokens.iter().map(|token| token.raw.as_str()).collect();
        let is_own = |token: &&Token| own.language.spelling.is_word(token);
        if tokens.iter().any(|token| token.unspaced || own.language.spelling.knows(&token.raw))
            || 2 * tokens.iter().filter(is_own).count() > tokens.len()
        {
            return None;
        }
        // a single character has too many words of other languages that sound like it
        spelling.spelled(&words).iter().any(|text| text.chars().nth(1).is_some()).then_some(chinese)
    }

    /// What a text is found to be in section `at`, for a question of section `home`, before what the index has learned comes
    /// in.
    fn see(&self, at: usize, home: &Home, question: &Question) -> Arc<Seen> {
        let section = &self.sections[at];
        let foreign = home.foreign.as_ref();
        let find = || {
            let allowed = |entry: u32| self.allows(at, home, entry, question);
            let reading = section.read_from(foreign, question.text);
            let ranking = section.rank(&reading, &allowed, &|entry| section.prefers(entry, question.page));
            let exact = section.exact(question.text, &reading).iter().copied().filter(|entry| allowed(*entry));
            Seen {
                exact: exact.collect(),
                ranked: ranking.ranked.iter().map(Contender::of).collect(),
                evidence: ranking.evidence,
                odds: ranking.odds(),
                free: context::is_free(section, question.text, &reading.tokens),
                tokens: reading.tokens,
                by_leanings: OnceLock::new(),
            }
        };
        match (&self.memory, memory::form(question.text)) {
            (Some(memory), Some(text)) => {
                let (season, preferred) = (section.season(question.now), section.preferred(question.page));
                let (section, foreign) = ((at as u16, home.at as u16), foreign.cloned());
                memory.seen(Key { section, season, preferred, foreign, text }, find)
            }
            _ => Arc::new(find()),
        }
    }

    /// Whether an entry of section `at` may be the answer to a question of section `home`.
    pub(super) fn allows(&self, at: usize, home: &Home, entry: u32, question: &Question) -> bool {
        let section = &self.sections[at];
        // small talk is told in every language by itself
        let talks = home.foreign.is_some() && section.entries[entry as usize].small_talk;
        let stands_in = || self.untranslated[at][home.at][entry as usize];
        !talks && (at == home.at || stands_in()) && section.serves(entry, question.now)
    }

    pub(super) fn ask_section(&self, at: usize, home: &Home, question: &Question) -> Verdict {
        let section = &self.sections[at];
        let seen = self.see(at, home, question);
        let Seen { tokens, ranked, evidence, odds, exact, free, .. } = &*seen;
        let probabilities = section.probabilities(evidence, odds, ranked.iter().map(|contender| contender.score));
        let mut candidates: Vec<_> = ranked.iter().map(|one| one.entry).zip(probabilities.iter().copied()).collect();
        let decision = match exact.len() {
            0 => section.calibration.decide(&probabilities, evidence),
            same => {
                put_first(&mut candidates, exact);
                if same == 1 { Decision::Answer } else { Decision::Choices }
            }
        };
        let looks = || section.hear(evidence, odds).filter(|_| !ranked.is_empty());
        let mut heard = if exact.is_empty() { looks() } else { Some(SURELY) };
        let mut found = Found { candidates, decision, tied: false, refused: false };
        if let Some(previous) = question.previous.filter(|_| exact.is_empty() && !free) {
            let alone = Alone { found: &found, evidence: *evidence, tokens };
            let allowed = |entry: u32| self.allows(at, home, entry, question);
            if let Some(gone_on) = context::go_on(section, question.text, previous, &alone, &allowed) {
                // what it looks like by itself says nothing about what was meant
                (found, heard) = (gone_on, None);
            }
        }
        // courtesies are no questions that a FAQ could lack
        let talk = found.candidates.first().is_some_and(|(entry, _)| section.entries[*entry as usize].small_talk);
        let heard = heard.filter(|_| !talk);
        let Found { candidates, mut decision, tied, refused } = found;
        // "I don't want to cancel" shares all its matter with "I want to cancel"
        if let (Decision::Answer, 0, Some(stated)) = (decision, exact.len(), Stated::of(question.text)) {
            let is_for = |(entry, _): &(u32, f64)| section.is_for_stated(*entry, stated, question.text);
            if !candidates.first().is_some_and(is_for) {
                decision = Decision::Choices;
            }
        }
        let entry = |at: u32| section.entries[at as usize].clone();
        let candidate = |(at, confidence)| Candidate { entry: entry(at), confidence };
        let candidates = candidates.into_iter().take(MOST_CANDIDATES).map(candidate).collect();
        let small_talk = refused.then_some(SmallTalk::Refused);
        let nothing = Verdict::nothing(section.lang.clone());
        Verdict { decision, candidates, heard, tied, small_talk, ..nothing }
    }
}

/// Puts the entries whose very words were asked before all others and leaves those what is left of certainty.
fn put_first(candidates: &mut Vec<(u32, f64)>, exact: &[u32]) {
    candidates.retain(|(entry, _)| !exact.contains(entry));
    let rest: f64 = candidates.iter().map(|(_, probability)| probability).sum();
    for (_, probability) in candidates.iter_mut() {
        *probability *= (1.0 - EXACT) / rest.max(1.0 - EXACT);
    }
    let each = EXACT / exact.len() as f64;
    candidates.splice(0..0, exact.iter().map(|entry| (*entry, each)));
}

#[cfg(test)]
mod tests;

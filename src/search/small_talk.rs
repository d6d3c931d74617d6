//! Messages that are nothing but small talk: "hi there", "ok got it, thanks", "no, that did not help", "are you a bot?".
//! They ask for nothing that a FAQ could lack, so that "I don't know" is no answer to them, and an entry that happens to
//! share a word with them ("fixed, thanks") is none either.
//!
//! Invariant: a message is small talk only if all of it is phrases of the lists, and "solved?" is a question; what the site
//! itself has written for it goes before what Deskbell says.

use super::context;
use super::courtesies::{self, Form};
use super::index::Index;
use super::memory::Home;
use super::{Decision, Question, Verdict};
use crate::text::Lang;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The list of what is said in any language.
const ANY: &str = "any";

/// The lists: sections of phrases parted by `|`. The first phrase of a section stands for it in front of the FAQ, and the
/// first [`USUAL`] are known on sites in other languages, too. A section whose name ends with a comma has phrases that stand
/// between signs: "no, gracias" and not "no lo conseguí"; in one whose name ends with a question mark they may be asked:
/// "now what?".
const LISTS: [(&str, &str); 12] = [
    (ANY, include_str!("small_talk/any.txt")),
    ("en", include_str!("small_talk/en.txt")),
    ("zh", include_str!("small_talk/zh.txt")),
    ("de", include_str!("small_talk/de.txt")),
    ("fr", include_str!("small_talk/fr.txt")),
    ("es", include_str!("small_talk/es.txt")),
    ("pt", include_str!("small_talk/pt.txt")),
    ("it", include_str!("small_talk/it.txt")),
    ("nl", include_str!("small_talk/nl.txt")),
    ("ru", include_str!("small_talk/ru.txt")),
    ("ja", include_str!("small_talk/ja.txt")),
    ("ko", include_str!("small_talk/ko.txt")),
];

/// Words of a message at most; a longer one tells something.
const MOST_WORDS: usize = 40;

/// Phrases of a section that are clear enough to be all that is said in a language which the site does not have.
const USUAL: usize = 3;

/// What is sent without a word: the signs and what they say.
const SIGNS: [(&str, SmallTalk); 4] = [
    ("👋🤝", SmallTalk::Greeting),
    ("🙏💐🌹🌷❤💕💖💗💙💚💛🧡💜🥰😍😘🤗💯🎉🥳👏🙌⭐🌟✨", SmallTalk::Thanks),
    ("👍👌✅✔🆗🙂😊😀😃😄😁😆😅😂🤣☺😉😎😇😌🙃😋😜👀🤔🫡💪🤞", SmallTalk::Noted),
    ("👎🙁☹😕😞😟😔😢😭😠😡🤬😤🙄", SmallTalk::Refused),
];

/// A kind of small talk; of several in a message the one that comes last here is the message's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SmallTalk {
    /// "No", by itself: to "did that help?".
    No,
    /// "Ok, I see": nothing is wanted.
    Noted,
    /// "Good morning".
    Greeting,
    /// "Thank you, that helped".
    Thanks,
    /// "That is all, bye".
    Farewell,
    /// "Can you help me?", without saying with what.
    Help,
    /// "That is not what I asked".
    Refused,
    /// "Are you a bot?"
    Bot,
}

impl SmallTalk {
    /// As it is named in JSON and in the lists.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Noted => "noted",
            Self::Greeting => "greeting",
            Self::Help => "help",
            Self::Thanks => "thanks",
            Self::Farewell => "farewell",
            Self::Refused => "refused",
            Self::Bot => "bot",
        }
    }

    fn named(name: &str) -> Option<Self> {
        use SmallTalk::*;
        [No, Noted, Greeting, Help, Thanks, Farewell, Refused, Bot].into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether nobody who says this, in several words, asks for anything, whatever the FAQ has that looks like it.
    fn is_sure(self) -> bool {
        matches!(self, Self::Greeting | Self::Thanks | Self::Farewell | Self::Refused)
    }

    /// Whether it can be asked: "are you there?". With the others who puts a question mark asks of the matter: "solved?"
    fn is_asked(self) -> bool {
        matches!(self, Self::Greeting | Self::Help | Self::Bot)
    }
}

/// A phrase of a list; without a kind it stands around others and says nothing by itself.
struct Phrase {
    words: Vec<String>,
    kind: Option<SmallTalk>,
    /// Whether it must stand between signs.
    parted: bool,
    /// Whether it is one of the first of its section.
    usual: bool,
    /// Whether it can be asked.
    asked: bool,
}

/// A section of a list.
#[derive(Clone, Copy, Default)]
struct Part {
    kind: Option<SmallTalk>,
    between: bool,
    asked: bool,
}

/// The phrases of a language.
#[derive(Default)]
struct Phrases {
    by_word: HashMap<String, Vec<Phrase>>,
    /// The first phrase of each kind.
    first: HashMap<SmallTalk, &'static str>,
}

static PHRASES: LazyLock<HashMap<&'static str, Phrases>> =
    LazyLock::new(|| LISTS.into_iter().map(|(lang, list)| (lang, Phrases::new(list))).collect());

impl Phrases {
    fn new(list: &'static str) -> Self {
        let mut phrases = Self::default();
        let (mut part, mut place) = (Part::default(), 0);
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                let kind = SmallTalk::named(name.trim_end_matches([',', '?']));
                let asked = name.ends_with('?') || kind.is_some_and(SmallTalk::is_asked);
                (part, place) = (Part { kind, between: name.ends_with(','), asked }, 0);
                continue;
            }
            for text in line.split('|') {
                phrases.add(text, part, place < USUAL);
                place += 1;
            }
        }
        phrases
    }

    fn add(&mut self, text: &'static str, part: Part, usual: bool) {
        let Part { kind, between, asked } = part;
        let forms = courtesies::forms(text);
        let Some(first) = forms.first() else { return };
        // one character means too much to be taken out of the middle: 早 of 太早了
        let kana = |form: &Form| form.text.chars().all(|letter| matches!(letter, '\u{3040}'..='\u{30FF}'));
        let short = if forms.iter().all(kana) { 2 } else { 1 };
        let parted = between || (kind.is_some() && first.unspaced && forms.len() <= short);
        let by_word = self.by_word.entry(first.text.clone()).or_default();
        if let Some(kind) = kind {
            self.first.entry(kind).or_insert(text);
        }
        let words = forms.into_iter().map(|form| form.text).collect();
        by_word.push(Phrase { words, kind, parted, usual, asked });
    }
}

/// A message laid out with phrases, up to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Laid {
    /// How many phrases: the fewer, the surer.
    count: usize,
    /// The kind that counts most.
    kind: Option<SmallTalk>,
    /// Whether a phrase among them says nothing by itself.
    around: bool,
    /// Whether it is one phrase that anybody knows.
    usual: bool,
    /// Whether the last phrase with a kind can be asked.
    askable: bool,
    /// Whether the last one is a "no" without a sign behind it, which turns round what comes next unless that refuses, too.
    turns: bool,
}

impl Laid {
    const NOTHING: Self = Self { count: 0, kind: None, around: false, usual: false, askable: false, turns: false };

    /// With one more phrase, behind which there is a sign or not.
    fn with(self, phrase: &Phrase, signed: bool) -> Self {
        Self {
            count: self.count + 1,
            kind: self.kind.max(phrase.kind),
            around: self.around || phrase.kind.is_none(),
            usual: self.count == 0 && phrase.usual && phrase.kind.is_some(),
            askable: if phrase.kind.is_some() { phrase.asked } else { self.askable },
            turns: phrase.kind == Some(SmallTalk::No) && phrase.parted && !signed,
        }
    }

    fn is_better_than(&self, other: &Self) -> bool {
        self.count < other.count || (self.count == other.count && self.kind > other.kind)
    }

    /// The kind of the whole. "Yes" with anything beside it may be an answer: "yes, for today".
    fn whole(self) -> Option<SmallTalk> {
        self.kind.filter(|kind| !self.around || *kind > SmallTalk::Noted)
    }
}

/// What a message is, where it is nothing but phrases of these lists.
fn lay_out(words: &[Form], lists: &[&Phrases]) -> Option<Laid> {
    let opens = |at: usize| words.get(at).is_none_or(|word| word.opens);
    let mut laid: Vec<Option<Laid>> = vec![None; words.len() + 1];
    laid[0] = Some(Laid::NOTHING);
    for start in 0..words.len() {
        let Some(before) = laid[start] else { continue };
        let phrases = lists.iter().filter_map(|list| list.by_word.get(&words[start].text)).flatten();
        for phrase in phrases {
            let end = start + phrase.words.len();
            let fits =
                end <= words.len() && phrase.words.iter().zip(&words[start..]).all(|(one, other)| *one == other.text);
            let refuses = phrase.kind == Some(SmallTalk::Refused);
            if !fits || (phrase.parted && !opens(start)) || (before.turns && !refuses) {
                continue;
            }
            let next = before.with(phrase, opens(end));
            let cut = phrase.parted && !opens(end) && !next.turns;
            if cut || (words[end - 1].asked && !next.askable) {
                continue;
            }
            if laid[end].is_none_or(|held| next.is_better_than(&held)) {
                laid[end] = Some(next);
            }
        }
    }
    laid[words.len()].filter(|laid| laid.whole().is_some())
}

/// What signs without words say; `None` where one of them is no sign of these.
fn signed(text: &str) -> Option<SmallTalk> {
    // the colour of a hand says nothing
    let is_bare = |sign: &char| !sign.is_whitespace() && !matches!(*sign as u32, 0x1F3FB..=0x1F3FF | 0xFE0F | 0x200D);
    let kinds: Option<Vec<SmallTalk>> = text
        .chars()
        .filter(is_bare)
        .map(|sign| SIGNS.iter().find(|(signs, _)| signs.contains(sign)).map(|(_, kind)| *kind))
        .collect();
    kinds?.into_iter().max()
}

/// What small talk a message is, and in which language, by its primary tag; `None` where it is none, or not that alone.
/// Signs, and what is said in any language, are of the language that the message is thought to be in.
pub fn of(text: &str, primary: &str) -> Option<(SmallTalk, &'static str)> {
    let own = LISTS.iter().map(|(lang, _)| *lang).find(|lang| *lang == primary).unwrap_or(ANY);
    let words = courtesies::forms(text);
    if words.is_empty() {
        return signed(text).map(|kind| (kind, own));
    }
    if words.len() > MOST_WORDS {
        return None;
    }
    let said = |lang: &'static str| {
        if lang == own
            && let Some(kind) = lay_out(&words, &[&PHRASES[own]]).and_then(Laid::whole)
        {
            return Some((kind, own));
        }
        let laid = lay_out(&words, &[&PHRASES[ANY], &PHRASES[lang]])?;
        let kind = laid.whole()?;
        let spoken = if lang == own { ANY } else { lang };
        (lang == own || laid.usual || is_clear(&words, lang)).then_some((kind, spoken))
    };
    let others = LISTS.iter().map(|(lang, _)| *lang).filter(|lang| *lang != own);
    std::iter::once(own).chain(others).find_map(said)
}

/// Whether words are enough to be of a language that is not the site's: 以上 is Japanese for "that is all" and Chinese for
/// "or more".
fn is_clear(words: &[Form], lang: &str) -> bool {
    let kana = |form: &Form| form.text.chars().any(|letter| matches!(letter, '\u{3040}'..='\u{30FF}'));
    match lang {
        "ja" => words.len() > 2 && words.iter().any(kana),
        _ => words.len() > if words[0].unspaced { 2 } else { 1 },
    }
}

impl Index {
    /// What is said to a message that is nothing but small talk: what the FAQ has for its kind, or else nothing but the
    /// kind. Any other verdict stays as it is. `looked_up` is what was, where it was not the whole message.
    pub(super) fn talk(
        &self,
        question: &Question,
        verdict: Verdict,
        looked_up: Option<Box<str>>,
    ) -> (Verdict, Option<Box<str>>) {
        let home = self.sections.iter().position(|section| section.lang == verdict.lang);
        let Some((home, section)) = home.map(|home| (home, &self.sections[home])) else { return (verdict, looked_up) };
        let Some((kind, spoken)) = of(question.text, section.lang.primary()) else { return (verdict, looked_up) };
        if self.has_own(kind, question, looked_up.as_deref(), &verdict) {
            return (verdict, looked_up);
        }
        let native = spoken == section.lang.primary();
        let is_home = native || spoken == ANY;
        if is_home {
            if let Some((own, plain)) = self.own_words(home, kind, question, &verdict) {
                return (own, Some(plain.into()));
            }
        } else if self.is_familiar(question.text) {
            // "legal" is "all right" in Portuguese, and no Portuguese in English
            return (verdict, looked_up);
        }
        // "yes" to an answer asks for what the editor put next to it
        let goes_on = question.previous.is_some()
            && verdict.decision == Decision::Choices
            && context::is_agreement(section, question.text);
        let spoken = Lang::parse(spoken).filter(|_| !is_home);
        let serving = |lang: &Lang| self.sections.iter().find(|section| section.lang.primary() == lang.primary());
        let served = spoken.as_ref().and_then(serving).map(|section| section.lang.clone());
        let verdict = Verdict {
            decision: if goes_on { Decision::Choices } else { Decision::None },
            small_talk: Some(kind),
            lang: served.clone().unwrap_or(verdict.lang),
            // "prima" is Italian, and what anybody says in German
            foreign: if served.is_some() || native { None } else { verdict.foreign.or(spoken) },
            heard: None,
            second: None,
            second_look: false,
            ..verdict
        };
        (verdict, None)
    }

    /// Whether the FAQ answers this itself.
    fn has_own(&self, kind: SmallTalk, question: &Question, looked_up: Option<&str>, verdict: &Verdict) -> bool {
        // a wording behind a greeting is one still; before thanks it tells why: "fixed, thanks"
        let bare = looked_up.filter(|_| !matches!(kind, SmallTalk::Thanks | SmallTalk::Farewell));
        let is_verbatim = |text: &str| self.sections.iter().any(|section| section.is_verbatim(text));
        if is_verbatim(question.text) || bare.is_some_and(is_verbatim) {
            return true;
        }
        let Some(answer) = verdict.answer() else { return false };
        if answer.small_talk {
            // "that helped" is no answer to "that did not help"
            return kind != SmallTalk::Refused;
        }
        // one word may be the name of a product; nobody who says "sorry about that" wants to read the same again, and what
        // is found only because of what was said before is not what the words mean
        let is_word = courtesies::forms(question.text).len() == 1 && kind != SmallTalk::Refused;
        let means = || self.ask(&Question { previous: None, ..question.clone() }).answer().is_some();
        (is_word || !kind.is_sure())
            && question.previous != Some(&*answer.id)
            && (question.previous.is_none() || means())
    }

    /// The FAQ's answer to the plainest words of a kind, where it surely is one to the kind. "Ok" says too little to be
    /// answered like any other: it may be laughter.
    fn own_words(
        &self,
        at: usize,
        kind: SmallTalk,
        question: &Question,
        verdict: &Verdict,
    ) -> Option<(Verdict, &'static str)> {
        if matches!(kind, SmallTalk::No | SmallTalk::Noted) {
            return None;
        }
        let section = &self.sections[at];
        let plain = *PHRASES.get(section.lang.primary())?.first.get(&kind)?;
        let own = self.ask_section(
            at,
            &Home { at, foreign: None },
            &Question { text: plain, previous: None, ..question.clone() },
        );
        let answer = own.answer()?;
        let same = verdict.answer().is_some_and(|found| found.id == answer.id);
        // an entry about help is no answer to "that did not help", however surely both are found to be about it
        let says = match kind {
            SmallTalk::Refused => false,
            SmallTalk::Help => answer.small_talk,
            _ => answer.small_talk || same,
        };
        (says || section.is_verbatim(plain)).then_some((Verdict { heard: None, ..own }, plain))
    }
}

#[cfg(test)]
mod tests;

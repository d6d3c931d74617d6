//! What visitors mean beside their question: that they want a person, and that they are angry.
//!
//! Invariant: a match is a whole phrase of a table, never a likeness, since a wrong one takes a question away from who
//! can answer it. Every table is tried, because words in the wrong language are words all the same.

mod anger;
mod heads;
mod person;
#[cfg(test)]
mod tests;

use crate::text::canonical;
use heads::Heads;
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Characters of a message that are looked at: who wants a person says so at once, and a longer text is a story.
const LOOKED_AT: usize = 600;
/// Letters of a shout at least: a shorter one is an article number or an abbreviation.
const SHOUTED_LETTERS: usize = 12;
/// Words of a shout at least.
const SHOUTED_WORDS: usize = 3;

/// Signs between two clauses.
const BREAKS: &str = ".!?;,:\n()…。！？；，：、～¡¿—–";

/// What tells a wish in one language, or several that write alike.
///
/// A phrase is a row of slots. A slot holds what may stand there, separated by `|`; one that begins with `?` may be left
/// out. `^` and `$` are the beginning and the end of a clause. In a language with spaces every alternative is a word, or
/// several joined by `_`; in one without, a run of characters.
struct Table {
    /// Whether the language puts spaces between words.
    spaced: bool,
    /// What says nothing at either end of a clause: "please", "hello".
    fillers: &'static str,
    /// What means a person if nothing else is said.
    bare: &'static [&'static str],
    /// Phrases that ask for a person.
    phrases: &'static [&'static str],
    /// Phrases that do so by refusing the machine.
    refusals: &'static [&'static str],
    /// What turns a phrase into its opposite, before it.
    negations: &'static str,
    /// What shows that a clause is about something else.
    blocked: &'static str,
}

/// A table with its phrases cut into slots.
struct Ready {
    spaced: bool,
    fillers: Vec<String>,
    bare: Vec<Vec<Slot>>,
    phrases: Vec<Vec<Slot>>,
    refusals: Vec<Vec<Slot>>,
    negations: Vec<String>,
    blocked: Vec<String>,
}

enum Slot {
    Start,
    End,
    Words { optional: bool, alternatives: Vec<String> },
}

/// All tables of one meaning.
struct Tables {
    tables: Vec<Ready>,
    heads: Heads,
}

impl Tables {
    fn new(tables: &[Table]) -> Self {
        let tables: Vec<Ready> = tables.iter().map(ready).collect();
        Self { heads: Heads::new(&tables), tables }
    }

    fn say(&self, clauses: &[String]) -> bool {
        let seen = self.heads.see(clauses);
        let mut tables = self.tables.iter().enumerate();
        tables.any(|(at, table)| self.heads.may_say(at, &seen) && table.says(clauses))
    }
}

static PERSON: LazyLock<Tables> = LazyLock::new(|| Tables::new(person::TABLES));
static ANGER: LazyLock<Tables> = LazyLock::new(|| Tables::new(anger::TABLES));

/// Whether somebody asks for a person instead of a machine, in so many words.
pub fn asks_for_person(text: &str) -> bool {
    PERSON.say(&clauses(text))
}

/// Whether somebody shouts or swears. Only whether is of interest: no word of it is kept or shown.
pub fn is_angry(text: &str) -> bool {
    shouts(text) || ANGER.say(&clauses(text))
}

/// Whether a text is in capitals throughout, with an exclamation mark.
fn shouts(text: &str) -> bool {
    let cased = |letter: &char| letter.is_uppercase() || letter.is_lowercase();
    let (large, all) = text
        .chars()
        .filter(cased)
        .fold((0, 0), |(large, all), letter| (large + usize::from(letter.is_uppercase()), all + 1));
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_uppercase)).count();
    // a word in small letters may be a name or an address
    all >= SHOUTED_LETTERS && words >= SHOUTED_WORDS && large * 10 >= all * 9 && text.contains(['!', '！'])
}

/// The parts of a text between its punctuation marks, in the form in which tables are compared.
fn clauses(text: &str) -> Vec<String> {
    let beginning: String = text.chars().take(LOOKED_AT).collect();
    let breaks = |letter: char| BREAKS.contains(letter);
    beginning.split(breaks).map(plain).filter(|clause| !clause.is_empty()).collect()
}

/// Without case, accents and signs: many people type plain letters.
fn plain(text: &str) -> String {
    let accent = |letter: &char| !matches!(letter, '\u{300}'..='\u{36F}');
    let bare: Cow<str> =
        if text.is_ascii() { text.into() } else { text.nfd().filter(accent).nfc().collect::<String>().into() };
    // a text of signs only has no words
    if bare.chars().any(char::is_alphanumeric) { canonical(&bare) } else { String::new() }
}

fn ready(table: &Table) -> Ready {
    let form = |text: &str| {
        let text = plain(&text.replace('_', " "));
        if table.spaced { format!(" {text} ") } else { text.replace(' ', "") }
    };
    let listed = |words: &str| -> Vec<String> { words.split('|').filter(|word| !word.is_empty()).map(form).collect() };
    let slots = |phrase: &&str| -> Vec<Slot> { phrase.split(' ').map(|slot| cut(slot, form)).collect() };
    let whole = |phrase: &&str| slots(phrase).into_iter().chain([Slot::End]).collect();
    let mut fillers = listed(table.fillers);
    // the longest first: a part of it that is taken away would leave the rest
    fillers.sort_by_key(|filler| std::cmp::Reverse(filler.len()));
    Ready {
        spaced: table.spaced,
        fillers,
        bare: table.bare.iter().map(whole).collect(),
        phrases: table.phrases.iter().map(slots).collect(),
        refusals: table.refusals.iter().map(slots).collect(),
        negations: listed(table.negations),
        blocked: listed(table.blocked),
    }
}

fn cut(written: &str, form: impl Fn(&str) -> String) -> Slot {
    match written {
        "^" => Slot::Start,
        "$" => Slot::End,
        _ => {
            let (optional, words) = written.strip_prefix('?').map_or((false, written), |words| (true, words));
            Slot::Words { optional, alternatives: words.split('|').map(form).collect() }
        }
    }
}

impl Ready {
    fn says(&self, clauses: &[String]) -> bool {
        let stripped: Vec<String> = clauses.iter().map(|clause| self.stripped(clause)).collect();
        let said: Vec<&String> = stripped.iter().filter(|clause| !clause.trim().is_empty()).collect();
        let is_bare = |clause: &&String| self.bare.iter().any(|phrase| self.end_of(clause, 0, phrase).is_some());
        (!said.is_empty() && said.iter().all(is_bare)) || said.iter().any(|clause| self.asks(clause))
    }

    /// A clause without what says nothing at its ends.
    fn stripped(&self, clause: &str) -> String {
        // in a language with spaces a space stands around every word
        let mut rest = if self.spaced { format!(" {clause} ") } else { clause.replace(' ', "") };
        let space = usize::from(self.spaced);
        while let Some(shorter) = self.fillers.iter().find_map(|filler| {
            let front = rest.strip_prefix(filler.as_str()).map(|_| rest[filler.len() - space..].to_owned());
            front.or_else(|| {
                rest.strip_suffix(filler.as_str()).map(|_| rest[..rest.len() - filler.len() + space].to_owned())
            })
        }) {
            rest = shorter;
        }
        rest
    }

    fn asks(&self, clause: &str) -> bool {
        if self.blocked.iter().any(|word| clause.contains(word.as_str())) {
            return false;
        }
        let found = |phrase: &Vec<Slot>| self.find(clause, phrase);
        if self.refusals.iter().any(|phrase| found(phrase).is_some()) {
            return true;
        }
        let meant = |start: usize| {
            let before = |word: &String| clause.match_indices(word.as_str()).any(|(at, _)| at <= start);
            !self.negations.iter().any(before)
        };
        self.phrases.iter().filter_map(found).any(meant)
    }

    /// Where a phrase begins in a clause.
    fn find(&self, clause: &str, phrase: &[Slot]) -> Option<usize> {
        let starts = clause.char_indices().filter(|(_, letter)| !self.spaced || *letter == ' ').map(|(at, _)| at);
        starts.into_iter().find(|start| self.end_of(clause, *start, phrase).is_some())
    }

    /// Where a phrase ends that begins at a place: in a language with spaces, at the space behind it.
    fn end_of(&self, clause: &str, at: usize, phrase: &[Slot]) -> Option<usize> {
        let Some((slot, rest)) = phrase.split_first() else { return Some(at) };
        let space = usize::from(self.spaced);
        match slot {
            Slot::Start => {
                if at == 0 {
                    self.end_of(clause, at, rest)
                } else {
                    None
                }
            }
            Slot::End => {
                if at + space == clause.len() {
                    self.end_of(clause, at, rest)
                } else {
                    None
                }
            }
            Slot::Words { optional, alternatives } => {
                let taken = alternatives.iter().find_map(|words| {
                    let left = clause.get(at..)?;
                    left.starts_with(words.as_str()).then_some(())?;
                    self.end_of(clause, at + words.len() - space, rest)
                });
                taken.or_else(|| if *optional { self.end_of(clause, at, rest) } else { None })
            }
        }
    }
}

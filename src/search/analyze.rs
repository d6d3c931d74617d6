//! Text to terms: the one chain for each language through which questions, wordings and answers all go.
//!
//! Invariant: both sides of every comparison pass here, so a rule that holds for the FAQ holds for the visitor too. A
//! term is made of folded text; its kind says what it is evidence of, and terms of different kinds never meet.

use super::classes::Classes;
use super::noise;
use super::stems::{self, Stems};
use super::stopwords::StopWords;
use super::synonyms::Synonyms;
use super::{chinese, contractions, japanese, korean};
use crate::text::{Lang, fold, is_han, is_unspaced};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The most characters of a text that are looked at: an answer may have 64 KiB, and its matter is said early.
const LONGEST_TEXT: usize = 4_000;
/// The most tokens of a text.
const MOST_TOKENS: usize = 600;
/// The class of numbers in figures.
const NUMBER: &str = "number";
/// The longest word of letters; what is longer is cut, since it is no word.
const LONGEST_WORD: usize = 40;

/// What a term is evidence of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A stem, or a Chinese word, or a whole word of Latin letters in Chinese text.
    Word,
    /// Two neighbouring stems; the start and the end of the text count as stems, since how a question begins says much.
    Pair,
    /// Three to five characters within a word, its ends marked by `<` and `>`: carries typing errors and compounds.
    Gram,
    /// A character, or two neighbouring ones, of a script without spaces.
    Character,
    /// The class of a word that stands as an example: a country, a colour, a number.
    Class,
}

impl Kind {
    /// All kinds in their order.
    pub const ALL: [Self; 5] = [Self::Word, Self::Pair, Self::Gram, Self::Character, Self::Class];
}

/// A unit of evidence: 16 bytes, so that a large FAQ can be held in terms while it is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The hash of kind and text.
    pub key: u64,
    /// What it is evidence of.
    pub kind: Kind,
    /// Whether it is made of stop words only.
    pub stop: bool,
    /// Whether it is searched by tantivy too; long grams are left to the vectors.
    pub searched: bool,
}

impl Term {
    /// The term of a text.
    pub fn new(kind: Kind, text: &str, stop: bool) -> Self {
        Self { key: key(kind, text.bytes()), kind, stop, searched: true }
    }
}

/// FNV-1a with 64 bits over a kind and a text. Fixed, so that builds agree across machines.
/// <http://www.isthe.com/chongo/tech/comp/fnv/>
pub fn key(kind: Kind, text: impl Iterator<Item = u8>) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    std::iter::once(kind as u8).chain(text).fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// A word, or a run of characters of a script without spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Folded, as typed.
    pub raw: String,
    /// The stem of a word; the run itself.
    pub stem: String,
    /// Whether it is a stop word.
    pub stop: bool,
    /// Whether it is a run of a script without spaces.
    pub unspaced: bool,
    /// Whether it was guessed from a typing error.
    pub guessed: bool,
}

/// A part of a question that carries matter: what coverage is counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// A stem or a Chinese word.
    pub text: String,
    /// Whether it is of a script without spaces.
    pub unspaced: bool,
    /// Whether it was guessed from a typing error.
    pub guessed: bool,
}

/// The chain of one language. Cheap to share, free of interior state.
#[derive(Clone)]
pub struct Analyzer {
    lang: Lang,
    stems: Stems,
    stop_words: StopWords,
    synonyms: Arc<Synonyms>,
    classes: Arc<Classes>,
    /// French and Italian join articles to words by an apostrophe (`l'adresse`); elsewhere it is within a word.
    splits_apostrophe: bool,
    /// English joins two words to one by it (`where's`).
    contracts: bool,
}

impl Analyzer {
    /// The chain of a language with its groups of synonyms (each two or more words or phrases, as written).
    pub fn new(lang: &Lang, groups: &[Vec<String>]) -> Self {
        let mut analyzer = Self {
            lang: lang.clone(),
            stems: Stems::of(lang.primary()),
            stop_words: StopWords::of(lang.primary(), stems::language(lang.primary())),
            synonyms: Arc::default(),
            classes: Arc::default(),
            splits_apostrophe: matches!(lang.primary(), "fr" | "it" | "ca"),
            contracts: lang.primary() == "en",
        };
        let phrases: Vec<Vec<Vec<Token>>> =
            groups.iter().map(|words| words.iter().map(|phrase| analyzer.tokens(phrase)).collect()).collect();
        analyzer.classes = Classes::of(lang.primary(), &mut |word| analyzer.word(word).stem);
        analyzer.synonyms = Arc::new(Synonyms::new(phrases));
        analyzer
    }

    /// The language of the chain.
    pub fn lang(&self) -> &Lang {
        &self.lang
    }

    /// Text to tokens: folded, without addresses and numbers, words stemmed. Synonyms are left for [`Self::unify`],
    /// because a question's typing errors are put right in between.
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        let end = text.char_indices().nth(LONGEST_TEXT).map_or(text.len(), |(end, _)| end);
        let text = noise::strip(&fold(&text[..end]));
        let (mut stems, mut stop_words) = (self.stems.clone(), self.stop_words.clone());
        let mut tokens = Vec::new();
        let mut characters = text.char_indices().peekable();
        while let Some((start, first)) = characters.next() {
            if tokens.len() == MOST_TOKENS {
                break;
            }
            let unspaced = is_unspaced(first);
            let starts = first.is_alphanumeric() && is_of_word(first);
            if !unspaced && !starts {
                continue;
            }
            let mut end = start + first.len_utf8();
            while let Some(&(at, next)) = characters.peek() {
                let joins = if unspaced {
                    is_unspaced(next)
                } else {
                    !is_unspaced(next) && (is_of_word(next) || (next == '\'' && !self.splits_apostrophe))
                };
                if !joins {
                    break;
                }
                end = at + next.len_utf8();
                characters.next();
            }
            if unspaced {
                let run = text[start..end].to_owned();
                tokens.push(Token { stem: run.clone(), raw: run, stop: false, unspaced: true, guessed: false });
            } else {
                let raw: String = text[start..end].chars().filter(|c| *c != '\'').take(LONGEST_WORD).collect();
                let two = if self.contracts { contractions::apart(&text[start..end], &raw) } else { None };
                let mut push = |word: String| tokens.push(word_token(word, &mut stems, &mut stop_words));
                match two {
                    Some(words) => words.into_iter().for_each(|word| push(word.to_owned())),
                    None => push(raw),
                }
            }
        }
        tokens
    }

    /// A single word as a token: what a corrected typing error becomes.
    pub fn word(&self, raw: &str) -> Token {
        self.words()(raw)
    }

    /// The same for many words: what tantivy's analyzers need to be changed for is made once.
    pub fn words(&self) -> impl FnMut(&str) -> Token + use<> {
        let (mut stems, mut stop_words) = (self.stems.clone(), self.stop_words.clone());
        move |raw| word_token(raw.to_owned(), &mut stems, &mut stop_words)
    }

    /// The stop words of our own list for this language.
    pub fn stop_words(&self) -> impl Iterator<Item = &'static str> {
        self.stop_words.own()
    }

    /// Puts one word or phrase of each group of synonyms in the place of the others, the longest first.
    pub fn unify(&self, tokens: Vec<Token>) -> Vec<Token> {
        self.synonyms.unify(tokens)
    }

    /// All terms of some tokens, in the order of the text, repeated ones repeated.
    pub fn terms(&self, tokens: &[Token]) -> Vec<Term> {
        let mut stop_words = self.stop_words.clone();
        let mut terms = Vec::with_capacity(tokens.len() * 16);
        for (at, token) in tokens.iter().enumerate() {
            if token.unspaced {
                self.run_terms(&token.raw, &mut stop_words, &mut terms);
                continue;
            }
            terms.push(Term::new(Kind::Word, &token.stem, token.stop));
            self.class_terms(&token.raw, &token.stem, &mut terms);
            gram_terms(token, &mut terms);
            if at == 0 {
                terms.push(Term::new(Kind::Pair, &format!("^ {}", token.stem), token.stop));
            }
            let (text, stop) = match tokens.get(at + 1) {
                Some(next) if !next.unspaced => (format!("{} {}", token.stem, next.stem), token.stop && next.stop),
                Some(_) => continue,
                None => (format!("{} $", token.stem), token.stop),
            };
            terms.push(Term::new(Kind::Pair, &text, stop));
        }
        terms
    }

    /// The terms of a run of characters without spaces.
    fn run_terms(&self, run: &str, stop_words: &mut StopWords, terms: &mut Vec<Term>) {
        let characters: Vec<char> = run.chars().collect();
        let is_japanese = self.lang.primary() == "ja";
        let stop_run = self.lang.primary() == "ko" && stop_words.contains(run);
        for length in 1..=2 {
            for part in characters.windows(length) {
                let text = String::from_iter(part);
                let stop = stop_run || (is_japanese && japanese::is_form(&text)) || stop_words.contains(&text);
                terms.push(Term::new(Kind::Character, &text, stop));
            }
        }
        if self.lang.primary() != "zh" || !characters.iter().any(|character| is_han(*character)) {
            return;
        }
        // a word of one character is in as a character already
        for word in chinese::search_words(run).into_iter().filter(|word| word.chars().nth(1).is_some()) {
            terms.push(Term::new(Kind::Word, word, stop_words.contains(word)));
            self.class_terms(word, word, terms);
        }
    }

    /// The classes of a word, and that of every number.
    fn class_terms(&self, raw: &str, stem: &str, terms: &mut Vec<Term>) {
        let number = raw.bytes().all(|byte| byte.is_ascii_digit()).then_some(&NUMBER);
        for class in self.classes.classes(raw, stem).iter().chain(number) {
            terms.push(Term { searched: false, ..Term::new(Kind::Class, class, false) });
        }
    }

    /// The parts of the text that carry matter, each once: stems and Chinese words that are no stop words.
    pub fn units(&self, tokens: &[Token]) -> Vec<Unit> {
        let mut stop_words = self.stop_words.clone();
        let mut units: Vec<Unit> = Vec::new();
        let mut add = |text: &str, unspaced: bool, guessed: bool| {
            if !units.iter().any(|unit| unit.text == text && unit.unspaced == unspaced) {
                units.push(Unit { text: text.to_owned(), unspaced, guessed });
            }
        };
        for token in tokens {
            if !token.unspaced {
                if !token.stop {
                    add(&token.stem, false, token.guessed);
                }
                continue;
            }
            let words = match self.lang.primary() {
                "zh" => chinese::words(&token.raw),
                "ja" => japanese::words(&token.raw),
                "ko" if stop_words.contains(&token.raw) => continue,
                "ko" => vec![korean::stem(&token.raw)],
                _ => vec![&*token.raw],
            };
            for word in words.into_iter().filter(|word| !stop_words.contains(word)) {
                add(word, true, token.guessed);
            }
        }
        units
    }
}

/// Whether a character may stand within a word: a letter, a digit or the mark of one, and no letter in a box.
fn is_of_word(character: char) -> bool {
    (character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character))
        && !matches!(character as u32, 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0x1F100..=0x1FAFF)
}

/// A word with its stem.
fn word_token(raw: String, stems: &mut Stems, stop_words: &mut StopWords) -> Token {
    let (stem, stop) = (stems.stem(&raw), stop_words.contains(&raw));
    Token { raw, stem, stop, unspaced: false, guessed: false }
}

/// Three to five characters within a word, without accents: who types in haste leaves them out.
fn gram_terms(token: &Token, terms: &mut Vec<Term>) {
    let mut marked: Vec<char> = vec!['<'];
    if token.raw.is_ascii() {
        marked.extend(token.raw.chars());
    } else {
        marked.extend(token.raw.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)));
    }
    marked.push('>');
    for length in 3..=5 {
        for gram in marked.windows(length) {
            let mut buffer = [0; 4 * 5];
            let mut end = 0;
            for character in gram {
                end += character.encode_utf8(&mut buffer[end..]).len();
            }
            let key = key(Kind::Gram, buffer[..end].iter().copied());
            terms.push(Term { key, kind: Kind::Gram, stop: token.stop, searched: length == 3 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn analyzer(lang: &str) -> Analyzer {
        Analyzer::new(&Lang::parse(lang).unwrap(), &[])
    }

    fn stems(lang: &str, text: &str) -> Vec<String> {
        analyzer(lang).tokens(text).into_iter().map(|token| token.stem).collect()
    }

    #[test]
    fn words_are_folded_and_stemmed() {
        assert_eq!(stems("en", "Where's my PARCELS?"), ["where", "is", "my", "parcel"]);
        assert_eq!(stems("en", "don\u{2019}t ship"), ["do", "not", "ship"]);
        assert_eq!(stems("fr", "changer l'adresse"), ["chang", "l", "adress"]);
        assert_eq!(stems("de", "Rücksendungen"), stems("de", "Rücksendung"));
        assert_eq!(stems("eo", "Kie estas"), ["kie", "estas"], "a language without a stemmer keeps its words");
    }

    #[test]
    fn scripts_without_spaces_are_runs() {
        assert_eq!(stems("zh", "ＡＢＣ退貨運費e-bike"), ["abc", "退货运费", "e", "bike"]);
        let keys = |lang: &str, text: &str| -> Vec<Term> {
            let analyzer = analyzer(lang);
            analyzer.terms(&analyzer.tokens(text))
        };
        assert!(keys("zh", "退货").contains(&Term::new(Kind::Character, "退货", false)));
        assert!(keys("zh", "退货").contains(&Term::new(Kind::Word, "退货", false)));
        // three characters and two pairs, no words of another language's dictionary
        assert_eq!(keys("ja", "注文を").len(), 5);
        assert_eq!(keys("zh", "退貨"), keys("zh", "退货"));
    }

    #[test]
    fn stop_words_are_marked_and_carry_no_matter() {
        let english = analyzer("en");
        let tokens = english.tokens("how do I get a refund");
        assert_eq!(tokens.iter().filter(|token| !token.stop).count(), 1);
        assert_eq!(english.units(&tokens).len(), 1);
        assert!(english.terms(&tokens).iter().any(|term| term.stop), "they weigh less but are not lost");
        let chinese = analyzer("zh");
        let units = chinese.units(&chinese.tokens("请问怎么申请退款"));
        assert_eq!(units.iter().map(|unit| unit.text.as_str()).collect::<Vec<_>>(), ["申请", "退款"]);
    }

    #[test]
    fn text_is_bounded() {
        let english = analyzer("en");
        assert_eq!(english.tokens(&"a ".repeat(100_000)).len(), MOST_TOKENS);
        assert_eq!(english.tokens(&"x".repeat(100_000))[0].raw.len(), LONGEST_WORD);
    }
}

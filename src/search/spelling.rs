//! Typing errors: the words of the FAQ that a visitor's unknown word was meant to be.
//!
//! Words of letters are met without their accents, without letters held down, by likely errors (see
//! `dictionary`), and cut where spaces are missing or put together where there is one too many. Chinese is
//! typed by sound, so there an error is another word of the same sound, and so is a word left in pinyin.
//!
//! Invariant: a word that the FAQ knows is never changed, nor is a word of everyday language or one that differs from
//! the FAQ's only in its ending.

use super::analyze::{Analyzer, Kind, Token, key};
use super::chinese;
use super::dictionary::{Dictionary, Meant};
use super::{everyday, thesaurus};
use crate::text::is_han;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use unicode_normalization::UnicodeNormalization;

/// The most words of one sound that are tried.
const MOST_HOMOPHONES: usize = 4;
/// Of so many texts that hold a word the numbers are kept, to see which words go together.
const MOST_TEXTS: usize = 24;
/// Pairs of neighbours that are held at most: enough for every wording of a large FAQ, and a bound for its answers.
const MOST_PAIRS: usize = 500_000;
/// A correction that is less plausible than this is not made.
const MOST_COST: f32 = 2.1;

/// What a part of a word is that was typed without spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A word of the FAQ that carries matter.
    Matter,
    /// A stop word.
    Small,
    /// Another word of the language.
    Everyday,
}

/// What a word may have been meant to be, each with its cost.
#[derive(Default)]
pub struct Guesses<'a>(Vec<(f32, &'a str, Meant)>);

impl<'a> Guesses<'a> {
    /// Those that the FAQ holds.
    pub fn own(mut self, spelling: &Spelling) -> Self {
        self.0.retain(|(_, word, _)| spelling.knows(word));
        self
    }

    /// The most plausible word; only if `twice`, one that two errors lead to.
    pub fn best(&self, twice: bool) -> Option<&'a str> {
        let allowed = self.0.iter().filter(|(_, _, meant)| twice || !meant.twice);
        let best = allowed.min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(other.1)))?;
        Some(best.1)
    }
}

/// A word of the FAQ.
struct Known {
    text: String,
    count: u32,
    stop: bool,
    /// The first texts that hold it.
    texts: Vec<u32>,
}

/// The words of one language's FAQ, by their errors and by their sounds.
#[derive(Default)]
pub struct Spelling {
    /// In the order of the alphabet.
    words: Vec<Known>,
    dictionary: Dictionary,
    /// Stems to a word that has them.
    stems: HashMap<String, u32>,
    /// Words without their accents to the word with them.
    plain: HashMap<String, u32>,
    /// Neighbours in a text, by the hash of the first and the second's stem.
    pairs: HashSet<u64>,
    outside: Arc<Outside>,
    /// A sound of one or two characters: to the texts that have it, the most frequent first, and whether each is a word.
    sounds: HashMap<String, Vec<(String, bool)>>,
    /// The syllables that occur.
    syllables: BTreeSet<&'static str>,
}

/// The words of a language that are correct whatever a FAQ holds.
#[derive(Default)]
struct Outside {
    words: Vec<(String, bool)>,
    places: HashMap<String, bool>,
    stems: HashSet<String>,
    dictionary: Dictionary,
    /// Those that are here only for being near another in meaning.
    related: HashSet<&'static str>,
}

/// Each language's words are read once for the process.
static OUTSIDE: LazyLock<Mutex<HashMap<String, Arc<Outside>>>> = LazyLock::new(Mutex::default);

impl Outside {
    fn of(analyzer: &Analyzer) -> Arc<Self> {
        let primary = analyzer.lang().primary();
        let mut known = OUTSIDE.lock().unwrap_or_else(PoisonError::into_inner);
        let read = known.entry(primary.to_owned()).or_insert_with(|| Arc::new(Self::new(analyzer)));
        Arc::clone(read)
    }

    fn new(analyzer: &Analyzer) -> Self {
        let primary = analyzer.lang().primary();
        let related = || thesaurus::lines(if primary == "zh" { "en" } else { primary }).split_whitespace();
        let everyday: HashSet<&str> = everyday::words(primary).collect();
        let stop_words = analyzer.stop_words();
        let words = everyday::words(primary).chain(related()).chain(stop_words);
        let words: BTreeSet<&str> = words.filter(|word| word.chars().all(char::is_alphabetic)).collect();
        let words: Vec<Token> = words.into_iter().map(|word| analyzer.word(word)).collect();
        Self {
            dictionary: Dictionary::new(words.iter().map(|word| (word.raw.as_str(), word.stem.as_str()))),
            places: words
                .iter()
                .map(|word| (word.raw.clone(), word.stop))
                .chain(everyday::names().map(|name| (name.to_owned(), false)))
                .collect(),
            stems: words.iter().filter(|word| !word.stop).map(|word| word.stem.clone()).collect(),
            words: words.into_iter().map(|word| (word.raw, word.stop)).collect(),
            related: related().filter(|word| !everyday.contains(word)).collect(),
        }
    }
}

impl Spelling {
    /// The words of some texts in one language.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>, analyzer: &Analyzer) -> Self {
        let mut words: BTreeMap<String, Known> = BTreeMap::new();
        let mut stems: BTreeMap<String, String> = BTreeMap::new();
        let mut pairs = HashSet::new();
        let mut characters: BTreeMap<String, (u32, bool)> = BTreeMap::new();
        let is_chinese = analyzer.lang().primary() == "zh";
        for (text, tokens) in texts.map(|text| analyzer.tokens(text)).enumerate() {
            for pair in tokens.windows(2).filter(|pair| !pair[0].unspaced && !pair[1].unspaced) {
                if pairs.len() < MOST_PAIRS {
                    pairs.insert(pair_key(&pair[0].raw, &pair[1].stem));
                }
            }
            for token in tokens {
                if token.unspaced {
                    if is_chinese {
                        count_characters(&token.raw, &mut characters);
                    }
                    continue;
                }
                stems.entry(token.stem).or_insert_with(|| token.raw.clone());
                let new = || Known { text: token.raw.clone(), count: 0, stop: token.stop, texts: Vec::new() };
                let known = words.entry(token.raw.clone()).or_insert_with(new);
                known.count += 1;
                if known.texts.len() < MOST_TEXTS && known.texts.last() != Some(&(text as u32)) {
                    known.texts.push(text as u32);
                }
            }
        }
        let mut spelling = Self { pairs, outside: Outside::of(analyzer), ..Self::default() };
        spelling.words = words.into_values().collect();
        spelling.take_words(&stems, analyzer);
        spelling.take_sounds(characters);
        spelling
    }

    fn take_words(&mut self, stems: &BTreeMap<String, String>, analyzer: &Analyzer) {
        let words: Vec<Token> = self.words.iter().map(|known| analyzer.word(&known.text)).collect();
        self.dictionary = Dictionary::new(words.iter().map(|word| (word.raw.as_str(), word.stem.as_str())));
        for (stem, word) in stems {
            if let Some(at) = self.place(word) {
                self.stems.insert(stem.clone(), at);
            }
        }
        let is_german = analyzer.lang().primary() == "de";
        for (at, known) in self.words.iter().enumerate() {
            for form in plain_forms(&known.text, is_german) {
                self.plain.entry(form).or_insert(at as u32);
            }
        }
    }

    fn take_sounds(&mut self, characters: BTreeMap<String, (u32, bool)>) {
        let mut by_sound: BTreeMap<String, Vec<(bool, u32, String)>> = BTreeMap::new();
        for (text, (count, is_word)) in characters {
            let Some(sound) = chinese::sound(&text) else { continue };
            if text.chars().nth(1).is_none() {
                self.syllables.extend(text.chars().next().and_then(chinese::syllable));
            }
            by_sound.entry(sound).or_default().push((is_word, count, text));
        }
        for (sound, mut texts) in by_sound {
            texts.sort_by(|one, other| (other.0, other.1).cmp(&(one.0, one.1)).then_with(|| one.2.cmp(&other.2)));
            texts.truncate(MOST_HOMOPHONES);
            self.sounds.insert(sound, texts.into_iter().map(|(is_word, _, text)| (text, is_word)).collect());
        }
    }

    fn place(&self, word: &str) -> Option<u32> {
        self.words.binary_search_by(|known| known.text.as_str().cmp(word)).ok().map(|at| at as u32)
    }

    /// Whether the FAQ holds this word.
    pub fn knows(&self, word: &str) -> bool {
        self.place(word).is_some()
    }

    /// Whether the FAQ holds this word, perhaps with another ending.
    pub fn holds(&self, token: &Token) -> bool {
        self.knows(&token.raw) || self.stems.contains_key(&token.stem)
    }

    /// Whether the FAQ holds a word with this stem.
    pub fn holds_stem(&self, stem: &str) -> bool {
        self.stems.contains_key(stem)
    }

    /// Whether this is a word of the language that the FAQ need not hold.
    pub fn is_everyday(&self, token: &Token) -> bool {
        self.outside.places.contains_key(&token.raw) || self.outside.stems.contains(&token.stem)
    }

    /// Whether this is an everyday word only because it is near another in meaning.
    pub fn is_only_related(&self, raw: &str) -> bool {
        self.outside.related.contains(raw)
    }

    /// Whether a token needs no correction.
    pub fn is_word(&self, token: &Token) -> bool {
        token.stop || self.holds(token) || self.is_everyday(token)
    }

    /// Whether these two stand beside each other in the FAQ.
    pub fn pairs(&self, first: &str, second_stem: &str) -> bool {
        self.pairs.contains(&pair_key(first, second_stem))
    }

    /// What kind of word this is where it may be a part of one typed without spaces.
    pub fn part(&self, raw: &str) -> Option<Part> {
        if let Some(at) = self.place(raw) {
            return Some(if self.words[at as usize].stop { Part::Small } else { Part::Matter });
        }
        self.outside.places.get(raw).map(|stop| if *stop { Part::Small } else { Part::Everyday })
    }

    /// The word of the FAQ that is this one but for accents: `größe` for `groesse`, `grosse` and `grösse`.
    pub fn accented(&self, raw: &str) -> Option<&str> {
        let at = self.plain.get(raw).or_else(|| {
            (!raw.is_ascii())
                .then(|| plain_forms(raw, false))
                .into_iter()
                .flatten()
                .find_map(|form| self.plain.get(&form))
        })?;
        Some(self.words[*at as usize].text.as_str()).filter(|word| *word != raw)
    }

    /// The word that one with letters held down was meant to be: `refund` for `refuuuund`.
    pub fn stretched(&self, raw: &str, is_word: &dyn Fn(&str) -> bool) -> Option<String> {
        const MOST_STRETCHES: usize = 4;
        let mut runs: Vec<(char, usize)> = Vec::new();
        for character in raw.chars() {
            match runs.last_mut() {
                Some((last, count)) if *last == character => *count += 1,
                _ => runs.push((character, 1)),
            }
        }
        let stretches: Vec<usize> = (0..runs.len()).filter(|at| runs[*at].1 > 2).collect();
        if stretches.is_empty() || stretches.len() > MOST_STRETCHES || raw.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        // each stretch stands for one letter or for two
        let forms = (0..1u32 << stretches.len()).map(|doubled| {
            let mut form = String::with_capacity(raw.len());
            for (at, (character, count)) in runs.iter().enumerate() {
                let kept = stretches.iter().position(|stretch| *stretch == at);
                let count = kept.map_or(*count, |kept| 1 + (doubled >> kept & 1) as usize);
                form.extend(std::iter::repeat_n(*character, count));
            }
            form
        });
        let forms: Vec<String> = forms.collect();
        let found = forms.iter().find(|form| is_word(form)).or_else(|| forms.first());
        found.cloned()
    }

    /// The words that an unknown one may have been meant to be, of the FAQ and of everyday language, by its errors, by
    /// how often the FAQ holds them, and by whether they stand in one text with the question's other words, `beside`.
    pub fn meant(&self, token: &Token, beside: &[&str]) -> Guesses<'_> {
        let own = self.dictionary.meant(&token.raw, &token.stem);
        let outside = self.outside.dictionary.meant(&token.raw, &token.stem);
        if own.is_empty() && outside.is_empty() {
            return Guesses::default();
        }
        let beside: Vec<&Known> =
            beside.iter().filter_map(|word| self.place(word)).map(|at| &self.words[at as usize]).collect();
        let of_own = own.into_iter().map(|meant| {
            let known = &self.words[meant.word as usize];
            (meant.cost - self.likelihood(known, &beside), known.text.as_str(), meant)
        });
        let of_outside = outside.into_iter().filter_map(|meant| {
            let (word, stop) = &self.outside.words[meant.word as usize];
            (!self.knows(word)).then_some((meant.cost - if *stop { 0.3 } else { 0.0 }, word.as_str(), meant))
        });
        // three letters are too few for anything but the small words of the language
        let short = token.raw.chars().count() < 4;
        let may_be = |word: &str| !short || self.outside.places.get(word) == Some(&true);
        Guesses(of_own.chain(of_outside).filter(|(_, word, meant)| meant.cost <= MOST_COST && may_be(word)).collect())
    }

    /// How likely a word is before one looks at the errors, in the measure of their costs.
    fn likelihood(&self, known: &Known, beside: &[&Known]) -> f32 {
        let frequent = (0.25 + 0.1 * (1.0 + known.count as f32).ln()).min(0.6);
        let together = |other: &&&Known| !other.stop && other.texts.iter().any(|text| known.texts.contains(text));
        let together = beside.iter().filter(together).count().min(2);
        frequent + 0.35 * together as f32
    }

    /// The word of the FAQ that sounds like these two Chinese characters but is not them.
    pub fn homophone(&self, text: &str) -> Option<&str> {
        let texts = self.sounds.get(&chinese::sound(text)?)?;
        texts.iter().find(|(found, is_word)| *is_word && found != text).map(|(found, _)| found.as_str())
    }

    /// Whether a word of Latin letters may be Chinese in pinyin.
    pub fn is_spelled(&self, word: &str) -> bool {
        !self.sounds.is_empty()
            && chinese::without_tones(word)
                .is_some_and(|letters| chinese::syllables(&letters, chinese::is_syllable).is_some())
    }

    /// Texts of the FAQ that neighbouring words of Latin letters spell, with or without tones: for `tuikuan`, `tui kuan`
    /// and `tui4kuan3` 退款. Empty where one of them is no pinyin, and for a single letter.
    pub fn spelled(&self, words: &[&str]) -> Vec<&str> {
        let syllables = self.syllables_of(words).unwrap_or_default();
        let sounds: Vec<String> = match syllables.as_slice() {
            [one] => vec![one.clone()],
            many => many.windows(2).map(<[String]>::concat).collect(),
        };
        sounds.iter().filter_map(|sound| self.sounds.get(sound)).flatten().map(|(text, _)| text.as_str()).collect()
    }

    /// The likeliest text of the FAQ that neighbouring words of Latin letters spell, two syllables at a time. `None` where
    /// the FAQ holds no such text, and for a single syllable, which could be too many characters.
    pub fn likeliest(&self, words: &[&str]) -> Option<String> {
        let syllables = self.syllables_of(words).filter(|syllables| syllables.len() > 1)?;
        let text = |part: &[String]| self.sounds.get(&part.concat())?.first().map(|(text, _)| text.as_str());
        syllables.chunks(2).map(text).collect()
    }

    /// The syllables of neighbouring words of Latin letters; `None` where one of them is no pinyin.
    fn syllables_of(&self, words: &[&str]) -> Option<Vec<String>> {
        let letters: Option<Vec<String>> = words.iter().map(|word| chinese::without_tones(word)).collect();
        let letters = letters.filter(|letters| letters.iter().map(String::len).sum::<usize>() > 1)?;
        let split = |word: &'_ String| -> Option<Vec<String>> {
            // the FAQ's own syllables decide where letters can be cut in two ways
            let found = chinese::syllables(word, |syllable| self.syllables.contains(syllable))
                .or_else(|| chinese::syllables(word, chinese::is_syllable))?;
            Some(found.into_iter().map(str::to_owned).collect())
        };
        Some(letters.iter().map(split).collect::<Option<Vec<_>>>()?.concat())
    }
}

/// Counts the single characters and pairs of a Chinese run, and which pairs are words.
fn count_characters(run: &str, characters: &mut BTreeMap<String, (u32, bool)>) {
    let han: Vec<char> = run.chars().filter(|character| is_han(*character)).collect();
    for part in han.windows(1).chain(han.windows(2)) {
        characters.entry(String::from_iter(part)).or_default().0 += 1;
    }
    for word in chinese::words(run).into_iter().filter(|word| word.chars().count() == 2) {
        characters.entry(word.to_owned()).or_default().1 = true;
    }
}

fn pair_key(first: &str, second_stem: &str) -> u64 {
    key(Kind::Pair, first.bytes().chain([b' ']).chain(second_stem.bytes()))
}

/// How a word is typed where accents are left out. A German umlaut is also written with an e.
fn plain_forms(word: &str, is_german: bool) -> Vec<String> {
    if word.is_ascii() {
        return Vec::new();
    }
    let bare = |word: &str| -> String {
        let letters = word.nfd().filter(|character| !unicode_normalization::char::is_combining_mark(*character));
        letters.collect::<String>().replace('ß', "ss").replace('ø', "o").replace('ł', "l").replace('œ', "oe")
    };
    let mut forms = vec![bare(word)];
    if is_german {
        let written = word.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
        forms.push(written.replace('ß', "ss"));
        forms.push(word.replace('ß', "ss"));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn spelling(lang: &str, texts: &[&str]) -> (Spelling, Analyzer) {
        let analyzer = Analyzer::new(&Lang::parse(lang).unwrap(), &[]);
        (Spelling::of(texts.iter().copied(), &analyzer), analyzer)
    }

    #[test]
    fn the_most_plausible_correction_is_made() {
        let (spelling, analyzer) =
            spelling("en", &["order a parcel", "refund the order", "my order", "cross the border"]);
        let correct = |typed: &str, beside: &[&str]| spelling.meant(&analyzer.word(typed), beside).best(true);
        assert_eq!(correct("parcle", &[]), Some("parcel"));
        assert_eq!(correct("oorder", &[]), Some("order"));
        assert_eq!(correct("borderr", &[]), Some("border"));
        assert_eq!(correct("bordr", &["refund"]), Some("border"), "a letter more is likelier than two");
        assert_eq!(correct("hte", &[]), Some("the"));
        assert_eq!(correct("whre", &[]), Some("where"), "small words are known anyway");
        assert_eq!(correct("elephantine", &[]), None);
    }

    #[test]
    fn the_other_words_of_a_question_decide_between_equals() {
        let texts = ["cake batter", "flour for batter", "bread and butter"];
        let (spelling, analyzer) = spelling("en", &texts);
        let correct = |beside: &[&str]| spelling.meant(&analyzer.word("btter"), beside).best(true);
        assert_eq!(correct(&["flour"]), Some("batter"));
        assert_eq!(correct(&["bread"]), Some("butter"));
    }

    #[test]
    fn accents_and_stretched_letters_are_no_errors() {
        let (spelling, _) = spelling("de", &["Größe wählen", "Rückgabe"]);
        for typed in ["groesse", "grosse", "grösse"] {
            assert_eq!(spelling.accented(typed), Some("größe"), "{typed}");
        }
        assert_eq!(spelling.accented("rueckgabe"), Some("rückgabe"));
        assert_eq!(spelling.accented("größe"), None);
        let known = |word: &str| ["refund", "cool", "please"].contains(&word);
        assert_eq!(spelling.stretched("refuuuund", &known).as_deref(), Some("refund"));
        assert_eq!(spelling.stretched("coooool", &known).as_deref(), Some("cool"));
        assert_eq!(spelling.stretched("pleeeaaaase", &known).as_deref(), Some("please"));
        assert_eq!(spelling.stretched("cool", &known), None);
    }

    #[test]
    fn chinese_is_found_by_its_sound() {
        let (spelling, _) = spelling("zh", &["申请退款", "发票", "女装"]);
        assert_eq!(spelling.homophone("法票"), Some("发票"));
        assert_eq!(spelling.homophone("发票"), None);
        for words in [&["tuikuan"][..], &["tui", "kuan"], &["tui4kuan3"], &["tui4", "kuan3"], &["tuì", "kuǎn"]] {
            assert_eq!(spelling.spelled(words), ["退款"], "{words:?}");
        }
        assert!(spelling.spelled(&["kaifapiao"]).contains(&"发票"));
        assert_eq!(spelling.spelled(&["nvzhuang"]), ["女装"]);
        assert!(spelling.spelled(&["refund"]).is_empty() && spelling.spelled(&["e"]).is_empty());
    }
}

//! A visitor's text read against one language's FAQ: its terms and units, typing errors put right.
//!
//! Invariant: what is guessed only adds to what was typed in Chinese, and replaces it in languages of words only where
//! the FAQ does not know the word typed.

use super::analyze::{Analyzer, Kind, Term, Token, Unit};
use super::asking::{self, Asking};
use super::concepts::{self, Concepts, Leaning};
use super::rarity::Rarity;
use super::spelling::Spelling;
use super::thesaurus::Thesaurus;
use super::together;
use super::vector::Vocabulary;

/// What a term counts that was found by the sound of what was typed.
const BY_SOUND: f32 = 0.8;
/// What a term counts that is only near in meaning to what was typed.
const BY_MEANING: f32 = 0.4;
/// The most pairs of characters that are looked up by sound in one text.
const MOST_SOUNDS: usize = 64;

/// What is known of a language beside its analysis.
pub struct Language {
    /// The FAQ's words.
    pub spelling: Spelling,
    /// Words near in meaning.
    pub thesaurus: Thesaurus,
    /// What customers ask of companies of all kinds.
    pub concepts: Option<&'static Concepts>,
    /// How much its words count in what a text leans to, by how many of the FAQ's entries have them.
    pub rarity: Rarity,
}

impl Language {
    /// What is known of the language of an analyzer, beside a FAQ's words. How rare they are is set once its texts are
    /// analysed.
    pub fn new(spelling: Spelling, analyzer: &Analyzer) -> Self {
        let (thesaurus, concepts) = (Thesaurus::of(analyzer), Concepts::of(analyzer.lang()));
        Self { spelling, thesaurus, concepts, rarity: Rarity::default() }
    }

    /// Whether customers of other companies ask with a word.
    fn is_asked_with(&self, token: &Token) -> bool {
        self.concepts.is_some_and(|concepts| concepts.has(&Term::new(Kind::Word, &token.stem, token.stop)))
    }

    /// What some terms of a text lean to, as they were written; nothing in a language of which no concepts are known.
    pub fn leaning(&self, written: &[Term]) -> Leaning {
        self.concepts.map(|concepts| concepts.leaning(written, &self.rarity)).unwrap_or_default()
    }
}

/// Puts one word of each group of synonyms in the place of the others.
pub fn unify(tokens: Vec<Token>, analyzer: &Analyzer) -> Unified {
    let unified = analyzer.unify(tokens.clone());
    let written = (unified != tokens).then(|| concepts::telling(&analyzer.terms(&tokens)));
    Unified { terms: analyzer.terms(&unified), tokens: unified, written }
}

/// A text after synonyms.
pub struct Unified {
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Their terms.
    pub terms: Vec<Term>,
    /// What counts of its terms before in a leaning, where they were others.
    pub written: Option<Vec<Term>>,
}

impl Unified {
    /// The terms that tell what the text leans to: those that were written, since the word that stands for all of a group
    /// may be a name that only this company knows.
    pub fn written(&self) -> &[Term] {
        self.written.as_deref().unwrap_or(&self.terms)
    }
}

/// A text, read.
#[derive(Default)]
pub struct Reading {
    /// The tokens after correction and synonyms.
    pub tokens: Vec<Token>,
    /// Its terms, each with a factor: 1 for what was typed, less for what was guessed.
    pub terms: Vec<(Term, f32)>,
    /// Its matter.
    pub units: Vec<Unit>,
    /// For each unit the words near it in meaning.
    pub related: Vec<Vec<Unit>>,
    /// For each unit whether it was typed, is more than said in passing, and the language knows words near it in meaning:
    /// an entry that has none of them is hardly meant.
    pub understood: Vec<bool>,
    /// The units that are context, by their places: an entry need not hold them.
    pub context: Vec<usize>,
    /// What it asks for.
    pub asking: Option<Asking>,
    /// What it leans to among what customers ask.
    pub leaning: Leaning,
    /// Whether it is known what customers ask in its language.
    pub is_listed: bool,
    /// Where that is another language than the FAQ's, the share of its matter that is unknown there, 0 to 1.
    pub foreign_unknown: Option<f32>,
}

impl Reading {
    /// Reads a text.
    pub fn new(text: &str, analyzer: &Analyzer, language: &Language, vocabulary: &Vocabulary) -> Self {
        let spelling = &language.spelling;
        let chinese = analyzer.lang().primary() == "zh";
        let mut guessed = Vec::new();
        let mut tokens = analyzer.tokens(text);
        if chinese {
            tokens = take_spelled(tokens, spelling, &mut guessed);
        }
        let tokens = correct(put_together(tokens, spelling, analyzer), language, analyzer);
        let asking = asking::asked(analyzer.lang().primary(), &tokens);
        let unified = unify(tokens, analyzer);
        let leaning = language.leaning(unified.written());
        let Unified { tokens, terms, .. } = unified;
        let mut terms: Vec<(Term, f32)> = terms.into_iter().map(|term| (term, 1.0)).collect();
        let mut corrected = tokens.clone();
        if chinese {
            for token in corrected.iter_mut().filter(|token| token.unspaced) {
                guessed.extend(correct_by_sound(token, spelling, vocabulary));
            }
        }
        let mut units = analyzer.units(&corrected);
        for text in guessed {
            for kind in [Kind::Character, Kind::Word] {
                terms.push((Term::new(kind, &text, false), BY_SOUND));
            }
            if !units.iter().any(|unit| unit.text == text) {
                units.push(Unit { text, unspaced: true, guessed: true });
            }
        }
        let related = relate(&units, &language.thesaurus, vocabulary, &mut terms);
        let understood = units.iter().map(|unit| !unit.guessed && language.thesaurus.understands(unit)).collect();
        let is_listed = language.concepts.is_some();
        let mut reading = Self {
            tokens,
            terms,
            units,
            related,
            understood,
            context: Vec::new(),
            asking,
            leaning,
            is_listed,
            foreign_unknown: None,
        };
        if let Some(asked) = asked_clause(text, analyzer) {
            reading.set_context(&asked);
        }
        reading
    }

    /// Takes as context all matter but that of a part of the text. Where words are not parted, the part and what stands
    /// beside it may be cut otherwise than the part alone.
    pub fn set_context(&mut self, asked: &[Unit]) {
        let is = |unit: &Unit, asked: &Unit| {
            let (one, other) = (&unit.text, &asked.text);
            one == other || (unit.unspaced && (one.contains(other.as_str()) || other.contains(one.as_str())))
        };
        let is_asked = |unit: &Unit| asked.iter().any(|asked| is(unit, asked));
        self.context = (0..self.units.len()).filter(|at| !is_asked(&self.units[*at])).collect();
    }
}

/// What parts clauses; not `、`, which parts the items of a list as well.
const BETWEEN_CLAUSES: [char; 12] = [',', ';', ':', '!', '?', '\n', '，', '；', '：', '！', '？', '。'];

/// The matter of the last clause that asks for something, where a text has several clauses: what a story tells before it is
/// context. Nothing where no clause asks for any matter.
fn asked_clause(text: &str, analyzer: &Analyzer) -> Option<Vec<Unit>> {
    let sentences = text.split(". ").flat_map(|sentence| sentence.split(BETWEEN_CLAUSES));
    let clauses: Vec<&str> = sentences.filter(|clause| clause.contains(char::is_alphanumeric)).collect();
    if clauses.len() < 2 {
        return None;
    }
    let asks = |clause: &&&str| asking::asked(analyzer.lang().primary(), &analyzer.tokens(clause)).is_some();
    let asked = clauses.iter().rev().find(asks)?;
    Some(analyzer.units(&analyzer.unify(analyzer.tokens(asked)))).filter(|units| !units.is_empty())
}

/// Puts what words of Latin letters likeliest spell in their place, and adds what else they may spell to `guessed`.
/// Neighbours are read together: `tui kuan`.
fn take_spelled(tokens: Vec<Token>, spelling: &Spelling, guessed: &mut Vec<String>) -> Vec<Token> {
    let may_spell = |token: &Token| !token.unspaced && !spelling.knows(&token.raw) && spelling.is_spelled(&token.raw);
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    // whether a run goes on with what comes next, since what stands between was spelled
    let mut goes_on = false;
    for run in tokens.chunk_by(|one, other| may_spell(one) && may_spell(other)) {
        let words: Vec<&str> = run.iter().map(|token| token.raw.as_str()).collect();
        let spelled = if may_spell(&run[0]) { spelling.spelled(&words) } else { Vec::new() };
        let likeliest = if spelled.is_empty() { None } else { spelling.likeliest(&words) };
        guessed
            .extend(spelled.iter().filter(|text| likeliest.as_deref() != Some(**text)).map(|text| (*text).to_owned()));
        match likeliest {
            Some(text) => {
                push_run(&mut kept, &text, true);
                goes_on = true;
                continue;
            }
            None if spelled.is_empty() => {
                let joins = goes_on && run[0].unspaced;
                if joins {
                    push_run(&mut kept, &run[0].raw, true);
                }
                kept.extend_from_slice(&run[usize::from(joins)..]);
            }
            None => {}
        }
        goes_on = false;
    }
    kept
}

/// Adds a run of characters without spaces, as part of the run before it if there is one.
fn push_run(kept: &mut Vec<Token>, text: &str, guessed: bool) {
    match kept.last_mut().filter(|last| last.unspaced) {
        Some(last) => {
            last.raw.push_str(text);
            last.stem.clone_from(&last.raw);
        }
        None => kept.push(Token { raw: text.to_owned(), stem: text.to_owned(), stop: false, unspaced: true, guessed }),
    }
}

/// Joins neighbours that are one word of the FAQ.
fn put_together(tokens: Vec<Token>, spelling: &Spelling, analyzer: &Analyzer) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut word = analyzer.words();
    for token in tokens {
        let whole = joined.last().and_then(|before| together::joined(before, &token, spelling, &mut word));
        match whole {
            Some(whole) => {
                joined.pop();
                joined.push(whole);
            }
            None => joined.push(token),
        }
    }
    joined
}

/// Puts typing errors right.
fn correct(tokens: Vec<Token>, language: &Language, analyzer: &Analyzer) -> Vec<Token> {
    let spelling = &language.spelling;
    if tokens.iter().all(|token| token.unspaced || token.stop || spelling.holds(token)) {
        return tokens;
    }
    let known: Vec<String> = tokens
        .iter()
        .filter(|token| !token.unspaced && !token.stop && spelling.knows(&token.raw))
        .map(|token| token.raw.clone())
        .collect();
    let beside: Vec<&str> = known.iter().map(String::as_str).collect();
    tokens.into_iter().flat_map(|token| meant(token, &beside, language, analyzer)).collect()
}

/// The words that one was meant to be, surer guesses before bolder ones.
fn meant(token: Token, beside: &[&str], language: &Language, analyzer: &Analyzer) -> Vec<Token> {
    let spelling = &language.spelling;
    if token.unspaced || token.stop || spelling.holds(&token) {
        return vec![token];
    }
    if let Some(word) = spelling.accented(&token.raw) {
        return vec![analyzer.word(word)];
    }
    if token.raw.bytes().any(|byte| byte.is_ascii_digit()) {
        return vec![token];
    }
    if spelling.is_everyday(&token) {
        return parts_of(&token, language, analyzer).unwrap_or_else(|| vec![token]);
    }
    let token = match spelling.stretched(&token.raw, &|word| spelling.part(word).is_some()) {
        Some(word) => analyzer.word(&word),
        None => token,
    };
    if spelling.is_word(&token) {
        return vec![token];
    }
    if let Some(words) = together::neighbours(&token.raw, spelling, analyzer) {
        return words;
    }
    let guesses = spelling.meant(&token, beside);
    // a word with which customers ask is no error for another that the FAQ does not hold either
    let guesses = if language.is_asked_with(&token) { guesses.own(spelling) } else { guesses };
    let corrected = |twice: bool| Some(vec![Token { guessed: true, ..analyzer.word(guesses.best(twice)?) }]);
    let found = corrected(false).or_else(|| together::cut(&token.raw, spelling, analyzer)).or_else(|| corrected(true));
    found.unwrap_or_else(|| vec![token])
}

/// The words of which a compound is made that is known only for the words near it in meaning, where the FAQ has those
/// parts and none of the words: what the FAQ says of them goes before what the language knows.
fn parts_of(token: &Token, language: &Language, analyzer: &Analyzer) -> Option<Vec<Token>> {
    let Language { spelling, thesaurus, .. } = language;
    if !together::compounds(analyzer.lang().primary())
        || !spelling.is_only_related(&token.raw)
        || thesaurus.related(&token.stem).iter().any(|stem| spelling.holds_stem(stem))
    {
        return None;
    }
    together::cut(&token.raw, spelling, analyzer).filter(|parts| parts.iter().all(|part| spelling.holds(part)))
}

/// Adds the terms of the words near in meaning to a question's matter, but of those that it has itself, and returns those
/// words for each unit.
fn relate(
    units: &[Unit],
    thesaurus: &Thesaurus,
    vocabulary: &Vocabulary,
    terms: &mut Vec<(Term, f32)>,
) -> Vec<Vec<Unit>> {
    let near = |unit: &Unit| -> Vec<Unit> {
        let words = thesaurus.related(&unit.text).iter();
        words.map(|word| Unit { text: word.clone(), unspaced: unit.unspaced, guessed: true }).collect()
    };
    let related: Vec<Vec<Unit>> = units.iter().map(near).collect();
    let known = |text: &str| units.iter().any(|unit| unit.text == text);
    for (unit, near) in units.iter().zip(&related) {
        let met = |word: &Unit| known(&word.text) || (unit.unspaced && meet(&word.text, &unit.text));
        near.iter().filter(|word| !met(word)).for_each(|word| add_near(word, vocabulary, terms));
    }
    related
}

/// Adds the terms of a word near in meaning.
fn add_near(word: &Unit, vocabulary: &Vocabulary, terms: &mut Vec<(Term, f32)>) {
    terms.push((Term::new(Kind::Word, &word.text, false), BY_MEANING));
    if word.unspaced {
        let characters: Vec<char> = word.text.chars().collect();
        let pairs = characters.windows(characters.len().clamp(1, 2)).map(String::from_iter);
        let pairs: Vec<Term> = pairs.map(|pair| Term::new(Kind::Character, &pair, false)).collect();
        // a part of a word is no word near in meaning
        if pairs.iter().all(|pair| vocabulary.knows(pair)) {
            terms.extend(pairs.into_iter().map(|pair| (pair, BY_MEANING)));
        }
    }
}

/// Whether of two words without spaces one holds the other, so that they meet by their characters already.
fn meet(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    short.chars().nth(1).is_some() && long.contains(short)
}

/// Puts words of the FAQ in the place of pairs of characters that it does not hold but that sound the same, and returns
/// them: 法票 becomes 发票.
fn correct_by_sound(token: &mut Token, spelling: &Spelling, vocabulary: &Vocabulary) -> Vec<String> {
    let mut characters: Vec<char> = token.raw.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at + 1 < characters.len() && found.len() < MOST_SOUNDS {
        let pair = String::from_iter(&characters[at..at + 2]);
        let unknown = !vocabulary.knows(&Term::new(Kind::Character, &pair, false));
        match spelling.homophone(&pair).filter(|_| unknown) {
            Some(word) => {
                characters.splice(at..at + 2, word.chars());
                found.push(word.to_owned());
                at += 2;
            }
            None => at += 1,
        }
    }
    if !found.is_empty() {
        token.raw = characters.into_iter().collect();
        token.stem.clone_from(&token.raw);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sample::lang;
    use super::*;

    fn stems(texts: &[&str], asked: &str) -> Vec<String> {
        let analyzer = Analyzer::new(&lang("de"), &[]);
        let spelling = Spelling::of(texts.iter().copied(), &analyzer);
        let language = Language::new(spelling, &analyzer);
        let reading = Reading::new(asked, &analyzer, &language, &Vocabulary::default());
        reading.units.into_iter().map(|unit| unit.text).collect()
    }

    /// The matter of a text that is no context.
    fn asked(code: &str, text: &str) -> Vec<String> {
        let analyzer = Analyzer::new(&lang(code), &[]);
        let language = Language::new(Spelling::default(), &analyzer);
        let reading = Reading::new(text, &analyzer, &language, &Vocabulary::default());
        let asked = reading.units.iter().enumerate().filter(|(at, _)| !reading.context.contains(at));
        asked.map(|(_, unit)| unit.text.clone()).collect()
    }

    #[test]
    fn a_word_that_customers_ask_with_is_no_error_for_one_that_the_faq_does_not_hold_either() {
        let french = Analyzer::new(&lang("fr"), &[]);
        let read = |texts: &[&str], asked: &str| {
            let language = Language::new(Spelling::of(texts.iter().copied(), &french), &french);
            let tokens = Reading::new(asked, &french, &language, &Vocabulary::default()).tokens;
            tokens.into_iter().map(|token| token.raw).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(read(&["Où commence la leçon ?"], "vous vendez des pneus"), "vous vendez des pneus");
        assert_eq!(read(&["Où commence la leçon ?"], "qui était là hier"), "qui était là hier");
        assert_eq!(read(&["Quand commence la leçon ?"], "quand commense la lecon"), "quand commence la leçon");
    }

    #[test]
    fn what_a_story_tells_beside_the_question_is_context() {
        assert_eq!(asked("en", "my husband fell ill, can I cancel the trip?"), ["cancel", "trip"]);
        assert_eq!(asked("en", "Can I cancel the trip? The weather is terrible."), ["cancel", "trip"]);
        assert_eq!(asked("en", "the trip was terrible, what can I do?"), ["trip", "terribl"], "no matter is asked for");
        assert_eq!(asked("en", "cancel the trip"), ["cancel", "trip"]);
        assert_eq!(asked("zh", "今天下雨，怎么取消订单？"), ["取消", "订单"]);
    }

    #[test]
    fn what_is_asked_may_be_cut_otherwise_beside_context() {
        let unit = |text: &str, unspaced| Unit { text: text.to_owned(), unspaced, guessed: false };
        let mut joint = Reading { units: vec![unit("配送料金", true), unit("返品", true)], ..Reading::default() };
        joint.set_context(&[unit("料金", true)]);
        assert_eq!(joint.context, [1]);
        let mut joint = Reading { units: vec![unit("ring", false), unit("spring", false)], ..Reading::default() };
        joint.set_context(&[unit("ring", false)]);
        assert_eq!(joint.context, [1], "a word is no part of another");
    }

    #[test]
    fn a_word_near_in_meaning_is_looked_up_by_its_pairs_of_characters_where_all_of_them_are_known() {
        let analyzer = Analyzer::new(&lang("ja"), &[]);
        let looked_up = |wording: &str| {
            let mut vocabulary = Vocabulary::default();
            vocabulary.add(&analyzer.terms(&analyzer.tokens(wording)));
            let language = Language::new(Spelling::default(), &analyzer);
            let reading = Reading::new("運賃", &analyzer, &language, &vocabulary);
            let pair = Term::new(Kind::Character, "配送", false);
            reading.terms.iter().any(|(term, factor)| term.key == pair.key && *factor == BY_MEANING)
        };
        assert!(looked_up("配送料はいくらですか"));
        assert!(!looked_up("配送はいつですか"), "a part of a word is no word near in meaning");
    }

    #[test]
    fn a_compound_that_the_language_knows_is_read_by_what_the_faq_says_of_its_parts() {
        let parts = stems(&["Kann ich mit der Karte zahlen?", "Die Zahlung dauert"], "Kartenzahlung?");
        assert_eq!(parts, ["kart", "zahlung"]);
        assert_eq!(stems(&["Kann ich mit der Karte zahlen?"], "Kartenzahlung?"), ["kartenzahl"], "no word of the FAQ");
        let weekend = ["Wann ist die Woche zu Ende?", "Haben Sie am Samstag offen?"];
        assert_eq!(stems(&weekend, "Wochenende?"), ["wochen"], "the FAQ has a word near it in meaning");
    }
}

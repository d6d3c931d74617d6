//! A message of several sentences: a story with its question somewhere, or two questions at once.
//!
//! Invariant: a message of one sentence that holds one question is asked as it is, once. Any other costs at most
//! [`MOST_ASKED`] partial questions beside itself.

use super::markers::{self, Markers, Writing};
use super::negation::is_not_meant;
use super::{Decision, Question, Verdict};

/// The most parts of a message that are asked beside the whole.
const MOST_ASKED: usize = 4;
/// The most sentences that are looked at; of more, the first and the last ones.
const MOST_PARTS: usize = 24;
/// A sentence with at most this many words that begins with a courtesy is nothing else: "Kind regards, Anna".
const COURTESY_WORDS: usize = 6;
/// The most places in a sentence at which it is looked for a second question.
const MOST_BREAKS: usize = 120;
/// Characters within which a second question shows what joins it to the first.
const LONGEST_JOIN: usize = 40;
/// A full stop after fewer characters ends an abbreviation ("e.g.") and no sentence.
const SHORTEST_LAST_WORD: usize = 3;

/// A sentence of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part<'a> {
    text: &'a str,
    asks: bool,
}

/// The words of a language.
#[derive(Clone, Copy)]
struct Words {
    markers: &'static Markers,
}

impl Words {
    fn of(primary: &str) -> Option<Self> {
        Some(Self { markers: markers::of(primary)? })
    }

    fn writing(self) -> Writing {
        self.markers.writing
    }

    /// Whether a sentence asks.
    fn asks(self, text: &str) -> bool {
        text.trim_end().ends_with(['?', '？']) || markers::asks(&markers::form(text), self.markers)
    }

    /// Whether a sentence is a greeting, thanks or the like.
    fn is_courtesy(self, text: &str) -> bool {
        let form = markers::form(text);
        let length = if self.writing().has_words() { form.split(' ').count() } else { form.chars().count() };
        form.is_empty()
            || (length <= COURTESY_WORDS
                && self.writing().opening(self.markers.courtesies, &form) > 0
                && !self.asks(text))
    }

    /// A question without the greeting before its first comma or colon.
    fn without_greeting(self, text: &str) -> &str {
        let rest = text.split_once([',', '，', ':', '：']).filter(|(greeting, rest)| {
            markers::holds(self.markers.courtesies, &markers::form(greeting)) && self.asks(rest)
        });
        rest.map_or(text, |(_, rest)| rest.trim_start())
    }

    /// A question without what joins it to the one before: "also, where are you?"
    fn without_join(self, text: &str) -> &str {
        let ends = text.char_indices().take(LONGEST_JOIN).map(|(at, character)| (at, character.is_alphanumeric()));
        let whole = ends.filter(|(_, within)| !self.writing().has_words() || !within).map(|(at, _)| at);
        let join = whole.filter(|at| markers::holds(self.markers.joins, &markers::form(&text[..*at]))).max();
        let rest = text[join.unwrap_or(0)..].trim_start_matches(|character: char| !character.is_alphanumeric());
        if self.asks(rest) { rest } else { text }
    }

    /// Whether a text points back to what stands before it.
    fn points_back(self, text: &str) -> bool {
        let form = markers::form(text);
        self.writing().opening(self.markers.leads, &form) > 0 || self.writing().contains(self.markers.pointers, &form)
    }
}

/// The sentences of a text with their final signs.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut word) = (0, 0);
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let ends = match character {
            '。' | '！' | '？' | '；' | '\n' | '…' => true,
            '!' | '?' | ';' => next.is_none_or(|next| !matches!(next, '!' | '?' | ';')),
            '.' => word >= SHORTEST_LAST_WORD && next.is_none_or(char::is_whitespace),
            _ => false,
        };
        word = if character.is_alphanumeric() { word + 1 } else { 0 };
        if ends {
            let end = at + character.len_utf8();
            found.push(text[start..end].trim());
            start = end;
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    found
}

/// The parts of a message without greetings and thanks.
fn parts<'a>(sentences: Vec<&'a str>, words: Words) -> Vec<Part<'a>> {
    let surplus = sentences.len().saturating_sub(MOST_PARTS);
    let kept = sentences.iter().enumerate().filter(|(at, _)| *at < MOST_PARTS / 2 || *at >= MOST_PARTS / 2 + surplus);
    let told = kept.map(|(_, text)| words.without_greeting(text)).filter(|text| !words.is_courtesy(text));
    told.map(|text| Part { text, asks: words.asks(text) }).collect()
}

/// Two questions in one sentence: "where are you, and when are you open?" Both sides must ask, and something must join
/// them.
fn joined(text: &str, words: Words) -> Option<(&str, &str)> {
    let asks = |text: &str| markers::asks(text, words.markers);
    if !asks(&markers::form(text)) {
        return None;
    }
    let breaks = text.char_indices().filter(|(_, character)| matches!(character, ',' | '，' | ' ' | '、'));
    for (at, character) in breaks.take(MOST_BREAKS) {
        let (left, right) = (text[..at].trim(), text[at + character.len_utf8()..].trim());
        let end = right.char_indices().nth(LONGEST_JOIN).map_or(right.len(), |(end, _)| end);
        let joins = words.writing().opening(words.markers.joins, &markers::form(&right[..end])) > 0;
        if !joins || !right.starts_with(char::is_alphanumeric) {
            continue;
        }
        let form = markers::form(right);
        let rest = &form[words.writing().opening(words.markers.joins, &form)..];
        if asks(rest.trim()) && asks(&markers::form(left)) {
            return Some((left, right));
        }
    }
    None
}

/// What stands between what is denied and what is meant.
const CONTRASTS: [&str; 14] = [
    ", ",
    "，",
    "; ",
    " but ",
    " rather ",
    " sondern ",
    " sino ",
    " mais ",
    " mas ",
    " ma ",
    " maar ",
    " а ",
    "而是",
    "、",
];

/// What a sentence of two clauses says is not meant, and what it names in its place.
fn contrast(text: &str) -> Option<(&str, &str)> {
    let (at, sign) = CONTRASTS.iter().filter_map(|sign| Some((text.find(sign)?, sign))).min_by_key(|(at, _)| *at)?;
    let (left, right) = (text[..at].trim(), text[at + sign.len()..].trim());
    let has_words = |clause: &str| clause.chars().filter(|character| character.is_alphanumeric()).count() > 1;
    match (is_not_meant(left), is_not_meant(right)) {
        (true, false) if has_words(right) => Some((left, right)),
        (false, true) if has_words(left) => Some((right, left)),
        _ => None,
    }
}

/// Whether a text is a question by its form; of a language whose forms are not known every text may be.
pub fn asks(text: &str, primary: &str) -> bool {
    Words::of(primary).is_none_or(|words| words.asks(text))
}

/// Whether a message is one question and nothing else, so that it is asked as it is.
pub fn is_plain(text: &str, primary: &str) -> bool {
    Words::of(primary).is_none_or(|words| {
        sentences(text).len() < 2
            && words.without_greeting(text).len() == text.len()
            && joined(text, words).is_none()
            && contrast(text).is_none()
    })
}

/// What is asked of the index, and how often it still may be.
struct Asker<'a> {
    ask: &'a dyn Fn(&Question<'_>) -> Verdict,
    stands: &'a dyn Fn(&str) -> bool,
    question: &'a Question<'a>,
    words: Words,
    left: usize,
}

impl Asker<'_> {
    fn ask(&self, text: &str, previous: Option<&str>) -> Verdict {
        (self.ask)(&Question { text, previous, ..self.question.clone() })
    }

    /// Asks a part, unless enough was asked.
    fn part(&mut self, text: &str, previous: Option<&str>) -> Option<Verdict> {
        self.left = self.left.checked_sub(1)?;
        Some(self.ask(text, previous))
    }

    /// Asks both sides of a sentence that joins two questions. `None` unless both are answered, each by another entry.
    fn both(&mut self, text: &str) -> Option<Verdict> {
        let (left, right) = joined(text, self.words)?;
        let first = self.part(left, self.question.previous)?;
        first.answer().filter(|entry| !entry.small_talk)?;
        let second = self.next(right, std::slice::from_ref(&first))?;
        with_second(first, &second).ok()
    }

    /// Asks a sentence that denies one thing and names another: "not the brakes, the chain". `None` where it is not answered
    /// with what it denies.
    fn affirmed(&mut self, text: &str) -> Option<Verdict> {
        // "what do I do" beside what is denied names nothing in its place
        let names = |clause: &str| !self.words.asks(clause) || (self.stands)(clause);
        let (denied, affirmed) = contrast(text).filter(|(_, affirmed)| names(affirmed))?;
        let whole = self.part(text, self.question.previous)?;
        let id = whole.answer()?.id.clone();
        let first = |verdict: &Verdict| verdict.candidates.first().map(|found| found.entry.id.clone());
        let (denied, affirmed) = (self.part(denied, None)?, self.part(affirmed, self.question.previous)?);
        let other = first(&affirmed).is_some_and(|affirmed| affirmed != id);
        if first(&denied) != Some(id) || !other {
            return None;
        }
        let is_clear = affirmed.decision != Decision::None;
        Some(if is_clear { affirmed } else { Verdict { decision: Decision::Choices, ..whole } })
    }

    /// Asks what a message asks, the first question first.
    fn questions(&mut self, parts: &[Part<'_>]) -> Vec<Verdict> {
        let asking: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].asks).collect();
        if let [only] = asking.as_slice()
            && let Some(verdict) = self.both(parts[*only].text)
        {
            return vec![verdict];
        }
        let mut verdicts: Vec<Verdict> = Vec::new();
        for at in asking {
            let text = parts[at].text;
            let told = at.checked_sub(1).map(|before| parts[before]).filter(|before| !before.asks);
            let verdict = match told {
                // "It has a nail in it. How do I fix that?" asks with what was just told
                Some(told) if !(self.stands)(text) => {
                    self.part(&format!("{} {text}", told.text), self.question.previous)
                }
                _ => self.next(text, &verdicts),
            };
            verdicts.extend(verdict);
        }
        verdicts
    }

    /// Asks a part after others: by itself, unless it points back or is not answered so.
    fn next(&mut self, text: &str, verdicts: &[Verdict]) -> Option<Verdict> {
        let before = verdicts.iter().rev().find_map(Verdict::answer).map(|entry| entry.id.clone());
        let Some(before) = before else { return self.part(text, self.question.previous) };
        let bare = self.words.without_join(text);
        if (self.stands)(bare) || !self.words.points_back(text) {
            let alone = self.part(bare, None)?;
            if alone.decision == Decision::Answer {
                return Some(alone);
            }
        }
        self.part(text, Some(&before))
    }
}

/// A first verdict with the answer of a second, or the first as it was where the second adds nothing.
fn with_second(first: Verdict, second: &Verdict) -> Result<Verdict, Verdict> {
    let other = second.answer().filter(|entry| !entry.small_talk).map(|entry| &entry.id);
    let new = other.is_some() && first.answer().is_some_and(|entry| Some(&entry.id) != other);
    if !new {
        return Err(first);
    }
    Ok(Verdict { second: second.candidates.first().cloned(), ..first })
}

/// How parts of a message are asked.
pub struct Means<'a> {
    /// The primary tag of the language in which the message is matched.
    pub primary: &'a str,
    /// Whether a text has enough matter to be understood by itself.
    pub stands: &'a dyn Fn(&str) -> bool,
    /// Asks the index.
    pub ask: &'a dyn Fn(&Question<'_>) -> Verdict,
    /// The probability from which on an answer is given.
    pub threshold: f64,
}

/// Answers a message.
///
/// Greetings and thanks are left out; where one sentence is left, it alone is asked. Else the whole is asked first, since
/// what is told around a question says much about it. Two questions that are answered by
/// different entries come before it, for no single entry answers them. Where the whole is not sure, a question in it may
/// be: see [`heard_in_whole`].
pub fn ask(question: &Question<'_>, means: &Means<'_>) -> Verdict {
    let ask = means.ask;
    let Some(words) = Words::of(means.primary) else { return ask(question) };
    let mut asker = Asker { ask, stands: means.stands, question, words, left: MOST_ASKED };
    let sentences = sentences(question.text);
    if sentences.len() < 2 {
        let bare = words.without_greeting(question.text);
        let text = if words.asks(bare) { bare } else { question.text };
        let found = asker.both(text).or_else(|| asker.affirmed(text));
        return found.unwrap_or_else(|| ask(&Question { text, ..question.clone() }));
    }
    let parts = parts(sentences, words);
    // a greeting says nothing about the one question beside it
    if let [only] = parts.as_slice() {
        return asker.both(only.text).unwrap_or_else(|| ask(&Question { text: only.text, ..question.clone() }));
    }
    let whole = ask(question);
    let mut answers = asker.questions(&parts);
    answers.retain(|verdict| verdict.decision == Decision::Answer);
    // a greeting that asks how we are is answered only if nothing else is asked
    answers.sort_by_key(is_small_talk);
    let mut merged = answers.iter().cloned();
    if let Some(first) = merged.next() {
        let merged = merged.fold(first, |first, second| match first.second {
            Some(_) => first,
            None => with_second(first, &second).unwrap_or_else(|first| first),
        });
        if merged.second.is_some() {
            return merged;
        }
    }
    if whole.decision == Decision::Answer && !is_small_talk(&whole) {
        return whole;
    }
    let mut heard = answers.into_iter().map(|part| heard_in_whole(part, &whole, parts.len()));
    heard.find(|verdict| verdict.confidence() >= means.threshold).unwrap_or(whole)
}

/// The verdict on a question with the confidence that is left when the whole message is heard as well. The more is told
/// around the question, the less the whole says about it: with two sentences it counts a third, with six a seventh.
fn heard_in_whole(mut part: Verdict, whole: &Verdict, parts: usize) -> Verdict {
    let weight = 1.0 / (parts as f64 + 1.0);
    if let Some(first) = part.candidates.first_mut() {
        let same = whole.candidates.iter().find(|candidate| candidate.entry.id == first.entry.id);
        first.confidence *= 1.0 - weight;
        first.confidence += weight * same.map_or(0.0, |candidate| candidate.confidence);
    }
    part
}

fn is_small_talk(verdict: &Verdict) -> bool {
    verdict.answer().is_some_and(|entry| entry.small_talk)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{ask as ask_sample, entries, first, index};
    use super::*;

    fn told(lang: &str, text: &str) -> Vec<(String, bool)> {
        let words = Words::of(lang).unwrap();
        parts(sentences(text), words).iter().map(|part| (part.text.to_owned(), part.asks)).collect()
    }

    #[test]
    fn sentences_end_at_signs_and_not_within_abbreviations() {
        assert_eq!(sentences("Hi! I paid 4.90 e.g. yesterday. Why?!"), ["Hi!", "I paid 4.90 e.g. yesterday.", "Why?!"]);
        assert_eq!(sentences("你好。我要退货！怎么办？？"), ["你好。", "我要退货！", "怎么办？"]);
        assert_eq!(sentences("one\ntwo"), ["one", "two"]);
        assert!(sentences(" ?! ").is_empty());
    }

    #[test]
    fn courtesies_are_left_out_and_questions_known() {
        let english = told("en", "Hello! My parcel is late. Where is it? please tell me how long. Kind regards, Anna");
        let expected = [("My parcel is late.", false), ("Where is it?", true), ("please tell me how long.", true)];
        assert_eq!(english, expected.map(|(text, asks)| (text.to_owned(), asks)));
        let chinese = told("zh", "你好！包裹丢了。怎么办\n谢谢");
        assert_eq!(chinese, [("包裹丢了。".to_owned(), false), ("怎么办".to_owned(), true)]);
    }

    #[test]
    fn what_is_not_meant_is_not_answered() {
        for (text, denied, meant) in [
            ("not the invoice, the refund", "not the invoice", "the refund"),
            ("I want a refund, not an invoice", "not an invoice", "I want a refund"),
            ("ich will nicht kündigen sondern pausieren", "ich will nicht kündigen", "pausieren"),
            ("不是发票，是退款", "不是发票", "是退款"),
        ] {
            assert_eq!(contrast(text), Some((denied, meant)), "{text}");
        }
        for text in ["my order has not arrived, what now", "no, the refund", "not now", "a red one, or a blue one"] {
            assert_eq!(contrast(text), None, "{text}");
        }
        let index = index(entries());
        for (text, id) in [
            ("I don't want an invoice, I want my money back", "refund"),
            ("where is my order, not my refund", "order-status"),
            ("我不要发票，我要退款", "refund"),
        ] {
            assert_eq!(first(&ask_sample(&index, text)), id, "{text}");
        }
        let unwanted = ask_sample(&index, "I don't want a refund");
        assert!(unwanted.answer().is_none(), "{}", first(&unwanted));
        assert!(ask_sample(&index, "I want a refund").answer().is_some());
    }

    #[test]
    fn a_second_question_is_asked_without_what_joins_it() {
        let (english, chinese) = (Words::of("en").unwrap(), Words::of("zh").unwrap());
        assert_eq!(english.without_join("Also, where are you?"), "where are you?");
        assert_eq!(english.without_join("and also how much is it?"), "how much is it?");
        assert_eq!(english.without_join("Android phones?"), "Android phones?");
        assert_eq!(chinese.without_join("另外，忘记密码怎么办？"), "忘记密码怎么办？");
    }

    #[test]
    fn two_questions_in_one_sentence_need_a_join_and_two_that_ask() {
        let english = Words::of("en").unwrap();
        assert!(joined("where are you, and when are you open?", english).is_some());
        assert!(joined("how do I return it and how long does it take", english).is_some());
        for one in ["how do I cancel and return it?", "bed and breakfast", "I waited and what now", "how long, please?"]
        {
            assert_eq!(joined(one, english), None, "{one}");
        }
        let chinese = Words::of("zh").unwrap();
        assert!(joined("怎么退货，还有运费多少钱？", chinese).is_some());
        assert_eq!(joined("为什么付款失败，怎么办？", chinese), None);
    }

    #[test]
    fn a_second_question_is_found_and_one_alone_has_none() {
        let index = index(entries());
        let verdict = ask_sample(&index, "Where is my order? And how do I get a refund? Thanks!");
        assert_eq!(first(&verdict), "order-status");
        assert_eq!(verdict.second.map(|second| second.entry.id.to_string()).as_deref(), Some("refund"));
        let verdict = ask_sample(&index, "我的订单到哪里了？另外运费是多少？");
        assert_eq!(first(&verdict), "order-status");
        assert_eq!(verdict.second.map(|second| second.entry.id.to_string()).as_deref(), Some("delivery-cost"));
        for one in ["Where is my order?", "Where is my order? Track my parcel please. Thanks", "refund? refund!"] {
            assert!(ask_sample(&index, one).second.is_none(), "{one}");
        }
    }

    #[test]
    fn no_message_costs_more_than_it_may() {
        let asked = std::cell::Cell::new(0);
        let ask_once = |_: &Question<'_>| {
            asked.set(asked.get() + 1);
            Verdict::nothing(crate::text::Lang::english())
        };
        let count = |text: &str| {
            asked.set(0);
            let now = super::super::sample::now();
            let means = Means { primary: "en", stands: &|_| true, ask: &ask_once, threshold: 0.5 };
            ask(&Question { text, lang: None, page: None, previous: None, now }, &means);
            asked.get()
        };
        assert_eq!(count("How do I get a refund?"), 1);
        assert_eq!(count(""), 1);
        let story = "I bought it. It broke! Why? What is that? Can I return it? And how? ".repeat(25);
        assert!(count(&story) <= 1 + MOST_ASKED);
    }
}

//! A conversation between a visitor and the team, as questions and what the team answered to each.
//!
//! Invariant: pure. Every line of the team belongs to one question at most; what asks nothing is no question, and does
//! not end an answer either, since "ok" comes between "I'll have a look" and what was found.

use crate::search::matter::{Matter, Reader};
use crate::store::talks::{Line, Talk, Voice};

/// A question, and what the team wrote until the visitor asked something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The visitor's words.
    pub question: String,
    /// In which conversation.
    pub conversation: String,
    /// In which visit, by its start.
    pub visit_at: i64,
    /// The agent's name.
    pub agent: String,
    /// When the answer ended, in milliseconds since 1970.
    pub at: i64,
    /// What was written.
    pub answer: Vec<String>,
}

impl Pair {
    /// The pair without greetings and what only asks back; `None` where that leaves no answer.
    pub(super) fn answered(mut self, reader: &Reader, greets: &dyn Fn(&str) -> bool) -> Option<Self> {
        self.answer = answering(self.answer, reader, greets);
        (!self.answer.is_empty()).then_some(self)
    }
}

/// What was asked and not answered yet.
#[derive(Default)]
struct Waiting {
    /// Of the bot, before a person was asked for.
    before: Option<String>,
    /// Of the team.
    asked: Option<String>,
    /// Told to the team, which may be asked with it.
    told: Option<String>,
}

impl Waiting {
    fn take(&mut self) -> Option<String> {
        let Self { before, asked, told } = std::mem::take(self);
        asked.or(before).or(told)
    }
}

/// The questions of a talk with everything that was written after each. `greets` knows greetings that only this FAQ has.
pub(super) fn pairs(talk: &Talk, reader: &Reader, greets: &dyn Fn(&str) -> bool) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut waiting = Waiting::default();
    let mut open = false;
    for Line { at, voice, text, .. } in &talk.lines {
        match voice {
            Voice::Before => {
                open = false;
                waiting = Waiting { before: Some(text.clone()), ..Waiting::default() };
            }
            Voice::Visitor => match reader.matter(text) {
                Matter::Nothing => {}
                _ if greets(text) => {}
                // what is told while an answer is under way goes with its question: "a blue one"
                Matter::Tells if !open && waiting.told.is_none() => waiting.told = Some(text.clone()),
                Matter::Tells => {}
                Matter::Asks => {
                    // of several in a row the first stands by itself: "and how much is it?" comes after
                    waiting.asked.get_or_insert_with(|| text.clone());
                }
            },
            Voice::Agent(agent) => {
                if let Some(question) = waiting.take() {
                    let (conversation, visit_at) = (talk.conversation.clone(), talk.visit_at);
                    let answer = Vec::new();
                    pairs.push(Pair { question, conversation, visit_at, agent: String::new(), at: 0, answer });
                    open = true;
                }
                if let Some(pair) = pairs.last_mut().filter(|_| open) {
                    (pair.agent, pair.at) = (agent.clone(), *at);
                    pair.answer.push(text.clone());
                }
            }
        }
    }
    pairs
}

/// The lines that answer: none that only asks back or greets; of several, none that says nothing ("one moment").
fn answering(lines: Vec<String>, reader: &Reader, greets: &dyn Fn(&str) -> bool) -> Vec<String> {
    let says = |line: &str| {
        reader.decides(line) || line.chars().any(char::is_numeric) || reader.matter(line) != Matter::Nothing
    };
    let mut lines: Vec<String> = lines.into_iter().filter(|line| !reader.only_asks(line) && !greets(line)).collect();
    if lines.iter().any(|line| says(line)) {
        lines.retain(|line| says(line));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    /// Lines as `v: …`, `a: …` and, before a person was asked for, `b: …`.
    fn heard(lines: &[&str]) -> Vec<(String, String)> {
        let line = |(at, line): (usize, &&str)| {
            let (voice, text) = line.split_once(": ").unwrap();
            let voice = match voice {
                "v" => Voice::Visitor,
                "a" => Voice::Agent("Maya".into()),
                _ => Voice::Before,
            };
            Line { seq: at as i64, at: at as i64, voice, text: text.to_owned() }
        };
        let lines = lines.iter().enumerate().map(line).collect();
        let talk = Talk { conversation: "c_1".into(), visit_at: 0, lang: "en".into(), lines };
        let (reader, greets) = (Reader::new(&Lang::english()), |text: &str| text == "howdy");
        let pairs = pairs(&talk, &reader, &greets);
        let pairs = pairs.into_iter().filter_map(|pair| pair.answered(&reader, &greets));
        pairs.map(|pair| (pair.question, pair.answer.join("|"))).collect()
    }

    fn pair(question: &str, answer: &str) -> (String, String) {
        (question.to_owned(), answer.to_owned())
    }

    #[test]
    fn each_question_has_what_was_written_until_the_next() {
        let lines = [
            "v: Hi!",
            "v: Do you repair e-bikes?",
            "a: Hello Ana",
            "a: Yes, on Saturdays.",
            "a: Bring the battery.",
            "v: thanks",
            "a: You're welcome!",
            "v: And how much is an inspection?",
            "a: It is 49 euros.",
        ];
        let expected = [
            pair("Do you repair e-bikes?", "Yes, on Saturdays.|Bring the battery."),
            pair("And how much is an inspection?", "It is 49 euros."),
        ];
        assert_eq!(heard(&lines), expected);
    }

    #[test]
    fn what_is_no_question_ends_no_answer() {
        let lines = [
            "v: Do you sell spare keys?",
            "a: One moment please.",
            "v: ok",
            "a: Which lock do you have?",
            "v: The black one from last summer",
            "a: Then yes, for 12 euros.",
        ];
        assert_eq!(heard(&lines), [pair("Do you sell spare keys?", "Then yes, for 12 euros.")]);
    }

    #[test]
    fn the_question_before_counts_where_nothing_else_was_asked() {
        let answer = "a: We do, from 9 on.";
        assert_eq!(heard(&["b: can I park my bike inside", answer]), [pair("can I park my bike inside", &answer[3..])]);
        assert_eq!(
            heard(&["b: can I park my bike inside", "v: hello??", "v: howdy", answer]),
            [pair("can I park my bike inside", &answer[3..])]
        );
        assert_eq!(
            heard(&["b: can I park my bike inside", "v: is there a rack outside?", answer]),
            [pair("is there a rack outside?", &answer[3..])]
        );
        // whoever is only greeted has not been answered
        assert_eq!(
            heard(&["b: park", "a: Hi, how can I help?", "v: where can I park my bike?", answer]),
            [pair("where can I park my bike?", &answer[3..])]
        );
    }

    #[test]
    fn who_asks_nothing_or_gets_no_answer_proposes_nothing() {
        assert!(heard(&["v: hello", "a: Good morning", "v: 48213", "a: Your parcel is on its way."]).is_empty());
        assert!(heard(&["v: Do you sell spare keys?"]).is_empty());
        assert!(heard(&["v: Do you sell spare keys?", "a: Which lock do you have?"]).is_empty());
        assert!(heard(&["a: Our shop closes early today."]).is_empty());
    }
}

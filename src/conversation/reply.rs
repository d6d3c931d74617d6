//! From what is to be done to what is said: bodies made of entries and of our own phrases.
//!
//! Invariant: a title is offered only if its entry is in service at that moment.

use super::board::Board;
use super::flow::Effect;
use super::flow::desk::Colleague;
use super::{Answer, Body, Named, Notice, TitleButton, phrases};
use crate::clock::{self, Timestamp};
use crate::faq::{Catalog, Entry};
use crate::ids::ConversationId;
use crate::search::{Candidate, SmallTalk};
use crate::store::Sender;
use crate::text::Lang;

/// Pinned titles that are offered at most: what fits on a phone without scrolling.
const PINNED: usize = 4;

/// What goes into the words.
pub struct Telling<'a> {
    /// The FAQ in service.
    pub catalog: &'a Catalog,
    /// The conversation's language.
    pub lang: &'a Lang,
    /// The language of the question where the FAQ lacks it: then that is said first.
    pub foreign: Option<&'a Lang>,
    /// The site's own language.
    pub default_lang: &'a Lang,
    /// When.
    pub now: Timestamp,
    /// Who is there, and who waits.
    pub board: &'a Board,
    /// Where.
    pub conversation: &'a ConversationId,
}

/// What is said for an effect, and by whom; a mark for the log says nothing.
pub fn to(effect: Effect, telling: &Telling<'_>) -> Option<(Sender, Body)> {
    let Telling { catalog, lang, foreign, default_lang, now, .. } = *telling;
    // what is ours to say is said in the visitor's language, even if no answer is
    let phrases = foreign.and_then(phrases::known).unwrap_or_else(|| phrases::of(lang));
    let tag = lang.to_string();
    let note = foreign.map(|foreign| phrases::only_in(foreign, lang, &catalog.langs()));
    let noted = |text: &str| note.as_ref().map_or_else(|| text.to_owned(), |note| format!("{note} {text}"));
    Some(match effect {
        Effect::Answer { entry, confidence, second } => {
            let mut answer = answer(&entry, confidence, catalog, default_lang, now);
            if let (Some(note), Some(nodes)) = (&note, answer.content.as_array_mut()) {
                nodes.insert(0, serde_json::json!(["p", ["em", note]]));
            }
            if let Some(second) = second {
                answer.follow_ups.retain(|button| *button.id != *second.id);
                answer.follow_ups.insert(0, TitleButton::of(&second));
            }
            (Sender::Bot, Body::Answer(Box::new(answer)))
        }
        Effect::Choices(candidates) => {
            let asked = if candidates.len() == 1 { phrases.did_you_mean_this } else { phrases.did_you_mean };
            let text = noted(asked);
            (Sender::Bot, Body::Choices { text, options: buttons(&candidates), lang: tag })
        }
        Effect::Which(ids) => {
            let options = offered(&ids, telling);
            (Sender::Bot, Body::Choices { text: phrases.which.to_owned(), options, lang: tag })
        }
        Effect::NoAnswer(candidates) => {
            let text = noted(if candidates.is_empty() { phrases.none } else { phrases.none_with_options });
            (Sender::Bot, Body::None { text, options: buttons(&candidates), human: true, lang: tag, small_talk: None })
        }
        Effect::SmallTalk(kind, next) => (Sender::Bot, polite(kind, &next, &noted, telling)),
        Effect::Mark(_) | Effect::Wrote(_) => return None,
        effect => (Sender::System, Body::Notice(Box::new(notice(effect, foreign.unwrap_or(lang), telling)?))),
    })
}

/// What happened, in words.
fn notice(effect: Effect, lang: &Lang, telling: &Telling<'_>) -> Option<Notice> {
    let board = telling.board;
    let named = |colleague: &Colleague| Some(Named { name: colleague.name.clone() });
    let line = |text: &dyn Fn(Option<u32>, Option<u32>) -> String| {
        let (place, minutes) = (board.place(telling.conversation), board.minutes());
        let text = text(u32::try_from(place).ok(), minutes.and_then(|minutes| u32::try_from(minutes).ok()));
        let offers: &'static [&'static str] = &["mail", "cancel"];
        Notice { code: "queued", text, place: Some(place), minutes, offers, ..Notice::default() }
    };
    let opens = board.rules().opens_at(telling.now);
    let away = |text: String| Notice {
        code: "offline",
        text,
        offers: &["message"],
        opens_at: opens.map(|at| clock::rfc3339(at.as_millisecond())),
        ..Notice::default()
    };
    let plain = |code, text: String| Notice { code, text, ..Notice::default() };
    let zone = board.rules().hours.zone();
    Some(match effect {
        Effect::Offline | Effect::Nobody => away(phrases::offline(lang, opens, telling.now, zone, true)),
        Effect::OfferMessage => away(phrases::prefer_mail(lang)),
        Effect::Queued | Effect::Requeued => line(&|place, minutes| phrases::queued(lang, place, minutes)),
        Effect::Long => line(&|_, _| phrases::still_waiting(lang)),
        Effect::MessageLeft { to } => plain("message_left", phrases::message_left(lang, &to)),
        Effect::Cancelled => plain("cancelled", phrases::cancelled(lang)),
        Effect::Joined(by) => {
            Notice { agent: named(&by), ..plain("agent_joined", phrases::agent_joined(lang, &by.name)) }
        }
        Effect::GivenBack(by) => {
            Notice { agent: named(&by), ..plain("agent_left", phrases::agent_left(lang, &by.name)) }
        }
        Effect::Closed(by) => {
            let closed = plain("closed", phrases::closed(lang, &by.name));
            Notice { agent: named(&by), offers: &["csat"], ..closed }
        }
        Effect::Answer { .. }
        | Effect::Choices(_)
        | Effect::Which(_)
        | Effect::NoAnswer(_)
        | Effect::SmallTalk(..)
        | Effect::Mark(_)
        | Effect::Wrote(_) => return None,
    })
}

/// What is said to small talk. Who may be about to ask is shown what others ask, and told in which languages there are
/// answers; who is not helped, what else may have been meant and that there are people.
fn polite(kind: SmallTalk, next: &[String], noted: &dyn Fn(&str) -> String, telling: &Telling<'_>) -> Body {
    let Telling { catalog, lang, foreign, default_lang, now, .. } = *telling;
    let next = offered(next, telling);
    let offering = !next.is_empty();
    let text = phrases::small_talk(foreign.unwrap_or(lang), kind, offering);
    let asks = matches!(kind, SmallTalk::Greeting | SmallTalk::Help | SmallTalk::Bot);
    Body::None {
        text: if asks { noted(text) } else { text.to_owned() },
        options: if asks { pinned(catalog, lang, default_lang, now) } else { next },
        human: matches!(kind, SmallTalk::No | SmallTalk::Refused | SmallTalk::Bot),
        // that of the titles, where there are any: they are more than the words before them
        lang: if asks || offering { lang } else { foreign.unwrap_or(lang) }.to_string(),
        small_talk: Some(kind.as_str().to_owned()),
    }
}

/// The titles of entries, of those in service.
fn offered(ids: &[String], telling: &Telling<'_>) -> Vec<TitleButton> {
    let find = |id: &String| telling.catalog.find(&[telling.lang, telling.default_lang], id);
    let found = ids.iter().filter_map(find).filter(|entry| entry.in_service(telling.now));
    found.map(|entry| TitleButton::of(entry)).collect()
}

fn buttons(candidates: &[Candidate]) -> Vec<TitleButton> {
    candidates.iter().map(|candidate| TitleButton::of(&candidate.entry)).collect()
}

/// An entry's answer as it is sent.
fn answer(entry: &Entry, confidence: f64, catalog: &Catalog, default_lang: &Lang, now: Timestamp) -> Answer {
    let follow_ups = entry
        .follow_ups
        .iter()
        .filter_map(|id| catalog.find(&[&entry.lang, default_lang], id))
        .filter(|follow_up| follow_up.in_service(now))
        .map(|follow_up| TitleButton::of(follow_up))
        .collect();
    Answer {
        id: entry.id.to_string(),
        title: entry.title().to_owned(),
        content: entry.content.json.clone(),
        links: entry.links.clone(),
        follow_ups,
        confidence,
        lang: entry.lang.to_string(),
        topic: entry.topic.to_string(),
        // a greeting has no source that anybody would look up
        updated: catalog.modified(entry).filter(|_| !entry.small_talk).map(clock::rfc3339),
    }
}

/// The pinned titles of a language; where it has none, those of the site's own.
pub fn pinned(catalog: &Catalog, lang: &Lang, default_lang: &Lang, now: Timestamp) -> Vec<TitleButton> {
    let of = |lang: &Lang| -> Vec<TitleButton> {
        let entries = catalog.entries.iter().filter(|entry| entry.pinned && entry.lang == *lang);
        entries.filter(|entry| entry.in_service(now)).take(PINNED).map(|entry| TitleButton::of(entry)).collect()
    };
    let own = of(lang);
    if own.is_empty() { of(default_lang) } else { own }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::config::Handoff;
    use crate::faq::{Content, Place, Wording};
    use std::sync::Arc;

    /// An English entry with one wording, its title.
    pub(in crate::conversation) fn entry(id: &str, follow_ups: &[&str]) -> Arc<Entry> {
        let place = Place { path: "faq/en.yaml".into(), line: 1, column: 1 };
        Arc::new(Entry {
            id: id.into(),
            lang: Lang::english(),
            topic: "T".into(),
            questions: vec![Wording { text: format!("Title of {id}"), place: place.clone() }],
            answer: String::new(),
            content: Content::default(),
            keywords: vec![],
            follow_ups: follow_ups.iter().map(|id| (*id).into()).collect(),
            links: vec![],
            pages: vec![],
            from: None,
            until: None,
            pinned: false,
            handoff: false,
            small_talk: false,
            place,
        })
    }

    /// What is said for an effect in English, of a FAQ that holds the entries a, b and c.
    fn said(effect: Effect) -> Body {
        let catalog = Catalog::new(vec![entry("a", &["b", "c"]), entry("b", &[]), entry("c", &[])], vec![], "v".into());
        let lang = Lang::english();
        let now = clock::from_millis(1_795_167_000_000);
        let telling = Telling {
            catalog: &catalog,
            lang: &lang,
            foreign: None,
            default_lang: &lang,
            now,
            board: &Board::new(Clock::manual(now), Handoff::default()),
            conversation: &ConversationId("c_1".into()),
        };
        to(effect, &telling).unwrap().1
    }

    #[test]
    fn the_answer_to_a_second_question_is_the_first_button_and_stands_there_once() {
        let buttons = |second: Option<Arc<Entry>>| -> Vec<String> {
            let effect = Effect::Answer { entry: entry("a", &["b", "c"]), confidence: 0.9, second };
            let Body::Answer(answer) = said(effect) else { panic!("no answer") };
            answer.follow_ups.into_iter().map(|button| button.id).collect()
        };
        assert_eq!(buttons(None), ["b", "c"]);
        assert_eq!(buttons(Some(entry("c", &[]))), ["c", "b"]);
    }

    #[test]
    fn one_title_is_not_called_one_of_these() {
        let offered = |ids: &[&str]| {
            let candidate = |id: &&str| Candidate { entry: entry(id, &[]), confidence: 0.4 };
            let Body::Choices { text, options, .. } = said(Effect::Choices(ids.iter().map(candidate).collect())) else {
                panic!("no choices")
            };
            (text, options.len())
        };
        assert_eq!(offered(&["a"]), ("I\u{2019}m not sure I understood. Did you mean this?".to_owned(), 1));
        assert_eq!(
            offered(&["a", "b"]),
            ("I\u{2019}m not sure I understood. Did you mean one of these?".to_owned(), 2)
        );
    }
}

//! From what is to be done to what is said: bodies made of entries and of our own phrases.
//!
//! Invariant: a title is offered only if its entry is in service at that moment.

use super::flow::Effect;
use super::{Answer, Body, TitleButton, phrases};
use crate::clock::{self, Timestamp};
use crate::faq::{Catalog, Entry};
use crate::search::Candidate;
use crate::store::Sender;
use crate::text::Lang;

/// Pinned titles that are offered at most: what fits on a phone without scrolling.
const PINNED: usize = 4;

/// What is said for an effect, and by whom; a mark for the log says nothing. `foreign` is the language of the question
/// where the FAQ lacks it: then that is said first.
pub fn to(
    effect: Effect,
    catalog: &Catalog,
    lang: &Lang,
    foreign: Option<&Lang>,
    default_lang: &Lang,
    now: Timestamp,
) -> Option<(Sender, Body)> {
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
            let text = noted(phrases.did_you_mean);
            (Sender::Bot, Body::Choices { text, options: buttons(&candidates), lang: tag })
        }
        Effect::NoAnswer(candidates) => {
            let text = noted(if candidates.is_empty() { phrases.none } else { phrases.none_with_options });
            (Sender::Bot, Body::None { text, options: buttons(&candidates), human: true, lang: tag })
        }
        Effect::Offline => (Sender::System, Body::Notice { code: "offline", text: phrases.offline.into() }),
        Effect::Mark(_) => return None,
    })
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
mod tests {
    use super::*;
    use crate::faq::{Content, Place, Wording};
    use std::sync::Arc;

    fn entry(id: &str, follow_ups: &[&str]) -> Arc<Entry> {
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

    #[test]
    fn the_answer_to_a_second_question_is_the_first_button_and_stands_there_once() {
        let (first, other, second) = (entry("a", &["b", "c"]), entry("b", &[]), entry("c", &[]));
        let catalog = Catalog::new(vec![first.clone(), other, second.clone()], vec![], "v".into());
        let lang = Lang::english();
        let buttons = |second: Option<Arc<Entry>>| -> Vec<String> {
            let effect = Effect::Answer { entry: first.clone(), confidence: 0.9, second };
            let now = crate::clock::from_millis(1_795_167_000_000);
            let Some((_, Body::Answer(answer))) = to(effect, &catalog, &lang, None, &lang, now) else {
                return Vec::new();
            };
            answer.follow_ups.into_iter().map(|button| button.id).collect()
        };
        assert_eq!(buttons(None), ["b", "c"]);
        assert_eq!(buttons(Some(second)), ["c", "b"]);
    }
}

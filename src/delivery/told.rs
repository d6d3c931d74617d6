//! What the team and visitors are told, written from the log when it is sent.
//!
//! Invariant: what is told is what is true then: who was taken meanwhile is announced to nobody.

use super::letter::{Part, written};
use super::{Attempt, Parcel};
use crate::clock::{self, TimeZone, from_millis};
use crate::config::Config;
use crate::conversation::phrases;
use crate::ids::ConversationId;
use crate::report::mask::mask;
use crate::store::notices::Request;
use crate::store::outbox::NEEDLESS;
use crate::store::told::{MESSAGE, QUEUED};
use crate::store::{Sender, StoredEvent};
use crate::text::Lang;
use serde_json::{Value, json};

/// Characters of a visitor's words in a chat: WeCom takes 2,048 bytes in all.
const NOTE_CHARS: usize = 200;
/// Events before a message that go with it.
const TRANSCRIPT_EVENTS: usize = 100;

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// Somebody waits.
    Queued,
    /// Somebody left a message.
    Message,
}

impl About {
    /// The word in subjects, in the database and in the webhook's event.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Queued => QUEUED,
            Self::Message => MESSAGE,
        }
    }
}

/// What a notice is made of.
pub(super) struct Facts<'a> {
    pub(super) about: About,
    pub(super) conversation: &'a ConversationId,
    pub(super) request: &'a Request,
    pub(super) events: &'a [StoredEvent],
    pub(super) config: &'a Config,
    /// Where the team reads the conversation.
    pub(super) console: String,
}

/// Why it need not be told any more.
pub(super) fn outdated(about: About, request: &Request) -> Option<Attempt> {
    let waits = request.state == about.as_str();
    (!waits).then(|| needless("somebody took it, or it was ended, before"))
}

/// What comes of a delivery that there is no need for any more: nothing that anybody has to look after.
pub(super) fn needless(why: &str) -> Attempt {
    Attempt::Delivered { said: format!("{NEEDLESS}{why}") }
}

/// For chats and the webhook.
pub(super) fn notice(facts: &Facts<'_>) -> Parcel {
    let json = serde_json::to_vec(&event(facts)).expect("an event has only text keys");
    Parcel { note: note(facts), json, ..Parcel::default() }
}

fn event(facts: &Facts<'_>) -> Value {
    let Facts { request, config, events, .. } = facts;
    let mut event = json!({
        "type": format!("handoff.{}", facts.about.as_str()),
        "event": facts.about.as_str(),
        "conversation": facts.conversation,
        "reason": request.reason,
        "lang": request.lang,
        "page": request.page,
        "since": clock::rfc3339(request.at),
        "question": request.question,
        "console": facts.console,
    });
    if facts.about == About::Message {
        event["message"] = json!(request.message);
        event["email"] = json!(request.email);
        event["phone"] = json!(request.phone);
    }
    if config.handoff.webhook_transcript {
        let row = |event: &StoredEvent| {
            let body: Value = serde_json::from_str(&event.body).unwrap_or_default();
            json!({ "seq": event.seq, "at": clock::rfc3339(event.at), "from": event.sender.as_str(), "body": body })
        };
        event["transcript"] = events.iter().map(row).collect();
    }
    event
}

/// A few lines of plain text, in the site's language as far as there are words for it.
fn note(facts: &Facts<'_>) -> String {
    let Facts { about, request, config, .. } = facts;
    let chinese = config.site.lang.primary() == "zh";
    let site =
        if config.site.name.is_empty() { "Deskbell".to_owned() } else { format!("Deskbell, {}", config.site.name) };
    let head = match (about, chinese) {
        (About::Queued, false) => format!("{site}: a visitor waits for a person"),
        (About::Queued, true) => format!("{site}：有访客在等待人工客服"),
        (About::Message, false) => format!("{site}: a visitor left a message"),
        (About::Message, true) => format!("{site}：有访客留言"),
    };
    let page = Some(request.page.as_str()).filter(|page| !page.is_empty());
    let facts_line = [Some(reason(&request.reason, chinese)), Some(request.lang.as_str()), page];
    let facts_line = facts_line.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let words = match about {
        About::Queued => request.question.as_deref(),
        About::Message => request.message.as_deref(),
    };
    let words = words.map(|words| {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = if config.privacy.mask { mask(&words) } else { words };
        format!("\u{201C}{}\u{201D}", shortened(&words))
    });
    [Some(head), Some(shortened(&facts_line)), words, Some(facts.console.clone())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
}

fn reason(word: &str, chinese: bool) -> &'static str {
    match (word, chinese) {
        ("visitor" | "words", false) => "asked for a person",
        ("visitor" | "words", true) => "访客要求人工",
        ("misses", false) => "no answer found",
        ("misses", true) => "连续未能回答",
        ("thumbs", false) => "answers did not help",
        ("thumbs", true) => "答案没有帮助",
        ("anger", false) => "upset",
        ("anger", true) => "情绪激动",
        ("entry", false) => "an answer that needs a person",
        ("entry", true) => "该问题需人工处理",
        ("page", false) => "a page that needs a person",
        ("page", true) => "该页面需人工处理",
        (_, false) => "handed over",
        (_, true) => "转人工",
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= NOTE_CHARS {
        return text.to_owned();
    }
    text.chars().take(NOTE_CHARS - 1).chain(['…']).collect()
}

/// The mail to the team: the message, where its answer goes, and what was said before.
pub(super) fn to_team(facts: &Facts<'_>) -> Parcel {
    let Facts { request, config, events, .. } = facts;
    let site = if config.site.name.is_empty() { "Deskbell" } else { config.site.name.as_str() };
    // a few letters of its name, so that mail programs do not put two conversations together
    let tail: String =
        facts.conversation.0.chars().skip(facts.conversation.0.chars().count().saturating_sub(6)).collect();
    let (zone, lang) = (&config.site.time_zone, request.lang.as_str());
    let answer_to = [request.email.as_deref(), request.phone.as_deref()];
    let answer_to = answer_to.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let page = if request.page.is_empty() { "unknown".to_owned() } else { request.page.clone() };
    let from = events.len().saturating_sub(TRANSCRIPT_EVENTS);
    let said = events[from..].iter().filter_map(|event| line(event, zone)).collect::<Vec<_>>().join("\n");
    let parts = [
        Part::Text("A visitor left a message while nobody could answer in the chat:".to_owned()),
        Part::Words(request.message.clone().unwrap_or_default()),
        Part::Text(format!("The answer goes to: {answer_to}\nPage: {page}\nLanguage: {lang}")),
        Part::Link { label: "Answer in the console".to_owned(), address: facts.console.clone() },
        Part::Small(format!("What was said before:\n\n{said}")),
    ];
    let (html, text) = written("en", &parts);
    Parcel {
        subject: format!("{site}: a visitor left a message ({tail})"),
        html,
        text,
        reply_to: request.email.clone(),
        ..Parcel::default()
    }
}

/// `09:30 visitor: Where is my order?`; nothing of what says nothing.
fn line(event: &StoredEvent, zone: &TimeZone) -> Option<String> {
    let body: Value = serde_json::from_str(&event.body).ok()?;
    let text = match body["kind"].as_str()? {
        "choice" | "answer" => body["title"].as_str()?,
        "human" => "(asked for a person)",
        _ => body["text"].as_str()?,
    };
    let time = zone.to_datetime(from_millis(event.at)).strftime("%H:%M").to_string();
    Some(format!("{time} {}: {text}", event.sender.as_str()))
}

/// The mail to a visitor: what an agent wrote after one place and up to another, and the way back.
pub(super) fn to_visitor(
    request: &Request,
    events: &[StoredEvent],
    (after, upto): (i64, i64),
    config: &Config,
    link: String,
) -> Option<Parcel> {
    let lang = Lang::parse(&request.lang).unwrap_or_else(|| config.site.lang.clone());
    let letter = phrases::letter(&lang);
    let (mut words, mut name) = (Vec::new(), request.agent.clone());
    for event in events.iter().filter(|event| event.sender == Sender::Agent && event.seq > after && event.seq <= upto) {
        let body: Value = serde_json::from_str(&event.body).ok()?;
        if let (Some("text"), Some(text)) = (body["kind"].as_str(), body["text"].as_str()) {
            words.push(text.to_owned());
            name = body["agent"]["name"].as_str().map(str::to_owned).or(name);
        }
    }
    let to = request.email.clone().filter(|_| !words.is_empty())?;
    let site = if config.site.name.is_empty() { config.site.bot_name.as_str() } else { config.site.name.as_str() };
    let mut parts = vec![Part::Text(letter.wrote(&name.unwrap_or_else(|| site.to_owned())))];
    parts.extend(words.into_iter().map(Part::Words));
    parts.push(Part::Link { label: letter.answer.to_owned(), address: link });
    parts.push(Part::Small(letter.link_note.to_owned()));
    let (html, text) = written(lang.as_str(), &parts);
    Some(Parcel {
        subject: letter.subject(site),
        html,
        text,
        reply_to: config.handoff.mail_to.first().cloned(),
        visitor: Some(to),
        ..Parcel::default()
    })
}

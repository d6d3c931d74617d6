//! The team's list: every conversation that a person has, should have, or may look at.
//!
//! Invariant: a row is what is committed; consoles are told of it after the commit, and however often a conversation
//! changes in a moment, once.

use super::board::Change;
use super::engine::Engine;
use super::flow::desk::Colleague;
use crate::clock;
use crate::store::StoreError;
use crate::store::desk::DeskRow;
use crate::text::Lang;
use serde::Serialize;
use std::sync::Arc;

/// Conversations of the bot that the list shows at most.
const BOT_ROWS: i64 = 200;
/// How long ago the last message of such a conversation is at most, in milliseconds.
const BOT_ROWS_MILLIS: i64 = 30 * 60_000;
/// Characters of the last words in the list.
const ROW_CHARS: usize = 200;

/// A conversation as the team's list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Row {
    /// Where.
    pub conversation: String,
    /// `bot`, `queued`, `agent` or `message`.
    pub stage: String,
    /// Waiting since, with a person since, message left at, or the last event; RFC 3339.
    pub since: String,
    /// Why a person was asked for: `visitor`, `words`, `misses`, `thumbs`, `entry`, `page`, `anger`, `message` or
    /// `agent`.
    pub reason: Option<String>,
    /// Who has it.
    pub agent: Option<Colleague>,
    /// What the visitor is called; empty where that is not known.
    pub name: String,
    /// A mail address that the visitor left; empty where there is none.
    pub email: String,
    /// The language, a BCP 47 tag.
    pub lang: String,
    /// The path of the visitor's page.
    pub page: String,
    /// Its title.
    pub page_title: String,
    /// Whether the visitor is connected.
    pub connected: bool,
    /// What says best what it is about: the visitor's last words, or a person's answer to them while a person has it or a
    /// message was left; what the bot said last where neither spoke.
    pub last: Option<LastWords>,
    /// What the bot made of the last question: `answer`, `choices` or `none`.
    pub verdict: Option<String>,
    /// The probability that its first entry was right.
    pub confidence: Option<f64>,
    /// The title of the entry that it answered with.
    pub entry: Option<String>,
    /// Whether these are the visitor's and a person should answer them.
    pub unread: bool,
}

/// Words of a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct LastWords {
    /// Their place.
    pub seq: i64,
    /// Whose: `visitor`, `bot` or `agent`.
    pub from: String,
    /// When, RFC 3339.
    pub at: String,
    /// The words, cut to a line.
    pub text: String,
}

impl Engine {
    /// All that the team's list shows.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn desk(&self) -> Result<Vec<Row>, StoreError> {
        let since = self.clock.now_millis() - BOT_ROWS_MILLIS;
        let rows = self.store.desk(since, BOT_ROWS).await?;
        Ok(rows.into_iter().map(|row| self.row(row)).filter(is_worth_a_look).collect())
    }

    /// Waits until conversations have changed, and tells the consoles how they are now.
    pub async fn announce(&self) {
        let changed = self.board.changed().await;
        // more parameters than this are refused by SQLite's default
        for ids in changed.chunks(500) {
            match self.store.desk_rows(ids).await {
                Ok(rows) => {
                    let rows: Vec<Row> = rows.into_iter().map(|row| self.row(row)).filter(is_worth_a_look).collect();
                    for id in ids.iter().filter(|id| !rows.iter().any(|row| row.conversation == id.0)) {
                        self.board.tell(Change::Gone(id.clone()));
                    }
                    rows.into_iter().for_each(|row| self.board.tell(Change::Row(Arc::new(row))));
                }
                Err(error) => tracing::warn!(%error, "the desk could not be read; consoles show it at the next change"),
            }
        }
    }

    fn row(&self, row: DeskRow) -> Row {
        let connected = self.hub.is_visited(&row.conversation);
        let snapshot = self.knowledge.current();
        let lang = Lang::parse(&row.lang).unwrap_or_else(|| self.default_lang.clone());
        let title =
            |id: &str| snapshot.catalog.find(&[&lang, &self.default_lang], id).map(|entry| entry.title().to_owned());
        let (verdict, confidence, entry) = match row.verdict {
            Some((verdict, confidence, entry)) => (Some(verdict), Some(confidence), entry.and_then(|id| title(&id))),
            None => (None, None, None),
        };
        let unread = row.stage != "bot" && row.last.as_ref().is_some_and(|(_, sender, ..)| sender == "visitor");
        Row {
            conversation: row.conversation.0,
            stage: row.stage,
            since: clock::rfc3339(row.since),
            reason: row.reason,
            agent: row.agent.map(|(id, name)| Colleague { id, name }),
            name: String::new(),
            email: row.email.unwrap_or_default(),
            lang: row.lang,
            page: row.page,
            page_title: row.page_title,
            connected,
            last: row.last.map(|(seq, from, at, body)| LastWords {
                seq,
                from,
                at: clock::rfc3339(at),
                text: words_of(&body),
            }),
            verdict,
            confidence,
            entry,
            unread,
        }
    }
}

/// Whether the list shows a row: what the bot has only while its visitor is connected.
fn is_worth_a_look(row: &Row) -> bool {
    row.stage != "bot" || (row.connected && row.last.is_some())
}

/// The words of a stored body, cut to a line.
fn words_of(body: &str) -> String {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let words = body["text"].as_str().or(body["title"].as_str()).unwrap_or_default();
    let line: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= ROW_CHARS { line } else { line.chars().take(ROW_CHARS - 1).chain(['…']).collect() }
}

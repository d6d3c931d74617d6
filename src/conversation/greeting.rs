//! Letting a visitor in.
//!
//! Invariant: only the secret of a conversation opens it; what cannot be opened begins a new one.

use super::engine::Engine;
use super::flow::State;
use super::hub::{Bucket, Side, Subscription, Thread};
use super::{TitleButton, reply};
use crate::ids::{ConversationId, Token, TokenHash};
use crate::store::{NewConversation, Page, StoreError};
use crate::text::Lang;

/// Who comes.
#[derive(Clone, Debug, Default)]
pub struct Hello {
    /// The secret of an earlier conversation.
    pub token: Option<String>,
    /// The key of a link in a mail; it goes before the secret.
    pub return_key: Option<String>,
    /// The language of the page or the browser.
    pub lang: Option<Lang>,
    /// Where the visitor is.
    pub page: Page,
}

/// What a visitor who came is told.
pub struct Welcome {
    /// The socket's end of the conversation.
    pub subscription: Subscription,
    /// The secret to come back with.
    pub token: String,
    /// Whether the conversation went on.
    pub resumed: bool,
    /// The `seq` of the last event.
    pub seq: i64,
    /// The language the visitor is answered in.
    pub lang: Lang,
    /// Titles to begin with.
    pub pinned: Vec<TitleButton>,
}

impl Engine {
    /// Lets a visitor in: goes on with the conversation of the token, or opens one.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read, or a new conversation cannot be committed.
    pub async fn hello(&self, hello: Hello) -> Result<Welcome, StoreError> {
        let snapshot = self.knowledge.current();
        let langs = snapshot.catalog.langs();
        let asked = hello.lang.as_ref().and_then(|lang| lang.best_of(&langs)).cloned();
        let (id, token, resumed) = match self.known(&hello).await? {
            Some((id, token)) => (id, token, true),
            None => {
                let lang = asked.as_ref().unwrap_or(&self.default_lang);
                let (id, token) = self.open(lang, hello.page).await?;
                (id, token.reveal().to_owned(), false)
            }
        };
        let subscription =
            self.hub.join(&id, Side::Visitor, || Bucket::new(self.limits.messages_per_second, self.limits.burst));
        let mut thread = subscription.live.thread.lock().await;
        // read under the lock, so that no turn of another socket comes between
        let now = self.clock.now();
        let stored = self.store.conversation(&TokenHash::of(&token), now.as_millisecond()).await?;
        let stored = stored.ok_or(StoreError::Gone)?;
        let known_lang = Lang::parse(&stored.lang).and_then(|lang| lang.best_of(&langs).cloned());
        let lang = asked.or(known_lang).unwrap_or_else(|| self.default_lang.clone());
        match thread.as_mut() {
            Some(thread) => thread.lang = lang.clone(),
            None => *thread = Some(Thread { state: State::from_json(&stored.state), lang: lang.clone() }),
        }
        drop(thread);
        self.board.touch(&id);
        let pinned = reply::pinned(&snapshot.catalog, &lang, &self.default_lang, now);
        Ok(Welcome { subscription, token, resumed, seq: stored.last_seq, lang, pinned })
    }

    async fn open(&self, lang: &Lang, page: Page) -> Result<(ConversationId, Token), StoreError> {
        let (id, token) = (ConversationId::generate(), Token::generate());
        let new = NewConversation {
            id: id.clone(),
            token_hash: token.hash(),
            visitor: id.0.clone(),
            at: self.clock.now_millis(),
            lang: lang.to_string(),
            page,
        };
        self.store.open_conversation(new).await?;
        Ok((id, token))
    }

    /// The visitor closed a socket, or lost it.
    pub fn left(&self, subscription: Subscription) {
        let id = subscription.live.id.clone();
        drop(subscription);
        self.board.touch(&id);
    }
}

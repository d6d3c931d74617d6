//! What a visitor may do with the whole of their own conversation: come back to it, read it, and delete it; and the same
//! deletion for who runs the site.
//!
//! Invariant: to a visitor only the conversation's secret opens it; nothing is deleted while a turn speaks of it.

use super::Engine;
use super::greeting::Hello;
use super::hub::{Live, Thread};
use crate::ids::{ConversationId, Token, TokenHash};
use crate::store::{StoreError, StoredEvent};
use std::time::Duration;

/// How long a link in a mail opens its conversation, and the secret that it was changed for.
pub const RETURN_LIFE: Duration = Duration::from_secs(30 * 24 * 3600);

impl Engine {
    /// The conversation that a visitor comes back to, with the secret that opens it from now on.
    pub(super) async fn known(&self, hello: &Hello) -> Result<Option<(ConversationId, String)>, StoreError> {
        let now = self.clock.now();
        if let Some(key) = &hello.return_key
            && let Some(id) = self.store.conversation_of_return_key(&TokenHash::of(key), now.as_millisecond()).await?
        {
            // the link may be opened again, in another browser; the secret that it is changed for lives as long
            let (token, expires_at) = (Token::generate(), (now + RETURN_LIFE).as_millisecond());
            self.store.keep_return_key(token.hash(), &id, expires_at).await?;
            return Ok(Some((id, token.reveal().to_owned())));
        }
        let Some(token) = &hello.token else { return Ok(None) };
        let known = self.store.conversation(&TokenHash::of(token), now.as_millisecond()).await?;
        Ok(known.map(|conversation| (conversation.id, token.clone())))
    }

    /// Whether a conversation's visitor is connected.
    pub fn is_present(&self, id: &ConversationId) -> bool {
        self.hub.is_visited(id)
    }

    /// All that was said in the conversation of a visitor's secret, oldest first; `None` where it opens none.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn transcript(&self, token: &str) -> Result<Option<(ConversationId, Vec<StoredEvent>)>, StoreError> {
        let known = self.store.conversation(&TokenHash::of(token), self.clock.now_millis()).await?;
        let Some(conversation) = known else { return Ok(None) };
        let events = self.store.transcript(&conversation.id).await?;
        Ok(Some((conversation.id, events)))
    }

    /// Deletes the conversation of a visitor's secret for good; whether there was one. Sockets that still hold it are
    /// told that it is closed when they next send something.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: nothing is deleted.
    pub async fn erase(&self, token: &str) -> Result<bool, StoreError> {
        let known = self.store.conversation(&TokenHash::of(token), self.clock.now_millis()).await?;
        let Some(conversation) = known else { return Ok(false) };
        let live = self.hub.find(&conversation.id);
        let mut thread = hold(live.as_deref()).await;
        let erased = self.store.erase_conversation(&conversation.id).await?;
        if let Some(thread) = thread.as_mut() {
            **thread = None;
        }
        self.leave_desk(&conversation.id);
        Ok(erased)
    }

    /// Deletes all conversations of the visitor of one of them, for who runs the site and was asked to; how many. As
    /// with [`Engine::erase`], open sockets are told when they next send something.
    ///
    /// # Errors
    /// [`StoreError::Read`]; [`StoreError::Unavailable`]: some may be deleted, and the rest can be tried again.
    pub async fn erase_visitor(&self, conversation: &str) -> Result<usize, StoreError> {
        let mut erased = 0;
        let all = self.store.conversations_of_visitor(conversation).await?;
        // the one that was asked for goes last, so that what an error leaves can still be found by it
        let (named, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|id| id.0 == conversation);
        for id in others.iter().chain(&named) {
            let live = self.hub.find(id);
            let mut thread = hold(live.as_deref()).await;
            erased += usize::from(self.store.erase_conversation(id).await?);
            if let Some(thread) = thread.as_mut() {
                **thread = None;
            }
            self.leave_desk(id);
        }
        Ok(erased)
    }
}

/// Waits until no turn is under way that would speak of what is gone, and keeps the next from beginning.
async fn hold(live: Option<&Live>) -> Option<tokio::sync::MutexGuard<'_, Option<Thread>>> {
    match live {
        Some(live) => Some(live.thread.lock().await),
        None => None,
    }
}

//! What a visitor may do with the whole of their own conversation: read it, and delete it; and the same deletion for who
//! runs the site.
//!
//! Invariant: to a visitor only the conversation's secret opens it; nothing is deleted while a turn speaks of it.

use super::Engine;
use super::hub::{Live, Thread};
use crate::ids::{ConversationId, TokenHash};
use crate::store::{StoreError, StoredEvent};

impl Engine {
    /// All that was said in the conversation of a visitor's secret, oldest first; `None` where it opens none.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn transcript(&self, token: &str) -> Result<Option<(ConversationId, Vec<StoredEvent>)>, StoreError> {
        let Some(conversation) = self.store.conversation(&TokenHash::of(token)).await? else { return Ok(None) };
        let events = self.store.transcript(&conversation.id).await?;
        Ok(Some((conversation.id, events)))
    }

    /// Deletes the conversation of a visitor's secret for good; whether there was one. Sockets that still hold it are
    /// told that it is closed when they next send something.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: nothing is deleted.
    pub async fn erase(&self, token: &str) -> Result<bool, StoreError> {
        let token = TokenHash::of(token);
        let Some(conversation) = self.store.conversation(&token).await? else { return Ok(false) };
        let live = self.hub.find(&conversation.id);
        let mut thread = hold(live.as_deref()).await;
        let erased = self.store.erase(&token).await?;
        if let Some(thread) = thread.as_mut() {
            **thread = None;
        }
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

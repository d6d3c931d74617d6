//! What a visitor may do with the whole of their own conversation: read it, and delete it.
//!
//! Invariant: only the conversation's secret opens it.

use super::Engine;
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
        // no turn may be under way that would speak of what is gone
        let live = self.hub.find(&conversation.id);
        let mut thread = match &live {
            Some(live) => Some(live.thread.lock().await),
            None => None,
        };
        let erased = self.store.erase(&token).await?;
        if let Some(thread) = thread.as_mut() {
            **thread = None;
        }
        Ok(erased)
    }
}

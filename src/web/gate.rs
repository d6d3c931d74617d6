//! How much heavy work is done at once: password hashes, reports.
//!
//! Invariant: never more than `running` jobs hold their memory, and never more than `waiting` callers wait; who finds
//! the queue full is told so at once, since a late answer is worse than an early refusal.

use super::error::ApiError;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A door that lets a few in at a time. Cheap to clone.
#[derive(Clone)]
pub struct Gate {
    name: &'static str,
    retry_seconds: u64,
    admitted: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

/// The right to work until it is dropped. Move it into the work, so that a caller who goes away does not make room
/// before the work has ended.
pub struct Pass {
    _admitted: OwnedSemaphorePermit,
    _running: OwnedSemaphorePermit,
}

impl Gate {
    /// A gate whose refusals name it `name` and say to come back in `retry_seconds`.
    pub fn new(name: &'static str, running: usize, waiting: usize, retry_seconds: u64) -> Self {
        Self {
            name,
            retry_seconds,
            admitted: Arc::new(Semaphore::new(running + waiting)),
            running: Arc::new(Semaphore::new(running)),
        }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// [`ApiError::Busy`] at once if the queue is full.
    pub async fn enter(&self) -> Result<Pass, ApiError> {
        let busy = || ApiError::Busy { limit: self.name, seconds: self.retry_seconds };
        let admitted = self.admitted.clone().try_acquire_owned().map_err(|_| busy())?;
        let running = self.running.clone().acquire_owned().await.map_err(|_| busy())?;
        Ok(Pass { _admitted: admitted, _running: running })
    }

    /// Does work in its turn, and to its end once it has begun: a caller who goes away does not make room before that.
    ///
    /// # Errors
    /// [`ApiError::Busy`] at once if the queue is full.
    pub async fn work<Made: Send + 'static>(
        &self,
        work: impl Future<Output = Made> + Send + 'static,
    ) -> Result<Made, ApiError> {
        let pass = self.enter().await?;
        let working = tokio::spawn(async move {
            let made = work.await;
            drop(pass);
            made
        });
        working.await.map_err(|error| ApiError::Internal(error.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[tokio::test]
    async fn work_keeps_its_place_when_its_caller_goes_away() {
        let gate = Gate::new("tests", 1, 1, 1);
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let mut caller = Box::pin(gate.work(async move { ended.await.is_ok() }));
        assert!(caller.as_mut().now_or_never().is_none());
        drop(caller);
        let mut next = Box::pin(gate.work(async { 7 }));
        assert!(next.as_mut().now_or_never().is_none(), "the work goes on");
        end.send(()).unwrap();
        assert_eq!(next.await.unwrap(), 7);
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once_and_a_free_place_is_given_on() {
        let gate = Gate::new("tests", 1, 1, 7);
        let first = gate.enter().await.unwrap();
        let mut second = Box::pin(gate.enter());
        assert!(second.as_mut().now_or_never().is_none(), "the second waits");
        let refused = gate.enter().now_or_never().expect("the third does not wait");
        assert!(matches!(refused, Err(ApiError::Busy { limit: "tests", seconds: 7 })));
        drop(first);
        drop(second.await.unwrap());
        assert!(gate.enter().await.is_ok());
    }

    #[tokio::test]
    async fn a_waiting_caller_who_goes_away_leaves_the_queue() {
        let gate = Gate::new("tests", 1, 1, 1);
        let _first = gate.enter().await.unwrap();
        let mut second = Box::pin(gate.enter());
        assert!(second.as_mut().now_or_never().is_none());
        drop(second);
        assert!(gate.enter().now_or_never().is_none(), "its place in the queue is free again");
    }
}

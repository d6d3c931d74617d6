//! Thousands of rows of one statement, taken in heaps.
//!
//! Invariant: every row is taken once and in its order, and no more than [`HEAP`] of them are held at a time.

use futures_util::{Stream, StreamExt};
use sqlx::sqlite::SqliteRow;
use std::time::Duration;

/// Rows that SQLite's thread may be ahead: what it finds in about [`PAUSE`].
pub(super) const HEAP: usize = 1_024;
/// How long rows are left to gather. They come one by one from a thread of their own, and a reader that is faster than
/// it goes to sleep and is woken for each of them, which takes longer than the row itself; far longer on a busy machine.
const PAUSE: Duration = Duration::from_millis(1);

/// Takes all rows. For a few of them it is not worth the pause.
pub(super) async fn each(
    rows: impl Stream<Item = sqlx::Result<SqliteRow>>,
    mut take: impl FnMut(SqliteRow) -> sqlx::Result<()>,
) -> sqlx::Result<()> {
    let mut heaps = std::pin::pin!(rows.ready_chunks(HEAP));
    while let Some(heap) = heaps.next().await {
        let ahead = heap.len() == HEAP;
        for row in heap {
            take(row?)?;
        }
        if !ahead {
            tokio::time::sleep(PAUSE).await;
        }
    }
    Ok(())
}

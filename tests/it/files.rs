//! What becomes of the database's files: who may read them, what a restore takes, and what a deletion leaves.

use crate::store::{conversation, open, turn};
use deskbell::ids::ConversationId;
use deskbell::store::{self, NewEvent, NewTurn, Sender, Store, StoreError};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

/// Somebody writes `text`, and is answered.
async fn write(store: &Store, id: &ConversationId, text: &str, at: i64) {
    let message = NewEvent { sender: Sender::Visitor, kind: "text", body: format!(r#"{{"text":"{text}"}}"#) };
    store.record(NewTurn { message, ..turn(id, text, at) }).await.unwrap();
}

/// Copies a database with what is beside it, as a machine finds it that lost its power.
fn copy_as_it_lies(path: &Path, to: &Path) {
    for ending in ["", "-wal"] {
        let from = format!("{}{ending}", path.display());
        fs::copy(from, format!("{}{ending}", to.display())).unwrap();
    }
}

#[tokio::test]
async fn what_was_acknowledged_before_a_crash_is_restored_from_the_files_it_left() {
    let folder = tempfile::tempdir().unwrap();
    let (path, crashed) = (folder.path().join("deskbell.db"), folder.path().join("crashed.db"));
    open(&path).await.close().await;
    let store = open(&path).await;
    let (id, _) = conversation(&store, 0).await;
    write(&store, &id, "acknowledged", 1).await;
    copy_as_it_lies(&path, &crashed);
    let kept = store.events_after(&id, 0).await.unwrap();
    assert_eq!(kept.events.len(), 2);
    store.close().await;
    let restored = folder.path().join("restored/deskbell.db");
    store::restore(&crashed, &restored).await.unwrap();
    let store = open(&restored).await;
    assert_eq!(store.events_after(&id, 0).await.unwrap(), kept);
    store.close().await;
}

#[tokio::test]
async fn a_database_that_a_server_writes_is_not_copied_file_by_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("served/deskbell.db");
    let _served = store::lock_folder(path.parent().unwrap()).unwrap();
    let store = open(&path).await;
    let (id, _) = conversation(&store, 0).await;
    write(&store, &id, "still in the log", 1).await;
    let refused = store::restore(&path, &folder.path().join("other/deskbell.db")).await;
    assert!(matches!(&refused, Err(StoreError::Unusable(why)) if why.contains("another deskbell")), "{refused:?}");
    store.close().await;
}

#[tokio::test]
async fn a_restore_that_broke_off_spoils_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("deskbell.db"), folder.path().join("copy.db"));
    let store = open(&path).await;
    let (id, _) = conversation(&store, 0).await;
    write(&store, &id, "of another database", 1).await;
    store::backup(&path, &copy).await.unwrap();
    // what such a restore leaves: a log that does not belong to what comes
    let restored = folder.path().join("restored/deskbell.db");
    fs::create_dir(restored.parent().unwrap()).unwrap();
    write(&store, &id, "and more of it", 2).await;
    fs::copy(folder.path().join("deskbell.db-wal"), restored.with_extension("db.restoring-wal")).unwrap();
    fs::write(restored.with_extension("db.restoring"), "half").unwrap();
    store::restore(&copy, &restored).await.unwrap();
    let other = open(&restored).await;
    assert_eq!(other.events_after(&id, 0).await.unwrap().events.len(), 2);
    other.close().await;
    store.close().await;
}

#[tokio::test]
async fn only_their_owner_can_read_what_visitors_wrote() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let (path, copy, restored) =
        (folder.path().join("deskbell.db"), folder.path().join("copy.db"), folder.path().join("restored.db"));
    let store = open(&path).await;
    conversation(&store, 0).await;
    store::backup(&path, &copy).await.unwrap();
    // as an older backup may be
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o644)).unwrap();
    store::restore(&copy, &restored).await.unwrap();
    fs::remove_file(&copy).unwrap();
    store::backup(&path, &copy).await.unwrap();
    for file in fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap()) {
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert!(mode == 0o600 || file.file_name() == "deskbell.lock", "{:?}: {mode:o}", file.path());
    }
    store.close().await;
}

/// A server that is never idle for as long as the log waits for a quiet moment lets nothing lie in it either.
#[tokio::test]
async fn what_is_deleted_leaves_no_trace_while_others_write() {
    const CANARY: &str = "quetzalcoatlus";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deskbell.db");
    let store = open(&path).await;
    let ((gone, _), (stays, _)) = (conversation(&store, 0).await, conversation(&store, 1_000).await);
    write(&store, &gone, CANARY, 1).await;
    write(&store, &stays, "first", 1_000).await;
    let is_held = || {
        fs::read_dir(folder.path()).unwrap().any(|file| {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes())
        })
    };
    assert!(is_held());
    assert_eq!(store.forget(500, 0, Vec::new()).await.unwrap(), Some(1));
    let mut others = tokio::time::interval(Duration::from_millis(500));
    for number in 0.. {
        others.tick().await;
        write(&store, &stays, &format!("m{number}"), 2_000).await;
        if !is_held() {
            break;
        }
        assert!(number < 60, "half a minute later it is still there");
    }
    store.close().await;
}

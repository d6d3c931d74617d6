//! What becomes of the database's files: who may read them, what a restore takes, and what a deletion leaves.

use deskbell::ids::{ConversationId, Token};
use deskbell::store::{self, NewConversation, NewEvent, NewTurn, Page, Sender, Store, StoreError};
use deskbell::telemetry::Metrics;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

async fn open(path: &Path) -> Store {
    Store::open(path, Metrics::default()).await.unwrap()
}

async fn conversation(store: &Store, at: i64) -> ConversationId {
    let token = Token::generate();
    let id = ConversationId(format!("c_{}", &token.reveal()[..20]));
    let (token_hash, visitor) = (token.hash(), "v_1".into());
    let opened = NewConversation { id: id.clone(), token_hash, visitor, at, lang: "en".into(), page: Page::default() };
    store.open_conversation(opened).await.unwrap();
    id
}

/// Somebody writes `text`.
async fn write(store: &Store, id: &ConversationId, text: &str, at: i64) {
    let turn = NewTurn {
        conversation: id.clone(),
        cid: text.into(),
        cid_digest: "d".into(),
        at,
        page: None,
        message: NewEvent { sender: Sender::Visitor, kind: "text", body: format!(r#"{{"text":"{text}"}}"#) },
        replies: Vec::new(),
        question: None,
        marks: Vec::new(),
        state: "{}".into(),
        lang: "en".into(),
    };
    store.record(turn).await.unwrap();
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
    let id = conversation(&store, 0).await;
    write(&store, &id, "acknowledged", 1).await;
    copy_as_it_lies(&path, &crashed);
    let kept = store.events_after(&id, 0).await.unwrap();
    assert_eq!(kept.events.len(), 1);
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
    let id = conversation(&store, 0).await;
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
    let id = conversation(&store, 0).await;
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
    assert_eq!(other.events_after(&id, 0).await.unwrap().events.len(), 1);
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
    let (gone, stays) = (conversation(&store, 0).await, conversation(&store, 1_000).await);
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

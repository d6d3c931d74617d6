//! The store's story, on a real file: everything that conversations need of it, in the order in which it happens.

use deskbell::ids::{ConversationId, Token};
use deskbell::store::{
    self, Mark, NewConversation, NewEvent, NewQuestion, NewTurn, Page, Recorded, Sender, Store, StoreError,
};
use deskbell::telemetry::Metrics;
use sqlx::{Connection, SqliteConnection};
use std::future::Future;
use std::path::Path;

const MINUTE: i64 = 60_000;

pub async fn open(path: &Path) -> Store {
    Store::open(path, Metrics::default()).await.unwrap()
}

pub async fn conversation(store: &Store, at: i64) -> (ConversationId, Token) {
    let (id, token) = (ConversationId::generate(), Token::generate());
    let new = NewConversation {
        id: id.clone(),
        token_hash: token.hash(),
        visitor: id.0.clone(),
        at,
        lang: "en".into(),
        page: Page::default(),
    };
    store.open_conversation(new).await.unwrap();
    (id, token)
}

fn question(verdict: &'static str, candidates: &[&str]) -> NewQuestion {
    NewQuestion {
        asked: "text",
        text: "where is it".into(),
        lang: "en".into(),
        verdict,
        entry_id: (verdict == "answer").then(|| candidates[0].to_owned()),
        confidence: 0.5,
        candidates: candidates.iter().map(|id| ((*id).to_owned(), 0.5)).collect(),
        small_talk: false,
        faq_version: "v".into(),
        response_micros: 10,
    }
}

pub fn turn(id: &ConversationId, cid: &str, at: i64) -> NewTurn {
    let event = |sender, kind| NewEvent { sender, kind, body: format!(r#"{{"kind":"{kind}"}}"#) };
    NewTurn {
        conversation: id.clone(),
        cid: cid.into(),
        cid_digest: "d".into(),
        at,
        page: Some(Page { path: "/checkout".into(), ..Page::default() }),
        message: event(Sender::Visitor, "text"),
        replies: vec![event(Sender::Bot, "answer")],
        question: Some(question("answer", &["a"])),
        marks: vec![],
        state: r#"{"misses":1}"#.into(),
        lang: "zh".into(),
    }
}

async fn column(path: &Path, sql: &'static str) -> Vec<Option<String>> {
    let mut database = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    sqlx::query_scalar(sql).fetch_all(&mut database).await.unwrap()
}

#[tokio::test]
async fn a_conversation_from_first_message_to_deletion() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/deskbell.db");
    let store = open(&path).await;
    let (id, token) = conversation(&store, 0).await;

    let Recorded::New(events) = store.record(turn(&id, "one", 1_000).clone()).await.unwrap() else { panic!() };
    assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((events[0].cid.as_deref(), events[0].reply_to), (Some("one"), None));
    assert_eq!((events[1].cid.as_deref(), events[1].reply_to), (None, Some(1)));

    // again the same, and the same id for something else
    let again = store.record(turn(&id, "one", 9_000)).await.unwrap();
    assert_eq!(again, Recorded::Duplicate { seq: 1, at: 1_000 });
    let other = NewTurn { cid_digest: "e".into(), ..turn(&id, "one", 9_000) };
    assert!(matches!(store.record(other).await, Err(StoreError::CidConflict)));

    let known = store.conversation(&token.hash(), 0).await.unwrap().unwrap();
    assert_eq!((known.last_seq, known.lang.as_str(), known.state.as_str()), (2, "zh", r#"{"misses":1}"#));
    assert!(store.conversation(&Token::generate().hash(), 0).await.unwrap().is_none());

    // it is all there after the file was closed and opened anew
    let epoch = store.epoch().to_owned();
    store.close().await;
    let store = open(&path).await;
    assert_eq!(store.epoch(), epoch);
    assert_eq!(store.events_after(&id, 0).await.unwrap().events, events);
    assert!(store.is_answer(&id, 2).await.unwrap() && !store.is_answer(&id, 1).await.unwrap());

    // deletion takes everything of it, and a turn that comes too late is told so
    assert_eq!(store.forget(2_000, 0, Vec::new()).await.unwrap(), Some(1));
    assert!(matches!(store.record(turn(&id, "two", 3_000)).await, Err(StoreError::Gone)));
    assert_eq!(column(&path, "SELECT CAST(count(*) AS TEXT) FROM question").await, [Some("0".into())]);
    store.close().await;
    assert!(matches!(store.record(turn(&id, "late", 0)).await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn the_latest_questions_are_those_that_were_typed_and_few_of_each_conversation() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("deskbell.db")).await;
    assert_eq!(store.latest_questions(9, 3).await.unwrap(), []);
    let (quiet, _) = conversation(&store, 0).await;
    let (loud, _) = conversation(&store, 0).await;
    let asked = |id: &ConversationId, at: i64, text: &str, change: &dyn Fn(&mut NewQuestion)| {
        let mut question = NewQuestion { text: text.into(), ..question("answer", &["a"]) };
        change(&mut question);
        NewTurn { question: Some(question), ..turn(id, text, at) }
    };
    store.record(asked(&quiet, MINUTE, "first", &|_| {})).await.unwrap();
    for at in 2..50 {
        store.record(asked(&loud, at * MINUTE, &format!("loud {at}"), &|_| {})).await.unwrap();
    }
    store.record(asked(&quiet, 60 * MINUTE, "last", &|question| question.lang = "zh".into())).await.unwrap();
    store.record(asked(&quiet, 61 * MINUTE, "Title", &|question| question.asked = "title")).await.unwrap();
    store.record(asked(&quiet, 62 * MINUTE, "the second one", &|question| question.confidence = 1.0)).await.unwrap();
    let latest = store.latest_questions(9, 3).await.unwrap();
    let texts: Vec<&str> = latest.iter().map(|question| question.text.as_str()).collect();
    assert_eq!(texts, ["last", "loud 49", "loud 48", "loud 47", "first"]);
    assert_eq!(
        (&latest[0].conversation, latest[0].lang.as_str(), latest[0].page.as_str()),
        (&quiet, "zh", "/checkout")
    );
    assert_eq!(store.latest_questions(2, 3).await.unwrap().len(), 2);
    store.forget(55 * MINUTE, 0, Vec::new()).await.unwrap();
    let left = store.latest_questions(9, 3).await.unwrap();
    assert!(left.len() == 2 && left.iter().all(|question| question.conversation == quiet), "{left:?}");
    store.close().await;
    assert!(matches!(store.latest_questions(9, 3).await, Err(StoreError::Read(_))));
}

#[tokio::test]
async fn half_an_hour_of_silence_begins_a_new_visit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deskbell.db");
    let store = open(&path).await;
    let (id, _) = conversation(&store, 0).await;
    for (cid, minute) in [("a", 10), ("b", 40), ("c", 71), ("d", 80)] {
        store.record(turn(&id, cid, minute * MINUTE)).await.unwrap();
    }
    let visits = column(&path, "SELECT CAST(visit_at / 60000 AS TEXT) FROM question ORDER BY seq").await;
    assert_eq!(visits, ["10", "10", "71", "71"].map(|minute| Some(minute.into())));
    store.close().await;
}

#[tokio::test]
async fn ratings_choices_and_requests_reach_the_question_they_mean() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deskbell.db");
    let store = open(&path).await;
    let (id, _) = conversation(&store, 0).await;
    let plain = |cid: &str, marks: Vec<Mark>| NewTurn { question: None, replies: vec![], marks, ..turn(&id, cid, 1) };
    store.record(turn(&id, "q1", 1)).await.unwrap();
    let doubt = NewTurn { question: Some(question("choices", &["a", "b"])), ..turn(&id, "q2", 1) };
    store.record(doubt).await.unwrap();
    let choice = NewTurn { marks: vec![Mark::Chosen { id: "b".into(), instead: false }], ..turn(&id, "q3", 1) };
    store.record(choice).await.unwrap();
    let elsewhere = NewTurn { marks: vec![Mark::Chosen { id: "z".into(), instead: false }], ..turn(&id, "q4", 1) };
    store.record(elsewhere).await.unwrap();
    store.record(plain("f1", vec![Mark::Rating { about: 2, rating: 1 }])).await.unwrap();
    store.record(plain("f2", vec![Mark::Rating { about: 2, rating: -1 }])).await.unwrap();
    store.record(plain("h1", vec![Mark::PersonAsked { reason: "visitor", queued: false }])).await.unwrap();
    let rows = column(
        &path,
        "SELECT coalesce(rating, 0) || ' ' || coalesce(chosen_id, '-') || ' ' || person_asked FROM question ORDER BY seq",
    )
    .await;
    assert_eq!(rows, ["-1 - 0", "0 b 0", "0 - 0", "0 - 1"].map(|row| Some(row.into())));
    assert_eq!(column(&path, "SELECT reason FROM handoff").await, [Some("visitor".into())]);
    store.close().await;
}

#[tokio::test]
async fn what_is_chosen_in_place_of_an_answer_reaches_the_question_in_words_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deskbell.db");
    let store = open(&path).await;
    let (id, _) = conversation(&store, 0).await;
    let asked = |cid: &str, minute: i64, question: NewQuestion, marks: Vec<Mark>| NewTurn {
        question: Some(question),
        marks,
        ..turn(&id, cid, minute * MINUTE)
    };
    let pressed = |entry: &str| NewQuestion { asked: "title", ..question("answer", &[entry]) };
    let chosen = |entry: &str, instead: bool| Mark::Chosen { id: entry.into(), instead };
    let three = || question("answer", &["a", "b", "c"]);
    store.record(asked("q1", 1, question("choices", &["a", "b", "c"]), vec![])).await.unwrap();
    store.record(asked("q2", 2, three(), vec![])).await.unwrap();
    store.record(asked("t1", 3, pressed("b"), vec![Mark::NotHelped, chosen("b", true)])).await.unwrap();
    store.record(asked("t2", 4, pressed("c"), vec![Mark::NotHelped, chosen("c", true)])).await.unwrap();
    // neither a title that happens to be among its candidates says anything of a question, nor one of another visit
    store.record(asked("q3", 5, three(), vec![Mark::NotHelped])).await.unwrap();
    store.record(asked("t3", 6, pressed("z"), vec![chosen("z", true)])).await.unwrap();
    store.record(asked("t4", 7, pressed("c"), vec![chosen("c", false)])).await.unwrap();
    store.record(asked("t5", 70, pressed("b"), vec![chosen("b", true)])).await.unwrap();
    let rows =
        column(&path, "SELECT coalesce(rating, 0) || ' ' || coalesce(chosen_id, '-') FROM question ORDER BY seq").await;
    // the older rule finds the choices that are still open
    let expected = ["0 c", "-1 c", "-1 -", "-1 -", "0 -", "0 -", "0 -", "0 -"];
    assert_eq!(rows, expected.map(|row| Some(row.to_owned())));
    store.close().await;
}

#[tokio::test]
async fn many_turns_at_once_are_committed_together_and_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let metrics = Metrics::default();
    let store = Store::open(&folder.path().join("deskbell.db"), metrics.clone()).await.unwrap();
    let mut ids = Vec::new();
    for _ in 0..8 {
        ids.push(conversation(&store, 0).await.0);
    }
    let turns: Vec<_> = (0..800)
        .map(|number| {
            let (store, id) = (store.clone(), ids[number % 8].clone());
            tokio::spawn(async move { store.record(turn(&id, &format!("m{number}"), 1)).await })
        })
        .collect();
    for turn in turns {
        assert!(matches!(turn.await.unwrap(), Ok(Recorded::New(_))));
    }
    for id in &ids {
        let seqs: Vec<i64> = store.events_after(id, 0).await.unwrap().events.iter().map(|event| event.seq).collect();
        assert_eq!(seqs, (1..=200).collect::<Vec<_>>());
    }
    let text = metrics.render();
    let commits: f64 = text
        .lines()
        .find_map(|line| line.strip_prefix("deskbell_commit_messages_count "))
        .and_then(|count| count.parse().ok())
        .unwrap();
    assert!(commits < 808.0, "{commits} commits for 808 writes: nothing was grouped");
    store.close().await;
}

#[tokio::test]
async fn a_backup_is_whole_and_a_restored_database_has_a_new_epoch() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("deskbell.db"), folder.path().join("copy.db"));
    let store = open(&path).await;
    let (id, _) = conversation(&store, 0).await;
    store.record(turn(&id, "one", 1)).await.unwrap();
    store::backup(&path, &copy).await.unwrap();
    assert!(matches!(store::backup(&path, &copy).await, Err(StoreError::Exists(_))));
    assert!(matches!(store::restore(&copy, &path).await, Err(StoreError::Exists(_))));
    let restored = folder.path().join("elsewhere/deskbell.db");
    store::restore(&copy, &restored).await.unwrap();
    let elsewhere = open(&restored).await;
    assert_ne!(elsewhere.epoch(), store.epoch());
    assert_eq!(elsewhere.events_after(&id, 0).await.unwrap(), store.events_after(&id, 0).await.unwrap());
    std::fs::write(folder.path().join("noise.db"), "not a database, but long enough to look at").unwrap();
    let target = folder.path().join("third/deskbell.db");
    assert!(matches!(store::restore(&folder.path().join("noise.db"), &target).await, Err(StoreError::Unusable(_))));
    assert!(!target.exists());
    elsewhere.close().await;
    // what another database left behind would be played into the restored one
    let crashed = folder.path().join("crashed/deskbell.db");
    std::fs::create_dir(crashed.parent().unwrap()).unwrap();
    std::fs::write(folder.path().join("crashed/deskbell.db-wal"), "frames").unwrap();
    assert!(matches!(store::restore(&copy, &crashed).await, Err(StoreError::Exists(name)) if name.contains("-wal")));
    // and a server that runs keeps its folder
    let served = folder.path().join("served/deskbell.db");
    let _lock = store::lock_folder(served.parent().unwrap()).unwrap();
    assert!(matches!(store::restore(&copy, &served).await, Err(StoreError::Unusable(_))));
    store.close().await;
}

#[tokio::test]
async fn a_file_that_is_no_sound_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deskbell.db");
    let store = open(&path).await;
    let (id, _) = conversation(&store, 0).await;
    for number in 0..200 {
        store.record(turn(&id, &format!("m{number}"), 1)).await.unwrap();
    }
    store.close().await;
    let sound = std::fs::read(&path).unwrap();
    let mut damaged = sound.clone();
    let middle = sound.len() / 2;
    damaged[middle..middle + 8192].fill(0x5a);
    let files = [
        ("text", b"hello, I am a text file and no database at all".to_vec()),
        ("damaged", damaged),
        ("truncated", sound[..sound.len() / 2].to_vec()),
    ];
    for (name, bytes) in files {
        std::fs::write(&path, &bytes).unwrap();
        let refused = Store::open(&path, Metrics::default()).await.err();
        assert!(matches!(refused, Some(StoreError::Unusable(_))), "{name}: {refused:?}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "{name}: the file was changed");
    }
}

#[tokio::test]
async fn turns_that_are_committed_together_keep_their_order_and_are_stored_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deskbell.db");
    let store = open(&path).await;
    let mut conversations = Vec::new();
    for _ in 0..5 {
        conversations.push(conversation(&store, 0).await.0);
    }
    // one batch: more than one statement takes, conversations twice and more, some messages again, and one whose
    // conversation there is not
    let gone = ConversationId("c_gone".into());
    let mut all: Vec<(&ConversationId, String)> = Vec::new();
    for number in 0..110 {
        all.push((&conversations[number * number % 5], format!("m{number}")));
    }
    all.insert(40, all[3].clone());
    all.insert(90, all[89].clone());
    all.insert(100, (&gone, "lost".to_owned()));
    let mut sent: Vec<_> = all.iter().map(|(id, cid)| Box::pin(store.record(turn(id, cid, 1_000)))).collect();
    // each is sent by its first poll, so in this order and before the writer has a turn; more would be put off by tokio
    std::future::poll_fn(|context| {
        assert!(sent.iter_mut().all(|record| record.as_mut().poll(context).is_pending()));
        std::task::Poll::Ready(())
    })
    .await;
    let recorded = futures_util::future::join_all(sent).await;
    let mut last = vec![0; 5];
    for (place, ((id, cid), recorded)) in all.iter().zip(recorded).enumerate() {
        match recorded {
            Ok(Recorded::New(events)) => {
                let last = &mut last[conversations.iter().position(|known| known == *id).unwrap()];
                assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), [*last + 1, *last + 2], "{cid}");
                *last += 2;
                assert!(![40, 90, 100].contains(&place), "{cid}");
            }
            Ok(Recorded::Duplicate { .. }) => assert!([40, 90].contains(&place), "{cid}"),
            Err(StoreError::Gone) => assert_eq!(place, 100),
            Err(error) => panic!("{cid}: {error}"),
        }
    }
    for (id, last) in conversations.iter().zip(last) {
        let events = store.transcript(id).await.unwrap();
        assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), (1..=last).collect::<Vec<_>>());
    }
    let questions =
        column(&path, "SELECT CAST(count(*) AS TEXT) FROM question WHERE seq % 2 = 1 AND answer_seq = seq + 1");
    assert_eq!(questions.await, [Some("110".to_owned())]);
}

#[tokio::test]
async fn damage_to_a_large_database_is_found_while_it_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deskbell.db");
    let store = open(&path).await;
    let (id, _) = conversation(&store, 0).await;
    for number in 0..70 {
        let mut long = turn(&id, &format!("m{number}"), 1);
        long.message.body = format!("{:?}", "x".repeat(1 << 20));
        store.record(long).await.unwrap();
    }
    store.close().await;
    let sound = open(&path).await;
    sound.close().await;
    assert_eq!(sound.damage(), None);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0x5a);
    std::fs::write(&path, &bytes).unwrap();
    let store = open(&path).await;
    tokio::time::timeout(std::time::Duration::from_secs(60), store.broken().cancelled()).await.unwrap();
    assert!(store.damage().is_some_and(|damage| damage.contains("restore a backup")), "{:?}", store.damage());
}

#[tokio::test]
async fn much_is_forgotten_in_portions() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("deskbell.db")).await;
    // more than two portions with messages, some in which nobody wrote, and one that stays
    for number in 0..450 {
        let (id, _) = conversation(&store, number).await;
        if number % 9 > 0 {
            store.record(turn(&id, "a", number)).await.unwrap();
        }
    }
    let (kept, _) = conversation(&store, 0).await;
    store.record(turn(&kept, "a", 9_000)).await.unwrap();
    assert_eq!(store.forget(1_000, 1_000, Vec::new()).await.unwrap(), Some(450));
    assert_eq!(store.transcript(&kept).await.unwrap().len(), 2);
    assert_eq!(store.forget(1_000, 1_000, Vec::new()).await.unwrap(), Some(0));
}

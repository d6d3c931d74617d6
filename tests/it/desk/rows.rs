//! What the team's list says of a conversation.

use super::{Agent, manned};
use crate::support::{Client, Site};
use serde_json::{Value, json};

/// Waits until the row of a conversation at a stage shows these words of this side.
async fn last_words(agent: &mut Agent, conversation: &Value, stage: &str, (from, text): (Value, Value), unread: bool) {
    loop {
        let row = agent.row(conversation, stage).await;
        if (&row["last"]["from"], &row["last"]["text"], &row["unread"]) == (&from, &text, &json!(unread)) {
            return;
        }
    }
}

#[tokio::test]
async fn a_row_says_what_the_visitor_wants_and_not_what_the_bot_said_to_it() {
    let site = Site::new();
    let (server, mut maya) = manned(site.config()).await;
    let mut visitor = Client::new(server.address).await;
    let conversation = visitor.ready["conversation"].clone();
    let words = |from: &str, text: &str| (json!(from), json!(text));
    visitor.ask("where is my order").await;
    last_words(&mut maya, &conversation, "bot", words("visitor", "where is my order"), false).await;
    visitor.say(json!({"kind": "human"})).await;
    last_words(&mut maya, &conversation, "queued", words("visitor", "where is my order"), true).await;
    visitor.ask("It is a blue one").await;
    last_words(&mut maya, &conversation, "queued", words("visitor", "It is a blue one"), true).await;
    maya.done(&conversation, json!({"kind": "take"})).await;
    last_words(&mut maya, &conversation, "agent", words("visitor", "It is a blue one"), true).await;
    maya.done(&conversation, json!({"kind": "reply", "text": "Which order?"})).await;
    last_words(&mut maya, &conversation, "agent", words("agent", "Which order?"), false).await;
    visitor.say(json!({"kind": "text", "text": "The one of May"})).await;
    last_words(&mut maya, &conversation, "agent", words("visitor", "The one of May"), true).await;
    maya.done(&conversation, json!({"kind": "reply", "text": "My colleague knows it."})).await;
    maya.done(&conversation, json!({"kind": "release"})).await;
    last_words(&mut maya, &conversation, "queued", words("visitor", "The one of May"), true).await;

    // the list that a console begins with says the same; and who only asked for a person has no words to show
    let mut silent = Client::new(server.address).await;
    silent.say(json!({"kind": "human"})).await;
    maya.row(&silent.ready["conversation"], "queued").await;
    let jonas = Agent::new(&server, "jonas").await;
    let rows = jonas.ready["rows"].as_array().unwrap();
    let last: Vec<(&Value, &Value)> = rows.iter().map(|row| (&row["last"]["text"], &row["unread"])).collect();
    assert_eq!(last[0], (&json!("The one of May"), &json!(true)), "{rows:?}");
    assert_eq!((last.len(), last[1].1), (2, &json!(false)), "{rows:?}");
    server.stop().await;
}

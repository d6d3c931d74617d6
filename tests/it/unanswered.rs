//! What the running week left unanswered, by script: what visitors do and what becomes of the FAQ shows with the next
//! request.

use crate::browse::{area, get};
use crate::support::{Client, FAQ, until};
use serde_json::{Value, json};

#[tokio::test]
async fn what_was_left_unanswered_comes_and_goes_at_once() {
    let (site, server, token) = area().await;
    let week = get(&server, &token, "/reports").await.1["current"].as_str().unwrap().to_owned();
    let groups = async || {
        let (status, alone) = get(&server, &token, &format!("/unanswered/{week}")).await;
        assert_eq!((status, &alone["week"], &alone["words_kept"]), (200, &json!(week), &json!(true)));
        let (_, report) = get(&server, &token, &format!("/reports/{week}.json")).await;
        assert_eq!(alone["groups"], report["unanswered"]);
        alone["groups"].as_array().unwrap().clone()
    };
    assert_eq!(groups().await, [] as [Value; 0]);

    let mut visitor = Client::new(server.address).await;
    visitor.ask("llamas knit zeppelins").await;
    let asked = groups().await;
    assert_eq!((asked.len(), &asked[0]["title"]), (1, &json!("llamas knit zeppelins")));
    assert!(asked[0]["yaml"].as_str().unwrap().contains("      - llamas knit zeppelins\n"), "{asked:?}");

    for polite in ["hello", "no, that did not help", "thanks, bye"] {
        visitor.ask(polite).await;
    }
    assert_eq!(groups().await.len(), 1, "nobody is to write an answer to small talk");
    let path = format!("/conversations/{}", visitor.ready["conversation"].as_str().unwrap());
    assert_eq!(get(&server, &token, &path).await.1["events"][2]["question"]["small_talk"], true);
    let (_, listed) = get(&server, &token, "/conversations?happened=unanswered").await;
    assert_eq!(listed["conversations"][0]["unanswered"], 1, "{listed}");

    let answer = visitor.ask("where is my order").await[2].clone();
    assert_eq!(groups().await.len(), 1, "it was answered");
    visitor.say(json!({"kind": "feedback", "about": answer["seq"], "helpful": false})).await;
    visitor.next_of("ack").await;
    let disliked = async || {
        let groups = groups().await;
        let group = groups.iter().find(|group| group["not_helpful"] == 1).expect("a thumb down shows");
        group["closest_title"].clone()
    };
    assert_eq!(disliked().await, "Where is my order?");
    std::fs::write(site.faq().join("en.yaml"), FAQ.replace("Where is my order?", "Where is my bike?")).unwrap();
    until("the new title is in service", async || {
        get(&server, &token, "/answers/en/order-status").await.1["title"] == "Where is my bike?"
    })
    .await;
    assert_eq!(disliked().await, "Where is my bike?");

    let secret = visitor.ready["token"].as_str().unwrap();
    let erased = reqwest::Client::new().delete(server.url("/api/v1/conversation")).bearer_auth(secret).send().await;
    assert_eq!(erased.unwrap().status(), 204);
    assert_eq!(groups().await, [] as [Value; 0]);

    for wrong in ["2026-W60", "2026-47", "last", "2026-W47.json"] {
        assert_eq!(get(&server, &token, &format!("/unanswered/{wrong}")).await.0, 400, "{wrong}");
    }
    server.stop().await;
}

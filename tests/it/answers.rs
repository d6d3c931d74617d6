//! How answers do, by script: counts, sorting, filters, pages, masks.

use crate::browse::{area, get};
use crate::support::Client;
use serde_json::{Value, json};

fn ids(page: &Value) -> Vec<&str> {
    page["answers"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn answers_are_counted_sorted_and_filtered() {
    let (_site, server, token) = area().await;
    let mut one = Client::new(server.address).await;
    let answer = one.ask("where is my order").await[2].clone();
    one.say(json!({"kind": "feedback", "about": answer["seq"], "helpful": false, "comment": "call 0151 23456789"}))
        .await;
    one.next_of("ack").await;
    one.say(json!({"kind": "human"})).await;
    one.next_of("ack").await;
    let mut two = Client::new(server.address).await;
    two.ask("where is my order, I am anna@example.com").await;
    two.ask("How do I return something?").await;
    two.ask("can a llama ride it").await;

    let (status, all) = get(&server, &token, "/answers").await;
    assert_eq!(
        (status, &all["questions"], &all["found"], &all["pages"]),
        (200, &json!(4), &json!(3), &json!(1)),
        "{all}"
    );
    assert_eq!(ids(&all), ["order-status", "return-how", "delivery-time"]);
    let first = &all["answers"][0];
    assert_eq!(
        (&first["asked"], &first["rated"], &first["helpful"], &first["handed_over"]),
        (&json!(2), &json!(1), &json!(0.0), &json!(1))
    );
    assert_eq!((&first["share"], &first["wordings"], &first["line"]), (&json!(0.5), &json!(3), &json!(15)));
    assert_eq!((&all["topics"], &all["langs"]), (&json!(["Delivery"]), &json!(["en"])));
    assert_eq!((&all["answers"][2]["asked"], &all["answers"][2]["last_asked"]), (&json!(0), &Value::Null));
    for (query, found) in [
        ("sort=title", vec!["return-how", "delivery-time", "order-status"]),
        ("sort=helpful", vec!["order-status", "delivery-time", "return-how"]),
        ("q=PARCEL&sort=title", vec!["delivery-time", "order-status"]),
        ("q=return-how", vec!["return-how"]),
        ("topic=Returns", vec![]),
        ("topic=Delivery&lang=en&days=28", vec!["order-status", "return-how", "delivery-time"]),
        ("lang=de", vec![]),
        ("page=2", vec![]),
    ] {
        let (_, page) = get(&server, &token, &format!("/answers?{query}")).await;
        assert_eq!(ids(&page), found, "{query}");
    }
    for wrong in ["days=8", "sort=luck", "page=0", "page=x", "order=1"] {
        assert_eq!(get(&server, &token, &format!("/answers?{wrong}")).await.0, 400, "{wrong}");
    }

    let (_, one) = get(&server, &token, "/answers/en/order-status").await;
    let asked: Vec<&str> =
        one["questions"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert_eq!(one["remarks"].as_array().unwrap().len(), 1, "{one}");
    let whole = one.to_string();
    assert!(!whole.contains("23456789") && !whole.contains("anna@example.com"), "{whole}");
    assert_eq!(one["written"][0], json!({"text": "Where is my order?", "line": 17}));
    for nothing in ["/answers/en/nothing", "/answers/de/order-status"] {
        assert_eq!(get(&server, &token, nothing).await.0, 404, "{nothing}");
    }
    server.stop().await;
}

#[tokio::test]
async fn an_entry_that_was_in_doubt_names_what_it_was_confused_with() {
    let (_site, server, token) = area().await;
    let mut visitor = Client::new(server.address).await;
    let said = visitor.ask("parcel").await[2].clone();
    assert_eq!(said["body"]["kind"], "choices", "{said}");
    let options: Vec<&str> =
        said["body"]["options"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    visitor.say(json!({"kind": "choice", "id": options[1]})).await;
    visitor.next_of("ack").await;
    let (_, one) = get(&server, &token, &format!("/answers/en/{}", options[0])).await;
    assert_eq!(one["doubts"][0]["text"], "parcel", "{one}");
    assert!(one["doubts"][0]["chosen"].is_string(), "{one}");
    assert_eq!(one["confused_with"][0]["id"], options[1]);
    server.stop().await;
}

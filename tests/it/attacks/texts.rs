//! What visitors type, and what the clock does (rows 8, 9 and 52).

use crate::support::{Client, Site, TestServer};
use deskbell::clock::{Clock, from_millis};
use serde_json::json;

#[tokio::test]
async fn words_that_look_like_a_query_are_words() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut visitor = Client::new(server.address).await;
    for text in [
        "(".repeat(2_000),
        format!("where is my order {}", "(".repeat(1_900)),
        "a:(^".into(),
        "- *".into(),
        "\"".repeat(2_000),
        "where:order^9 AND (NOT \"my~2\")".into(),
        "[* TO *] {a TO".into(),
        "\\".repeat(2_000),
        "' OR 1=1; DROP TABLE event; --".into(),
        "%_%' ESCAPE '\\".into(),
        "/.*(a+)+$/".into(),
        "{{7*7}} ${jndi:ldap://x} $(reboot) `reboot`".into(),
        "\u{feff}\u{200b}\u{200d}\u{2066}\u{202e}redro ym si erehw".into(),
        "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}".repeat(300),
        format!("where is my o{}rder", "\u{301}".repeat(1_900)),
    ] {
        let [ack, own, answer] = visitor.ask(&text).await;
        assert_eq!((&ack["type"], &own["body"]["text"]), (&json!("ack"), &json!(text)));
        assert_eq!((&answer["from"], &answer["re"]), (&json!("bot"), &ack["seq"]));
    }
    server.stop().await;
}

#[tokio::test]
async fn what_may_be_said_comes_back_as_it_was_and_what_may_not_is_refused() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut visitor = Client::new(server.address).await;
    let legal = [
        "e\u{301} is not é, and neither is changed".to_owned(),
        "Z\u{335}\u{321}\u{322}a\u{334}\u{35c}l\u{337}\u{31b}g\u{336}\u{34d}o\u{338}".into(),
        "\u{1F468}\u{1F3FD}\u{200D}\u{1F4BB} \u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}".into(),
        "שלום \u{202B}עולם\u{202C} مرحبا".into(),
        "a\u{2028}b\u{2029}c\u{85}d\u{a0}e".replace('\u{85}', ""),
        "  kept: blanks\tand\r\nlines\n\n ".into(),
        "\u{FFFD}\u{FFFE}\u{10FFFF}\u{E000}".into(),
        "</script><!-- \\u0000 \\ud800 &lt; \"'".into(),
        "退".repeat(2_000),
        "\u{1F600}".repeat(2_000),
    ];
    for text in &legal {
        let [ack, own, _] = visitor.ask(text).await;
        assert_eq!((&ack["type"], &own["body"]["text"]), (&json!("ack"), &json!(text)));
    }
    // from the log, too
    let mut back = Client::back(server.address, &visitor.ready, 0).await;
    for text in &legal {
        assert_eq!(back.next_of("event").await["body"]["text"], json!(text));
        back.next_of("event").await;
    }
    for (text, code) in [
        ("x".repeat(2_001), "too_long"),
        ("x".repeat(15_000), "too_long"),
        ("\u{1F600}".repeat(2_001), "too_long"),
        ("a\0b".into(), "invalid"),
        ("a\u{1b}[31mb".into(), "invalid"),
        ("a\u{7f}b".into(), "invalid"),
        ("a\u{85}b".into(), "invalid"),
        (" \n\t ".into(), "invalid"),
    ] {
        visitor.say(json!({"kind": "text", "text": text})).await;
        assert_eq!(visitor.next_of("nack").await["code"], code, "{text:?}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_clock_that_leaps_changes_no_order() {
    const HOUR: i64 = 3_600_000;
    const YEARS: i64 = 10 * 365 * 24 * HOUR;
    let site = Site::new();
    let start = 1_795_167_000_000;
    let clock = Clock::manual(from_millis(start));
    let server = TestServer::start_at(site.config(), clock.clone()).await;
    let mut visitor = Client::new(server.address).await;
    let mut texts = Vec::new();
    for (number, leap) in [0, HOUR, -HOUR, YEARS, -YEARS, -YEARS, YEARS, 0].into_iter().enumerate() {
        clock.set(from_millis(start + leap));
        let text = format!("where is my order {number}0{number}");
        let [ack, own, answer] = visitor.ask(&text).await;
        let seq = 2 * number as i64 + 1;
        assert_eq!((&ack["seq"], &own["seq"], &answer["seq"]), (&json!(seq), &json!(seq), &json!(seq + 1)), "{leap}");
        assert_eq!(answer["body"]["id"], "order-status", "{leap}");
        texts.push(text);
        // whoever comes back at that time is let in, and sees everything in the order in which it was said
        let mut back = Client::back(server.address, &visitor.ready, 0).await;
        assert_eq!(back.ready["resumed"], true);
        for (place, text) in texts.iter().enumerate() {
            let event = back.next_of("event").await;
            assert_eq!((&event["seq"], &event["body"]["text"]), (&json!(2 * place + 1), &json!(text)));
            back.next_of("event").await;
        }
    }
    server.stop().await;

    // and after a restart in another year
    let clock = Clock::manual(from_millis(start - YEARS));
    let server = TestServer::start_at(site.config(), clock).await;
    let mut back = Client::back(server.address, &visitor.ready, 0).await;
    assert_eq!((&back.ready["resumed"], &back.ready["seq"]), (&json!(true), &json!(16)));
    for text in &texts {
        assert_eq!(back.next_of("event").await["body"]["text"], json!(text));
        back.next_of("event").await;
    }
    server.stop().await;
}

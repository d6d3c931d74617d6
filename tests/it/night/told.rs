//! Who waits and who left a message is told once, in each service's own form.

use super::{Night, deliveries, parsed, settled, subject, text, visitor};
use crate::send::hook::SECRET;
use crate::send::mail::header;
use crate::support::until;
use deskbell::delivery::team::PATIENCE;
use serde_json::{Value, json};
use std::time::Duration;

const CHATS: [&str; 4] = ["slack", "wecom", "dingtalk", "feishu"];

#[tokio::test]
async fn who_waits_is_told_to_every_chat_once_in_its_own_form() {
    let night = Night::new().await;
    let server = night.serve(&[]).await;
    let (_client, conversation) = visitor(&server, "Where is my <b>parcel</b>, <!channel>? I am ana@example.com").await;
    night.request(&conversation, "queued", None).await;
    night.pass(PATIENCE);
    let rows = settled(&server, 5).await;
    assert_eq!(rows.len(), 5, "{rows:?}");
    assert!(rows.iter().all(|row| row.state == "sent" && row.attempts == 1), "{rows:?}");

    let console = format!("http://localhost:{}/admin/console?c={conversation}", server.address.port());
    let of = |service: &str| night.chats.to(service).pop().unwrap();
    let slack = of("slack").body["text"].as_str().unwrap().to_owned();
    assert!(slack.starts_with("Deskbell, Fernhill &lt;Bikes&gt;: a visitor waits for a person\n"), "{slack}");
    assert!(slack.contains("asked for a person · en · /checkout\n") && slack.ends_with(&console), "{slack}");
    assert!(
        slack.contains("&lt;!channel&gt;") && slack.contains("[email]"),
        "nobody is called, nothing is told: {slack}"
    );
    let wecom = of("wecom");
    assert_eq!((wecom.query.as_str(), &wecom.body["msgtype"]), ("key=sesame", &json!("text")));
    assert!(wecom.body["text"]["content"].as_str().unwrap().contains("‹!channel›"), "{wecom:?}");
    let dingtalk = of("dingtalk");
    assert_eq!(dingtalk.body["msgtype"], "text");
    let millis = night.clock.now_millis();
    assert!(dingtalk.query.starts_with(&format!("access_token=sesame&timestamp={millis}&sign=")), "{dingtalk:?}");
    let feishu = of("feishu").body;
    assert_eq!((&feishu["msg_type"], &feishu["timestamp"]), (&json!("text"), &json!((millis / 1000).to_string())));
    assert!(feishu["sign"].as_str().unwrap().len() == 44 && feishu["content"]["text"].is_string(), "{feishu}");

    let call = night.hook.calls().pop().unwrap();
    assert!(call.is_signed_with(SECRET), "{call:?}");
    let event = parsed(&call.body);
    assert_eq!((&event["type"], &event["event"]), (&json!("handoff.queued"), &json!("queued")));
    assert_eq!((&event["conversation"], &event["console"]), (&json!(conversation), &json!(console)));
    assert_eq!((&event["since"], &event["page"]), (&json!("2026-11-25T23:30:00.000Z"), &json!("/checkout")));
    assert_eq!(event.get("transcript"), None);
    server.stop().await;

    // after a restart nobody hears of it again
    let server = night.serve(&[("HANDOFF_WEBHOOK_TRANSCRIPT", "true")]).await;
    let (_client, other) = visitor(&server, "Where is my order?").await;
    night.request(&other, "queued", None).await;
    night.pass(PATIENCE);
    settled(&server, 10).await;
    assert_eq!(night.chats.posted().len(), 8);
    let event = parsed(&night.hook.calls().pop().unwrap().body);
    assert_eq!(
        (&event["conversation"], &event["transcript"][0]["body"]["text"]),
        (&json!(other), &json!("Where is my order?"))
    );
    server.stop().await;
}

#[tokio::test]
async fn whom_somebody_takes_at_once_needs_no_bell() {
    let night = Night::new().await;
    let server = night.serve(&[]).await;
    let (_first, taken) = visitor(&server, "Where is my order?").await;
    night.request(&taken, "queued", None).await;
    night.pass(PATIENCE - Duration::from_millis(1));
    sqlx::query("UPDATE handoff SET state = 'agent'").execute(&mut night.database().await).await.unwrap();
    let (_second, waiting) = visitor(&server, "Where is my order?").await;
    night.request(&waiting, "queued", None).await;
    night.pass(PATIENCE);
    let rows = settled(&server, 5).await;
    assert!(rows.iter().all(|row| row.subject.contains(&waiting)), "{rows:?}");
    server.stop().await;
}

#[tokio::test]
async fn a_chat_that_says_no_is_heard_and_one_that_is_busy_is_tried_again() {
    let night = Night::new().await;
    let server = night.serve(&[("HANDOFF_NOTIFY", &format!("wecom:http://{}/wecom", night.chats.address))]).await;
    let (_client, conversation) = visitor(&server, "Where is my order?").await;
    night.chats.answer(&[r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#]);
    night.request(&conversation, "queued", None).await;
    night.pass(PATIENCE);
    until("the chat was busy", async || {
        deliveries(&server).await.iter().any(|row| row.state == "waiting" && row.attempts == 1)
    })
    .await;
    night.pass(Duration::from_secs(60));
    let rows = settled(&server, 2).await;
    let chat = rows.iter().find(|row| row.kind == "wecom").unwrap();
    assert_eq!((chat.state.as_str(), chat.attempts), ("sent", 2), "{chat:?}");

    let (_other, conversation) = visitor(&server, "Where is my order?").await;
    night.chats.answer(&[r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#]);
    night.request(&conversation, "queued", None).await;
    night.pass(PATIENCE);
    let rows = settled(&server, 4).await;
    let failed: Vec<_> = rows.iter().filter(|row| row.state == "failed").collect();
    assert_eq!(failed.len(), 1, "{rows:?}");
    assert!(failed[0].answer.contains("invalid webhook url"), "{failed:?}");
    server.stop().await;
}

#[tokio::test]
async fn who_leaves_a_message_is_heard_by_mail_and_in_the_chats() {
    let night = Night::new().await;
    let server = night.serve(&[]).await;
    let (_client, conversation) = visitor(&server, "Where is my order?").await;
    night.request(&conversation, "message", Some(("ana@shop.example", "My wheel <wobbles>.\nPlease help."))).await;
    let mail = night.mail_to("team@example.com").await;
    let tail = &conversation[conversation.len() - 6..];
    assert_eq!(subject(&mail), format!("Fernhill <Bikes>: a visitor left a message ({tail})"));
    assert!(header(&mail.data, "Reply-To").contains("ana@shop.example"));
    let text = text(&mail);
    assert!(text.contains("> My wheel <wobbles>.\n> Please help."), "{text}");
    assert!(text.contains("The answer goes to: ana@shop.example\nPage: /checkout\nLanguage: en"), "{text}");
    assert!(text.contains("23:30 visitor: Where is my order?\n23:30 bot: Where is my order?"), "{text}");
    assert!(text.contains(&format!("/admin/console?c={conversation}")), "{text}");
    let page = mail_parser::MessageParser::default().parse(&mail.data).unwrap().body_html(0).unwrap().into_owned();
    assert!(page.contains("My wheel &lt;wobbles&gt;.<br>Please help."), "{page}");

    let rows = settled(&server, 6).await;
    assert!(rows.iter().all(|row| row.state == "sent"), "{rows:?}");
    let event = parsed(&night.hook.calls().pop().unwrap().body);
    assert_eq!((&event["event"], &event["email"]), (&json!("message"), &json!("ana@shop.example")));
    for service in CHATS {
        let posted = night.chats.to(service).pop().unwrap();
        let said = posted.body.to_string();
        assert!(said.contains("a visitor left a message") && said.contains("Please help."), "{said}");
        assert!(!said.contains("ana@shop.example"), "an address is no room's business: {said}");
    }
    server.stop().await;
    let server = night.serve(&[]).await;
    let (_client, second) = visitor(&server, "Where is my order?").await;
    night.request(&second, "message", Some(("ben@shop.example", "And mine?"))).await;
    settled(&server, 12).await;
    assert_eq!(night.smtp.mails().len(), 2, "each once");
    server.stop().await;
}

#[tokio::test]
async fn who_is_new_in_the_settings_is_told_what_comes_from_then_on() {
    let night = Night::new().await;
    let none = [("HANDOFF_NOTIFY", ""), ("HANDOFF_WEBHOOK", ""), ("HANDOFF_MAIL_TO", "")];
    let server = night.serve(&none).await;
    let (_client, before) = visitor(&server, "Where is my order?").await;
    night.request(&before, "message", Some(("ana@shop.example", "Before."))).await;
    server.stop().await;
    night.pass(Duration::from_secs(1));
    let server = night.serve(&[]).await;
    let (_client, after) = visitor(&server, "Where is my order?").await;
    night.request(&after, "message", Some(("ben@shop.example", "After."))).await;
    let rows = settled(&server, 6).await;
    assert!(rows.iter().all(|row| row.subject.contains(&after)), "{rows:?}");
    server.stop().await;
}

#[tokio::test]
async fn a_site_that_speaks_chinese_tells_its_team_in_chinese() {
    let night = Night::new().await;
    let server = night.serve(&[("SITE_LANG", "zh")]).await;
    let (_client, conversation) = visitor(&server, "Where is my order?").await;
    night.request(&conversation, "queued", None).await;
    night.pass(PATIENCE);
    settled(&server, 5).await;
    let said: Value = night.chats.to("wecom").pop().unwrap().body;
    let said = said["text"]["content"].as_str().unwrap();
    assert!(
        said.starts_with("Deskbell, Fernhill ‹Bikes›：有访客在等待人工客服\n访客要求人工 · en · /checkout\n"),
        "{said}"
    );
    assert!(said.len() < 2_048, "WeCom takes no more");
    server.stop().await;
}

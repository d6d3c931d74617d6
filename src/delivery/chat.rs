//! Team chats by their incoming webhooks: Slack, WeCom, DingTalk and Feishu, each in its own form.
//!
//! Invariant: a note is plain text to each of them, so that no word of a visitor can call everybody in a room or hide an
//! address behind another; and a service that says no with a status that means yes is heard.

use super::sign::{dingtalk_signature, feishu_signature};
use super::webhook::Webhook;
use super::{Attempt, cleaned};
use crate::clock::Timestamp;
use crate::config::handoff::{ChatService, TeamChat};
use crate::config::outgoing::Secret;
use serde_json::{Value, json};

/// Codes with which WeCom, DingTalk and Feishu say that it was too much at once, or that they are busy.
const MAY_PASS: [i64; 6] = [-1, 45_009, 130_101, 410_100, 9_499, 11_232];

/// The way to a team's chat.
#[derive(Clone, Debug)]
pub struct Chat {
    service: ChatService,
    webhook: Webhook,
    secret: Secret,
}

impl Chat {
    /// To this chat; `private`: it may be on this machine or in a private network.
    pub fn new(chat: &TeamChat, private: bool) -> Self {
        let webhook = Webhook::new(chat.address.clone(), None, private, "handoff");
        Self { service: chat.service, webhook, secret: chat.secret.clone() }
    }

    /// The host of its address: the rest is a secret.
    pub fn host(&self) -> String {
        self.webhook.host()
    }

    /// Sends a note, once.
    pub async fn post(&self, note: &str, now: Timestamp) -> Attempt {
        let (body, query) = self.message(note, now);
        let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        // a chat knows no name of a message by which it would tell one that it has
        let (attempt, answer) = self.webhook.post_with(body.to_string().as_bytes(), "", now, &query).await;
        understood(attempt, &answer)
    }

    /// The body, and what signs it in the address.
    fn message(&self, note: &str, now: Timestamp) -> (Value, Vec<(&'static str, String)>) {
        let plain = note.replace('<', "\u{2039}").replace('>', "\u{203A}");
        let secret = self.secret.reveal();
        match self.service {
            ChatService::Slack => {
                let escaped = note.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                (json!({ "text": escaped }), Vec::new())
            }
            ChatService::WeCom => (json!({ "msgtype": "text", "text": { "content": plain } }), Vec::new()),
            ChatService::DingTalk => {
                let millis = now.as_millisecond();
                let signed = [("timestamp", millis.to_string()), ("sign", dingtalk_signature(secret, millis))];
                let query = if secret.is_empty() { Vec::new() } else { signed.into() };
                (json!({ "msgtype": "text", "text": { "content": plain } }), query)
            }
            ChatService::Feishu => {
                let mut body = json!({ "msg_type": "text", "content": { "text": plain } });
                if !secret.is_empty() {
                    body["timestamp"] = json!(now.as_second().to_string());
                    body["sign"] = json!(feishu_signature(secret, now.as_second()));
                }
                (body, Vec::new())
            }
        }
    }
}

/// What a chat means by the body of an answer: three of the four say no with a status of 200 and a code in it.
fn understood(attempt: Attempt, answer: &str) -> Attempt {
    let Attempt::Delivered { said } = &attempt else { return attempt };
    let Ok(answer) = serde_json::from_str::<Value>(answer) else { return attempt };
    let code = ["errcode", "code", "StatusCode"].iter().find_map(|name| answer[*name].as_i64()).unwrap_or(0);
    match code {
        0 => attempt,
        code if MAY_PASS.contains(&code) => Attempt::again(None, &cleaned(said)),
        _ => Attempt::refused(None, &cleaned(said)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[test]
    fn a_no_in_the_body_is_heard() {
        let said = |body: &str| understood(Attempt::Delivered { said: "200".to_owned() }, body);
        for yes in [r#"{"errcode":0,"errmsg":"ok"}"#, r#"{"code":0,"msg":"success"}"#, r#"{"StatusCode":0}"#, "ok", ""]
        {
            assert!(matches!(said(yes), Attempt::Delivered { .. }), "{yes}");
        }
        for no in [r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#, r#"{"code":19021,"msg":"sign match fail"}"#] {
            assert!(matches!(said(no), Attempt::Refused { .. }), "{no}");
        }
        let busy = r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#;
        assert!(matches!(said(busy), Attempt::Again { .. }));
    }

    /// The code stands behind more words than are kept of an answer.
    #[tokio::test]
    async fn a_long_no_is_heard() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = Secret::new(format!("http://{}/bell", listener.local_addr().unwrap()));
        let service = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut read = vec![0; 4096];
            assert!(stream.read(&mut read).await.unwrap() > 0);
            let body = format!(r#"{{"errmsg":"{}","errcode":93000}}"#, "no ".repeat(2_000));
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
            stream.write_all((head + body.as_str()).as_bytes()).await.unwrap();
        });
        let chat = Chat::new(&TeamChat { service: ChatService::WeCom, address, secret: Secret::default() }, true);
        let attempt = chat.post("somebody waits", Timestamp::UNIX_EPOCH).await;
        service.await.unwrap();
        let Attempt::Refused { said, .. } = attempt else { panic!("{attempt:?}") };
        assert!(said.chars().count() <= 300, "{said}");
    }
}

//! Who waits, who left a message, and who is gone when the answer comes: told to the team's chats, to a program and by
//! mail, to real receivers, once.

mod back;
mod chats;
mod shown;
mod told;
mod whole;

use crate::send::hook::{self, Receiver};
use crate::send::smtp::{Mail, SmtpServer};
use crate::support::{Client, Site, TestServer, until};
use chats::Chats;
use deskbell::clock::{Clock, Timestamp};
use deskbell::config::{self, Config};
use deskbell::ids::ConversationId;
use deskbell::store::outbox::{Delivery, LETTERS, NOTICES};
use mail_parser::MessageParser;
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use std::collections::BTreeMap;
use std::time::Duration;

/// Wednesday 25 November 2026, 23:30 in Lisbon.
const NIGHT: &str = "2026-11-25T23:30:00Z";

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

/// A site at night, with everybody who may be told.
struct Night {
    site: Site,
    smtp: SmtpServer,
    hook: Receiver,
    chats: Chats,
    clock: Clock,
}

impl Night {
    async fn new() -> Self {
        Self {
            site: Site::new(),
            smtp: SmtpServer::start().await,
            hook: Receiver::start().await,
            chats: Chats::start().await,
            clock: Clock::manual(at(NIGHT)),
        }
    }

    fn config(&self, changes: &[(&str, &str)]) -> Config {
        let chats = self.chats.address;
        let mut settings: BTreeMap<String, String> = [
            ("SITE_NAME", "Fernhill <Bikes>".to_owned()),
            ("SITE_TIME_ZONE", "Europe/Lisbon".to_owned()),
            ("HANDOFF_HOURS", "Mon-Fri 09:00-17:00".to_owned()),
            ("HANDOFF_MAIL_TO", "team@example.com".to_owned()),
            (
                "HANDOFF_NOTIFY",
                format!(
                    "slack:http://{chats}/slack,wecom:http://{chats}/wecom?key=sesame,\
                     dingtalk:http://{chats}/dingtalk?access_token=sesame#SECtest,feishu:http://{chats}/feishu#demo"
                ),
            ),
            ("HANDOFF_WEBHOOK", format!("http://{}/in/sesame", self.hook.address)),
            ("HANDOFF_WEBHOOK_SECRET", hook::SECRET.to_owned()),
            ("HANDOFF_WEBHOOK_PRIVATE", "true".to_owned()),
            ("MAIL_SMTP_URL", format!("smtp://deskbell:pass%40word@{}", self.smtp.address)),
            ("MAIL_FROM", "Fernhill <bot@shop.example>".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        settings.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let settings = settings.into_iter().map(|(name, value)| (format!("DESKBELL_{name}"), value)).collect();
        let loaded = config::load(None, &settings).unwrap();
        let own = self.site.config();
        let server = config::Server { listen: own.server.listen, ..loaded.server };
        Config { server, faq_dir: own.faq_dir, data_dir: own.data_dir, limits: own.limits, ..loaded }
    }

    async fn serve(&self, changes: &[(&str, &str)]) -> TestServer {
        TestServer::start_at(self.config(changes), self.clock.clone()).await
    }

    fn pass(&self, time: Duration) {
        self.clock.set(self.clock.now() + time);
    }

    async fn database(&self) -> SqliteConnection {
        let address = format!("sqlite://{}", self.site.data().join("deskbell.db").display());
        SqliteConnection::connect(&address).await.unwrap()
    }

    /// A request for a person as it stands in the log, after the conversation's last event.
    async fn request(&self, conversation: &str, state: &str, left: Option<(&str, &str)>) {
        let (email, message) = left.unzip();
        sqlx::query(
            "INSERT INTO handoff (conversation_id, seq, at, visit_at, reason, lang, page, state, email, message) \
             SELECT id, last_seq, $2, visit_at, 'visitor', lang, '/checkout', $3, $4, $5 FROM conversation WHERE id = $1",
        )
        .bind(conversation)
        .bind(self.clock.now_millis())
        .bind(state)
        .bind(email)
        .bind(message)
        .execute(&mut self.database().await)
        .await
        .unwrap();
    }

    /// What an agent wrote, as it stands in the log.
    async fn reply(&self, conversation: &str, text: &str) {
        let mut database = self.database().await;
        let body = json!({"kind": "text", "text": text, "agent": {"name": "Maya"}}).to_string();
        sqlx::query(
            "INSERT INTO event (conversation_id, seq, at, visit_at, sender, kind, body) \
             SELECT id, last_seq + 1, $2, visit_at, 'agent', 'text', $3 FROM conversation WHERE id = $1",
        )
        .bind(conversation)
        .bind(self.clock.now_millis())
        .bind(body)
        .execute(&mut database)
        .await
        .unwrap();
        sqlx::query("UPDATE conversation SET last_seq = last_seq + 1 WHERE id = $1")
            .bind(conversation)
            .execute(&mut database)
            .await
            .unwrap();
    }

    async fn mail_to(&self, address: &str) -> Mail {
        let mine = |mail: &Mail| mail.to == [address];
        until(&format!("a mail to {address}"), async || self.smtp.mails().iter().any(mine)).await;
        self.smtp.mails().into_iter().rfind(mine).unwrap()
    }
}

/// A visitor who asked something and is called by this name in the log.
async fn visitor(server: &TestServer, question: &str) -> (Client, String) {
    let mut client = Client::new(server.address).await;
    client.ask(question).await;
    let conversation = client.ready["conversation"].as_str().unwrap().to_owned();
    (client, conversation)
}

/// A visitor goes, and the server has noticed.
async fn leave(server: &TestServer, mut client: Client) {
    let id = ConversationId(client.ready["conversation"].as_str().unwrap().to_owned());
    client.close().await;
    drop(client);
    until("nobody is connected", async || !server.state.engine.is_present(&id)).await;
}

async fn deliveries(server: &TestServer) -> Vec<Delivery> {
    let store = &server.state.store;
    let mut all = store.deliveries(NOTICES, i64::MIN).await.unwrap();
    all.extend(store.deliveries(LETTERS, i64::MIN).await.unwrap());
    all
}

/// Waits until so many deliveries are there and none is under way.
async fn settled(server: &TestServer, number: usize) -> Vec<Delivery> {
    until(&format!("{number} deliveries"), async || {
        let all = deliveries(server).await;
        all.len() >= number && all.iter().all(|row| row.state != "waiting" && row.state != "sending")
    })
    .await;
    deliveries(server).await
}

/// A mail's plain text.
fn text(mail: &Mail) -> String {
    let message = MessageParser::default().parse(&mail.data).unwrap();
    message.body_text(0).unwrap().replace("\r\n", "\n")
}

fn subject(mail: &Mail) -> String {
    MessageParser::default().parse(&mail.data).unwrap().subject().unwrap().to_owned()
}

fn parsed(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

//! `deskbell report --send`, from outside.

use super::hook::SECRET;
use super::{Post, at};
use serde_json::Value;
use std::process::Output;

/// Runs the command with the settings of the site, off the threads that the servers of the test run on.
async fn report(post: &Post, changes: &[(&'static str, &str)], arguments: &[&str]) -> Output {
    let mut settings = post.settings();
    settings.extend(changes.iter().map(|(name, value)| (*name, (*value).to_owned())));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_deskbell"));
    command.current_dir(post.site.path()).envs(settings).args(["report", "--send"]).args(arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_sent_by_hand_and_tells_what_each_receiver_said() {
    let post = Post::new().await;
    let sent = report(&post, &[], &["--week", "2026-W47"]).await;
    let said = text(&sent.stdout);
    assert_eq!(sent.status.code(), Some(0), "{said}{}", text(&sent.stderr));
    assert!(said.starts_with("Fernhill <Bikes> & Co: FAQ report 2026-W47, "), "{said}");
    assert!(said.contains("sent    mail     ana@example.com: 250 2.0.0 Ok: queued as 4XyZ\n"), "{said}");
    assert!(said.contains("sent    webhook  127.0.0.1: 204\n") && said.ends_with("3 of 3 sent\n"), "{said}");
    assert!(post.hook.calls()[0].is_signed_with(SECRET));

    // again: it is sent again, under another name
    post.smtp.refuse("ben@example.com", &["550 5.1.1 User unknown"]);
    post.hook.answer(&[(500, None)]);
    let again = report(&post, &[], &["--week", "2026-W47", "--json"]).await;
    assert_eq!(again.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&again.stdout).unwrap();
    let outcome: Vec<(bool, bool)> = told["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["sent"].as_bool().unwrap(), row["may_pass"].as_bool().unwrap()))
        .collect();
    assert_eq!(outcome, [(true, false), (false, false), (false, true)], "{told}");
    let calls = post.hook.calls();
    assert_ne!(calls[0].id, calls[1].id);
    let ids: std::collections::HashSet<String> =
        post.smtp.mails().iter().map(|mail| super::mail::header(&mail.data, "Message-ID")).collect();
    assert_eq!(ids.len(), 3);
    assert!(post.smtp.commands().iter().any(|line| line.starts_with("AUTH PLAIN ")));

    // what was sent by hand does not count for Monday
    post.serve(&[]).await.stop().await;
    post.clock.set(at(super::MONDAY));
    let server = post.serve(&[]).await;
    let rows = super::settled(&server).await;
    assert!(rows.iter().all(|row| row.state == "sent"), "{rows:?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_can_be_named_and_secrets_stay_secret() {
    let post = Post::new().await;
    let one = report(&post, &[], &["--to", "carla@example.com"]).await;
    assert_eq!(one.status.code(), Some(0), "{}", text(&one.stderr));
    assert_eq!(post.smtp.mails().iter().map(|mail| mail.to[0].as_str()).collect::<Vec<_>>(), ["carla@example.com"]);
    assert_eq!(post.hook.calls().len(), 0);

    let nobody = [("DESKBELL_REPORTS_MAIL_TO", ""), ("DESKBELL_REPORTS_WEBHOOK", "")];
    let none = report(&post, &nobody, &[]).await;
    assert_eq!((none.status.code(), text(&none.stderr).contains("reports.mail_to")), (Some(78), true));

    // a port on which nobody listens
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (mail, hook) = (format!("smtp://deskbell:pass%40word@{closed}"), format!("http://{closed}/in/sesame"));
    let down = [("DESKBELL_MAIL_SMTP_URL", mail.as_str()), ("DESKBELL_REPORTS_WEBHOOK", hook.as_str())];
    let failed = report(&post, &down, &[]).await;
    assert_eq!(failed.status.code(), Some(1));
    let said = [text(&failed.stdout), text(&failed.stderr)].concat();
    assert!(said.contains("FAILED  mail     ana@example.com: ") && said.contains("refused"), "{said}");
    assert!(said.ends_with("0 of 3 sent\n"), "{said}");
    let password = format!("smtp://deskbell:sesame@{}", post.smtp.address);
    let refused = report(&post, &[("DESKBELL_MAIL_SMTP_URL", &password)], &["--to", "carla@example.com"]).await;
    let refusal = text(&refused.stdout);
    assert!(refusal.contains("(535): 5.7.8 Authentication failed: deskbell … (…)"), "{refusal}");
    // base64 of the user and of `sesame` with what SASL PLAIN puts before it
    assert!(!refusal.contains("AGRlc2tiZWxsAHNlc2FtZQ"), "{refusal}");
    let changes =
        [("DESKBELL_MAIL_SMTP_URL", "smtps://deskbell:pass%40word@"), ("DESKBELL_REPORTS_WEBHOOK_SECRET", "sesame")];
    let wrong = report(&post, &changes, &[]).await;
    assert_eq!(wrong.status.code(), Some(78));
    for output in [said, refusal, text(&wrong.stderr)] {
        for secret in ["pass@word", "pass%40word", "sesame", SECRET] {
            assert!(!output.contains(secret), "{secret} in {output}");
        }
    }
}

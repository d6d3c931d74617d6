//! The mail itself, read as a mail program reads it.

use super::{MONDAY, Post, at, settled};
use calamine::Reader;
use mail_parser::{MessageParser, MimeHeaders};

/// A header, unfolded.
pub fn header(data: &[u8], name: &str) -> String {
    let message = MessageParser::default().parse(data).unwrap();
    message.header_raw(name.to_owned()).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_mail_holds_the_report_as_page_text_and_workbook() {
    let post = Post::new().await;
    let server = post.serve(&[("DESKBELL_SERVER_PUBLIC_URL", "https://bot.shop.example")]).await;
    post.clock.set(at(MONDAY));
    let rows = settled(&server).await;
    assert!(rows.iter().all(|row| row.state == "sent"), "{rows:?}");
    server.stop().await;
    let mails = post.smtp.mails();
    let mail = mails.iter().find(|mail| mail.to == ["ana@example.com"]).unwrap();
    assert_eq!(mail.from, "bot@shop.example");
    let message = MessageParser::default().parse(&mail.data).unwrap();
    let subject = message.subject().unwrap();
    assert!(
        subject.starts_with("Fernhill <Bikes> & Co: FAQ report 2026-W47, ") && subject.ends_with("% answered"),
        "{subject}"
    );
    assert_eq!(message.from().unwrap().first().unwrap().name(), Some("Fernhill reports"));
    assert_eq!(message.date().unwrap().to_rfc3339(), MONDAY);
    assert!(message.message_id().unwrap().ends_with("@shop.example"));
    assert_eq!(header(&mail.data, "Auto-Submitted"), "auto-generated");
    assert!(mail.data.split(|byte| *byte == b'\n').all(|line| line.len() <= 998), "RFC 5322, 2.1.1");

    let html = message.body_html(0).unwrap();
    // programs that show mail drop all of these, and cut a mail at 102 KB
    for missing in ["<style", "<script", "<svg", "<details", "<img", "var(--", "display:grid", "display:flex"] {
        assert!(!html.contains(missing), "{missing}");
    }
    assert!(html.len() < 80_000, "{} bytes", html.len());
    assert!(html.starts_with("<!doctype html>") && html.contains("Fernhill &#60;Bikes&#62; &#38; Co"));
    assert!(html.contains("https://bot.shop.example/admin/report?week=2026-W47"));
    let text = message.body_text(0).unwrap();
    assert!(text.starts_with("# FAQ report 2026-W47: Fernhill \\<Bikes\\> \\& Co"), "{text}");
    for hidden in ["anna.lee@example.com", "4111 1111 1111 1111", "1234567"] {
        assert!(!html.contains(hidden) && !text.contains(hidden), "{hidden}");
    }

    let attached: Vec<_> = message.attachments().collect();
    assert_eq!(attached.len(), 1);
    assert_eq!(attached[0].attachment_name(), Some("deskbell-report-2026-W47.xlsx"));
    let workbook = std::io::Cursor::new(attached[0].contents().to_vec());
    let mut workbook = calamine::Xlsx::new(workbook).unwrap();
    assert!(workbook.sheet_names().contains(&"Top questions".to_owned()), "{:?}", workbook.sheet_names());
    assert!(workbook.worksheet_range("Top questions").unwrap().height() > 3);
}

#[tokio::test]
async fn a_server_without_tls_gets_neither_password_nor_mail_where_tls_is_asked_for() {
    let post = Post::new().await;
    let address = format!("smtp://deskbell:pass%40word@{}?tls=required", post.smtp.address);
    let server = post.serve(&[("DESKBELL_MAIL_SMTP_URL", &address), ("DESKBELL_REPORTS_WEBHOOK", "")]).await;
    post.clock.set(at(MONDAY));
    let rows = settled(&server).await;
    assert!(rows.iter().all(|row| row.state != "sent" && !row.answer.contains("pass@word")), "{rows:?}");
    server.stop().await;
    let commands = post.smtp.commands();
    assert!(
        !commands.is_empty() && !commands.iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")),
        "{commands:?}"
    );
}

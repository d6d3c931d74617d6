//! A short mail: paragraphs, words of somebody, one link, in HTML and as plain text.
//!
//! Invariant: what people wrote reaches the HTML escaped, and the plain text says all that the HTML says.

/// A part of a mail, from top to bottom.
pub(super) enum Part {
    /// A paragraph.
    Text(String),
    /// Somebody's words.
    Words(String),
    /// A button that opens an address.
    Link {
        /// What it says.
        label: String,
        /// Where it leads.
        address: String,
    },
    /// What need not be read.
    Small(String),
}

/// The mail as HTML and as plain text.
pub(super) fn written(lang: &str, parts: &[Part]) -> (String, String) {
    let html = parts.iter().map(html).collect::<String>();
    let html = format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><body style=\"margin:0;padding:24px;background:#ffffff;\
         color:#17211e;font:16px/24px -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif\">\
         <div style=\"max-width:560px;margin:0 auto\">{html}</div></body></html>",
        escaped(lang)
    );
    (html, parts.iter().map(text).collect::<Vec<_>>().join("\n\n") + "\n")
}

fn html(part: &Part) -> String {
    match part {
        Part::Text(text) => format!("<p style=\"margin:0 0 16px\">{}</p>", lines(text)),
        Part::Words(text) => format!(
            "<blockquote style=\"margin:0 0 16px;padding:4px 0 4px 16px;border-left:3px solid #0d6657\">{}</blockquote>",
            lines(text)
        ),
        Part::Link { label, address } => format!(
            "<p style=\"margin:24px 0\"><a href=\"{}\" style=\"display:inline-block;padding:12px 20px;border-radius:10px;\
             background:#0d6657;color:#ffffff;text-decoration:none;font-weight:600\">{}</a></p>",
            escaped(address),
            escaped(label)
        ),
        Part::Small(text) => {
            format!("<p style=\"margin:0 0 12px;font-size:13px;line-height:19px;color:#55625d\">{}</p>", lines(text))
        }
    }
}

fn text(part: &Part) -> String {
    match part {
        Part::Text(text) | Part::Small(text) => text.clone(),
        Part::Words(text) => text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"),
        Part::Link { label, address } => format!("{label}:\n{address}"),
    }
}

fn lines(text: &str) -> String {
    escaped(text).replace('\n', "<br>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_words_in_both_forms() {
        let (html, text) = written(
            "en",
            &[
                Part::Words("<script>\n\"a\" & b".into()),
                Part::Link { label: "Open".into(), address: "https://a.example/?x=\"".into() },
            ],
        );
        assert!(html.contains("&lt;script&gt;<br>&quot;a&quot; &amp; b"), "{html}");
        assert!(html.contains("href=\"https://a.example/?x=&quot;\""), "{html}");
        assert_eq!(text, "> <script>\n> \"a\" & b\n\nOpen:\nhttps://a.example/?x=\"\n");
    }
}

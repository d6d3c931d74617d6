//! Which addresses an answer may point to.
//!
//! Invariant: an address that passes cannot run a script and cannot look like a path of this site while leading to
//! another, in any browser that follows the URL Standard (<https://url.spec.whatwg.org>, 4.4: browsers drop tabs and
//! line breaks within an address and read `\` as `/`).

/// What an address may be: its schemes, and what to write instead of a refused one.
struct Kind {
    schemes: &'static [&'static str],
    remedy: &'static str,
}

const LINK: Kind = Kind {
    schemes: &["http", "https", "mailto", "tel"],
    remedy: "write an address that starts with https://, http://, mailto: or tel:, or a path of this site such as /help",
};

const PICTURE: Kind = Kind {
    schemes: &["http", "https"],
    remedy: "write an address that starts with https:// or http://, or a path of this site such as /help.png",
};

/// Checks the address of a link; the error is a clause that says why it is refused and what to write.
pub fn check_link(url: &str) -> Result<(), String> {
    check(url, &LINK)
}

/// Checks the address of a picture, which can only come from the web.
pub fn check_picture(url: &str) -> Result<(), String> {
    check(url, &PICTURE)
}

fn check(url: &str, kind: &Kind) -> Result<(), String> {
    let remedy = kind.remedy;
    if url.is_empty() {
        return Err(format!("it is empty; {remedy}"));
    }
    if url.chars().any(|character| character.is_control() || character.is_whitespace()) {
        return Err("it contains a space or a control character; remove it, or write a space as %20".to_owned());
    }
    if url.contains('\\') {
        return Err("browsers read `\\` as `/`; write `/`".to_owned());
    }
    if url.starts_with("//") {
        return Err("`//` at the start leads to another site; write https:// if that is meant".to_owned());
    }
    let Some((scheme, rest)) = split_scheme(url) else { return Ok(()) };
    let scheme = scheme.to_ascii_lowercase();
    if !kind.schemes.contains(&scheme.as_str()) {
        return Err(format!(
            "{} is not a safe kind of address; {remedy}",
            super::source::quoted(&format!("{scheme}:"))
        ));
    }
    let has_target = match scheme.as_str() {
        "http" | "https" => {
            rest.strip_prefix("//").is_some_and(|host| !host.starts_with(['/', '?', '#']) && !host.is_empty())
        }
        _ => !rest.is_empty(),
    };
    if has_target { Ok(()) } else { Err(format!("it names no target; {remedy}")) }
}

/// The part before a colon that stands before any `/`, `?` and `#`. What is no scheme by the standard, such as
/// `ｊavascript:`, is still taken for one here, and so refused.
fn split_scheme(url: &str) -> Option<(&str, &str)> {
    let end = url.find([':', '/', '?', '#'])?;
    url[end..].strip_prefix(':').map(|rest| (&url[..end], rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_web_and_of_this_site_pass() {
        for url in [
            "https://example.com/a?b=c#d",
            "HTTP://EXAMPLE.COM",
            "mailto:help@example.com",
            "tel:+442079460000",
            "/help",
            "/help?a=b:c",
            "#top",
            "?page=2",
            "delivery.html",
            "../delivery/terms.pdf#a:b",
            "https://example.com/退款",
            "/javascript:alert(1)",
            "./a:b",
        ] {
            assert_eq!(check_link(url), Ok(()), "{url}");
        }
    }

    #[test]
    fn scripts_and_other_sites_in_disguise_are_refused() {
        for url in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "\u{200b}javascript:alert(1)",
            "ｊavascript:alert(1)",
            "javascript&colon;:alert(1)",
            "javascript:",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "blob:https://example.com/1",
            "file:///etc/passwd",
            "view-source:https://example.com",
            "ftp://example.com",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https:evil.example",
            "https:/evil.example",
            "https://",
            "https:///evil.example",
            "http://?x",
            "mailto:",
            "tel:",
            ":x",
            "localhost:8080",
            "",
            " ",
            "https://example.com/a b",
        ] {
            assert!(check_link(url).is_err(), "{url:?}");
        }
    }

    #[test]
    fn pictures_come_from_the_web() {
        assert_eq!(check_picture("https://example.com/a.png"), Ok(()));
        assert_eq!(check_picture("/a.png"), Ok(()));
        for url in ["data:image/svg+xml,<svg/>", "mailto:a@example.com", "tel:1", "javascript:alert(1)"] {
            assert!(check_picture(url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_refusal_names_the_remedy() {
        assert_eq!(
            check_link("java\tscript:x").unwrap_err(),
            "it contains a space or a control character; remove it, or write a space as %20"
        );
        assert_eq!(
            check_link("javascript:x").unwrap_err(),
            "`javascript:` is not a safe kind of address; write an address that starts with https://, http://, \
             mailto: or tel:, or a path of this site such as /help"
        );
    }
}

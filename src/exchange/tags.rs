//! HTML to tags and texts.
//!
//! Invariant: any text becomes tokens, in time that grows with its length and no more; nothing is nested here, so that
//! no depth of tags matters.

use super::entities::decode;

/// Elements whose contents are no text.
const OPAQUE: &[&str] = &["script", "style", "template", "svg", "math", "noscript", "title", "textarea", "select"];

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A text, its references resolved.
    Text(String),
    /// A tag that opens an element, its name in lower case, or one that stands alone.
    Start(String, Vec<(String, String)>),
    /// A tag that closes one.
    End(String),
}

/// The tokens of a text. Comments, declarations and what is in scripts and styles are none.
pub(super) struct Tokens<'h> {
    rest: &'h str,
}

impl<'h> Tokens<'h> {
    pub(super) fn of(html: &'h str) -> Self {
        Self { rest: html }
    }

    /// Goes on behind the first `end`, or at the end of the text.
    fn skip_past(&mut self, end: &str) {
        self.rest = self.rest.find(end).map_or("", |at| &self.rest[at + end.len()..]);
    }

    /// The name at the start of the rest, in lower case.
    fn name(&mut self) -> String {
        let is_end = |character: char| character.is_whitespace() || matches!(character, '>' | '/' | '=');
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        name.to_ascii_lowercase()
    }

    fn attributes(&mut self) -> Vec<(String, String)> {
        let mut attributes = Vec::new();
        loop {
            self.rest = self.rest.trim_start_matches(|character: char| character.is_whitespace() || character == '/');
            if self.rest.is_empty() || self.rest.starts_with('>') {
                self.rest = self.rest.get(1..).unwrap_or("");
                return attributes;
            }
            if let Some(rest) = self.rest.strip_prefix('=') {
                self.rest = rest;
                continue;
            }
            let name = self.name();
            self.rest = self.rest.trim_start();
            let value = match self.rest.strip_prefix('=') {
                Some(rest) => {
                    self.rest = rest.trim_start();
                    self.value()
                }
                None => String::new(),
            };
            attributes.push((name, decode(&value)));
        }
    }

    fn value(&mut self) -> String {
        let quote = self.rest.chars().next().filter(|first| matches!(first, '"' | '\''));
        let (value, rest) = match quote {
            Some(quote) => {
                let inside = &self.rest[1..];
                inside.split_once(quote).unwrap_or((inside, ""))
            }
            None => {
                let is_end = |character: char| character.is_whitespace() || character == '>';
                self.rest.split_at(self.rest.find(is_end).unwrap_or(self.rest.len()))
            }
        };
        self.rest = rest;
        value.to_owned()
    }

    /// Leaves out what is in an element of this name.
    fn skip_contents(&mut self, name: &str) {
        let bytes = self.rest.as_bytes();
        let closing = format!("</{name}");
        let end = bytes.windows(closing.len()).position(|window| window.eq_ignore_ascii_case(closing.as_bytes()));
        self.rest = end.map_or("", |end| &self.rest[end..]);
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if self.rest.starts_with("<!--") {
                self.skip_past("-->");
                continue;
            }
            if self.rest.starts_with("<!") || self.rest.starts_with("<?") {
                self.skip_past(">");
                continue;
            }
            let is_letter = |text: &str| text.starts_with(|first: char| first.is_ascii_alphabetic());
            if let Some(rest) = self.rest.strip_prefix("</").filter(|rest| is_letter(rest)) {
                self.rest = rest;
                let name = self.name();
                self.skip_past(">");
                return Some(Token::End(name));
            }
            if let Some(rest) = self.rest.strip_prefix('<').filter(|rest| is_letter(rest)) {
                self.rest = rest;
                let name = self.name();
                let attributes = self.attributes();
                if OPAQUE.contains(&name.as_str()) {
                    self.skip_contents(&name);
                    continue;
                }
                return Some(Token::Start(name, attributes));
            }
            // the first character may be a `<` that opens nothing
            let first = self.rest.chars().next().map_or(0, char::len_utf8);
            let end = self.rest[first..].find('<').map_or(self.rest.len(), |at| first + at);
            let (text, rest) = self.rest.split_at(end);
            self.rest = rest;
            return Some(Token::Text(decode(text)));
        }
    }
}

/// Elements by which a text is known to be HTML.
const TELLING: &[&str] = &[
    "p", "br", "div", "span", "a", "b", "i", "u", "ul", "ol", "li", "strong", "em", "h1", "h2", "h3", "h4", "h5",
    "table", "tr", "td", "img", "hr", "font",
];

/// Whether a text is HTML rather than Markdown that mentions a tag: it has an element that texts are made of, closed or
/// such as is never closed.
pub(super) fn is_html(text: &str) -> bool {
    let mut opened: Vec<String> = Vec::new();
    Tokens::of(text).any(|token| match token {
        Token::Start(name, _) if matches!(name.as_str(), "br" | "img" | "hr") => true,
        Token::Start(name, _) => {
            if TELLING.contains(&name.as_str()) && !opened.contains(&name) {
                opened.push(name);
            }
            false
        }
        Token::End(name) => opened.contains(&name),
        Token::Text(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn start(name: &str, attributes: &[(&str, &str)]) -> Token {
        let owned = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Token::Start(name.to_owned(), owned.collect())
    }

    #[test]
    fn html_becomes_tokens() {
        let html = "<!DOCTYPE html><!-- <p> --><P class=x id='a b'>1 < 2 &amp; 3<br/><a href=\"/x?a=1&amp;b=2\" hidden>go</a>\
                    <script>if (a < b) document.write('</p>')</SCRIPT><style>p{}</style></p >";
        let tokens: Vec<Token> = Tokens::of(html).collect();
        assert_eq!(
            tokens,
            [
                start("p", &[("class", "x"), ("id", "a b")]),
                Token::Text("1 ".into()),
                Token::Text("< 2 & 3".into()),
                start("br", &[]),
                start("a", &[("href", "/x?a=1&b=2"), ("hidden", "")]),
                Token::Text("go".into()),
                Token::End("a".into()),
                Token::End("script".into()),
                Token::End("style".into()),
                Token::End("p".into()),
            ]
        );
    }

    #[test]
    fn html_is_told_from_markdown() {
        for html in ["<p>Yes</p>", "one<br>two", "see <a href='/x'>there</a>", "<ul><li>a</ul>"] {
            assert!(is_html(html), "{html}");
        }
        for markdown in ["write <p> before it", "a < b and c > d", "**yes**", "<https://example.com>", "if x<b then y"]
        {
            assert!(!is_html(markdown), "{markdown}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_tokens(text in "[<>/!='\"a-c &;\\-退]{0,60}") {
            let _ = Tokens::of(&text).count();
        }
    }
}

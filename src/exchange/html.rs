//! HTML as editors of help centres make it to Markdown.
//!
//! Invariant: nothing calls itself, so that no depth of elements matters; every word that a reader would see is kept;
//! and what has no form in Markdown, such as a video, is told.

use super::levels::Level;
use super::markdown::{self, Inline, Mark};
use super::tags::{Token, Tokens};
use crate::faq::address::{check_link, check_picture};
use std::collections::BTreeSet;

/// Lists and quotes within each other; deeper ones are flattened. Nobody reads what is deeper.
const MOST_LEVELS: usize = 10;

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "figure",
    "figcaption",
    "dl",
    "dt",
    "dd",
    "address",
    "details",
    "summary",
    "center",
    "fieldset",
    "form",
    "body",
    "html",
    "nav",
    "caption",
];

/// Elements that show what Markdown has no form for.
const LEFT_OUT: &[&str] = &["iframe", "video", "audio", "object", "embed", "canvas", "input", "button"];

/// What came of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Converted {
    /// The Markdown.
    pub markdown: String,
    /// What is not in it, each as a clause: `an embedded <iframe>`.
    pub left_out: BTreeSet<String>,
}

/// Converts a text; relative addresses lead to `base`, if there is one.
pub(super) fn to_markdown(html: &str, base: Option<&str>) -> Converted {
    let mut writer = Writer { base, ..Writer::default() };
    for token in Tokens::of(html) {
        match token {
            Token::Text(text) => writer.text(text),
            Token::Start(name, attributes) => writer.start(&name, &attributes),
            Token::End(name) => writer.end(&name),
        }
    }
    writer.end_code();
    writer.end_pre();
    writer.flush();
    writer.end_table();
    Converted { markdown: writer.out.trim().to_owned(), left_out: writer.left_out }
}

#[derive(Default)]
struct Writer<'b> {
    base: Option<&'b str>,
    out: String,
    /// The paragraph that is being read.
    inline: Vec<Inline>,
    /// The marks that are open, the outermost first.
    open: Vec<Mark>,
    levels: Vec<Level>,
    heading: usize,
    /// The text of an open `<pre>`, and of an open `<code>`.
    pre: Option<String>,
    code: Option<String>,
    table: Option<Table>,
    /// Whether the last block stood in a list.
    last_in_list: bool,
    left_out: BTreeSet<String>,
}

/// A table while it is read.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<String>>,
    /// Tables within it, whose cells are just text here.
    inner: usize,
}

impl Writer<'_> {
    fn text(&mut self, text: String) {
        if let Some(code) = self.pre.as_mut().or(self.code.as_mut()) {
            code.push_str(&text);
        } else {
            self.inline.push(Inline::Text(text));
        }
    }

    fn start(&mut self, name: &str, attributes: &[(String, String)]) {
        let attribute =
            |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.trim());
        match name {
            "br" => self.line_break(),
            "hr" => {
                self.flush();
                self.block(&["---".to_owned()]);
            }
            "strong" | "b" => self.mark(Mark::Strong),
            "em" | "i" | "cite" => self.mark(Mark::Em),
            "del" | "s" | "strike" => self.mark(Mark::Del),
            "a" => self.link(attribute("href")),
            "img" => self.picture(attribute("src"), attribute("alt")),
            "code" | "kbd" | "samp" | "tt" if self.pre.is_none() && self.code.is_none() => {
                self.code = Some(String::new());
            }
            "pre" if self.pre.is_none() => {
                self.end_code();
                self.flush();
                self.pre = Some(String::new());
            }
            "ul" | "ol" | "menu" => {
                let next = (name == "ol").then(|| attribute("start").parse().unwrap_or(1));
                self.flush();
                self.level(Level::List { next });
            }
            "li" => self.item(),
            "blockquote" => {
                self.flush();
                self.level(Level::Quote { begun: false });
            }
            "table" => self.start_table(),
            "tr" | "td" | "th" => self.cell(name),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = usize::from(name.as_bytes()[1] - b'0');
            }
            _ if LEFT_OUT.contains(&name) => drop(self.left_out.insert(format!("an embedded <{name}>"))),
            _ if BLOCKS.contains(&name) => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "strong" | "b" => self.unmark(|mark| *mark == Mark::Strong),
            "em" | "i" | "cite" => self.unmark(|mark| *mark == Mark::Em),
            "del" | "s" | "strike" => self.unmark(|mark| *mark == Mark::Del),
            "a" => self.unmark(|mark| matches!(mark, Mark::Link(_))),
            "code" | "kbd" | "samp" | "tt" => self.end_code(),
            "pre" => self.end_pre(),
            "ul" | "ol" | "menu" => self.leave(|level| matches!(level, Level::List { .. })),
            "li" => self.leave(|level| matches!(level, Level::Item { .. })),
            "blockquote" => self.leave(|level| matches!(level, Level::Quote { .. })),
            "table" => match &mut self.table {
                Some(table) if table.inner > 0 => table.inner -= 1,
                _ => {
                    self.flush();
                    self.end_table();
                }
            },
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = 0;
            }
            // old editors close a paragraph that they did not open to make a space
            _ if BLOCKS.contains(&name) => self.flush(),
            _ => {}
        }
    }

    /// Two line breaks in a row end a paragraph.
    fn line_break(&mut self) {
        if let Some(pre) = &mut self.pre {
            return pre.push('\n');
        }
        let mut before = self.inline.iter().rev().filter(|piece| !piece.is_blank());
        match before.next() {
            Some(Inline::Break) => {
                self.inline.pop();
                self.flush();
            }
            _ => self.inline.push(Inline::Break),
        }
    }

    fn mark(&mut self, mark: Mark) {
        if !self.open.contains(&mark) {
            self.inline.push(Inline::Open(mark.clone()));
            self.open.push(mark);
        }
    }

    /// Closes a mark, and for a moment those within it.
    fn unmark(&mut self, is_meant: impl Fn(&Mark) -> bool) {
        let Some(at) = self.open.iter().rposition(is_meant) else { return };
        let within = self.open.split_off(at + 1);
        let Some(mark) = self.open.pop() else { return };
        self.inline.extend(within.iter().rev().cloned().map(Inline::Close));
        self.inline.push(Inline::Close(mark));
        self.inline.extend(within.iter().cloned().map(Inline::Open));
        self.open.extend(within);
    }

    fn link(&mut self, href: &str) {
        self.unmark(|mark| matches!(mark, Mark::Link(_)));
        // a place within the article is none within an answer
        if href.is_empty() || href.starts_with('#') {
            return;
        }
        let url = self.absolute(href);
        match check_link(&url) {
            Ok(()) => self.mark(Mark::Link(url)),
            Err(_) => drop(self.left_out.insert(format!("the unsafe link {}", super::shown(href)))),
        }
    }

    fn picture(&mut self, source: &str, alt: &str) {
        let url = self.absolute(source);
        if source.starts_with("data:") {
            self.left_out.insert("a picture within the text".to_owned());
        } else if check_picture(&url).is_err() {
            self.left_out.insert(format!("the picture {}", super::shown(source)));
        } else {
            return self.inline.push(Inline::Raw(format!("![{}]({url})", markdown::escape(alt))));
        }
        self.inline.push(Inline::Text(alt.to_owned()));
    }

    /// An address as Markdown can hold it, on the host it came from.
    fn absolute(&self, href: &str) -> String {
        let mut url = match (self.base, href.strip_prefix("//")) {
            (_, Some(rest)) => format!("https://{rest}"),
            (Some(base), None) if href.starts_with('/') => format!("{base}{href}"),
            _ => href.to_owned(),
        };
        for (raw, encoded) in [(" ", "%20"), ("(", "%28"), (")", "%29"), ("<", "%3C"), (">", "%3E"), ("\\", "/")] {
            url = url.replace(raw, encoded);
        }
        url.retain(|character| !character.is_control());
        url
    }

    fn end_code(&mut self) {
        if let Some(code) = self.code.take()
            && !code.trim().is_empty()
        {
            self.inline.push(Inline::Raw(markdown::code_span(&super::cells::single_line(&code))));
        }
    }

    fn end_pre(&mut self) {
        let Some(text) = self.pre.take() else { return };
        let text = text.trim_matches('\n');
        if text.trim().is_empty() {
            return;
        }
        if self.table.is_some() {
            return self.inline.push(Inline::Raw(markdown::code_span(&super::cells::single_line(text))));
        }
        let fence = markdown::fence(text);
        let lines = std::iter::once(&*fence).chain(text.split('\n')).chain([&*fence]);
        self.block(&lines.map(str::to_owned).collect::<Vec<_>>());
    }

    fn level(&mut self, level: Level) {
        if self.levels.len() < MOST_LEVELS && self.table.is_none() {
            self.levels.push(level);
        }
    }

    fn leave(&mut self, is_meant: impl Fn(&Level) -> bool) {
        self.flush();
        if let Some(at) = self.levels.iter().rposition(is_meant) {
            self.levels.truncate(at);
        }
    }

    fn item(&mut self) {
        self.flush();
        let list = self.levels.iter().rposition(|level| matches!(level, Level::List { .. }));
        // an item that was not closed ends where the next of its list begins
        self.levels.truncate(list.map_or(self.levels.len(), |list| list + 1));
        let marker = match list.and_then(|list| self.levels.get_mut(list)) {
            Some(Level::List { next: Some(next) }) => {
                *next += 1;
                format!("{}. ", *next - 1)
            }
            _ => "- ".to_owned(),
        };
        self.level(Level::Item { marker, written: false });
    }

    fn start_table(&mut self) {
        self.flush();
        match &mut self.table {
            Some(table) => table.inner += 1,
            None => self.table = Some(Table::default()),
        }
    }

    fn cell(&mut self, name: &str) {
        self.flush();
        let Some(table) = self.table.as_mut().filter(|table| table.inner == 0) else { return };
        match (name, table.rows.last_mut()) {
            ("tr", _) => table.rows.push(Vec::new()),
            (_, Some(row)) => row.push(String::new()),
            (_, None) => table.rows.push(vec![String::new()]),
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        let mut rows = table.rows;
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns < 2 {
            // a table of one column is a frame around paragraphs
            rows.into_iter().flatten().for_each(|cell| self.block(&[cell]));
            return;
        }
        let line = |row: &[String]| {
            let cells = (0..columns).map(|at| row.get(at).map_or("", String::as_str).replace('|', "\\|"));
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        };
        let mut lines: Vec<String> = rows.iter().map(|row| line(row)).collect();
        lines.insert(1, format!("|{}", "---|".repeat(columns)));
        self.block(&lines);
    }

    /// Ends the paragraph that is being read.
    fn flush(&mut self) {
        let read = std::mem::take(&mut self.inline);
        self.inline = self.open.iter().cloned().map(Inline::Open).collect();
        let breaks = self.heading == 0 && self.table.is_none();
        let text = markdown::paragraph(&read, breaks);
        if text.is_empty() {
            return;
        }
        if let Some(table) = &mut self.table {
            match table.rows.last_mut().map(|row| (row.last_mut().is_some(), row)) {
                Some((true, row)) => {
                    if let Some(cell) = row.last_mut() {
                        *cell = format!("{cell} {text}").trim_start().to_owned();
                    }
                }
                Some((false, row)) => row.push(text),
                None => table.rows.push(vec![text]),
            }
            return;
        }
        if self.heading > 0 {
            // signs at its end would be taken for the heading's own
            let text = text.strip_suffix('#').map_or_else(|| text.clone(), |text| format!("{text}\\#"));
            return self.block(&[format!("{} {text}", "#".repeat(self.heading))]);
        }
        self.block(&text.split('\n').map(markdown::escape_start).collect::<Vec<_>>());
    }

    /// Writes a block's lines behind the signs of what it stands in.
    fn block(&mut self, lines: &[String]) {
        let begins_item = self.levels.iter().any(|level| matches!(level, Level::Item { written: false, .. }));
        // items of one list stand close
        let close = begins_item && self.last_in_list;
        if !self.out.is_empty() && !close {
            let signs: String = self.levels.iter().map(Level::blank).collect();
            self.out.push_str(signs.trim_end());
            self.out.push('\n');
        }
        for line in lines {
            let signs: String = self.levels.iter_mut().map(Level::sign).collect();
            let whole = format!("{signs}{line}");
            self.out.push_str(whole.trim_end());
            self.out.push('\n');
        }
        self.last_in_list = self.levels.iter().any(|level| matches!(level, Level::Item { .. }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::markdown::render;
    use proptest::prelude::*;

    fn markdown(html: &str) -> String {
        to_markdown(html, Some("https://help.example.com")).markdown
    }

    #[test]
    fn articles_become_markdown() {
        for (html, expected) in [
            (
                "<p>Orders leave <strong>the same day</strong>.</p><p>Mostly.</p>",
                "Orders leave **the same day**.\n\nMostly.",
            ),
            (
                "<h2>How</h2><p>See <a href=\"/hc/x y\">here</a>!</p>",
                "## How\n\nSee [here](https://help.example.com/hc/x%20y)!",
            ),
            ("<ul><li>one<li>two<ul><li>three</li></ul></li></ul><p>end</p>", "- one\n- two\n  - three\n\nend"),
            ("<ol start=3><li><p>a</p><p>b</p></li><li>c</li></ol>", "3. a\n\n   b\n4. c"),
            ("<blockquote><p>said</p><p>so</p></blockquote>", "> said\n>\n> so"),
            ("one<br>two<br><br>three<br/>", "one\\\ntwo\n\nthree"),
            ("<p><b> bold </b>text<b></b> <i>a</i><i>b</i></p>", "**bold** text *ab*"),
            ("<b><p>one</p><p>two</p></b>", "**one**\n\n**two**"),
            (
                "<p>Press <code>a`b</code></p><pre><code>x &lt; 1\n  y</code></pre>",
                "Press ``a`b``\n\n```\nx < 1\n  y\n```",
            ),
            (
                "<table><tr><th>Size</th><th>Price</th></tr><tr><td>S|M</td><td><p>5</p><p>6</p></td></tr></table>",
                "| Size | Price |\n|---|---|\n| S\\|M | 5 6 |",
            ),
            ("<table><tbody><tr><td><p>framed</p></td></tr></tbody></table>", "framed"),
            (
                "<p>2 * 3 * 4 = snake_case_name [x] &lt;b&gt; AT&amp;amp;T</p>",
                "2 \\* 3 \\* 4 = snake_case_name \\[x\\] \\<b> AT\\&amp;T",
            ),
            ("<p># one</p><p>1. two</p><p>- three</p><p>&gt; four</p>", "\\# one\n\n1\\. two\n\n\\- three\n\n\\> four"),
            ("<p>Look!<a href='https://example.com/(a)'>there</a></p>", "Look\\![there](https://example.com/%28a%29)"),
            ("<p><img src='/a.png' alt='A [b]'></p>", "![A \\[b\\]](https://help.example.com/a.png)"),
            ("<p>a</p>\n\n<hr>\n<p>&nbsp;</p><div>b</div>", "a\n\n---\n\nb"),
        ] {
            assert_eq!(markdown(html), expected, "{html}");
        }
    }

    #[test]
    fn what_cannot_be_shown_is_told() {
        let converted = to_markdown(
            "<p>a<a href='javascript:x()'>b</a><img src='data:image/png;base64,AA' alt='c'></p><iframe src='/v'></iframe>\
             <script>alert(1)</script>",
            None,
        );
        assert_eq!(converted.markdown, "abc");
        assert_eq!(
            converted.left_out.into_iter().collect::<Vec<_>>(),
            ["a picture within the text", "an embedded <iframe>", "the unsafe link “javascript:x()”"]
        );
    }

    #[test]
    fn depth_does_not_matter() {
        for name in ["b", "ul", "blockquote", "table", "li", "a href=/x", "pre", "code", "div"] {
            let deep = format!("<{name}>x").repeat(20_000);
            assert!(markdown(&deep).contains('x'), "{name}");
        }
    }

    proptest! {
        #[test]
        fn every_word_is_kept(words in prop::collection::vec("[a-z0-9*_\\[\\]`#<>&!.~|+\\\\-]{1,6}", 1..6), tags in prop::collection::vec(0_usize..8, 6)) {
            let wraps = ["", "p", "b", "li", "blockquote", "em", "td", "h2"];
            let escaped = |word: &str| word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let html: String = words
                .iter()
                .zip(&tags)
                .map(|(word, tag)| match wraps[*tag] {
                    "" => format!(" {} ", escaped(word)),
                    tag => format!("<{tag}> {} </{tag}>", escaped(word)),
                })
                .collect();
            let rendered = render(&markdown(&html)).content.html;
            let texts = Tokens::of(&rendered).filter_map(|token| match token {
                Token::Text(text) => Some(text),
                _ => None,
            });
            let shown: String = texts.collect::<String>().split_whitespace().collect();
            let expected: String = words.concat();
            prop_assert_eq!(shown, expected, "{} -> {}", html, markdown(&html));
        }
    }
}

//! CommonMark, with tables, strikethrough and bare addresses, to the elements of an answer. The only user of comrak.
//!
//! Invariant: no HTML of the source survives other than as text, no unsafe address other than in the list of those that
//! were refused, and no more levels than the limit.

use super::Content;
use super::address::{check_link, check_picture};
use super::autolink::{self, Stretch};
use super::content::{Attribute, Element, Piece, Tag, content, push_text};
use super::limits::MAX_CONTENT_DEPTH;
use crate::text::is_unspaced;
use comrak::nodes::{ListType, Node, NodeLink, NodeList, NodeValue};
use comrak::{Arena, Options, parse_document};

/// An answer ready to be shown, and what of it cannot be shown as it was written.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The answer.
    pub content: Content,
    /// Links and pictures whose address is not safe: shown as their text.
    pub refused: Vec<RefusedAddress>,
    /// Whether something nests too deep: shown as its text.
    pub too_deep: bool,
}

/// An address that is not safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedAddress {
    /// The address.
    pub url: String,
    /// Whether it is that of a picture.
    pub picture: bool,
    /// Why, and what to write instead: a clause.
    pub reason: String,
    /// The line of the link in the source, from 1.
    pub line: usize,
    /// The column of the link in the source, from 1, in characters.
    pub column: usize,
}

/// Reads an answer.
pub fn render(markdown: &str) -> Rendered {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    // without it `**退款。**见` is no emphasis, since CommonMark looks for spaces around words
    options.extension.cjk_friendly_emphasis = true;
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let mut converter = Converter { markdown, ..Converter::default() };
    let pieces = converter.children(root, Surroundings::default());
    Rendered { content: content(&pieces), refused: converter.refused, too_deep: converter.too_deep }
}

/// How many refused addresses of one answer are told. Each costs a search for its place.
const MAX_REFUSED: usize = 100;

#[derive(Default)]
struct Converter<'m> {
    markdown: &'m str,
    refused: Vec<RefusedAddress>,
    too_deep: bool,
    /// The last character shown, for the line break that may follow.
    last: Option<char>,
}

/// What a node is in.
#[derive(Clone, Copy, Default)]
struct Surroundings {
    depth: usize,
    /// In a link there are no further links.
    in_link: bool,
    /// In an item of a list without blank lines paragraphs are just their text.
    tight: bool,
    /// In the first row of a table.
    header: bool,
}

impl Surroundings {
    fn within(self) -> Self {
        Self { depth: self.depth + 1, tight: false, ..self }
    }
}

impl Converter<'_> {
    fn children(&mut self, node: Node<'_>, around: Surroundings) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut next = node.first_child();
        while let Some(child) = next {
            next = child.next_sibling();
            if let NodeValue::Text(first) = &child.data().value {
                // escapes and brackets leave a text in several nodes; an address may run across them
                let mut text = first.to_string();
                while let Some(node) = next
                    && let NodeValue::Text(more) = &node.data().value
                {
                    text.push_str(more);
                    next = node.next_sibling();
                }
                self.text(&text, around, &mut pieces);
                continue;
            }
            self.node(child, around, &mut pieces);
        }
        pieces
    }

    fn node(&mut self, node: Node<'_>, around: Surroundings, pieces: &mut Vec<Piece>) {
        if around.depth >= MAX_CONTENT_DEPTH {
            self.too_deep = true;
            push_text(pieces, &plain_text(node));
            return;
        }
        let data = node.data();
        let tag = match &data.value {
            NodeValue::Paragraph if around.tight => {
                return pieces.extend(self.children(node, Surroundings { tight: false, ..around }));
            }
            NodeValue::Paragraph => Tag::P,
            NodeValue::Heading(heading) if heading.level <= 3 => Tag::H3,
            NodeValue::Heading(_) => Tag::H4,
            NodeValue::BlockQuote => Tag::Blockquote,
            NodeValue::Emph => Tag::Em,
            NodeValue::Strong => Tag::Strong,
            NodeValue::Strikethrough => Tag::Del,
            NodeValue::TableCell if around.header => Tag::Th,
            NodeValue::TableCell => Tag::Td,
            NodeValue::ThematicBreak => Tag::Hr,
            NodeValue::LineBreak => Tag::Br,
            NodeValue::List(list) => return self.list(node, list, around, pieces),
            NodeValue::Table(_) => return pieces.push(self.table(node, around)),
            NodeValue::CodeBlock(block) => {
                let mut code = Vec::new();
                push_text(&mut code, block.literal.trim_end_matches('\n'));
                return pieces.push(Element::new(Tag::Pre, vec![Element::new(Tag::Code, code).into()]).into());
            }
            NodeValue::Code(code) => {
                self.last = code.literal.chars().next_back();
                return pieces.push(Element::new(Tag::Code, vec![Piece::Text(code.literal.clone())]).into());
            }
            NodeValue::HtmlBlock(block) => return pieces.push(as_text(&block.literal)),
            NodeValue::HtmlInline(html) => return self.text(html, Surroundings { in_link: true, ..around }, pieces),
            NodeValue::SoftBreak => {
                let next = node.next_sibling().and_then(|next| plain_text(next).chars().next());
                return push_text(pieces, soft_break(self.last, next));
            }
            NodeValue::Link(link) => return self.link(node, link, around, pieces),
            NodeValue::Image(link) => return self.picture(node, link, pieces),
            _ => return pieces.extend(self.children(node, around)),
        };
        pieces.push(Element::new(tag, self.children(node, around.within())).into());
    }

    fn text(&mut self, text: &str, around: Surroundings, pieces: &mut Vec<Piece>) {
        self.last = text.chars().next_back().or(self.last);
        if around.in_link || around.depth >= MAX_CONTENT_DEPTH {
            return push_text(pieces, text);
        }
        for stretch in autolink::split(text) {
            match stretch {
                Stretch::Plain(plain) => push_text(pieces, plain),
                Stretch::Link(written, url) => {
                    pieces.push(link_element(url, "", vec![Piece::Text(written.to_owned())]))
                }
            }
        }
    }

    fn list(&mut self, node: Node<'_>, list: &NodeList, around: Surroundings, pieces: &mut Vec<Piece>) {
        let within = Surroundings { tight: list.tight, ..around.within().within() };
        let items = node.children().map(|item| Element::new(Tag::Li, self.children(item, within)).into()).collect();
        let mut element = match list.list_type {
            ListType::Bullet => Element::new(Tag::Ul, items),
            ListType::Ordered => Element::new(Tag::Ol, items),
        };
        if list.list_type == ListType::Ordered && list.start != 1 {
            element.attributes.push((Attribute::Start, list.start.to_string()));
        }
        pieces.push(element.into());
    }

    fn table(&mut self, node: Node<'_>, around: Surroundings) -> Piece {
        let within = around.within().within().within();
        let (mut head, mut body) = (Vec::new(), Vec::new());
        for row in node.children() {
            let header = matches!(row.data().value, NodeValue::TableRow(true));
            let cells = self.children(row, Surroundings { header, ..within });
            let row = Element::new(Tag::Tr, cells).into();
            if header { head.push(row) } else { body.push(row) }
        }
        let mut parts = vec![Element::new(Tag::Thead, head).into()];
        if !body.is_empty() {
            parts.push(Element::new(Tag::Tbody, body).into());
        }
        Element::new(Tag::Table, parts).into()
    }

    fn link(&mut self, node: Node<'_>, link: &NodeLink, around: Surroundings, pieces: &mut Vec<Piece>) {
        let children = self.children(node, Surroundings { in_link: true, ..around.within() });
        match check_link(&link.url) {
            Ok(()) => pieces.push(link_element(link.url.clone(), &link.title, children)),
            Err(reason) => {
                self.refuse(node, &link.url, false, reason);
                pieces.extend(children);
            }
        }
    }

    fn picture(&mut self, node: Node<'_>, link: &NodeLink, pieces: &mut Vec<Piece>) {
        let alt = plain_text(node);
        self.last = alt.chars().next_back().or(self.last);
        if let Err(reason) = check_picture(&link.url) {
            self.refuse(node, &link.url, true, reason);
            return push_text(pieces, &alt);
        }
        let mut element = Element::new(Tag::Img, Vec::new());
        element.attributes = vec![(Attribute::Src, link.url.clone()), (Attribute::Alt, alt)];
        if !link.title.is_empty() {
            element.attributes.push((Attribute::Title, link.title.clone()));
        }
        pieces.push(element.into());
    }

    fn refuse(&mut self, node: Node<'_>, url: &str, picture: bool, reason: String) {
        if self.refused.len() >= MAX_REFUSED {
            return;
        }
        let start = node.data().sourcepos.start;
        // comrak counts columns in bytes; its own count of characters takes quadratic time
        let line = self.markdown.lines().nth(start.line.saturating_sub(1)).unwrap_or("");
        let column = line.char_indices().take_while(|(at, _)| at + 1 < start.column).count() + 1;
        self.refused.push(RefusedAddress { url: url.to_owned(), picture, reason, line: start.line, column });
    }
}

fn link_element(url: String, title: &str, children: Vec<Piece>) -> Piece {
    let mut attributes = vec![(Attribute::Href, url)];
    if !title.is_empty() {
        attributes.push((Attribute::Title, title.to_owned()));
    }
    Element { tag: Tag::A, attributes, children }.into()
}

/// A block of HTML as a paragraph of its lines.
fn as_text(html: &str) -> Piece {
    let mut pieces = Vec::new();
    for (at, line) in html.trim_end().lines().enumerate() {
        if at > 0 {
            pieces.push(Element::new(Tag::Br, Vec::new()).into());
        }
        push_text(&mut pieces, line);
    }
    Element::new(Tag::P, pieces).into()
}

/// The text of a node and all it holds, without its form.
fn plain_text(node: Node<'_>) -> String {
    let mut text = String::new();
    for node in node.descendants() {
        match &node.data().value {
            NodeValue::Text(piece) => text.push_str(piece),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::CodeBlock(block) => text.push_str(&block.literal),
            NodeValue::HtmlInline(html) => text.push_str(html),
            NodeValue::HtmlBlock(block) => text.push_str(&block.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// A line break of the source as it is shown: a space, but nothing in text that is written without spaces
/// (CSS Text Level 3, 4.1.2, "Segment Break Transformation Rules", which counts Hangul among the spaced scripts).
fn soft_break(before: Option<char>, after: Option<char>) -> &'static str {
    let is_sign = |character: char| matches!(character, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF60}');
    let is_hangul = |character: char| matches!(character, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}');
    let joins = |character: char| is_sign(character) || (is_unspaced(character) && !is_hangul(character));
    match (before, after) {
        (Some(before), Some(after)) if joins(before) && joins(after) => "",
        (Some(sign), _) | (_, Some(sign)) if is_sign(sign) => "",
        _ => " ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn rendered(markdown: &str) -> Rendered {
        let rendered = render(markdown);
        check_shape(&rendered.content.json);
        rendered
    }

    fn nodes(markdown: &str) -> Value {
        let rendered = rendered(markdown);
        assert_eq!((rendered.refused, rendered.too_deep), (vec![], false), "{markdown:?}");
        rendered.content.json
    }

    /// Every node is a text, or a tag and attributes of the contract with nodes.
    fn check_shape(json: &Value) {
        for node in json.as_array().unwrap() {
            let Value::Array(element) = node else {
                assert!(node.as_str().is_some_and(|text| !text.is_empty()), "{node}");
                continue;
            };
            let tag = element[0].as_str().unwrap();
            assert!(Tag::ALL.iter().any(|known| known.name() == tag), "{tag}");
            let attributes = element.get(1).and_then(Value::as_object);
            for (name, value) in attributes.into_iter().flatten() {
                assert!(value.is_string());
                let known = matches!(
                    (tag, name.as_str()),
                    ("a", "href" | "title") | ("img", "src" | "alt" | "title") | ("ol", "start")
                );
                assert!(known, "{tag} {name}");
                if matches!(name.as_str(), "href" | "src") {
                    assert_eq!(check_link(value.as_str().unwrap()), Ok(()));
                }
            }
            let children = element[1 + usize::from(attributes.is_some())..].to_vec();
            check_shape(&Value::Array(children));
        }
    }

    #[test]
    fn each_tag_of_the_contract_comes_from_its_markdown() {
        for (markdown, expected, html, text) in [
            (
                "Orders leave **the same day**.",
                json!([["p", "Orders leave ", ["strong", "the same day"], "."]]),
                "<p>Orders leave <strong>the same day</strong>.</p>",
                "Orders leave the same day.",
            ),
            (
                "*a* ~~b~~ `c<d`",
                json!([["p", ["em", "a"], " ", ["del", "b"], " ", ["code", "c<d"]]]),
                "<p><em>a</em> <del>b</del> <code>c&lt;d</code></p>",
                "a b c<d",
            ),
            ("```\n```", json!([["pre", ["code"]]]), "<pre><code></code></pre>", ""),
            (
                "[t](/x \"T\")",
                json!([["p", ["a", { "href": "/x", "title": "T" }, "t"]]]),
                "<p><a href=\"/x\" title=\"T\" rel=\"noopener noreferrer\">t</a></p>",
                "t",
            ),
            (
                "![*a*](/x.png \"T\")",
                json!([["p", ["img", { "src": "/x.png", "alt": "a", "title": "T" }]]]),
                "<p><img src=\"/x.png\" alt=\"a\" title=\"T\"></p>",
                "a",
            ),
            (
                "one  \ntwo\\\nthree\nfour",
                json!([["p", "one", ["br"], "two", ["br"], "three four"]]),
                "<p>one<br>two<br>three four</p>",
                "one\ntwo\nthree four",
            ),
            (
                "# a\n\n### b\n\n#### c\n\n###### d",
                json!([["h3", "a"], ["h3", "b"], ["h4", "c"], ["h4", "d"]]),
                "<h3>a</h3><h3>b</h3><h4>c</h4><h4>d</h4>",
                "a\nb\nc\nd",
            ),
            (
                "- a\n- b\n  - c\n\nend",
                json!([["ul", ["li", "a"], ["li", "b", ["ul", ["li", "c"]]]], ["p", "end"]]),
                "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><p>end</p>",
                "- a\n- b\n- c\nend",
            ),
            ("1. a\n2. b", json!([["ol", ["li", "a"], ["li", "b"]]]), "<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
            (
                "7. a\n\n   p\n8. b",
                json!([["ol", { "start": "7" }, ["li", ["p", "a"], ["p", "p"]], ["li", ["p", "b"]]]]),
                "<ol start=\"7\"><li><p>a</p><p>p</p></li><li><p>b</p></li></ol>",
                "7. a\np\n8. b",
            ),
            ("> a\n\n---", json!([["blockquote", ["p", "a"]], ["hr"]]), "<blockquote><p>a</p></blockquote><hr>", "a"),
            (
                "```sh\nx < y\n\n  z\n```",
                json!([["pre", ["code", "x < y\n\n  z"]]]),
                "<pre><code>x &lt; y\n\n  z</code></pre>",
                "x < y\n\n  z",
            ),
            (
                "| a | b |\n|---|:-:|\n| 1 | `2` |\n| 3 |",
                json!([[
                    "table",
                    ["thead", ["tr", ["th", "a"], ["th", "b"]]],
                    ["tbody", ["tr", ["td", "1"], ["td", ["code", "2"]]], ["tr", ["td", "3"], ["td"]]],
                ]]),
                "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td><code>2</code></td></tr>\
                 <tr><td>3</td><td></td></tr></tbody></table>",
                "a | b\n1 | 2\n3 |",
            ),
            (
                "| a |\n|---|",
                json!([["table", ["thead", ["tr", ["th", "a"]]]]]),
                "<table><thead><tr><th>a</th></tr></thead></table>",
                "a",
            ),
        ] {
            let rendered = rendered(markdown);
            assert_eq!(rendered.content.json, expected, "{markdown:?}");
            assert_eq!(rendered.content.html, html, "{markdown:?}");
            assert_eq!(rendered.content.text, text, "{markdown:?}");
        }
    }

    #[test]
    fn bare_addresses_are_links() {
        assert_eq!(
            nodes("见https://example.com/a_b?x=1&amp;y=2，**或** <https://example.com/退款> a@example.com"),
            json!([[
                "p",
                "见",
                ["a", { "href": "https://example.com/a_b?x=1&y=2" }, "https://example.com/a_b?x=1&y=2"],
                "，",
                ["strong", "或"],
                " ",
                ["a", { "href": "https://example.com/退款" }, "https://example.com/退款"],
                " ",
                ["a", { "href": "mailto:a@example.com" }, "a@example.com"],
            ]])
        );
        // not within links and code
        assert_eq!(
            nodes("[https://a.example](/x) `https://a.example`"),
            json!([["p", ["a", { "href": "/x" }, "https://a.example"], " ", ["code", "https://a.example"]]])
        );
    }

    #[test]
    fn a_line_break_is_a_space_only_between_words() {
        for (markdown, text) in [
            ("one\ntwo", "one two"),
            ("退款\n需要", "退款需要"),
            ("退款，\nrefund", "退款，refund"),
            ("refund\n（退款）", "refund（退款）"),
            ("退款\nrefund", "退款 refund"),
            ("**退款**\n*需要*", "退款需要"),
            ("退`款`\n[需](/x)要", "退款需要"),
            ("환불\n요청", "환불 요청"),
            ("**退款。**见此", "退款。见此"),
        ] {
            assert_eq!(rendered(markdown).content.text, text, "{markdown:?}");
        }
        assert_eq!(nodes("**退款。**见此"), json!([["p", ["strong", "退款。"], "见此"]]));
    }

    #[test]
    fn html_is_text() {
        assert_eq!(
            nodes("a <b onclick=\"x()\">c</b> <!-- d -->"),
            json!([["p", "a <b onclick=\"x()\">c</b> <!-- d -->"]])
        );
        assert_eq!(
            nodes("<div>\n**x**\n</div>\n\nafter"),
            json!([["p", "<div>", ["br"], "**x**", ["br"], "</div>"], ["p", "after"]])
        );
        assert_eq!(rendered("<script>alert(1)</script>").content.html, "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
    }

    /// Ways to smuggle a script into a page, after OWASP's cheat sheet on filter evasion.
    const ATTACKS: &[&str] = &[
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<style>@import 'http://evil.example'</style>",
        "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><x/>",
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java&Tab;script:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](java&NewLine;script:alert(1))",
        "[x](\\javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "[x](vbscript:x)",
        "[x](//evil.example)",
        "[x](/\\evil.example)",
        "[x][r]\n\n[r]: javascript:alert(1) \"t\"",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml,<svg onload=alert(1)>)",
        "![x\"onerror=\"alert(1)](/x.png)",
        "![x](/x.png \"\\\"onerror=alert(1) x=\\\"\")",
        "[x](/x \"\\\" onmouseover=alert(1) \\\"\")",
        "[x](/x\"onmouseover=\"alert(1))",
        "[x](/x'onmouseover='alert(1))",
        "[a](/b\"><script>alert(1)</script>)",
        "`<script>alert(1)</script>`",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "```\"><script>alert(1)</script>\nx\n```",
        "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
        "https://example.com/\"onmouseover=\"alert(1)",
        "https://example.com/<script>alert(1)</script>",
        "https://example.com/'onclick='alert(1)",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "# <script>alert(1)</script>",
        "[![x](javascript:alert(1))](javascript:alert(2))",
        "1. <script>\n   alert(1)\n   </script>",
    ];

    #[test]
    fn no_attack_becomes_an_element() {
        // the only `<` of the HTML start tags of the contract, and attributes hold no quote of their own
        let start_or_end = |rest: &str| {
            let rest = rest.strip_prefix('/').unwrap_or(rest);
            Tag::ALL.iter().any(|tag| rest.strip_prefix(tag.name()).is_some_and(|after| after.starts_with(['>', ' '])))
        };
        for attack in ATTACKS {
            let html = rendered(attack).content.html;
            for (at, _) in html.match_indices('<') {
                assert!(start_or_end(&html[at + 1..]), "{attack}: {html}");
                let tag = &html[at..=at + html[at..].find('>').unwrap()];
                assert_eq!(tag.matches('"').count(), 2 * tag.matches("=\"").count(), "{attack}: {tag}");
                for name in tag.split("=\"").collect::<Vec<_>>().split_last().unwrap().1 {
                    let name = name.rsplit(' ').next().unwrap();
                    assert!(["href", "src", "alt", "title", "start", "rel"].contains(&name), "{attack}: {tag}");
                }
            }
            assert!(!html.contains("href=\"j") && !html.contains("src=\"d"), "{attack}: {html}");
        }
    }

    #[test]
    fn refused_addresses_are_told_with_their_place() {
        let refused = rendered("退 [a](javascript:1)\n\n- ![b](data:2) *[c](//d)*").refused;
        let told: Vec<(&str, bool, usize, usize)> =
            refused.iter().map(|one| (&*one.url, one.picture, one.line, one.column)).collect();
        assert_eq!(told, [("javascript:1", false, 1, 3), ("data:2", true, 3, 3), ("//d", false, 3, 17)]);
        assert_eq!(rendered("[a *b*](javascript:1) ![c](data:2)").content.html, "<p>a <em>b</em> c</p>");
    }

    #[test]
    fn the_list_of_refused_addresses_is_limited() {
        assert_eq!(rendered(&"[a](data:1) ".repeat(1_000)).refused.len(), MAX_REFUSED);
    }

    #[test]
    fn depth_is_limited_and_hostile_answers_end() {
        let rendered = rendered(&format!("{} end", "> ".repeat(32 * 1024)));
        assert!(rendered.too_deep && rendered.content.text.contains("end"));
        assert!(!render(&format!("{} x", ">".repeat(31))).too_deep);
        let size = 64 * 1024;
        for part in [
            "[", "![", "*a **a ", "- ", "[a](", "<", "<!--", "<a ", "|", "&", "~a ~~b ", "c* ", "1. ", "\\*",
            "https://", "a@", "www.", "> - ", "\0", "`` ` ", "[a]: b\n",
        ] {
            check_shape(&render(&part.repeat(size / part.len())).content.json);
        }
        // quadratic time would be minutes here
        for tail in [")", ").", "(", "()", "."] {
            check_shape(&render(&format!("https://a{}", tail.repeat(size / tail.len()))).content.json);
        }
        let nested = format!("{}a{}", "*".repeat(size / 2), "*".repeat(size / 2));
        assert!(render(&nested).too_deep);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(500))]

        #[test]
        fn any_text_keeps_the_shape(text in "([-a #>*_~`|\\[\\]()!<>&;:/\\\\\"'1.\n退，]|javascript:|https://|\\[x\\]\\(){0,60}") {
            let rendered = render(&text);
            check_shape(&rendered.content.json);
            proptest::prop_assert!(!rendered.content.html.contains("=\"javascript:"));
        }
    }
}

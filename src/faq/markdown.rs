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
use comrak::arena_tree::NodeEdge;
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
    // one tilde is the sign of a range ("2~3일"); only two strike out
    options.extension.subscript = true;
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
            NodeValue::Subscript => {
                push_text(pieces, "~");
                for piece in self.children(node, around) {
                    match piece {
                        Piece::Text(text) => push_text(pieces, &text),
                        element => pieces.push(element),
                    }
                }
                return push_text(pieces, "~");
            }
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
    for edge in node.traverse() {
        let (NodeEdge::Start(node) | NodeEdge::End(node)) = edge;
        match &node.data().value {
            NodeValue::Subscript => text.push('~'),
            _ if matches!(edge, NodeEdge::End(_)) => {}
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
mod tests;

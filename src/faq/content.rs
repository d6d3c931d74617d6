//! An answer as elements, and the three forms made of them: JsonML for the widget, HTML for the HTTP interface, plain
//! text for search and for tables.
//!
//! Invariant: elements have the contract's tags and attributes only, whatever the answer's source was; all three forms
//! show the same text, and in the HTML it is escaped.

use super::Content;
use serde_json::{Map, Value};

/// A tag of the contract (section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is the HTML element of its name
pub enum Tag {
    P,
    Strong,
    Em,
    Del,
    Code,
    Pre,
    Ul,
    Ol,
    Li,
    A,
    Br,
    Hr,
    H3,
    H4,
    Blockquote,
    Table,
    Thead,
    Tbody,
    Tr,
    Th,
    Td,
    Img,
}

impl Tag {
    /// All tags there are.
    pub const ALL: [Self; 22] = [
        Self::P,
        Self::Strong,
        Self::Em,
        Self::Del,
        Self::Code,
        Self::Pre,
        Self::Ul,
        Self::Ol,
        Self::Li,
        Self::A,
        Self::Br,
        Self::Hr,
        Self::H3,
        Self::H4,
        Self::Blockquote,
        Self::Table,
        Self::Thead,
        Self::Tbody,
        Self::Tr,
        Self::Th,
        Self::Td,
        Self::Img,
    ];

    /// The tag's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::P => "p",
            Self::Strong => "strong",
            Self::Em => "em",
            Self::Del => "del",
            Self::Code => "code",
            Self::Pre => "pre",
            Self::Ul => "ul",
            Self::Ol => "ol",
            Self::Li => "li",
            Self::A => "a",
            Self::Br => "br",
            Self::Hr => "hr",
            Self::H3 => "h3",
            Self::H4 => "h4",
            Self::Blockquote => "blockquote",
            Self::Table => "table",
            Self::Thead => "thead",
            Self::Tbody => "tbody",
            Self::Tr => "tr",
            Self::Th => "th",
            Self::Td => "td",
            Self::Img => "img",
        }
    }

    /// Whether the element stands alone, without an end tag.
    fn is_void(self) -> bool {
        matches!(self, Self::Br | Self::Hr | Self::Img)
    }

    /// Whether the element starts on a line of its own.
    fn is_block(self) -> bool {
        !matches!(self, Self::Strong | Self::Em | Self::Del | Self::Code | Self::A | Self::Br | Self::Img)
    }
}

/// An attribute of the contract (section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is the HTML attribute of its name
pub enum Attribute {
    Href,
    Src,
    Alt,
    Title,
    Start,
}

impl Attribute {
    /// The attribute's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Href => "href",
            Self::Src => "src",
            Self::Alt => "alt",
            Self::Title => "title",
            Self::Start => "start",
        }
    }
}

/// A piece of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text as it is shown.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element with its attributes and what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The tag.
    pub tag: Tag,
    /// The attributes, each once. Addresses have been checked.
    pub attributes: Vec<(Attribute, String)>,
    /// What is in it, in order.
    pub children: Vec<Piece>,
}

impl Element {
    /// An element without attributes.
    pub fn new(tag: Tag, children: Vec<Piece>) -> Self {
        Self { tag, attributes: Vec::new(), children }
    }
}

impl From<Element> for Piece {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

/// Adds text to pieces; neighbouring texts become one.
pub fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(last)) => last.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

/// Makes the three forms. The pieces' depth has been limited, since this goes down them recursively.
pub fn content(pieces: &[Piece]) -> Content {
    let mut html = String::new();
    let mut plain = Plain::default();
    for piece in pieces {
        write_html(piece, &mut html);
        plain.write(piece);
    }
    Content { json: Value::Array(pieces.iter().map(json).collect()), html, text: plain.written.trim_end().to_owned() }
}

/// `["a",{"href":"/x"},"text"]`: the tag, the attributes if there are any, and what is in it.
/// The form of JsonML (<http://www.jsonml.org/syntax/>) in which attribute values are strings.
fn json(piece: &Piece) -> Value {
    match piece {
        Piece::Text(text) => Value::String(text.clone()),
        Piece::Element(element) => {
            let mut node = Vec::with_capacity(element.children.len() + 2);
            node.push(Value::String(element.tag.name().to_owned()));
            if !element.attributes.is_empty() {
                let attributes = element.attributes.iter();
                let attributes: Map<String, Value> =
                    attributes.map(|(name, value)| (name.name().to_owned(), Value::String(value.clone()))).collect();
                node.push(Value::Object(attributes));
            }
            node.extend(element.children.iter().map(json));
            Value::Array(node)
        }
    }
}

fn write_html(piece: &Piece, html: &mut String) {
    let element = match piece {
        Piece::Text(text) => return escape(text, html),
        Piece::Element(element) => element,
    };
    let name = element.tag.name();
    html.push('<');
    html.push_str(name);
    for (attribute, value) in &element.attributes {
        html.push(' ');
        html.push_str(attribute.name());
        html.push_str("=\"");
        escape(value, html);
        html.push('"');
    }
    if element.tag == Tag::A {
        // the page that opens must neither reach this window nor learn where the visitor came from
        html.push_str(" rel=\"noopener noreferrer\"");
    }
    html.push('>');
    if element.tag.is_void() {
        return;
    }
    for child in &element.children {
        write_html(child, html);
    }
    html.push_str("</");
    html.push_str(name);
    html.push('>');
}

/// Escapes for text and for quoted attributes alike.
fn escape(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            character => html.push(character),
        }
    }
}

/// Writes plain text: a line for each block, list item and table row.
#[derive(Default)]
struct Plain {
    written: String,
    /// Whether the next block need not start a new line.
    fresh: bool,
}

impl Plain {
    fn write(&mut self, piece: &Piece) {
        let element = match piece {
            Piece::Text(text) => return self.push(text),
            Piece::Element(element) => element,
        };
        if element.tag.is_block() && !matches!(element.tag, Tag::Th | Tag::Td) {
            self.start_line();
        }
        match element.tag {
            Tag::Br => self.push("\n"),
            Tag::Img => {
                let alt = element.attributes.iter().find(|(name, _)| *name == Attribute::Alt);
                self.push(alt.map_or("", |(_, text)| text));
            }
            Tag::Ul => self.items(element, None),
            Tag::Ol => {
                let start = element.attributes.iter().find(|(name, _)| *name == Attribute::Start);
                self.items(element, Some(start.and_then(|(_, start)| start.parse().ok()).unwrap_or(1)));
            }
            Tag::Tr => {
                for (at, cell) in element.children.iter().enumerate() {
                    if at > 0 {
                        self.push(" | ");
                    }
                    self.write(cell);
                }
            }
            _ => {
                for child in &element.children {
                    self.write(child);
                }
            }
        }
        if element.tag.is_block() && !matches!(element.tag, Tag::Th | Tag::Td) {
            self.start_line();
        }
    }

    fn items(&mut self, list: &Element, first: Option<u64>) {
        for (item, number) in list.children.iter().zip(first.unwrap_or(0)..) {
            self.start_line();
            match first {
                Some(_) => self.written.push_str(&format!("{number}. ")),
                None => self.written.push_str("- "),
            }
            self.fresh = true;
            if let Piece::Element(item) = item {
                for child in &item.children {
                    self.write(child);
                }
            }
            self.fresh = false;
        }
    }

    fn push(&mut self, text: &str) {
        self.written.push_str(text);
        self.fresh = self.fresh && text.is_empty();
    }

    fn start_line(&mut self) {
        if !self.fresh && !self.written.is_empty() && !self.written.ends_with('\n') {
            self.written.push('\n');
        }
        self.fresh = true;
    }
}

//! What an editor is told about a syntax error.
//!
//! Invariant: every message names the remedy; none depends on the wording of the parser.

use crate::faq::limits::MAX_YAML_DEPTH;
use crate::faq::source::quoted;
use granit_parser::ErrorKind;

/// What to do about a syntax error. The parser's own words name its grammar; an editor needs the remedy.
pub fn explain(kind: &ErrorKind) -> String {
    use ErrorKind as Kind;
    match kind {
        Kind::UnexpectedCharacter { character } if character.is_control() => {
            format!("the control character U+{:04X} has no place in a text; remove it", *character as u32)
        }
        Kind::UnexpectedCharacter { character: '`' } => {
            "a text cannot start with a backtick; put it in quotes".to_owned()
        }
        Kind::UnexpectedCharacter { character } => {
            format!("a text cannot start with {}; put it in quotes", quoted(&character.to_string()))
        }
        Kind::UnclosedFlowCollection { open } => format!("`{open}` is opened, but never closed"),
        Kind::MismatchedFlowCollectionEnd { open, close } => format!("`{open}` is closed by `{close}`"),
        Kind::RecursionLimitExceeded => too_deep(),
        _ => explain_text(kind).or_else(|| explain_structure(kind)).map_or_else(
            || "this cannot be read; check indentation and quotes here and on the line above".to_owned(),
            str::to_owned,
        ),
    }
}

/// Where an error is seen: the parser names the place from which it read on, which may be a line above.
pub fn place(text: &str, at: usize, kind: &ErrorKind) -> usize {
    let is_tab = matches!(kind, ErrorKind::TabAtBlockScalarStart);
    let below =
        || text.get(at..)?.match_indices('\n').map(|(line, _)| at + line + 1).find(|line| tab_indents(text, *line));
    below().filter(|_| is_tab && !tab_indents(text, line_start(text, at))).unwrap_or(at)
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|above| above.rfind('\n')).map_or(0, |end| end + 1)
}

fn tab_indents(text: &str, line: usize) -> bool {
    text[line..].trim_start_matches(' ').starts_with('\t')
}

/// What is said of a text with too many levels.
pub fn too_deep() -> String {
    format!("nested more than {MAX_YAML_DEPTH} levels deep; a FAQ file needs five")
}

/// Errors within one text, where quotes are the remedy.
fn explain_text(kind: &ErrorKind) -> Option<&'static str> {
    use ErrorKind as Kind;
    Some(match kind {
        Kind::UnclosedQuotedScalar | Kind::InvalidQuotedScalarIndent | Kind::DocumentIndicatorInQuotedScalar => {
            "a quote was opened above, but not closed before this line"
        }
        Kind::InvalidTrailingSingleQuotedScalar => {
            "there is text after the closing quote; write an apostrophe within '…' twice, or use \"…\""
        }
        Kind::InvalidTrailingDoubleQuotedScalar => {
            "there is text after the closing quote; write a quote within \"…\" as \\\""
        }
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => {
            "the text in \"…\" has a \\ that starts no known escape; write \\\\ for a backslash, or use '…'"
        }
        Kind::MissingAnchorOrAliasName | Kind::UnknownAnchor => {
            "a text cannot start with `*` or `&`; put it in quotes or under `|`"
        }
        Kind::UndeclaredTagHandle
        | Kind::ExpectedTagBang
        | Kind::InvalidGlobalTagCharacter
        | Kind::InvalidTagTerminator
        | Kind::MissingTagUri
        | Kind::UnclosedVerbatimTag
        | Kind::InvalidTagEscape
        | Kind::InvalidTagUtf8LeadingByte
        | Kind::InvalidTagUtf8TrailingByte
        | Kind::InvalidTagUtf8 => "a text cannot start with `!`; put it in quotes",
        Kind::CommentInterceptedScalar | Kind::CommentNotSeparated => {
            "a `#` starts a comment in the middle of a text; put a text that contains ` #` in quotes"
        }
        Kind::InvalidBlockScalarHeader | Kind::ZeroBlockScalarIndent => {
            "a text under `|` or `>` starts on the line below; put a text that starts with one of them in quotes"
        }
        Kind::BomInsideDocument => "a byte order mark (U+FEFF) is in the middle of the file; remove it",
        _ => return None,
    })
}

/// Errors of lists, mappings and indentation.
fn explain_structure(kind: &ErrorKind) -> Option<&'static str> {
    use ErrorKind as Kind;
    Some(match kind {
        Kind::MappingValueNotAllowed | Kind::MappingKeyNotAllowed | Kind::InvalidColonPlacement => {
            "a `: ` is not expected here; put a text that contains `: ` in quotes, and check the indentation"
        }
        Kind::ExpectedBlockMappingKey
        | Kind::ExpectedBlockSequenceEntry
        | Kind::BlockSequenceEntryNotAllowed
        | Kind::ExpectedNodeContent
        | Kind::SimpleKeyExpected
        | Kind::InvalidSimpleKey
        | Kind::InvalidIndentation
        | Kind::InvalidBlockScalarIndent => {
            "this does not continue what is above it; align it with its neighbours, start list items with `- ` and \
             end keys with `:`"
        }
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabAtBlockScalarStart
        | Kind::TabInPlainScalar => "a tab indents this line; use spaces",
        Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofImplicitFlowMapping
        | Kind::ExpectedFlowMappingSeparator
        | Kind::ExpectedFlowSequenceSeparator
        | Kind::MisplacedFlowCollectionEnd
        | Kind::InvalidFlowScalarIndent
        | Kind::BlockEntryInFlowCollection => {
            "a list in [ ] or a mapping in { } is not closed, or lacks a comma; put a text that contains , [ ] { } in \
             quotes"
        }
        Kind::InvalidDirectiveTerminator
        | Kind::MissingDirectiveName
        | Kind::InvalidDirectiveName
        | Kind::ExpectedDocumentStart
        | Kind::MissingDocumentEndBeforeDirective => "a line cannot start with `%`, `---` or `...` here",
        Kind::UnexpectedEof | Kind::UnexpectedEofBlockSequence | Kind::UnexpectedEofBlockMapping => {
            "the file ends in the middle of a value"
        }
        _ => return None,
    })
}

//! Takes out of a script what only people read, so that less of it is sent.
//!
//! Invariant: what is left does the same; strings, templates and regular expressions stay as they are.

use std::collections::{BTreeSet, HashMap};

/// Takes out comments, indentation and spaces that mean nothing. Strings, templates and regular expressions stay as
/// they are. What is within brackets stands on one line: outside of a template, only a line of the top level begins
/// with a word that declares something.
pub fn strip(source: &str) -> String {
    let text: Vec<char> = source.chars().collect();
    let mut made = Made::default();
    let mut at = 0;
    while at < text.len() {
        at = if made.templates.last() == Some(&None) { made.template(&text, at) } else { made.code(&text, at) };
    }
    made.out.trim().to_owned() + "\n"
}

/// What is written so far, and the space that may follow.
#[derive(Default)]
struct Made {
    out: String,
    /// A space or line break that was read and not yet written.
    gap: Option<char>,
    /// How many brackets are open.
    depth: usize,
    /// The templates that are open; of one whose `${` is open, the depth outside of that.
    templates: Vec<Option<usize>>,
    /// The depths at which the statement that is written, or was written last, declares constants.
    constants: BTreeSet<usize>,
    /// Short names for the private ones of classes, which nothing outside of a module can know.
    private: HashMap<String, String>,
}

impl Made {
    /// Takes the character at `at`, which is code; returns where to go on.
    fn code(&mut self, text: &[char], at: usize) -> usize {
        match (text[at], text.get(at + 1).copied().unwrap_or('\0')) {
            ('/', '/') => return text[at..].iter().position(|c| *c == '\n').map_or(text.len(), |end| at + end),
            ('/', '*') => {
                let end = text[at + 2..].windows(2).position(|pair| pair == ['*', '/']);
                self.space();
                return end.map_or(text.len(), |end| at + end + 4);
            }
            (quote @ ('"' | '\''), _) => return self.quoted(text, at, quote),
            ('#', next) if next.is_alphabetic() => return self.private(text, at),
            ('/', _) if self.expects_value() => return self.pattern(text, at),
            ('c', 'o') if begins_constant(text, at) => return self.constant(at),
            ('`', _) => {
                self.token('`');
                self.templates.push(None);
            }
            ('\n', _) => self.line(),
            (' ' | '\t' | '\r', _) => self.space(),
            (one, _) => {
                match one {
                    '{' | '(' | '[' => self.depth += 1,
                    '}' | ')' | ']' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                if one == '}' && self.templates.last() == Some(&Some(self.depth)) {
                    self.templates.pop();
                    self.templates.push(None);
                    self.raw(one);
                } else {
                    self.token(one);
                }
            }
        }
        at + 1
    }

    /// Writes the word `const`, or a comma where constants are declared one after the other within a function; returns
    /// where the word ends.
    fn constant(&mut self, start: usize) -> usize {
        if self.depth > 0 && self.out.ends_with(';') && self.constants.contains(&self.depth) {
            self.out.pop();
            self.gap = None;
            self.token(',');
        } else {
            "const".chars().for_each(|one| self.token(one));
        }
        self.constants.insert(self.depth);
        start + "const".len()
    }

    /// Writes a private name; returns where it ends.
    fn private(&mut self, text: &[char], start: usize) -> usize {
        let name: String = text[start + 1..].iter().take_while(|c| c.is_alphanumeric() || "_$".contains(**c)).collect();
        let end = start + 1 + name.chars().count();
        let known = self.private.len();
        let short = self.private.entry(name).or_insert_with(|| {
            let letters = "abcdefghijklmnopqrstuvwxyz";
            let letter = &letters[known % letters.len()..][..1];
            if known < letters.len() { letter.to_owned() } else { format!("{letter}{}", known / letters.len()) }
        });
        let short = format!("#{short}");
        for one in short.chars() {
            self.token(one);
        }
        end
    }

    /// Takes the character at `at`, which is in a template; returns where to go on.
    fn template(&mut self, text: &[char], at: usize) -> usize {
        // a rule of a style sheet ends without it
        if text[at] == '\n' && self.out.ends_with('}') {
            return at + 1;
        }
        self.raw(text[at]);
        match (text[at], text.get(at + 1)) {
            ('\\', Some(next)) => self.raw(*next),
            ('$', Some('{')) => {
                self.raw('{');
                self.templates.pop();
                self.templates.push(Some(self.depth));
                self.depth += 1;
            }
            ('`', _) => {
                self.templates.pop();
                return at + 1;
            }
            _ => return at + 1,
        }
        at + 2
    }

    fn raw(&mut self, one: char) {
        self.gap = None;
        self.out.push(one);
    }

    fn space(&mut self) {
        self.gap = self.gap.or(Some(' '));
    }

    /// A line break: between statements of the top level it stays, so that each begins a line; elsewhere it is a
    /// space, since every statement of our sources ends with a semicolon or a brace.
    fn line(&mut self) {
        if self.depth == 0 {
            self.gap = Some('\n');
        } else {
            self.space();
        }
    }

    /// Writes a character of code, and before it the space that it needs. A comma or semicolon before a closing
    /// bracket goes: our sources have no holes in arrays and no loops without a body.
    fn token(&mut self, one: char) {
        let last = self.out.chars().next_back().unwrap_or('{');
        let opens = matches!(one, '{' | '(' | '[');
        if last == ';' && !matches!(one, '}' | ')' | ']') {
            self.constants.remove(&(self.depth - usize::from(opens)));
        }
        if opens {
            self.constants.remove(&self.depth);
        }
        if (matches!(one, '}' | ')' | ']') && last == ',') || (one == '}' && last == ';') {
            self.out.pop();
            self.gap = None;
        } else if let Some(gap) = self.gap.take() {
            let tight = |c: char| "{}()[];,:?=&|!><*%".contains(c);
            let sign = |c: char| matches!(c, '+' | '-');
            let needless = tight(last) || tight(one) || sign(last) != sign(one);
            if gap == '\n' || !needless {
                self.out.push(gap);
            }
        }
        self.out.push(one);
        if one == '>' {
            self.arrow();
        }
    }

    /// A single parameter needs no parentheses before an arrow.
    fn arrow(&mut self) {
        let Some(before) = self.out.strip_suffix(")=>") else { return };
        let Some(open) = before.rfind('(') else { return };
        let is_part = |c: char| c.is_alphanumeric() || "_$".contains(c);
        let name = before[open + 1..].to_owned();
        if !name.is_empty() && name.chars().all(is_part) && !before[..open].ends_with(is_part) {
            self.out.truncate(open);
            self.out.push_str(&name);
            self.out.push_str("=>");
        }
    }

    /// Writes a string; returns where it ends.
    fn quoted(&mut self, text: &[char], start: usize, quote: char) -> usize {
        self.token(quote);
        let mut at = start + 1;
        while at < text.len() {
            self.out.push(text[at]);
            if text[at] == '\\' && at + 1 < text.len() {
                at += 1;
                self.out.push(text[at]);
            } else if text[at] == quote {
                return at + 1;
            }
            at += 1;
        }
        at
    }

    /// Writes a regular expression; returns where it ends.
    fn pattern(&mut self, text: &[char], start: usize) -> usize {
        self.token('/');
        let mut at = start + 1;
        let mut in_class = false;
        while at < text.len() {
            self.out.push(text[at]);
            match text[at] {
                '\\' if at + 1 < text.len() => {
                    at += 1;
                    self.out.push(text[at]);
                }
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => return at + 1,
                _ => {}
            }
            at += 1;
        }
        at
    }

    /// Whether a slash begins a regular expression here and is no division.
    fn expects_value(&self) -> bool {
        let before = self.out.trim_end();
        let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).next().unwrap_or_default();
        match word {
            "" => before.ends_with(|c: char| "(,=:[!&|?{};+-*%~^<>".contains(c)),
            _ => matches!(word, "return" | "typeof" | "case" | "in" | "of" | "await"),
        }
    }
}

/// Whether the word `const` stands here.
fn begins_constant(text: &[char], at: usize) -> bool {
    let is_part = |c: &char| c.is_alphanumeric() || "_$.#".contains(*c);
    text[at..].starts_with(&['c', 'o', 'n', 's', 't'])
        && !text.get(at + 5).is_some_and(is_part)
        && !at.checked_sub(1).and_then(|before| text.get(before)).is_some_and(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_people_read_is_taken_out() {
        for (source, expected) in [
            ("// a\nconst a = 1; // b\n\nconst b = 2;\n", "const a=1;\nconst b=2;\n"),
            ("/** @type {any} */\nlet a = /* b */ c;", "let a=c;\n"),
            ("f(\n  a,\n  'x // y',\n);", "f(a,'x // y');\n"),
            ("f(async (a) => a, (b) => b, ([c]) => c, () => d);", "f(async(a)=>a,b=>b,([c])=>c,()=>d);\n"),
            ("a = b + +c - -d;", "a=b+ +c- -d;\n"),
            ("const f = (a) =>\n  a / 2 / b;", "const f=a=>\na / 2 / b;\n"),
            ("if (/[/\"]\\/'/.test(a)) return /x y/g;", "if(/[/\"]\\/'/.test(a))return /x y/g;\n"),
            (
                "const css = `\na {  b }\n// kept ${ f({ a: `\\`${x}` }) } c`;",
                "const css=`\na {  b }// kept ${f({a:`\\`${x}`})} c`;\n",
            ),
            (
                "class A {\n  #one = 1;\n  get #two() {\n    return this.#one;\n  }\n}",
                "class A{#a=1;get #b(){return this.#a}}\n",
            ),
            // constants in a row are one statement, but for the top level, and for what only looks like a row
            (
                "{\n  const a = 1;\n  const { b } = a;\n  f(() => 1);\n  const c = 2;\n}",
                "{const a=1,{b}=a;f(()=>1);const c=2}\n",
            ),
            (
                "{\n  const a = () => {\n    const b = 1;\n    g();\n  };\n  const c = 2;\n}",
                "{const a=()=>{const b=1;g()},c=2}\n",
            ),
            ("{\n  const a = 1;\n  (b);\n  const c = 2;\n}", "{const a=1;(b);const c=2}\n"),
            ("{\n  const a = 1;\n  if (a) return;\n  const c = 2;\n}", "{const a=1;if(a)return;const c=2}\n"),
            (
                "{\n  const a = 1;\n  for (const b of a) b();\n  const c = 2;\n}",
                "{const a=1;for(const b of a)b();const c=2}\n",
            ),
            ("{\n  const a = 1;\n  `${a}`;\n  const c = 2;\n}", "{const a=1;`${a}`;const c=2}\n"),
            ("{\n  const a = `;${a}`;\n  const c = { const: 1 };\n}", "{const a=`;${a}`,c={const:1}}\n"),
            ("const css = `\na { b }\nc { d }`;", "const css=`\na { b }c { d }`;\n"),
            ("function f() {\n  if (a) {\n    b();\n  }\n  const c = 1;\n}", "function f(){if(a){b()}const c=1}\n"),
        ] {
            assert_eq!(strip(source), expected, "{source}");
        }
    }
}

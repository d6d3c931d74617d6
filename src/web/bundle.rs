//! Joins the panel's modules to one file per part, and takes out of them what only people read.
//!
//! The sources are plain modules that run as they are. A part is the module that somebody imports while the page
//! runs, with all that it imports at its head; what the panel itself holds, the other parts import from the panel.
//!
//! Invariant: joined modules share one scope, so that a name is declared in one of them only; [`join`] says which
//! name breaks this, and a test joins all parts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The part that every other part may import from.
const PANEL: &str = "panel.js";
/// The locale that the sources import; an address names the one that is meant.
const SOURCE_LOCALE: &str = "locale-en.js";

/// What a module declares at its head and at its top level.
#[derive(Debug, Default)]
struct Module {
    /// Names from each imported module, in order.
    named: Vec<(String, Vec<String>)>,
    /// The name given to a module's default export, by module.
    default: Vec<(String, String)>,
    /// What it exports by name.
    exports: Vec<String>,
    /// All names of its top level.
    declares: Vec<String>,
    /// The source without imports, exports and comments.
    body: String,
}

/// Joins the part `entry`. `read` gives a module's source by its file name; `locale` is the tag of an address, in
/// lower case.
///
/// # Errors
/// What keeps the modules from being joined: one that is missing, a form of import that is not provided for, or a
/// name that two of them declare.
pub fn join(read: &dyn Fn(&str) -> Option<String>, entry: &str, locale: &str) -> Result<String, String> {
    if entry.starts_with("locale-") {
        return read(entry).map(|source| strip(&source)).ok_or_else(|| format!("there is no module {entry}"));
    }
    let mut panel = BTreeMap::new();
    collect(read, PANEL, locale, &BTreeSet::new(), &mut Vec::new(), &mut panel)?;
    let given: BTreeSet<String> = panel.keys().cloned().collect();
    let mut order = Vec::new();
    let mut modules = BTreeMap::new();
    let outside = if entry == PANEL { BTreeSet::new() } else { given };
    collect(read, entry, locale, &outside, &mut order, &mut modules)?;
    let mut declared: BTreeMap<&str, &str> = BTreeMap::new();
    let mut imported: BTreeSet<&str> = BTreeSet::new();
    let mut body = String::new();
    for name in &order {
        let module = &modules[name];
        for one in &module.declares {
            if let Some(other) = declared.insert(one, name) {
                return Err(format!("{one} is declared in {other} and in {name}: rename one of them"));
            }
        }
        for (_, names) in module.named.iter().filter(|(from, _)| outside.contains(from)) {
            imported.extend(names.iter().map(String::as_str));
        }
        body.push_str(&module.body);
        body.push('\n');
    }
    let mut joined = String::new();
    if !imported.is_empty() {
        let names = imported.into_iter().collect::<Vec<_>>().join(",");
        joined.push_str(&format!("import{{{names}}}from\"./{PANEL}\";\n"));
    }
    joined.push_str(&body);
    let exports: Vec<&str> = order.iter().flat_map(|name| modules[name].exports.iter().map(String::as_str)).collect();
    if !exports.is_empty() {
        joined.push_str(&format!("export{{{}}};\n", exports.join(",")));
    }
    Ok(joined)
}

/// Reads `name` and all that it imports, what is imported first.
fn collect(
    read: &dyn Fn(&str) -> Option<String>,
    name: &str,
    locale: &str,
    outside: &BTreeSet<String>,
    order: &mut Vec<String>,
    modules: &mut BTreeMap<String, Module>,
) -> Result<(), String> {
    if modules.contains_key(name) || outside.contains(name) {
        return Ok(());
    }
    let file = if name == SOURCE_LOCALE { format!("locale-{locale}.js") } else { name.to_owned() };
    let source = read(&file).ok_or_else(|| format!("there is no module {file}"))?;
    let module = parse(&strip(&source)).map_err(|fault| format!("{file}: {fault}"))?;
    let needs: Vec<String> =
        module.named.iter().map(|(from, _)| from).chain(module.default.iter().map(|(from, _)| from)).cloned().collect();
    let defaults = module.default.clone();
    // put in before what it imports is read, so that two modules that import each other end
    modules.insert(name.to_owned(), module);
    for need in &needs {
        collect(read, need, locale, outside, order, modules)?;
    }
    for (from, given) in defaults {
        if let Some(module) = modules.get_mut(&from)
            && let Some(rest) = module.body.strip_prefix("export default")
        {
            module.body = format!("const {given}={}", rest.trim_start());
            module.declares.push(given);
        }
    }
    order.push(name.to_owned());
    Ok(())
}

/// Takes a stripped module apart.
fn parse(source: &str) -> Result<Module, String> {
    let mut module = Module::default();
    let mut rest = source;
    while let Some(after) = rest.strip_prefix("import") {
        let (head, tail) = after.split_once(';').ok_or("an import without a semicolon")?;
        let (what, from) = head.split_once("from").ok_or("an import without `from`")?;
        let from = from.trim().trim_matches('"').strip_prefix("./").ok_or("an import from elsewhere")?.to_owned();
        match what.trim().strip_prefix('{') {
            Some(names) => {
                let names: Vec<String> =
                    names.trim_end_matches(['}', ' ']).split(',').map(|name| name.trim().to_owned()).collect();
                if names.iter().any(|name| name.contains(' ')) {
                    return Err("an import with `as`".to_owned());
                }
                module.named.push((from, names.into_iter().filter(|name| !name.is_empty()).collect()));
            }
            None => module.default.push((from, what.trim().to_owned())),
        }
        rest = tail.trim_start();
    }
    for line in rest.lines() {
        let (exported, line) = match line.strip_prefix("export ") {
            Some(line) if !line.starts_with("default") => (true, line),
            _ => (false, line),
        };
        if line.starts_with("export") && !line.starts_with("export default") {
            return Err(format!("an export that declares nothing: {line}"));
        }
        if let Some(name) = declared(line) {
            if exported {
                module.exports.push(name.to_owned());
            }
            module.declares.push(name.to_owned());
        }
        module.body.push_str(line);
        module.body.push('\n');
    }
    Ok(module)
}

/// The name that a line of a stripped source declares.
fn declared(line: &str) -> Option<&str> {
    let rest = ["const ", "let ", "class ", "function ", "async function "].iter().find_map(|word| {
        let rest = line.strip_prefix(word)?;
        (!rest.starts_with(['{', '['])).then_some(rest)
    })?;
    let end = rest.find(|character: char| !(character.is_alphanumeric() || "_$".contains(character)))?;
    Some(&rest[..end])
}

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
            ("const css = `\na { b }\nc { d }`;", "const css=`\na { b }c { d }`;\n"),
            ("function f() {\n  if (a) {\n    b();\n  }\n  const c = 1;\n}", "function f(){if(a){b()}const c=1}\n"),
        ] {
            assert_eq!(strip(source), expected, "{source}");
        }
    }

    fn sources(name: &str) -> Option<String> {
        let source = match name {
            "panel.js" => {
                "import { el } from \"./content.js\";\nimport words from \"./locale-en.js\";\nexport const panel = () => el(words.a);"
            }
            "content.js" => "const inner = 1;\nexport function el(a) {\n  return a + inner;\n}",
            "talk.js" => {
                "import { el } from \"./content.js\";\nimport { row } from \"./rows.js\";\nexport class Talk { a = el(row); }"
            }
            "rows.js" => "export const row = 1;",
            "clash.js" => "import { row } from \"./rows.js\";\nconst row = 2;",
            "locale-en.js" => "export default { a: \"A\" };",
            "locale-de.js" => "// Deutsch\nexport default {\n  a: \"Ä\",\n};",
            _ => return None,
        };
        Some(source.to_owned())
    }

    #[test]
    fn a_part_holds_what_it_imports_and_no_more() {
        assert_eq!(
            join(&sources, "panel.js", "de").unwrap(),
            "const inner=1;\nfunction el(a){return a+inner}\n\nconst words={a:\"Ä\"};\n\nconst panel=()=>el(words.a);\n\nexport{el,panel};\n"
        );
        assert_eq!(
            join(&sources, "talk.js", "de").unwrap(),
            "import{el}from\"./panel.js\";\nconst row=1;\n\nclass Talk{a=el(row)}\n\nexport{row,Talk};\n"
        );
        assert_eq!(join(&sources, "locale-de.js", "en").unwrap(), "export default{a:\"Ä\"};\n");
    }

    #[test]
    fn what_cannot_be_joined_is_named() {
        let fault = |entry| join(&sources, entry, "en").unwrap_err();
        assert_eq!(fault("clash.js"), "row is declared in rows.js and in clash.js: rename one of them");
        assert_eq!(fault("other.js"), "there is no module other.js");
        assert!(parse("import{a as b}from\"./c.js\";").unwrap_err().contains("as"));
        assert!(parse("export{a};\n").unwrap_err().contains("declares nothing"));
    }
}

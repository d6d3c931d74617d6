//! Joins the panel's modules to one file per part.
//!
//! The sources are plain modules that run as they are. A part is the module that somebody imports while the page
//! runs, with all that it imports at its head; what the panel itself holds, the other parts import from the panel.
//!
//! Invariant: joined modules share one scope, so that a name is declared in one of them only; [`join`] says which
//! name breaks this, and a test joins all parts.

use super::strip::strip;
use std::collections::{BTreeMap, BTreeSet};

/// The parts of the panel: what is imported while the page runs.
pub const PARTS: [&str; 6] = [PANEL, "talk.js", "desk.js", "menu.js", "voice.js", "teaser.js"];
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
    let mut panel = Joined::default();
    panel.collect(read, PANEL, locale)?;
    let (part, imported, wanted) = if entry == PANEL {
        let mut wanted = BTreeSet::new();
        for other in PARTS.into_iter().filter(|other| *other != PANEL && read(other).is_some()) {
            wanted.extend(panel.beside(read, other, locale)?.1);
        }
        (panel, BTreeSet::new(), wanted)
    } else {
        let (part, imported) = panel.beside(read, entry, locale)?;
        (part, imported, BTreeSet::new())
    };
    part.write(entry, &imported, &wanted)
}
/// Modules, and the order in which they are joined.
#[derive(Default)]
struct Joined {
    order: Vec<String>,
    modules: BTreeMap<String, Module>,
    /// Modules that another part holds.
    outside: BTreeSet<String>,
}

impl Joined {
    /// Another part that imports from this one, and the names that it imports.
    fn beside(
        &self,
        read: &dyn Fn(&str) -> Option<String>,
        entry: &str,
        locale: &str,
    ) -> Result<(Self, BTreeSet<String>), String> {
        let mut part = Self { outside: self.modules.keys().cloned().collect(), ..Self::default() };
        part.collect(read, entry, locale)?;
        let named = part.modules.values().flat_map(|module| &module.named);
        let imported = named.filter(|(from, _)| part.outside.contains(from)).flat_map(|(_, names)| names.clone());
        let imported = imported.collect();
        Ok((part, imported))
    }

    /// Reads `name` and all that it imports, what is imported first.
    fn collect(&mut self, read: &dyn Fn(&str) -> Option<String>, name: &str, locale: &str) -> Result<(), String> {
        if self.modules.contains_key(name) || self.outside.contains(name) {
            return Ok(());
        }
        let file = if name == SOURCE_LOCALE { format!("locale-{locale}.js") } else { name.to_owned() };
        let source = read(&file).ok_or_else(|| format!("there is no module {file}"))?;
        let module = parse(&strip(&source)).map_err(|fault| format!("{file}: {fault}"))?;
        let named = module.named.iter().map(|(from, _)| from);
        let needs: Vec<String> = named.chain(module.default.iter().map(|(from, _)| from)).cloned().collect();
        let defaults = module.default.clone();
        // put in before what it imports is read, so that two modules that import each other end
        self.modules.insert(name.to_owned(), module);
        for need in &needs {
            self.collect(read, need, locale)?;
        }
        for (from, given) in defaults {
            if let Some(module) = self.modules.get_mut(&from)
                && let Some(rest) = module.body.strip_prefix("export default")
            {
                module.body = format!("const {given}={}", rest.trim_start());
                module.declares.push(given);
            }
        }
        self.order.push(name.to_owned());
        Ok(())
    }

    /// The text of a part, which imports names from the panel and exports what `entry` does and what others want.
    fn write(&self, entry: &str, imported: &BTreeSet<String>, wanted: &BTreeSet<String>) -> Result<String, String> {
        let mut declared: BTreeMap<&str, &str> = BTreeMap::new();
        let mut joined = String::new();
        if !imported.is_empty() {
            let names = imported.iter().map(String::as_str).collect::<Vec<_>>().join(",");
            joined.push_str(&format!("import{{{names}}}from\"./{PANEL}\";\n"));
        }
        let mut exports = Vec::new();
        for name in &self.order {
            let module = &self.modules[name];
            for one in &module.declares {
                if let Some(other) = declared.insert(one, name) {
                    return Err(format!("{one} is declared in {other} and in {name}: rename one of them"));
                }
            }
            exports.extend(module.exports.iter().filter(|one| name == entry || wanted.contains(*one)));
            for line in module.body.lines() {
                append(&mut joined, line);
            }
        }
        if !exports.is_empty() {
            let names = exports.into_iter().map(String::as_str).collect::<Vec<_>>().join(",");
            joined.push_str(&format!("export{{{names}}};\n"));
        }
        Ok(joined)
    }
}

/// Adds a line of the top level. Constants declared one after the other become one statement.
fn append(joined: &mut String, line: &str) {
    let start = joined.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
    let before = &joined[start..];
    // an arrow's body may be a line of its own; no line of a style sheet begins so
    let is_constant = |line: &str| line.starts_with("const ") && !line.contains('`');
    match line.strip_prefix("const ") {
        Some(rest) if is_constant(before) && before.ends_with(";\n") => {
            joined.truncate(joined.len() - ";\n".len());
            joined.push(',');
            joined.push_str(rest);
        }
        _ => joined.push_str(line),
    }
    joined.push('\n');
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(name: &str) -> Option<String> {
        let source = match name {
            "panel.js" => {
                "import { el } from \"./content.js\";\nimport words from \"./locale-en.js\";\nexport const panel = () => el(words.a);"
            }
            "content.js" => "const inner = 1;\nexport const own = 2;\nexport function el(a) {\n  return a + inner;\n}",
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
            "const inner=1,own=2;\nfunction el(a){return a+inner}\nconst words={a:\"Ä\"},panel=()=>el(words.a);\nexport{el,panel};\n"
        );
        assert_eq!(
            join(&sources, "talk.js", "de").unwrap(),
            "import{el}from\"./panel.js\";\nconst row=1;\nclass Talk{a=el(row)}\nexport{Talk};\n"
        );
        assert_eq!(join(&sources, "locale-de.js", "en").unwrap(), "export default{a:\"Ä\"};\n");
    }

    #[test]
    fn constants_in_a_row_are_one_statement() {
        let mut joined = String::new();
        for line in
            ["const a=1;", "const b=`", "const c {d}", "e`;", "const f=1;", "const g=a=>", "a / 2;", "const h=1;"]
        {
            append(&mut joined, line);
        }
        assert_eq!(joined, "const a=1,b=`\nconst c {d}\ne`;\nconst f=1,g=a=>\na / 2;\nconst h=1;\n");
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

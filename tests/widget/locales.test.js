import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";

const folder = new URL("../../static/widget/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.startsWith("locale-"));
const locales = await Promise.all(files.map(async (name) => [name, (await import(new URL(name, folder))).default]));

/** Keys with the kind of their value, and the words in braces that are filled in. */
function shape(value) {
  if (typeof value === "string") return [...value.matchAll(/{\w+}/g)].map(([word]) => word).sort();
  if (Array.isArray(value)) return value.map(shape);
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, shape(value[key])]),
  );
}

test("there are an English and a Chinese locale", () => {
  assert.deepEqual(files, ["locale-en.js", "locale-zh-hans.js"]);
});

test("all locales have the same keys and the same words to fill in", () => {
  const [[, first], ...others] = locales;
  for (const [name, words] of others) assert.deepEqual(shape(words), shape(first), name);
});

test("no text is empty, and the tag is that of the file", () => {
  const texts = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(texts));
  for (const [name, words] of locales) {
    assert.equal(`locale-${words.tag.toLowerCase()}.js`, name);
    for (const text of texts(words)) assert.ok(text.trim(), name);
  }
});

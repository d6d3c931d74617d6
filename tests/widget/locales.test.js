import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { gzipSync } from "node:zlib";

const tags = ["ar", "de", "en", "es", "fr", "he", "it", "ja", "ko", "nl", "pt", "ru", "zh-Hans", "zh-Hant"];
/** The most bytes of each file, compressed: of what a panel says at once, and of the rest. */
const budget = { "": 1500, "-more": 2400 };
/** As many texts may be the same in English: "Privacy" is Dutch too. */
const mostAlike = 4;

const folder = new URL("../../static/widget/", import.meta.url);
const nameOf = (tag, part) => `locale-${tag.toLowerCase()}${part}.js`;
const load = async (tag, part) => (await import(new URL(nameOf(tag, part), folder))).default;
const locales = await Promise.all(
  tags.map(async (tag) => ({ tag, first: await load(tag, ""), more: await load(tag, "-more") })),
);
const english = locales.find(({ tag }) => tag === "en");

const isPlural = (value) => typeof value.other === "string";
const placeholders = (text) => [...text.matchAll(/{\w+}/g)].map(([word]) => word).sort();

/** Keys with the kind of their value, and the words in braces that are filled in. */
function shape(value) {
  if (typeof value === "string") return placeholders(value);
  if (Array.isArray(value)) return value.map(shape);
  if (isPlural(value)) return { plural: placeholders(value.other) };
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, shape(value[key])]),
  );
}

/** All texts, each with where it is. */
function texts(value, path = "") {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

/** All forms by number, each with where they are. */
function plurals(value, path = "") {
  if (typeof value === "string") return [];
  if (isPlural(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => plurals(inner, `${path}.${key}`));
}

test("every locale is there with both of its files, and no other", () => {
  const files = readdirSync(folder).filter((name) => name.startsWith("locale-"));
  const wanted = tags.flatMap((tag) => [nameOf(tag, ""), nameOf(tag, "-more")]);
  assert.deepEqual(files.sort(), wanted.sort());
});

test("the tag is that of the file, and one that Intl knows", () => {
  for (const { tag, first } of locales) {
    assert.equal(first.tag, tag);
    assert.deepEqual(Intl.getCanonicalLocales(tag), [tag]);
    assert.deepEqual(Intl.PluralRules.supportedLocalesOf(tag), [tag]);
  }
});

test("all locales have the same keys and the same words to fill in", () => {
  for (const { tag, first, more } of locales) {
    assert.deepEqual(shape(first), shape(english.first), tag);
    assert.deepEqual(shape(more), shape(english.more), tag);
  }
});

test("forms by number are those of the language", () => {
  for (const { tag, first, more } of locales) {
    const rules = new Intl.PluralRules(tag);
    const known = rules.resolvedOptions().pluralCategories;
    const numbers = {};
    for (let number = 0; number <= 200; number++) (numbers[rules.select(number)] ||= []).push(number);
    const found = plurals({ first, more });
    assert.equal(found.length, 3, tag);
    for (const [path, forms] of found) {
      const where = tag + path;
      for (const category of Object.keys(numbers)) assert.ok(forms[category], `${where} lacks ${category}`);
      assert.equal(Object.keys(forms).at(-1), "other", `${where}: the last one stands in for any other`);
      for (const [category, text] of Object.entries(forms)) {
        assert.ok(known.includes(category), `${where} has ${category}`);
        // What stands for a single number may say it in words, as Arabic and Hebrew do.
        const inWords = numbers[category]?.length === 1 && !placeholders(text).length;
        if (!inWords) assert.deepEqual(placeholders(text), placeholders(forms.other), `${where}.${category}`);
      }
    }
  }
});

test("no text is empty, and an ellipsis is one character", () => {
  for (const { tag, first, more } of locales) {
    for (const [path, text] of texts({ first, more })) {
      assert.ok(text.trim(), tag + path);
      assert.doesNotMatch(text, /\.\.|。。/, tag + path);
    }
  }
});

test("who speaks is set apart from what is said", () => {
  for (const { tag, more } of locales)
    for (const text of [more.you, more.bot, more.agent]) assert.match(text, /(: |：)$/, tag);
});

test("nothing is left in English", () => {
  const original = new Map(texts({ first: english.first, more: english.more }));
  for (const { tag, first, more } of locales) {
    if (tag === "en") continue;
    const alike = texts({ first, more }).filter(([path, text]) => original.get(path) === text);
    assert.ok(alike.length <= mostAlike, `${tag}: ${alike.join("; ")}`);
  }
});

test("each file is small", () => {
  for (const tag of tags) {
    for (const [part, most] of Object.entries(budget)) {
      const name = nameOf(tag, part);
      const { length } = gzipSync(readFileSync(new URL(name, folder)), { level: 9 });
      assert.ok(length <= most, `${name}: ${length} bytes`);
    }
  }
});

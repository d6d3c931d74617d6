// Which canned replies the console offers.

import assert from "node:assert/strict";
import test from "node:test";
import { choices } from "../../static/admin/console-composer.js";

const canned = (id, title, text, lang = "") => ({ id, title, text, lang });
const all = [
  canned("1", "Begrüßung", "Guten Tag, wie kann ich helfen?", "de"),
  canned("2", "Greeting", "Hello, how can I help?", "en"),
  canned("3", "Order number", "What is your order number?"),
  canned("4", "Refund", "Please tell me the order number.", "en"),
];
const ids = (words, lang) =>
  choices(all, words, lang)
    .map(({ id }) => id)
    .join("");

test("the visitor's language comes first, and a title before the text", () => {
  assert.equal(ids("", "en"), "2341");
  assert.equal(ids("", "de-AT"), "1324");
  assert.equal(ids("order", "en"), "34");
  assert.equal(ids("ORDER N", "en"), "34");
  assert.equal(ids("llama", "en"), "");
});

// What differs between two texts in the FAQ editor.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../static/admin/faq-diff.js";

const kinds = (before, after) =>
  compare(before, after)
    .map(({ kind, text }) => ({ same: " ", gone: "-", new: "+" })[kind] + text)
    .join("\n");

test("a changed line stands between those that stayed", () => {
  assert.equal(kinds("a\nb\nc", "a\nx\nc"), " a\n-b\n+x\n c");
  assert.equal(kinds("a\nb", "a\nb"), " a\n b");
  assert.equal(kinds("", "a"), "-\n+a");
  assert.equal(kinds("a\nb\nc\nd", "b\nd\ne"), "-a\n b\n-c\n d\n+e");
});

test("both texts can be read out of the difference", () => {
  // a generator of its own, so that a failure comes again
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const text = () => Array.from({ length: random(12) }, () => "abc"[random(3)]).join("\n");
  for (let round = 0; round < 2000; round++) {
    const [before, after] = [text(), text()];
    const lines = compare(before, after);
    const of = (left) => lines.filter(({ kind }) => kind !== left).map(({ text }) => text).join("\n");
    assert.equal(of("new"), before);
    assert.equal(of("gone"), after);
    const common = lines.filter(({ kind }) => kind === "same").length;
    assert.equal(common, longest(before.split("\n"), after.split("\n")), `${before}|${after}`);
  }
});

/** The length of the longest common subsequence, the slow way. */
function longest(one, other) {
  if (!one.length || !other.length) return 0;
  const rows = Array.from({ length: one.length + 1 }, () => new Array(other.length + 1).fill(0));
  for (let i = 1; i <= one.length; i++)
    for (let j = 1; j <= other.length; j++)
      rows[i][j] = one[i - 1] === other[j - 1] ? rows[i - 1][j - 1] + 1 : Math.max(rows[i - 1][j], rows[i][j - 1]);
  return rows[one.length][other.length];
}

test("texts that differ in everything are shown at once", () => {
  const many = (word) => Array.from({ length: 30000 }, (_, at) => `${word} ${at}`).join("\n");
  const started = performance.now();
  const lines = compare(many("a"), many("b"));
  assert.equal(lines.length, 60000);
  assert.ok(performance.now() - started < 2000);
});

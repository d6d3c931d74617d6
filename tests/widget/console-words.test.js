// How the console names people, times and what was said.

import assert from "node:assert/strict";
import test from "node:test";
import { backoff } from "../../static/admin/console-link.js";
import { ago, clockSpan, initials, moment, plain, span, visitorName } from "../../static/admin/console-words.js";

const now = Date.parse("2026-11-20T14:36:00Z");
const before = (minutes) => new Date(now - minutes * 60000).toISOString();

test("a visitor is called by what was given, or else by the end of the conversation's name", () => {
  assert.equal(
    visitorName({ conversation: "c_0198ab3f", name: "Ana Ribeiro", email: "ana@example.com" }),
    "Ana Ribeiro",
  );
  assert.equal(visitorName({ conversation: "c_0198ab3f", name: "", email: "ana@example.com" }), "ana@example.com");
  assert.equal(visitorName({ conversation: "c_0198ab3f", name: "", email: "" }), "Visitor AB3F");
  assert.deepEqual(["Ana Ribeiro", "maya", "陈宇", "ana.r@example.com", "sam@example.com"].map(initials), [
    "AR",
    "M",
    "陈",
    "AR",
    "S",
  ]);
});

test("spans and moments are as short as they can be", () => {
  assert.deepEqual([0, 52000, 108000, 3723000, -5].map(clockSpan), ["0:00", "0:52", "1:48", "1:02:03", "0:00"]);
  assert.deepEqual([112000, 9000, 7500000].map(span), ["1 min 52 s", "9 s", "2 h 5 min"]);
  assert.deepEqual(
    [0, 5, 125, 3000].map((minutes) => ago(before(minutes), now, "UTC")),
    ["now", "5 min", "2 h", "18 Nov"],
  );
  assert.equal(moment(before(1), now, "Europe/Berlin"), "15:35");
  assert.equal(moment(before(24 * 60), now, "UTC"), "19 Nov, 14:36");
});

test("an answer reads like one", () => {
  const nodes = [
    ["p", "Leaves ", ["strong", "today"], ".", ["br"], "Or not"],
    ["ul", ["li", "One"], ["li", ["a", { href: "/x" }, "Two"]]],
  ];
  assert.equal(plain(nodes), "Leaves today.\nOr not\n- One\n- Two\n");
});

test("who was disconnected comes back within the wait that the server asks for, at any time of it", () => {
  assert.equal(backoff(0, 0, 1), 500);
  assert.equal(backoff(20, 0, 1), 30000);
  assert.equal(backoff(0, 20000, 0.5), 10000);
});

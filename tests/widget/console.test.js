// What the admin area's console does with what the server and its agent say.

import assert from "node:assert/strict";
import test from "node:test";
import { attention, begin, groups, hasOlder, isMine, pending, step } from "../../static/admin/console-state.js";

const at = "2026-11-20T09:30:00.000Z";
const me = { id: "a1", name: "maya", role: "agent" };
const row = (conversation, stage = "queued", more = {}) => ({
  conversation,
  stage,
  since: at,
  agent: null,
  name: "",
  email: "",
  last: null,
  unread: false,
  connected: true,
  ...more,
});
const mine = (conversation, more = {}) => row(conversation, "agent", { agent: { id: "a1", name: "maya" }, ...more });
const said = (seq, from = "visitor") => ({ last: { seq, from, at, text: "x" } });
const ready = (rows = [], more = {}) => ({ type: "ready", me, epoch: "e", agents: [], rows, heartbeat_s: 25, ...more });
const event = (seq, more = {}) => ({
  type: "event",
  conversation: "c_1",
  seq,
  from: "visitor",
  at,
  body: { kind: "text", text: "x" },
  ...more,
});
const open = { type: "open", conversation: "c_1" };
const thread = { type: "thread", conversation: "c_1", details: { notes: [] } };
const synced = (seq) => ({ type: "synced", conversation: "c_1", seq });
const act = (cid, action = { kind: "reply", text: cid }) => ({ type: "do", cid, conversation: "c_1", action, at });
const ack = (cid, seq = null) => ({ type: "ack", cid, seq, at, duplicate: false });
const nack = (cid, code, retry = false) => ({ type: "nack", cid, code, message: "m", retry, after_ms: 0 });
const lost = { type: "lost" };

/** The state after some inputs, and everything that followed from them. */
function play(inputs, state = begin()) {
  const effects = [];
  for (const input of inputs) {
    const before = structuredClone(state);
    const result = step(state, input);
    assert.deepEqual(state, before, "a step must not change the state it is given");
    state = result.state;
    effects.push(...result.effects);
  }
  return { state, effects };
}
const frames = ({ effects }) => effects.filter(([kind]) => kind === "frame").map(([, frame]) => frame);
const done = (played) =>
  frames(played)
    .filter(({ type }) => type === "do")
    .map(({ cid }) => cid);
const watches = (played) =>
  frames(played)
    .filter(({ type }) => type === "watch")
    .map(({ after }) => after);
const news = ({ effects }) =>
  effects.filter(([kind]) => kind === "news").map(([, { kind, row }]) => `${kind} ${row.conversation}`);
const seqs = ({ state }) => state.thread.events.map(({ seq }) => seq);

test("what was not acknowledged goes out again under the same cid, in order, one at a time", () => {
  const played = play([ready(), act("a"), act("b"), lost, ready(), ack("a", 7), ack("b", 8)]);
  assert.deepEqual(done(played), ["a", "a", "b"]);
  assert.deepEqual(played.state.outbox, []);
});

test("what is done without a connection waits for one", () => {
  const before = play([act("a")]);
  assert.deepEqual(frames(before), []);
  assert.deepEqual(done(play([ready()], before.state)), ["a"]);
  assert.deepEqual(done(play([ready()], begin({ outbox: before.state.outbox }))), ["a"], "after a reload, too");
});

test("what the server puts off is tried again before anything else, and given up at last", () => {
  const busy = [];
  for (let round = 0; round < 5; round++) busy.push(nack("a", "storage_unavailable", true), { type: "retry" });
  const played = play([ready(), act("a"), act("b"), ...busy]);
  assert.deepEqual(done(played), ["a", "a", "a", "a", "a", "a"]);
  const given = play([nack("a", "storage_unavailable", true)], played.state);
  assert.deepEqual(done(given), ["b"]);
  assert.equal(pending(given.state, "c_1")[0].failed.code, "storage_unavailable");
});

test("what was refused stays until it is tried again or given up", () => {
  const refused = play([ready(), act("a", { kind: "take" }), nack("a", "conflict")]);
  assert.equal(refused.effects.at(-1)[0], "failed");
  assert.deepEqual(done(play([lost, ready()], refused.state)), [], "not by itself");
  assert.deepEqual(done(play([{ type: "again", cid: "a" }], refused.state)), ["a"]);
  assert.deepEqual(play([{ type: "drop", cid: "a" }], refused.state).state.outbox, []);
  const flying = play([ready(), act("a"), { type: "drop", cid: "a" }]);
  assert.equal(flying.state.outbox.length, 1, "what may have arrived cannot be given up");
});

test("an event that comes before its acknowledgement settles it, and the next goes out once", () => {
  const played = play([
    ready([mine("c_1")]),
    open,
    thread,
    synced(0),
    act("a"),
    act("b"),
    event(1, { cid: "a" }),
    ack("a", 1),
  ]);
  assert.deepEqual(done(played), ["a", "b"]);
  assert.equal(played.state.flying, "b");
});

test("a thread is asked for when it is opened, and from where it ends after a lost connection", () => {
  const played = play([open, ready(), thread, event(1), event(2), synced(2), lost, ready()]);
  assert.deepEqual(watches(played), [0, 2]);
  assert.deepEqual(seqs(played), [1, 2]);
});

test("events are applied in order and once; a hole is asked for once", () => {
  const played = play([ready(), open, thread, event(1), synced(1), event(1), event(4), event(5)]);
  assert.deepEqual(seqs(played), [1]);
  assert.deepEqual(watches(played), [0, 1]);
  assert.deepEqual(seqs(play([thread, event(2), event(3), synced(5)], played.state)), [1, 2, 3, 4, 5]);
});

test("another conversation's events are not this one's", () => {
  assert.deepEqual(seqs(play([ready(), open, event(1, { conversation: "c_2" }), event(1)])), [1]);
});

test("a restored database discards what is held", () => {
  const played = play([ready(), open, thread, event(1), synced(1), lost, ready([], { epoch: "f" })]);
  assert.deepEqual(watches(played), [0, 0]);
  assert.deepEqual(seqs(played), []);
});

test("older events come before those that are held", () => {
  const gap = { type: "gap", conversation: "c_1", first: 3 };
  const played = play([ready(), open, thread, gap, event(3), event(4), synced(4)]);
  assert.equal(hasOlder(played.state), true);
  const more = play(
    [{ type: "older" }, event(1), event(2), { type: "history_end", conversation: "c_1", first: 1 }],
    played.state,
  );
  assert.deepEqual(frames(more), [{ type: "history", conversation: "c_1", before: 3 }]);
  assert.deepEqual(seqs(more), [1, 2, 3, 4]);
  assert.equal(hasOlder(more.state), false);
});

test("who begins to wait, is handed over, or writes to me is news; what I did myself is not", () => {
  const begun = play([ready([row("c_1", "bot"), row("c_2"), mine("c_3", said(4))])]);
  assert.deepEqual(news(begun), [], "what is there at the start is no news");
  const { state } = begun;
  const came = (one) => news(play([{ type: "row", row: one }], state));
  assert.deepEqual(came(row("c_1")), ["waiting c_1"]);
  assert.deepEqual(came(row("c_2", "queued", said(9))), []);
  assert.deepEqual(came(mine("c_3", said(5))), ["message c_3"]);
  assert.deepEqual(came(mine("c_3", said(5, "agent"))), []);
  assert.deepEqual(came(mine("c_2")), ["given c_2"]);
  const taken = play(
    [
      { ...act("a", { kind: "take" }), conversation: "c_2" },
      { type: "row", row: mine("c_2") },
    ],
    state,
  );
  assert.deepEqual(news(taken), []);
  assert.deepEqual(news(play([lost, ready([row("c_9")])], state)), ["waiting c_9"], "missed while away");
});

test("the list shows who waits longest first, and finds words in what it shows", () => {
  const later = { since: "2026-11-20T09:31:00.000Z" };
  const rows = [
    row("c_1", "queued", later),
    row("c_2"),
    mine("c_3"),
    row("c_4", "agent", { agent: { id: "a2", name: "jonas" } }),
    row("c_5", "bot"),
    row("c_6", "message", { email: "ana@example.com" }),
  ];
  const { state } = play([ready(rows)]);
  const shown = (words) =>
    Object.fromEntries(groups(state, words).map(({ id, rows }) => [id, rows.map((one) => one.conversation).join()]));
  assert.deepEqual(shown(""), { waiting: "c_2,c_1", yours: "c_3", others: "c_4", messages: "c_6", bot: "c_5" });
  assert.deepEqual(shown("ANA@"), { waiting: "", yours: "", others: "", messages: "c_6", bot: "" });
  assert.deepEqual(attention(state), { waiting: 2, unread: 0 });
  assert.equal(isMine(state, state.rows.c_4), false);
});

test("notes and details belong to the open conversation", () => {
  const note = (id, conversation = "c_1") => ({
    type: "note",
    conversation,
    note: { id, at, author: "jonas", text: "n" },
  });
  const { state } = play([ready(), open, thread, note(2), note(1), note(2), note(3, "c_2")]);
  assert.deepEqual(
    state.thread.details.notes.map(({ id }) => id),
    [1, 2],
  );
});

test("that something was read is said once, and only when all of it is there", () => {
  const read = { type: "read" };
  const played = play([ready([mine("c_1")]), open, read, thread, event(1), read, synced(1), read, read]);
  assert.deepEqual(
    frames(played).filter(({ type }) => type === "seen"),
    [{ type: "seen", conversation: "c_1", seq: 1 }],
  );
});

test("a conversation that is gone from the list can still be read", () => {
  const played = play([ready([mine("c_1")]), open, thread, event(1), { type: "gone", conversation: "c_1" }]);
  assert.deepEqual(Object.keys(played.state.rows), []);
  assert.deepEqual([played.state.thread.row.stage, seqs(played)], ["bot", [1]]);
});

test("a conversation that does not exist is missing, and not an empty one", () => {
  const played = play([ready(), open, { type: "gone", conversation: "c_1" }]);
  assert.equal(played.state.thread.missing, true);
});

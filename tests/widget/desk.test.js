import assert from "node:assert/strict";
import test from "node:test";
import { initials } from "../../static/widget/desk.js";
import { isAwaiting } from "../../static/widget/messages.js";
import { begin, hasPerson, step } from "../../static/widget/state.js";

const ready = { type: "ready", conversation: "c", epoch: "e", token: "t", seq: 0, limits: {} };
const notice = (seq, code, more = {}) => event(seq, "system", { kind: "notice", code, text: code, ...more });
const event = (seq, from, body) => ({ type: "event", seq, from, at: "2026-11-20T09:30:00Z", body });

/** The state after some frames, and all effects on the way. */
function play(frames, state = begin()) {
  const effects = [];
  for (const frame of frames) {
    const made = step(state, frame);
    state = made.state;
    effects.push(...made.effects);
  }
  return { state, effects };
}

test("a visitor waits in line with a place, then talks to a person, then to the bot again", () => {
  const queued = play([ready, notice(1, "queued", { place: 2, minutes: 4, offers: ["cancel"] })]).state;
  assert.deepEqual(queued.desk, { stage: "queued", place: 2, minutes: 4, offers: ["cancel"] });
  const nearer = play([notice(2, "queued", { place: 1, minutes: 2 })], queued).state;
  assert.deepEqual(nearer.desk, { stage: "queued", place: 1, minutes: 2, offers: [] });
  const joined = play([notice(3, "agent_joined", { agent: { name: "Maya K." } })], nearer).state;
  assert.deepEqual(joined.desk, { stage: "agent", agent: { name: "Maya K." } });
  assert.ok(hasPerson(joined));
  for (const code of ["agent_left", "closed"])
    assert.deepEqual(play([notice(4, code)], joined).state.desk, { stage: "bot" });
});

test("who talks to a person is neither queued nor told that nobody is there", () => {
  const joined = play([ready, notice(1, "agent_joined", { agent: { name: "Maya" } })]).state;
  for (const code of ["queued", "offline", "something-new"])
    assert.equal(play([notice(2, code)], joined).state.desk.stage, "agent", code);
});

test("who waits in line still does while a message is offered in its place", () => {
  const waiting = [ready, notice(1, "queued", { place: 2, minutes: 4, offers: ["mail", "cancel"] })];
  const { state } = play([...waiting, notice(2, "offline", { offers: ["message"] })]);
  assert.deepEqual(state.desk, { stage: "queued", place: 2, minutes: 4, offers: ["mail", "cancel"] });
  const asked = play([{ type: "send", cid: "a", body: { kind: "text", text: "hi" }, at: "" }], state).state;
  assert.ok(!isAwaiting(asked), "what is not sure is not answered in the line");
  assert.equal(play([notice(3, "cancelled")], state).state.desk.stage, "bot");
});

test("when nobody is there, the assistant goes on and a message may be left", () => {
  const { state } = play([ready, notice(1, "offline", { offers: ["message"] })]);
  assert.equal(state.desk.stage, "offline");
  assert.deepEqual(state.desk.offers, ["message"]);
  const asked = play([{ type: "send", cid: "a", body: { kind: "text", text: "hi" }, at: "" }], state).state;
  assert.ok(isAwaiting(asked));
});

test("a person's typing is shown until the message, or until it is over", () => {
  const joined = play([ready, notice(1, "agent_joined", { agent: { name: "Maya" } })]).state;
  const typing = play([{ type: "typing", ttl_s: 6 }], joined);
  assert.equal(typing.state.typing, true);
  assert.deepEqual(typing.effects, [["typing", 6000]]);
  assert.equal(play([{ type: "still" }], typing.state).state.typing, false);
  assert.equal(play([event(2, "agent", { kind: "text", text: "Hi" })], typing.state).state.typing, false);
  assert.equal(play([{ type: "lost" }], typing.state).state.typing, false);
  // the assistant's own typing is told by what was asked of it
  assert.equal(play([ready, { type: "typing", ttl_s: 6 }]).state.typing, false);
});

test("what a person has read stays read", () => {
  const { state } = play([ready, { type: "seen", seq: 4 }, { type: "seen", seq: 2 }]);
  assert.equal(state.seen, 4);
});

test("another conversation begins with the bot", () => {
  const joined = play([ready, notice(1, "agent_joined", { agent: { name: "Maya" } }), { type: "seen", seq: 1 }]).state;
  const { state } = play([{ ...ready, conversation: "d", seq: 3 }], joined);
  assert.deepEqual([state.desk.stage, state.seen], ["bot", 0]);
});

test("a face shows the first letters of at most two names", () => {
  for (const [name, letters] of [
    ["Maya K.", "MK"],
    ["maya", "M"],
    ["李小龙", "李"],
    ["Ana de la Cruz", "AD"],
    ["  ", ""],
  ])
    assert.equal(initials(name), letters, name);
});

test("the line moves only for who waits in it, and ends with leaving it or with a message left", () => {
  const queued = play([ready, notice(1, "queued", { place: 3, minutes: 6, offers: ["cancel"] })]).state;
  const moved = play([{ type: "queue", place: 2, minutes: 4 }], queued).state;
  assert.deepEqual(moved.desk, { stage: "queued", place: 2, minutes: 4, offers: ["cancel"] });
  assert.equal(moved.desk.offers, queued.desk.offers, "the buttons stay as they are");
  for (const code of ["cancelled", "message_left"]) {
    const left = play([notice(2, code), { type: "queue", place: 1 }], moved).state;
    assert.deepEqual(left.desk, { stage: "bot" }, code);
  }
  const joined = play([notice(2, "agent_joined", { agent: { name: "Maya" } }), { type: "queue", place: 1 }], moved).state;
  assert.deepEqual(joined.desk, { stage: "agent", agent: { name: "Maya" } });
});

test("who waits in the line or has rated waits for no answer of the assistant", () => {
  const said = { type: "send", cid: "a", body: { kind: "text", text: "hi" }, at: "" };
  const queued = play([ready, notice(1, "queued"), said]).state;
  assert.equal(isAwaiting(queued), false);
  const rated = play([ready, notice(1, "closed", { offers: ["csat"] }), { ...said, body: { kind: "csat", score: 5 } }]);
  assert.equal(isAwaiting(rated.state), false);
  assert.equal(isAwaiting(play([said], rated.state).state), true);
});

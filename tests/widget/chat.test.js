import assert from "node:assert/strict";
import test from "node:test";
import { backoff } from "../../static/widget/chat.js";
import { isAwaiting } from "../../static/widget/messages.js";
import { begin, hasOlder, step } from "../../static/widget/state.js";

const at = "2026-11-20T09:30:00.000Z";
const ready = (more = {}) => ({ type: "ready", conversation: "c_1", token: "t", epoch: "e", seq: 0, ...more });
const event = (seq, more = {}) => ({ type: "event", seq, from: "bot", at, body: { kind: "none", text: "x" }, ...more });
const asked = (seq, cid, text = cid) => event(seq, { from: "visitor", cid, body: { kind: "text", text } });
const send = (cid, kind = "text") => ({ type: "send", cid, at, body: { kind, text: cid } });
const ack = (cid, seq) => ({ type: "ack", cid, seq, at, duplicate: false });
const nack = (cid, code, retry = false, after_ms = 0) => ({ type: "nack", cid, code, message: "m", retry, after_ms });
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
const sent = (played) =>
  frames(played)
    .filter(({ type }) => type === "send")
    .map(({ cid }) => cid);
const seqs = ({ state }) => state.events.map(({ seq }) => seq);

test("events are applied in order, and the same one only once", () => {
  const played = play([ready(), event(1), event(2), event(2), event(1), event(3)]);
  assert.deepEqual(seqs(played), [1, 2, 3]);
  assert.deepEqual(frames(played), []);
});

test("a hole asks for a sync, once, and what came early is kept", () => {
  const played = play([ready(), event(1), event(4), event(5)]);
  assert.deepEqual(seqs(played), [1]);
  assert.deepEqual(frames(played), [{ type: "sync", after: 1 }]);
  assert.deepEqual(seqs(play([event(2), event(3)], played.state)), [1, 2, 3, 4, 5]);
});

test("a sync without an answer is asked for again after a heartbeat", () => {
  const played = play([ready(), event(3), event(4), { type: "heartbeat" }, event(5)]);
  assert.deepEqual(frames(played), [
    { type: "sync", after: 0 },
    { type: "sync", after: 0 },
  ]);
});

test("a sync that a lost connection swallowed is asked for again", () => {
  const played = play([ready(), event(2), lost, ready({ seq: 2 }), event(2)]);
  assert.equal(frames(played).filter(({ type }) => type === "sync").length, 2);
});

test("one message is under way at a time, in the order of sending", () => {
  const first = play([ready(), send("a"), send("b"), send("c")]);
  assert.deepEqual(sent(first), ["a"]);
  const second = play([ack("a", 1)], first.state);
  assert.deepEqual(sent(second), ["b"]);
  assert.deepEqual(sent(play([asked(1, "a"), event(2, { re: 1 }), ack("b", 3)], second.state)), ["c"]);
});

test("an acknowledged message stays until its event is there", () => {
  const acked = play([ready(), send("a"), ack("a", 1)]);
  assert.deepEqual(
    acked.state.outbox.map(({ cid, seq }) => [cid, seq]),
    [["a", 1]],
  );
  assert.deepEqual(play([asked(1, "a")], acked.state).state.outbox, []);
});

test("an acknowledgement after the event finds nothing left to do", () => {
  const played = play([ready(), send("a"), asked(1, "a"), ack("a", 1)]);
  assert.deepEqual(played.state.outbox, []);
  assert.equal(played.state.flying, null);
});

test("messages written without a connection are sent when there is one", () => {
  const offline = play([send("a"), send("b")]);
  assert.deepEqual(sent(offline), []);
  assert.deepEqual(sent(play([ready()], offline.state)), ["a"]);
});

test("after a lost connection the unacknowledged message goes out again, with the same cid", () => {
  const played = play([ready(), send("a"), send("b"), lost, ready()]);
  assert.deepEqual(sent(played), ["a", "a"]);
  assert.deepEqual(sent(play([{ ...ack("a", 1), duplicate: true }], played.state)), ["b"]);
});

test("a message whose ack was lost is not sent again when its event comes first", () => {
  const played = play([ready(), send("a"), lost, ready({ seq: 2 }), asked(1, "a"), event(2), ack("a", 1)]);
  assert.deepEqual(played.state.outbox, []);
  assert.deepEqual(seqs(played), [1, 2]);
});

test("an acknowledged message is not sent again after a lost connection", () => {
  assert.deepEqual(sent(play([ready(), send("a"), ack("a", 1), lost, ready({ seq: 2 })])), ["a"]);
});

test("a nack to be retried holds the queue, then sends the same cid", () => {
  const limited = play([ready(), send("a"), send("b"), nack("a", "rate_limited", true, 900)]);
  assert.deepEqual(limited.effects.at(-1), ["retry", 900]);
  assert.deepEqual(sent(limited), ["a"]);
  assert.deepEqual(sent(play([send("c")], limited.state)), [], "nothing overtakes it");
  const again = play([{ type: "retry" }], limited.state);
  assert.deepEqual(sent(again), ["a"]);
  assert.deepEqual(sent(play([ack("a", 1)], again.state)), ["b"]);
});

test("retries end, and the visitor may ask for another", () => {
  const round = [nack("a", "rate_limited", true, 1), { type: "retry" }];
  const inputs = [ready(), send("a"), ...Array(9).fill(round).flat()];
  const played = play(inputs);
  assert.equal(played.state.outbox[0].failed, "rate_limited");
  assert.equal(
    played.effects.filter(([kind]) => kind === "failed").length,
    4,
    "only the nacks after the last try fail",
  );
  assert.deepEqual(sent(play([{ type: "again", cid: "a" }], played.state)), ["a"]);
});

test("a final nack fails the message and frees the queue", () => {
  const played = play([ready(), send("a"), send("b"), nack("a", "too_long")]);
  assert.deepEqual(sent(played), ["a", "b"]);
  assert.equal(played.state.outbox[0].failed, "too_long");
  assert.deepEqual(
    played.effects.filter(([kind]) => kind === "failed"),
    [["failed", "too_long"]],
  );
});

test("a nack without a cid is for the message under way; one for another changes nothing", () => {
  for (const cid of [undefined, null]) {
    assert.equal(play([ready(), send("a"), nack(cid, "invalid")]).state.outbox[0].failed, "invalid");
  }
  const played = play([ready(), send("a"), nack("z", "rate_limited", true)]);
  assert.equal(played.state.flying, "a");
});

test("an answer that could not be saved is shown, and gives way to the saved one", () => {
  const unsaved = { ...event(undefined), saved: false };
  const played = play([ready(), send("a"), nack("a", "storage_unavailable"), unsaved]);
  assert.deepEqual(
    played.state.unsaved.map(({ after, live }) => [after, live]),
    [["a", true]],
  );
  assert.ok(!isAwaiting(played.state));
  const saved = play([{ type: "again", cid: "a" }, ack("a", 1), asked(1, "a"), event(2, { re: 1 })], played.state);
  assert.deepEqual(saved.state.unsaved, []);
  assert.deepEqual(seqs(saved), [1, 2]);
});

test("a new epoch discards what is held and asks for everything", () => {
  const held = play([ready(), send("a"), ack("a", 1), asked(1, "a"), event(2), send("b"), lost]);
  const restored = play([ready({ epoch: "f", seq: 1 })], held.state);
  assert.deepEqual(seqs(restored), []);
  assert.deepEqual(frames(restored)[0], { type: "sync", after: 0 });
  assert.deepEqual(sent(restored), ["b"], "what was never acknowledged is still the visitor's to send");
  assert.deepEqual(seqs(play([event(1)], restored.state)), [1]);
});

test("another conversation discards what is held", () => {
  const played = play([ready(), event(1), lost, ready({ conversation: "c_2", token: "u", seq: 0 })]);
  assert.deepEqual(seqs(played), []);
  assert.equal(played.state.token, "u");
});

test("a gap keeps only what follows it, and older messages can be asked for", () => {
  const after = play([ready(), event(1), event(2), { type: "gap", first: 300 }, event(300), event(301)]);
  assert.deepEqual(seqs(after), [300, 301]);
  const asking = play([{ type: "earlier" }, { type: "earlier" }], after.state);
  assert.deepEqual(frames(asking), [{ type: "history", before: 300 }]);
  const page = [event(298), event(299), event(302), { type: "history_end", first: 298 }];
  const whole = play(page, asking.state);
  assert.deepEqual(seqs(whole), [298, 299, 300, 301, 302]);
  assert.ok(hasOlder(whole.state));
});

test("a page of history that does not join is dropped", () => {
  const asking = play([ready(), { type: "gap", first: 300 }, event(300), { type: "earlier" }]);
  const played = play([event(290), { type: "history_end", first: 290 }], asking.state);
  assert.deepEqual(seqs(played), [300]);
});

test("the first message of all has nothing before it", () => {
  assert.ok(!hasOlder(play([ready(), event(1)]).state));
});

test("history is not live; what follows it is, also after a lost connection", () => {
  const played = play([ready({ seq: 2 }), event(1), event(2), event(3), lost, ready({ seq: 5 }), event(4), event(5)]);
  assert.deepEqual(
    played.state.events.map(({ live }) => live),
    [false, false, true, true, true],
  );
  assert.deepEqual(
    played.effects.filter(([kind]) => kind === "event").map(([, { seq }]) => seq),
    [3, 4, 5],
  );
});

test("what came after the visitor left the page before is news", () => {
  const live = (state, inputs) => play(inputs, state).state.events.map(({ live }) => live);
  const back = { token: "t", epoch: "e", read: 2 };
  const three = [event(1), event(2), event(3)];
  assert.deepEqual(live(begin(back), [ready({ seq: 3 }), ...three]), [false, false, true]);
  assert.deepEqual(live(begin({ ...back, read: 9 }), [ready({ seq: 3 }), ...three]), [false, false, false]);
  // of a conversation that begins anew nothing is known
  const again = [ready({ seq: 3 }), ...three, ready({ epoch: "f", seq: 3 }), ...three];
  assert.deepEqual(live(begin(back), again), [false, false, false]);
});

test("an answer is awaited from the question to the answer, and not after history or feedback", () => {
  const isWaiting = (...inputs) => isAwaiting(play(inputs).state);
  assert.ok(isWaiting(ready(), send("a")));
  assert.ok(isWaiting(ready(), send("a"), ack("a", 1), asked(1, "a")));
  assert.ok(!isWaiting(ready(), send("a"), ack("a", 1), asked(1, "a"), event(2, { re: 1 })));
  assert.ok(!isWaiting(ready({ seq: 1 }), asked(1, "a")));
  assert.ok(!isWaiting(ready(), send("a", "feedback")));
  assert.ok(!isWaiting(ready(), send("a"), nack("a", "too_long")));
  assert.ok(!isWaiting(send("a")), "not without a connection");
});

test("nobody waits for the assistant while a person is there", () => {
  const notice = (seq, code) => event(seq, { from: "system", body: { kind: "notice", code, text: "x" } });
  const joined = play([ready(), notice(1, "agent_joined"), notice(2, "offline"), send("a")]);
  assert.ok(!isAwaiting(joined.state));
  assert.ok(isAwaiting(play([notice(3, "agent_left")], joined.state).state));
});

test("frames of unknown types change nothing", () => {
  for (const type of ["hologram", "constructor", "__proto__", "toString", undefined]) {
    const state = begin();
    assert.deepEqual(step(state, { type }), { state, effects: [] });
  }
});

test("backoff grows to its limit, is spread from zero, and honours the server's wish", () => {
  assert.equal(backoff(0, 0, 1), 500);
  assert.equal(backoff(3, 0, 1), 4000);
  assert.equal(backoff(40, 0, 1), 30000);
  assert.equal(backoff(3, 0, 0.25), 1000);
  assert.equal(backoff(0, 20000, 0.5), 10000);
  assert.equal(backoff(40, 20000, 1), 30000);
});

test("an answer that could not be saved is shown once, however often it is tried", () => {
  const unsaved = { type: "event", from: "bot", cid: "a", at, body: { kind: "none", text: "x" }, saved: false };
  const storage = nack("a", "storage_unavailable", true, 2000);
  const played = play([ready(), send("a"), storage, unsaved, { type: "retry" }, storage, { ...unsaved, at: "later" }]);
  assert.equal(played.state.unsaved.length, 1);
  assert.equal(played.effects.filter(([kind]) => kind === "event").length, 1);
});

test("what was written to a conversation that is gone goes into the next one, once", () => {
  const gone = play([ready(), event(1), send("a"), send("b"), nack("a", "closed")]);
  assert.deepEqual(gone.effects.at(-1), ["anew", 0]);
  assert.ok(gone.state.outbox.every(({ failed }) => !failed));
  const next = play([lost, ready({ conversation: "c_2", token: "t2" })], gone.state);
  assert.deepEqual([sent(next), next.state.token, seqs(next)], [["a"], "t2", []]);
  const there = play([ack("a", 1), asked(1, "a"), ack("b", 2), asked(2, "b")], next.state);
  assert.deepEqual([sent(there), there.state.outbox], [["b"], []]);
  // who says so of every conversation is believed
  const again = play([nack("a", "closed")], next.state);
  assert.deepEqual(again.state.outbox[0].failed, "closed");
  assert.deepEqual(sent(again), ["b"]);
});

test("what goes into the next conversation is put off there like anything else", () => {
  const gone = play([ready(), event(1), send("a"), nack("a", "closed"), lost]);
  const moved = play([ready({ conversation: "c_2", token: "t2" })], gone.state);
  let { state } = moved;
  for (let count = 0; count < 5; count++) {
    const later = play([nack("a", "rate", true, 4000)], state);
    assert.deepEqual(later.effects, [["retry", 4000]]);
    const again = play([{ type: "retry" }], later.state);
    assert.deepEqual(sent(again), ["a"]);
    state = again.state;
  }
  const over = play([nack("a", "rate", true)], state);
  assert.deepEqual(over.state.outbox[0].failed, "rate", "but not for ever");
  // and is carried on no further
  const further = play([nack("a", "rate", true), { type: "retry" }, nack("a", "closed")], moved.state);
  assert.deepEqual(further.state.outbox[0].failed, "closed");
  // unless the visitor wants it to be
  const wanted = play([{ type: "again", cid: "a" }, nack("a", "closed")], further.state);
  assert.deepEqual(wanted.effects.at(-1), ["anew", 0]);
});

test("what speaks of a conversation that is gone goes nowhere", () => {
  const rate = { type: "send", cid: "r", at, body: { kind: "feedback", about: 2, helpful: true } };
  const gone = play([ready(), send("a"), rate, send("c", "cancel"), send("s", "csat"), nack("a", "closed"), lost]);
  const next = play([ready({ conversation: "c_2", token: "t2", resumed: false })], gone.state);
  assert.deepEqual(
    next.state.outbox.map(({ cid }) => cid),
    ["a"],
  );
  // but after a break it goes where it belongs
  const same = play([ready({ resumed: true })], gone.state);
  assert.equal(same.state.outbox.length, 4);
});

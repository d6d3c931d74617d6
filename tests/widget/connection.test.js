import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Chat, keep } from "../../static/widget/chat.js";
import { asHistory } from "../../static/widget/messages.js";

/** A socket whose far end is the test. */
class Socket {
  static all = [];
  readyState = 0;
  frames = [];
  constructor(url, protocol) {
    Object.assign(this, { url, protocol });
    Socket.all.push(this);
  }
  send(text) {
    this.frames.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  accept(more = {}) {
    this.readyState = 1;
    this.onopen();
    this.say({ type: "ready", conversation: "c_1", token: "secret", epoch: "e", seq: 0, heartbeat_s: 25, ...more });
  }
  say(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  cut(code = 1006) {
    this.readyState = 3;
    this.onclose({ code });
  }
  get sent() {
    return this.frames.filter(({ type }) => type === "send").map(({ cid }) => cid);
  }
}

/** Storage as a browser has it, and one that forbids everything. */
const memory = (items = new Map()) => ({
  getItem: (key) => items.get(key) ?? null,
  setItem: (key, value) => void items.set(key, value),
});

const at = "2026-11-20T09:30:00.000Z";
const latest = () => Socket.all.at(-1);
/** Time passes in small steps, so that a timer set by a timer is due at its own time. */
const pass = (ms) => {
  for (let passed = 0; passed < ms; passed++) mock.timers.tick(1);
};
let windowEvents;
let end;

beforeEach(() => {
  // With the clock that its timers are of.
  end?.abort();
  mock.reset();
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: Date.parse(at) });
  mock.method(Math, "random", () => 1);
  end = new AbortController();
  Socket.all = [];
  windowEvents = new EventTarget();
  globalThis.WebSocket = Socket;
  globalThis.addEventListener = windowEvents.addEventListener.bind(windowEvents);
  globalThis.document = Object.assign(new EventTarget(), { hidden: false });
});

function chat(area = memory()) {
  const seen = [];
  const store = keep(() => area);
  const made = new Chat({
    url: "ws://bot.example/ws/chat",
    hello: () => ({ lang: "en", page: { url: "https://shop.example/" } }),
    store,
    changed: () => {},
    happened: (kind, value) => seen.push([kind, value]),
    signal: end.signal,
  });
  return { made, store, seen };
}

test("nothing is opened or stored before it is asked to connect", () => {
  const { store } = chat();
  windowEvents.dispatchEvent(new Event("online"));
  pass(60000);
  assert.equal(Socket.all.length, 0);
  assert.deepEqual(store.read(), {});
});

test("hello carries token, epoch and place; the new token is kept", () => {
  const { made, store } = chat(memory(new Map([["deskbell", '{"token":"old","epoch":"d"}']])));
  made.connect();
  latest().accept();
  assert.equal(latest().protocol, "deskbell.v1");
  assert.deepEqual(latest().frames, [
    { type: "hello", v: 1, token: "old", epoch: "d", after: 0, lang: "en", page: { url: "https://shop.example/" } },
  ]);
  assert.equal(store.read().token, "secret");
});

test("an unsent message survives a reload and goes out with the same cid", () => {
  const area = memory();
  const before = chat(area).made;
  before.connect();
  latest().accept();
  before.send({ kind: "text", text: "hello" });
  const [cid] = latest().sent;
  assert.match(cid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  end.abort();
  end = new AbortController();
  const { made, store } = chat(area);
  made.connect();
  latest().accept();
  assert.deepEqual(latest().sent, [cid]);
  latest().say({ type: "ack", cid, seq: 1, at, duplicate: true });
  assert.deepEqual(store.read().outbox, []);
});

test("two tabs keep their unsent messages side by side", () => {
  const area = memory();
  const [one, two] = [chat(area), chat(area)];
  one.made.send({ kind: "text", text: "from one" });
  two.made.send({ kind: "text", text: "from two" });
  const texts = () => one.store.read().outbox.map(({ body }) => body.text);
  assert.deepEqual(texts(), ["from one", "from two"]);
  Socket.all[0].accept();
  const [cid] = Socket.all[0].sent;
  Socket.all[0].say({ type: "ack", cid, seq: 1, at });
  assert.deepEqual(texts(), ["from two"]);
});

test("a lost connection is made anew, and later each time", () => {
  const { made } = chat();
  made.connect();
  for (const wait of [500, 1000, 2000, 4000]) {
    const count = Socket.all.length;
    latest().cut();
    pass(wait - 1);
    assert.equal(Socket.all.length, count, `not before ${wait} ms`);
    pass(1);
    assert.equal(Socket.all.length, count + 1);
  }
});

test("after a connection that held, the first wait is short again", () => {
  const { made } = chat();
  made.connect();
  for (let failures = 0; failures < 5; failures++) {
    latest().cut();
    pass(30000);
  }
  latest().accept();
  pass(20000);
  const count = Socket.all.length;
  latest().cut();
  pass(500);
  assert.equal(Socket.all.length, count + 1);
});

test("a restarting server spreads its visitors; a refusing one is left alone", () => {
  const { made } = chat();
  made.connect();
  latest().accept();
  latest().say({ type: "bye", code: "restart", spread_ms: 20000 });
  latest().cut(1012);
  pass(19999);
  assert.equal(Socket.all.length, 1);
  pass(1);
  assert.equal(Socket.all.length, 2);
  latest().cut(1008);
  pass(29999);
  assert.equal(Socket.all.length, 2);
  pass(1);
  assert.equal(Socket.all.length, 3);
});

test("a connection that stops answering heartbeats is replaced", () => {
  const { made } = chat();
  made.connect();
  const first = latest();
  first.accept();
  pass(25000);
  assert.equal(first.frames.at(-1).type, "heartbeat");
  first.say({ type: "heartbeat" });
  pass(25000 + 9999);
  assert.equal(first.readyState, 1);
  pass(1);
  assert.equal(first.readyState, 3);
  pass(500);
  assert.notEqual(latest(), first);
});

test("a connection on which a message is not acknowledged is replaced", () => {
  const { made } = chat();
  made.connect();
  latest().accept();
  pass(5000);
  made.send({ kind: "text", text: "hello" });
  const [cid] = latest().sent;
  pass(9000);
  assert.equal(Socket.all.length, 1);
  pass(2000);
  assert.equal(Socket.all.length, 2);
  latest().accept();
  assert.deepEqual(latest().sent, [cid], "and the message goes out again");
});

test("a server that never becomes ready is given up", () => {
  const { made } = chat();
  made.connect();
  pass(10000);
  assert.equal(latest().readyState, 3);
});

test("the network's return connects at once", () => {
  const { made } = chat();
  made.connect();
  latest().accept();
  pass(20000);
  latest().cut();
  windowEvents.dispatchEvent(new Event("online"));
  assert.equal(Socket.all.length, 2);
});

test("a page back from the cache with a closed socket connects at once", () => {
  const { made } = chat();
  made.connect();
  latest().accept();
  latest().readyState = 3;
  windowEvents.dispatchEvent(new Event("pageshow"));
  assert.equal(Socket.all.length, 2);
});

test("a nack is retried when its time has come", () => {
  const { made } = chat();
  made.connect();
  latest().accept();
  made.send({ kind: "text", text: "x" });
  const [cid] = latest().sent;
  latest().say({ type: "nack", cid, code: "rate_limited", retry: true, after_ms: 700 });
  pass(699);
  assert.equal(latest().sent.length, 1);
  pass(1);
  assert.deepEqual(latest().sent, [cid, cid]);
});

test("reset begins a conversation without token and messages", () => {
  const { made, store } = chat();
  made.connect();
  latest().accept();
  made.send({ kind: "text", text: "x" });
  made.reset();
  latest().readyState = 1;
  latest().onopen();
  assert.equal(latest().frames[0].token, null);
  assert.deepEqual(made.state.outbox, []);
  assert.ok(!store.read().token);
});

test("a browser that forbids storage changes nothing else", () => {
  const { made } = chat({
    getItem() {
      throw new DOMException("no", "SecurityError");
    },
    setItem() {
      throw new DOMException("full", "QuotaExceededError");
    },
  });
  made.connect();
  latest().accept();
  made.send({ kind: "text", text: "x" });
  assert.equal(latest().sent.length, 1);
});

test("the end closes the socket for good", () => {
  const { made } = chat();
  made.connect();
  latest().accept();
  end.abort();
  assert.equal(latest().readyState, 3);
  pass(60000);
  made.connect();
  assert.equal(Socket.all.length, 1);
});

test("a reset in another tab is a reset here, and what follows there is found", () => {
  const area = memory();
  const { made, store } = chat(area);
  made.connect();
  latest().accept();
  made.send({ kind: "text", text: "hello" });
  const storage = () => windowEvents.dispatchEvent(Object.assign(new Event("storage"), { key: "deskbell" }));
  store.write({});
  storage();
  pass(60000);
  assert.equal(made.state.token, null);
  assert.deepEqual(made.state.outbox, []);
  assert.equal(Socket.all.length, 1, "nobody asked for another conversation");
  assert.deepEqual(store.read(), {}, "the old token is not written back");
  store.write({ token: "next", epoch: "e" });
  storage();
  assert.equal(made.state.token, "next");
  latest().accept();
  assert.equal(latest().frames[0].token, "next");
});

test("who writes while the server is away is not kept waiting for it", () => {
  const { made } = chat();
  made.connect();
  latest().accept();
  latest().cut();
  for (let count = 0; count < 8; count++) {
    made.send({ kind: "text", text: "hello" });
    latest().cut();
  }
  for (let count = 0; count < 6; count++) {
    const before = Socket.all.length;
    pass(5001);
    assert.equal(Socket.all.length, before + 1);
    latest().cut();
  }
});

test("what is drawn anew is history, but for a question that waits for its answer", () => {
  const { made } = chat();
  made.connect();
  latest().accept();
  const event = (seq, from) => ({ type: "event", seq, from, at, body: { kind: "text", text: "x" } });
  for (const one of [event(1, "visitor"), event(2, "bot"), event(3, "visitor")]) latest().say(one);
  assert.deepEqual(
    asHistory(made.state.events).map(({ live }) => live),
    [false, false, true],
  );
});

test("a page that was away goes on with the conversation that is kept now", () => {
  const { made, store } = chat();
  made.connect();
  latest().accept();
  store.write({ token: "next", epoch: "e" });
  // a page in the browser's cache is told nothing of what other pages store
  windowEvents.dispatchEvent(new Event("pageshow"));
  assert.equal(made.state.token, "next");
  latest().accept({ token: null, conversation: "c_2" });
  assert.equal(latest().frames[0].token, "next");
  assert.equal(store.read().token, "next");
});

test("what was written before there was a conversation goes into the one that another tab found", () => {
  const { made, store } = chat();
  made.connect();
  made.send({ kind: "text", text: "hello" });
  const { cid } = made.state.outbox[0];
  store.write({ ...store.read(), token: "theirs", epoch: "e" });
  windowEvents.dispatchEvent(Object.assign(new Event("storage"), { key: "deskbell" }));
  latest().accept({ token: null });
  assert.deepEqual(latest().sent, [cid]);
});

test("a browser that keeps nothing loses nothing by what other tabs store", () => {
  const { made } = chat(null);
  made.connect();
  latest().accept();
  windowEvents.dispatchEvent(Object.assign(new Event("storage"), { key: null }));
  assert.equal(made.state.token, "secret");
  assert.ok(made.state.ready);
});

test("with the visitor's consent the stored conversation goes on, unless something was said in this one", () => {
  const stored = new Map([["deskbell", '{"token":"old","epoch":"e"}']]);
  let allowed = false;
  const gated = () => (allowed ? memory(stored) : null);
  const make = () => {
    const made = new Chat({
      url: "ws://bot.example/ws/chat",
      hello: () => ({}),
      store: keep(gated),
      changed: () => {},
      happened: () => {},
      signal: end.signal,
    });
    made.connect();
    latest().accept();
    return made;
  };
  const made = make();
  allowed = true;
  made.adopt();
  assert.equal(made.state.token, "old");
  assert.equal(JSON.parse(stored.get("deskbell")).token, "old");
  allowed = false;
  const spoken = make();
  spoken.send({ kind: "text", text: "hello" });
  allowed = true;
  spoken.adopt();
  assert.equal(spoken.state.token, "secret");
  assert.equal(JSON.parse(stored.get("deskbell")).token, "secret");
});

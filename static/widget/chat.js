// @ts-check
// The connection of deskbell.v1, and what is kept between pages. What is to be done is decided by
// state.js; here it is carried out.
import { begin, isWaiting, step } from "./state.js";

const shortestWait = 500;
const longestWait = 30000;
/** The longest pause (ms) between two tries to connect while a message waits. */
const urgent = 5000;
/** A connection silent for so many ms after a question is dead. */
const patience = 10000;
/** Close codes by which the server refuses us: only long waits may follow. */
const refusals = [1003, 1007, 1008, 1009];

/** Milliseconds before connecting again: full jitter, over `spread` ms if a server asks for it. */
export const backoff = (attempt, spread, random) =>
  random * Math.max(spread, Math.min(longestWait, shortestWait * 2 ** attempt));

/** A new UUID: the end of any blob's address. `crypto.randomUUID` exists on https only. */
function uuid() {
  const address = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(address);
  return address.slice(-36);
}

/** What is kept between pages, under one key. @param {() => Storage | null} area null: nothing */
export function keep(area) {
  const attempt = (act) => {
    try {
      return act(area());
    } catch {} // Full, forbidden or spoiled: the conversation goes on without.
  };
  return {
    read: () => attempt((store) => JSON.parse(store.getItem("deskbell"))) || {},
    write: (value) => attempt((store) => store.setItem("deskbell", JSON.stringify(value))),
  };
}

/** A conversation that survives lost connections and reloads of the page. */
export class Chat {
  #given;
  #socket;
  #mine; // every cid of this tab, and of what has arrived
  #attempt = 0;
  #spread = 0;
  #since = 0;
  #wait;
  #beat;
  #watch;
  #retry;
  #still;
  #kept; // the token that was in the store when we last looked

  /** @param {any} given url; hello() for the first frame; store; changed(state), happened(kind, value); signal ends all */
  constructor(given) {
    this.#given = given;
    const { store, signal } = given;
    this.state = begin(store.read());
    this.#kept = this.state.token;
    this.#mine = new Set(this.state.outbox.map(({ cid }) => cid));
    const wake = () => document.hidden || this.#wake();
    for (const name of ["online", "pageshow"]) addEventListener(name, wake, { signal });
    document.addEventListener("visibilitychange", wake, { signal });
    addEventListener("storage", ({ key }) => (key && key !== "deskbell") || this.#elsewhere(), { signal });
    signal.addEventListener("abort", () => this.#drop());
  }

  connect() {
    const { url, hello, signal } = this.#given;
    clearTimeout(this.#wait);
    if (this.#socket || signal.aborted) return;
    this.#since = Date.now();
    const socket = (this.#socket = new WebSocket(url, "deskbell.v1"));
    this.#watch = setTimeout(() => this.#drop(), patience);
    socket.onopen = () => {
      const { token, epoch, last } = this.state;
      this.#send({ type: "hello", v: 1, token, epoch, after: last, ...hello() });
    };
    socket.onmessage = ({ data }) => socket === this.#socket && this.#heard(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#lost(code);
  }

  /** Puts a message into the outbox. */
  send(body) {
    const cid = uuid();
    // Who writes wants to be connected: earlier failures do not make them wait.
    if (!this.#socket) this.#attempt = 0;
    this.act({ type: "send", cid, body, at: new Date().toISOString() });
    this.connect();
  }

  /** Sends what is worth sending only now. */
  tell(frame) {
    if (this.state.ready) this.#send(frame);
  }

  /** Says hello anew, for instance in another language. */
  greet() {
    if (!this.#since) return;
    this.#drop();
    this.#attempt = 0;
    this.connect();
  }

  /** Begins a conversation that knows nothing of the one before. */
  reset() {
    this.state = begin();
    this.#given.store.write({});
    this.greet();
  }

  /** Another tab began anew, found the conversation that follows, or keeps something. */
  #elsewhere() {
    const { token, epoch, outbox: kept = [] } = this.#given.store.read();
    // A token that is missing may be null or undefined.
    if (token == this.#kept) {
      // What has arrived is taken out again if it was brought back.
      if (!this.state.outbox.some(isWaiting) && kept.some(({ cid }) => this.#mine.has(cid))) this.save();
      return;
    }
    this.#kept = token;
    if (token == this.state.token) return;
    // What was written before there was a conversation goes into the one that another tab found.
    const outbox = this.state.token ? [] : this.state.outbox;
    this.#drop();
    clearTimeout(this.#wait);
    this.#mine = new Set(outbox.map(({ cid }) => cid));
    this.state = begin({ token, epoch, outbox });
    if (token && this.#since) this.connect();
    this.#given.changed(this.state);
  }

  /**
   * Another tab may keep unsent messages in the same place: only ours, and those that have arrived, are replaced. Two
   * that write at once may bring back what has arrived; who hears of that and has nothing to send takes it out.
   */
  save() {
    const { token, epoch, outbox, desk } = this.state;
    const saved = this.#given.store.read();
    const others = (saved.outbox || []).filter(({ cid }) => !this.#mine.has(cid));
    const unsent = outbox.filter(isWaiting);
    // Who waits for a person or talks to one hears of them on the next page, too, before opening the panel.
    const attend = ["queued", "agent"].includes(desk.stage);
    this.#given.store.write({ ...saved, token, epoch, attend, outbox: [...others, ...unsent] });
    this.#kept = this.#given.store.read().token;
  }

  act(input) {
    const before = this.state;
    const { state, effects } = step(before, input);
    this.state = state;
    // What has arrived from another tab is not the other's to keep any more, either.
    this.#mine.add(input.cid);
    if (input.cid || ["token", "epoch", "outbox", "desk"].some((name) => before[name] !== state[name])) this.save();
    for (const [kind, value] of effects) {
      if (kind === "frame") this.#send(value);
      else if (kind === "typing") {
        clearTimeout(this.#still);
        this.#still = setTimeout(() => this.act({ type: "still" }), value);
      } else if (kind === "retry") this.#retry = setTimeout(() => this.act({ type: "retry" }), value);
      else if (kind === "anew") this.greet();
      else this.#given.happened(kind, value);
    }
    // What followed may have changed it further.
    this.#given.changed(this.state);
  }

  /** What is answered at once, if anybody is there, is waited for. */
  #send(frame, isAnswered = frame.cid) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(frame));
    if (isAnswered) this.#watch ||= setTimeout(() => this.#drop(), patience);
  }

  #heard(frame) {
    clearTimeout(this.#watch);
    this.#watch = 0;
    if (frame.type === "bye") this.#spread = frame.spread_ms;
    if (frame.type === "ready") this.#beat = setInterval(() => this.#probe(), frame.heartbeat_s * 1000);
    this.act(frame);
  }

  /** Asks for a sign of life. */
  #probe() {
    this.#send({ type: "heartbeat" }, true);
  }

  #drop() {
    this.#socket?.close();
    this.#lost(1006);
  }

  #lost(code) {
    this.#socket = undefined;
    for (const timer of [this.#wait, this.#beat, this.#watch, this.#retry, this.#still]) clearTimeout(timer);
    this.#watch = 0;
    if (Date.now() - this.#since > patience) this.#attempt = 0;
    if (refusals.includes(code)) this.#attempt = 6;
    const calm = this.#spread || refusals.includes(code) || !this.state.outbox.some(isWaiting);
    const wait = Math.min(backoff(this.#attempt++, this.#spread, Math.random()), calm ? Infinity : urgent);
    this.#wait = setTimeout(() => this.connect(), wait);
    this.#spread = 0;
    this.act({ type: "lost" });
  }

  /** The store may be used from now on: what it holds goes on, unless something was said already. */
  adopt() {
    if (!this.state.last && !this.state.outbox[0]) this.#elsewhere();
    this.save();
  }

  /** The network or the page is back; a page that was away was told nothing of other tabs. */
  #wake() {
    this.#elsewhere();
    if (this.#socket && this.#socket.readyState > 1) this.#lost(1006);
    if (this.state.ready) this.#probe();
    else if (this.#since) this.connect();
  }
}

// @ts-check
// The connection of deskbell.console.v1. What is to be done is decided by console-state.js; here it is carried out.
import { begin, step } from "./console-state.js";

const SHORTEST_WAIT = 500;
const LONGEST_WAIT = 30000;
/** A connection that says nothing for so many ms to what has to be answered is dead. */
const PATIENCE = 10000;
/** The close code of a session that has ended. */
const SIGNED_OUT = 4401;
/** Close codes by which the server refuses us: only long waits may follow. */
const REFUSALS = [1003, 1007, 1008, 1009];

/** Milliseconds before connecting again: full jitter, over `spread` ms if the server asks for it. */
export const backoff = (/** @type {number} */ attempt, /** @type {number} */ spread, /** @type {number} */ random) =>
  random * Math.max(spread, Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** attempt));

/** A new UUID: the end of any blob's address. `crypto.randomUUID` exists on https only. */
function uuid() {
  const address = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(address);
  return address.slice(-36);
}

/**
 * @typedef {{saved: {outbox?: import("./console-state.js").Item[], available?: boolean},
 *   save(outbox: import("./console-state.js").Item[]): void, changed(state: import("./console-state.js").State): void,
 *   news(news: import("./console-state.js").News): void, failed(item: import("./console-state.js").Item): void,
 *   signedOut(): void}} Given
 */

/** The console's end of the connection; it comes back by itself when it is lost. */
export class Link {
  #given;
  /** @type {WebSocket | undefined} */
  #socket;
  #attempt = 0;
  #spread = 0;
  #since = 0;
  #wait = 0;
  #beat = 0;
  #watch = 0;
  #retry = 0;
  #still = 0;

  /** @param {Given} given */
  constructor(given) {
    this.#given = given;
    this.state = begin(given.saved);
    const wake = () => document.hidden || this.#wake();
    for (const name of ["online", "pageshow"]) addEventListener(name, wake);
    document.addEventListener("visibilitychange", wake);
  }

  connect() {
    clearTimeout(this.#wait);
    if (this.#socket) return;
    this.#since = Date.now();
    const address = new URL("/ws/console", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address, "deskbell.console.v1");
    this.#socket = socket;
    this.#watch = setTimeout(() => this.#drop(), PATIENCE);
    socket.onopen = () => this.#send({ type: "hello", v: 1, available: this.state.available });
    socket.onmessage = ({ data }) => socket === this.#socket && this.#heard(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#lost(code);
  }

  /** Takes a step and carries out what follows. @param {import("./console-state.js").Frame} input */
  act(input) {
    const before = this.state;
    const { state, effects } = step(before, input);
    this.state = state;
    if (before.outbox !== state.outbox) this.#given.save(state.outbox);
    for (const [kind, value] of effects) {
      if (kind === "frame") this.#send(value);
      else if (kind === "retry") this.#retry = setTimeout(() => this.act({ type: "retry" }), value);
      else if (kind === "typing") {
        clearTimeout(this.#still);
        this.#still = setTimeout(() => this.act({ type: "still" }), value);
      } else if (kind === "news") this.#given.news(value);
      else this.#given.failed(value);
    }
    this.#given.changed(state);
  }

  /** Does something in a conversation, however often it has to be sent. @param {string} conversation @param {object} action */
  perform(conversation, action) {
    // who acts wants to be connected: earlier failures do not make them wait
    if (!this.#socket) this.#attempt = 0;
    this.act({ type: "do", cid: uuid(), conversation, action, at: new Date().toISOString() });
    this.connect();
  }

  /** Sends what is worth sending only now. @param {object} frame */
  tell(frame) {
    if (this.state.ready) this.#send(frame);
  }

  /** What is answered at once, if anybody is there, is waited for. @param {any} frame */
  #send(frame, isAnswered = !!frame.cid) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
    if (isAnswered) this.#watch ||= setTimeout(() => this.#drop(), PATIENCE);
  }

  /** @param {any} frame */
  #heard(frame) {
    clearTimeout(this.#watch);
    this.#watch = 0;
    if (frame.type === "bye") this.#spread = frame.spread_ms;
    if (frame.type === "ready") {
      clearInterval(this.#beat);
      this.#beat = setInterval(() => this.#send({ type: "heartbeat" }, true), frame.heartbeat_s * 1000);
    }
    this.act(frame);
  }

  #drop() {
    this.#socket?.close();
    this.#lost(1006);
  }

  /** @param {number} code */
  #lost(code) {
    this.#socket = undefined;
    for (const timer of [this.#wait, this.#watch, this.#retry, this.#still]) clearTimeout(timer);
    clearInterval(this.#beat);
    this.#watch = 0;
    this.act({ type: "lost" });
    if (code === SIGNED_OUT) return this.#given.signedOut();
    if (Date.now() - this.#since > PATIENCE) this.#attempt = 0;
    if (REFUSALS.includes(code)) this.#attempt = 6;
    const wait = backoff(this.#attempt, this.#spread, Math.random());
    this.#attempt += 1;
    this.#wait = setTimeout(() => this.connect(), wait);
    this.#spread = 0;
  }

  /** The network or the page is back. */
  #wake() {
    if (this.#socket && this.#socket.readyState > WebSocket.OPEN) this.#lost(1006);
    if (this.state.ready) this.#send({ type: "heartbeat" }, true);
    else if (this.#since) this.connect();
  }
}

// @ts-check
// The client of deskbell.v1: what the widget knows of a conversation, as a pure step from state
// to state, and below it the connection, which only carries out what a step decides.
// `events` is a run of seq without a hole that ends at `last`. What the visitor sent stays in
// `outbox` until its event has been applied: nothing is lost, doubled or reordered.

/** @typedef {{type: string, [field: string]: any}} Frame */
/** @typedef {["frame", Frame] | ["retry", number] | ["event", Frame] | ["failed", string]} Effect */
/** @typedef {ReturnType<typeof begin>} State */

/** A message that the server keeps putting off is given up after so many tries. */
const mostTries = 6;
const mostAhead = 64;
/** The longest pause (ms) between two tries to connect while a message waits. */
const urgent = 5000;

/** @param {{token?: string, epoch?: string, outbox?: any[]}} [saved] */
export const begin = ({ token, epoch, outbox = [] } = {}) => ({
  token: token || null,
  epoch: epoch || null,
  conversation: null,
  ready: null, // the `ready` frame of the present connection
  events: [],
  last: 0,
  quiet: 0, // events up to this seq are history: shown, not announced
  ahead: [], // events beyond a hole
  asked: -1, // the `last` for which a sync was asked
  older: null, // a page of history on its way
  outbox, // items {cid, body, at, seq?, failed?, tries?}
  flying: null, // the one unacknowledged cid
  unsaved: [], // answers that could not be stored, each `after` a cid
  person: false, // whether a person has joined
});

const first = ({ events, last }) => (events.length ? events[0].seq : last + 1);

/** Whether older messages can be asked for. @param {State} state */
export const hasOlder = (state) => first(state) > 1 && !state.older && !!state.ready;

/** Whether an answer is on its way to a question of this visit. @param {State} state */
export function isAwaiting({ events, outbox, unsaved, ready, person }) {
  const asks = (/** @type {any} */ { body, failed, cid }) =>
    body.kind !== "feedback" && !failed && !unsaved.some(({ after }) => after === cid);
  const last = events.filter(asks).at(-1);
  return !!ready && !person && (outbox.some(asks) || (!!last?.live && last.from === "visitor"));
}

/** Sends the oldest waiting message, if none is under way. */
function flush(next, effects) {
  const item = !next.flying && next.ready && next.outbox.find(({ seq, failed }) => !seq && !failed);
  if (!item) return;
  next.flying = item.cid;
  effects.push(["frame", { type: "send", cid: item.cid, body: item.body }]);
}

/** Changes the outbox item `cid`; without changes removes it. */
function settle(next, cid, changes) {
  next.outbox = next.outbox.flatMap((item) => (item.cid !== cid ? item : changes ? { ...item, ...changes } : []));
  if (!changes) next.unsaved = next.unsaved.filter(({ after }) => after !== cid);
  if (next.flying === cid) next.flying = null;
}

/** What is held ends at a hole, or belongs to another conversation. */
function forget(next, last) {
  const outbox = next.outbox.filter(({ seq }) => !seq);
  Object.assign(next, { events: [], ahead: [], unsaved: [], older: null, outbox, last });
}

function askFor(next, effects) {
  if (next.asked === next.last) return;
  next.asked = next.last;
  effects.push(["frame", { type: "sync", after: next.last }]);
}

/** @type {Record<string, (next: State, input: Frame, effects: Effect[]) => void>} */
const steps = {
  // From the server.
  ready(next, ready, effects) {
    const { conversation, epoch, token, seq } = ready;
    const other = next.conversation !== conversation || next.epoch !== epoch;
    Object.assign(next, { conversation, epoch, ready, token: token || next.token });
    if (other) next.quiet = seq;
    if (other && next.last) {
      forget(next, 0);
      askFor(next, effects);
    }
    flush(next, effects);
  },
  ack(next, { cid, seq }, effects) {
    settle(next, cid, seq > next.last && { seq });
    flush(next, effects);
  },
  nack(next, { code, retry, after_ms = 0, ...frame }, effects) {
    const cid = frame.cid ?? next.flying;
    const item = next.outbox.find((one) => one.cid === cid);
    if (!item) return;
    const tries = (item.tries || 0) + 1;
    if (retry && tries < mostTries) {
      settle(next, cid, { tries });
      next.flying = cid; // The others wait, so that the order stays.
      effects.push(["retry", Math.max(after_ms, 250)]);
    } else {
      settle(next, cid, { failed: code });
      effects.push(["failed", code]);
      flush(next, effects);
    }
  },
  event(next, frame, effects) {
    const { seq, cid, body } = frame;
    if (!seq) {
      const event = { ...frame, after: cid || next.flying || next.outbox.at(-1)?.cid, live: true };
      next.unsaved = [...next.unsaved, event];
      effects.push(["event", event]);
    } else if (seq > next.last + 1) {
      next.ahead = [...next.ahead, frame].slice(-mostAhead);
      askFor(next, effects);
    } else if (seq > next.last) {
      const event = { ...frame, live: seq > next.quiet };
      next.last = seq;
      next.events = [...next.events, event];
      if (cid) settle(next, cid, null);
      if (body.kind === "notice")
        next.person = body.code === "agent_joined" || (next.person && !/left|closed/.test(body.code));
      if (event.live) effects.push(["event", event]);
      flush(next, effects);
      const following = next.ahead.find((one) => one.seq === seq + 1);
      if (following) steps.event(next, following, effects);
    } else if (next.older && seq < first(next)) next.older = [...next.older, frame];
  },
  gap(next, frame) {
    forget(next, frame.first - 1);
    next.quiet = Math.max(next.quiet, next.ready?.seq || 0);
  },
  history_end(next) {
    const older = next.older || [];
    if (older.at(-1)?.seq === first(next) - 1) next.events = [...older, ...next.events];
    next.older = null;
  },
  heartbeat(next) {
    next.asked = -1;
  },

  // From the visitor and the connection.
  send(next, { cid, body, at }, effects) {
    next.outbox = [...next.outbox, { cid, body, at }];
    flush(next, effects);
  },
  again(next, { cid }, effects) {
    settle(next, cid, { failed: undefined, tries: 0 });
    flush(next, effects);
  },
  /** The time that a `nack` asked for is over. */
  retry(next, _, effects) {
    next.flying = null;
    flush(next, effects);
  },
  earlier(next, _, effects) {
    if (!hasOlder(next)) return;
    next.older = [];
    effects.push(["frame", { type: "history", before: first(next) }]);
  },
  lost(next) {
    Object.assign(next, { ready: null, flying: null, asked: -1, older: null, ahead: [] });
  },
};

/**
 * What follows from a frame of the server, or from what the visitor or the connection does;
 * from an unknown type, nothing.
 * @type {(state: State, input: Frame) => {state: State, effects: Effect[]}}
 */
export function step(state, input) {
  const next = { ...state };
  const effects = [];
  if (Object.hasOwn(steps, input.type)) steps[input.type](next, input, effects);
  return { state: next, effects };
}

const shortestWait = 500;
const longestWait = 30000;
/** A connection silent for so many ms after a question is dead. */
const patience = 10000;
/** Close codes by which the server refuses us: only long waits may follow. */
const refusals = [1003, 1007, 1008, 1009];

/** Milliseconds before connecting again: full jitter, over `spread` ms if a server asks for it. */
export const backoff = (attempt, spread, random) =>
  random * Math.max(spread, Math.min(longestWait, shortestWait * 2 ** attempt));

/** `crypto.randomUUID` exists on https only. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-a$4-");
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
  #mine; // every cid of this tab
  #attempt = 0;
  #spread = 0;
  #since = 0;
  #wait;
  #beat;
  #watch;
  #retry;

  /** @param {any} given url; hello() for the first frame; store; changed(state), happened(kind, value); signal ends all */
  constructor(given) {
    this.#given = given;
    const { store, signal } = given;
    this.state = begin(store.read());
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
    this.#mine.add(cid);
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
    this.#mine.clear();
    this.#given.store.write({});
    this.greet();
  }

  /** Another tab began anew, or found the conversation that follows. */
  #elsewhere() {
    const { token, epoch } = this.#given.store.read();
    if (!token === !this.state.token) return;
    this.#drop();
    clearTimeout(this.#wait);
    this.#mine.clear();
    this.state = begin({ token, epoch });
    if (token && this.#since) this.connect();
    this.#given.changed(this.state);
  }

  /** What is held becomes history: it is drawn anew, but it is not news. */
  hush() {
    const { events } = this.state;
    const asked = events.at(-1)?.from === "visitor" && events.at(-1);
    this.state = { ...this.state, events: events.map((one) => (one === asked ? one : { ...one, live: false })) };
  }

  /** Another tab may keep unsent messages in the same place: only ours are replaced. */
  save() {
    const { token, epoch, outbox } = this.state;
    const saved = this.#given.store.read();
    const others = (saved.outbox || []).filter(({ cid }) => !this.#mine.has(cid));
    const unsent = outbox.filter(({ seq, failed }) => !seq && !failed);
    this.#given.store.write({ ...saved, token, epoch, outbox: [...others, ...unsent] });
  }

  act(input) {
    const before = this.state;
    const { state, effects } = step(before, input);
    this.state = state;
    if (["token", "epoch", "outbox"].some((name) => before[name] !== state[name])) this.save();
    for (const [kind, value] of effects) {
      if (kind === "frame") this.#send(value);
      else if (kind === "retry") this.#retry = setTimeout(() => this.act({ type: "retry" }), value);
      else this.#given.happened(kind, value);
    }
    this.#given.changed(state);
  }

  #send(frame) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(frame));
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
    this.#send({ type: "heartbeat" });
    this.#watch ||= setTimeout(() => this.#drop(), patience);
  }

  #drop() {
    this.#socket?.close();
    this.#lost(1006);
  }

  #lost(code) {
    this.#socket = undefined;
    for (const timer of [this.#wait, this.#beat, this.#watch, this.#retry]) clearTimeout(timer);
    this.#watch = 0;
    if (Date.now() - this.#since > patience) this.#attempt = 0;
    if (refusals.includes(code)) this.#attempt = 6;
    const calm = this.#spread || refusals.includes(code) || !this.state.outbox.some(({ seq, failed }) => !seq && !failed);
    const wait = Math.min(backoff(this.#attempt++, this.#spread, Math.random()), calm ? Infinity : urgent);
    this.#wait = setTimeout(() => this.connect(), wait);
    this.#spread = 0;
    this.act({ type: "lost" });
  }

  /** The network or the page is back. */
  #wake() {
    if (this.#socket && this.#socket.readyState > 1) this.#lost(1006);
    if (this.state.ready) this.#probe();
    else if (this.#since) this.connect();
  }
}

// @ts-check
// What the widget knows of a conversation, as a pure step from state to state.
// `events` is a run of seq without a hole that ends at `last`. What the visitor sent stays in
// `outbox` until its event has been applied: nothing is lost, doubled or reordered.

/** @typedef {{type: string, [field: string]: any}} Frame */
/** @typedef {["frame", Frame] | ["retry", number] | ["typing", number] | ["anew", 0] | ["event", Frame] | ["failed", string]} Effect */
/** @typedef {ReturnType<typeof begin>} State */

/** A message that the server keeps putting off is given up after so many tries. */
const mostTries = 6;
const mostAhead = 64;

/** @param {{token?: string, epoch?: string, outbox?: any[], read?: number}} [saved] */
export const begin = ({ token, epoch, outbox = [], read = 0 } = {}) => ({
  token: token || null,
  epoch: epoch || null,
  conversation: null,
  ready: null, // the `ready` frame of the present connection
  events: [],
  last: 0,
  read, // up to this seq the visitor had seen it on an earlier page
  quiet: 0, // events up to this seq are history: shown, not announced
  ahead: [], // events beyond a hole
  asked: -1, // the `last` for which a sync was asked
  older: null, // a page of history on its way
  outbox, // items {cid, body, at, seq?, failed?, tries?, carried?}
  flying: null, // the one unacknowledged cid
  unsaved: [], // answers that could not be stored, each `after` a cid
  desk: { stage: "bot" }, // who the visitor talks to: the bot, a queue, or a person with a name
  typing: false, // whether a person is writing
  seen: 0, // up to this seq a person has read
});

/** Whether an item of the outbox is still to be sent. @param {any} item */
export const isWaiting = ({ seq, failed }) => !seq && !failed;

const first = ({ events, last }) => (events.length ? events[0].seq : last + 1);

/** Whether older messages can be asked for. @param {State} state */
export const hasOlder = (state) => first(state) > 1 && !state.older && !!state.ready;

/** Whether a person has the conversation. @param {State} state */
export const hasPerson = ({ desk }) => desk.stage === "agent";

/** Sends the oldest waiting message, if none is under way. */
function flush(next, effects) {
  const item = !next.flying && next.ready && next.outbox.find(isWaiting);
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

/**
 * Who the visitor talks to after a notice: `queued` brings the place in the line and the minutes to
 * wait where they are known, `agent_joined` the person, and each of them what else is offered.
 */
function turn(desk, { code, agent, place, minutes, offers = [] }) {
  if (code === "agent_joined") return { stage: "agent", agent };
  // A message may be left from within the line, which goes on.
  if (code === "offline" && desk.stage === "queued") return desk;
  if (/queued|offline/.test(code) && desk.stage !== "agent") return { stage: code, place, minutes, offers };
  return /left|closed|cancelled/.test(code) ? { stage: "bot" } : desk;
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
    // A rating, or a place in the line that is given up, belongs to the conversation before.
    if (!ready.resumed) next.outbox = next.outbox.filter(({ body }) => !/feedback|csat|cancel/.test(body.kind));
    if (other) Object.assign(next, { quiet: Math.min(seq, next.read || seq), read: 0 });
    if (other && next.last) {
      Object.assign(next, { desk: { stage: "bot" }, typing: false, seen: 0 });
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
    if (code === "closed" && !item.carried) {
      // The conversation was deleted: what was written goes into the one that a new hello opens, once.
      settle(next, cid, { tries: 0, carried: true });
      effects.push(["anew", 0]);
    } else if (retry && tries < mostTries) {
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
      // Each try to save it brings the answer again.
      const isSame = (one) => one.after === event.after && one.from === event.from && one.body.kind === body.kind;
      if (next.unsaved.some(isSame)) return;
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
      if (body.kind === "notice") next.desk = turn(next.desk, body);
      if (frame.from === "agent") next.typing = false;
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
  typing(next, { ttl_s }, effects) {
    next.typing = hasPerson(next);
    effects.push(["typing", ttl_s * 1000]);
  },
  /** The line moves, or how long it takes is known better. */
  queue(next, { place, minutes }) {
    if (next.desk.offers) next.desk = { ...next.desk, place, minutes };
  },
  seen(next, { seq }) {
    next.seen = Math.max(next.seen, seq);
  },

  // From the visitor and the connection.
  send(next, { cid, body, at }, effects) {
    next.outbox = [...next.outbox, { cid, body, at }];
    flush(next, effects);
  },
  again(next, { cid }, effects) {
    settle(next, cid, { failed: undefined, tries: 0, carried: false });
    flush(next, effects);
  },
  /** The time that a `nack` asked for is over. */
  retry(next, _, effects) {
    next.flying = null;
    flush(next, effects);
  },
  /** Nothing was heard of a person's writing for a while. */
  still(next) {
    next.typing = false;
  },
  earlier(next, _, effects) {
    if (!hasOlder(next)) return;
    next.older = [];
    effects.push(["frame", { type: "history", before: first(next) }]);
  },
  lost(next) {
    Object.assign(next, { ready: null, flying: null, asked: -1, older: null, ahead: [], typing: false });
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

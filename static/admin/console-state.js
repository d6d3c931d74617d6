// @ts-check
// What the console knows, as a pure step from state to state: all conversations as rows, and one of them open with its
// thread. `thread.events` is a run of seq without a hole that ends at `last`. What an agent does stays in `outbox` until
// it has been acknowledged, and goes out one at a time: nothing is lost, done twice or in another order.

/** @typedef {{type: string, [field: string]: any}} Frame */
/** @typedef {["frame", Frame] | ["retry", number] | ["typing", number] | ["news", News] | ["failed", Item]} Effect */
/** @typedef {{kind: "waiting" | "given" | "message", row: any}} News */
/** @typedef {{cid: string, conversation: string, action: any, at: string, tries?: number, failed?: {code: string,
 *   message: string, retry: boolean}}} Item */
/** @typedef {ReturnType<typeof begin>} State */

/** An action that the server keeps putting off is given up after so many tries. */
const MOST_TRIES = 6;
/** Events beyond a hole that are kept; the others come again. */
const MOST_AHEAD = 64;

/** @param {{outbox?: Item[], available?: boolean}} [saved] */
export const begin = ({ outbox = [], available = true } = {}) => ({
  /** The `ready` frame of the present connection. @type {any} */
  ready: null,
  /** @type {string | null} */
  epoch: null,
  /** Who is signed in. @type {{id: string, name: string, role: string} | null} */
  me: null,
  available,
  /** @type {any[]} */
  agents: [],
  open: true,
  /** @type {string | null} */
  opensAt: null,
  /** @type {Record<string, any>} */
  rows: {},
  outbox,
  /** The one unacknowledged cid. @type {string | null} */
  flying: null,
  /** @type {ReturnType<typeof opened> | null} */
  thread: null,
});

/** @param {string} conversation @param {any} row */
const opened = (conversation, row) => ({
  conversation,
  /** As it was last, in the list or not any more. */
  row,
  /** @type {any} */
  details: null,
  /** @type {any[]} */
  events: [],
  last: 0,
  /** @type {any[]} */
  ahead: [],
  asked: -1, // the `last` after which the rest was asked for
  /** A page of history on its way. @type {any[] | null} */
  older: null,
  synced: false,
  missing: false, // there is no such conversation, or none any more
  typing: false,
  seen: 0, // up to this seq the visitor has seen it
  told: 0, // up to this seq we said that we had
});

/** @param {State} state */
const first = ({ thread }) => (thread?.events.length ? thread.events[0].seq : (thread?.last ?? 0) + 1);

/** Whether older events can be asked for. @param {State} state */
export const hasOlder = (state) => !!state.thread?.synced && first(state) > 1 && !state.thread.older && !!state.ready;

/** Whether a conversation is with whoever is signed in. @param {State} state @param {any} row */
export const isMine = (state, row) => row?.stage === "agent" && !!state.me && row.agent?.id === state.me.id;

/** What was not acknowledged in a conversation, the oldest first. @param {State} state @param {string} conversation */
export const pending = (state, conversation) => state.outbox.filter((item) => item.conversation === conversation);

/** Sends the oldest waiting action, if none is under way. @param {State} next @param {Effect[]} effects */
function flush(next, effects) {
  const item = !next.flying && next.ready && next.outbox.find(({ failed }) => !failed);
  if (!item) return;
  next.flying = item.cid;
  const { cid, conversation, action } = item;
  effects.push(["frame", { type: "do", cid, conversation, action }]);
}

/** Changes the outbox item `cid`; without changes removes it. @param {State} next @param {string} cid @param {any} changes */
function settle(next, cid, changes) {
  next.outbox = next.outbox.flatMap((item) => (item.cid !== cid ? [item] : changes ? [{ ...item, ...changes }] : []));
  if (next.flying === cid) next.flying = null;
}

/** @param {State} next @param {object} changes */
const touch = (next, changes) => {
  if (next.thread) next.thread = { ...next.thread, ...changes };
};

/** Asks for what comes after the last event that is held. @param {State} next @param {Effect[]} effects */
function watch(next, effects) {
  if (!next.thread || !next.ready || next.thread.asked === next.thread.last) return;
  touch(next, { asked: next.thread.last });
  effects.push(["frame", { type: "watch", conversation: next.thread.conversation, after: next.thread.last }]);
}

/** What is worth telling an agent about a row, compared with what it was. @param {State} state @param {any} before @param {any} row */
function news(state, before, row) {
  if (row.stage === "queued" && before?.stage !== "queued") return "waiting";
  if (!isMine(state, row)) return null;
  const own = state.outbox.some(
    ({ conversation, action }) => conversation === row.conversation && action.kind === "take",
  );
  if (before && !isMine(state, before) && !own) return "given";
  const wrote = row.last?.from === "visitor" && row.last.seq > (before?.last?.seq ?? 0);
  return before && wrote ? "message" : null;
}

/** @type {Record<string, (next: State, input: Frame, effects: Effect[]) => void>} */
const steps = {
  // From the server.
  ready(next, ready, effects) {
    const again = !!next.epoch;
    const before = next.rows;
    const same = next.epoch === ready.epoch;
    const { me, epoch, agents = [], open = true, opens_at: opensAt = null } = ready;
    const rows = Object.fromEntries(ready.rows.map((/** @type {any} */ row) => [row.conversation, row]));
    Object.assign(next, { ready, me, epoch, agents, open, opensAt, rows });
    if (again && same)
      for (const row of ready.rows) {
        const kind = news(next, before[row.conversation], row);
        if (kind) effects.push(["news", { kind, row }]);
      }
    const { thread } = next;
    if (thread) {
      const row = rows[thread.conversation] ?? (same ? thread.row : null);
      if (same) touch(next, { row, asked: -1, older: null });
      else next.thread = opened(thread.conversation, row);
      watch(next, effects);
    }
    flush(next, effects);
  },
  row(next, { row }, effects) {
    const kind = news(next, next.rows[row.conversation], row);
    next.rows = { ...next.rows, [row.conversation]: row };
    if (next.thread?.conversation === row.conversation) touch(next, { row });
    if (kind) effects.push(["news", { kind, row }]);
  },
  gone(next, { conversation }) {
    const { [conversation]: row, ...rows } = next.rows;
    next.rows = rows;
    const { thread } = next;
    if (!thread || thread.conversation !== conversation) return;
    if (!thread.details) touch(next, { missing: true });
    // it may have ended while somebody reads it
    if (row) touch(next, { row: { ...row, stage: "bot", agent: null, connected: false } });
  },
  agents(next, { agents, open = true, opens_at: opensAt = null }) {
    Object.assign(next, { agents, open, opensAt });
  },
  thread(next, { conversation, details }) {
    if (next.thread?.conversation === conversation) touch(next, { details });
  },
  event(next, frame, effects) {
    const { thread } = next;
    if (!thread || frame.conversation !== thread.conversation || !frame.seq) return;
    const { seq, cid } = frame;
    if (seq > thread.last + 1) {
      touch(next, { ahead: [...thread.ahead, frame].slice(-MOST_AHEAD) });
      watch(next, effects);
    } else if (seq > thread.last) {
      touch(next, { last: seq, events: [...thread.events, frame], typing: frame.from !== "visitor" && thread.typing });
      if (cid && next.outbox.some((item) => item.cid === cid)) settle(next, cid, null);
      flush(next, effects);
      const following = thread.ahead.find((one) => one.seq === seq + 1);
      if (following) steps.event(next, following, effects);
    } else if (thread.older && seq < first(next)) touch(next, { older: [...thread.older, frame] });
  },
  gap(next, { conversation, first: seq }) {
    if (next.thread && (!conversation || conversation === next.thread.conversation))
      touch(next, { events: [], ahead: [], older: null, last: seq - 1 });
  },
  synced(next, { conversation }) {
    if (next.thread?.conversation === conversation) touch(next, { synced: true, asked: -1 });
  },
  history_end(next, { conversation }) {
    const { thread } = next;
    if (!thread?.older || conversation !== thread.conversation) return;
    const joins = thread.older.at(-1)?.seq === first(next) - 1;
    touch(next, { older: null, events: joins ? [...thread.older, ...thread.events] : thread.events });
  },
  note(next, { conversation, note }) {
    const { thread } = next;
    if (!thread?.details || thread.conversation !== conversation) return;
    const others = thread.details.notes.filter((/** @type {any} */ one) => one.id !== note.id);
    const notes = [...others, note].sort((one, other) => one.id - other.id);
    touch(next, { details: { ...thread.details, notes } });
  },
  typing(next, { conversation, ttl_s }, effects) {
    if (next.thread?.conversation !== conversation) return;
    touch(next, { typing: true });
    effects.push(["typing", ttl_s * 1000]);
  },
  seen(next, { conversation, seq }) {
    const { thread } = next;
    if (thread && thread.conversation === conversation) touch(next, { seen: Math.max(thread.seen, seq) });
  },
  ack(next, { cid }, effects) {
    settle(next, cid, null);
    flush(next, effects);
  },
  nack(next, { code, message, retry = false, after_ms = 0, ...frame }, effects) {
    const cid = frame.cid ?? next.flying;
    const item = next.outbox.find((one) => one.cid === cid);
    if (!item) return;
    const tries = (item.tries ?? 0) + 1;
    if (retry && tries < MOST_TRIES) {
      settle(next, cid, { tries });
      next.flying = cid; // the others wait, so that the order stays
      effects.push(["retry", Math.max(after_ms, 250)]);
    } else {
      const failed = { code, message, retry };
      settle(next, cid, { failed, tries: 0 });
      effects.push(["failed", { ...item, failed }]);
      flush(next, effects);
    }
  },

  // From the page.
  open(next, { conversation }, effects) {
    if (next.thread?.conversation === conversation) return;
    next.thread = opened(conversation, next.rows[conversation] ?? null);
    watch(next, effects);
  },
  close(next, _, effects) {
    if (!next.thread) return;
    next.thread = null;
    if (next.ready) effects.push(["frame", { type: "unwatch" }]);
  },
  do(next, { cid, conversation, action, at }, effects) {
    next.outbox = [...next.outbox, { cid, conversation, action, at }];
    flush(next, effects);
  },
  /** Tries again what failed, as what it was. */
  again(next, { cid }, effects) {
    settle(next, cid, { failed: undefined });
    flush(next, effects);
  },
  /** Gives up what failed. */
  drop(next, { cid }) {
    if (next.outbox.some((item) => item.cid === cid && item.failed)) settle(next, cid, null);
  },
  older(next, _, effects) {
    if (!next.thread || !hasOlder(next)) return;
    const { conversation } = next.thread;
    touch(next, { older: [] });
    effects.push(["frame", { type: "history", conversation, before: first(next) }]);
  },
  read(next, _, effects) {
    const { thread } = next;
    if (!thread || !next.ready || !thread.synced || thread.told >= thread.last) return;
    touch(next, { told: thread.last });
    effects.push(["frame", { type: "seen", conversation: thread.conversation, seq: thread.last }]);
  },
  available(next, { available }, effects) {
    next.available = available;
    if (next.ready) effects.push(["frame", { type: "available", available }]);
  },
  retry(next, _, effects) {
    next.flying = null;
    flush(next, effects);
  },
  still(next) {
    touch(next, { typing: false });
  },
  lost(next) {
    Object.assign(next, { ready: null, flying: null });
    touch(next, { typing: false, asked: -1, older: null });
  },
};

/**
 * Takes one input. Frames of kinds that are not known change nothing.
 * @param {State} state
 * @param {Frame} input
 * @returns {{state: State, effects: Effect[]}}
 */
export function step(state, input) {
  const next = { ...state };
  /** @type {Effect[]} */
  const effects = [];
  if (Object.hasOwn(steps, input.type)) steps[input.type](next, input, effects);
  return { state: next, effects };
}

/** @param {string} one @param {string} other */
const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
/** @param {any} one @param {any} other */
const bySince = (one, other) => order(one.since, other.since) || order(one.conversation, other.conversation);
/** @param {any} one @param {any} other */
const byLast = (one, other) =>
  order(other.last?.at ?? other.since, one.last?.at ?? one.since) || order(one.conversation, other.conversation);

/**
 * The rows in the groups of the list: who waits longest is first, and so is who wrote last.
 * @param {State} state
 * @param {string} [words] only those with these words in what the list shows of them
 */
export function groups(state, words = "") {
  const wanted = words.trim().toLowerCase();
  const holds = (/** @type {any} */ row) =>
    !wanted ||
    [row.name, row.email, row.page, row.page_title, row.last?.text, row.agent?.name, row.conversation].some((text) =>
      text?.toLowerCase().includes(wanted),
    );
  const rows = Object.values(state.rows).filter(holds);
  const of = (/** @type {string} */ stage) => rows.filter((row) => row.stage === stage);
  const mine = of("agent").filter((row) => isMine(state, row));
  return [
    { id: "waiting", title: "Waiting", rows: of("queued").sort(bySince) },
    { id: "yours", title: "Yours", rows: mine.sort(byLast) },
    {
      id: "others",
      title: "With colleagues",
      rows: of("agent")
        .filter((row) => !mine.includes(row))
        .sort(byLast),
    },
    { id: "messages", title: "Messages left", rows: of("message").sort(bySince) },
    { id: "bot", title: "With the bot", rows: of("bot").sort(byLast) },
  ];
}

/** How many wait, and in how many of one's own the visitor wrote last. @param {State} state */
export function attention(state) {
  const rows = Object.values(state.rows);
  const waiting = rows.filter((row) => row.stage === "queued").length;
  return { waiting, unread: rows.filter((row) => isMine(state, row) && row.unread).length };
}

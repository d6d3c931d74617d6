// @ts-check
// The live console: who waits, who is talked to, and what can be done. The connection is console-link.js, what is known
// is console-state.js; here the page follows both.
import { Alerts, remember, remembered } from "./console-alerts.js";
import { CannedReplies } from "./console-canned.js";
import { Composer, Drafts } from "./console-composer.js";
import { askWhom, prepareDialogs, showKeys, usesKeys } from "./console-dialogs.js";
import { face } from "./console-dom.js";
import { drawHead, drawState, possible } from "./console-head.js";
import { lastWords } from "./console-lines.js";
import { Link } from "./console-link.js";
import { Proposals, drawVisitor } from "./console-pane.js";
import { drawAgents, drawQueue, moveInQueue, tickQueue } from "./console-queue.js";
import { attention, isMine } from "./console-state.js";
import { drawThread, keepAtEnd } from "./console-thread.js";
import { initials, language, look, shortName, visitorName } from "./console-words.js";
import { fail, find, isComposed, make, start } from "./shell.js";

/** @typedef {import("./console-state.js").State} State */
/** @typedef {import("./console-state.js").Item} Item */

/** Milliseconds without a connection before the page says so. */
const QUIET_RECONNECT = 1500;

const { me } = await start();
const offset = Date.parse(me.now) - Date.now();
const now = () => Date.now() + offset;
const timeZone = me.time_zone;
const list = find("[data-list]");
const log = find("[data-log]");
const sought = /** @type {HTMLInputElement} */ (find("[data-find]"));
const more = /** @type {HTMLDetailsElement} */ (find("[data-more]"));
const outboxKey = `deskbell-console-outbox:${me.name}`;
const own = make("span", { class: "me", title: me.name }, face(initials(me.name), look(me.name)));
find(".whoami").prepend(own);
/** The conversation that is being taken, to write in it at once. */
let taking = "";
let lostAt = Date.now();

/** @param {string} text */
function announce(text) {
  const place = find("[data-said]");
  // said again, it would not be heard
  place.textContent = place.textContent === text ? `${text}\u00a0` : text;
}

/** What was not acknowledged before the page was loaded anew. @returns {Item[]} */
function unsent() {
  try {
    return JSON.parse(sessionStorage.getItem(outboxKey) ?? "[]");
  } catch {
    return []; // forbidden or spoiled
  }
}

/** @param {Item[]} outbox */
function keepUnsent(outbox) {
  try {
    sessionStorage.setItem(outboxKey, JSON.stringify(outbox));
  } catch {} // full or forbidden: it lasts as long as the page
}

const link = new Link({
  saved: { outbox: unsent(), available: remembered().available !== false },
  save: keepUnsent,
  changed: () => draw(),
  news: (news) => alerts.news(news, news.row.conversation === link.state.thread?.conversation),
  failed: ({ action, failed }) => announce(`Not done, ${action.kind.replace("_", " ")}: ${failed?.message}`),
  signedOut: () => location.assign(`/admin/login?next=${encodeURIComponent(location.pathname + location.search)}`),
});
const alerts = new Alerts(announce, (conversation) => go(conversation));
const canned = new CannedReplies();
const proposals = new Proposals((text) => composer.insert(text));
const composer = new Composer({
  drafts: new Drafts(me.name),
  canned: () => canned.all,
  lang: () => link.state.thread?.row?.lang ?? "",
  announce,
  leave: () => find("#thread-title").focus(),
  changed: () => draw(),
  typing() {
    const { thread } = link.state;
    if (thread && isMine(link.state, thread.row)) link.tell({ type: "typing", conversation: thread.conversation });
  },
  send(kind, text) {
    const { thread } = link.state;
    if (!thread) return;
    if (kind === "reply" && !isMine(link.state, thread.row)) link.perform(thread.conversation, { kind: "take" });
    link.perform(thread.conversation, { kind, text });
  },
});

/** Does something in the open conversation. @param {object} action */
function act(action) {
  const { thread } = link.state;
  if (thread) link.perform(thread.conversation, action);
}

function take() {
  taking = link.state.thread?.conversation ?? "";
  act({ kind: "take" });
}

async function hand() {
  const { thread } = link.state;
  if (!thread) return;
  const chosen = await askWhom(link.state, visitorName(thread.row ?? thread));
  if (chosen) link.perform(thread.conversation, { kind: "assign", ...chosen });
}

const ACTS = /** @type {Record<string, () => unknown>} */ ({
  t: take,
  h: hand,
  e: () => act({ kind: "resolve" }),
  b: () => act({ kind: "give_back" }),
  l: () => act({ kind: "release" }),
});

/** What the composer may do. @param {State} state */
function drawComposer(state) {
  const { thread } = state;
  if (!thread) return;
  composer.open(thread.conversation);
  const { row } = thread;
  const other = row?.stage === "agent" && !isMine(state, row);
  const why = other
    ? `${row.agent?.name ?? "A colleague"} has this conversation. You can leave a note.`
    : row?.email && !row.connected
      ? `The visitor has left the site: a reply also goes to ${row.email}, where mail is set up.`
      : "";
  composer.allow(!other, isMine(state, row) ? "Send" : "Take and send", why);
  const reads = find("[data-reads]");
  const lang = row?.lang ?? "";
  reads.hidden = !lang;
  const words = `${known(row) ? shortName(row) : "Visitor"} reads ${language(lang)}`;
  if (find("span", reads).textContent !== words) find("span", reads).textContent = words;
  if (taking === thread.conversation && isMine(state, row)) {
    taking = "";
    composer.focus("reply");
  }
}

/** @param {any} row */
const known = (row) => !!(row?.name || row?.email);

/** Says how the connection is, once it has been lost for a while. @param {State} state */
function drawConnection(state) {
  if (state.ready) lostAt = Date.now();
  drawState(state, timeZone, Date.now() - lostAt > QUIET_RECONNECT);
}

const HEAD = {
  timeZone,
  acts: ACTS,
  canned: () => void canned.open().catch(fail),
  keys: showKeys,
  again: (/** @type {string} */ cid) => link.act({ type: "again", cid }),
  drop: (/** @type {string} */ cid) => link.act({ type: "drop", cid }),
};

let drawing = 0;
/** Draws the page as things stand, once for all that came together. */
function draw() {
  drawing ||= setTimeout(() => {
    drawing = 0;
    drawNow();
  }, 16);
}

function drawNow() {
  const { state } = link;
  const { thread } = state;
  if (state.ready) find("[data-queue]").setAttribute("aria-busy", "false");
  const available = find("[data-available]");
  available.setAttribute("aria-checked", String(state.available));
  find("span", available).textContent = state.available ? "Available" : "Away";
  own.classList.toggle("here", state.available && !!state.ready);
  drawConnection(state);
  drawQueue(list, state, sought.value);
  tickQueue(list, now(), timeZone);
  drawAgents(find("[data-agents]"), state);
  alerts.count(attention(state));
  document.body.classList.toggle("in-thread", !!thread);
  find("[data-thread]").hidden = !thread;
  find("[data-pane]").hidden = !thread;
  find("[data-none]").hidden = !!thread;
  if (!thread) return;
  drawHead(state, HEAD);
  find("[data-missing]").hidden = !thread.missing;
  find("[data-composer]").hidden = thread.missing;
  drawThread(log, state, { timeZone, now: now(), again: HEAD.again, edit }, () => link.act({ type: "older" }));
  drawComposer(state);
  proposals.seek(lastWords(thread), thread.row?.lang ?? "");
  drawVisitor(thread, { timeZone, now: now() });
  read();
}

/** Takes back what was not sent, to change it. @param {Item} item */
function edit(item) {
  link.act({ type: "drop", cid: item.cid });
  composer.putBack(item.action.kind === "note" ? "note" : "reply", item.action.text);
}

/** Says that an agent has seen what is shown. */
function read() {
  const { thread } = link.state;
  if (thread?.synced && thread.told < thread.last && !document.hidden && document.hasFocus())
    link.act({ type: "read" });
}

/** Opens a conversation, or none. @param {string | null} conversation @param {{push?: boolean, focus?: boolean}} [how] */
function go(conversation, { push = true, focus = true } = {}) {
  if ((link.state.thread?.conversation ?? null) === conversation) return;
  if (push) history.pushState(null, "", conversation ? `?c=${encodeURIComponent(conversation)}` : location.pathname);
  proposals.clear();
  showPane(false);
  more.open = false;
  const from = link.state.thread?.conversation;
  link.act(conversation ? { type: "open", conversation } : { type: "close" });
  drawNow();
  if (!focus) return;
  if (conversation) find("#thread-title").focus();
  else
    /** @type {HTMLElement | null} */ (
      from ? list.querySelector(`[data-conversation="${CSS.escape(from)}"]`) : null
    )?.focus();
}

/** On narrow screens the pane lies over the thread. @param {boolean} open */
function showPane(open) {
  document.body.classList.toggle("pane-open", open);
  find("[data-pane-toggle]").setAttribute("aria-expanded", String(open));
}

/** Goes to where the FAQ is searched. */
function findAnswer() {
  if (!link.state.thread) return;
  showPane(true);
  find("[data-search]").focus();
}

const KEYS = /** @type {Record<string, () => unknown>} */ ({
  j: () => moveInQueue(list, 1),
  k: () => moveInQueue(list, -1),
  r: () => link.state.thread && composer.focus("reply"),
  n: () => link.state.thread && composer.focus("note"),
  "/": () => link.state.thread && composer.slash(),
  f: findAnswer,
  s: () => sought.focus(),
  "?": showKeys,
});

/** @param {KeyboardEvent} event */
function pressed(event) {
  const { key, code, altKey, ctrlKey, metaKey, target } = event;
  if (event.defaultPrevented || isComposed(event) || document.querySelector("dialog[open]")) return;
  const digit = altKey && !ctrlKey && !metaKey && /^(Digit|Numpad)([1-3])$/.exec(code);
  if (digit && link.state.thread) {
    if (proposals.take(Number(digit[2]))) event.preventDefault();
    return;
  }
  if (altKey || ctrlKey || metaKey) return;
  const within = /** @type {Element} */ (target);
  const writes = within.closest("textarea, input, select");
  if (key === "Escape") return escaped(!!writes);
  if (writes) return;
  if ((key === "ArrowDown" || key === "ArrowUp") && (within === document.body || list.contains(within))) {
    event.preventDefault();
    moveInQueue(list, key === "ArrowDown" ? 1 : -1);
  }
  if (!usesKeys()) return;
  const can = /** @type {Record<string, boolean>} */ (possible(link.state));
  const run = KEYS[key] ?? (link.state.thread && can[key] ? ACTS[key] : undefined);
  if (!run) return;
  // the letter must not be written into the field that it leads to
  event.preventDefault();
  run();
}

/** Out of a field, then out of the pane, then back to the list. @param {boolean} writes */
function escaped(writes) {
  if (more.open) {
    more.open = false;
    find("summary", more).focus();
  } else if (document.body.classList.contains("pane-open")) {
    showPane(false);
    find("[data-pane-toggle]").focus();
  } else if (writes) (link.state.thread ? find("#thread-title") : list.querySelector("a"))?.focus();
  else go(null);
}

list.addEventListener("click", (event) => {
  const chosen = /** @type {Element} */ (event.target).closest("a.conversation");
  if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(/** @type {HTMLElement} */ (chosen).dataset.conversation ?? null);
});
document.addEventListener("keydown", pressed);
document.addEventListener("click", ({ target }) => {
  if (more.open && !more.contains(/** @type {Node} */ (target))) more.open = false;
});
sought.addEventListener("input", () => draw());
find("[data-find-form]").addEventListener("submit", (event) => event.preventDefault());
find("[data-back]").addEventListener("click", () => go(null));
find("[data-keys]").addEventListener("click", showKeys);
find("[data-find-answer]").addEventListener("click", findAnswer);
find("[data-pane-toggle]").addEventListener("click", () => showPane(!document.body.classList.contains("pane-open")));
find("[data-pane-close]").addEventListener("click", () => showPane(false));
find("[data-available]").addEventListener("click", () => {
  const available = !link.state.available;
  remember({ available });
  link.act({ type: "available", available });
});
keepAtEnd(log);
for (const name of ["focus", "visibilitychange"]) addEventListener(name, read);
addEventListener("popstate", () => go(new URLSearchParams(location.search).get("c"), { push: false }));
setInterval(() => {
  tickQueue(list, now(), timeZone);
  drawConnection(link.state);
}, 1000);

prepareDialogs();
canned.load().catch(fail);
link.connect();
go(new URLSearchParams(location.search).get("c"), { push: false, focus: false });
draw();

// @ts-check
// Draws the messages: a row for each event or unsent message, kept by its key, so that drawing
// again changes only what changed. Screen readers hear a live answer's own words, once: buttons,
// times, history and the visitor's messages are where aria-live is off.
import { render } from "./answer.js";
import { el, fill, isSafe, link, press, questions } from "./content.js";
import { hasOlder, isWaiting } from "./state.js";

const glyphs = {
  up: "M7.5 10.5 11 3.8c1.5 0 2.5 1.1 2.3 2.6l-.5 3.1h4.7c1.5 0 2.5 1.4 2.1 2.8l-1.5 5.2c-.3 1-1.2 1.7-2.3 1.7H7.5m0-8.7v8.7m0-8.7H4.2v8.7h3.3",
  down: "M16.5 13.5 13 20.2c-1.5 0-2.5-1.1-2.3-2.6l.5-3.1H6.5c-1.5 0-2.5-1.4-2.1-2.8l1.5-5.2c.3-1 1.2-1.7 2.3-1.7h8.3m0 8.7V4.8m0 8.7h3.3V4.8h-3.3",
  out: "M9 6h9v9M17.5 6.5l-11 11",
  page: "M7 3.5h6.5L18 8v12.5H7zM13.5 3.5V8H18M10 12h5m-5 3.5h5",
  seen: "m3.5 12.5 4 4 8-9m-3.5 8 1.5 1.5 8-9",
};

/** Messages of one side this near in time (ms) show one time; an answer shows it for its question. */
const sameGroup = 60000;
/** Buttons follow the announced words after this many ms, as a change of their own. */
const pause = 50;
/** The log counts as read to its end within this many pixels. */
const nearEnd = 120;
const off = { "aria-live": "off" };
const hidden = (words) => el("span.vh", words);
/** Who speaks, in the panel's language, whatever that of the message is. */
const speaker = ({ root, lang }, words) => el("span.vh", { lang, dir: root.dir }, words);
const chip = (text, onclick) => press("chip", onclick, { part: "chip" }, text);
const chips = (...children) => el("div.chips", ...children);

/** Formats are slow to make: one of each kind is kept. @type {Record<string, Intl.DateTimeFormat>} */
const formats = {};

function time({ lang }, at) {
  const date = new Date(at);
  const tag = navigator.languages.find((known) => known.slice(0, 2) === lang.slice(0, 2)) || lang;
  const isToday = date.toDateString() === new Date().toDateString();
  const [day, month] = isToday ? [] : /** @type {const} */ (["numeric", "short"]);
  const format = (formats[tag + isToday] ||= new Intl.DateTimeFormat(tag, {
    hour: "numeric",
    minute: "2-digit",
    day,
    month,
  }));
  return el("time", { datetime: at }, format.format(date));
}

/** The time of an entry, if it ends a group. */
function timeAfter(panel, { at, from }, next) {
  const near = next && Date.parse(next.at) - Date.parse(at) < sameGroup;
  return near && (next.from === from || next.body.kind === "answer") ? "" : time(panel, at);
}

/** A message of the visitor, sent or not yet. */
function visitorRow(panel, { body, cid }) {
  const { words } = panel;
  const { kind, text, id, title } = body;
  const said = el("p", { dir: "auto" });
  const meta = el("div.meta");
  const node = el("div.me", { part: "message", ...off }, hidden(words.you), said, meta);
  const update = (entry, _, timeAfter) => {
    const { failed, seq } = entry;
    const retry = /rate|storage/.test(failed)
      ? press("again", () => panel.chat.act({ type: "again", cid }), null, words.again)
      : "";
    said.textContent = kind === "human" ? words.person : text || title || panel.titles.get(id) || id;
    node.classList.toggle("pending", isWaiting(entry));
    meta.classList.toggle("failed", !!failed);
    if (failed) meta.replaceChildren(words.failures[failed] || words.failed, retry);
    else if (!seq) meta.replaceChildren(panel.chat.state.ready ? "" : words.sending);
    else {
      const { seen, desk } = panel.chat.state;
      const at = timeAfter();
      const read = desk.stage === "agent" && seen >= seq && at ? [panel.svg(glyphs.seen), words.seen] : [];
      meta.replaceChildren(at, ...read);
    }
  };
  return { node, update };
}

/** What the bot says: a card with its words first, and later all that can be pressed. */
function botRow(panel, { lang = panel.lang }, said, more, update) {
  const card = el("div.card", el("div.text", { lang, dir: "auto" }, speaker(panel, panel.words.bot), said));
  const node = el("div.bot", { part: "message" }, card);
  const extra = (...nodes) => node.append(el("div.extra", off, ...nodes));
  return { node, update, more: () => more(card, extra) };
}

/** Where an answer comes from, and when that was last changed. */
function source({ words, lang }, { topic, updated }) {
  const day = new Date(updated);
  const year = day.getFullYear() === new Date().getFullYear() ? undefined : /** @type {const} */ ("numeric");
  const date = day.toLocaleDateString(lang, { day: "numeric", month: "long", year });
  return el("span", { dir: "auto" }, fill(words.source, { topic, date }));
}

/** Scrolls the log as far as it takes to see the whole of a node. */
function reveal(log, node) {
  const below = node.getBoundingClientRect().bottom - log.getBoundingClientRect().bottom;
  if (below > 0) log.scrollTop += below + 12;
}

function answerRow(panel, { body, seq, at }) {
  const { words } = panel;
  const { content, links = [], follow_ups = [], topic, updated } = body;
  const safe = links.filter(({ url }) => isSafe(url));
  const vote = (helpful, comment) => () => {
    panel.send({ kind: "feedback", about: seq, helpful, comment });
    panel.say(helpful || comment ? words.thanks : words.why);
  };
  const thumb = (helpful, label, path) => press("thumb", vote(helpful), { "aria-label": label }, panel.svg(path));
  const thumbs = [thumb(true, words.yes, glyphs.up), thumb(false, words.no, glyphs.down)];
  const reasons = words.reasons.map((reason) => chip(reason, vote(false, reason)));
  const why = chips(el("span.quiet", words.why), ...reasons);
  const update = () => {
    const { helpful, comment } = panel.votes.get(seq) || {};
    thumbs.forEach((one, index) => (one.ariaPressed = String(helpful === !index)));
    reasons.forEach((one) => (one.ariaPressed = String(comment === one.textContent)));
    const shown = why.hidden && helpful === false;
    why.hidden = helpful !== false;
    if (shown) reveal(panel.log, why);
  };
  const more = (card, extra) => {
    const button = ({ label, url }, index) =>
      el(
        index ? "a.btn" : "a.btn main",
        link(url),
        label,
        hidden(` (${words.newTab})`),
        index && panel.svg(glyphs.out),
      );
    if (safe.length) card.append(el("div.btns", off, ...safe.map(button)));
    if (topic && updated) card.append(el("p.src", off, panel.svg(glyphs.page), source(panel, body)));
    const helped = [el("span.quiet", seq ? words.helped : words.unsaved), ...(seq ? thumbs : [])];
    const next = follow_ups.map(({ id, title }) => chip(title, () => panel.send({ kind: "choice", id })));
    extra(
      el("div.fb", { role: "group", "aria-label": words.helped }, el("span.meta", time(panel, at)), ...helped),
      why,
      next[0] && chips(...next),
    );
  };
  return botRow(panel, body, render(content), more, update);
}

/** "Did you mean", and an answer that was not found. */
function choicesRow(panel, { seq, body }) {
  const { words } = panel;
  const { text, options = [], kind, human = kind === "choices" } = body;
  const none = chip(words.none, () => {
    panel.send({ kind: "feedback", about: seq, helpful: false, comment: words.none });
    panel.say(words.reword);
    panel.focus();
  });
  const reword = el("span.quiet", words.reword);
  const more = (card, extra) => {
    if (options.length) card.append(el("div", off, questions(panel, options, body.lang)));
    card.classList.toggle("flush", options.length > 0);
    extra(chips(reword, options.length > 0 && seq && !body.small_talk && none, human && chip(words.person, () => panel.handoff())));
  };
  const update = () => {
    none.hidden = panel.votes.has(seq);
    reword.hidden = !none.hidden;
  };
  return botRow(panel, body, el("p", text), more, update);
}

/** Dots while an answer is awaited; screen readers hear of it elsewhere. */
const dotsRow = () => ({ node: el("div.dots", { "aria-hidden": "true" }, el("i"), el("i"), el("i")) });

/** Whether an answer of the bot is on its way to a question of this visit. @param {any} state */
export function isAwaiting({ events, outbox, unsaved, ready, desk }) {
  const asks = (/** @type {any} */ { body, failed, cid }) =>
    !/feedback|csat/.test(body.kind) && !failed && !unsaved.some(({ after }) => after === cid);
  const last = events.filter(asks).at(-1);
  // In the line only what is sure is answered.
  return !!ready && !/agent|queued/.test(desk.stage) && (outbox.some(asks) || (!!last?.live && last.from === "visitor"));
}

/** How each kind is drawn; desk.js adds to them, and kinds that are in neither are ignored. */
const kinds = {
  visitor: { text: visitorRow, choice: visitorRow, human: visitorRow, message: visitorRow },
  bot: { answer: answerRow, choices: choicesRow, none: choicesRow },
};

/** What draws an event, if it is known. */
const maker = ({ desk }, { from, body }) => (kinds[from] || desk?.kinds[from])?.[body.kind];

/** What is held as history, but for a question that waits for its answer. */
export function asHistory(events) {
  const asked = events.at(-1)?.from === "visitor" && events.at(-1);
  return events.map((one) => (one === asked ? one : { ...one, live: false }));
}

export class Messages {
  #rows = new Map();
  #hush;
  #atEnd = true;
  #top = 0; // how far it was scrolled
  #awaiting = false;
  #live; // the answer that was shown last by its start

  /** @param {any} panel whose log it fills */
  constructor(panel) {
    this.panel = panel;
    const { log, chat } = panel;
    log.onscroll = () => {
      // Only scrolling up leaves the end: what has grown below meanwhile does not.
      this.#atEnd = this.#isAtEnd() || (this.#atEnd && log.scrollTop >= this.#top);
      this.#top = log.scrollTop;
      if (log.scrollTop < 60 && hasOlder(chat.state)) chat.act({ type: "earlier" });
    };
    new ResizeObserver(() => this.#toEnd()).observe(log);
    // A picture comes later than its answer, and must not push the answer's start out of view.
    const stay = () => {
      const start = this.#live?.offsetTop - 12 || Infinity;
      if (this.#atEnd) log.scrollTop = Math.max(log.scrollTop, Math.min(log.scrollHeight, start));
    };
    log.addEventListener("load", stay, true);
  }

  /** What draws the same in a log that is built anew: it is not news. */
  anew() {
    const { chat } = this.panel;
    chat.state = { ...chat.state, events: asHistory(chat.state.events) };
    return new Messages(this.panel);
  }

  /** What is to be seen, in order; learns titles and votes on the way. */
  #entries({ events, outbox, unsaved, ready }) {
    const { titles, votes } = this.panel;
    const learn = ({ id, title }) => title && titles.set(id, title);
    ready?.pinned.forEach(learn);
    votes.clear();
    const entries = [...events];
    for (const item of outbox)
      entries.push({ ...item, from: "visitor" }, ...unsaved.filter(({ after }) => after === item.cid));
    return entries.filter(({ from, body, failed }) => {
      const { kind, about, options = [], follow_ups = [] } = body;
      [body, ...options, ...follow_ups].forEach(learn);
      if (kind === "feedback" && !failed) votes.set(about, body);
      return maker(this.panel, { from, body });
    });
  }

  /** @param {import("./state.js").State} state */
  draw(state) {
    const { panel } = this;
    const { log, words } = panel;
    // From now on the token opens what the link in a mail led to.
    if (state.ready) delete panel.loader.options.key;
    const awaiting = isAwaiting(state);
    if (awaiting !== this.#awaiting) panel.say(awaiting ? words.typing : "");
    this.#awaiting = awaiting;
    const { scrollHeight, scrollTop, clientHeight } = log;
    /** @type {any[]} */
    const items = this.#entries(state).map((entry, index, all) => {
      const { from, cid, seq, after, at, body } = entry;
      const key = from === "visitor" && cid ? cid : seq || after + at;
      const next = all[index + 1] || (awaiting && { at, body: { kind: "answer" } });
      return { key, entry, next, make: maker(panel, { from, body }) };
    });
    if (awaiting) items.push({ key: "dots", make: dotsRow });
    else if (state.typing && panel.desk) items.push({ key: "writing", make: panel.desk.writingRow });
    const made = this.#place(items);
    if (!made.length) return this.#toEnd();
    const live = made.find(({ entry }) => entry?.live && entry.from !== "visitor");
    this.#live = live?.row.node;
    const show = () => {
      if (made[0] === items[0] && made.length < items.length)
        log.scrollTop = scrollTop + log.scrollHeight - scrollHeight;
      else if (!live) log.scrollTop = log.scrollHeight;
      else if (scrollHeight - scrollTop - clientHeight < nearEnd) log.scrollTop = live.row.node.offsetTop - 12;
      this.#atEnd = this.#isAtEnd();
    };
    const finish = (some) => {
      for (const { row } of some) row.more?.();
      show();
    };
    finish(made.filter((item) => item !== live));
    if (live) setTimeout(finish, pause, [live]);
  }

  /** The visitor sees all that there is: what comes later is news, on the next page, too. */
  read() {
    const { chat, store, desk } = this.panel;
    desk?.read(this.panel);
    const read = chat.state.last;
    const saved = store.read();
    if (read && saved.read !== read) store.write({ ...saved, read });
  }

  #isAtEnd() {
    const { log } = this.panel;
    return log.scrollHeight - log.scrollTop - log.clientHeight < 4;
  }

  /** What was in view at the end stays in view when something above or below it grows. */
  #toEnd() {
    const { log } = this.panel;
    if (this.#atEnd && this.#rows.size) log.scrollTop = log.scrollHeight;
  }

  /** Brings the log's children in line with `items`; returns those that are new. */
  #place(items) {
    const { log } = this.panel;
    const old = this.#rows;
    const made = items.filter(({ key }) => !old.has(key));
    this.#rows = new Map();
    for (const item of items) {
      const { key, entry, next, make } = item;
      item.row = old.get(key) || make(this.panel, entry);
      item.row.update?.(entry, next, () => timeAfter(this.panel, entry, next));
      this.#rows.set(key, item.row);
    }
    for (const [key, { node }] of old) if (!this.#rows.has(key)) node.remove();
    let cursor = log.firstChild;
    for (const { row, entry } of items) {
      if (row.node === cursor) cursor = cursor.nextSibling;
      else {
        if (entry && entry.from !== "visitor") this.#announce(entry.live);
        if (entry?.live) row.node.classList.add("new");
        log.insertBefore(row.node, cursor);
      }
    }
    return made;
  }

  /** Lets screen readers hear what comes next, or not. */
  #announce(live) {
    const { log } = this.panel;
    clearTimeout(this.#hush);
    log.ariaLive = live ? "polite" : "off";
    this.#hush = setTimeout(() => (log.ariaLive = "polite"), 1000);
  }
}

// @ts-check
// Draws the messages: a row for each event or unsent message, kept by its key, so that drawing
// again changes only what changed. Screen readers hear a live answer's own words, once: buttons,
// times, history and the visitor's messages are where aria-live is off.
import { hasOlder } from "./chat.js";
import { el, fill, isSafe, link, press, questions, render } from "./content.js";

export const css = `
.log>:first-child:not(.start){margin-top:auto}
.me{align-self:flex-end;max-width:82%;display:grid;justify-items:end;gap:4px}
.me p{background:var(--accent);color:var(--on);box-shadow:inset 0 0 0 1px var(--accent-ink)}
.me p,.b,.dots{padding:9px 14px 10px;border-radius:18px;border-end-end-radius:5px;overflow-wrap:anywhere;white-space:pre-wrap}
.pending p{opacity:.75}
.meta{display:flex;flex-wrap:wrap;align-items:center;gap:4px}
.meta:empty{display:none}
.failed{color:var(--danger)}
.meta button{min-height:24px;padding:0 4px;color:var(--accent-ink);text-decoration:underline}
.bot,.extra{display:grid;gap:6px}
.card{background:var(--surface);border-radius:5px 16px 16px;box-shadow:var(--raised);padding:14px 16px;display:grid;gap:12px}
.card:dir(rtl){border-radius:16px 5px 16px 16px}
.text{display:grid;gap:8px;min-width:0;overflow-wrap:anywhere}
.text strong{font-weight:620}
.text a{color:var(--accent-ink);font-weight:550;text-underline-offset:3px}
.text :is(h3,h4,pre,ol,blockquote){margin:0;padding:0;font-size:15px}
.text ol{list-style:"";display:grid;gap:9px;counter-reset:s var(--from,0)}
.text ol>li{position:relative;padding-inline-start:34px;counter-increment:s}
.text ol>li::before{content:counter(s);position:absolute;inset-inline-start:0;min-width:24px;margin-top:-1px;border-radius:12px;background:var(--soft);color:var(--accent-ink);font-size:13px;line-height:24px;font-weight:650;text-align:center}
.text ul{list-style:disc;padding-inline-start:20px}
.text img{max-width:100%;border-radius:10px}
.text :is(pre,code){font:13px/19px ui-monospace,monospace;background:var(--soft);border-radius:5px;padding:1px 4px;white-space:pre-wrap}
.text blockquote{border-inline-start:3px solid var(--soft-line);padding-inline-start:12px}
.text hr{width:100%;margin:0;border:0;border-top:1px solid var(--line)}
.wide{overflow:auto}
table{border-collapse:collapse}
th,td{border:1px solid var(--line);padding:5px 9px}
.btns,.chips{display:flex;flex-wrap:wrap;gap:8px}
.chips .quiet{width:100%;padding-inline:2px}
.btn{min-height:40px;padding:8px 16px;border-radius:12px;font-weight:600;font-size:14px;line-height:24px;text-decoration:none;color:var(--ink);box-shadow:inset 0 0 0 1px var(--edge)}
.btn svg{display:inline;width:17px;vertical-align:-5px;margin-inline-start:7px}
.btn.main{background:var(--accent);color:var(--on);box-shadow:inset 0 0 0 1px var(--accent-ink)}
.fb{display:flex;align-items:center;gap:4px;padding-inline-start:2px}
.fb .meta{flex:1}
.thumb{width:36px;height:36px;padding:8px;border-radius:18px;color:var(--ink-2)}
.chip{padding:8px 14px;border-radius:18px;background:var(--surface);box-shadow:inset 0 0 0 1px var(--soft-line);color:var(--accent-ink);font-size:14px;line-height:20px;font-weight:550}
[aria-pressed=true]{background:var(--soft);color:var(--accent-ink)}
.flush{padding:0;gap:0;overflow:hidden}
.flush .text{padding:14px 16px 12px}
.flush .list{border-radius:0;border-top:1px solid var(--line);box-shadow:none}
.sys{display:flex;align-items:center;gap:12px;font-size:12px;line-height:16px;font-weight:600;color:var(--ink-2)}
.sys::before,.sys::after{content:"";flex:1;border-top:1px solid var(--line)}
.note{display:flex;gap:10px;padding:12px 14px;border-radius:12px;background:var(--warn-soft);font-size:14px;line-height:20px}
.note svg{color:var(--warn)}
.agent{display:grid;grid-template-columns:32px auto;gap:4px 10px;align-items:end;justify-content:start;max-width:90%}
.face{border-radius:50%;background:#e9d8c3;color:#553a1c;font-size:12px;line-height:32px;font-weight:650;text-align:center}
.b,.dots{background:var(--surface);box-shadow:var(--raised);border-radius:18px;border-end-start-radius:5px}
.agent .meta{grid-column:2}
.dots{display:flex;gap:5px;align-self:start;padding:14px 16px}
.dots i{width:7px;height:7px;border-radius:50%;background:var(--ink-3)}
@media (max-width:480.98px){
.card:not(.flush){gap:10px;padding:12px 14px}
.text ol{gap:7px}}
@media (prefers-reduced-motion:no-preference){
.new{animation:rise .14s cubic-bezier(.2,.8,.2,1)}
.dots{animation:rise .14s .25s both}
.dots i{animation:dot 1.3s infinite}
.dots i+i{animation-delay:.16s}
.dots i+i+i{animation-delay:.32s}
@keyframes dot{0%,60%,100%{opacity:.5}30%{transform:translateY(-3px)}}}`;

const icons = {
  up: "M7.5 10.5 11 3.8c1.5 0 2.5 1.1 2.3 2.6l-.5 3.1h4.7c1.5 0 2.5 1.4 2.1 2.8l-1.5 5.2c-.3 1-1.2 1.7-2.3 1.7H7.5m0-8.7v8.7m0-8.7H4.2v8.7h3.3",
  down: "M16.5 13.5 13 20.2c-1.5 0-2.5-1.1-2.3-2.6l.5-3.1H6.5c-1.5 0-2.5-1.4-2.1-2.8l1.5-5.2c.3-1 1.2-1.7 2.3-1.7h8.3m0 8.7V4.8m0 8.7h3.3V4.8h-3.3",
  out: "M9 6h9v9M17.5 6.5l-11 11",
  moon: "M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7Z",
};

/** Messages of one side this near in time (ms) show one time; an answer shows it for its question. */
const sameGroup = 60000;
/** Buttons follow the announced words after this many ms, as a change of their own. */
const pause = 50;
/** The log counts as read to its end within this many pixels. */
const nearEnd = 120;
const off = { "aria-live": "off" };
const hidden = (words) => el("span.vh", null, words);
const chip = (text, onclick) => press("chip", onclick, { part: "chip" }, text);
const chips = (...children) => el("div.chips", null, ...children);

function time({ lang }, at) {
  const date = new Date(at);
  const tag = navigator.languages.find((known) => known.slice(0, 2) === lang.slice(0, 2)) || lang;
  const [day, month] =
    date.toDateString() === new Date().toDateString() ? [] : /** @type {const} */ (["numeric", "short"]);
  return el("time", { datetime: at }, date.toLocaleString(tag, { hour: "2-digit", minute: "2-digit", day, month }));
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
  const update = (entry, next) => {
    const { failed, seq } = entry;
    const retry = /rate|storage/.test(failed)
      ? press("again", () => panel.chat.act({ type: "again", cid }), null, words.again)
      : "";
    said.textContent = kind === "human" ? words.person : text || title || panel.titles.get(id) || id;
    node.classList.toggle("pending", !seq && !failed);
    meta.classList.toggle("failed", !!failed);
    if (failed) meta.replaceChildren(words.failures[failed] || words.failed, retry);
    else meta.replaceChildren(seq ? timeAfter(panel, entry, next) : panel.chat.state.ready ? "" : words.sending);
  };
  return { node, update };
}

/** What the bot says: a card with its words first, and later all that can be pressed. */
function botRow(panel, { lang = panel.lang }, said, more, update) {
  const card = el("div.card", null, el("div.text", { lang, dir: "auto" }, hidden(panel.words.bot), said));
  const node = el("div.bot", { part: "message" }, card);
  const extra = (...nodes) => node.append(el("div.extra", off, ...nodes));
  return { node, update, more: () => more(card, extra) };
}

function answerRow(panel, { body, seq, at }) {
  const { words } = panel;
  const { content, links = [], follow_ups = [] } = body;
  const safe = links.filter(({ url }) => isSafe(url));
  const vote = (helpful, comment) => () => {
    panel.send({ kind: "feedback", about: seq, helpful, comment });
    panel.say(helpful || comment ? words.thanks : words.why);
  };
  const thumb = (helpful, label, path) => press("thumb", vote(helpful), { "aria-label": label }, panel.svg(path));
  const thumbs = [thumb(true, words.yes, icons.up), thumb(false, words.no, icons.down)];
  const reasons = words.reasons.map((reason) => chip(reason, vote(false, reason)));
  const why = chips(el("span.quiet", null, words.why), ...reasons);
  const update = () => {
    const { helpful, comment } = panel.votes.get(seq) || {};
    thumbs.forEach((one, index) => (one.ariaPressed = String(helpful === !index)));
    reasons.forEach((one) => (one.ariaPressed = String(comment === one.textContent)));
    const shown = why.hidden && helpful === false;
    why.hidden = helpful !== false;
    if (shown) panel.reveal(why);
  };
  const more = (card, extra) => {
    const button = ({ label, url }, index) =>
      el(index ? "a.btn" : "a.btn main", link(url), label, hidden(` (${words.newTab})`), index && panel.svg(icons.out));
    if (safe.length) card.append(el("div.btns", off, ...safe.map(button)));
    const helped = [el("span.quiet", null, seq ? words.helped : words.unsaved), ...(seq ? thumbs : [])];
    const next = follow_ups.map(({ id, title }) => chip(title, () => panel.send({ kind: "choice", id })));
    extra(
      el("div.fb", { role: "group", "aria-label": words.helped }, el("span.meta", null, time(panel, at)), ...helped),
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
  const reword = el("span.quiet", null, words.reword);
  const more = (card, extra) => {
    if (options.length) card.append(el("div", off, questions(panel, options)));
    card.classList.toggle("flush", options.length > 0);
    extra(chips(reword, options.length > 0 && seq && none, human && chip(words.person, () => panel.handoff())));
  };
  const update = () => {
    none.hidden = panel.votes.has(seq);
    reword.hidden = !none.hidden;
  };
  return botRow(panel, body, el("p", null, text), more, update);
}

function noticeRow({ svg }, { body: { code, text } }) {
  return {
    node: code === "offline" ? el("p.note", null, svg(icons.moon), el("span", null, text)) : el("p.sys", null, text),
  };
}

function agentRow(panel, { body: { text, agent } }) {
  const name = agent?.name || panel.words.team;
  const meta = el("div.meta", off);
  const face = el("span.face", { "aria-hidden": "true" }, name[0]);
  const said = el("p.b", { dir: "auto" }, hidden(fill(panel.words.agent, { name })), text);
  return {
    node: el("div.agent", { part: "message" }, face, said, meta),
    update: (entry, next) => meta.replaceChildren(timeAfter(panel, entry, next)),
  };
}

/** Dots while an answer is awaited; screen readers hear of it elsewhere. */
const dotsRow = () => ({ node: el("div.dots", { "aria-hidden": "true" }, el("i"), el("i"), el("i")) });

/** How each kind is drawn; kinds that are not here are ignored. */
const kinds = {
  visitor: { text: visitorRow, choice: visitorRow, human: visitorRow },
  bot: { answer: answerRow, choices: choicesRow, none: choicesRow },
  system: { notice: noticeRow },
  agent: { text: agentRow },
};

export class Messages {
  #rows = new Map();
  #hush;
  #atEnd = true;

  /** @param {any} panel whose log it fills */
  constructor(panel) {
    this.panel = panel;
    const { log, chat } = panel;
    log.onscroll = () => {
      this.#atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 4;
      if (log.scrollTop < 60 && hasOlder(chat.state)) chat.act({ type: "earlier" });
    };
    new ResizeObserver(() => this.#toEnd()).observe(log);
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
      return kinds[from]?.[kind];
    });
  }

  /** @param {import("./chat.js").State} state @param {boolean} awaiting whether an answer is on its way */
  draw(state, awaiting) {
    const { log } = this.panel;
    const { scrollHeight, scrollTop, clientHeight } = log;
    /** @type {any[]} */
    const items = this.#entries(state).map((entry, index, all) => {
      const { from, cid, seq, after, at, body } = entry;
      const key = from === "visitor" && cid ? cid : seq || after + at;
      const next = all[index + 1] || (awaiting && { at, body: { kind: "answer" } });
      return { key, entry, next, make: kinds[from][body.kind] };
    });
    if (awaiting) items.push({ key: "dots", make: dotsRow });
    const made = this.#place(items);
    if (!made.length) return this.#toEnd();
    const live = made.find(({ entry }) => entry?.live && entry.from !== "visitor");
    const show = () => {
      if (made[0] === items[0] && made.length < items.length)
        log.scrollTop = scrollTop + log.scrollHeight - scrollHeight;
      else if (!live) log.scrollTop = log.scrollHeight;
      else if (scrollHeight - scrollTop - clientHeight < nearEnd) log.scrollTop = live.row.node.offsetTop - 12;
    };
    const finish = (some) => {
      for (const { row } of some) row.more?.();
      show();
    };
    finish(made.filter((item) => item !== live));
    if (live) setTimeout(finish, pause, [live]);
  }

  /** What was in view at the end stays in view when something above or below it grows. */
  #toEnd() {
    const { log } = this.panel;
    if (this.#atEnd) log.scrollTop = log.scrollHeight;
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
      item.row.update?.(entry, next);
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

// @ts-check
// What the team was told, and whether it arrived: in words that the overview and the settings share.
import { make, pill } from "./shell.js";

/**
 * @typedef {{about: string, conversation: string, kind: string, receiver: string, to?: string, due: string, state: string, attempts: number, at: string, said?: string}} Notice
 * @typedef {{notices: Notice[], more: boolean, unheard: Notice[]}} Notices
 */

/** Rows that are shown at once: who looks for an older one asks for it. */
const ROWS = 50;

/** @type {Record<string, string>} */
const ABOUT = {
  queued: "A visitor waits for a person",
  message: "A visitor left a message",
  reply: "An answer to a visitor who had left",
};

/** @type {Record<string, string>} */
const KINDS = {
  slack: "Slack",
  wecom: "WeCom",
  dingtalk: "DingTalk",
  feishu: "Feishu",
  "handoff-webhook": "The webhook",
  "team-mail": "The team's mail",
  "visitor-mail": "A mail to a visitor",
};

/** @param {string} time */
const spoken = (time) =>
  new Date(time).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** The end of a sentence: what a receiver said, if it did. @param {string | undefined} said */
export function reason(said) {
  const words = (said ?? "").trim().replace(/[.\u3002]+$/, "");
  return words ? `: ${words}.` : ".";
}

/** @param {string} what @param {Notice} notice */
function trouble(what, { to, state, at, said }) {
  const why = to === undefined ? ". An administrator sees why." : reason(said);
  const again = state === "failed" ? "It is not tried again." : `It is tried again on ${spoken(at)}.`;
  return `${what}${why} ${again}`;
}

/**
 * Who is not reached at present: a sentence for each of the team's, and one for all visitors, whose mails mostly fail
 * for one reason.
 * @param {Notice[]} unheard the last notice of each, the latest first
 */
export function troubles(unheard) {
  const isToVisitor = (/** @type {Notice} */ { about }) => about === "reply";
  const team = unheard.filter((notice) => !isToVisitor(notice));
  const [letter, ...others] = unheard.filter(isToVisitor);
  const told = team.map((notice) => {
    const about = (ABOUT[notice.about] ?? notice.about).toLowerCase();
    const whom = notice.to === undefined ? "" : ` (${notice.to})`;
    return trouble(`${KINDS[notice.kind] ?? notice.kind} does not get what it should: ${about}${whom}`, notice);
  });
  if (letter) {
    const what = "A mail with an answer did not reach a visitor";
    told.push(trouble(others.length ? `${what}, nor did others before it` : what, letter));
  }
  return told;
}

/** How it stands. @param {Notice} notice */
function mark({ state, attempts }) {
  if (state === "sent") return pill("good", "Sent");
  if (state === "needless") return pill("", "Not needed");
  if (state === "failed") return pill("bad", "Failed");
  return attempts > 0 ? pill("warn", "Trying again") : pill("", "Under way");
}

/** @param {Notice} notice */
function row(notice) {
  const { about, conversation, kind, to, due, state, attempts, at, said } = notice;
  const tries = attempts > 1 ? `${attempts} attempts` : "";
  const next = state === "waiting" ? `next on ${spoken(at)}` : "";
  const more = [tries, next].filter(Boolean).join(", ");
  const link = { class: "text-link", href: `/admin/console?c=${encodeURIComponent(conversation)}` };
  return make(
    "tr",
    {},
    make("td", {}, make("time", { class: "number", datetime: due }, spoken(due))),
    make("td", {}, make("a", link, ABOUT[about] ?? about)),
    make("td", {}, KINDS[kind] ?? kind, make("small", {}, to ?? "")),
    make("td", {}, mark(notice), more ? make("small", {}, more) : null, make("small", { dir: "auto" }, said ?? "")),
  );
}

/**
 * The table's rows, some at first and more for who asks.
 * @param {HTMLElement} place the table's body
 * @param {HTMLElement} title says how many of them there are
 * @param {HTMLElement} button
 * @param {Notices} told
 */
export function list(place, title, button, { notices, more }) {
  const show = () => {
    const from = place.childElementCount;
    const added = notices.slice(from, from + ROWS).map(row);
    place.append(...added);
    const shown = place.childElementCount;
    title.textContent =
      shown < notices.length || more ? `The latest ${shown} of the last seven days` : "The last seven days";
    button.hidden = shown === notices.length;
    // who asked by the keyboard goes on where it goes on
    if (from) added[0]?.querySelector("a")?.focus();
  };
  place.replaceChildren();
  button.addEventListener("click", show);
  show();
}

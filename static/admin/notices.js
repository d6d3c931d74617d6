// @ts-check
// What the team was told, and whether it arrived: in words that the overview and the settings share.
import { make, pill } from "./shell.js";

/**
 * @typedef {{about: string, conversation: string, kind: string, to?: string, due: string, state: string, attempts: number, at: string, said?: string}} Notice
 */

/** Rows that are shown at most: what is older was seen, or is not looked for any more. */
const MOST_ROWS = 50;

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

/** @param {Notice} notice */
const isInTrouble = ({ state, attempts }) => state === "failed" || (state === "waiting" && attempts > 0);

/**
 * What does not arrive at present: of every receiver the last notice counts, so that what works again is not spoken of.
 * @param {Notice[]} notices the latest first
 */
export function troubles(notices) {
  /** @type {Map<string, Notice>} */
  const last = new Map();
  for (const notice of notices) {
    const receiver = `${notice.kind} ${notice.to}`;
    // what was not tried yet says nothing
    if (!last.has(receiver) && (notice.state === "sent" || isInTrouble(notice))) last.set(receiver, notice);
  }
  return [...last.values()].filter(isInTrouble).map((notice) => {
    const again = notice.state === "failed" ? "It is not tried again." : `It is tried again on ${spoken(notice.at)}.`;
    const why = notice.to === undefined ? ". An administrator sees why." : ` (${notice.to}): ${notice.said}.`;
    return `${KINDS[notice.kind] ?? notice.kind} does not get what it should: ${(ABOUT[notice.about] ?? notice.about).toLowerCase()}${why} ${again}`;
  });
}

/** How it stands. @param {Notice} notice */
function mark({ state, attempts }) {
  if (state === "sent") return pill("good", "Sent");
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

/** @param {HTMLElement} place the table's body @param {Notice[]} notices */
export function list(place, notices) {
  place.replaceChildren(...notices.slice(0, MOST_ROWS).map(row));
}

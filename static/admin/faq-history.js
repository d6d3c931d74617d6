// @ts-check
// The versions of a file: who changed what, and the way back.

import { Problem, busy, button, call, dateTime, find, make } from "./shell.js";
import { showDifference } from "./faq-diff.js";

/** @typedef {{number: number, at: string, author: string | null, reason: string, note: string, digest: string}} Version */

/** @type {Record<string, string>} */
const REASONS = {
  found: "As it was when editing began",
  outside: "Changed outside the admin area",
  edit: "Edited",
  new: "New file",
  wording: "Wordings",
  answer: "Answer of the team",
  restore: "Put back",
  rename: "Renamed",
  remove: "Removed",
};

/** @param {string} text */
export const plain = (text) => text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");

/** Takes the versions of a file away that is not open any more: what is put back is put into the open one. */
export function clearHistory() {
  find("[data-history]").replaceChildren();
  find("[data-history-note]").textContent = "";
}

/** Puts a removed file back as it was at last. @param {string} gone */
export async function restoreLast(gone) {
  /** @type {{versions: Version[]}} */
  const { versions } = await call("GET", `/faq/history?path=${encodeURIComponent(gone)}`);
  const last = versions.find((version) => version.digest);
  if (!last) throw new Problem(404, "None of its versions is kept.");
  await call("POST", "/faq/restore", { path: gone, number: last.number, digest: null });
}

/**
 * @param {string} path
 * @param {{editable: boolean, timeZone: string, digest: string | null, restore: (number: number) => Promise<void>,
 *   isWanted: () => boolean}} options `isWanted`: whether nothing else was looked at until the versions came
 */
export async function showHistory(path, { editable, timeZone, digest, restore, isWanted }) {
  const list = find("[data-history]");
  const note = find("[data-history-note]");
  /** @type {{changed_outside: boolean, versions: Version[]}} */
  const { versions, changed_outside } = await call("GET", `/faq/history?path=${encodeURIComponent(path)}`);
  if (!isWanted()) return;
  note.textContent = versions.length
    ? changed_outside
      ? "Changed outside since the newest one; the next change records that."
      : "Up to fifty are kept, the newest ones; of long texts fewer."
    : "None yet: the first change makes one, and keeps the text from before.";
  const text = async (/** @type {number} */ number) => {
    const { text } = await call("GET", `/faq/version?path=${encodeURIComponent(path)}&number=${number}`);
    return plain(text ?? "");
  };

  /** @param {Version} version @param {Version | undefined} before */
  const line = (version, before) => {
    const item = make("li", { class: "faq-version" });
    const title = version.note
      ? `${REASONS[version.reason] ?? version.reason}: ${version.note}`
      : (REASONS[version.reason] ?? version.reason);
    const who = version.author ? `${version.author}, ` : "";
    const about = make(
      "div",
      {},
      make("h3", {}, title),
      make("p", { class: "under" }, `${who}${dateTime(version.at, timeZone)}, version ${version.number}`),
    );
    const tools = make("div", { class: "row" });
    const show = /** @type {HTMLButtonElement} */ (
      make("button", { type: "button", class: "button small", "aria-expanded": "false" }, before ? "Changes" : "Text")
    );
    show.addEventListener("click", () =>
      busy(show, async () => {
        const open = item.querySelector(".faq-diff");
        show.setAttribute("aria-expanded", String(!open));
        if (open) {
          open.remove();
          return;
        }
        const [old, now] = await Promise.all([before ? text(before.number) : "", text(version.number)]);
        item.append(showDifference(old, now, `Version ${version.number} against the one before`));
      }),
    );
    tools.append(show);
    if (editable && version.digest !== (digest ?? "")) {
      tools.append(button("Put back", "small", () => restore(version.number)));
    }
    item.append(about, tools);
    return item;
  };
  list.replaceChildren(...versions.map((version, at) => line(version, versions[at + 1])));
}

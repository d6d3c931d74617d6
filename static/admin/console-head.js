// @ts-check
// Above the thread: who is talked to, how it stands, what can be done, and what was refused; and how the connection is.
import { face } from "./console-dom.js";
import { standing } from "./console-lines.js";
import { isMine, pending } from "./console-state.js";
import { hour, initials, look, visitorName } from "./console-words.js";
import { button, find, make, pill } from "./shell.js";

/** @typedef {import("./console-state.js").State} State */
/**
 * @typedef {{timeZone: string, acts: Record<string, () => unknown>, canned(): void, keys(): void, again(cid: string): void,
 *   drop(cid: string): void}} Given
 */

const NAMES = /** @type {Record<string, string>} */ ({
  take: "Not taken",
  assign: "Not handed over",
  release: "Not put back",
  resolve: "Not resolved",
  give_back: "Not given back",
});

/** What can be done with a conversation as it stands: by its key. @param {State} state */
export function possible(state) {
  const row = state.thread?.row;
  const mine = isMine(state, row);
  const stage = row?.stage ?? "bot";
  // whoever leads may hand on what another one has
  const leads = state.me?.role !== "agent";
  return {
    t: stage !== "agent",
    h: mine || stage === "queued" || (stage === "agent" && leads),
    e: mine,
    b: mine,
    l: mine,
  };
}

/** Draws the buttons of the open conversation. @param {State} state @param {Given} given */
function drawActs(state, given) {
  const can = possible(state);
  const sign = JSON.stringify([can, state.thread?.conversation]);
  const place = find("[data-acts]");
  if (place.dataset.sign === sign) return;
  const had = place.contains(document.activeElement);
  place.dataset.sign = sign;
  place.replaceChildren(
    ...[
      can.h ? button("Hand to…", "small", given.acts.h) : null,
      can.t ? button("Take", "small primary", given.acts.t) : null,
      can.e ? button("Resolve", can.t ? "small" : "small primary", given.acts.e, "check") : null,
    ].filter((one) => one !== null),
  );
  if (had) /** @type {HTMLElement} */ (place.lastElementChild ?? find("#thread-title")).focus();
  drawMore(state, can, given);
}

/** Draws the menu. @param {State} state @param {ReturnType<typeof possible>} can @param {Given} given */
function drawMore(state, can, given) {
  const entry = (/** @type {string} */ words, /** @type {() => unknown} */ run) => {
    const one = make("button", { type: "button" }, words);
    one.addEventListener("click", () => {
      /** @type {HTMLDetailsElement} */ (find("[data-more]")).open = false;
      run();
    });
    return make("li", {}, one);
  };
  const all = `/admin/conversations?one=${encodeURIComponent(state.thread?.conversation ?? "")}`;
  find("[data-more-acts]").replaceChildren(
    ...[
      can.l ? entry("Back to the line", given.acts.l) : null,
      can.b ? entry("Give back to the bot", given.acts.b) : null,
      entry("Canned replies", given.canned),
      entry("Keys", given.keys),
      make("li", {}, make("a", { href: all, target: "_blank", rel: "noopener" }, "In the log")),
    ].filter((one) => one !== null),
  );
}

/** Says what was refused, with what can be done about it. @param {State} state @param {string} conversation @param {Given} given */
function drawRefused(state, conversation, given) {
  const refused = pending(state, conversation).filter(
    ({ failed, action }) => failed && action.kind !== "reply" && action.kind !== "note",
  );
  const place = find("[data-refused]");
  const sign = JSON.stringify(refused);
  if (place.dataset.sign === sign) return;
  place.dataset.sign = sign;
  place.replaceChildren(
    ...refused.map(({ cid, action, failed }) =>
      make(
        "div",
        { class: "notice bad", role: "alert" },
        make("p", {}, `${NAMES[action.kind] ?? "Not done"}: ${failed?.message}`),
        make(
          "div",
          { class: "row" },
          button("Try again", "small", () => given.again(cid), "again"),
          button("Dismiss", "small", () => given.drop(cid)),
        ),
      ),
    ),
  );
}

/** Draws who is talked to. @param {State} state @param {Given} given */
export function drawHead(state, given) {
  const { thread } = state;
  if (!thread) return;
  const row = thread.row ?? { conversation: thread.conversation };
  const name = visitorName(row);
  const known = row.name || row.email;
  const marks = [
    row.stage === "queued" ? pill("warn", "Waiting") : null,
    row.stage === "agent" && !isMine(state, row) ? pill("", `With ${row.agent?.name}`) : null,
    row.stage === "bot" ? pill("", "With the bot") : null,
    row.stage === "message" ? pill("", "Message left") : null,
    row.connected === false ? pill("", "Left the page") : null,
  ].filter((one) => one !== null);
  const head = find(".thread-head");
  const sign = JSON.stringify([name, known, marks.map((one) => one.textContent)]);
  if (head.dataset.sign !== sign) {
    head.dataset.sign = sign;
    find("[data-name]").textContent = name;
    find("[data-face]").replaceChildren(face(known ? initials(name) : "", known ? look(name) : null));
    find("[data-marks]").replaceChildren(...marks);
  }
  const line = standing(thread, given.timeZone);
  if (find("[data-standing]").textContent !== line) find("[data-standing]").textContent = line;
  drawActs(state, given);
  drawRefused(state, thread.conversation, given);
}

/** Says how the connection and the office stand. @param {State} state @param {string} timeZone @param {boolean} away there has been no connection for a while */
export function drawState(state, timeZone, away) {
  const place = find("[data-state]");
  const { open, opensAt, ready } = state;
  const day = opensAt ? new Date(opensAt).toLocaleDateString("en-GB", { weekday: "short", timeZone }) : "";
  let text = "";
  if (!ready) text = away ? "No connection. What you do is kept and sent as soon as there is one." : "";
  else if (opensAt)
    text = `Outside the opening hours until ${day} ${hour(opensAt, timeZone)}. Visitors can leave a message.`;
  else if (!open) text = "Nobody is available. Visitors who ask for a person can leave a message.";
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}

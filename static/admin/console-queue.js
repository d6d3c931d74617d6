// @ts-check
// The list of conversations: who waits, one's own, those of colleagues, messages that were left, and those with the bot.
import { follow, face, hidden } from "./console-dom.js";
import { groups, isMine, pending } from "./console-state.js";
import { ago, clockSpan, initials, look, visitorName } from "./console-words.js";
import { find, make, pill } from "./shell.js";

/** @typedef {import("./console-state.js").State} State */

/** After so many milliseconds a wait is long. */
const LONG_WAIT = 60000;

/** What a group says while nobody is in it; those without words are left out. @type {Record<string, string>} */
const EMPTY = {
  waiting: "Nobody waits. Whoever asks for a person appears here.",
  yours: "None. Take somebody who waits, or whom the bot does not help.",
};

/** Before what was said last, where it was not the visitor. @type {Record<string, string>} */
const SPEAKERS = { bot: "Bot: ", agent: "Team: " };

const VERDICTS = /** @type {Record<string, [string, string]>} */ ({
  answer: ["", "Answered"],
  choices: ["warn", "Did you mean?"],
  none: ["bad", "Not answered"],
});

/** How it stands, in a word or two. @param {State} state @param {any} row */
function mark(state, row) {
  if (pending(state, row.conversation).some(({ failed }) => failed)) return pill("bad", "Not sent");
  if (row.stage === "queued") {
    const wait = pill("", "");
    wait.dataset.since = row.since;
    return wait;
  }
  if (row.stage === "message") return pill("", "Message left");
  if (row.stage === "agent") {
    if (!isMine(state, row)) return pill("", `With ${row.agent?.name ?? "somebody"}`);
    if (row.unread) return pill("good", "Your turn");
    return pill("", row.connected ? "Waiting for visitor" : "Visitor left the page");
  }
  const [colour, words] = VERDICTS[row.verdict] ?? ["", "Just looking"];
  const match = row.verdict === "answer" && typeof row.confidence === "number" ? `, ${row.confidence.toFixed(2)}` : "";
  return pill(colour, words + match);
}

/** @param {State} state @param {any} row @param {boolean} current */
function item(state, row, current) {
  const name = visitorName(row);
  const time = make("time", { class: "number", datetime: row.last?.at ?? row.since });
  if (row.stage === "queued") time.dataset.clock = row.since;
  else time.dataset.ago = row.last?.at ?? row.since;
  const said = row.last?.text && (SPEAKERS[row.last.from] ?? "") + row.last.text;
  const words = said || row.page_title || row.page || "Has opened the chat";
  return make(
    "li",
    {},
    make(
      "a",
      {
        class: "conversation",
        href: `?c=${encodeURIComponent(row.conversation)}`,
        "aria-current": current ? "true" : null,
        "data-conversation": row.conversation,
      },
      face(row.name || row.email ? initials(name) : "", row.name || row.email ? look(name) : null),
      make(
        "span",
        { class: "about" },
        make("span", { class: "first" }, make("b", { dir: "auto" }, name), time),
        make("span", { class: "last", dir: "auto" }, words),
        make(
          "span",
          { class: "marks" },
          mark(state, row),
          row.unread ? make("i", { class: "unread" }, hidden("unread")) : null,
        ),
      ),
    ),
  );
}

/**
 * Draws the list.
 * @param {HTMLElement} place
 * @param {State} state
 * @param {string} words that are looked for
 */
export function drawQueue(place, state, words) {
  const all = groups(state, words);
  const shown = all.filter(({ id, rows }) => rows.length || (!words && EMPTY[id]));
  const none = !shown.length || (!words && !all.some(({ rows }) => rows.length));
  const current = state.thread?.conversation;
  follow(
    place,
    shown.map(({ id, title, rows }) => ({
      key: id,
      sign: title,
      make: () =>
        make(
          "section",
          { "aria-labelledby": `group-${id}`, "data-group": id },
          make("h2", { id: `group-${id}` }, `${title} `, make("b", { class: "number" })),
          make("p", { class: "hint" }, EMPTY[id] ?? ""),
          make("ul", {}),
        ),
    })),
  );
  for (const { id, rows } of shown) {
    const section = find(`[data-group="${id}"]`, place);
    find("h2 b", section).textContent = String(rows.length);
    find(".hint", section).hidden = rows.length > 0;
    follow(
      find("ul", section),
      rows.map((row) => ({
        key: row.conversation,
        sign: JSON.stringify([
          row,
          row.conversation === current,
          pending(state, row.conversation).some((one) => one.failed),
        ]),
        make: () => item(state, row, row.conversation === current),
        update: (place) => {
          const [shown, fresh] = [find("a", place), find("a", item(state, row, row.conversation === current))];
          shown.toggleAttribute("aria-current", false);
          if (row.conversation === current) shown.setAttribute("aria-current", "true");
          shown.replaceChildren(...fresh.childNodes);
        },
      })),
    );
  }
  const empty = find("[data-nobody]");
  empty.hidden = !none;
  empty.textContent = words
    ? "None with these words."
    : state.ready
      ? "Visitors appear here as soon as they write. Leave this page open."
      : "";
}

/** Lets the times go on. @param {HTMLElement} place @param {number} now @param {string} timeZone */
export function tickQueue(place, now, timeZone) {
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-since]"))) {
    const waited = now - Date.parse(one.dataset.since ?? "");
    one.textContent = `Waiting ${clockSpan(waited)}`;
    one.classList.toggle("warn", waited >= LONG_WAIT);
  }
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-clock]")))
    one.textContent = clockSpan(now - Date.parse(one.dataset.clock ?? ""));
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-ago]"))) {
    const text = ago(one.dataset.ago ?? "", now, timeZone);
    if (one.textContent !== text) one.textContent = text;
  }
}

/** Moves the focus through the list. @param {HTMLElement} place @param {number} by */
export function moveInQueue(place, by) {
  const all = [...place.querySelectorAll("a.conversation")];
  if (!all.length) return;
  const focused = all.indexOf(/** @type {any} */ (document.activeElement));
  const from = focused >= 0 ? focused : all.findIndex((one) => one.hasAttribute("aria-current"));
  const to = from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + by));
  /** @type {HTMLElement} */ (all[to]).focus();
}

/** The colleagues who are here, and whether they take visitors. @param {HTMLElement} place @param {State} state */
export function drawAgents(place, state) {
  const here = state.agents.filter(({ connected, id }) => connected || id === state.me?.id);
  follow(
    place,
    here.map((agent) => ({
      key: agent.id,
      sign: JSON.stringify([agent, state.me?.id, state.available]),
      make: () => {
        const own = agent.id === state.me?.id;
        const available = own ? state.available : agent.available;
        const busy = agent.conversations ? `, ${agent.conversations}` : "";
        const word = available ? "available" : "away";
        return make(
          "li",
          { class: available ? "here" : "away", title: `${agent.name}, ${word}` },
          face(initials(agent.name), look(agent.name)),
          make(
            "span",
            {},
            own ? "You" : agent.name,
            hidden(`, ${word}`),
            busy ? make("span", { class: "number hint" }, busy, hidden(" conversations")) : null,
          ),
        );
      },
    })),
  );
}

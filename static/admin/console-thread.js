// @ts-check
// The open conversation: its lines, what is on its way, and that somebody writes.
import { follow, face, hidden } from "./console-dom.js";
import { lines } from "./console-lines.js";
import { hasOlder, pending } from "./console-state.js";
import { hour, initials, look, moment, shortName, visitorName } from "./console-words.js";
import { button, icon, make } from "./shell.js";

/** @typedef {import("./console-state.js").State} State */
/** @typedef {import("./console-state.js").Item} Item */

/** Lines of the bot's part that stand open; older ones are a click away. */
const OPEN_LINES = 8;
/** So many pixels above the end still count as being at the end. */
const NEAR = 80;

/** @param {import("./console-lines.js").BotLine} line @param {string} timeZone */
function botLine(line, timeZone) {
  const words = line.detail
    ? make(
        "details",
        {},
        make("summary", { dir: "auto" }, line.text),
        make("p", { class: "words", dir: "auto" }, line.detail),
      )
    : make("span", { dir: "auto" }, line.text);
  return make(
    "li",
    {},
    make("b", { dir: "auto" }, line.who),
    words,
    make("time", { class: "number", datetime: line.at }, hour(line.at, timeZone)),
  );
}

/** @param {import("./console-lines.js").BotPart} part @param {string} timeZone @param {number} now */
function botPart({ key, lines: all }, timeZone, now) {
  const [from, to] = [moment(all[0].at, now, timeZone), hour(all[all.length - 1].at, timeZone)];
  const older = all.length > OPEN_LINES ? all.slice(0, 2 - OPEN_LINES) : [];
  const rows = all.slice(older.length).map((line) => botLine(line, timeZone));
  const title = make("h3", { id: key }, icon("chat"), from.endsWith(to) ? `Bot, ${from}` : `Bot, ${from} to ${to}`);
  const folded = older.length
    ? make(
        "details",
        {},
        make("summary", {}, `${older.length} earlier lines`),
        make("ol", {}, ...older.map((line) => botLine(line, timeZone))),
      )
    : null;
  return make("section", { class: "bot-part", "aria-labelledby": key }, title, folded, make("ol", {}, ...rows));
}

/** @param {import("./console-lines.js").Said} line @param {any} row @param {string} timeZone @param {number} now @param {boolean} seen */
function message(line, row, timeZone, now, seen) {
  const time = make("time", { class: "number", datetime: line.at }, moment(line.at, now, timeZone));
  const words = make("p", { class: "bubble", dir: "auto" }, line.text);
  if (line.from === "agent") {
    const by = line.own ? null : `${line.name}, `;
    const state = seen ? [icon("ticks"), "Seen"] : [icon("check"), hidden("sent")];
    return make(
      "div",
      { class: "message out" },
      hidden(line.own ? "You" : line.name),
      words,
      make("span", { class: "meta" }, by, time, ...state),
    );
  }
  const known = row?.name || row?.email;
  const mark = face(known ? initials(visitorName(row)) : "", known ? look(visitorName(row)) : null);
  return make("div", { class: "message" }, mark, hidden(line.name), words, make("span", { class: "meta" }, time));
}

/** @param {string} author @param {string} text @param {(Node | string)[]} head */
const note = (author, text, ...head) =>
  make(
    "div",
    { class: "note" },
    make("p", { dir: "auto" }, make("b", {}, ...head, " "), text),
    hidden(`Only the team sees this note of ${author}.`),
  );

/** @param {import("./console-lines.js").Left} line @param {string} timeZone @param {number} now */
const left = (line, timeZone, now) =>
  make(
    "section",
    { class: "left-message", "aria-label": "Message left" },
    make("h3", {}, icon("mail"), `Message left, ${moment(line.at, now, timeZone)}`),
    make("p", { class: "words", dir: "auto" }, line.text),
    make("p", { class: "hint" }, [line.email, line.phone].filter(Boolean).join(" · ")),
  );

/** What did not arrive, with what can be done about it. @param {Item} item @param {Given} given */
function undelivered(item, given) {
  const { failed, action } = item;
  if (!failed) return make("span", { class: "meta" }, "Sending…");
  const again = button("Try again", "small", () => given.again(item.cid), "again");
  const back = button("Edit", "small", () => given.edit(item));
  const what = action.kind === "note" ? "Not kept" : "Not sent";
  return make(
    "div",
    { class: "undelivered", role: "alert" },
    make("p", {}, `${what}: ${failed.message}`),
    make("div", { class: "row" }, again, back),
  );
}

/** @param {Item} item @param {Given} given */
function onItsWay(item, given) {
  const { kind, text } = item.action;
  const state = undelivered(item, given);
  if (kind === "note") return make("div", { class: "mine-pending" }, note("yours", text, "Your note"), state);
  return make(
    "div",
    { class: `message out ${item.failed ? "failed" : "sending"}` },
    hidden("You"),
    make("p", { class: "bubble", dir: "auto" }, text),
    state,
  );
}

/**
 * @typedef {{timeZone: string, now: number, again(cid: string): void, edit(item: Item): void}} Given
 */

/** @param {import("./console-lines.js").Line} line @param {any} row @param {Given} given @param {boolean} seen */
function build(line, row, given, seen) {
  const { timeZone, now } = given;
  if (line.kind === "bot") return botPart(line, timeZone, now);
  if (line.kind === "system") return make("p", { class: "happened" }, make("span", { dir: "auto" }, line.text));
  if (line.kind === "note")
    return note(line.author, line.text, `Note from ${line.author}, ${moment(line.at, now, timeZone)}`);
  if (line.kind === "left") return left(line, timeZone, now);
  return message(line, row, timeZone, now, seen);
}

/**
 * Draws the thread; who reads at its end stays there.
 * @param {HTMLElement} place
 * @param {State} state
 * @param {Given} given
 * @param {() => void} older asks for older events
 */
export function drawThread(place, state, given, older) {
  const { thread } = state;
  if (!thread) return;
  const follows = place.scrollHeight - place.scrollTop - place.clientHeight < NEAR;
  const before = place.dataset.of === thread.conversation ? place.scrollHeight : 0;
  const all = lines(thread, state.me, given.timeZone);
  const seenLine = all.findLast((line) => line.kind === "said" && line.from === "agent" && line.seq <= thread.seen);
  const items = all.map((line) => {
    const seen = line === seenLine;
    return {
      key: line.key,
      sign: JSON.stringify([line, seen, thread.row?.name]),
      make: () => build(line, thread.row, given, seen),
    };
  });
  const firstSeq = thread.events[0]?.seq;
  if (hasOlder(state))
    items.unshift({
      key: "older",
      sign: String(firstSeq),
      make: () => make("div", { class: "older" }, button("Show earlier", "small", older)),
    });
  for (const item of pending(state, thread.conversation))
    if (item.action.kind === "reply" || item.action.kind === "note")
      items.push({ key: item.cid, sign: JSON.stringify(item), make: () => onItsWay(item, given) });
  if (thread.typing)
    items.push({
      key: "typing",
      sign: "",
      make: () => {
        const known = thread.row?.name || thread.row?.email;
        const mark = face(known ? initials(visitorName(thread.row)) : "", known ? look(visitorName(thread.row)) : null);
        const dots = make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
        const who = shortName(thread.row ?? { conversation: thread.conversation });
        return make(
          "div",
          { class: "message" },
          mark,
          make("p", { class: "bubble" }, hidden(`${who} is typing`), dots),
        );
      },
    });
  follow(place, items);
  const grown = place.dataset.first && Number(place.dataset.first) > firstSeq;
  if (place.dataset.of !== thread.conversation || (follows && !grown)) place.scrollTop = place.scrollHeight;
  // what was put above must not move what is read
  else if (grown) place.scrollTop += place.scrollHeight - before;
  place.dataset.of = thread.conversation;
  place.dataset.first = String(firstSeq ?? "");
}

/** Keeps the end in sight when the place for it changes: a keyboard of a phone opens, a field grows. @param {HTMLElement} place */
export function keepAtEnd(place) {
  let atEnd = true;
  place.addEventListener("scroll", () => {
    atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < NEAR;
  });
  new ResizeObserver(() => {
    if (atEnd) place.scrollTop = place.scrollHeight;
  }).observe(place);
}

// @ts-check
// From a conversation's events and notes to the lines of its thread: what was said with the bot folded into a part,
// messages between persons, notes where they were written, and what happened in between.
import { because, hour, plain, shortName, span } from "./console-words.js";

/**
 * @typedef {{who: string, text: string, at: string, detail: string, seq: number}} BotLine
 * @typedef {{kind: "bot", key: string, lines: BotLine[]}} BotPart
 * @typedef {{kind: "system", key: string, text: string, at: string}} System
 * @typedef {{kind: "said", key: string, from: "visitor" | "agent", name: string, own: boolean, text: string, at: string, seq: number}} Said
 * @typedef {{kind: "note", key: string, author: string, text: string, at: string}} Note
 * @typedef {{kind: "left", key: string, text: string, email: string, phone: string, at: string}} Left
 * @typedef {BotPart | System | Said | Note | Left} Line
 */

const PLACES = ["first", "second", "third", "fourth", "fifth"];

/** What a visitor did, in the bot's part. @param {any} body */
function visitorWords(body) {
  const { kind, text, title } = body;
  if (kind === "choice") return title;
  if (kind === "human") return "Asked for a person";
  if (kind === "cancel") return "Left the line";
  if (kind === "mail") return "Would rather leave a message";
  if (kind === "feedback")
    return body.helpful
      ? "Rated an answer helpful"
      : `Rated an answer not helpful: ${body.comment || "no reason given"}`;
  return text ?? kind;
}

/** What the bot said, in short and in full. @param {any} body @returns {[string, string]} */
function botWords(body) {
  const { kind, title, confidence, content, text, options = [], small_talk } = body;
  const titles = options.map((/** @type {any} */ option) => `- ${option.title}`).join("\n");
  if (kind === "answer") {
    const match = typeof confidence === "number" ? `, match ${confidence.toFixed(2)}` : "";
    return [`“${title}”${match}`, plain(content).trim()];
  }
  if (kind === "choices" || (small_talk && options.length)) return [`Asked “${text}”, ${options.length} choices`, titles];
  if (small_talk) return ["Replied politely", text];
  if (kind === "none") return ["Did not know", [text, titles].filter(Boolean).join("\n")];
  return [text ?? kind, ""];
}

/** Goes through a conversation and keeps what the next line depends on. */
class Reader {
  /** @type {Line[]} */
  lines = [];
  /** @type {BotPart | null} */
  #bot = null;
  /** Who has the conversation. @type {string | null} */
  #person = null;
  /** When a person was asked for. */
  #asked = "";
  #given;

  /** @param {{row: any, me: {name: string} | null, details: any, timeZone: string}} given */
  constructor(given) {
    this.#given = given;
  }

  /** @param {Line} line */
  #put(line) {
    this.#bot = null;
    this.lines.push(line);
  }

  /** @param {any} event @param {string} who @param {string} text @param {string} [detail] */
  #putBot(event, who, text, detail = "") {
    if (!this.#bot) {
      this.#bot = { kind: "bot", key: `bot-${event.seq}`, lines: [] };
      this.lines.push(this.#bot);
    }
    this.#bot.lines.push({ who, text, at: event.at, detail, seq: event.seq });
  }

  /** @param {any} event @param {string} text */
  #putSystem(event, text) {
    this.#put({ kind: "system", key: `event-${event.seq}`, text, at: event.at });
  }

  /** @param {any} note */
  note(note) {
    this.#put({ kind: "note", key: `note-${note.id}`, author: note.author, text: note.text, at: note.at });
  }

  /** @param {any} event */
  event(event) {
    const { from, body } = event;
    if (from === "system") this.#notice(event);
    else if (from === "agent") this.#said(event, "agent");
    else if (from === "visitor") this.#visitor(event);
    else this.#putBot(event, "Bot", ...botWords(body));
  }

  /** @param {any} event */
  #notice(event) {
    const { body, at } = event;
    const { timeZone, me } = this.#given;
    const name = body.agent?.name === me?.name ? "You" : (body.agent?.name ?? this.#person ?? "Somebody");
    const when = hour(at, timeZone);
    if (body.code === "agent_joined") {
      const waited = this.#asked ? `, after ${span(Date.parse(at) - Date.parse(this.#asked))}` : "";
      this.#putSystem(
        event,
        this.#person ? `Handed to ${name === "You" ? "you" : name} at ${when}` : `${name} joined at ${when}${waited}`,
      );
      this.#person = name;
      this.#asked = "";
    } else if (body.code === "agent_left") this.#end(event, `Given back to the bot at ${when}`);
    else if (body.code === "closed") this.#end(event, `Resolved by ${name === "You" ? "you" : name} at ${when}`);
    else if (body.code === "queued") {
      if (this.#person) this.#end(event, `Back in the line since ${when}`);
      this.#asked ||= at;
    } else if (body.code === "cancelled") {
      this.#asked = "";
      this.#putBot(event, "", "Left the line");
    } else if (body.code === "offline") this.#putBot(event, "", "Nobody was there");
    else if (body.code !== "message_left") this.#putBot(event, "", body.text ?? body.code);
  }

  /** @param {any} event @param {string} text */
  #end(event, text) {
    this.#putSystem(event, text);
    this.#person = null;
  }

  /** @param {any} event @param {"visitor" | "agent"} from */
  #said(event, from) {
    const { body, at, seq } = event;
    const { me, row } = this.#given;
    const agent = body.agent?.name ?? "";
    const name = from === "agent" ? agent : shortName(row);
    this.#put({
      kind: "said",
      key: `event-${seq}`,
      from,
      name,
      own: from === "agent" && agent === me?.name,
      text: body.text ?? visitorWords(body),
      at,
      seq,
    });
  }

  /** @param {any} event */
  #visitor(event) {
    const { body, at, seq } = event;
    const who = this.#given.row.name || this.#given.row.email ? shortName(this.#given.row) : "Visitor";
    if (body.kind === "message") {
      const { text, email = "", phone = "" } = body;
      this.#put({ kind: "left", key: `event-${seq}`, text, email, phone, at });
    } else if (body.kind === "csat") {
      const comment = body.comment ? `: “${body.comment}”` : "";
      this.#putSystem(event, `${who} rated the conversation ${body.score} of 5${comment}`);
    } else if (body.kind === "feedback" && this.#rate(body)) return;
    else if (this.#person) this.#said(event, "visitor");
    else {
      if (body.kind === "human") this.#asked ||= at;
      if (body.kind === "choice") this.#pick(body, who);
      this.#putBot(event, who, visitorWords(body));
    }
  }

  /** Says at an answer how it was rated; whether it is there. @param {any} body */
  #rate({ about, helpful, comment }) {
    for (const line of this.lines) {
      const answer = line.kind === "bot" && line.lines.find(({ seq }) => seq === about);
      if (!answer) continue;
      answer.text =
        answer.text.replace(/, rated .*$/s, "") +
        (helpful ? ", rated helpful" : `, rated not helpful${comment ? `: ${comment}` : ""}`);
      return true;
    }
    return false;
  }

  /** Says at the last choices which was taken. @param {any} body @param {string} who */
  #pick({ title }, who) {
    const line = this.#bot?.lines.at(-1);
    const at = line?.detail.split("\n").indexOf(`- ${title}`) ?? -1;
    if (line && at >= 0 && /choices$/.test(line.text))
      line.text += `, ${who} picked the ${PLACES[at] ?? `${at + 1}th`}`;
  }
}

/**
 * @param {any} thread
 * @param {{name: string} | null} me
 * @param {string} timeZone
 * @returns {Line[]}
 */
export function lines(thread, me, timeZone) {
  const row = thread.row ?? { conversation: thread.conversation };
  const reader = new Reader({ row, me, details: thread.details, timeZone });
  const notes = [...(thread.details?.notes ?? [])];
  for (const event of thread.events) {
    while (notes.length && notes[0].at <= event.at) reader.note(notes.shift());
    reader.event(event);
  }
  for (const note of notes) reader.note(note);
  return reader.lines;
}

/** Messages that are looked at for what a visitor wants to know. */
const MOST_WORDS = 3;

/** What the visitor typed or chose last, the latest first: to the first of it that the FAQ knows, a reply is proposed. @param {any} thread @returns {string[]} */
export function lastWords(thread) {
  const own = thread.events.filter((/** @type {any} */ { from }) => from === "visitor");
  const words = own.map((/** @type {any} */ { body }) => body.text ?? body.title).filter(Boolean);
  return words.slice(-MOST_WORDS).reverse();
}

/** How it stands, in one line. @param {any} thread @param {string} timeZone */
export function standing(thread, timeZone) {
  const { row, details } = thread;
  const page = row?.page_title || row?.page || details?.page?.title || details?.page?.path;
  const since = details?.started_at ? `since ${hour(details.started_at, timeZone)}` : "";
  const why = row?.stage === "queued" ? because(row.reason) : "";
  const parts = [page ? `On ${page}` : "", since, why].filter(Boolean).join(", ");
  return parts ? parts[0].toUpperCase() + parts.slice(1) : "";
}

// @ts-check
// How the console names people, times and languages.

/** @typedef {{conversation: string, name?: string, email?: string}} Named */

/** What a visitor is called: a name or an address that was given, or else the end of the conversation's name. @param {Named} row */
export const visitorName = ({ conversation, name, email }) =>
  name || email || `Visitor ${conversation.slice(-4).toUpperCase()}`;

/** In a sentence. @param {Named} row */
export const shortName = (row) =>
  row.name ? row.name.split(/\s+/)[0] : row.email ? row.email.split("@")[0] : "The visitor";

/** Two letters for a face; a question mark for somebody unknown. @param {string} name */
export function initials(name) {
  const words = name
    .split("@")[0]
    .split(/[\s._-]+/)
    .filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0])
    .join("")
    .toUpperCase();
}

/** One of five looks, the same for the same name. @param {string} name */
export const look = (name) =>
  [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % 5;

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** A span as a clock shows it, 1:48 or 1:02:03. @param {number} millis */
export function clockSpan(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A span in words, 1 min 52 s. @param {number} millis */
export function span(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`;
}

/** How long ago: now, 2 min, 3 h, and then the day. @param {string} at @param {number} now @param {string} timeZone */
export function ago(at, now, timeZone) {
  const minutes = Math.floor((now - Date.parse(at)) / 60000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h`;
  return day(at, timeZone);
}

/** @param {string} at @param {string} timeZone */
export const day = (at, timeZone) =>
  new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone });

/** @param {string} at @param {string} timeZone */
export const hour = (at, timeZone) =>
  new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });

/** The time, and the day where it is not today. @param {string} at @param {number} now @param {string} timeZone */
export function moment(at, now, timeZone) {
  const today = day(new Date(now).toISOString(), timeZone);
  return day(at, timeZone) === today ? hour(at, timeZone) : `${day(at, timeZone)}, ${hour(at, timeZone)}`;
}

/** A language by its name in English. @param {string} tag */
export function language(tag) {
  try {
    return new Intl.DisplayNames("en", { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag; // no browser knows it
  }
}

const REASONS = /** @type {Record<string, string>} */ ({
  visitor: "asked for a person",
  words: "asked for a person",
  misses: "was not answered, again",
  thumbs: "did not find the answers helpful",
  entry: "reached an answer that leads to a person",
  page: "was not answered on a page that leads to a person",
  anger: "seemed upset",
  agent: "was spoken to by the team",
});

/** Why somebody is with a person, after their name. @param {string | null} reason */
export const because = (reason) => REASONS[reason ?? ""] ?? "waits for a person";

/** The tags of an answer (CONTRACT, section 4). */
const TAGS = new Set(
  "p strong em del code pre ul ol li a br hr h3 h4 blockquote table thead tbody tr th td img".split(" "),
);

/** The words of an answer's nodes, a line for each block. @param {any} node @returns {string} */
export function plain(node) {
  if (typeof node === "string") return node;
  if (!Array.isArray(node)) return "";
  const tag = TAGS.has(node[0]) ? node[0] : "";
  const inner = node
    .slice(tag ? 1 : 0)
    .map(plain)
    .join("");
  if (tag === "br") return "\n";
  if (tag === "li") return `- ${inner}\n`;
  return /^(p|h3|h4|pre|tr)$/.test(tag) ? `${inner}\n` : inner;
}

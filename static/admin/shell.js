// @ts-check
// What every page of the admin area shares: asking the interface, building elements, the frame around the content.

/** An answer that is not a success, with the server's own words for people. */
export class Problem extends Error {
  /**
   * @param {number} status of HTTP; 0 when there was no answer
   * @param {string} detail
   * @param {any} [more] the whole answer, which may say more than its words
   */
  constructor(status, detail, more) {
    super(detail);
    this.status = status;
    this.more = more;
  }
}

/**
 * Asks the interface.
 * @param {string} method
 * @param {string} path below /api/v1/admin
 * @param {object} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<any>} the answer's JSON, or null where it has none
 * @throws {Problem}
 */
export async function call(method, path, body, headers) {
  /** @type {RequestInit} */
  const request = { method, headers: { Accept: "application/json", ...headers } };
  if (body) {
    request.body = JSON.stringify(body);
    request.headers = { ...request.headers, "Content-Type": "application/json" };
  }
  let response;
  try {
    response = await fetch(`/api/v1/admin${path}`, request);
  } catch {
    throw new Problem(0, "The server does not answer. Is it running, and are you connected?");
  }
  const json = (response.headers.get("Content-Type") ?? "").includes("json");
  const answer = json ? await response.json() : null;
  if (!response.ok) throw new Problem(response.status, answer?.detail ?? `The server answered ${response.status}.`, answer);
  return answer;
}

/**
 * The one element that must be there.
 * @template {Element} [T=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {T}
 */
export function find(selector, within = document) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return /** @type {T} */ (/** @type {unknown} */ (found));
}

/**
 * Makes an element. Attributes that are false, null or undefined are left out.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} attributes
 * @param {(Node | string | null)[]} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  setAll(element, attributes);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * @param {Element} element
 * @param {Record<string, string | number | boolean | null | undefined>} attributes
 */
function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : String(value));
  }
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Record<string, string | number | boolean>} attributes
 * @param {Element[]} children
 */
export function draw(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  setAll(element, attributes);
  element.append(...children);
  return element;
}

/**
 * One of icons.svg.
 * @param {string} name
 */
export function icon(name) {
  return draw("svg", { class: "icon", "aria-hidden": "true" }, draw("use", { href: `/admin/icons.svg#${name}` }));
}

/**
 * A button; `act` runs once at a time.
 * @param {string} label
 * @param {string} look classes beside `button`
 * @param {() => unknown} act
 * @param {string} [picture]
 */
export function button(label, look, act, picture) {
  const element = /** @type {HTMLButtonElement} */ (
    make("button", { type: "button", class: `button ${look}` }, picture ? icon(picture) : null, make("span", {}, label))
  );
  element.addEventListener("click", () => busy(element, act));
  return element;
}

/**
 * Runs something while its button cannot be pressed again.
 * @param {HTMLButtonElement} element
 * @param {() => unknown} act
 */
export async function busy(element, act) {
  if (element.getAttribute("aria-disabled") === "true") return;
  element.setAttribute("aria-disabled", "true");
  try {
    await act();
  } catch (problem) {
    fail(problem);
  } finally {
    element.removeAttribute("aria-disabled");
  }
}

/**
 * Shows what went wrong where the page has a place for it. Whoever is not signed in any more is sent to sign in.
 * @param {unknown} problem
 */
export function fail(problem) {
  const place = find("[data-failure]");
  if (problem instanceof Problem && problem.status === 401 && document.querySelector("[data-leave]")) {
    location.assign(`/admin/login?next=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  if (!(problem instanceof Problem)) console.error(problem);
  place.textContent = problem instanceof Problem ? problem.message : "Something went wrong on this page. Reload it.";
  place.hidden = false;
  if (place.tabIndex === -1) place.focus();
}

/** Takes back what {@link fail} showed. */
export function clearFailure() {
  find("[data-failure]").hidden = true;
}

/**
 * Copies a text and says so on the button.
 * @param {HTMLElement} element the button
 * @param {string} text
 */
export async function copy(element, text) {
  const label = find("span", element);
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(text);
    label.textContent = "Copied";
  } catch {
    // not allowed over plain HTTP: the text stands beside the button and can be selected
    label.textContent = "Select and copy it";
  }
  setTimeout(() => (label.textContent = before), 2000);
}

/** Lets the passwords of a page be read while they are typed. */
export function letShow() {
  for (const toggle of document.querySelectorAll("[data-show]")) {
    const input = /** @type {HTMLInputElement} */ (toggle.previousElementSibling);
    toggle.setAttribute("aria-label", `Show: ${input.labels?.[0]?.textContent}`);
    toggle.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      toggle.setAttribute("aria-pressed", String(shown));
      toggle.textContent = shown ? "Hide" : "Show";
    });
  }
}

/**
 * A word or two in a coloured field.
 * @param {string} look
 * @param {string} text
 */
export const pill = (look, text) => make("span", { class: `pill ${look}` }, text);

/** @param {number} number */
export const count = (number) => number.toLocaleString("en");

/** @param {number} number of things @param {string} one @param {string} many */
export const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;

/** @param {number | null} share 0 to 1 */
export const percent = (share) => (share === null ? "–" : `${(share * 100).toLocaleString("en", { maximumFractionDigits: 1 })}%`);

/** @param {string} moment RFC 3339 @param {string} timeZone */
export const dateTime = (moment, timeZone) =>
  new Date(moment).toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone });

/**
 * @typedef {{name: string, role: "viewer" | "agent" | "editor" | "admin", site: string, time_zone: string, version: string, now: string}} Me
 * @typedef {{path: string, line: number, column: number, severity: "error" | "warning", message: string}} FaqProblem
 * @typedef {{version: string, entries: number, errors: number, warnings: number, problems: FaqProblem[]}} Faq
 */

/** Milliseconds between two looks at who waits: long enough to cost nothing, short enough for a visitor. */
const LOOK_EVERY = 15000;

/** @type {Record<Me["role"], string>} */
export const ROLES = { viewer: "Viewer", agent: "Agent", editor: "Editor", admin: "Administrator" };

/**
 * Fills the frame around the content.
 * @returns {Promise<{me: Me, faq: Faq}>} never resolves where nobody is signed in
 */
export async function start() {
  const leave = find("[data-leave]");
  leave.addEventListener("click", () =>
    busy(/** @type {HTMLButtonElement} */ (leave), async () => {
      await call("POST", "/logout");
      location.assign("/admin/login");
    }),
  );
  try {
    const [me, faq] = await Promise.all([call("GET", "/me"), call("GET", "/problems")]);
    if (me.site) find("[data-site]").textContent = me.site;
    find("[data-whoami]").replaceChildren(make("strong", {}, me.name), ROLES[/** @type {Me["role"]} */ (me.role)]);
    for (const part of document.querySelectorAll("[data-admin]")) part.toggleAttribute("hidden", me.role !== "admin");
    for (const part of document.querySelectorAll("[data-agent]")) part.toggleAttribute("hidden", me.role === "viewer");
    showBadge(faq);
    // the console itself knows who waits
    if (me.role !== "viewer" && !document.body.classList.contains("console")) followWaiting();
    // on a phone the pages are a strip that is wider than the screen
    find("nav [aria-current]").scrollIntoView({ block: "nearest", inline: "center" });
    return { me, faq };
  } catch (problem) {
    fail(problem);
    return new Promise(() => {});
  }
}

/**
 * The number of errors beside the page that lists them.
 * @param {Faq} faq
 */
export function showBadge(faq) {
  const badge = find("[data-badge]");
  badge.hidden = faq.errors === 0;
  const hidden = (/** @type {string} */ text) => make("span", { class: "visually-hidden" }, text);
  badge.replaceChildren(hidden(": "), count(faq.errors), hidden(faq.errors === 1 ? " error" : " errors"));
}

/**
 * How many wait for a person, beside the console.
 * @param {number} waiting
 */
export function showWaiting(waiting) {
  const badge = find("[data-waiting]");
  badge.hidden = waiting === 0;
  const hidden = (/** @type {string} */ text) => make("span", { class: "visually-hidden" }, text);
  badge.replaceChildren(hidden(": "), count(waiting), hidden(" waiting"));
}

/** Looks again and again who waits, while somebody can see it. */
async function followWaiting() {
  if (!document.hidden)
    try {
      // nobody may be at the page: this must not keep the session alive
      const { rows } = await call("GET", "/console", undefined, { "Deskbell-Unattended": "1" });
      showWaiting(rows.filter((/** @type {{stage: string}} */ { stage }) => stage === "queued").length);
    } catch (problem) {
      // what cannot be told is not shown, and whoever acts on this page hears what is wrong
      if (!(problem instanceof Problem)) console.error(problem);
      find("[data-waiting]").hidden = true;
    }
  setTimeout(followWaiting, LOOK_EVERY);
}

/**
 * Whether a key belongs to an input method that composes a word. Safari tells of the one that ends it by its code only.
 * @param {KeyboardEvent} event
 */
export const isComposed = (event) => event.isComposing || event.keyCode === 229;

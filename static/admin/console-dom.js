// @ts-check
// A list of elements that follows a list of things: what did not change stays, with its focus and its state.
import { icon, make } from "./shell.js";

/**
 * `update` changes the element that is there, so that a press that has begun on it ends on it.
 * @typedef {{key: string, sign: string, make: () => Element, update?: (element: Element) => void}} Item
 */

/** What each parent holds. @type {WeakMap<Element, Map<string, {sign: string, element: Element}>>} */
const held = new WeakMap();

/** Makes the children of `parent` those of `items`, anew only where the sign differs. @param {Element} parent @param {Item[]} items */
export function follow(parent, items) {
  const before = held.get(parent) ?? new Map();
  const now = new Map();
  const wanted = new Set(items.map(({ key }) => key));
  // what goes, goes first: what stays need not be moved around it, and keeps its focus
  for (const [key, { element }] of before) if (!wanted.has(key)) element.remove();
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  let place = parent.firstElementChild;
  for (const { key, sign, make: build, update } of items) {
    const old = before.get(key);
    const same = old?.sign === sign || (old && update);
    if (old && update && old.sign !== sign) update(old.element);
    const element = old && same ? old.element : build();
    now.set(key, { sign, element });
    if (old && !same) {
      if (place === old.element) place = element;
      old.element.replaceWith(element);
    }
    if (element === place) place = element.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  held.set(parent, now);
  // what was moved has lost it
  if (focused !== document.activeElement && parent.contains(focused)) focused?.focus({ preventScroll: true });
}

/** A round mark with somebody's letters. @param {string} letters @param {number | null} look null: nobody known */
export const face = (letters, look) =>
  make("span", { class: `face ${look === null ? "unknown" : `look-${look}`}`, "aria-hidden": "true" }, letters || "?");

/** A button with a picture and no words. @param {string} label @param {string} picture @param {() => unknown} act */
export function tool(label, picture, act) {
  const element = make("button", { type: "button", class: "tool", "aria-label": label, title: label }, icon(picture));
  element.addEventListener("click", act);
  return element;
}

/** @param {string} text */
export const hidden = (text) => make("span", { class: "visually-hidden" }, text);

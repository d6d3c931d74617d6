// @ts-check
// What differs between two texts, by lines.

import { make, plural } from "./shell.js";

/** Lines shown before and after a difference. */
const AROUND = 3;
/** Pairs of lines that are compared at most: a tenth of a second. Beyond it all lines between the first and the last difference are shown. */
const MOST_PAIRS = 4_000_000;

/** @typedef {{kind: "same" | "gone" | "new", text: string}} Line */

/**
 * The lines of both texts, those they share once.
 * @param {string} before
 * @param {string} after
 * @returns {Line[]}
 */
export function compare(before, after) {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  )
    tail += 1;
  const same = (/** @type {string} */ text) => /** @type {Line} */ ({ kind: "same", text });
  return [
    ...old.slice(0, head).map(same),
    ...between(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...old.slice(old.length - tail).map(same),
  ];
}

/** The longest common subsequence, by the table of its lengths. @param {string[]} old @param {string[]} now @returns {Line[]} */
function between(old, now) {
  const gone = (/** @type {string} */ text) => /** @type {Line} */ ({ kind: "gone", text });
  const fresh = (/** @type {string} */ text) => /** @type {Line} */ ({ kind: "new", text });
  if (old.length * now.length > MOST_PAIRS) return [...old.map(gone), ...now.map(fresh)];
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const at = i * width + j;
      lengths[at] = old[i] === now[j] ? lengths[at + width + 1] + 1 : Math.max(lengths[at + width], lengths[at + 1]);
    }
  }
  /** @type {Line[]} */
  const lines = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const at = i * width + j;
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ kind: "same", text: old[i] });
      [i, j] = [i + 1, j + 1];
    } else if (j === now.length || (i < old.length && lengths[at + width] >= lengths[at + 1])) {
      lines.push(gone(old[i]));
      i += 1;
    } else {
      lines.push(fresh(now[j]));
      j += 1;
    }
  }
  return lines;
}

/**
 * A box with the differences and some lines around them.
 * @param {string} before
 * @param {string} after
 * @param {string} label
 */
export function showDifference(before, after, label) {
  const lines = compare(before, after);
  const near = new Set();
  lines.forEach(({ kind }, at) => {
    if (kind !== "same") for (let other = at - AROUND; other <= at + AROUND; other++) near.add(other);
  });
  /** @type {HTMLElement[]} */
  const shown = [];
  let left = 0;
  const skipped = () => {
    if (left) shown.push(make("span", { class: "skip" }, `… ${plural(left, "line", "lines")} the same`));
    left = 0;
  };
  lines.forEach(({ kind, text }, at) => {
    if (!near.has(at)) {
      left += 1;
      return;
    }
    skipped();
    if (kind === "gone") shown.push(make("del", {}, `− ${text}`));
    else if (kind === "new") shown.push(make("ins", {}, `+ ${text}`));
    else shown.push(make("span", {}, `  ${text}`));
  });
  skipped();
  const none = lines.every(({ kind }) => kind === "same");
  return make(
    "div",
    { class: "faq-diff", role: "region", "aria-label": label, tabindex: 0 },
    ...(none ? [make("span", {}, "No difference.")] : shown),
  );
}

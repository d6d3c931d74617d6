// @ts-check
// A text area with line numbers beside its lines, and marks at those that have problems. Only the numbers that can be
// seen are elements, so that a file of thirty thousand lines costs no more than one of thirty.

import { isComposed, make } from "./shell.js";

/** @typedef {import("./shell.js").FaqProblem} FaqProblem */

/**
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} gutter
 * @param {AbortSignal} signal
 */
export function editText(area, gutter, signal) {
  let lines = 1;
  /** @type {Map<number, "error" | "warning">} */
  let marks = new Map();
  // set by Escape: the next Tab leaves the text instead of being one
  let leaving = false;

  const lineHeight = () => Number.parseFloat(getComputedStyle(area).lineHeight) || 20;

  function draw() {
    const height = lineHeight();
    const first = Math.max(0, Math.floor(area.scrollTop / height));
    const last = Math.min(lines, first + Math.ceil(area.clientHeight / height) + 2);
    const width = String(lines).length;
    const numbers = [];
    for (let line = first + 1; line <= last; line++) {
      const mark = marks.get(line);
      const look = mark === "error" ? "bad" : mark ? "warn" : null;
      numbers.push(
        make("div", { class: look }, `${mark === "error" ? "●" : mark ? "▲" : " "}${String(line).padStart(width)}`),
      );
    }
    // a last one to scroll by, when the text is scrolled to a part of a line
    numbers.push(make("div"));
    gutter.replaceChildren(...numbers);
    gutter.scrollTop = area.scrollTop - first * height;
  }

  function count() {
    lines = 1;
    for (let at = area.value.indexOf("\n"); at !== -1; at = area.value.indexOf("\n", at + 1)) lines += 1;
    draw();
  }

  /** Puts a text in place of what is selected, so that the browser can undo it. @param {string} text */
  function type(text) {
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  const lineStart = (/** @type {number} */ at) => area.value.lastIndexOf("\n", at - 1) + 1;

  /** Indents the selected lines by two spaces, or back. @param {boolean} back */
  function indent(back) {
    const { selectionStart, selectionEnd } = area;
    if (selectionStart === selectionEnd && !back) {
      type("  ");
      return;
    }
    const start = lineStart(selectionStart);
    const old = area.value.slice(start, selectionEnd);
    const text = old.replace(back ? /^ {1,2}/gm : /^(?=.)/gm, back ? "" : "  ");
    if (text === old) return;
    area.setSelectionRange(start, selectionEnd);
    type(text);
    area.setSelectionRange(start, start + text.length);
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (isComposed(event) || area.readOnly) return;
    if (event.key === "Escape") {
      leaving = true;
      return;
    }
    if (event.key === "Tab" && !leaving && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      indent(event.shiftKey);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const before = area.value.slice(lineStart(area.selectionStart), area.selectionStart);
      const margin = /^ */.exec(before)?.[0] ?? "";
      if (margin) {
        event.preventDefault();
        type(`\n${margin}`);
      }
    }
    if (event.key !== "Shift") leaving = false;
  }

  area.addEventListener("keydown", press, { signal });
  area.addEventListener("blur", () => (leaving = false), { signal });
  area.addEventListener("input", count, { signal });
  area.addEventListener("scroll", draw, { signal, passive: true });
  const sizes = new ResizeObserver(draw);
  sizes.observe(area);
  signal.addEventListener("abort", () => sizes.disconnect());

  return {
    /** @param {string} text */
    set(text) {
      area.value = text;
      area.setSelectionRange(0, 0);
      area.scrollTop = 0;
      area.scrollLeft = 0;
      marks = new Map();
      count();
    },
    /** The problems of this text, errors before warnings. @param {FaqProblem[]} problems */
    mark(problems) {
      marks = new Map();
      for (const { line, severity } of problems) if (marks.get(line) !== "error") marks.set(line, severity);
      draw();
    },
    /** The line that is written in, from 1. */
    line: () => area.value.slice(0, area.selectionStart).split("\n").length,
    /** Puts the cursor there. Lines and columns count from 1, columns in characters. @param {number} line @param {number} column */
    goTo(line, column) {
      let start = 0;
      for (let at = 1; at < line; at++) {
        const next = area.value.indexOf("\n", start);
        if (next === -1) break;
        start = next + 1;
      }
      const end = area.value.indexOf("\n", start);
      const text = area.value.slice(start, end === -1 ? undefined : end);
      const place = start + [...text].slice(0, column - 1).join("").length;
      area.focus();
      area.setSelectionRange(place, place);
      const height = lineHeight();
      area.scrollTop = Math.max(0, (line - 1) * height - area.clientHeight / 3);
      draw();
    },
  };
}

// @ts-check
// Speaking instead of typing, where the browser can hear, and answers read aloud, where it can speak.
// Before the first word is heard the visitor is told who may listen; what is heard goes into the
// composer, to be read before it is sent.
import { el, press } from "./content.js";

const voiceCss = `
.hear{display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding:10px 4px 2px;font-size:13px;line-height:18px;color:var(--ink-2)}
.hear span{flex:1;min-width:180px}
.hear .btn{min-height:36px;padding:4px 14px;border-radius:12px;font-weight:600;font-size:14px;box-shadow:inset 0 0 0 1px var(--edge)}
.ib[aria-pressed=true]{background:var(--soft);color:var(--accent-ink)}`;

/** Chinese is spoken of a country, not of a script. @param {string} tag */
const spoken = (tag) => ({ "zh-Hans": "zh-CN", "zh-Hant": "zh-TW" })[tag] || tag;

/** Whether this visit's visitor knows who hears. */
let told = false;

/** A line under the composer, which takes the place of the one before. */
function line(panel, ...nodes) {
  panel.root.querySelector(".hear")?.remove();
  if (nodes[0]) panel.composer.form.after(el("div.hear", { role: "status" }, ...nodes));
}

/** @param {any} panel @param {any} button that is pressed while it listens */
function listen(panel, button) {
  const { words } = panel;
  if (button.ariaPressed === "true") return button.recognition.stop();
  if (told) return start(panel, button);
  const go = () => {
    told = true;
    button.focus(); // The one that has it goes.
    start(panel, button);
  };
  const no = () => {
    line(panel);
    button.focus();
  };
  const yes = press("btn", go, null, words.proceed);
  line(panel, el("span", words.hears), yes, press("btn", no, null, words.cancel));
  yes.focus();
}

function start(panel, button) {
  const { words, composer, lang } = panel;
  const Recognition = window["SpeechRecognition"] || window["webkitSpeechRecognition"];
  const recognition = (button.recognition = new Recognition());
  const before = composer.field.value ? composer.field.value + " " : "";
  let fault = words.unheard;
  Object.assign(recognition, { lang: spoken(lang), interimResults: true });
  // What is heard after the text was sent, or in a closed panel, is not meant for it.
  const stop = () => recognition.abort();
  const over = new AbortController();
  for (const name of ["close", "message:sent", "destroy"])
    panel.loader.host.addEventListener("deskbell:" + name, stop, { signal: over.signal });
  recognition.onresult = ({ results }) => {
    fault = "";
    composer.set(before + [...results].map(([best]) => best.transcript).join(""));
  };
  recognition.onerror = ({ error }) => {
    if (error === "not-allowed" || error === "service-not-allowed") fault = words.denied;
    if (error === "aborted") fault = "";
  };
  recognition.onend = () => {
    over.abort();
    button.ariaPressed = "false";
    line(panel, fault && el("span", fault));
    if (panel.root.contains(panel.shadow.activeElement)) panel.focus();
  };
  button.ariaPressed = "true";
  line(panel, el("span", words.listening));
  recognition.start();
}

/** Reading aloud on or off, for this page. @param {any} panel */
function toggle(panel) {
  speechSynthesis.cancel();
  if (panel.speech) panel.speech.reads = !panel.speech.reads;
  else {
    panel.speech = { reads: true, read };
    for (const name of ["close", "destroy"])
      panel.loader.host.addEventListener("deskbell:" + name, () => speechSynthesis.cancel());
  }
}

/** A pause follows these. */
const blocks = new Set(["p", "li", "h3", "h4", "tr", "pre"]);

/** Reads what came from the bot or a person, without buttons. @param {any} panel @param {any} body */
function read({ speech, lang }, { text, content, lang: own = lang }) {
  if (!speech.reads) return;
  const words = (node) => {
    if (typeof node === "string") return node;
    return Array.isArray(node) ? node.slice(1).map(words).join(" ") + (blocks.has(node[0]) ? ".\n" : "") : "";
  };
  const said = content ? content.map(words).join("") : text;
  if (!said) return;
  const utterance = new SpeechSynthesisUtterance(said);
  utterance.lang = spoken(own);
  speechSynthesis.speak(utterance);
}

export const voice = { css: voiceCss, listen, toggle };

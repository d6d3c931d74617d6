// @ts-check
// What the panel consists of: header, welcome, composer and footer.
import { el, fill, isSafe, link, press, questions } from "./content.js";

/** The counter shows when fewer characters than this are left. */
const nearLimit = 200;
const highest = 132;

/** The name of a language in itself. @param {string} tag */
const nameOf = (tag) => new Intl.DisplayNames(tag, { type: "language" }).of(tag);

/** Name, language, menu and close. @param {any} panel */
export function header(panel) {
  const { words, lang, loader } = panel;
  const { langs, options, chatIcon, svg, host, close } = loader;
  const tongue = (tag) => el("option", { value: tag, selected: tag === lang || null, lang: tag }, nameOf(tag));
  const short = lang.startsWith("zh") ? "中文" : lang.toUpperCase();
  const pick = ({ target }) => panel.pick(target.value);
  // Names take 20 ms to look up: they are there when somebody comes to choose.
  const name = () => tongues.length > 1 || tongues.replaceChildren(...langs.map(tongue));
  const tongues = el(
    "select",
    { "aria-label": words.language, onchange: pick, onfocus: name, onpointerdown: name },
    el("option", short),
  );
  const leave = ({ relatedTarget }) => more.contains(relatedTarget) || (more.open = false);
  const list = el("div.menu");
  const fill = () => more.open && panel.bring("menu").then((menu) => menu?.fill(panel, list, more));
  const more = el(
    "details",
    { onfocusout: leave, ontoggle: fill },
    el("summary.ib", { "aria-label": words.more }, panel.icon("more")),
    list,
  );
  return el(
    "div.head",
    { part: "header" },
    el("span.mark", svg(chatIcon)),
    el("div.who", el("h2", options.title), el("p", words.assistant)),
    el("span.ib", el("span", { "aria-hidden": "true" }, short), panel.icon("caret"), tongues),
    more,
    !host.hasAttribute("inline") && press("ib", close, { "aria-label": words.close }, panel.icon("close")),
  );
}

/** What is shown before the first message; `update` takes the `ready` frame. @param {any} panel */
export function welcome(panel) {
  const { words } = panel;
  const { options, site } = panel.loader;
  const own = options.questions?.split("|").map((title) => ({ title }));
  const about = fill(words.about, { name: site.name || location.hostname });
  const hero = el("div.hero", el("h3", options.greeting || words.hello), el("p", about));
  const rest = el("div.start");
  let shown;
  const update = (ready) => {
    if (!ready || ready === shown) return;
    shown = ready;
    const offered = own || ready.pinned;
    const popular = offered[0]
      ? [el("p.quiet", words.popular), questions(panel, offered, own ? null : ready.lang)]
      : [];
    const person = el("span", words.person, el("small", words.personNote));
    const icon = el("i", panel.icon("person"));
    const row = press("row tall", () => panel.handoff(), null, icon, person, panel.icon("chevron"));
    rest.replaceChildren(...popular, el("div.list", row));
  };
  // Who comes near a question may ask it.
  const near = () => panel.converse();
  return { node: el("div.start", { onpointerover: near }, hero, rest), update };
}

/** Composer, its counter, and what a visitor has to know. @param {any} panel */
export function footer({ words, composer, loader }) {
  const { privacyUrl, branding } = loader.options;
  const privacy = isSafe(privacyUrl) && el("a", link(privacyUrl), words.privacy);
  const notice = el("span", words.notice + " ", privacy);
  const legal = el("p.legal", notice, String(branding) !== "false" && words.powered);
  return el("div.foot", composer.form, composer.count, legal);
}

export class Composer {
  /** @param {any} panel @param {() => number} most characters of a message */
  constructor(panel, most) {
    const { words } = panel;
    this.panel = panel;
    this.most = most;
    this.count = el("p.count", { id: "count" });
    this.field = el("textarea", {
      id: "field",
      rows: 1,
      placeholder: words.ask,
      enterkeyhint: "send",
      "aria-describedby": "count",
      oninput: () => {
        panel.converse();
        this.refresh();
      },
      onkeydown: (event) => this.#key(event),
    });
    this.button = el("button.send", { "aria-label": words.send }, panel.icon("send"));
    const listen = () => panel.bring("voice").then((voice) => voice?.listen(panel, speak));
    const hears = globalThis["SpeechRecognition"] || globalThis["webkitSpeechRecognition"];
    const wanted = hears && String(panel.loader.options.voice) !== "false";
    const speak = wanted && press("ib", listen, { "aria-label": words.speak }, panel.icon("mic"));
    this.form = el(
      "form.comp",
      { part: "composer", onsubmit: (event) => this.#submit(event) },
      el("div.box", el("label.vh", { for: "field" }, words.ask), this.field),
      speak,
      this.button,
    );
  }

  /** @param {string} text */
  set(text) {
    this.field.value = text;
    this.panel.suggestions?.close();
    this.refresh();
  }

  /** Height, counter and button follow the text. */
  refresh() {
    const { field, count, button, panel } = this;
    const length = [...field.value].length;
    const most = this.most();
    const tooLong = length > most;
    field.style.height = length ? "0" : "";
    if (length) field.style.height = Math.min(field.scrollHeight, highest) + "px";
    field.ariaInvalid = String(tooLong);
    count.role = tooLong ? "alert" : null;
    count.textContent = length > most - nearLimit ? fill(panel.words.length, { count: length, most }) : "";
    count.hidden = !count.textContent;
    button.classList.toggle("idle", !field.value.trim() || tooLong);
  }

  #key(event) {
    if (this.panel.suggestions?.key(event)) return;
    // While an input method composes, Enter is its own; Safari tells by the key code only.
    const isComposing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !isComposing) this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (text && this.field.ariaInvalid === "false") {
      this.set("");
      this.panel.send({ kind: "text", text });
    }
    this.field.focus();
  }
}

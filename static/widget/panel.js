// @ts-check
// The panel: a dialog with header, conversation and composer. The loader owns options and
// events and brings the panel on first need; here are its elements, focus and connection.
import { Chat, isAwaiting, keep } from "./chat.js";
import { el, fill, icons } from "./content.js";
import { Composer, footer, header, welcome } from "./parts.js";
import { css } from "./style.js";

/** A connection missing for this many ms is spoken of. */
const notable = 1500;

/** Fetches a locale's words, also ahead of need. @param {string} lang @returns {Promise<any>} */
export const warm = async (lang) =>
  (await (/^zh/.test(lang) ? import("./locale-zh-hans.js") : import("./locale-en.js"))).default;

/** @param {any} loader what the loader shares */
export async function create(loader) {
  const panel = new Panel(loader);
  await panel.settle();
  return panel;
}

/** An address without query and fragment, which may hold private things. @param {string} address */
const bare = (address) => address.split(/[?#]/)[0];

class Panel {
  titles = new Map(); // of entries seen so far, by id
  votes = new Map(); // feedback by the seq that it is about
  missed = 0; // messages that came while closed
  lang = "";
  /** @type {any} */
  words;
  /** @type {any} */
  messages;
  /** @type {any} */
  suggestions;
  #end = new AbortController();
  #narrow = matchMedia("(max-width:480.98px)");
  #covered = []; // what is inert while the panel is the screen
  #picked = {}; // the visitor's choice of language, by the language found
  #isOpen = false;
  #awaiting = false;
  #built;
  #url;
  #opener;
  #notice;
  #frame;
  #coming; // the module that draws messages, on its way
  #assistance; // the module that suggests titles, on its way

  constructor(loader) {
    this.loader = loader;
    const { shell, script } = loader;
    const { signal } = this.#end;
    this.shadow = shell.getRootNode();
    this.svg = loader.svg;
    this.#wear(css);
    this.root = el("section.panel", { part: "panel", role: "dialog", tabindex: -1, hidden: "" });
    shell.prepend(this.root);
    shell.onkeydown = (event) => this.#key(event);
    this.store = keep(() => this.#area());
    this.chat = new Chat({
      url: new URL("/ws/chat", script.src).href.replace("http", "ws"),
      hello: () => ({ lang: this.lang, page: { ...this.#page(), referrer: bare(document.referrer) } }),
      store: this.store,
      changed: (state) => this.#changed(state),
      happened: (kind, value) => this.#happened(kind, value),
      signal,
    });
    const on = (target, name, handler) => target?.addEventListener(name, handler, { signal });
    on(window["navigation"], "navigatesuccess", () => setTimeout(() => this.#moved(), 300));
    on(this.#narrow, "change", () => this.#cover());
    on(visualViewport, "resize", () => this.#fit());
    on(visualViewport, "scroll", () => this.#fit());
  }

  #wear(text) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    this.shadow.adoptedStyleSheets.push(sheet);
  }

  /** Where token and unsent messages are kept: nowhere before consent, if the page waits for it. */
  #area() {
    const { storage, consent } = this.loader.options;
    if (storage === "none" || consent === "wait" || consent === "deny") return null;
    return storage === "session" ? sessionStorage : localStorage;
  }

  #page() {
    this.#url = bare(location.href);
    return { url: this.#url, title: document.title.slice(0, 200) };
  }

  /** A page that changes its address without loading anew says so. */
  #moved() {
    if (bare(location.href) !== this.#url) this.chat.tell({ type: "page", ...this.#page() });
  }

  /** Follows the options; builds anew when what is written changes. */
  async settle() {
    const { options, language, emit } = this.loader;
    const { title, greeting, privacyUrl, branding, questions: own } = options;
    const found = language();
    const lang = { ...this.#picked, ...this.store.read().lang }[found] || found;
    const wanted = JSON.stringify([lang, title, greeting, privacyUrl, branding, own]);
    if (wanted === this.#built) return;
    this.#built = wanted;
    const words = await warm(lang);
    if (wanted !== this.#built) return; // Something newer was asked for meanwhile.
    const before = this.lang;
    Object.assign(this, { lang, words });
    this.#build();
    if (!before || before === lang) return;
    this.chat.greet();
    emit("locale", { locale: lang });
  }

  #build() {
    const { words, chat, root, shadow } = this;
    const draft = this.composer?.field.value || "";
    const hadFocus = root.contains(shadow.activeElement);
    this.log = el("div.log", {
      part: "log",
      role: "log",
      "aria-live": "polite",
      "aria-label": words.conversation,
      tabindex: 0,
    });
    this.status = el("p.vh", { role: "status" });
    this.strip = el("p.strip", { role: "status" });
    this.composer = new Composer(this, () => chat.state.ready?.limits?.chars || 2000);
    this.start = welcome(this);
    root.ariaLabel = `${this.loader.options.title}, ${words.assistant}`;
    root.lang = words.tag;
    root.replaceChildren(header(this), this.log, this.status, this.strip, footer(this));
    this.composer.set(draft);
    this.suggestions?.attach();
    if (hadFocus) this.focus();
    if (this.messages) {
      chat.hush();
      this.messages = new this.messages.constructor(this);
    }
    this.#changed(chat.state);
  }

  /** Messages are drawn by a module of their own, so that the panel is usable before it is there. */
  #converse() {
    this.#coming ||= import("./messages.js").then(
      (module) => {
        this.#wear(module.css);
        this.messages = new module.Messages(this);
        this.#changed(this.chat.state);
      },
      () => (this.#coming = null),
    );
  }

  /** Titles are suggested by a module of their own, which the first focus of the composer brings. */
  assist() {
    this.#assistance ||= import("./suggest.js").then(
      (module) => {
        this.#wear(module.css);
        this.suggestions = new module.Suggestions(this);
      },
      () => (this.#assistance = null),
    );
  }

  /** The visitor chooses a language. */
  pick(lang) {
    const saved = this.store.read();
    this.#picked[this.loader.language()] = lang;
    this.store.write({ ...saved, lang: { ...saved.lang, ...this.#picked } });
    this.settle();
  }

  /** Tells screen readers. */
  say(text) {
    this.status.textContent = text;
  }

  icon(name) {
    return this.loader.svg(icons[name]);
  }

  /** Many events at once are drawn together. */
  #draw() {
    const { state } = this.chat;
    this.#frame = 0;
    this.messages?.draw(state, isAwaiting(state));
  }

  #changed(state) {
    const { words, strip, start, log } = this;
    const awaiting = isAwaiting(state);
    const empty = !state.events.length && !state.outbox.length;
    start.update(state.ready);
    if (!empty || (state.ready ? state.ready.seq : state.token)) start.node.remove();
    else if (!start.node.parentNode) log.append(start.node);
    if (!empty) this.#converse();
    this.#frame ||= requestAnimationFrame(() => this.#draw());
    if (awaiting !== this.#awaiting) this.say(awaiting ? words.typing : "");
    this.#awaiting = awaiting;
    if (!state.ready)
      this.#notice ||= setTimeout(
        () => (strip.textContent = state.conversation ? words.offline : words.connecting),
        notable,
      );
    else if (this.#notice) {
      clearTimeout(this.#notice);
      this.#notice = 0;
      strip.textContent = "";
    }
  }

  /** Live events and failures, for the page and for the badge. */
  #happened(kind, value) {
    const { emit, apply } = this.loader;
    if (kind === "failed") {
      this.say(this.words.failures[value] || this.words.failed);
      return emit("error", { code: value });
    }
    const { from, body } = value;
    if (from === "visitor") return;
    emit("message:received", { from, ...body });
    if (from === "bot") emit("answer", { id: body.id, score: body.confidence, kind: body.kind });
    if (body.code === "agent_joined") emit("handoff:joined");
    if (body.code === "agent_left" || body.code === "closed") emit("handoff:ended");
    if (!this.#isOpen) this.#count(this.missed + 1);
  }

  #count(count) {
    if (count === this.missed) return;
    this.missed = count;
    this.loader.emit("unread", { count });
    this.loader.apply();
  }

  /** Sends what the visitor wrote, chose, rated or asked for. */
  send(body) {
    const { emit } = this.loader;
    this.#moved();
    this.chat.send(body);
    if (body.kind === "feedback") emit("feedback", { value: body.helpful, reason: body.comment });
    else emit("message:sent", body);
    if (body.kind === "choice") emit("suggestion:click", { id: body.id });
    if (body.kind === "human") emit("handoff:requested");
    // What had the focus may have gone with the welcome.
    if (this.#isOpen && document.activeElement === document.body) this.focus();
  }

  /** @param {string} text @param {{send?: boolean}} [how] false: only fill in */
  ask(text, how) {
    const words = String(text ?? "").trim();
    const tooLong = [...words].length > this.composer.most();
    if (how?.send === false || tooLong) this.composer.set(words);
    else if (words) this.send({ kind: "text", text: words });
  }

  handoff() {
    this.send({ kind: "human" });
  }

  /** Begins a new conversation. */
  reset() {
    this.chat.reset();
    this.#count(0);
  }

  #key(event) {
    if (event.key === "Tab" && this.root.ariaModal === "true") this.#stay(event);
    if (event.key !== "Escape" || event.isComposing || !this.#isOpen) return;
    event.stopPropagation();
    const menu = this.root.querySelector("details[open]");
    if (menu) {
      menu.firstChild.focus();
      menu.open = false;
    } else if (!this.loader.host.hasAttribute("inline")) this.loader.close();
  }

  /** Tab goes round inside a panel that is the whole screen. */
  #stay(event) {
    const stops = [...this.root.querySelectorAll("a,button,select,summary,textarea,[tabindex='0']")].filter((one) =>
      one.checkVisibility(),
    );
    if (stops.at(event.shiftKey ? 0 : -1) !== this.shadow.activeElement) return;
    stops.at(event.shiftKey ? -1 : 0).focus();
    event.preventDefault();
  }

  /** Scrolls the log as far as it takes to see the whole of a node. @param {Element} node */
  reveal(node) {
    const below = node.getBoundingClientRect().bottom - this.log.getBoundingClientRect().bottom;
    if (below > 0) this.log.scrollTop += below + 12;
  }

  /** On a phone the dialog itself takes the focus, so that no keyboard covers the welcome. */
  focus() {
    const target = this.#narrow.matches ? this.root : this.composer.field;
    target.focus({ preventScroll: true });
  }

  /** @param {any} opener gets the focus back @param {boolean} focus whether to take it */
  open(opener, focus) {
    this.#opener = opener;
    this.#isOpen = true;
    this.root.hidden = false;
    this.#count(0);
    this.#cover();
    this.loader.apply();
    this.chat.connect();
    this.composer.refresh();
    this.#converse();
    if (focus) this.focus();
  }

  close() {
    const { launcher, apply } = this.loader;
    const hadFocus = this.root.contains(this.shadow.activeElement);
    this.#isOpen = false;
    this.suggestions?.close();
    this.root.hidden = true;
    this.#cover();
    apply();
    if (!hadFocus) return;
    launcher.focus();
    if (this.#opener !== document.body) this.#opener?.focus();
  }

  /** The loader has drawn the launcher closed; this adds what only the panel knows. */
  update() {
    const { launcher, host, options } = this.loader;
    const { words, missed } = this;
    launcher.hidden ||= host.hasAttribute("inline");
    if (this.#isOpen) {
      launcher.ariaExpanded = "true";
      launcher.ariaLabel = words.close;
      launcher.replaceChildren(this.icon("down"));
    } else if (missed) {
      launcher.ariaLabel += ", " + fill(words.unread, { count: missed });
      launcher.append(el("b", null, String(missed)));
    }
    if (options.consent === "grant") this.chat.save();
    this.settle();
  }

  /** On a phone the open panel is the screen, and the page behind it rests. */
  #cover() {
    const { host } = this.loader;
    const modal = this.#isOpen && this.#narrow.matches && !host.hasAttribute("inline");
    this.root.ariaModal = String(modal);
    for (const other of this.#covered.splice(0)) other.inert = false;
    for (let node = host; modal && node !== document.documentElement; node = node.parentElement) {
      this.#covered.push(...[...node.parentElement.children].filter((other) => other !== node && !other.inert));
    }
    for (const other of this.#covered) other.inert = true;
    document.documentElement.style.overflow = modal ? "hidden" : "";
    this.#fit();
  }

  /** Keeps the composer above an on-screen keyboard; a magnified page is left alone. */
  #fit() {
    const { height, offsetTop, scale } = /** @type {any} */ (visualViewport);
    if (scale > 1.05) return;
    this.root.style.setProperty("--height", height + "px");
    this.root.style.setProperty("--top", offsetTop + "px");
  }

  destroy() {
    this.#end.abort();
    this.#isOpen = false;
    this.suggestions?.close();
    this.#cover();
  }
}

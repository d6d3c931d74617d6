// @ts-check
// The panel: a dialog with header, conversation and composer. The loader owns options and
// events and brings the panel on first need; here are its elements, focus and connection. What a
// visit may do without is brought by `bring` when it is needed.
import { Chat, keep } from "./chat.js";
import { el, fill, icons } from "./content.js";
import firstWords from "./locale-en.js";
import { Composer, footer, header, welcome } from "./parts.js";
import { Screen } from "./screen.js";
import { hasPerson } from "./state.js";
import { panelCss } from "./style.js";

/** A connection, or what draws a conversation, missing for this many ms is spoken of. */
const notable = 1500;

/** Lets the page do what it waits to do: no piece of our work is a long one. */
const yielded = () => new Promise((done) => setTimeout(done));

/** @param {any} loader what the loader shares */
export async function make(loader) {
  await yielded();
  const panel = new Panel(loader);
  await panel.settle();
  await yielded();
  return panel;
}

/** An address without query and fragment, which may hold private things. @param {string} address */
const bare = (address) => address.split(/[?#]/)[0];

class Panel {
  titles = new Map(); // of entries seen so far, by id
  votes = new Map(); // feedback by the seq that it is about
  missed = 0; // messages that came while closed
  isOpen = false;
  lang = firstWords.tag;
  words = firstWords;
  /** @type {any} */
  messages;
  /** @type {any} */
  suggestions;
  /** @type {any} */
  tabs; // the same site's other tabs
  /** @type {any} */
  desk; // what draws a conversation with a person
  /** @type {any} */
  speech; // what listens and reads aloud
  #end = new AbortController();
  #coming = {}; // parts on their way or here, by name
  #picked = {}; // the visitor's choice of language, by the language found
  #built;
  #url;
  #opener;
  #lack; // what the visitor waits for, in words
  #notice; // what will say so
  #frame;
  #spoken; // what was said last of somebody writing

  constructor(loader) {
    this.loader = loader;
    const { shell, script } = loader;
    const { signal } = this.#end;
    this.shadow = shell.getRootNode();
    this.svg = loader.svg;
    this.wear(panelCss);
    this.root = el("section.panel", { part: "panel", role: "dialog", tabindex: -1, hidden: "" });
    shell.prepend(this.root);
    shell.onkeydown = (event) => this.#key(event);
    // The page must not take a letter for its shortcut: to it the visitor writes in no field.
    shell.onkeypress = shell.onkeyup = (event) => event.stopPropagation();
    this.screen = new Screen(this, signal);
    this.store = keep(() => this.#area());
    this.chat = new Chat({
      url: new URL("/ws/chat", script.src).href.replace("http", "ws"),
      hello: () => ({
        lang: this.lang,
        page: { ...this.#page(), referrer: bare(document.referrer) },
        return: loader.options.key,
      }),
      store: this.store,
      changed: (state) => this.#changed(state),
      happened: (kind, value) => this.#happened(kind, value),
      signal,
    });
    const moved = () => setTimeout(() => this.#moved(), 300);
    window["navigation"]?.addEventListener("navigatesuccess", moved, { signal });
    document.addEventListener("visibilitychange", () => this.#read(), { signal });
  }

  /** Adds to the look. @param {string} text */
  wear(text) {
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
    const { title, greeting, privacyUrl, branding, voice, questions } = options;
    const found = language();
    const lang = { ...this.#picked, ...this.store.read().lang }[found] || found;
    const wanted = JSON.stringify([lang, title, greeting, privacyUrl, branding, voice, questions]);
    if (wanted === this.#built) return;
    const before = this.#built;
    this.#built = wanted;
    const words = await this.#learn(lang).catch(() => this.words);
    if (wanted !== this.#built) return; // Something newer was asked for meanwhile.
    const changed = this.lang !== words.tag;
    Object.assign(this, { lang: words.tag, words });
    this.#build();
    if (!before || !changed) return;
    this.chat.greet();
    emit("locale", { locale: this.lang });
  }

  /** The words of a language: those of the panel, and for its parts the others, too. */
  async #learn(lang, all = !!Object.keys(this.#coming)[0]) {
    const file = "./locale-" + lang.toLowerCase();
    const words = lang === firstWords.tag ? firstWords : (await import(file + ".js")).default;
    return all ? { ...words, ...(await import(file + "-more.js")).default } : words;
  }

  /**
   * Brings a part, and the words that it needs; again only if that failed.
   * @param {string} name @param {(part: any) => void} [begin] the first time
   */
  bring(name, begin) {
    const coming = this.#coming;
    coming[name] ||= Promise.all([import(`./${name}.js`), this.#learn(this.lang, true)]).then(
      ([module, words]) => {
        if (words.tag === this.lang) this.words = words;
        const part = module[name];
        if (part.css) this.wear(part.css);
        begin?.(part);
        return part;
      },
      () => {
        delete coming[name];
      },
    );
    return coming[name];
  }

  #build() {
    const { words, chat, root, shadow } = this;
    const draft = this.composer?.field.value || "";
    const active = shadow.activeElement;
    const hadFocus = root.contains(active);
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
    root.dir = /^(ar|he)/.test(words.tag) ? "rtl" : getComputedStyle(this.loader.host).direction;
    root.replaceChildren(header(this), this.log, this.status, this.strip, footer(this));
    this.composer.set(draft);
    this.suggestions?.attach();
    // Who goes through the languages by keys goes on from there.
    if (hadFocus) (active.localName === "select" ? root.querySelector("select") : this).focus();
    this.messages = this.messages?.anew();
    this.#changed(chat.state);
  }

  /** What a conversation needs is brought with its first word, so that the panel is usable before. */
  converse() {
    this.bring("talk", ({ Messages, Suggestions, Tabs }) => {
      this.tabs = new Tabs(this);
      this.messages = new Messages(this);
      this.suggestions = new Suggestions(this);
      this.#changed(this.chat.state);
    });
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
    return this.svg(icons[name]);
  }

  /** Many events at once are drawn together. */
  #draw() {
    const { state } = this.chat;
    this.#frame = 0;
    this.messages?.draw(state);
    this.#read();
  }

  #changed(state) {
    const { words, strip, start, log } = this;
    const empty = !state.events.length && !state.outbox.length;
    start.update(state.ready);
    if (!empty || (state.ready ? state.ready.seq : state.token)) start.node.remove();
    else if (!start.node.parentNode) log.append(start.node);
    if (!empty) this.converse();
    if (hasPerson(state) || state.events.some(({ from }) => from === "system" || from === "agent"))
      this.bring("desk", (desk) => {
        this.desk = desk;
        this.#changed(this.chat.state);
      });
    const writing = this.desk?.dress(this) || "";
    if (writing !== this.#spoken) this.say((this.#spoken = writing));
    this.#frame ||= requestAnimationFrame(() => this.#draw());
    const undrawn = !empty && !this.messages && words.connecting;
    const lack = state.ready ? undrawn : state.conversation ? words.offline : words.connecting;
    if (lack === this.#lack) return;
    this.#lack = lack;
    clearTimeout(this.#notice);
    this.#notice = setTimeout(() => (strip.textContent = lack || ""), lack && !strip.textContent ? notable : 0);
  }

  /** Live events and failures, for the page and for the badge. */
  #happened(kind, value) {
    const { emit } = this.loader;
    if (kind === "failed") {
      this.say(this.words.failures?.[value] || this.words.failed);
      return emit("error", { code: value });
    }
    const { from, body } = value;
    if (from === "visitor") return;
    emit("message:received", { from, ...body });
    if (from === "bot") emit("answer", { id: body.id, score: body.confidence, kind: body.kind });
    if (body.code === "agent_joined") emit("handoff:joined");
    if (body.code === "agent_left" || body.code === "closed") emit("handoff:ended");
    this.speech?.read(this, body);
    if (!this.isOpen && !this.tabs?.knows(value.seq)) this.count(this.missed + 1);
  }

  /** @param {number} count of messages that are unread */
  count(count) {
    if (count === this.missed) return;
    this.missed = count;
    this.loader.emit("unread", { count });
    this.loader.apply();
  }

  /** What is seen here is unread in no other tab. */
  #read() {
    if (!this.isOpen || document.hidden) return;
    this.tabs?.tell();
    this.messages?.read();
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
    if (this.isOpen && document.activeElement === document.body) this.focus();
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
    this.count(0);
  }

  #key(event) {
    event.stopPropagation();
    this.screen.stay(event);
    if (event.key !== "Escape" || event.isComposing || !this.isOpen) return;
    const menu = this.root.querySelector("details[open]");
    if (menu) {
      menu.firstChild.focus();
      menu.open = false;
    } else if (!this.loader.host.hasAttribute("inline")) this.loader.close();
  }

  /** On a phone the dialog itself takes the focus, so that no keyboard covers the welcome. */
  focus() {
    const target = this.screen.narrow.matches ? this.root : this.composer.field;
    target.focus({ preventScroll: true });
  }

  /** @param {any} opener gets the focus back @param {boolean} focus whether to take it */
  open(opener, focus) {
    this.#opener = opener;
    this.isOpen = true;
    this.root.hidden = false;
    this.count(0);
    this.screen.cover(focus);
    this.loader.apply();
    this.chat.connect(); // Which nothing does before a visitor's first wish to chat.
    this.composer.refresh();
    this.#read();
    // Who was here before has a conversation to be drawn.
    if (this.chat.state.token) this.converse();
    // After the first frame: focus before it would lay everything out at once.
    if (focus) requestAnimationFrame(() => setTimeout(() => this.isOpen && this.focus()));
  }

  close() {
    const hadFocus = this.root.contains(this.shadow.activeElement);
    this.isOpen = false;
    this.suggestions?.close();
    this.root.hidden = true;
    this.screen.cover();
    if (!hadFocus) return;
    this.loader.launcher.focus();
    if (this.#opener !== document.body) this.#opener?.focus();
  }

  /** The loader has drawn the launcher closed; this adds what only the panel knows. */
  update() {
    const { launcher, host, options } = this.loader;
    const { words, missed } = this;
    launcher.hidden ||= host.hasAttribute("inline");
    if (this.isOpen) {
      launcher.ariaExpanded = "true";
      launcher.ariaLabel = words.close;
      launcher.replaceChildren(this.icon("down"));
    } else if (missed) {
      launcher.ariaLabel += ", " + fill(words.unread, { count: missed }, words.tag);
      launcher.append(el("b", String(missed)));
    }
    if (options.consent === "grant") this.chat.adopt();
    this.settle();
  }

  /** The loader has closed it. */
  destroy() {
    this.#end.abort();
    this.tabs?.close();
    this.root.remove();
  }
}

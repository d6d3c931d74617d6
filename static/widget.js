// @ts-check
// Deskbell's loader: the launcher and the `deskbell` API. It brings the panel on first need;
// until that is open, nothing is stored and no socket opened.
"use strict";
if (!window["deskbell"]?.version) {
  /** @type {any} */
  const page = window;
  /** The server writes the site's settings here. @type {any} */
  const settings = "__DESKBELL_SETTINGS__";
  const { site } = settings;
  // A page that brings the loader as a module has no current script.
  /** @type {any} */
  const script = document.currentScript || document.querySelector('script[src*="widget.js"]');
  /** The languages of the interface, and what the launcher says. @type {Record<string, string>} */
  const words = {
    en: "Open chat",
    "zh-Hans": "打开聊天",
    "zh-Hant": "開啟聊天",
    de: "Chat öffnen",
    fr: "Ouvrir le chat",
    es: "Abrir el chat",
    pt: "Abrir o chat",
    it: "Apri la chat",
    nl: "Chat openen",
    ja: "チャットを開く",
    ko: "채팅 열기",
    ru: "Открыть чат",
    ar: "فتح المحادثة",
    he: "פתיחת הצ׳אט",
  };
  const langs = Object.keys(words);
  const chatIcon = "M5.8 16.5 5 20.2l4.4-1.9a8.5 7.3 0 1 0-3.6-1.8M8.6 12.5q3.4 3.8 6.8 0";
  const css = `
:host{all:initial!important;position:fixed!important;z-index:var(--deskbell-z-index,2147483000)!important}
@media print{:host{display:none!important}}
.w{--base:var(--deskbell-accent,var(--site,#0d6657));--accent:var(--base);--on:#fff;--accent-ink:var(--base);--x:20px;--y:20px;--safe:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);color-scheme:light}
.w[data-theme=dark]{color-scheme:dark}
@supports (color:oklch(from red l c h)){
.w{--on:color(from var(--accent) xyz clamp(0,(.18 - y)*1e4,.95) clamp(0,(.18 - y)*1e4,1) clamp(0,(.18 - y)*1e4,1.089));--accent-ink:oklch(from var(--base) min(l,.5) c h)}
.w[data-theme=dark]{--accent:oklch(from var(--base) .8 min(c,.078) h);--on:oklch(from var(--base) .24 min(c,.04) h);--accent-ink:var(--accent)}}
[hidden]{display:none!important}
svg{display:block;flex:none;width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
:focus-visible{outline:2px solid var(--accent-ink);outline-offset:2px}
.launch{position:fixed;bottom:var(--y);inset-inline-end:var(--x);height:56px;min-width:56px;padding:0 14px;margin:var(--safe);border:1px solid var(--accent-ink);border-radius:28px;background:var(--accent);color:var(--on);display:flex;align-items:center;gap:9px;font:600 15px system-ui,sans-serif;cursor:pointer;outline:revert;box-shadow:0 10px 24px -8px #08282173}
.launch svg{width:26px;height:26px}
[aria-busy=true] svg{opacity:.4}
.launch.aside{transform:translateY(-72px)}
[data-side=left] .launch{inset-inline:var(--x) auto}`;

  /** By camelCase name; the latest wins. @type {any} */
  const options = { title: site.bot, greeting: site.greeting, accent: site.color, privacyUrl: site.privacy_url };
  /** Name, handler, and whether it runs only once. */
  let handlers = [];
  const dark = matchMedia("(prefers-color-scheme:dark)");
  let host,
    shell,
    launcher,
    panel,
    made,
    next, // came while another one counted
    gone, // set once it was destroyed, until it is asked for again
    opening, // set while the panel is open or opening
    bringing, // the language of the parts that were brought
    teasing;

  function take(given) {
    for (const key in given) options[key.replace(/-(.)/g, (_, letter) => letter.toUpperCase())] = given[key];
  }

  /** The language of the interface that comes nearest to a tag. */
  function nearest(tag) {
    const name = tag.toLowerCase().replace("iw", "he");
    const script = /hant|tw|hk|mo/.test(name) ? "zh-Hant" : "zh-Hans";
    return /^zh/.test(name) ? script : langs.find((known) => known === name.split("-")[0]);
  }

  /** The language that suits the page, or else the visitor. */
  function language() {
    const { locale = "auto" } = options;
    const wanted = locale === "auto" ? [document.documentElement.lang, ...navigator.languages] : [locale];
    return [...wanted, site.lang].map(nearest).find(Boolean) || "en";
  }

  /** A mistake in the host page's code must not stop the widget. */
  function attempt(call) {
    try {
      call();
    } catch (error) {
      console.error(error);
    }
  }

  function emit(name, detail = {}) {
    for (const [of, handler, once] of handlers)
      if (of === name) {
        if (once) off(name, handler);
        attempt(() => handler(detail));
      }
    host?.dispatchEvent(new CustomEvent("deskbell:" + name, { detail, bubbles: true, composed: true }));
  }

  function svg(path) {
    const [node, line] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    node.setAttribute("viewBox", "0 0 24 24");
    line.setAttribute("d", path);
    node.append(line);
    return node;
  }

  /** Draws all that depends on options. */
  function apply() {
    if (!host) return;
    const { accent, theme, launcher: look } = options;
    const label = look === "label" ? options.launcherLabel || options.title : "";
    const { style } = shell;
    shell.dataset.theme = theme === "dark" || (theme !== "light" && dark.matches) ? "dark" : "light";
    shell.dataset.side = options.position;
    shell.lang = language();
    style.setProperty("--site", CSS.supports("color", accent) ? accent : "");
    style.setProperty("--x", options.offsetX >= 0 ? options.offsetX + "px" : "");
    style.setProperty("--y", options.offsetY >= 0 ? options.offsetY + "px" : "");
    host.style.setProperty("--deskbell-z-index", options.zIndex || "");
    launcher.hidden = options.hidden ?? look === "none";
    launcher.ariaExpanded = "false";
    launcher.ariaBusy = !!opening && !panel;
    launcher.ariaLabel = (label && label + ", ") + words[shell.lang];
    launcher.replaceChildren(svg(chatIcon), label);
    panel?.update();
  }

  function mount(element) {
    host = element;
    for (const { name, value } of host.attributes) take({ [name]: value });
    const shadow = host.shadowRoot || host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
    shell = document.createElement("div");
    shell.className = "w";
    launcher = document.createElement("button");
    launcher.className = "launch";
    launcher.part = "launcher";
    launcher.onclick = methods.toggle;
    launcher.onpointerenter = launcher.onfocus = launcher.ontouchstart = () => bring().catch(() => {});
    shell.append(launcher);
    shadow.replaceChildren(shell);
    Object.assign(host, methods);
    apply();
    if (/^(true)?$/.test(options.open) || host.hasAttribute("inline")) return open({ focus: false });
    attend();
    if (options.teaser) teasing = setTimeout(tease, 1000 * (options.teaserDelay ?? 8));
  }

  /** Who waits for a person, or talks to one, is shown on every page when that person writes. */
  function attend() {
    try {
      if (options.consent !== "wait" && /"attend":true/.test(page.localStorage.deskbell + page.sessionStorage.deskbell))
        need().then(
          (view) => view?.chat.connect(),
          () => (made = undefined), // The launcher brings it.
        );
    } catch {} // Storage is forbidden.
  }

  const tease = () =>
    bring("teaser")
      .then((module) => opening || launcher?.hidden || make(module))
      .catch(() => {});

  // One counts: the page's own, or that of `start`.
  class Chat extends HTMLElement {
    connectedCallback() {
      if (host) next = this;
      else mount(this);
    }
    disconnectedCallback() {
      // A page that swaps its body must not lose the conversation; one may put another element in this one's place.
      setTimeout(() => {
        if (this !== host || this.isConnected) return;
        if (!this.hasAttribute("inline")) return document.body.append(this);
        destroy();
        if (next?.isConnected) mount(next);
      });
    }
  }

  function start() {
    if (host || gone) return;
    const place = options.target && document.querySelector(options.target);
    const element = document.createElement("deskbell-chat");
    element.toggleAttribute("inline", !!place);
    (place || document.body).append(element);
  }

  /** Brings a part of the widget, with the words of the language that is asked for first. */
  const bring = (part = "panel") =>
    import(new URL(settings.parts + (bringing ||= language()).toLowerCase() + `/${part}.js`, script.src).href);
  const make = (module) =>
    host &&
    module.make({
      site,
      options,
      script,
      host,
      shell,
      launcher,
      svg,
      chatIcon,
      langs,
      language,
      emit,
      apply,
      open,
      close,
    });

  /** The panel, which is made once, whoever asks for it first. */
  function need() {
    const mine = (made ||= drawn.then(start).then(bring).then(make));
    return mine.then((view) => {
      if (made === mine) panel = view;
      return view;
    });
  }

  function open(how) {
    if (opening) return opening;
    clearTimeout(teasing);
    gone = false;
    const active = document.activeElement;
    const mine = (opening = need().then((view) => {
      if (opening !== mine) return;
      view.open(active === host ? launcher : active, how?.focus !== false);
      emit("open");
    }));
    apply();
    mine.catch(() => {
      made = opening = undefined;
      apply();
      emit("error", { code: "load" });
    });
    return mine;
  }

  function close() {
    if (!opening) return;
    opening = undefined;
    panel?.close();
    apply();
    emit("close");
  }

  function update(given) {
    take(given);
    drawn.then(start);
    apply();
  }

  function on(name, handler, once) {
    off(name, handler);
    handlers = [...handlers, [name, handler, once]];
  }

  function off(name, handler) {
    handlers = handlers.filter((one) => one[0] !== name || one[1] !== handler);
  }

  function forget() {
    attempt(() => {
      delete page.localStorage.deskbell;
      delete page.sessionStorage.deskbell;
    });
  }

  function destroy() {
    close();
    emit("destroy");
    made?.then((view) => view.destroy()).catch(() => {});
    gone = true;
    const left = host;
    host = panel = made = undefined;
    left?.remove();
  }

  const methods = {
    boot(given) {
      gone = false;
      update(given);
    },
    update,
    open,
    close,
    toggle: () => (opening ? close() : open()),
    show: () => update({ hidden: false }),
    hide: () => update({ hidden: true }),
    ask: (text, how) => open().then(() => panel?.ask(text, how)),
    handoff: () => open().then(() => panel?.handoff()),
    setLocale: (locale) => update({ locale }),
    setTheme: (theme) => update({ theme }),
    identify: (identity) => update({ identity }),
    setContext: (context) => update({ context: { ...options.context, ...context } }),
    track: (name, data) => update({ tracked: { name, data } }),
    on,
    once: (name, handler) => on(name, handler, true),
    off,
    consent(consent) {
      update({ consent });
      if (consent === "deny") forget();
    },
    /** For instance at logout. */
    reset() {
      forget();
      panel?.reset();
    },
    destroy,
  };

  const queue = page.deskbell?.q || [];
  page.deskbell = Object.defineProperties(
    Object.assign((name, ...given) => methods[name](...given), methods),
    {
      isOpen: { get: () => !!opening },
      unreadCount: { get: () => panel?.missed || 0 },
      version: { value: settings.version },
    },
  );
  take(page.deskbellSettings);
  take(script.dataset);
  const drawn = new Promise((done) => {
    document.readyState === "loading" ? addEventListener("DOMContentLoaded", done) : done(0);
  }).then(() => {
    customElements.define("deskbell-chat", Chat);
    start();
  });
  dark.onchange = apply;
  // A control of the page that has the focus must not lie wholly under the launcher.
  addEventListener("focusin", ({ target }) => {
    if (!host || target === host) return;
    launcher.classList.remove("aside");
    const [its, ours] = [/** @type {Element} */ (target), launcher].map((one) => one.getBoundingClientRect());
    launcher.classList.toggle(
      "aside",
      its.left >= ours.left && its.right <= ours.right && its.top >= ours.top && its.bottom <= ours.bottom,
    );
  });
  for (const call of queue) attempt(() => page.deskbell(...call));
  drawn.then(() => emit("ready"));
}

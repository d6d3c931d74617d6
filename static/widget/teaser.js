// @ts-check
// An invitation beside the launcher, for who has not opened the chat. It stands alone: the panel
// is not brought for it. Putting it away is remembered, which is what the visitor asks for.

const css = `
.tease{position:fixed;bottom:calc(var(--y) + 4px);inset-inline-end:calc(var(--x) + 68px);margin:var(--safe);display:flex;align-items:start;max-width:min(272px,100vw - 68px - 2*var(--x));padding-inline-start:16px;border-radius:16px;background:#fff;color:#17211e;box-shadow:0 0 0 1px #12201b14,0 12px 32px -8px #0a141047;text-align:start;font:15px/22px var(--deskbell-font,system-ui,sans-serif)}
[data-side=left] .tease{inset-inline:calc(var(--x) + 68px) auto}
.tease.above{bottom:calc(var(--y) + 68px);max-width:min(272px,100vw - 2*var(--x));inset-inline-end:var(--x)}
[data-side=left] .tease.above{inset-inline:var(--x) auto}
[data-theme=dark] .tease{background:#1b2120;color:#edf2ef;box-shadow:0 0 0 1px #fff3,0 12px 32px -8px #000b}
.tease .said{flex:1;padding:12px 0;border:0;background:none;font:inherit;color:inherit;text-align:start;cursor:pointer;overflow-wrap:anywhere}
.tease small{display:block;margin-bottom:2px;font-size:12px;line-height:16px;color:#626d68}
[data-theme=dark] .tease small{color:#98a59f}
.tease .away{width:44px;height:44px;padding:13px;border:0;border-radius:12px;background:none;color:inherit;cursor:pointer}
.tease .away svg{width:18px;height:18px}
@media (prefers-reduced-motion:no-preference){.tease{animation:tease .18s cubic-bezier(.2,.8,.2,1)}@keyframes tease{from{opacity:0;transform:translateY(8px)}}}
@media (forced-colors:active){.tease{border:1px solid}}`;

/** What the button says that puts it away. @type {Record<string, string>} */
const dismiss = {
  en: "Dismiss",
  "zh-Hans": "关闭提示",
  "zh-Hant": "關閉提示",
  de: "Hinweis schließen",
  fr: "Fermer l’invitation",
  es: "Cerrar el aviso",
  pt: "Fechar o aviso",
  it: "Chiudi l’avviso",
  nl: "Melding sluiten",
  ja: "案内を閉じる",
  ko: "안내 닫기",
  ru: "Скрыть подсказку",
  ar: "إغلاق التنبيه",
  he: "סגירת ההודעה",
};

const cross = "m6.5 6.5 11 11m0-11-11 11";
const key = "deskbell-teaser";

/** Where it is remembered; nowhere before consent. @returns {Storage | undefined} */
function area({ storage, consent }) {
  if (storage === "none" || consent === "wait" || consent === "deny") return undefined;
  return storage === "session" ? sessionStorage : localStorage;
}

function attempt(act) {
  try {
    return act();
  } catch {
    return undefined; // Storage is forbidden: it is asked again on the next page.
  }
}

/** @param {any} loader what the loader shares */
export function make({ options, shell, host, launcher, svg, open, emit }) {
  const { teaser, title } = options;
  if (attempt(() => area(options)?.getItem(key)) === teaser) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  host.shadowRoot.adoptedStyleSheets.push(sheet);
  const make = (tag, className, text) => {
    const node = document.createElement(tag);
    node.className = className;
    node.textContent = text;
    return node;
  };
  // Beside a round launcher; one with a label takes the place itself.
  const box = make("div", launcher.offsetWidth > 60 ? "tease above" : "tease", "");
  const said = make("button", "said", "");
  said.append(make("small", "", title), make("bdi", "", teaser));
  said.onclick = () => open();
  const away = make("button", "away", "");
  away.ariaLabel = dismiss[shell.lang];
  away.append(svg(cross));
  away.onclick = () => {
    attempt(() => area(options)?.setItem(key, teaser));
    box.remove();
    shell.querySelector(".launch").focus();
  };
  box.append(said, away);
  shell.append(box);
  host.addEventListener("deskbell:open", () => box.remove(), { once: true });
  host.addEventListener("deskbell:destroy", () => box.remove(), { once: true });
  emit("teaser:shown");
}

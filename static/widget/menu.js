// @ts-check
// The menu behind the dots: a new conversation, reading aloud, and what belongs to the visitor: the
// conversation itself, to be taken along or deleted.
import { el, press } from "./content.js";

const menuCss = `
details{position:relative}
.menu{position:absolute;z-index:2;inset-inline-end:0;padding:6px;min-width:min(264px,78vw);border-radius:16px;background:var(--surface);box-shadow:0 0 0 1px var(--line),0 12px 32px -8px #0a141047}
.menu .row{padding:8px 12px;border-radius:10px;min-height:44px}
.menu hr{border:0;border-top:1px solid var(--line);margin:6px 12px}
.menu p{padding:8px 12px;font-size:14px;line-height:20px;max-width:264px}
.menu .danger{color:var(--danger)}
.menu .danger svg{color:inherit}
.menu .btns{display:flex;gap:8px;padding:4px 12px 8px}
.menu .btn{min-height:40px;padding:8px 16px;border-radius:12px;font-weight:600;font-size:14px;line-height:24px;box-shadow:inset 0 0 0 1px var(--edge)}`;

const paths = {
  fresh: "M12 5.5v13M5.5 12h13",
  aloud: "M4.5 9.5v5H8l4.5 4v-13L8 9.5zM16 9.2a4 4 0 0 1 0 5.6m2.4-8a7.5 7.5 0 0 1 0 10.4",
  down: "M12 4.5V15m-4.5-4.5L12 15l4.5-4.5M5 19.5h14",
  erase: "M5 7h14M9.5 7V4.5h5V7M17 7l-.8 12.5H7.8L7 7",
};

/** Asks the server about this visitor's own conversation, which its token opens. */
async function own(panel, method, query = "") {
  const { token } = panel.chat.state;
  const address = new URL("/api/v1/conversation" + query, panel.loader.script.src);
  const response = await fetch(address, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    credentials: "omit",
    cache: "no-store",
  });
  if (!response.ok) throw new Error(response.statusText);
  return response;
}

async function download(panel) {
  const response = await own(panel, "GET", "?format=txt");
  const address = URL.createObjectURL(await response.blob());
  const name = `conversation-${new Date().toISOString().slice(0, 10)}.txt`;
  const anchor = el("a", { href: address, download: name });
  anchor.click();
  URL.revokeObjectURL(address);
}

/** Shows other nodes. The focus goes first: a menu that it leaves is closed. @param {string} chosen gets the focus */
function show(list, nodes, chosen) {
  const old = [...list.childNodes];
  list.append(...nodes);
  list.querySelector(chosen).focus();
  for (const node of old) node.remove();
}

/** @param {any} panel @param {any} list the open menu @param {any} more what opens and closes it */
function fill(panel, list, more) {
  const { words, chat, speech } = panel;
  const leave = () => {
    more.open = false;
    panel.focus();
  };
  const row = (text, path, act, attributes, look = "row") =>
    press(look, act, attributes, panel.svg(path), el("span", text));
  const fresh = () => {
    panel.reset();
    leave();
  };
  const aloud = async () => {
    const voice = await panel.bring("voice");
    voice?.toggle(panel);
    leave();
  };
  const trouble = () => list.prepend(el("p.danger", { role: "alert" }, words.trouble));
  const take = () => download(panel).then(leave, trouble);
  const erase = async () => {
    try {
      await own(panel, "DELETE");
    } catch {
      return trouble();
    }
    panel.reset();
    leave();
    panel.say(words.erased);
  };
  const sure = () => {
    const back = () => show(list, rows(), ".row.danger");
    const no = press("btn", back, null, words.cancel);
    const yes = press("btn danger", erase, null, words.eraseYes);
    show(list, [el("p", { role: "alert" }, words.eraseSure), el("div.btns", no, yes)], ".btn");
  };
  const has = !!chat.state.token && chat.state.last > 0;
  const reads = "speechSynthesis" in window;
  const rows = () => [
    row(words.fresh, paths.fresh, fresh),
    reads && row(words.aloud, paths.aloud, aloud, { "aria-pressed": String(!!speech?.reads) }),
    has && el("hr"),
    has && row(words.download, paths.down, take),
    has && row(words.erase, paths.erase, sure, null, "row danger"),
  ].filter(Boolean);
  list.replaceChildren(...rows());
}

/**
 * Fills the menu that has opened, and empties it as it closes. The browser tells both late: a question asked meanwhile
 * stays. @param {any} panel @param {any} list @param {any} more
 */
function open(panel, list, more) {
  if (list.firstChild) return;
  fill(panel, list, more);
  const told = () => {
    if (more.open) return;
    more.removeEventListener("toggle", told);
    list.replaceChildren();
  };
  more.addEventListener("toggle", told);
}

export const menu = { css: menuCss, fill: open };

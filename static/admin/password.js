// @ts-check
import { busy, call, clearFailure, dateTime, fail, find, letShow, make, pill, ROLES, start } from "./shell.js";

const form = /** @type {HTMLFormElement} */ (find("[data-form]"));
const done = find("[data-done]");

letShow();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  busy(/** @type {HTMLButtonElement} */ (find("[type=submit]", form)), async () => {
    clearFailure();
    done.hidden = true;
    const fields = new FormData(form);
    await call("POST", "/password", { current: fields.get("current"), password: fields.get("password") });
    form.reset();
    done.hidden = false;
    done.focus();
    await showSessions();
  });
});

/** Lists the browsers in which the caller is signed in. */
async function showSessions() {
  /** @type {{sessions: {started_at: string, ends_at: string, current: boolean}[]}} */
  const { sessions } = await call("GET", "/sessions");
  const rows = sessions.map(({ started_at, ends_at, current }) =>
    make(
      "li",
      {},
      make("span", {}, `Signed in ${dateTime(started_at, me.time_zone)}`, make("small", { class: "under" }, `Good until ${dateTime(ends_at, me.time_zone)}`)),
      current ? pill("good", "this browser") : null,
    ),
  );
  find("[data-list]").replaceChildren(...rows);
  end.hidden = sessions.every(({ current }) => current);
  find("[data-sessions]").removeAttribute("aria-busy");
}

const end = /** @type {HTMLButtonElement} */ (find("[data-end]"));
end.addEventListener("click", () =>
  busy(end, async () => {
    clearFailure();
    await call("DELETE", "/sessions");
    await showSessions();
    find("#sessions-title").focus();
  }),
);

const { me } = await start();
find("[data-account]").textContent = `Signed in as ${me.name}, ${ROLES[me.role].toLowerCase()}`;
/** @type {HTMLInputElement} */ (find("[data-username]")).value = me.name;
try {
  await showSessions();
} catch (problem) {
  fail(problem);
}

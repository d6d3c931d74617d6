// @ts-check
import { busy, call, clearFailure, find, letShow, ROLES, start } from "./shell.js";

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
  });
});

const { me } = await start();
find("[data-account]").textContent = `Signed in as ${me.name}, ${ROLES[me.role].toLowerCase()}`;
/** @type {HTMLInputElement} */ (find("[data-username]")).value = me.name;

// @ts-check
/**
 * The reviewer page: who is signed in, and what the address asks for.
 *
 * @typedef {object} Context what a view needs of the page
 * @property {AbortSignal} signal the view is left
 * @property {(error: unknown) => boolean} refused asks for another key if that is what the error is about
 * @property {(at: HTMLElement) => void} focus puts the focus there, unless the page has just been opened
 * @property {import("./messages.js").Messages} messages
 */

import { button, byId, element } from "../page/elements.js";
import { ApiError, key } from "./api.js";
import { asked } from "./filters.js";
import { Keyboard } from "./keyboard.js";
import { forgetList, showList } from "./list.js";
import { Messages } from "./messages.js";
import { showSession } from "./session.js";
import { showSignIn } from "./sign-in.js";
import { TEXTS } from "./texts.en.js";

const page = byId("page");
const banner = byId("banner");
const skip = byId("skip");
const messages = new Messages(byId("foot"));
const keyboard = new Keyboard();
let leave = new AbortController();
let opened = false;
let home = "#/";

const signOut = button(TEXTS.signOut, () => askForKey(""), { class: "quiet" });
skip.textContent = TEXTS.skip;
skip.addEventListener("click", (event) => {
  // The fragment is the view's address.
  event.preventDefault();
  page.focus();
});
banner.append(
  element("p", { class: "brand" }, element("strong", {}, TEXTS.product), " ", element("span", {}, TEXTS.page)),
  element("div", {}, button(TEXTS.help, () => keyboard.showHelp(), { class: "quiet" }), signOut),
);

/** @param {string} why */
function askForKey(why) {
  leave.abort();
  key.forget();
  forgetList();
  keyboard.keys = {};
  messages.clear();
  signOut.hidden = true;
  document.title = `${TEXTS.signIn.title} · ${TEXTS.product}`;
  for (const dialog of document.querySelectorAll("dialog[open]")) /** @type {HTMLDialogElement} */ (dialog).close();
  showSignIn(page, why, route);
}

function route() {
  if (!key.get()) return askForKey("");
  leave.abort();
  leave = new AbortController();
  signOut.hidden = false;
  messages.clear();
  /** @type {Context} */
  const context = {
    signal: leave.signal,
    messages,
    refused(error) {
      if (!(error instanceof ApiError && error.refused)) return false;
      askForKey(error.message);
      return true;
    },
    focus(at) {
      if (opened) at.focus({ preventScroll: true });
    },
  };
  const session = location.hash.match(/^#\/sessions\/([\w-]+)$/)?.[1];
  if (session) {
    scrollTo(0, 0);
    keyboard.keys = showSession(page, context, session, home);
  } else {
    document.title = `${TEXTS.list.title} · ${TEXTS.product}`;
    keyboard.keys = showList(page, context, asked(new URLSearchParams(location.hash.split("?")[1])));
  }
  opened = true;
}

addEventListener("hashchange", (event) => {
  const old = new URL(event.oldURL).hash;
  if (!old.startsWith("#/sessions/")) home = old || "#/";
  if (key.get()) route();
});
route();

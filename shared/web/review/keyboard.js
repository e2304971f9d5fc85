// @ts-check
/** Single-key shortcuts, the help that lists them, and the switch that turns them off. */

import { button, element } from "../page/elements.js";
import { TEXTS } from "./texts.en.js";

const OFF = "proctor-audit.review.shortcuts-off";
const SAME = /** @type {Record<string, string>} */ ({ ArrowDown: "j", ArrowUp: "k" });

/** @typedef {Record<string, () => void>} Keys what each key does */

export class Keyboard {
  constructor() {
    /** Of the view that is shown. @type {Keys} */
    this.keys = {};
    this.help = helpDialog();
    document.body.append(this.help);
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  showHelp() {
    this.help.showModal();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    // An open dialog closes by itself on Escape, and nothing behind it hears keys.
    if (document.querySelector("dialog[open]")) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("input:not([type=checkbox]), textarea, select")) return;
    const name = SAME[event.key] ?? event.key;
    if (name !== "Escape" && localStorage.getItem(OFF)) return;
    const action = name === "?" ? () => this.showHelp() : this.keys[name];
    if (!action) return;
    event.preventDefault();
    action();
  }
}

function helpDialog() {
  const { keys, close } = TEXTS;
  const box = element("input", { type: "checkbox", "aria-describedby": "keys-hint" });
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  const rows = keys.rows.map(([names, meaning]) =>
    element("div", {}, element("dt", {}, ...names.map((key) => element("kbd", {}, key))), element("dd", {}, meaning)),
  );
  const dialog = element("dialog", { class: "help", "aria-labelledby": "keys-title" });
  dialog.append(
    element("header", {}, element("h2", { id: "keys-title" }, keys.title), button(close, () => dialog.close(), { class: "quiet" })),
    element("dl", {}, ...rows),
    element("label", { class: "switch" }, box, keys.switch),
    element("p", { class: "soft", id: "keys-hint" }, keys.hint),
  );
  return dialog;
}

/**
 * The element after or before the one that has the focus.
 * @param {HTMLElement[]} all @param {HTMLElement | null} current @param {1 | -1} step
 */
export function neighbour(all, current, step) {
  const at = current ? all.indexOf(current) : -1;
  if (at < 0) return all[0];
  return all[Math.min(all.length - 1, Math.max(0, at + step))];
}

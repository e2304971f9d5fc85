// @ts-check
/** What the page says in passing, at its foot: once, politely, and with a way back where there is one. */

import { button, element, say } from "../page/elements.js";
import { TEXTS } from "./texts.en.js";

const SHOWN_MS = 8_000;

export class Messages {
  /** @param {HTMLElement} foot */
  constructor(foot) {
    this.text = element("p", { role: "status" });
    this.undo = button(TEXTS.said.undo, () => this.back?.(), { class: "quiet", hidden: true });
    this.bar = element("div", { class: "message", "data-shown": "no" }, this.text, this.undo);
    /** @type {(() => void) | undefined} */
    this.back = undefined;
    this.timer = 0;
    foot.append(this.bar);
  }

  /** @param {string} text @param {() => void} [back] takes back what is told */
  tell(text, back) {
    this.back = back;
    this.undo.hidden = !back;
    this.bar.dataset.shown = "yes";
    say(this.text, text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.clear(), SHOWN_MS);
  }

  clear() {
    // Nobody's focus is taken away.
    if (this.bar.contains(document.activeElement)) {
      this.timer = setTimeout(() => this.clear(), SHOWN_MS);
      return;
    }
    clearTimeout(this.timer);
    this.bar.dataset.shown = "no";
    this.undo.hidden = true;
    say(this.text, "");
  }
}

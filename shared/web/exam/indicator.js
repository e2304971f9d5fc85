// @ts-check
import { element, say } from "./elements.js";
import { reasonOf } from "./guidance.js";

/** @typedef {import("./types.js").Texts} Texts */

/** A sign that comes and goes with every frame makes nervous. */
const CALM_MS = 1_000;
/** @type {ReadonlySet<string>} */
const LIGHT = new Set(["dark", "too_dark", "too_bright"]);

/**
 * Which of its words a small sign says.
 * @param {{state: string, guidance: string | null, cameraLost: boolean}} now
 * @returns {"connecting" | "monitored" | "light" | "picture" | "reconnecting" | "camera" | "paused"}
 */
export function signOf({ state, guidance, cameraLost }) {
  if (cameraLost) return "camera";
  if (state === "connecting" || state === "reconnecting" || state === "paused") return state;
  if (!guidance) return "monitored";
  return LIGHT.has(reasonOf(guidance) ?? "") ? "light" : "picture";
}

/** A small sign in a corner that never takes a click. Works on any page that has exam.css and the SDK. */
export class Indicator {
  /** @param {Texts} texts @param {import("./types.js").Position} position */
  constructor({ indicator }, position) {
    this._texts = indicator;
    this._words = element("span");
    this.element = element(
      "p",
      { class: `indicator ${position}`, role: "status", "aria-live": "polite", "aria-label": indicator.label },
      element("span", { class: "lamp", "aria-hidden": "true" }),
      this._words,
    );
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._waiting = undefined;
    /** @type {string | undefined} */
    this._coming = undefined;
  }

  /** @param {Parameters<typeof signOf>[0]} now @param {boolean} [atOnce] */
  show(now, atOnce = false) {
    const sign = signOf(now);
    if (sign === this._coming && !atOnce) return;
    this._coming = sign;
    clearTimeout(this._waiting);
    const put = () => {
      this.element.dataset.sign = sign;
      say(this._words, this._texts[sign]);
    };
    if (atOnce) put();
    else this._waiting = setTimeout(put, CALM_MS);
  }

  remove() {
    clearTimeout(this._waiting);
    this.element.remove();
  }
}

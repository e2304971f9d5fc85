// @ts-check
import { element, say } from "../page/elements.js";
import { Calm } from "./calm.js";
import { reasonOf } from "./guidance.js";

/** @typedef {import("./types.js").Texts} Texts */

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

/** A small sign, in a corner or in a bar, that never takes a click. Works on any page that has exam.css and the SDK. */
export class Indicator {
  /** @param {Texts} texts @param {import("./types.js").Position | "in-bar"} position */
  constructor({ indicator }, position) {
    this._words = element("span");
    this.element = element(
      "p",
      { class: `indicator ${position}`, role: "status", "aria-live": "polite", "aria-label": indicator.label },
      element("span", { class: "lamp", "aria-hidden": "true" }),
      this._words,
    );
    /** @type {Calm<ReturnType<typeof signOf>>} */
    this._calm = new Calm((sign) => {
      this.element.dataset.sign = sign;
      say(this._words, indicator[sign]);
    });
  }

  /** @param {Parameters<typeof signOf>[0]} now @param {boolean} [atOnce] */
  show(now, atOnce = false) {
    this._calm.want(signOf(now), atOnce);
  }

  remove() {
    this._calm.stop();
    this.element.remove();
  }
}

// @ts-check
import { element, say } from "../page/elements.js";

/**
 * @typedef {"browser" | "camera" | "network" | "light" | "face"} Part
 * @typedef {"waiting" | "checking" | "good" | "fix"} Result
 */

/** @type {Part[]} */
const PARTS = ["browser", "camera", "network", "light", "face"];

/** The parts of the check, each with what was found. */
export class CheckList {
  /** @param {import("./types.js").Texts["check"]} texts @param {() => void} onChanged */
  constructor(texts, onChanged) {
    this._texts = texts;
    this._onChanged = onChanged;
    this._rows = new Map(PARTS.map((part) => [part, row(texts[part])]));
    /** @type {Map<Part, Result>} */
    this._results = new Map();
    this.element = element("ul", { class: "checks" }, ...[...this._rows.values()].map(({ item }) => item));
    for (const part of PARTS) this._set(part, "waiting");
  }

  get allGood() {
    return PARTS.every((part) => this.isGood(part));
  }

  /** What is to be mended first, in words. @returns {string | null} */
  get firstTrouble() {
    const part = PARTS.find((one) => this._results.get(one) === "fix");
    return part ? `${this._texts[part]}: ${this._rows.get(part)?.detail.textContent}` : null;
  }

  /** @param {Part} part */
  isGood(part) {
    return this._results.get(part) === "good";
  }

  restart() {
    this.wait(...PARTS);
  }

  /** @param {...Part} parts */
  wait(...parts) {
    for (const part of parts) this._set(part, "waiting");
    this._onChanged();
  }

  /** @param {...Part} parts */
  look(...parts) {
    for (const part of parts) this._set(part, "checking");
    this._onChanged();
  }

  /** @param {Part} part @param {string} [detail] */
  good(part, detail) {
    if (!detail && this.isGood(part)) return;
    this._set(part, "good", detail);
    this._onChanged();
  }

  /** @param {Part} part @param {string} fix */
  mend(part, fix) {
    this._set(part, "fix", fix);
    this._onChanged();
  }

  /** @param {Part} part @param {Result} result */
  _set(part, result, detail = "") {
    const shown = this._rows.get(part);
    if (!shown) return;
    this._results.set(part, result);
    shown.item.className = result;
    say(shown.result, this._texts[result]);
    say(shown.detail, detail);
  }
}

/** @param {string} label */
function row(label) {
  const result = element("span", { class: "result" });
  const detail = element("p", { class: "detail" });
  const item = element("li", {}, element("span", { class: "label" }, label), result, detail);
  return { item, result, detail };
}

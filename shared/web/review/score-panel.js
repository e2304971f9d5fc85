// @ts-check
/** The score, what it is made of, and what it leaves out. */

import { button, element, say } from "../page/elements.js";
import { TEXTS } from "./texts.en.js";
import { lasting } from "./times.js";

/**
 * @typedef {import("./types.js").Score} Score
 * @typedef {import("./types.js").Contribution} Contribution
 */

/** @param {(kind: string) => void} only shows the incidents of a kind */
export function scorePanel(only) {
  const texts = TEXTS.score;
  const value = element("strong", { class: "value" });
  const gauge = element("span", { class: "gauge", "aria-hidden": "true" }, element("span"));
  const summary = element("p", { class: "summary" });
  const parts = element("ul", { class: "parts", "aria-label": texts.made });
  const left = element("p", { class: "soft" });
  const node = element(
    "section", { class: "score", "aria-labelledby": "score-title" },
    element("div", { class: "number" }, element("h2", { id: "score-title", class: "soft" }, texts.title), element("p", {}, value, " ", element("span", { class: "soft" }, texts.of)), gauge),
    element("div", { class: "made" }, summary, parts, left),
  );
  let drawn = "";
  return {
    node,
    /** @param {Score} score @param {string} shown the kind that alone is shown */
    update(score, shown) {
      const now = JSON.stringify([score, shown]);
      if (now === drawn) return;
      drawn = now;
      say(value, String(score.value));
      node.style.setProperty("--share", String(score.value / 100));
      say(summary, score.summary);
      const most = Math.max(1, ...score.contributions.map((one) => one.points));
      const focused = document.activeElement?.getAttribute("data-kind");
      parts.replaceChildren(...score.contributions.map((one) => part(one, one.points / most, shown, only)));
      const again = focused && parts.querySelector(`[data-kind="${CSS.escape(focused)}"]`);
      if (again instanceof HTMLElement) again.focus({ preventScroll: true });
      say(left, score.dismissed.length ? texts.dismissed(score.dismissed.length) : score.contributions.length ? "" : texts.nothing);
    },
  };
}

/** @param {Contribution} one @param {number} share of the largest @param {string} shown @param {(kind: string) => void} only */
function part(one, share, shown, only) {
  const texts = TEXTS.score;
  const title = one.kind === "monitoring_gap" || one.kind === "poor_picture"
    ? element("span", { class: "title" }, one.title)
    : button(one.title, () => only(one.kind === shown ? "" : one.kind), { class: "title link", "aria-pressed": String(one.kind === shown), "data-kind": one.kind, title: texts.only(one.title) });
  const bar = element("span", { class: "bar", "aria-hidden": "true" }, element("span"));
  bar.style.setProperty("--share", String(share));
  return element("li", {}, title, element("span", { class: "times soft" }, texts.times(one.incidents, lasting(one.duration_s))), bar, element("span", { class: "points" }, texts.points(one.points)));
}

// @ts-check
import { byId, element, say } from "../page/elements.js";

/**
 * A step of the candidate's way.
 * @typedef {object} Step
 * @property {string | Node} heading
 * @property {import("../page/elements.js").Child[]} content
 * @property {boolean} [camera] whether the candidate sees themselves
 * @property {string} [look] class of the page while it is shown
 * @property {(say: (text: string) => void) => void} [entered] once it is on the page
 * @property {() => void} [left] when another one follows
 *
 * @typedef {keyof import("./types.js").Texts["steps"]} StepName
 */

/** Where one step after the other is shown. */
export class Stage {
  /** @param {import("./types.js").Texts} texts @param {StepName[]} order */
  constructor(texts, order) {
    this._texts = texts;
    this._order = order;
    /** @type {Step | null} */
    this._shown = null;
    byId("steps").setAttribute("aria-label", texts.stepsLabel);
  }

  /** @param {Step} step @param {StepName} [name] its place on the way; none for an end */
  show(step, name) {
    this._shown?.left?.();
    const first = this._shown === null;
    this._shown = step;
    const heading = element("h1", { tabindex: "-1" }, step.heading);
    byId("step").replaceChildren(heading, ...element("div", {}, ...step.content).childNodes);
    byId("camera").classList.toggle("unseen", !step.camera);
    document.body.className = step.look ?? "";
    this._way(name);
    say(byId("announcement"), "");
    // Whoever reads with their ears or goes by keyboard is led to the new step; at first the page itself is new enough.
    if (!first) heading.focus();
    scrollTo(0, 0);
    step.entered?.((text) => say(byId("announcement"), text));
  }

  /** @param {StepName} [name] */
  _way(name) {
    const steps = byId("steps");
    steps.hidden = !name || name === "exam";
    const at = name ? this._order.indexOf(name) : -1;
    steps.replaceChildren(
      ...this._order.map((step, index) =>
        element(
          "li",
          { class: index < at ? "past" : index === at ? "now" : "next", ...(index === at && { "aria-current": "step" }) },
          this._texts.steps[step],
        ),
      ),
    );
  }
}

// @ts-check
import { button, element, say } from "../page/elements.js";

/** @typedef {import("../sdk/types.js").Target} Target */

const SHOWN_MS = 1_500;
/** What is filmed while the eyes are still on their way would teach the wrong place. */
const SETTLE_MS = 400;

/**
 * Places on the screen, and what the picture then shows: a camera is no mirror, so who looks at the screen's left looks
 * toward the picture's right.
 * @type {[keyof import("./types.js").Texts["calibration"]["spoken"], Target][]}
 */
const PLACES = [
  ["centre", "centre"],
  ["left", "right"],
  ["right", "left"],
  ["up", "up"],
  ["down", "down"],
];

/**
 * A dot at the centre and at four edges, to learn how far the eyes go on this screen.
 * @param {import("./types.js").Texts} texts @param {import("./watch.js").Watch} watch @param {() => void} onDone
 * @returns {import("./stage.js").Step}
 */
export function calibrationStep({ calibration }, watch, onDone) {
  const dot = element("span", { class: "dot", "aria-hidden": "true" });
  const words = element("p", { class: "spoken" });
  const field = element("div", { class: "field" }, dot, words);
  field.hidden = true;
  let here = true;
  /** @type {ReturnType<typeof setTimeout>[]} */
  const timers = [];
  /** @param {number} ms */
  const passed = (ms) => new Promise((resolve) => timers.push(setTimeout(resolve, ms)));
  /** @type {(text: string) => void} */
  let tell = () => undefined;

  async function follow() {
    if (!field.hidden) return;
    field.hidden = false;
    start.hidden = true;
    document.body.classList.add("following");
    skip.focus();
    for (const [place, target] of PLACES) {
      watch.lookAt(null);
      dot.className = `dot at-${place}`;
      say(words, calibration.spoken[place]);
      tell(calibration.spoken[place]);
      await passed(SETTLE_MS);
      if (!here) return;
      watch.lookAt(target);
      await passed(SHOWN_MS);
      if (!here) return;
    }
    onDone();
  }

  const start = button(calibration.begin, () => void follow());
  const skip = button(calibration.skip, onDone, { class: "secondary" });
  return {
    heading: calibration.heading,
    look: "calibrating",
    content: [
      element("p", { class: "lead" }, calibration.lead),
      field,
      element("div", { class: "actions" }, start, skip),
    ],
    entered: (say) => {
      tell = say;
    },
    left: () => {
      here = false;
      timers.forEach(clearTimeout);
      watch.lookAt(null);
    },
  };
}

// @ts-check
/** The session drawn over time: one SVG, a lane for each source. The cards below tell the same to those who do not see it. */

import { drawing, element } from "../page/elements.js";
import { axisOf, lanesOf } from "./lanes.js";
import { TEXTS } from "./texts.en.js";
import { offset } from "./times.js";

/** @typedef {import("./types.js").Report} Report */

const LANE_PX = 46;
const TRACK_PX = 18;
const LABEL_PX = 16;
const AXIS_PX = 26;
const STEPS_S = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];
const MOST_TICKS = 6;

/** @param {number} share */
const percent = (share) => `${(share * 100).toFixed(3)}%`;

/** @param {(id: string) => void} go shows an incident's card */
export function timeline(go) {
  const texts = TEXTS.timeline;
  const box = element("div", { class: "drawn" });
  const node = element("section", { class: "timeline", "aria-labelledby": "timeline-title" }, element("h2", { id: "timeline-title" }, texts.title), box, legend());
  let drawn = "";
  box.addEventListener("click", (event) => {
    const id = event.target instanceof Element && event.target.closest("[data-id]")?.getAttribute("data-id");
    if (id) go(id);
  });

  /** @param {string} id of the incident that is looked at */
  function mark(id) {
    const found = id && box.querySelector(`[data-id="${CSS.escape(id)}"]`);
    box.querySelector(".here")?.classList.remove("here");
    if (found) found.classList.add("here");
  }

  return {
    node,
    mark,
    /** @param {Report} report @param {number} now_ms @param {string} current */
    update(report, now_ms, current) {
      const axis = axisOf(report, now_ms);
      const lanes = axis ? lanesOf(report, axis) : [];
      const now = JSON.stringify([axis, lanes]);
      if (now !== drawn) box.replaceChildren(axis ? draw(lanes, axis.length_ms / 1000) : element("p", { class: "soft" }, texts.none));
      drawn = now;
      mark(current);
    },
  };
}

/** @param {import("./lanes.js").Lane[]} lanes @param {number} length_s */
function draw(lanes, length_s) {
  const height = lanes.length * LANE_PX + AXIS_PX;
  const told = lanes.map((lane) => `${lane.name}: ${lane.count || TEXTS.timeline.nothing}`).join("; ");
  const svg = drawing("svg", { role: "img", "aria-label": TEXTS.timeline.told(told), width: "100%", height });
  svg.append(hatching());
  const step_s = STEPS_S.find((step) => length_s / step <= MOST_TICKS) ?? length_s;
  for (let at_s = 0; at_s <= length_s; at_s += step_s) {
    const x = percent(at_s / length_s);
    const side = at_s === 0 ? "start" : at_s / length_s > 0.93 ? "end" : "middle";
    svg.append(
      drawing("line", { class: "tick", x1: x, x2: x, y1: 0, y2: height - AXIS_PX + 4 }),
      drawing("text", { class: "time", x, y: height - 6, "text-anchor": side }, offset(at_s)),
    );
  }
  for (const [index, lane] of lanes.entries()) {
    const y = index * LANE_PX;
    svg.append(
      drawing("text", { class: "lane", x: 0, y: y + 12 }, lane.name),
      drawing("text", { class: "tally", x: "100%", y: y + 12, "text-anchor": "end" }, lane.count ? lane.count.toLocaleString("en") : TEXTS.timeline.nothing),
      drawing("rect", { class: "track", x: 0, y: y + LABEL_PX, width: "100%", height: TRACK_PX, rx: 4 }),
      ...lane.spans.map((span) =>
        drawing("rect", { class: `span ${span.style}`, "data-id": span.id || null, x: percent(span.from), y: y + LABEL_PX + 1, width: percent(span.to - span.from), height: TRACK_PX - 2 }, drawing("title", {}, span.title)),
      ),
    );
  }
  return svg;
}

function hatching() {
  const line = drawing("path", { class: "hatch", d: "M0 6 L6 0" });
  return drawing("defs", {}, drawing("pattern", { id: "hatching", width: 6, height: 6, patternUnits: "userSpaceOnUse" }, line));
}

function legend() {
  const texts = TEXTS.timeline;
  const marks = /** @type {[string, string][]} */ ([["unjudged", texts.open], ["confirmed", texts.confirmed], ["dismissed", texts.dismissed], ["gap", texts.notSeen], ["poor", texts.poor]]);
  return element("ul", { class: "legend soft", "aria-label": texts.key }, ...marks.map(([style, called]) => element("li", {}, element("span", { class: `swatch ${style}` }), called)));
}

// @ts-check
/** One session: what came of it at a glance, then its incidents one by one. Follows a session that goes on. */

import { button, element, say } from "../page/elements.js";
import { report as fetchReport, sentence } from "./api.js";
import { IncidentList } from "./incident-list.js";
import { axisOf } from "./lanes.js";
import { pictureDialog } from "./pictures.js";
import { refresh } from "./refresh.js";
import { scorePanel } from "./score-panel.js";
import { sessionHead } from "./session-head.js";
import { TEXTS } from "./texts.en.js";
import { timeline } from "./timeline.js";
import { Verdicts } from "./verdicts.js";

/**
 * @typedef {import("./types.js").Report} Report
 * @typedef {import("./app.js").Context} Context
 */

const EVERY_MS = 4_000;
// A report of an ended session changes by other reviewers alone; its links are good for five minutes.
const ENDED_EVERY_MS = 240_000;
const RENEW_AT_MOST_EVERY_MS = 3_000;
const AFTER_VERDICT_MS = 1_500;

/** @param {HTMLElement} page @param {Context} context @param {string} id @param {string} home address of the list */
export function showSession(page, context, id, home) {
  /** @type {Report | null} */
  let report = null;
  let renewed_ms = -Infinity;
  let later = 0;
  let start_ms = 0;
  const head = sessionHead(id, home, context);
  const stale = element("p", { class: "stale", role: "status" });
  const again = button(TEXTS.retry, () => soon(), { class: "primary", hidden: true });
  const quality = element("p", { class: "soft" });
  const dialog = pictureDialog();
  const score = scorePanel((kind) => incidents.only(kind));
  const drawn = timeline((incident) => incidents.go(incident));
  const verdicts = new Verdicts(id, {
    messages: context.messages,
    refused: context.refused,
    now: (incident) => incidents.incidents.find((one) => one.id === incident.id) ?? incident,
    shown: (incident) => incidents.replace(incident),
    saved(incident, now) {
      if (context.signal.aborted) return;
      incidents.replace(incident);
      if (report) report = { ...report, incidents: incidents.incidents, score: now, session: { ...report.session, score: now.value, reviewed: incidents.incidents.every((one) => one.review?.verdict) } };
      draw();
      // What others add to the score may have changed as well.
      clearTimeout(later);
      later = setTimeout(soon, AFTER_VERDICT_MS);
    },
  });
  const incidents = new IncidentList(
    {
      review: (incident, said) => verdicts.give(incident, said),
      renew: () => soonest(),
      enlarge: (image, caption) => dialog.show(image, caption),
      start_ms: () => start_ms,
    },
    (incident) => drawn.mark(incident),
    () => draw(),
  );

  /** Many pictures expire at once; one report renews them all. */
  function soonest() {
    if (performance.now() - renewed_ms < RENEW_AT_MOST_EVERY_MS) return;
    renewed_ms = performance.now();
    soon();
  }

  function draw() {
    if (!report) return;
    head.update(report);
    score.update(report.score, incidents.kind);
    drawn.update(report, Date.now(), incidents.current);
    say(quality, `${TEXTS.session.quality(report.quality.frames, report.quality.uncertain_frames)} ${TEXTS.session.fair}`);
  }

  async function load() {
    const { changes } = verdicts;
    const answer = await fetchReport(id, context.signal);
    // Something was said in the meantime: the report may not know it yet.
    if (changes !== verdicts.changes) return;
    const first = !report;
    report = answer;
    start_ms = axisOf(answer, Date.now())?.start_ms ?? 0;
    again.hidden = true;
    const fresh = incidents.update(answer.incidents);
    say(stale, "");
    draw();
    for (const part of parts) part.hidden = false;
    if (first) context.focus(head.title);
    if (fresh) context.messages.tell(TEXTS.incidents.more(fresh));
  }

  const parts = [score.node, drawn.node, incidents.node, quality];
  for (const part of parts) part.hidden = true;
  page.replaceChildren(head.node, stale, again, score.node, drawn.node, incidents.node, quality, dialog.node);
  document.title = `${TEXTS.loading} · ${TEXTS.product}`;
  const soon = refresh(load, {
    every_ms: EVERY_MS,
    pause_ms: () => (report?.session.status === "ended" ? ENDED_EVERY_MS : EVERY_MS),
    signal: context.signal,
    failed(error) {
      if (context.refused(error)) return;
      if (report) return say(stale, TEXTS.stale(sentence(error)));
      say(head.title, sentence(error));
      document.title = TEXTS.product;
      again.hidden = false;
    },
  });
  context.signal.addEventListener("abort", () => clearTimeout(later));

  return {
    j: () => incidents.step(1),
    k: () => incidents.step(-1),
    c: () => incidents.act((card) => card.toggle("confirmed")),
    d: () => incidents.act((card) => card.toggle("dismissed")),
    n: () => incidents.act((card) => card.write()),
    u: () => {
      const undone = verdicts.undo();
      if (undone) incidents.go(undone);
    },
    Escape: () => head.back.click(),
  };
}

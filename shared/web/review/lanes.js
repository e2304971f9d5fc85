// @ts-check
/** What the timeline draws, as data: lanes of spans, those too close to tell apart joined. */

import { LANES, TEXTS } from "./texts.en.js";
import { offset } from "./times.js";

/**
 * @typedef {import("./types.js").Report} Report
 * @typedef {import("./types.js").Incident} Incident
 * @typedef {{from: number, to: number, style: string, title: string, id: string, count: number}} Span
 *   from and to as shares of the axis
 * @typedef {{name: string, count: number, spans: Span[]}} Lane
 * @typedef {{start_ms: number, length_ms: number}} Axis
 */

// Closer than this share of the axis, two spans are one to the eye.
const APART = 0.003;
const MOST_APART = 150;
const SHORTEST_MS = 1_000;
const TAIL = 0.05;

/** From the first frame, or what was told before it, to whatever came last. @param {Report} report @param {number} now_ms @returns {Axis | null} */
export function axisOf(report, now_ms) {
  const { session, incidents, gaps, quality } = report;
  const all = [...incidents, ...gaps, ...quality.periods];
  if (!session.first_frame_at && !all.length) return null;
  const starts = [session.first_frame_at ?? session.opened_at, ...all.map((one) => one.started_at)].map((at) => Date.parse(at));
  const ends = [session.last_frame_at, ...all.map((one) => one.ended_at)].flatMap((at) => (at ? [Date.parse(at)] : []));
  if (session.status === "open" && session.connected) ends.push(now_ms);
  const start_ms = starts.reduce((a, b) => Math.min(a, b));
  const last_ms = [...starts, ...ends].reduce((a, b) => Math.max(a, b));
  // A silence that goes on may be much longer than the exam, which is what is looked at.
  const end_ms = all.some((one) => !one.ended_at) ? Math.min(Math.max(now_ms, last_ms), last_ms + TAIL * (last_ms - start_ms)) : last_ms;
  return { start_ms, length_ms: Math.max(SHORTEST_MS, end_ms - start_ms) };
}

/** @param {Report} report @param {Axis} axis @returns {Lane[]} */
export function lanesOf(report, axis) {
  /** @param {string} name @param {Span[]} spans @returns {Lane} */
  const lane = (name, spans) => ({ name: LANES[name] ?? name, count: spans.length, spans: joined(spans) });
  const sources = ["camera", "browser"];
  for (const { source } of report.incidents) if (!sources.includes(source)) sources.push(source);
  const seen = sources.map((source) => lane(source, report.incidents.filter((one) => one.source === source).map((one) => span(axis, one, verdictStyle(one), one.title, one.id))));
  const gaps = report.gaps.map((gap) => span(axis, gap, "gap", gap.explained_by ? TEXTS.timeline.explained : TEXTS.timeline.gap));
  const poor = report.quality.periods.map((period) => span(axis, period, "poor", period.title ?? TEXTS.timeline.poor));
  return [...seen, lane("gaps", gaps), lane("quality", poor)];
}

/** @param {Incident} incident */
const verdictStyle = (incident) => incident.review?.verdict ?? "unjudged";

/**
 * @param {Axis} axis @param {{started_at: string, ended_at: string | null}} period
 * @param {string} style @param {string} title @param {string} id
 * @returns {Span}
 */
function span(axis, period, style, title, id = "") {
  const from = (Date.parse(period.started_at) - axis.start_ms) / axis.length_ms;
  const to = period.ended_at ? (Date.parse(period.ended_at) - axis.start_ms) / axis.length_ms : 1;
  return { from, to: Math.max(from, Math.min(1, to)), style, title: `${offset((from * axis.length_ms) / 1000)} ${title}`, id, count: 1 };
}

/** @param {Span[]} spans */
function joined(spans) {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  if (sorted.length <= MOST_APART) return sorted;
  /** @type {Span[]} */
  const made = [];
  for (const one of sorted) {
    const last = made.at(-1);
    if (!last || one.style !== last.style || one.from > last.to + APART) made.push({ ...one });
    else {
      last.to = Math.max(last.to, one.to);
      last.count += 1;
    }
  }
  return made.map((one) => (one.count > 1 ? { ...one, title: `${one.title}: ${TEXTS.timeline.together(one.count)}` } : one));
}

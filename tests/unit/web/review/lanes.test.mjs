import assert from "node:assert/strict";
import { test } from "node:test";

import { axisOf, lanesOf } from "../../../../shared/web/review/lanes.js";

const AT_MS = Date.parse("2026-11-26T09:00:00Z");
/** @param {number} s */
const at = (s) => new Date(AT_MS + s * 1000).toISOString();

/** @param {object} session @param {object} told */
const report = (session, told = {}) =>
  /** @type {any} */ ({
    session: { status: "ended", connected: false, opened_at: at(-20), first_frame_at: at(0), last_frame_at: at(100), ...session },
    incidents: [],
    gaps: [],
    quality: { periods: [] },
    ...told,
  });

/** @param {number} from @param {number | null} to @param {object} [more] */
const period = (from, to, more) => ({ id: "x", source: "browser", title: "…", started_at: at(from), ended_at: to === null ? null : at(to), review: null, ...more });

const NOW_MS = AT_MS + 10_000_000;

test("the axis holds the frames and all that is told", () => {
  assert.deepEqual(axisOf(report({}), NOW_MS), { start_ms: AT_MS, length_ms: 100_000 });
  assert.deepEqual(axisOf(report({}, { incidents: [period(-2, 130)] }), NOW_MS), { start_ms: AT_MS - 2000, length_ms: 132_000 });
});

test("without a frame it begins when the session was opened, and without anything there is none", () => {
  const none = { first_frame_at: null, last_frame_at: null };
  assert.equal(axisOf(report(none), NOW_MS), null);
  assert.deepEqual(axisOf(report(none, { incidents: [period(30, 36)] }), NOW_MS), { start_ms: AT_MS - 20_000, length_ms: 56_000 });
});

test("a silence that goes on is seen, and does not squeeze the exam", () => {
  const silent = report({ status: "open" }, { gaps: [period(100, null)] });
  const axis = axisOf(silent, NOW_MS);
  assert.deepEqual(axis, { start_ms: AT_MS, length_ms: 105_000 });
  const gaps = lanesOf(silent, /** @type {any} */ (axis)).find(({ name }) => /gap/i.test(name));
  const [shown] = gaps?.spans ?? [];
  assert.ok(shown.from > 0.95 && shown.to === 1 && shown.to - shown.from > 0.04, JSON.stringify(shown));
});

test("one that has only just begun is as long as it is", () => {
  const silent = report({ status: "open" }, { gaps: [period(100, null)] });
  assert.equal(axisOf(silent, AT_MS + 102_000)?.length_ms, 102_000);
});

test("a session that goes on reaches to now", () => {
  assert.equal(axisOf(report({ status: "open", connected: true }), AT_MS + 160_000)?.length_ms, 160_000);
});

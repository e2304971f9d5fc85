import assert from "node:assert/strict";
import { test } from "node:test";

import { backoffMs } from "../../../../shared/web/sdk/backoff.js";
import { Pacer } from "../../../../shared/web/sdk/pace.js";

/** @param {Pacer} pacer @param {number} fromMs @param {number} toMs @param {number} stepMs */
function taken(pacer, fromMs, toMs, stepMs) {
  const times = [];
  for (let at = fromMs; at < toMs; at += stepMs) if (pacer.due(at)) times.push(at);
  return times;
}

for (const [stepMs, intervalMs] of [[50, 500], [50, 250], [70, 250], [33, 500], [400, 500]]) {
  test(`ticks each ${stepMs} ms keep ${intervalMs} ms on the average`, () => {
    const pacer = new Pacer({ interval_ms: intervalMs, frames_per_message: 4 });
    const count = taken(pacer, 0, 60_000, stepMs).length;
    assert.ok(Math.abs(count - 60_000 / intervalMs) <= 1, String(count));
  });
}

test("what was missed is not made up for", () => {
  const pacer = new Pacer();
  taken(pacer, 0, 1000, 50);
  assert.deepEqual(taken(pacer, 60_000, 61_000, 50), [60_000, 60_500]);
});

test("a clock that is set back does not stop it", () => {
  const pacer = new Pacer();
  pacer.due(1_000_000);
  assert.equal(pacer.due(5_000), true);
});

test("a pace that says nothing changes nothing", () => {
  const pacer = new Pacer();
  for (const pace of [undefined, { interval_ms: 0, frames_per_message: 4 }, { interval_ms: 500, frames_per_message: 0 }]) pacer.ask(pace);
  assert.deepEqual(pacer.pace, { interval_ms: 500, frames_per_message: 4 });
});

test("attempts grow apart up to a quarter of a minute, and are spread from nothing on", () => {
  assert.equal(backoffMs(3, () => 0), 0);
  assert.deepEqual([1, 2, 3, 50, 5000].map((failures) => backoffMs(failures, () => 1)), [1000, 2000, 4000, 15_000, 15_000]);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { MAX_MESSAGE_BYTES } from "../../../../shared/web/sdk/limits.js";
import { RecentFrames, evidenceMessages } from "../../../../shared/web/sdk/recent-frames.js";

const AT = 1_763_881_200_000;

/** Half a second apart. @param {number} from ms @param {number} to ms */
function filmed(from, to, step = 500) {
  const recent = new RecentFrames();
  for (let ms = from; ms <= to; ms += step) recent.add({ seq: ms, captured_at: AT + ms, image: String(ms) });
  return recent;
}

/** @param {RecentFrames} recent */
const times = (recent, before = AT, count = 3) => recent.earlier(before, count).map(({ captured_at }) => captured_at - AT);

test("pictures of the seconds before are chosen, oldest first", () => {
  assert.deepEqual(times(filmed(-20_000, 3_000)), [-8_000, -4_000, -1_500]);
});

test("fewer are the nearest ones", () => {
  const recent = filmed(-20_000, 3_000);
  assert.deepEqual(times(recent, AT, 1), [-1_500]);
  assert.deepEqual(times(recent, AT, 0), []);
});

test("none is of the time of the incident, and none is given twice", () => {
  assert.deepEqual(times(filmed(0, 3_000)), []);
  assert.deepEqual(times(filmed(-1_000, 3_000)), [-1_000]);
  assert.deepEqual(times(filmed(-3_000, 3_000)), [-3_000, -1_500]);
});

test("an outage of a minute pushes nothing out, and what is older than that is forgotten", () => {
  assert.equal(times(filmed(-20_000, 70_000)).length, 3);
  assert.deepEqual(times(filmed(-60_000, 89_000)), [-1_000]);
  assert.deepEqual(times(filmed(-60_000, 91_000)), []);
});

test("close watching does not push out what is older", () => {
  const recent = filmed(-20_000, 68_000, 100);
  assert.deepEqual(times(recent).length, 3);
  assert.ok(recent._pictures.length <= 192);
});

test("after it was cleared there is none", () => {
  const recent = filmed(-20_000, 0);
  recent.clear();
  assert.deepEqual(times(recent), []);
});

test("each message fits, and together they hold every picture once", () => {
  for (const length of [10, 7_600, 14_000, 30_000]) {
    const pictures = [1, 2, 3].map((captured_at) => ({ captured_at: AT + captured_at, image: "A".repeat(length) }));
    const messages = evidenceMessages("7d444840-9dc0-51d1-b245-5ffdce74fad2", pictures);
    assert.equal(messages.length, length < 10_000 ? 1 : length < 15_000 ? 2 : 3);
    assert.ok(messages.every((text) => text.length <= MAX_MESSAGE_BYTES));
    assert.deepEqual(messages.flatMap((text) => JSON.parse(text).pictures), pictures);
  }
  assert.deepEqual(evidenceMessages("x", []), []);
});

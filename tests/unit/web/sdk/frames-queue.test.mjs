import assert from "node:assert/strict";
import { test } from "node:test";

import { FramesQueue, frameMessage, imageBudgetBytes } from "../../../../shared/web/sdk/frames-queue.js";

/** @param {number} seq @param {number} [length] */
const frame = (seq, length = 8) => ({ seq, captured_at: 1_763_881_200_000 + 500 * seq, image: "A".repeat(length) });

/** @param {FramesQueue} queue @param {number} from @param {number} to @param {boolean} outage */
function add(queue, from, to, outage) {
  for (let seq = from; seq < to; seq += 1) queue.add(frame(seq), outage);
}

/** @param {FramesQueue} queue */
function all(queue) {
  const seqs = [];
  while (queue.length) seqs.push(...queue.take().map(({ seq }) => seq));
  return seqs;
}

for (const count of [1, 2, 4, 8]) {
  test(`${count} images within their budget fit a message of 32 KB`, () => {
    const queue = new FramesQueue();
    const length = Math.ceil(imageBudgetBytes(count) / 3) * 4;
    for (let n = 0; n < count; n += 1) queue.add({ ...frame(2 ** 53 - 10 + n, length), target: "centre" }, false);
    const frames = queue.take();
    assert.equal(frames.length, count);
    assert.ok(frameMessage(frames).length <= 32 * 1024, String(frameMessage(frames).length));
  });
}

test("a message has no more frames than fit, and one at least", () => {
  const queue = new FramesQueue();
  for (const seq of [1, 2, 3]) queue.add(frame(seq, 14_000), false);
  assert.equal(queue.full(8), true);
  assert.deepEqual(queue.take().map(({ seq }) => seq), [1, 2]);
  queue.clear();
  queue.add(frame(4, 40_000), false);
  assert.equal(queue.take().length, 1);
});

test("it is full with the frames asked for", () => {
  const queue = new FramesQueue();
  assert.equal(queue.full(1), false);
  add(queue, 0, 3, false);
  assert.deepEqual([3, 4].map((wanted) => queue.full(wanted)), [true, false]);
  add(queue, 3, 8, false);
  assert.equal(queue.full(100), true);
});

test("on a slow network the newest win", () => {
  const queue = new FramesQueue();
  add(queue, 0, 20, false);
  assert.equal(queue.dropped, 12);
  assert.deepEqual(all(queue), [12, 13, 14, 15, 16, 17, 18, 19]);
});

test("what was seen in an outage is kept, and goes first", () => {
  const queue = new FramesQueue();
  add(queue, 0, 60, true);
  add(queue, 60, 80, false);
  assert.deepEqual(all(queue), [...Array(60).keys(), 72, 73, 74, 75, 76, 77, 78, 79]);
});

test("the ring is bounded: its oldest give way", () => {
  const queue = new FramesQueue();
  add(queue, 0, 500, true);
  const seqs = all(queue);
  assert.deepEqual([seqs.length, seqs[0], queue.dropped], [120, 380, 380]);
});

test("what waited when an outage began is kept", () => {
  const queue = new FramesQueue();
  add(queue, 0, 8, false);
  queue.keep();
  add(queue, 8, 20, true);
  assert.equal(all(queue).length, 20);
});

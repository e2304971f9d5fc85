import assert from "node:assert/strict";
import { test } from "node:test";

import { ActivityLog } from "../../../../shared/web/sdk/activity-log.js";
import { Conversation } from "../../../../shared/web/sdk/conversation.js";
import { FramesQueue } from "../../../../shared/web/sdk/frames-queue.js";

const MINUTE_MS = 60_000;

/** A conversation over a link that the test holds in its hands. */
class World {
  constructor() {
    this.link = { up: true, sent: /** @type {any[]} */ ([]), dropped: 0, send: (/** @type {string} */ text) => this.link.sent.push(JSON.parse(text)), drop: () => { this.link.dropped += 1; this.link.up = false; this.talk.down(); } };
    this.frames = new FramesQueue();
    this.log = new ActivityLog();
    /** @type {any[]} */ this.verdicts = [];
    /** @type {any[]} */ this.incidents = [];
    /** @type {string[]} */ this.over = [];
    this.nowMs = 0;
    this.talk = new Conversation(/** @type {any} */ (this.link), this.frames, this.log, {
      onVerdict: (verdict) => this.verdicts.push(verdict),
      onIncident: (incident) => this.incidents.push(incident),
      onAsked: ({ id }) => [1, 2].map((part) => JSON.stringify({ action: "evidence", incident: id, part })),
      onOver: (code) => this.over.push(code),
      renumber: (frames) => frames.map((frame) => ({ ...frame, seq: frame.seq + 1000 })),
    }, () => 1);
  }
  /** @param {number} ms @param {number} [wanted] */
  pass(ms, wanted = 1) {
    for (const end = this.nowMs + ms; this.nowMs < end; ) this.talk.tick((this.nowMs += 50), wanted);
  }
  /** @param {number} seq */
  film(seq) {
    this.frames.add({ seq, captured_at: seq, image: "A" }, this.talk.outage);
  }
  /** @param {any} reply */
  answer(reply) {
    this.talk.hear(JSON.stringify(reply));
  }
  /** @param {number[]} seqs @param {object} [more] */
  judge(seqs, more = {}) {
    const results = seqs.map((seq) => ({ type: "frame", seq, late: false, incidents: [], ...more }));
    this.answer({ type: "frames", results });
  }
}

test("one message is in flight, and activity goes first", () => {
  const world = new World();
  for (const seq of [1, 2]) world.film(seq);
  world.log.once("clipboard", 5, "copy");
  world.pass(5000);
  assert.deepEqual(world.link.sent.map(({ action }) => action), ["browser"]);
  world.answer({ type: "browser", events: 1, incidents: [{ id: "x", kind: "clipboard", state: "opened" }], score: 1 });
  assert.equal(world.incidents.length, 1);
  world.pass(100);
  world.judge([1, 2]);
  assert.deepEqual(world.verdicts.map(({ seq }) => seq), [1, 2]);
});

test("what is asked for goes before the next frames, also before those that an outage held back", () => {
  const world = new World();
  /** @param {object} [more] */
  const opened = (more) => ({ incidents: [{ id: "x", kind: "face_absent", state: "opened", ...more }] });
  world.film(1);
  world.pass(100);
  world.judge([1], opened());
  world.film(2);
  world.pass(100);
  world.judge([2], opened({ earlier: { before: 1, pictures: 3 } }));
  world.film(3);
  world.frames.keep();
  for (const answer of [() => world.answer({ type: "evidence", errors: [] }), () => world.answer({ type: "error", error: { code: "not_asked_for" } }), () => world.judge([3])]) {
    world.pass(100);
    answer();
  }
  world.film(4);
  world.pass(100);
  assert.deepEqual(world.link.sent.map(({ action, part, frames }) => part ?? frames?.[0].seq ?? action), [1, 2, 1, 2, 3, 4]);
  assert.deepEqual(world.incidents.map(({ earlier }) => earlier?.pictures), [undefined, 3]);
});

test("frames do not wait for pictures that the server cannot take now, which are sent again a few times", () => {
  const world = new World();
  world.film(1);
  world.pass(100);
  world.judge([1], { incidents: [{ id: "x", kind: "face_absent", state: "opened", earlier: { before: 1, pictures: 3 } }] });
  let frames = 1;
  for (let seq = 2; seq < 60; seq += 1) {
    world.film(seq);
    world.pass(500);
    const { action, frames: sent } = world.link.sent[world.link.sent.length - 1];
    if (action === "evidence") world.answer({ message: "Internal server error", requestId: "…" });
    else world.judge([sent[0].seq]);
    world.pass(100);
    const last = world.link.sent[world.link.sent.length - 1];
    if (world.talk.busy && last.action === "frame") world.judge([last.frames[0].seq]);
    frames += 1;
  }
  const actions = world.link.sent.map(({ action }) => action);
  assert.equal(actions.filter((action) => action === "evidence").length, 10, "two messages, five times each");
  assert.equal(world.frames.dropped, 0);
  assert.ok(actions.filter((action) => action === "frame").length > 50);
});

test("what the server cannot take now is sent again, a little later, and not for ever", () => {
  const busy = { type: "error", error: { code: "session_busy", message: "…" } };
  for (const reply of [busy, { message: "Internal server error", requestId: "…" }, { type: "frames", results: [busy] }]) {
    const world = new World();
    world.film(1);
    for (let n = 0; n < 10; n += 1) {
      world.pass(20_000);
      world.answer(reply);
    }
    assert.deepEqual([world.link.sent.length, world.frames.dropped], [5, 1]);
  }
});

test("a message whose reply never came is sent again when the link is back", () => {
  const world = new World();
  world.film(1);
  world.pass(1000);
  world.link.up = false;
  world.talk.down();
  world.pass(1000);
  assert.equal(world.talk.outage, true);
  world.link.up = true;
  world.pass(1000);
  assert.deepEqual(world.link.sent.map(({ frames }) => frames[0].seq), [1, 1]);
  world.judge([1], { late: true });
  assert.equal(world.verdicts.length, 1, "it was judged the first time");
});

test("a link that has gone silent is dropped", () => {
  const world = new World();
  world.film(1);
  world.pass(30_000);
  assert.deepEqual([world.talk.outage, world.link.dropped], [true, 0]);
  for (let seq = 2; seq < 30; seq += 1) world.film(seq);
  assert.equal(world.frames.dropped, 0, "kept, for this is no slow network");
  world.pass(2000);
  assert.equal(world.link.dropped, 1);
});

test("after an outage what is filmed waits for what was kept, but not for ever", () => {
  const world = new World();
  world.link.up = false;
  world.pass(50);
  for (let seq = 0; seq < 60; seq += 1) world.film(seq);
  world.link.up = true;
  world.pass(1000);
  for (let seq = 60; seq < 90; seq += 1) world.film(seq);
  assert.equal(world.frames.dropped, 0);
  for (let n = 0; n < 70; n += 1) {
    world.pass(1000);
    world.answer({ message: "Internal server error" });
  }
  for (let seq = 90; seq < 120; seq += 1) world.film(seq);
  assert.ok(world.frames.dropped >= 22, String(world.frames.dropped));
});

test("numbers that somebody has used before are left behind, and nothing is lost", () => {
  const world = new World();
  world.film(3);
  world.pass(50);
  world.judge([3], { late: true });
  assert.equal(world.verdicts.length, 0);
  world.pass(50);
  assert.equal(world.link.sent[1].frames[0].seq, 1003);
  world.judge([1003]);
  assert.equal(world.verdicts.length, 1);
});

test("pings come only when nothing else is sent", () => {
  const world = new World();
  for (let minute = 0; minute < 30; minute += 1) {
    world.film(minute);
    world.pass(1000);
    world.judge([minute]);
    world.pass(MINUTE_MS);
  }
  assert.equal(world.link.sent.some(({ action }) => action === "ping"), false);
  world.pass(7.5 * MINUTE_MS);
  assert.deepEqual(world.link.sent.at(-1), { action: "ping" });
  world.answer({ type: "error", error: { code: "unknown_action", message: "…" } });
  world.log.once("clipboard", 5, "copy");
  assert.equal(world.log.length, 1, "the reply to a ping says nothing of events");
});

test("a server that knows no events is asked once", () => {
  const world = new World();
  world.log.once("clipboard", 5, "copy");
  world.pass(50);
  world.answer({ type: "error", error: { code: "unknown_action", message: "…" } });
  world.log.once("clipboard", 5000, "cut");
  world.film(1);
  world.pass(50);
  assert.deepEqual(world.link.sent.map(({ action }) => action), ["browser", "frame"]);
});

test("after a sleep the link has to show soon that it lives", () => {
  const world = new World();
  world.pass(1000);
  world.talk.mistrust();
  world.pass(1000);
  assert.deepEqual(world.link.sent, [{ action: "ping" }]);
  world.pass(5000);
  assert.equal(world.link.dropped, 1);
});

test("at the end what waits is said, and no frame overtakes another", () => {
  const world = new World();
  world.film(1);
  world.log.once("page_left", 5);
  world.talk.farewell();
  assert.deepEqual(world.link.sent.map(({ action }) => action), ["browser", "frame"]);
  world.film(2);
  world.pass(50);
  world.film(3);
  world.log.begin("tab_hidden", 6);
  world.talk.farewell();
  assert.deepEqual(world.link.sent.slice(2).map(({ action }) => action), ["frame", "browser"]);
});

for (const [code, told] of [["session_superseded", "session_superseded"], ["session_expired", "session_over"], ["session_revoked", "session_over"]]) {
  test(`${code} ends it`, () => {
    const world = new World();
    world.film(1);
    world.pass(50);
    world.answer({ type: "error", error: { code, message: "…" } });
    assert.deepEqual(world.over, [told]);
  });
}

test("a frame that is refused costs only itself", () => {
  const world = new World();
  for (const seq of [1, 2]) world.film(seq);
  world.pass(50);
  world.answer({ type: "frames", results: [{ type: "error", error: { code: "invalid_image", seq: 1 } }, { type: "frame", seq: 2, late: false, incidents: [] }] });
  assert.deepEqual(world.verdicts.map(({ seq }) => seq), [2]);
});

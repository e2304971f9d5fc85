import assert from "node:assert/strict";
import { test } from "node:test";

import { ActivityLog, activityMessage } from "../../../../shared/web/sdk/activity-log.js";

test("what lasts is told when it begins and when it is over", () => {
  const log = new ActivityLog();
  log.begin("tab_hidden", 1000);
  log.begin("tab_hidden", 1500);
  assert.deepEqual(log.take(), [{ kind: "tab_hidden", at: 1000 }]);
  log.end("tab_hidden", 6200);
  log.end("tab_hidden", 7000);
  assert.deepEqual(log.take(), [{ kind: "tab_hidden", at: 1000, duration_ms: 5200 }]);
});

test("what was over before it was told is told once", () => {
  const log = new ActivityLog();
  log.begin("window_blurred", 1000);
  log.end("window_blurred", 1200);
  assert.deepEqual(log.take(), [{ kind: "window_blurred", at: 1000, duration_ms: 200 }]);
});

test("of one kind one thing at a time", () => {
  const log = new ActivityLog();
  log.begin("camera_changed", 1000, "muted");
  log.begin("camera_changed", 3000, "ended");
  assert.deepEqual(log.take(), [
    { kind: "camera_changed", at: 1000, detail: "muted", duration_ms: 2000 },
    { kind: "camera_changed", at: 3000, detail: "ended" },
  ]);
});

test("a key that is held down is one copy", () => {
  const log = new ActivityLog();
  for (let at = 0; at < 900; at += 30) log.once("clipboard", at, "paste");
  log.once("clipboard", 500, "copy");
  assert.deepEqual(log.take().map(({ detail }) => detail), ["paste", "copy"]);
});

test("a policy switches kinds off; a page that is left is a tab that is hidden", () => {
  const log = new ActivityLog({ incidents: { tab_hidden: { enabled: false }, clipboard: {} } });
  log.begin("tab_hidden", 1);
  log.once("page_left", 1);
  log.once("clipboard", 1, "cut");
  assert.deepEqual(log.take().map(({ kind }) => kind), ["clipboard"]);
});

test("a virtual camera is a kind of its own", () => {
  for (const [off, told] of [["camera_changed", ["virtual"]], ["virtual_camera", ["switched"]]]) {
    const log = new ActivityLog({ incidents: { [off]: { enabled: false } } });
    log.once("camera_changed", 1, "switched");
    log.once("camera_changed", 1, "virtual");
    assert.deepEqual(log.take().map(({ detail }) => detail), told);
  }
});

test("in a break nothing is noted, and what lasted is over", () => {
  const log = new ActivityLog();
  log.begin("second_screen", 1000);
  log.take();
  log.pause(2000);
  log.begin("tab_hidden", 2500);
  log.once("clipboard", 2600, "copy");
  assert.deepEqual(log.take(), [{ kind: "second_screen", at: 1000, duration_ms: 1000 }]);
  log.resume();
  log.begin("tab_hidden", 3000);
  assert.equal(log.length, 1);
});

test("a server that knows no events is left alone with them", () => {
  const log = new ActivityLog();
  log.begin("tab_hidden", 1000);
  log.refuse();
  log.end("tab_hidden", 2000);
  log.once("clipboard", 3000, "copy");
  assert.equal(log.length, 0);
});

test("a message has 50 events at most and stays small; 200 are kept", () => {
  const log = new ActivityLog();
  for (let n = 0; n < 500; n += 1) log.once("camera_changed", 1_763_881_200_000 + 1000 * n, "switched");
  assert.equal(log.length, 200);
  const events = log.take();
  assert.equal(events.length, 50);
  assert.ok(activityMessage(events).length < 32 * 1024);
});

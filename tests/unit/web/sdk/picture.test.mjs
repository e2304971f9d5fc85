import assert from "node:assert/strict";
import { test } from "node:test";

import { isVirtual } from "../../../../shared/web/sdk/camera-watch.js";
import { Quality, base64, fitted } from "../../../../shared/web/sdk/picture.js";

for (const [from, to] of [
  [[640, 480], [320, 240]],
  [[1280, 720], [320, 180]],
  [[720, 1280], [135, 240]],
  [[160, 120], [160, 120]],
  [[4000, 10], [320, 1]],
]) {
  test(`${from.join("×")} becomes ${to.join("×")}`, () => {
    const { width, height } = fitted(from[0], from[1]);
    assert.deepEqual([width, height], to);
  });
}

/** A camera whose pictures take so many bytes at quality 1. @param {number} bytes */
function camera(bytes) {
  const asked = { times: 0 };
  /** @param {string} type @param {number} quality @param {number} shrink */
  const encode = async (type, quality, shrink) => {
    asked.times += 1;
    return { type, size: bytes * quality * shrink * shrink };
  };
  return { asked, encode };
}

test("the quality falls until a picture fits, and is remembered", async () => {
  const quality = new Quality();
  const { asked, encode } = camera(12_000);
  assert.ok((await quality.encoded(6000, encode)).size <= 6000);
  asked.times = 0;
  for (let n = 0; n < 10; n += 1) await quality.encoded(6000, encode);
  assert.equal(asked.times, 10);
});

test("the quality rises again when pictures are small", async () => {
  const quality = new Quality();
  await quality.encoded(6000, camera(18_000).encode);
  const { encode } = camera(4_000);
  for (let n = 0; n < 30; n += 1) await quality.encoded(6000, encode);
  assert.equal(quality.quality, 0.8);
});

test("what fits at no quality is made smaller, and given up at last", async () => {
  const quality = new Quality();
  assert.ok((await quality.encoded(6000, camera(30_000).encode)).size <= 6000);
  assert.ok((await quality.encoded(6000, camera(10_000_000).encode)).size > 6000);
});

test("a browser without WebP makes JPEG", async () => {
  const quality = new Quality();
  const made = await quality.encoded(6000, async (type) => ({ type: type === "image/webp" ? "image/png" : type, size: 5000 }));
  assert.equal(made.type, "image/jpeg");
});

test("base64 of more than one piece", async () => {
  const bytes = Uint8Array.from({ length: 10_001 }, (_, n) => n % 251);
  assert.equal(await base64(new Blob([bytes])), Buffer.from(bytes).toString("base64"));
});

for (const label of ["OBS Virtual Camera", "ManyCam Virtual Webcam", "Snap Camera", "XSplit VCam", "Dummy video device (0x0000) v4l2loopback"]) {
  test(`${label} is a program`, () => assert.equal(isVirtual(label), true));
}
for (const label of ["", "FaceTime HD Camera (Built-in)", "HD Pro Webcam C920 (046d:082d)", "Integrated Camera", "iPhone Camera", "Jobs Webcam", "OBSBOT Tiny 2"]) {
  test(`${label || "no label"} is a camera`, () => assert.equal(isVirtual(label), false));
}

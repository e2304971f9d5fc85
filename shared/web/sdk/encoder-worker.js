// @ts-check
/** In a worker: encodes pictures off the page's thread, and ticks, since a hidden page's own timers hardly do. */
import { TICK_MS } from "./limits.js";
import { Quality, base64, fitted } from "./picture.js";

/** @type {Quality<Blob>} */
const quality = new Quality();
const canEncode = typeof OffscreenCanvas !== "undefined" && new OffscreenCanvas(1, 1).getContext("2d") !== null;

self.postMessage({ ready: true, canEncode });
setInterval(() => self.postMessage({ tick: true }), TICK_MS);

self.onmessage = async ({ data }) => {
  /** @type {{id: number, bitmap: ImageBitmap, budgetBytes: number}} */
  const { id, bitmap, budgetBytes } = data;
  try {
    const blob = await quality.encoded(budgetBytes, (type, level, shrink) => {
      const size = fitted(bitmap.width, bitmap.height);
      const canvas = new OffscreenCanvas(Math.round(size.width * shrink), Math.round(size.height * shrink));
      canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      return canvas.convertToBlob({ type, quality: level });
    });
    self.postMessage({ id, image: await base64(blob) });
  } catch (error) {
    self.postMessage({ id, image: null, reason: String(error) });
  } finally {
    bitmap.close();
  }
};

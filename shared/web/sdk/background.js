// @ts-check
import { TICK_MS } from "./limits.js";
import { Quality, base64, fitted } from "./picture.js";

/** How long a worker may take to start before the page does its work. */
const START_MS = 3_000;

/** The worker, or what does its work on the page's own thread where there is none. */
export class Background {
  /** @param {() => void} onTick comes 20 times a second, also while the page is hidden */
  constructor(onTick) {
    this._onTick = onTick;
    /** @type {Worker | null} */
    this._worker = null;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this._timer = undefined;
    /** @type {Map<number, (image: string | null) => void>} */
    this._asked = new Map();
    this._id = 0;
    /** @type {Quality<Blob>} */
    this._quality = new Quality();
    this._canvas = document.createElement("canvas");
    this._stopped = false;
    /** Whether pictures are encoded in the worker. */
    this.encodes = false;
  }

  async start() {
    const worker = startedWorker();
    if (worker && (await this._ready(worker))) {
      if (this._stopped) worker.terminate();
      else this._worker = worker;
      return;
    }
    worker?.terminate();
    if (!this._stopped) this._timer = setInterval(this._onTick, TICK_MS);
  }

  /**
   * The base64 of what a video shows now; null when there is nothing.
   * @param {HTMLVideoElement} video @param {number} budgetBytes
   */
  async encoded(video, budgetBytes) {
    const { videoWidth: width, videoHeight: height } = video;
    if (!width || !height) return null;
    if (!this._worker || !this.encodes) return this._encodedHere(video, budgetBytes);
    const size = fitted(width, height);
    const bitmap = await createImageBitmap(video, {
      resizeWidth: size.width,
      resizeHeight: size.height,
      resizeQuality: "medium",
    });
    const id = (this._id += 1);
    return /** @type {Promise<string | null>} */ (
      new Promise((resolve) => {
        this._asked.set(id, resolve);
        this._worker?.postMessage({ id, bitmap, budgetBytes }, [bitmap]);
      })
    );
  }

  stop() {
    this._stopped = true;
    this._worker?.terminate();
    clearInterval(this._timer);
    for (const resolve of this._asked.values()) resolve(null);
    this._asked.clear();
  }

  /** @param {Worker} worker @returns {Promise<boolean>} */
  _ready(worker) {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), START_MS);
      worker.onerror = (event) => {
        event.preventDefault();
        resolve(false);
      };
      worker.onmessage = ({ data }) => {
        if (data.ready) {
          clearTimeout(late);
          this.encodes = data.canEncode && typeof createImageBitmap === "function";
          resolve(true);
        } else if (data.tick) this._onTick();
        else {
          this._asked.get(data.id)?.(data.image);
          this._asked.delete(data.id);
        }
      };
    });
  }

  /** @param {HTMLVideoElement} video @param {number} budgetBytes */
  async _encodedHere(video, budgetBytes) {
    const size = fitted(video.videoWidth, video.videoHeight);
    const blob = await this._quality.encoded(budgetBytes, async (type, level, shrink) => {
      this._canvas.width = Math.round(size.width * shrink);
      this._canvas.height = Math.round(size.height * shrink);
      this._canvas.getContext("2d")?.drawImage(video, 0, 0, this._canvas.width, this._canvas.height);
      return /** @type {Promise<Blob>} */ (
        new Promise((resolve, reject) =>
          this._canvas.toBlob((made) => (made ? resolve(made) : reject(new Error("no picture"))), type, level),
        )
      );
    });
    return base64(blob);
  }
}

/** @returns {Worker | null} */
function startedWorker() {
  const url = new URL("./encoder-worker.js", import.meta.url);
  try {
    if (url.origin === location.origin) return new Worker(url, { type: "module" });
    // A worker must be of the page's own origin; what it imports need not.
    const source = new Blob([`import ${JSON.stringify(url.href)};`], { type: "text/javascript" });
    return new Worker(URL.createObjectURL(source), { type: "module" });
  } catch {
    return null;
  }
}

// @ts-check
import { MAX_FRAMES_PER_MESSAGE, MAX_KEPT_FRAMES, MAX_MESSAGE_BYTES, MAX_WAITING_FRAMES } from "./limits.js";

/** @typedef {import("./types.js").Frame} Frame */

/** `{"action":"frame","frames":[]}`, and for each frame all but its image, with room for the longest numbers. */
const MESSAGE_BYTES = 40;
const FRAME_BYTES = 100;

/**
 * Frames that wait to be sent, oldest first. On a slow network the newest win; what was seen during an outage is kept
 * in a ring and sent late, with its own time.
 */
export class FramesQueue {
  constructor() {
    /** @type {{frame: Frame, kept: boolean}[]} */
    this._waiting = [];
    /** Frames that gave way to newer ones. */
    this.dropped = 0;
  }

  get length() {
    return this._waiting.length;
  }

  /** Whether frames of an outage are still to be sent. */
  get backlog() {
    return this._waiting.some(({ kept }) => kept);
  }

  /** @param {Frame} frame @param {boolean} outage whether the server cannot be reached now */
  add(frame, outage) {
    this._waiting.push({ frame, kept: outage });
    if (this._waiting.filter(({ kept }) => !kept).length > MAX_WAITING_FRAMES) {
      this._drop(this._waiting.findIndex(({ kept }) => !kept));
    }
    if (this._waiting.length > MAX_KEPT_FRAMES) this._drop(0);
  }

  /** What waits was overtaken by an outage: keep it. */
  keep() {
    for (const waiting of this._waiting) waiting.kept = true;
  }

  /** Put frames of a message that was not taken back in front. @param {Frame[]} frames */
  putBack(frames) {
    this._waiting.unshift(...frames.map((frame) => ({ frame, kept: true })));
    while (this._waiting.length > MAX_KEPT_FRAMES) this._drop(0);
  }

  /** Whether a message should be sent: it has the frames asked for, or no more fit. @param {number} wanted */
  full(wanted) {
    return this.length > 0 && (this.length >= Math.min(wanted, MAX_FRAMES_PER_MESSAGE) || this._fitting() < this.length);
  }

  /** The frames of the next message: the oldest, as many as fit. */
  take() {
    return this._waiting.splice(0, this._fitting()).map(({ frame }) => frame);
  }

  clear() {
    this._waiting = [];
  }

  _fitting() {
    let bytes = MESSAGE_BYTES;
    let count = 0;
    for (const { frame } of this._waiting.slice(0, MAX_FRAMES_PER_MESSAGE)) {
      bytes += FRAME_BYTES + frame.image.length;
      if (count && bytes > MAX_MESSAGE_BYTES) break;
      count += 1;
    }
    return count;
  }

  /** @param {number} index */
  _drop(index) {
    this._waiting.splice(index, 1);
    this.dropped += 1;
  }
}

/** The text of a message. @param {Frame[]} frames */
export function frameMessage(frames) {
  return JSON.stringify({ action: "frame", frames });
}

/** How many bytes an image may have so that a message of so many fits. @param {number} frames */
export function imageBudgetBytes(frames) {
  const count = Math.max(1, Math.min(frames, MAX_FRAMES_PER_MESSAGE));
  return Math.floor(((MAX_MESSAGE_BYTES - MESSAGE_BYTES) / count - FRAME_BYTES) / 4) * 3;
}

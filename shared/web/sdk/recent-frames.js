// @ts-check
import { MAX_MESSAGE_BYTES } from "./limits.js";

/**
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {{captured_at: number, image: string}} Picture
 */

/** A minute of outage, whose frames are judged only after it, the time that confirming takes, and the seconds before. */
const KEPT_MS = 90_000;
const APART_MS = 400;
/** Of 8 KB each: at most 1.5 MB. */
const MOST = 192;
/** How long before the first sign, the most telling first. */
const BEFORE_MS = [1_500, 4_000, 8_000];
/** How far from there a picture may be. */
const NEAR_MS = 2_000;
const MESSAGE_BYTES = 90;
const PICTURE_BYTES = 50;

/** The pictures of the last 90 s, in memory alone: the server has forgotten them when it learns that they matter. */
export class RecentFrames {
  constructor() {
    /** Oldest first. @type {Picture[]} */
    this._pictures = [];
  }

  /** @param {Frame} frame */
  add({ captured_at, image }) {
    const newest = this._pictures[this._pictures.length - 1];
    if (newest && Math.abs(captured_at - newest.captured_at) < APART_MS) return;
    this._pictures.push({ captured_at, image });
    while (this._pictures.length > MOST || captured_at - this._pictures[0].captured_at > KEPT_MS) this._pictures.shift();
  }

  /**
   * Pictures of the seconds before a time, oldest first.
   * @param {number} before epoch ms @param {number} count at most
   */
  earlier(before, count) {
    /** @type {Set<Picture>} */
    const chosen = new Set();
    for (const beforeMs of BEFORE_MS.slice(0, count)) {
      const wanted = before - beforeMs;
      const away = (/** @type {Picture} */ one) => Math.abs(one.captured_at - wanted);
      const near = this._pictures.filter((one) => one.captured_at < before && away(one) <= NEAR_MS && !chosen.has(one));
      if (near.length) chosen.add(near.reduce((best, one) => (away(one) < away(best) ? one : best)));
    }
    return this._pictures.filter((one) => chosen.has(one));
  }

  clear() {
    this._pictures = [];
  }
}

/**
 * The texts of the messages that carry pictures of an incident; several where they do not fit into one.
 * @param {string} incident @param {Picture[]} pictures
 */
export function evidenceMessages(incident, pictures) {
  /** @type {Picture[][]} */
  const messages = [];
  let bytes = Infinity;
  for (const picture of pictures) {
    const more = PICTURE_BYTES + picture.image.length;
    if (bytes + more > MAX_MESSAGE_BYTES) {
      messages.push([]);
      bytes = MESSAGE_BYTES;
    }
    messages[messages.length - 1].push(picture);
    bytes += more;
  }
  return messages.map((some) => JSON.stringify({ action: "evidence", incident, pictures: some }));
}

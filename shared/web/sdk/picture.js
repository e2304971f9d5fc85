// @ts-check
import { HEIGHT_PX, MAX_IMAGE_BYTES, WIDTH_PX } from "./limits.js";

const STEP = 0.08;
const LOWEST = 0.3;
const HIGHEST = 0.8;
/** A picture below this share of its budget shows that the next can be better. */
const ROOMY = 0.6;

/** The size that fits into 320×240 with the aspect kept. @param {number} width @param {number} height */
export function fitted(width, height) {
  const scale = Math.min(1, WIDTH_PX / width, HEIGHT_PX / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Finds the quality at which pictures fit, and remembers it, so that most are encoded once.
 * @template {{size: number, type: string}} B
 */
export class Quality {
  constructor() {
    this.quality = 0.72;
    this.type = "image/webp";
    /** Halvings of the picture's sides for what does not fit at any quality, in steps of a quarter. */
    this.shrink = 1;
  }

  /**
   * @param {number} budgetBytes
   * @param {(type: string, quality: number, shrink: number) => Promise<B>} encode
   * @returns {Promise<B>}
   */
  async encoded(budgetBytes, encode) {
    const budget = Math.min(budgetBytes, MAX_IMAGE_BYTES);
    for (;;) {
      const picture = await encode(this.type, this.quality, this.shrink);
      // A browser that cannot make WebP gives PNG, which never fits.
      if (picture.type !== this.type && this.type === "image/webp") this.type = "image/jpeg";
      else if (picture.size <= budget) {
        if (picture.size < budget * ROOMY) this._better();
        return picture;
      } else if (!this._worse()) return picture;
    }
  }

  _better() {
    if (this.shrink < 1) this.shrink = Math.min(1, this.shrink + 0.25);
    else this.quality = Math.min(HIGHEST, this.quality + STEP / 2);
  }

  _worse() {
    if (this.quality > LOWEST) this.quality = Math.max(LOWEST, this.quality - STEP);
    else if (this.shrink > 0.5) this.shrink -= 0.25;
    else return false;
    return true;
  }
}

/** @param {Blob} blob */
export async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 4096) binary += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(binary);
}

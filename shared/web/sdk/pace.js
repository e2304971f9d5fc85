// @ts-check
/** @typedef {import("./types.js").Pace} Pace */

/** Says when a frame is due: the interval holds on the average, however the ticks fall. */
export class Pacer {
  /** @param {Pace} [pace] */
  constructor(pace = { interval_ms: 500, frames_per_message: 4 }) {
    this.pace = pace;
    /** @type {number | null} */
    this._dueMs = null;
  }

  /** Go on as a reply asks. @param {Pace | undefined} pace */
  ask(pace) {
    if (pace && pace.interval_ms > 0 && pace.frames_per_message > 0) this.pace = pace;
  }

  /**
   * Whether a frame should be taken now. One that is missed is not made up for.
   * @param {number} nowMs of a clock that may be set back
   */
  due(nowMs) {
    const interval = this.pace.interval_ms;
    const due = this._dueMs;
    if (due !== null && nowMs < due && due - nowMs <= interval) return false;
    const onTime = due !== null && nowMs >= due && nowMs - due < interval;
    this._dueMs = (onTime ? due : nowMs) + interval;
    return true;
  }
}

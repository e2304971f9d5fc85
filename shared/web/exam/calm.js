// @ts-check

/** A sign that comes and goes with every frame makes nervous. */
const CALM_MS = 1_000;

/** Shows something only once it has been so for a while. @template Shown */
export class Calm {
  /** @param {(wanted: Shown) => void} show */
  constructor(show) {
    this._show = show;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._waiting = undefined;
    /** @type {Shown | undefined} */
    this._wanted = undefined;
  }

  /** @param {Shown} wanted @param {boolean} [atOnce] */
  want(wanted, atOnce = false) {
    if (wanted === this._wanted && !atOnce) return;
    this._wanted = wanted;
    clearTimeout(this._waiting);
    if (atOnce) this._show(wanted);
    else this._waiting = setTimeout(() => this._show(wanted), CALM_MS);
  }

  stop() {
    clearTimeout(this._waiting);
  }
}

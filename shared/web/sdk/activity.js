// @ts-check
/** @typedef {import("./activity-log.js").ActivityLog} ActivityLog */

const LOOK_EVERY_MS = 1_000;
/** CSS pixels that a docked tool takes at least. */
const DOCKED_PX = 160;

/** Watches what the candidate does with the browser, and writes it into a log. */
export class Activity {
  /** @param {ActivityLog} log @param {() => number} wallMs @param {() => void} onLeave the page is being left */
  constructor(log, wallMs, onLeave) {
    this._log = log;
    this._wallMs = wallMs;
    this._onLeave = onLeave;
    this._stopped = new AbortController();
    this._lookedMs = -Infinity;
    this._wasFullscreen = false;
    this._frame = frame();
  }

  start() {
    const { signal } = this._stopped;
    document.addEventListener("visibilitychange", () => this._visibility(), { signal });
    document.addEventListener("fullscreenchange", () => this._fullscreen(), { signal });
    for (const action of ["copy", "cut", "paste"]) {
      document.addEventListener(action, () => this._log.once("clipboard", this._wallMs(), action), { signal, capture: true });
    }
    addEventListener("blur", () => this._focus(), { signal });
    addEventListener("focus", () => this._log.end("window_blurred", this._wallMs()), { signal });
    addEventListener("pagehide", () => this._leave(), { signal });
    this.look();
  }

  /** @param {number} nowMs */
  tick(nowMs) {
    if (nowMs - this._lookedMs < LOOK_EVERY_MS) return;
    this._lookedMs = nowMs;
    this._focus();
    this._screens();
    this._tools();
  }

  /** Tell what is so now: at the start and after a pause. */
  look() {
    this._wasFullscreen = document.fullscreenElement !== null;
    this._visibility();
    this._screens();
  }

  stop() {
    this._stopped.abort();
  }

  _visibility() {
    if (document.visibilityState === "hidden") this._log.begin("tab_hidden", this._wallMs());
    else this._log.end("tab_hidden", this._wallMs());
    this._focus();
  }

  _focus() {
    // A frame within the page may have the focus: the document has it then too, though its window is told of a blur.
    // A tab that is hidden has none, which is told already.
    const elsewhere = document.visibilityState !== "hidden" && !document.hasFocus();
    if (!elsewhere) this._log.end("window_blurred", this._wallMs());
    else this._log.begin("window_blurred", this._wallMs());
  }

  _fullscreen() {
    const is = document.fullscreenElement !== null;
    if (is) this._log.end("fullscreen_left", this._wallMs());
    else if (this._wasFullscreen) this._log.begin("fullscreen_left", this._wallMs());
    this._wasFullscreen = is;
  }

  _screens() {
    const { isExtended } = /** @type {Screen & {isExtended?: boolean}} */ (screen);
    if (isExtended) this._log.begin("second_screen", this._wallMs());
    else this._log.end("second_screen", this._wallMs());
  }

  _tools() {
    const before = this._frame;
    const now = frame();
    if (before.ratio !== now.ratio || before.outer !== now.outer) {
      // Zoomed, resized or moved to another screen: that says nothing.
      this._frame = now;
      this._log.end("devtools_opened", this._wallMs());
    } else if (Math.max(now.across - before.across, now.down - before.down) > DOCKED_PX) {
      this._log.begin("devtools_opened", this._wallMs());
    } else this._log.end("devtools_opened", this._wallMs());
  }

  _leave() {
    this._log.once("page_left", this._wallMs());
    this._onLeave();
  }
}

/** What lies between the window's edge and the page, in CSS pixels. */
function frame() {
  return {
    outer: `${outerWidth}x${outerHeight}`,
    ratio: devicePixelRatio,
    across: outerWidth - innerWidth,
    down: outerHeight - innerHeight,
  };
}

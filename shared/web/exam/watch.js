// @ts-check
import { openCamera, show } from "../sdk/camera.js";
import { ProctorAudit } from "../sdk/proctor-audit.js";

/**
 * @typedef {import("./types.js").News} News
 * @typedef {import("./types.js").OverCode} OverCode
 * @typedef {import("../sdk/types.js").ErrorCode} ErrorCode
 */

/** @type {ReadonlySet<string>} */
const OVER = new Set(["token_refused", "session_over", "session_superseded"]);

/** The camera and the SDK, from the check to the end; the step that is shown listens. */
export class Watch {
  /**
   * @param {import("./types.js").Invitation} invitation
   * @param {HTMLVideoElement} video
   * @param {(code: OverCode) => void} onOver
   */
  constructor(invitation, video, onOver) {
    this._invitation = invitation;
    this._video = video;
    this._onOver = onOver;
    /** @type {ProctorAudit | null} */
    this._proctor = null;
    this._nextSeq = invitation.nextSeq;
    /** @type {News} */
    this.news = {};
    /** @type {import("../sdk/types.js").State} */
    this.state = "connecting";
    /** @type {string | null} */
    this.guidance = null;
    this.cameraLost = false;
    this._begun = false;
  }

  /** Open the camera, unless it is open. @throws {import("../sdk/errors.js").ProctorError} */
  async camera() {
    if (this._live()) return;
    // The SDK would open it too, but then the candidate would not see themselves until the server is asked.
    await show(this._video, await openCamera());
    this.cameraLost = false;
  }

  /** The exam opens: from now on everything counts. */
  begin() {
    this._begun = true;
    this._proctor?.begin();
  }

  /** Look at the candidate, or go on. @throws {import("../sdk/errors.js").ProctorError} */
  async start() {
    if (this._proctor && this.state !== "stopped") return;
    this._proctor = await ProctorAudit.start({
      check: !this._begun,
      url: this._invitation.url,
      token: this._invitation.token,
      nextSeq: this._nextSeq,
      video: this._video,
      policy: this._invitation.policy,
      onVerdict: (verdict) => this._judged(verdict),
      onGuidance: (guidance) => {
        this.guidance = guidance;
        this.news.guidance?.(guidance);
      },
      onState: (state) => {
        this.state = state;
        this.news.state?.(state);
      },
      onError: ({ code }) => this._failed(code),
    });
  }

  /** @param {import("../sdk/types.js").Target | null} target */
  lookAt(target) {
    this._proctor?.lookAt(target);
  }

  /** Nothing is watched any more, and the camera is off. */
  stop() {
    this.news = {};
    const proctor = this._proctor;
    this._proctor = null;
    proctor?.stop();
    // The SDK leaves a camera on that it has not opened; one that it has opened in its place, it closes.
    if (this._video.srcObject instanceof MediaStream) for (const track of this._video.srcObject.getTracks()) track.stop();
    this._video.srcObject = null;
  }

  /** How long a message takes there and back, in milliseconds; null when nobody answers. @returns {Promise<number | null>} */
  async roundTripMs() {
    const url = this._invitation.url.replace(/^ws/, "http");
    let best = null;
    // The first one pays for the connection.
    for (let asked = 0; asked < 3; asked++) {
      const began = performance.now();
      try {
        await fetch(url, { mode: "no-cors", cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(8_000) });
      } catch {
        return null;
      }
      const took = Math.round(performance.now() - began);
      best = best === null ? took : Math.min(best, took);
    }
    return best;
  }

  _live() {
    const stream = this._video.srcObject;
    return stream instanceof MediaStream && stream.getVideoTracks().some((track) => track.readyState === "live");
  }

  /** @param {import("../sdk/types.js").Verdict} verdict */
  _judged(verdict) {
    this._nextSeq = Math.max(this._nextSeq ?? 0, verdict.seq + 1);
    // A picture from before the camera stopped may be judged after it, and says nothing of now.
    if (verdict.late || !this._live()) return;
    this.cameraLost = false;
    this.news.verdict?.(verdict);
  }

  /** @param {ErrorCode} code */
  _failed(code) {
    if (!this._proctor) return;
    if (code === "camera_lost") this.cameraLost = true;
    if (!OVER.has(code)) return this.news.trouble?.(code);
    this.stop();
    this._onOver(/** @type {OverCode} */ (code));
  }
}

// @ts-check
import { openCamera, show } from "./camera.js";

/** @typedef {import("./activity-log.js").ActivityLog} ActivityLog */

const TRY_AGAIN_MS = 2_000;

/** Names of programs that make a camera out of something else; phones that serve as webcams are not among them. */
const VIRTUAL =
  /\b(obs([- ]virtual|-camera)|virtual ?cam(era)?|manycam|snap camera|xsplit|v4l2 ?loopback|dummy video device|splitcam|youcam|camtwist|sparkocam|altercam|fakecam|webcamoid|akvirtualcamera|chromacam|avatarify|deepfacelive|ndi (virtual|webcam)|unity video capture|e2esoft|vcam)\b/i;

/** Whether a camera's label is that of a program. @param {string} label */
export function isVirtual(label) {
  return VIRTUAL.test(label);
}

/** Watches one camera: whether it goes on, and whether it is still the same. */
export class CameraWatch {
  /**
   * @param {object} given
   * @param {HTMLVideoElement} given.video shows the camera
   * @param {ActivityLog} given.log
   * @param {() => void} given.onLost the camera has stopped
   * @param {() => void} given.onBack there is one again
   * @param {() => number} given.wallMs
   */
  constructor({ video, log, onLost, onBack, wallMs }) {
    this._video = video;
    this._log = log;
    this._onLost = onLost;
    this._onBack = onBack;
    this._wallMs = wallMs;
    this._stopped = new AbortController();
    /** @type {MediaStream | null} */
    this.stream = null;
    /** @type {MediaStreamTrack | null} */
    this._track = null;
    /** Whether the camera is ours to switch off. */
    this._ours = false;
    this._deviceId = "";
    this._lost = false;
    this._opening = false;
    this._triedMs = 0;
  }

  get lost() {
    return this._lost;
  }

  /** @param {MediaStream} stream @param {boolean} ours */
  watch(stream, ours) {
    const [track] = stream.getVideoTracks();
    const at = this._wallMs();
    const deviceId = track.getSettings().deviceId ?? track.label;
    if (this._track && deviceId !== this._deviceId) this._log.once("camera_changed", at, "switched");
    this.stream = stream;
    this._track = track;
    this._ours = ours;
    this._deviceId = deviceId;
    const { signal } = this._stopped;
    track.addEventListener("ended", () => track === this._track && this._lose(), { signal });
    track.addEventListener("mute", () => track === this._track && this._mute(), { signal });
    track.addEventListener("unmute", () => track === this._track && this._log.end("camera_changed", this._wallMs()), { signal });
    if (track.readyState === "ended") this._lose();
    else this.look();
  }

  /** Tell what is so now: at the start, and after nothing was noted for a while. */
  look() {
    const track = this._track;
    if (!track) return;
    if (isVirtual(track.label)) this._log.once("camera_changed", this._wallMs(), "virtual");
    if (this._lost) this._log.begin("camera_changed", this._wallMs(), "ended");
    else if (track.muted) this._mute();
  }

  /** Look after the camera; called again and again. @param {number} nowMs */
  tick(nowMs) {
    const shown = this._video.srcObject;
    if (shown instanceof MediaStream && shown !== this.stream && shown.getVideoTracks().some((t) => t.readyState === "live")) {
      // The page itself shows another camera.
      this._recover(shown, false);
    } else if (this._track?.readyState === "ended" && !this._lost) {
      // No event comes when the page itself stops the track.
      this._lose();
    } else if (this._lost && !this._opening && nowMs - this._triedMs >= TRY_AGAIN_MS) {
      this._triedMs = nowMs;
      void this._reopen();
    }
  }

  /** Show nothing for a while, or go on. @param {boolean} enabled */
  enable(enabled) {
    if (this._track) this._track.enabled = enabled;
  }

  stop() {
    this._stopped.abort();
    if (!this._ours) return;
    this.stream?.getTracks().forEach((track) => track.stop());
    this._video.srcObject = null;
  }

  _mute() {
    this._log.begin("camera_changed", this._wallMs(), "muted");
  }

  _lose() {
    this._lost = true;
    this._log.begin("camera_changed", this._wallMs(), "ended");
    this._onLost();
  }

  async _reopen() {
    this._opening = true;
    try {
      const stream = await openCamera(this._deviceId);
      if (this._stopped.signal.aborted) return stream.getTracks().forEach((track) => track.stop());
      await show(this._video, stream);
      this._recover(stream, true);
    } catch {
      // Still none: it was told when it was lost.
    } finally {
      this._opening = false;
    }
  }

  /** @param {MediaStream} stream @param {boolean} ours */
  _recover(stream, ours) {
    const wasLost = this._lost;
    this._lost = false;
    this._log.end("camera_changed", this._wallMs());
    this.watch(stream, ours);
    if (wasLost) this._onBack();
  }
}

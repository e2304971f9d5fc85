// @ts-check
/** The SDK: `await ProctorAudit.start({url, token, …})` watches the candidate until `stop()`. README.md tells how. */
import { Activity } from "./activity.js";
import { ActivityLog } from "./activity-log.js";
import { Background } from "./background.js";
import { openCamera, show, shownCamera } from "./camera.js";
import { CameraWatch } from "./camera-watch.js";
import { Capture } from "./capture.js";
import { Conversation } from "./conversation.js";
import { ProctorError } from "./errors.js";
import { FramesQueue, imageBudgetBytes } from "./frames-queue.js";
import { ASLEEP_MS, AWAY_AFTER_MS, REFUSING_AFTER_MS } from "./limits.js";
import { Link } from "./link.js";
import { Pacer } from "./pace.js";
import { RecentFrames, evidenceMessages } from "./recent-frames.js";

/**
 * @typedef {import("./types.js").ErrorCode} ErrorCode
 * @typedef {import("./types.js").Options} Options
 * @typedef {import("./types.js").State} State
 * @typedef {import("./types.js").Target} Target
 * @typedef {import("./types.js").Verdict} Verdict
 */

/** @type {ReadonlySet<State>} */
const ENDED = new Set(["stopped", "superseded", "expired"]);

const wallMs = () => Date.now();

/** @type {import("./link.js").Surroundings} */
const BROWSER = {
  connect: (url) => new WebSocket(url),
  // Opaque, whatever it says; rejected when nobody is there.
  answers: (url) => fetch(url, { mode: "no-cors", cache: "no-store", credentials: "omit" }).then(() => true, () => false),
  random: Math.random,
};

/** One candidate's exam, watched. */
export class ProctorAudit {
  /**
   * Open the camera and begin. It resolves when the camera gives pictures; the connection comes by itself, and `onState`
   * and `onError` tell of it.
   * @param {Options} options
   * @throws {ProctorError} camera_missing, camera_refused, camera_busy or unsupported_browser
   */
  static async start(options) {
    if (typeof WebSocket === "undefined" || !navigator.mediaDevices) throw new ProctorError("unsupported_browser");
    const proctor = new ProctorAudit(options);
    try {
      await proctor._start();
    } catch (error) {
      proctor.stop();
      throw error;
    }
    return proctor;
  }

  /** @param {Options} options @private use `start` */
  constructor(options) {
    this._options = options;
    this._video = options.video ?? document.createElement("video");
    this._seq = options.nextSeq ?? wallMs();
    this._pacer = new Pacer();
    this._frames = new FramesQueue();
    this._recent = new RecentFrames();
    this._checking = options.check ?? false;
    this._log = new ActivityLog(options.policy);
    if (this._checking) this._log.pause(wallMs());
    this._background = new Background(() => this._tick());
    this._capture = new Capture(this._video, this._background, wallMs);
    this._activity = new Activity(this._log, wallMs, () => this._conversation.farewell());
    this._camera = new CameraWatch({
      video: this._video,
      log: this._log,
      onLost: () => this._tell("camera_lost"),
      onBack: () => this._camera.enable(!this._paused),
      wallMs,
    });
    this._link = new Link(
      options.url,
      options.token,
      {
        onUp: () => this._up(),
        onDown: () => this._down(),
        onMessage: (text) => this._conversation.hear(text),
        onOver: (code) => this._end(code),
      },
      BROWSER,
    );
    this._conversation = new Conversation(this._link, this._frames, this._log, {
      onVerdict: (verdict) => this._judged(verdict),
      onIncident: (incident) => this._call(options.onIncident, incident),
      onAsked: (incident) => this._earlier(incident),
      onOver: (code) => this._end(code),
      renumber: (frames) => this._renumbered(frames),
    });
    /** @type {State | null} */
    this._state = null;
    this._paused = false;
    this._started = false;
    /** @type {Target | undefined} */
    this._target = undefined;
    /** @type {string | null} */
    this._guidance = null;
    this._tickedAt = wallMs();
    /** @type {number | null} */
    this._downSinceMs = null;
    this._toldAway = false;
    this._ending = new AbortController();
  }

  /** @returns {State} */
  get state() {
    return this._state ?? "connecting";
  }

  /** The camera, for a preview. @returns {MediaStream | null} */
  get stream() {
    return this._camera.stream;
  }

  /** Frames that gave way to newer ones, since the network was too slow or away for too long. */
  get dropped() {
    return this._frames.dropped;
  }

  /** Take a break: nothing is filmed and nothing noted until `resume`. The report shows it as a gap. */
  pause() {
    if (this._paused || ENDED.has(this.state)) return;
    this._paused = true;
    this._log.pause(wallMs());
    this._frames.clear();
    this._recent.clear();
    this._camera.enable(false);
    this._show();
  }

  /** Go on after `pause`. */
  resume() {
    if (!this._paused || ENDED.has(this.state)) return;
    this._paused = false;
    this._watchActivity();
    this._camera.enable(true);
    this._show();
  }

  /** The check is over and the exam begins: from now on everything counts. It comes by itself where it has begun before. */
  begin() {
    if (!this._checking || ENDED.has(this.state)) return;
    this._checking = false;
    this._recent.clear();
    this._watchActivity();
    this._show();
  }

  /** End it: the camera is off, the connection closed. */
  stop() {
    this._finish("stopped");
  }

  /**
   * For calibration: frames from now on show the candidate looking there, as they were asked to. For half a minute in all
   * they teach how far the eyes go on this screen.
   * @param {Target | null} target null when it is over
   */
  lookAt(target) {
    this._target = target ?? undefined;
  }

  /** Note what happens from now on, and what is so now; not in a break, nor before the exam. */
  _watchActivity() {
    if (this._paused || this._checking) return;
    this._log.resume();
    this._activity.look();
    this._camera.look();
  }

  async _start() {
    const shown = shownCamera(this._video);
    const stream = shown ?? (await openCamera());
    if (!shown) await show(this._video, stream);
    this._camera.watch(stream, !shown);
    if (ENDED.has(this.state)) return;
    const { signal } = this._ending;
    addEventListener("online", () => this._link.hurry(), { signal });
    addEventListener("offline", () => this._link.drop(), { signal });
    this._show();
    this._activity.start();
    await this._background.start();
    this._started = true;
  }

  _tick() {
    if (!this._started || ENDED.has(this.state)) return;
    const nowMs = performance.now();
    const at = wallMs();
    // The browser's own clocks may stand still while a computer sleeps; that of the wall does not.
    if (at - this._tickedAt > ASLEEP_MS) this._conversation.mistrust();
    this._tickedAt = at;
    this._downSinceMs ??= this._link.up || this._conversation.busy ? null : nowMs;
    this._camera.tick(nowMs);
    this._activity.tick(nowMs);
    if (!this._paused && !this._camera.lost && !this._capture.busy && this._pacer.due(nowMs)) void this._take();
    this._link.tick(nowMs, this._conversation.busy);
    this._conversation.tick(nowMs, this._pacer.pace.frames_per_message);
    this._tellAway(nowMs);
  }

  async _take() {
    const { _target: target, _checking: check } = this;
    const taken = await this._capture.take(imageBudgetBytes(this._pacer.pace.frames_per_message));
    if (!taken || this._paused || ENDED.has(this.state)) return;
    const asked = { ...(target && { target }), ...(check && { check }) };
    const frame = { seq: this._seq++, captured_at: taken.at, image: taken.image, ...asked };
    this._frames.add(frame, this._conversation.outage);
    this._recent.add(frame);
  }

  /** What the server has forgotten and asks for. @param {import("./types.js").IncidentChange} incident */
  _earlier({ id, earlier }) {
    return earlier ? evidenceMessages(id, this._recent.earlier(earlier.before, earlier.pictures)) : [];
  }

  _up() {
    this._downSinceMs = null;
    this._toldAway = false;
    this._show();
  }

  _down() {
    this._conversation.down();
    this._downSinceMs ??= performance.now();
    this._show();
  }

  /** @param {number} nowMs */
  _tellAway(nowMs) {
    const patienceMs = this._link.refused ? REFUSING_AFTER_MS : AWAY_AFTER_MS;
    if (this._downSinceMs === null || this._toldAway || nowMs - this._downSinceMs < patienceMs) return;
    this._toldAway = true;
    this._tell("server_away");
  }

  /** @param {Verdict} verdict */
  _judged(verdict) {
    this._pacer.ask(verdict.pace);
    // The page was loaded again during the exam.
    if (!verdict.check && !verdict.late) this.begin();
    this._call(this._options.onVerdict, verdict);
    if (verdict.guidance === this._guidance || verdict.late) return;
    this._guidance = verdict.guidance;
    this._call(this._options.onGuidance, verdict.guidance);
  }

  /** The page may have been loaded again with the numbers of its first time. @param {import("./types.js").Frame[]} frames */
  _renumbered(frames) {
    const first = Math.max(this._seq, wallMs());
    // Frames that wait have old numbers too; they are few, and newer ones come.
    this._frames.clear();
    this._seq = first + frames.length;
    return frames.map((frame, index) => ({ ...frame, seq: first + index }));
  }

  /** @param {"token_refused" | "session_over" | "session_superseded"} code */
  _end(code) {
    if (ENDED.has(this.state)) return;
    /** @type {Record<typeof code, State>} */
    const states = { token_refused: "stopped", session_over: "expired", session_superseded: "superseded" };
    this._finish(states[code]);
    this._tell(code);
  }

  /** @param {State} state */
  _finish(state) {
    if (ENDED.has(this.state)) return;
    if (this._started) {
      this._log.pause(wallMs());
      if (state === "stopped") this._conversation.farewell();
    }
    this._ending.abort();
    this._activity.stop();
    this._camera.stop();
    this._link.close();
    this._background.stop();
    this._frames.clear();
    this._recent.clear();
    this._become(state);
  }

  /** Tell the state that follows from what is known. */
  _show() {
    if (this._paused) this._become("paused");
    else if (this._link.up) this._become(this._checking ? "checking" : "monitoring");
    else this._become(this._state === null || this._state === "connecting" ? "connecting" : "reconnecting");
  }

  /** @param {State} state */
  _become(state) {
    if (state === this._state || ENDED.has(this.state)) return;
    this._state = state;
    this._call(this._options.onState, state);
  }

  /** @param {ErrorCode} code */
  _tell(code) {
    this._call(this._options.onError, new ProctorError(code));
  }

  /**
   * A listener that throws must not stop the exam.
   * @template T
   * @param {((value: T) => void) | undefined} listener @param {T} value
   */
  _call(listener, value) {
    try {
      listener?.(value);
    } catch (error) {
      reportError(error);
    }
  }
}

export { ProctorError };

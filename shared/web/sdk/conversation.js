// @ts-check
import { activityMessage } from "./activity-log.js";
import { backoffMs } from "./backoff.js";
import { frameMessage } from "./frames-queue.js";
import { AWAKE_REPLY_MS, CATCH_UP_MS, PING_AFTER_MS, REPLY_OVERDUE_MS, REPLY_TIMEOUT_MS } from "./limits.js";
import { meaningOf } from "./replies.js";

/**
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").IncidentChange} IncidentChange
 * @typedef {import("./types.js").Verdict} Verdict
 *
 * @typedef {object} Message
 * @property {"frames" | "events" | "evidence" | "ping"} holds
 * @property {Frame[]} frames
 * @property {string} text
 * @property {number} attempts
 * @property {boolean} lost whether it was sent, and its reply never came
 *
 * @typedef {object} Told
 * @property {(verdict: Verdict) => void} onVerdict
 * @property {(incident: IncidentChange) => void} onIncident
 * @property {(incident: IncidentChange) => string[]} onAsked gives the messages with pictures from before an incident
 * @property {(code: "session_over" | "session_superseded") => void} onOver
 * @property {(frames: Frame[]) => Frame[]} renumber gives frames numbers that nobody has used
 */

const PING = JSON.stringify({ action: "ping" });
const ATTEMPTS = 5;
/** Messages with pictures from before incidents that may wait. */
const MAX_EVIDENCE = 12;

/** One message in flight: replies do not say what they answer. */
export class Conversation {
  /**
   * @param {import("./link.js").Link} link
   * @param {import("./frames-queue.js").FramesQueue} frames
   * @param {import("./activity-log.js").ActivityLog} log
   * @param {Told} told
   * @param {() => number} random
   */
  constructor(link, frames, log, told, random = Math.random) {
    this._link = link;
    this._frames = frames;
    this._log = log;
    this._told = told;
    this._random = random;
    /** Sent, and not answered yet. @type {Message | null} */
    this._asked = null;
    /** To be sent again, before all else. @type {Message | null} */
    this._again = null;
    /** What was asked for and is to be sent. @type {{text: string, attempts: number, notBeforeMs: number}[]} */
    this._evidence = [];
    this._nowMs = 0;
    this._sentMs = 0;
    this._notBeforeMs = 0;
    this._mistrusts = false;
    /** When the link was last seen down. */
    this._downMs = -Infinity;
  }

  get busy() {
    return this._asked !== null;
  }

  /** Whether nothing gets through now, so that frames are kept: not connected, or a reply is long overdue. */
  get outage() {
    if (!this._link.up || (this._asked !== null && this._nowMs - this._sentMs > REPLY_OVERDUE_MS)) return true;
    // Soon after one, what is filmed waits for what was kept.
    return this._nowMs - this._downMs < CATCH_UP_MS && this._frames.backlog;
  }

  /** @param {number} nowMs of a clock that only goes forward @param {number} wanted frames a message */
  tick(nowMs, wanted) {
    this._nowMs = nowMs;
    if (!this._link.up) this._downMs = nowMs;
    if (this._asked) {
      const patienceMs = this._mistrusts ? AWAKE_REPLY_MS : REPLY_TIMEOUT_MS;
      if (nowMs - this._sentMs > REPLY_OVERDUE_MS) this._frames.keep();
      if (nowMs - this._sentMs > patienceMs) this._link.drop();
    } else if (this._link.up && nowMs >= this._notBeforeMs) {
      const message = this._again ?? this._message(wanted);
      this._again = null;
      if (message) this._send(message);
    }
  }

  /** The computer slept: the socket has to show that it lives. */
  mistrust() {
    this._mistrusts = true;
    this._sentMs = this._nowMs;
  }

  /** The link is down: what is unanswered is sent again. */
  down() {
    this._mistrusts = false;
    if (this._asked) this._again = { ...this._asked, lost: true };
    this._asked = null;
    this._frames.keep();
  }

  /** Say what is left to say: the page goes away, and nobody waits for the reply. */
  farewell() {
    if (!this._link.up) return;
    const events = this._log.take();
    if (events.length) this._link.send(activityMessage(events));
    // Frames that overtake others count for nothing; an event does whenever it comes.
    const frames = this._asked ? [] : this._frames.take();
    if (frames.length) this._link.send(frameMessage(frames));
  }

  /** @param {string} text */
  hear(text) {
    const message = this._asked;
    if (!message) return;
    this._asked = null;
    this._mistrusts = false;
    const meaning = meaningOf(text);
    if (meaning.is === "over") this._told.onOver(meaning.code);
    else if (meaning.is === "again") this._repeat(message);
    else if (meaning.is === "judged") this._judged(message, meaning.results);
    else if (meaning.is === "told") meaning.incidents.forEach((incident) => this._told.onIncident(incident));
    else if (message.holds === "events" && meaning.code === "unknown_action") this._log.refuse();
  }

  /** @param {number} wanted @returns {Message | null} */
  _message(wanted) {
    const base = { frames: [], attempts: 0, lost: false };
    if (this._log.length) return { ...base, holds: "events", text: activityMessage(this._log.take()) };
    // At once, also before what an outage held back: with the frames after it the incident may be over and forgotten.
    const due = this._evidence.find(({ notBeforeMs }) => this._nowMs >= notBeforeMs);
    if (due) {
      this._evidence.splice(this._evidence.indexOf(due), 1);
      return { ...base, holds: "evidence", text: due.text, attempts: due.attempts };
    }
    if (this._frames.full(wanted)) {
      const frames = this._frames.take();
      return { ...base, holds: "frames", frames, text: frameMessage(frames) };
    }
    if (this._mistrusts || this._nowMs - this._sentMs > PING_AFTER_MS) return { ...base, holds: "ping", text: PING };
    return null;
  }

  /** @param {Message} message */
  _send(message) {
    this._asked = message;
    this._sentMs = this._nowMs;
    this._link.send(message.text);
  }

  /** Too much at once, or a function that failed: once more, a little later. @param {Message} message */
  _repeat(message) {
    if (message.holds === "ping") return;
    const attempts = message.attempts + 1;
    const notBeforeMs = this._nowMs + backoffMs(attempts, this._random);
    if (message.holds === "evidence") {
      // Frames do not wait for it.
      if (attempts < ATTEMPTS) this._evidence.push({ text: message.text, attempts, notBeforeMs });
      return;
    }
    this._notBeforeMs = notBeforeMs;
    if (attempts < ATTEMPTS) this._again = { ...message, attempts };
    else this._frames.dropped += message.frames.length;
  }

  /** @param {Message} message @param {any[]} results */
  _judged(message, results) {
    const verdicts = results.filter(({ type }) => type === "frame");
    // What was sent again may have been judged the first time. Otherwise somebody has used these numbers before.
    if (!message.lost && !message.attempts && verdicts.length && verdicts.every(({ late }) => late)) {
      const frames = this._told.renumber(message.frames);
      if (frames.length) this._again = { ...message, frames, text: frameMessage(frames), lost: true };
      return;
    }
    for (const verdict of verdicts) {
      this._told.onVerdict(verdict);
      for (const incident of verdict.incidents ?? []) {
        this._told.onIncident(incident);
        if (!incident.earlier) continue;
        this._evidence.push(...this._told.onAsked(incident).map((text) => ({ text, attempts: 0, notBeforeMs: 0 })));
      }
      this._evidence.splice(0, this._evidence.length - MAX_EVIDENCE);
    }
  }
}

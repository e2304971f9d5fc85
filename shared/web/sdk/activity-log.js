// @ts-check
import { MAX_EVENTS_PER_MESSAGE, MAX_KEPT_EVENTS } from "./limits.js";

/**
 * @typedef {import("./types.js").ActivityEvent} ActivityEvent
 * @typedef {import("./types.js").ActivityKind} ActivityKind
 * @typedef {import("./types.js").ClientPolicy} ClientPolicy
 */

/** Repeats of the same clipboard action within this say nothing more. */
const SAME_MS = 1_000;

/** What happened in the browser and is to be told: when it begins, and again when it is over. */
export class ActivityLog {
  /** @param {ClientPolicy} [policy] */
  constructor(policy = {}) {
    this._rules = policy.incidents ?? {};
    /** @type {ActivityEvent[]} */
    this._waiting = [];
    /** What lasts, by kind. @type {Map<ActivityKind, ActivityEvent>} */
    this._open = new Map();
    /** @type {Map<string, number>} */
    this._last = new Map();
    this._paused = false;
    /** The server does not take events. */
    this._refused = false;
  }

  get length() {
    return this._waiting.length;
  }

  /** @param {ActivityKind} kind @param {string} [detail] */
  watches(kind, detail) {
    // What the server makes of it: a page that was left is a hidden tab, and a virtual camera a kind of its own.
    const judged = kind === "page_left" ? "tab_hidden" : detail === "virtual" ? "virtual_camera" : kind;
    return this._rules[judged]?.enabled !== false;
  }

  /** @param {ActivityKind} kind @param {number} at epoch ms @param {string} [detail] */
  begin(kind, at, detail) {
    if (this._open.get(kind)?.detail === detail && this._open.has(kind)) return;
    this.end(kind, at);
    if (!this._takes(kind, detail)) return;
    const event = { kind, at, ...(detail && { detail }) };
    this._open.set(kind, event);
    this._add(event);
  }

  /** @param {ActivityKind} kind @param {number} at epoch ms */
  end(kind, at) {
    const begun = this._open.get(kind);
    if (!begun) return;
    this._open.delete(kind);
    // What was not told yet is told once, as a whole.
    this._waiting = this._waiting.filter((event) => event !== begun);
    this._add({ ...begun, duration_ms: Math.max(0, at - begun.at) });
  }

  /** What takes no time. @param {ActivityKind} kind @param {number} at epoch ms @param {string} [detail] */
  once(kind, at, detail) {
    const name = `${kind} ${detail}`;
    const last = this._last.get(name);
    if (!this._takes(kind, detail) || (last !== undefined && Math.abs(at - last) < SAME_MS)) return;
    this._last.set(name, at);
    this._add({ kind, at, ...(detail && { detail }) });
  }

  /** The events of the next message. */
  take() {
    return this._waiting.splice(0, MAX_EVENTS_PER_MESSAGE);
  }

  /** @param {number} at epoch ms; what lasts is over then, and nothing begins until `resume` */
  pause(at) {
    for (const kind of [...this._open.keys()]) this.end(kind, at);
    this._paused = true;
  }

  resume() {
    this._paused = false;
  }

  /** The server knows no events: watch no more. */
  refuse() {
    this._refused = true;
    this._waiting = [];
    this._open.clear();
  }

  /** @param {ActivityKind} kind @param {string} [detail] */
  _takes(kind, detail) {
    return !this._paused && !this._refused && this.watches(kind, detail);
  }

  /** @param {ActivityEvent} event */
  _add(event) {
    this._waiting.push(event);
    if (this._waiting.length > MAX_KEPT_EVENTS) this._waiting.shift();
  }
}

/** The text of a message. @param {ActivityEvent[]} events */
export function activityMessage(events) {
  return JSON.stringify({ action: "browser", events });
}

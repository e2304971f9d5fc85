// @ts-check
import { backoffMs } from "./backoff.js";
import {
  ABANDONED_FOR_MS,
  CONNECT_TIMEOUT_MS,
  LATER_REFUSALS,
  LATER_REFUSED_FOR_MS,
  REFUSALS,
  REFUSED_FOR_MS,
  RENEW_AFTER_MS,
  RENEW_SPREAD_MS,
} from "./limits.js";

/**
 * @typedef {object} Surroundings what a link needs of the browser
 * @property {(url: string) => WebSocket} connect
 * @property {(url: string) => Promise<boolean>} answers whether anything answers at an https: address
 * @property {() => number} random 0..1
 *
 * @typedef {object} Heard who is told
 * @property {() => void} onUp
 * @property {() => void} onDown
 * @property {(text: string) => void} onMessage
 * @property {(code: "token_refused" | "session_superseded") => void} onOver
 */

/** The server closes a connection normally only when a newer one has taken over its session. */
const SUPERSEDED = 1000;
const RENEW_AGAIN_MS = 60_000;

/** One socket that comes back: reconnects, renews before the two-hour limit, and knows when it may not. */
export class Link {
  /** @param {string} url @param {string} token @param {Heard} heard @param {Surroundings} surroundings */
  constructor(url, token, heard, surroundings) {
    this._address = `${url}${url.includes("?") ? "&" : "?"}token=${encodeURIComponent(token)}`;
    this._answering = url.replace(/^ws/, "http").replace(/\?.*$/, "");
    this._heard = heard;
    this._surroundings = surroundings;
    /** @type {WebSocket | null} */
    this._socket = null;
    /** The one that is being opened, for a start or for a renewal. @type {WebSocket | null} */
    this._next = null;
    this._nowMs = 0;
    this._nextSinceMs = 0;
    this._retryAtMs = 0;
    this._renewAtMs = Infinity;
    this._abandonedMs = -Infinity;
    this._failures = 0;
    this._refusals = 0;
    this._refusedSinceMs = 0;
    this._wasUp = false;
    this._over = false;
  }

  /** Whether a message can be sent now. */
  get up() {
    return this._socket !== null && this._next === null;
  }

  /** Whether somebody answers, and opens no socket: a refused token, or a server in trouble. */
  get refused() {
    return this._refusals > 0;
  }

  /**
   * @param {number} nowMs of a clock that only goes forward
   * @param {boolean} busy whether a reply is awaited: a renewal waits for it
   */
  tick(nowMs, busy) {
    this._nowMs = nowMs;
    if (this._over) return;
    if (this._next) {
      if (nowMs - this._nextSinceMs > CONNECT_TIMEOUT_MS) {
        this._abandonedMs = nowMs;
        this._failed(this._next, false);
      }
    } else if (!this._socket) {
      if (nowMs >= this._retryAtMs) this._open();
    } else if (nowMs >= this._renewAtMs && !busy) this._open();
  }

  /** @param {string} text */
  send(text) {
    this._socket?.send(text);
  }

  /** The socket seems dead: leave it and open another. */
  drop() {
    const socket = this._socket;
    if (!socket) return;
    this._socket = null;
    detach(socket);
    this._lost();
  }

  /** Do not wait for the next attempt. */
  hurry() {
    this._retryAtMs = 0;
  }

  close() {
    this._over = true;
    for (const socket of [this._socket, this._next]) if (socket) detach(socket);
    this._socket = this._next = null;
  }

  _open() {
    /** @type {WebSocket} */
    let socket;
    this._nextSinceMs = this._nowMs;
    try {
      socket = this._surroundings.connect(this._address);
    } catch {
      this._failures += 1;
      this._retryAtMs = this._nowMs + backoffMs(this._failures, this._surroundings.random);
      return;
    }
    this._next = socket;
    socket.onopen = () => this._opened(socket);
    socket.onclose = () => this._failed(socket, true);
  }

  /** @param {WebSocket} socket */
  _opened(socket) {
    const old = this._socket;
    if (old) detach(old);
    this._socket = socket;
    this._next = null;
    this._failures = this._refusals = 0;
    this._wasUp = true;
    this._renewAtMs = this._nowMs + RENEW_AFTER_MS + this._surroundings.random() * RENEW_SPREAD_MS;
    socket.onmessage = ({ data }) => socket === this._socket && this._heard.onMessage(String(data));
    socket.onclose = ({ code }) => this._closed(socket, code);
    this._heard.onUp();
  }

  /** @param {WebSocket} socket @param {number} code */
  _closed(socket, code) {
    if (socket !== this._socket) return;
    this._socket = null;
    // The server closes the old one as soon as it lets the new one in. That new one may be one we gave up.
    if (this._next) return;
    const ours = this._nowMs - this._abandonedMs < ABANDONED_FOR_MS;
    if (code === SUPERSEDED && !ours) this._end("session_superseded");
    else this._lost();
  }

  _lost() {
    this._heard.onDown();
    // The first attempt comes soon, but not from all candidates at the same moment.
    this._retryAtMs = this._nowMs + backoffMs(1, this._surroundings.random);
  }

  /** @param {WebSocket} socket @param {boolean} answered whether it failed rather than took too long */
  _failed(socket, answered) {
    if (socket !== this._next) return;
    detach(socket);
    this._next = null;
    if (this._socket) {
      // A renewal: the old one still serves.
      this._renewAtMs = this._nowMs + RENEW_AGAIN_MS;
      return;
    }
    this._heard.onDown();
    this._failures += 1;
    this._retryAtMs = this._nowMs + backoffMs(this._failures, this._surroundings.random);
    if (answered) void this._ask();
  }

  /** A browser does not tell why there is no socket. If the server answers otherwise, it was refused. */
  async _ask() {
    const answers = await this._surroundings.answers(this._answering);
    if (this._over || this._socket) return;
    if (!answers) {
      this._refusals = 0;
      return;
    }
    if (this._refusals === 0) this._refusedSinceMs = this._nowMs;
    this._refusals += 1;
    const [enough, longMs] = this._wasUp ? [LATER_REFUSALS, LATER_REFUSED_FOR_MS] : [REFUSALS, REFUSED_FOR_MS];
    if (this._refusals >= enough && this._nowMs - this._refusedSinceMs >= longMs) this._end("token_refused");
  }

  /** @param {"token_refused" | "session_superseded"} code */
  _end(code) {
    this.close();
    this._heard.onOver(code);
  }
}

/** Listen no more, and close. @param {WebSocket} socket */
function detach(socket) {
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
}

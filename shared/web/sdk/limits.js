// @ts-check
/** Sizes and times, in bytes and milliseconds, that the other modules agree on. */

/** A browser sends a message as one WebSocket frame; API Gateway closes with 1009 beyond this. */
export const MAX_MESSAGE_BYTES = 32 * 1024;
export const MAX_FRAMES_PER_MESSAGE = 8;
export const MAX_EVENTS_PER_MESSAGE = 50;

export const WIDTH_PX = 320;
export const HEIGHT_PX = 240;
/** More adds nothing that judgement sees at that size. */
export const MAX_IMAGE_BYTES = 8_000;

/** What waits on a slow network: beyond it the oldest give way. */
export const MAX_WAITING_FRAMES = 8;
/** What is kept through an outage: a minute at the quiet pace, at most 0.7 MB. */
export const MAX_KEPT_FRAMES = 120;
export const MAX_KEPT_EVENTS = 200;

/** A reply that takes longer means an outage rather than a slow network. */
export const REPLY_OVERDUE_MS = 8_000;
/** How long after an outage what is filmed queues up behind what was kept; then the newest win again. */
export const CATCH_UP_MS = 60_000;
/** API Gateway itself gives up after 29 s. */
export const REPLY_TIMEOUT_MS = 31_000;
export const CONNECT_TIMEOUT_MS = 20_000;
/** API Gateway closes after ten idle minutes, and after two hours. */
export const PING_AFTER_MS = 8 * 60_000;
export const RENEW_AFTER_MS = 105 * 60_000;
/** Not all candidates of an exam that begins on the hour renew at once. */
export const RENEW_SPREAD_MS = 10 * 60_000;

/** How long the candidate is told nothing but "reconnecting". */
export const AWAY_AFTER_MS = 10_000;
/** … while somebody answers: that the token is refused, if it is, is known by then. */
export const REFUSING_AFTER_MS = 30_000;
/** Refusals before a socket opens that are taken for a bad token, if the server answers otherwise. */
export const REFUSALS = 4;
/** … and of a token that was good before: a server in trouble refuses for a while too. */
export const LATER_REFUSALS = 12;
export const REFUSED_FOR_MS = 8_000;
export const LATER_REFUSED_FOR_MS = 60_000;
/** A handshake that we gave up may still reach the server within this, and take the session from our next. */
export const ABANDONED_FOR_MS = 60_000;
/** How soon a socket has to answer that may have died while the computer slept. */
export const AWAKE_REPLY_MS = 5_000;

/** Ticks come 20 a second. A pause this long is a computer that slept. */
export const ASLEEP_MS = 20_000;
export const TICK_MS = 50;

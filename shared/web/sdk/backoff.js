// @ts-check
const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to wait before an attempt: exponential with full jitter, so that a thousand candidates do not come back at
 * the same moment.
 * @param {number} failures before it, 1 or more
 * @param {() => number} random 0..1
 */
export function backoffMs(failures, random = Math.random) {
  return random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 20));
}

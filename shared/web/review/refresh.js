// @ts-check
/** Loads something again and again while somebody looks. */

const LONGEST_MS = 60_000;
// What is slow to answer is asked less often.
const SHARE_OF_TIME = 10;

/**
 * Calls `load` now and then: every `every_ms` while it works, less and less often while it fails, never while the page
 * is hidden; at once when the page is seen again.
 *
 * @param {() => Promise<unknown>} load
 * @param {{every_ms: number, pause_ms?: () => number, signal: AbortSignal, failed: (error: unknown) => void}} options
 *   `pause_ms` when it depends on what came
 * @returns {() => void} asks for it soon
 */
export function refresh(load, { every_ms, pause_ms = () => every_ms, signal, failed }) {
  let timer = 0;
  let failures = 0;
  let busy = false;
  let wanted = false;

  async function run() {
    clearTimeout(timer);
    if (signal.aborted || document.hidden) return;
    if (busy) {
      wanted = true;
      return;
    }
    busy = true;
    wanted = false;
    const begun = performance.now();
    try {
      await load();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      failed(error);
    } finally {
      busy = false;
    }
    if (signal.aborted) return;
    const backOff_ms = Math.min(LONGEST_MS, every_ms * 2 ** failures) * (0.75 + Math.random() / 2);
    const calm_ms = Math.max(pause_ms(), SHARE_OF_TIME * (performance.now() - begun));
    timer = setTimeout(run, failures ? backOff_ms : wanted ? 0 : calm_ms);
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(run, 0);
  }
  document.addEventListener("visibilitychange", () => document.hidden || soon(), { signal });
  addEventListener("online", soon, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  run();
  return soon;
}

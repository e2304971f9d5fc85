// @ts-check
/** @typedef {import("./types.js").Verdict} Verdict */

/**
 * What a reply means for the client.
 * @typedef {{is: "judged", results: any[]}
 *   | {is: "told", incidents: any[]}
 *   | {is: "again"}
 *   | {is: "over", code: "session_over" | "session_superseded"}
 *   | {is: "refused", code: string}} Meaning
 */

const TRANSIENT = new Set(["session_busy", "too_fast"]);

/** @param {string} text @returns {Meaning} */
export function meaningOf(text) {
  /** @type {any} */
  let reply;
  try {
    reply = JSON.parse(text);
  } catch {
    return { is: "again" };
  }
  // Without a type they are API Gateway's own words for a function that failed or was throttled.
  if (typeof reply?.type !== "string") return { is: "again" };
  const results = reply.type === "frames" && Array.isArray(reply.results) ? reply.results : [reply];
  for (const { error } of results) {
    const code = String(error?.code ?? "");
    if (TRANSIENT.has(code)) return { is: "again" };
    if (code === "session_superseded") return { is: "over", code };
    if (code.startsWith("session_")) return { is: "over", code: "session_over" };
  }
  if (reply.type === "browser") return { is: "told", incidents: reply.incidents ?? [] };
  if (reply.type === "evidence") return { is: "told", incidents: [] };
  if (reply.type === "error") return { is: "refused", code: String(reply.error?.code ?? "") };
  return { is: "judged", results };
}

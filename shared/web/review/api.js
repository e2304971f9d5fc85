// @ts-check
/**
 * Calls to the HTTP API with the reviewer's key. The key lies in sessionStorage and goes out in a header, nowhere else.
 *
 * @typedef {import("./types.js").SessionPage} SessionPage
 * @typedef {import("./types.js").Report} Report
 * @typedef {import("./types.js").Verdict} Verdict
 * @typedef {import("./types.js").Incident} Incident
 * @typedef {import("./types.js").Score} Score
 */

import { FAILURES } from "./texts.en.js";

const ROOT = new URL("..", import.meta.url);
const KEPT_AS = "proctor-audit.review.key";
const PATIENCE_MS = 30_000;
// A PDF with the pictures of many incidents takes longer than a list.
const DOWNLOAD_PATIENCE_MS = 120_000;

/** What went wrong, in words for the reviewer. */
export class ApiError extends Error {
  /** @param {string} code @param {number} status 0 when no answer came */
  constructor(code, status) {
    super(FAILURES[code] ?? (status === 401 || status === 403 ? FAILURES.refused : FAILURES.failed));
    this.code = code;
    this.status = status;
  }

  /** The key is no longer any good. */
  get refused() {
    return this.status === 401 || this.status === 403;
  }
}

/** @param {unknown} error */
export const sentence = (error) => (error instanceof ApiError ? error.message : FAILURES.failed);

export const key = {
  get: () => sessionStorage.getItem(KEPT_AS),
  /** @param {string} value */
  keep: (value) => sessionStorage.setItem(KEPT_AS, value),
  forget: () => sessionStorage.removeItem(KEPT_AS),
};

/**
 * @param {string} path @param {RequestInit} [options] @param {string | null} [apiKey] @param {number} [patience_ms]
 * @returns {Promise<Response>}
 */
async function call(path, options = {}, apiKey = key.get(), patience_ms = PATIENCE_MS) {
  const patience = AbortSignal.timeout(patience_ms);
  const signal = options.signal ? AbortSignal.any([options.signal, patience]) : patience;
  const headers = { ...options.headers, "X-API-Key": apiKey ?? "" };
  let answer;
  try {
    answer = await fetch(new URL(path, ROOT), { ...options, headers, signal, cache: "no-store", referrerPolicy: "no-referrer" });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError("away", 0);
  }
  if (answer.ok) return answer;
  const body = await answer.json().catch(() => null);
  throw new ApiError(String(body?.error?.code ?? (answer.status >= 500 ? "failed" : "")), answer.status);
}

/** @param {string} path @param {RequestInit} [options] */
async function json(path, options) {
  const answer = await call(path, options);
  try {
    return await answer.json();
  } catch (error) {
    if (options?.signal?.aborted) throw error;
    throw new ApiError("away", 0);
  }
}

/** Whether the key may review; keeps it if so. @param {string} apiKey */
export async function signIn(apiKey) {
  // A header takes no other characters, and no key has them.
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw new ApiError("invalid_api_key", 401);
  await call("sessions?limit=1", {}, apiKey);
  key.keep(apiKey);
}

/** @param {Record<string, string>} query @param {AbortSignal} [signal] @returns {Promise<SessionPage>} */
export const sessions = (query, signal) => json(`sessions?${new URLSearchParams(query)}`, { signal });

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Report>} */
export const report = (id, signal) => json(`sessions/${encodeURIComponent(id)}`, { signal });

/**
 * @param {string} session @param {string} incident @param {{verdict?: Verdict, note?: string}} said
 * @returns {Promise<{incident: Incident, score: Score}>}
 */
export const review = (session, incident, said) =>
  json(`sessions/${encodeURIComponent(session)}/incidents/${encodeURIComponent(incident)}`, {
    method: "PATCH",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(said),
  });

/** The name that the server gives a file (RFC 6266). @param {Response} answer */
function nameOf(answer) {
  const given = answer.headers.get("content-disposition")?.match(/filename\*=UTF-8''([^;]+)/)?.[1];
  return given && decodeURIComponent(given);
}

/** Fetches a report as a file: a plain link could not carry the key. @param {string} id @param {string} format its ending */
export async function download(id, format) {
  const answer = await call(`sessions/${encodeURIComponent(id)}/report.${format}`, {}, undefined, DOWNLOAD_PATIENCE_MS);
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = nameOf(answer) ?? `proctor-audit-${id}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// @ts-check
import { TEXTS } from "./texts.en.js";

/** @typedef {import("./types.js").ErrorCode} ErrorCode */

/** What went wrong: `code` for programs, `message` for the candidate. */
export class ProctorError extends Error {
  /** @param {ErrorCode} code @param {unknown} [cause] */
  constructor(code, cause) {
    super(TEXTS[code], { cause });
    this.name = "ProctorError";
    /** @type {ErrorCode} */
    this.code = code;
  }
}

/**
 * The error for what getUserMedia rejects with.
 * @param {unknown} reason
 */
export function cameraError(reason) {
  const name = reason instanceof Error || reason instanceof DOMException ? reason.name : "";
  return new ProctorError(CAMERA_CODES[name] ?? "camera_busy", reason);
}

/** @type {Record<string, ErrorCode>} */
const CAMERA_CODES = {
  NotFoundError: "camera_missing",
  OverconstrainedError: "camera_missing",
  NotAllowedError: "camera_refused",
  SecurityError: "camera_refused",
  NotReadableError: "camera_busy",
  AbortError: "camera_busy",
  TypeError: "unsupported_browser",
};

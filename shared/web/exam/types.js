// @ts-check
/**
 * What the page is opened with, and what its steps share.
 *
 * @typedef {"top-left" | "top-right" | "bottom-left" | "bottom-right"} Position
 *
 * @typedef {object} Invitation what the integrator put into the address
 * @property {string} url the `websocket_url` of POST /auth
 * @property {string} token
 * @property {number | undefined} nextSeq
 * @property {string} exam
 * @property {string} candidate
 * @property {string | null} returnUrl checked: https, or of this site
 * @property {string | null} declineUrl the same
 * @property {string} lang
 * @property {boolean} calibration
 * @property {boolean} fullscreen
 * @property {Position} indicator
 * @property {string | null} organisation that holds the exam
 * @property {string | null} contact whom to ask
 * @property {number | null} keepDays how long pictures are kept
 * @property {string | null} examUrl checked: shown in a frame while the exam is open
 * @property {(import("../sdk/types.js").ClientPolicy & {calibration?: boolean, keep_days?: number | null}) | undefined} policy
 *   the `client` of POST /auth
 *
 * @typedef {typeof import("./texts.en.js").TEXTS} Texts
 *
 * @typedef {"token_refused" | "session_over" | "session_superseded"} OverCode
 *
 * @typedef {object} News what the SDK tells, for the step that is shown
 * @property {(verdict: import("../sdk/types.js").Verdict) => void} [verdict]
 * @property {(state: import("../sdk/types.js").State) => void} [state]
 * @property {(code: import("../sdk/types.js").ErrorCode) => void} [trouble]
 * @property {(guidance: string | null) => void} [guidance]
 */

export {};

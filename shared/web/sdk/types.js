// @ts-check
/**
 * Types of what the SDK takes and gives, and of what goes over the wire.
 *
 * @typedef {"connecting" | "checking" | "monitoring" | "reconnecting" | "paused" | "stopped" | "superseded" | "expired"} State
 * @typedef {"camera_missing" | "camera_refused" | "camera_busy" | "camera_lost" | "token_refused" | "session_over"
 *   | "session_superseded" | "server_away" | "unsupported_browser"} ErrorCode
 * @typedef {"centre" | "left" | "right" | "up" | "down"} Target
 * @typedef {"tab_hidden" | "window_blurred" | "fullscreen_left" | "clipboard" | "second_screen" | "camera_changed"
 *   | "page_left" | "devtools_opened"} ActivityKind
 *
 * @typedef {object} Pace how the server asks to go on
 * @property {number} interval_ms between two frames
 * @property {number} frames_per_message
 *
 * @typedef {object} IncidentChange
 * @property {string} id
 * @property {string} kind
 * @property {string} state opened, updated or closed
 * @property {{before: number, pictures: number}} [earlier] asks for pictures from before it; the SDK answers
 *
 * @typedef {object} Verdict the reply to one frame; README, "Messages", tells what each field means
 * @property {"frame"} type
 * @property {number} seq
 * @property {boolean} anomaly
 * @property {string} pupil_movement_status
 * @property {"clear" | "uncertain" | "anomaly"} status
 * @property {string[]} anomalies
 * @property {boolean} late
 * @property {boolean} check it counts nowhere, since the exam has not begun
 * @property {Record<string, any>} metrics
 * @property {IncidentChange[]} incidents
 * @property {number} score
 * @property {string | null} guidance
 * @property {Pace} pace
 *
 * @typedef {object} ClientPolicy what of a policy concerns the browser
 * @property {Record<string, {enabled?: boolean}>} [incidents] by kind; what is switched off is not watched
 *
 * @typedef {object} Options
 * @property {string} url the `websocket_url` of POST /auth
 * @property {string} token
 * @property {number} [nextSeq] the `next_seq` of POST /auth
 * @property {HTMLVideoElement} [video] shows the candidate; one that plays a camera already is watched as it is
 * @property {ClientPolicy} [policy]
 * @property {boolean} [check] begin with a check, in which nothing counts until `begin()`
 * @property {(verdict: Verdict) => void} [onVerdict] of every frame
 * @property {(incident: IncidentChange) => void} [onIncident] opened, updated or closed
 * @property {(guidance: string | null) => void} [onGuidance] when it changes: what the candidate should do, or null
 * @property {(state: State) => void} [onState] when it changes
 * @property {(error: import("./errors.js").ProctorError) => void} [onError] after the start
 *
 * @typedef {object} Frame a picture that is to be sent
 * @property {number} seq
 * @property {number} captured_at epoch milliseconds
 * @property {string} image base64
 * @property {Target} [target] where the candidate was asked to look
 * @property {boolean} [check] of the check before the exam
 *
 * @typedef {object} ActivityEvent something that happened in the browser
 * @property {ActivityKind} kind
 * @property {number} at epoch milliseconds
 * @property {number} [duration_ms] once it is over
 * @property {string} [detail]
 */

export {};

// @ts-check
/**
 * What the HTTP API answers, as far as this page reads it; openapi.json tells more.
 *
 * @typedef {object} Review what a reviewer said of an incident
 * @property {Verdict} verdict
 * @property {string | null} note
 * @property {string} by
 * @property {string} at
 *
 * @typedef {"confirmed" | "dismissed" | null} Verdict
 *
 * @typedef {object} Session a row of the list, and the head of a report
 * @property {string} session_id
 * @property {string} exam_id
 * @property {string} candidate_id
 * @property {number} attempt
 * @property {"open" | "ended"} status
 * @property {boolean | null} connected
 * @property {number} score 0..100
 * @property {number} incidents
 * @property {string} opened_at
 * @property {string | null} first_frame_at
 * @property {string | null} last_frame_at
 * @property {number} frames
 * @property {boolean} reviewed
 * @property {string[]} kinds
 *
 * @typedef {object} SessionPage
 * @property {Session[]} sessions
 * @property {string | null} next_cursor
 *
 * @typedef {object} Contribution what incidents of a kind add to a score
 * @property {string} kind
 * @property {string} title
 * @property {number} incidents
 * @property {number} duration_s
 * @property {number} points
 *
 * @typedef {object} Score
 * @property {number} value
 * @property {string} summary
 * @property {Contribution[]} contributions
 * @property {string[]} dismissed
 *
 * @typedef {object} Incident
 * @property {string} id
 * @property {string} kind
 * @property {string} source camera, browser or voice
 * @property {string} title
 * @property {string} detail
 * @property {string} started_at
 * @property {string | null} ended_at
 * @property {string} last_seen_at
 * @property {number} duration_s
 * @property {number} confidence 0..1
 * @property {number} frames
 * @property {number} points
 * @property {Record<string, string | null>} evidence links by role; each works for five minutes
 * @property {Review | null} review
 *
 * @typedef {object} Period
 * @property {string} [title]
 * @property {string} started_at
 * @property {string | null} ended_at
 * @property {number} duration_s
 * @property {string | null} [explained_by]
 *
 * @typedef {object} Quality
 * @property {number} frames
 * @property {number} uncertain_frames
 * @property {number | null} uncertain_share
 * @property {Period[]} periods
 *
 * @typedef {object} Report
 * @property {Session} session
 * @property {Score} score
 * @property {Incident[]} incidents
 * @property {Period[]} gaps
 * @property {Quality} quality
 * @property {{name: string, sentence: string}[]} accommodations
 */

export {};

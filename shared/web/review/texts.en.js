// @ts-check
/** Every word of the reviewer page. Another language is another module with the same names. */

/** @param {number} count @param {string} one @param {string} many */
const counted = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

const SURENESS = /** @type {[number, string][]} */ ([
  [0.9, "very sure"],
  [0.75, "quite sure"],
  [0.6, "fairly sure"],
  [0, "not very sure"],
]);

export const LOCALE = "en-GB";

/** @type {Record<string, string>} */
export const KINDS = {
  face_absent: "Nobody in view",
  multiple_faces: "More than one face",
  eyes_closed: "Eyes closed",
  looking_away: "Looking away",
  looking_down: "Looking down",
  excessive_movement: "Restless movement",
  unusual_pupil_movement: "Restless eyes",
  talking: "Mouth moving as in speech",
  static_feed: "Still or repeated picture",
  camera_blocked: "Camera sees nothing",
  tab_hidden: "Exam's tab hidden",
  window_blurred: "Exam's window without focus",
  fullscreen_left: "Full screen left",
  clipboard: "Clipboard used",
  second_screen: "Second screen",
  camera_changed: "Camera changed",
  virtual_camera: "Virtual camera",
  devtools_opened: "Developer tools perhaps open",
  monitoring_gap: "No frames",
  poor_picture: "Picture that could not be judged",
};

/** @type {Record<string, string>} */
export const LANES = { camera: "Camera", browser: "Browser", voice: "Voice", gaps: "Gaps", quality: "Picture quality" };

/** @type {Record<string, string>} */
export const ROLES = { first: "First sign", confirmed: "Confirmed", last: "Last" };

/** What a picture is called, by its role in the report: `earlier-8` is from eight seconds before the first sign. @param {string} role */
export const pictureTitle = (role) => ROLES[role] ?? role.replace(/^earlier-(\d+)$/, "$1 s before");

/** @type {Record<string, string>} */
export const FORMATS = { pdf: "PDF", html: "Web page", csv: "CSV", json: "JSON" };

/** @type {Record<string, string>} */
export const FAILURES = {
  missing_api_key: "Please sign in with an API key.",
  invalid_api_key: "This API key is not known here. Check that all of it was copied.",
  api_key_revoked: "This API key has been revoked. Please sign in with another one.",
  missing_scope: "This API key may not review sessions. Ask for one with the scope “review”.",
  refused: "This API key is no longer accepted. Please sign in again.",
  session_not_found: "There is no such session. It may have been deleted.",
  incident_not_found: "This incident is no longer there.",
  records_unavailable: "The records cannot be reached at the moment. Nothing is lost; please try again.",
  away: "The server cannot be reached. Check your connection.",
  failed: "Something went wrong on the server. Please try again.",
};

export const TEXTS = {
  product: "Proctor-Audit",
  page: "Review",
  skip: "Skip to the page",
  signOut: "Sign out",
  help: "Keyboard",
  close: "Close",
  loading: "Loading…",
  retry: "Try again",
  /** @param {string} why */
  stale: (why) => `${why} What you see may be out of date; trying again.`,

  signIn: {
    title: "Sign in to review",
    key: "API key",
    hint: "A key with the scope “review”. It is kept in this tab only and forgotten when you close it or sign out.",
    submit: "Sign in",
    checking: "Checking…",
    empty: "Please enter an API key.",
  },

  list: {
    title: "Sessions",
    filters: "Filters",
    /** @param {number} count */
    filtersSet: (count) => (count ? `Filters (${count})` : "Filters"),
    search: "Candidate",
    searchHint: "Part of the id",
    exam: "Exam",
    examHint: "Whole id",
    kind: "Kind of incident",
    score: "Score",
    status: "Status",
    reviewed: "Review",
    order: "Order",
    any: "Any",
    /** @param {number} score */
    from: (score) => `${score} and more`,
    open: "Open",
    ended: "Ended",
    unreviewed: "To review",
    done: "Reviewed",
    worst: "Highest score first",
    newest: "Newest first",
    clear: "Clear filters",
    more: "Show more",
    /** @param {number} count @param {boolean} more */
    count: (count, more) => (more ? `First ${counted(count, "session", "sessions")}` : counted(count, "session", "sessions")),
    none: "There are no sessions yet. They appear here as soon as an exam is opened.",
    noneFound: "No session fits these filters.",
    live: "Live",
    away: "Open, not connected",
    /** @param {number} score */
    scored: (score) => `Score ${score} of 100`,
    /** @param {number} count */
    incidents: (count) => (count ? counted(count, "incident", "incidents") : "No incidents"),
    /** @param {number} count */
    otherKinds: (count) => `and ${count} more`,
    /** @param {number} attempt */
    attempt: (attempt) => `attempt ${attempt}`,
  },

  session: {
    back: "All sessions",
    exam: "Exam",
    began: "Began",
    opened: "Opened",
    watched: "Watched for",
    attempt: "Attempt",
    status: "Status",
    download: "Download",
    /** @param {string} format */
    downloading: (format) => `Preparing ${format}…`,
    /** @param {string} format */
    downloaded: (format) => `${format} downloaded.`,
    fair: "This page reports what was seen and how sure it is. The judgement is yours.",
    allowed: "Agreed for this candidate",
    /** @param {number} frames @param {number} uncertain */
    quality: (frames, uncertain) =>
      frames ? `${counted(uncertain, "frame", "frames")} of ${frames.toLocaleString("en")} could not be judged (${Math.round((100 * uncertain) / frames)} %).` : "No frame has been judged yet.",
  },

  score: {
    title: "Score",
    of: "of 100",
    made: "What it is made of",
    nothing: "Nothing adds to the score.",
    /** @param {number} points */
    points: (points) => `${points.toFixed(1)} points`,
    /** @param {number} count @param {string} lasting */
    times: (count, lasting) => `${count === 1 ? "once" : `${count.toLocaleString("en")} times`}, ${lasting}`,
    /** @param {number} count */
    dismissed: (count) => `${counted(count, "dismissed incident does", "dismissed incidents do")} not count.`,
    /** @param {string} title */
    only: (title) => `Show only: ${title}`,
  },

  timeline: {
    title: "Timeline",
    none: "No frame has arrived yet.",
    nothing: "nothing",
    /** @param {string} lanes */
    told: (lanes) => `Timeline. ${lanes}. The incidents below tell the same.`,
    gap: "No frames",
    explained: "No frames while the exam's tab was hidden",
    /** @param {number} count */
    together: (count) => `${count} close together`,
    key: "Key",
    open: "No verdict yet",
    confirmed: "Confirmed",
    dismissed: "Dismissed",
    notSeen: "No frames",
    poor: "Could not be judged",
  },

  incidents: {
    title: "Incidents",
    none: "No incident was confirmed.",
    /** @param {number} done @param {number} all */
    progress: (done, all) => (done === all ? `All ${all.toLocaleString("en")} reviewed` : `${done.toLocaleString("en")} of ${all.toLocaleString("en")} reviewed`),
    order: "Order",
    byPoints: "Most points first",
    byTime: "By time",
    kind: "Show",
    all: "All kinds",
    /** @param {number} count */
    more: (count) => `${counted(count, "new incident", "new incidents")}.`,
    confirm: "Confirm",
    dismiss: "Dismiss",
    addNote: "Add note",
    editNote: "Edit note",
    /** @param {string} lasting */
    lasted: (lasting) => `lasted ${lasting}`,
    still: "still going on",
    /** @param {number} confidence 0..1 */
    sure: (confidence) => `${SURENESS.find(([least]) => confidence >= least)?.[1]} (${Math.round(confidence * 100)} %)`,
    /** @param {number} points */
    points: (points) => `+${points.toFixed(1)} points`,
    noPoints: "does not count",
    earlier: "Sent by the candidate's browser when it was asked",
    /** @param {string} role @param {string} title */
    enlarge: (role, title) => `${role}: ${title}. Enlarge`,
    missing: "Picture not available",
    renewing: "Loading again…",
    /** @param {Verdict} verdict @param {string} by @param {string} at */
    reviewed: (verdict, by, at) => `${verdict === "confirmed" ? "Confirmed" : verdict === "dismissed" ? "Dismissed" : "Noted"} by ${by}, ${at}`,
  },

  note: {
    label: "Note",
    save: "Save note",
    cancel: "Cancel",
    /** @param {number} left */
    left: (left) => `${left} characters left`,
  },

  said: {
    /** @param {string} title @param {number} score */
    confirmed: (title, score) => `Confirmed: ${title}. Score ${score}.`,
    /** @param {string} title @param {number} score */
    dismissed: (title, score) => `Dismissed: ${title}. Score ${score}.`,
    /** @param {string} title @param {number} score */
    cleared: (title, score) => `No verdict: ${title}. Score ${score}.`,
    noted: "Note saved.",
    /** @param {string} title @param {number} score */
    undone: (title, score) => `Undone: ${title}. Score ${score}.`,
    nothingToUndo: "There is nothing to undo.",
    undo: "Undo",
    /** @param {string} why */
    notSaved: (why) => `Not saved. ${why}`,
  },

  keys: {
    title: "Keyboard",
    switch: "Single-key shortcuts",
    hint: "Switch them off if they get in the way of your screen reader or voice control.",
    rows: /** @type {[string[], string][]} */ ([
      [["j", "↓"], "Next session or incident"],
      [["k", "↑"], "Previous session or incident"],
      [["Enter"], "Open the session"],
      [["c"], "Confirm; again to take it back"],
      [["d"], "Dismiss; again to take it back"],
      [["n"], "Write a note"],
      [["u"], "Undo the last change"],
      [["/"], "Search; then Enter for what is found"],
      [["Esc"], "Back, or close what is open"],
      [["?"], "This help"],
    ]),
  },
};

/** @typedef {import("./types.js").Verdict} Verdict */

// @ts-check
/** What a candidate is told, by error code. Translate this file, or show a text of your own for the code. */
export const TEXTS = /** @type {const} */ ({
  camera_missing: "No camera was found. Plug one in, or switch it on, and try again.",
  camera_refused: "The browser may not use the camera. Allow it in the address bar, then try again.",
  camera_busy: "Another program is using the camera. Close video calls and camera apps, then try again.",
  camera_lost: "The camera stopped. Plug it in again; monitoring goes on by itself.",
  token_refused: "This exam could not be opened: its access is not valid any more. Please open it again from your exam page.",
  session_over: "This exam session is over.",
  session_superseded: "This exam was opened in another window, and monitoring goes on there. You can close this one.",
  server_away: "The connection is interrupted. Monitoring goes on by itself as soon as it is back.",
  unsupported_browser: "This browser cannot be used for the exam. Please use a current Chrome, Edge, Firefox or Safari.",
});

// @ts-check
import { element } from "../page/elements.js";

/**
 * What the exam in the frame may do: be itself (scripts, forms, its own cookies and storage), open its material in a
 * window or as a file, and ask "Hand in?", which without a word would always be answered no. It may not lead this page
 * elsewhere. Scripts together with its own origin would undo a sandbox only for a frame of this page's origin, which no
 * invitation can name. No `allow`: camera and microphone are this page's alone, and a full screen of its own would cover
 * the bar.
 */
const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups allow-modals allow-downloads";
const FINISHED = "proctor-audit:finished";

/** The exam of another site, below the bar. */
export class ExamFrame {
  /** @param {string} url @param {string} title for who cannot see that it is a frame */
  constructor(url, title) {
    this._url = url;
    this.element = element("iframe", { class: "exam-frame", title, sandbox: SANDBOX, src: url });
  }

  /**
   * @param {object} told
   * @param {() => void} told.onFinished the exam says that the candidate has finished
   * @param {() => void} told.onRefused the stack does not let this page frame it
   * @param {AbortSignal} signal ends it
   */
  listen({ onFinished, onRefused }, signal) {
    const { origin } = new URL(this._url);
    addEventListener(
      "message",
      (message) => {
        // Not what the frame holds meanwhile, if it went to another site, nor a frame within it.
        if (message.source !== this.element.contentWindow || message.origin !== origin) return;
        if (message.data?.type === FINISHED) onFinished();
      },
      { signal },
    );
    document.addEventListener(
      "securitypolicyviolation",
      ({ effectiveDirective }) => {
        if (effectiveDirective === "frame-src") onRefused();
      },
      { signal },
    );
  }
}

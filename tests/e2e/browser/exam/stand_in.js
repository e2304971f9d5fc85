/** Stands in for the SDK: the test says what it tells. */
import { ProctorError } from "./errors.js";

export { ProctorError };

export class ProctorAudit {
  static async start(options) {
    const proctor = new ProctorAudit();
    window.sdk = { options, proctor, targets: [], stopped: false, seq: 0 };
    window.tell = {
      verdict: (more) => options.onVerdict({ seq: window.sdk.seq++, status: "clear", guidance: null, late: false, ...more }),
      guidance: (text) => options.onGuidance(text),
      state: (state) => options.onState(state),
      error: (code) => options.onError(new ProctorError(code)),
    };
    options.onState("connecting");
    return proctor;
  }
  begin() {
    window.sdk.begun = true;
  }
  lookAt(target) {
    window.sdk.targets.push(target);
  }
  stop() {
    window.sdk.stopped = true;
  }
}

// @ts-check
import { button, element } from "../page/elements.js";
import { ProctorError } from "../sdk/errors.js";
import { CheckList } from "./check-list.js";
import { faceTrouble, lightTrouble } from "./guidance.js";
import { filled } from "./texts.js";

/** @typedef {import("../sdk/types.js").ErrorCode} ErrorCode */

const SLOW_MS = 800;
const CAMERA = /^camera_/;

/**
 * Whether everything is ready: what is not says how to mend it.
 * @param {import("./types.js").Texts} texts @param {import("./watch.js").Watch} watch @param {() => void} onReady
 * @returns {import("./stage.js").Step}
 */
export function checkStep(texts, watch, onReady) {
  const { check } = texts;
  const list = new CheckList(check, changed);
  const next = button(check.next, () => list.allGood && onReady());
  const privacy = element("p", { class: "soft" }, check.privacy);
  const again = button(check.again, () => void run(), { class: "secondary" });
  /** @type {(text: string) => void} */
  let tell = () => undefined;
  let here = true;
  let running = false;
  privacy.hidden = true;

  function changed() {
    next.disabled = !list.allGood;
    again.hidden = list.allGood;
    again.disabled = running;
    tell(list.allGood ? check.ready : list.firstTrouble ?? "");
  }

  /** @param {ErrorCode} code */
  function failed(code) {
    if (code === "unsupported_browser") list.mend("browser", texts.errors[code]);
    else list.mend(CAMERA.test(code) ? "camera" : "network", texts.errors[code]);
    if (CAMERA.test(code)) privacy.hidden = true;
    list.wait("light", "face");
  }

  async function run() {
    if (running) return;
    running = true;
    list.restart();
    try {
      if (!navigator.mediaDevices?.getUserMedia || typeof WebSocket === "undefined") throw new ProctorError("unsupported_browser");
      list.good("browser");
      list.look("camera");
      await watch.camera();
      privacy.hidden = false;
      if (!here) return;
      list.good("camera");
      list.look("network");
      await watch.start();
      const ms = await watch.roundTripMs();
      if (!here) return;
      if (ms === null) failed("server_away");
      else {
        list.good("network", filled(ms > SLOW_MS ? check.slow : check.roundTrip, { ms }));
        list.look("light", "face");
      }
    } catch (error) {
      if (here) failed(error instanceof ProctorError ? error.code : "camera_busy");
    } finally {
      running = false;
      if (here) changed();
    }
  }

  return {
    heading: check.heading,
    content: [
      element("p", { class: "lead" }, check.lead),
      list.element,
      element("div", { class: "actions" }, next, again),
      privacy,
    ],
    look: "checking",
    entered: (say) => {
      tell = say;
      watch.news = {
        trouble: failed,
        verdict: (verdict) => {
          if (running) return;
          const light = lightTrouble(verdict, texts);
          const face = faceTrouble(verdict, texts);
          list.good("camera");
          if (!list.isGood("network")) list.good("network");
          if (light) {
            list.mend("light", light);
            list.wait("face");
            return;
          }
          list.good("light");
          if (face) list.mend("face", face);
          else list.good("face");
        },
      };
      void run();
    },
    left: () => {
      here = false;
      watch.news = {};
    },
  };
}

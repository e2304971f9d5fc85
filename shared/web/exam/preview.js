// @ts-check
import { button, element, say } from "../page/elements.js";
import { faceTrouble } from "./guidance.js";

/** Verdicts in a row that make up its mind: one frame says little. */
const ENOUGH = 2;

/**
 * The candidate sees themselves; the exam opens when exactly one usable face is there.
 * @param {import("./types.js").Texts} texts @param {import("./watch.js").Watch} watch
 * @param {import("./types.js").Invitation} invitation
 * @param {() => void} onReady @param {() => void} onBack
 * @returns {import("./stage.js").Step}
 */
export function previewStep(texts, watch, invitation, onReady, onBack) {
  const { preview } = texts;
  const hint = element("p", { class: "hint", id: "hint" }, preview.waiting);
  const begin = button(preview.begin, () => {
    if (begin.disabled) return;
    // Only what was clicked may ask for it. Where it is refused, the exam goes on in its window.
    if (invitation.fullscreen) void document.documentElement.requestFullscreen?.().catch(() => undefined);
    onReady();
  });
  begin.disabled = true;
  begin.setAttribute("aria-describedby", "hint");
  /** @type {(text: string) => void} */
  let tell = () => undefined;
  let good = 0;
  let bad = 0;

  /** @param {string} text @param {boolean} ready */
  function judge(text, ready) {
    begin.disabled = !ready;
    document.body.classList.toggle("ready", ready);
    say(hint, text);
    tell(text);
  }

  return {
    heading: preview.heading,
    camera: true,
    look: "previewing",
    content: [
      element("p", { class: "lead" }, preview.lead),
      hint,
      element("div", { class: "actions" }, begin, button(texts.check.again, onBack, { class: "secondary" })),
      invitation.fullscreen && element("p", { class: "soft" }, preview.fullscreen),
    ],
    entered: (say) => {
      tell = say;
      watch.news = {
        trouble: (code) => judge(texts.errors[code], false),
        state: (state) => {
          if (state === "reconnecting") judge(texts.errors.server_away, false);
        },
        verdict: (verdict) => {
          const trouble = faceTrouble(verdict, texts);
          good = trouble ? 0 : good + 1;
          bad = trouble ? bad + 1 : 0;
          if (good >= ENOUGH) judge(preview.good, true);
          else if (trouble && bad >= ENOUGH) judge(trouble, false);
        },
      };
    },
    left: () => {
      watch.news = {};
    },
  };
}

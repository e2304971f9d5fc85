// @ts-check
import { button, element, say } from "./elements.js";
import { sentence } from "./guidance.js";
import { Indicator } from "./indicator.js";

/**
 * The exam: a small sign in a corner, and a way to finish.
 * @param {import("./types.js").Texts} texts @param {import("./watch.js").Watch} watch
 * @param {import("./types.js").Invitation} invitation @param {() => void} onDone
 * @returns {import("./stage.js").Step}
 */
export function examStep(texts, watch, invitation, onDone) {
  const { exam } = texts;
  const indicator = new Indicator(texts, invitation.indicator);
  const note = element("p", { class: "hint note" });
  const end = button(exam.end, () => ask(true), "secondary");
  const no = button(exam.no, () => ask(false), "secondary");
  const sure = element("div", { class: "sure" }, element("p", {}, exam.sure), element("div", { class: "actions" }, button(exam.yes, onDone), no));
  const back = element("div", { class: "sure" }, element("p", {}, exam.fullscreen), button(exam.back, full, "secondary"));
  const leaving = new AbortController();
  back.hidden = true;
  sure.hidden = true;

  /** @param {boolean} asked */
  function ask(asked) {
    sure.hidden = !asked;
    end.hidden = asked;
    (asked ? no : end).focus();
  }

  function full() {
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
  }

  /** @param {boolean} [atOnce] */
  function refresh(atOnce = false) {
    indicator.show(watch, atOnce);
    const trouble =
      (watch.cameraLost && texts.errors.camera_lost) ||
      (watch.state === "reconnecting" && texts.errors.server_away) ||
      (watch.guidance && sentence(watch.guidance, texts)) ||
      "";
    say(note, trouble);
  }

  return {
    heading: exam.heading,
    look: "examining",
    content: [element("p", { class: "lead" }, exam.lead), note, back, element("div", { class: "actions" }, end), sure],
    entered: () => {
      watch.begin();
      document.body.append(indicator.element);
      watch.news = { state: () => refresh(), guidance: () => refresh(), trouble: () => refresh(), verdict: () => refresh() };
      refresh(true);
      if (!invitation.fullscreen) return;
      const { signal } = leaving;
      document.addEventListener("fullscreenchange", () => (back.hidden = document.fullscreenElement !== null), { signal });
    },
    left: () => {
      leaving.abort();
      indicator.remove();
      watch.news = {};
    },
  };
}

// @ts-check
import { button, element, name, say } from "../page/elements.js";
import { Calm } from "./calm.js";
import { ExamFrame } from "./exam-frame.js";
import { sentence } from "./guidance.js";
import { Indicator } from "./indicator.js";

/**
 * The exam: a small sign, a way to finish, and the exam itself in a frame, if the invitation names one.
 * @param {import("./types.js").Texts} texts @param {import("./watch.js").Watch} watch
 * @param {import("./types.js").Invitation} invitation @param {() => void} onDone
 * @returns {import("./stage.js").Step}
 */
export function examStep(texts, watch, invitation, onDone) {
  const { exam } = texts;
  const called = invitation.exam || texts.title;
  const frame = invitation.examUrl ? new ExamFrame(invitation.examUrl, called) : null;
  const indicator = new Indicator(texts, frame ? "in-bar" : invitation.indicator);
  const note = element("p", { class: "hint note" });
  const end = button(exam.end, () => ask(true), { class: "secondary" });
  const no = button(exam.no, () => ask(false), { class: "secondary" });
  const sure = panel(exam.sure, button(exam.yes, onDone), no);
  const back = panel(exam.fullscreen, button(exam.back, full, { class: "secondary" }));
  const leaving = new AbortController();
  /** @type {Calm<string>} */
  const noted = new Calm((text) => say(note, text));
  let away = false;
  let refused = false;

  /** @param {boolean} asked */
  function ask(asked) {
    sure.hidden = !asked;
    finish.hidden = asked;
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
      (away && texts.errors.server_away) ||
      (watch.guidance && sentence(watch.guidance, texts)) ||
      (refused && exam.refused) ||
      "";
    noted.want(trouble, atOnce);
  }

  /** @param {import("../sdk/types.js").ErrorCode} code */
  function failed(code) {
    // A connection that is back within seconds is worth a sign, but no sentence.
    away ||= code === "server_away";
    refresh();
  }

  /** @param {import("../sdk/types.js").State} state */
  function changed(state) {
    away &&= state !== "monitoring";
    refresh();
  }

  function frameRefused() {
    refused = true;
    // In its place the browser would show a page of its own, in its own words.
    if (frame) frame.element.hidden = true;
    refresh();
  }

  const finish = element("div", { class: "actions" }, end);
  return {
    heading: frame ? name(called) : exam.heading,
    look: frame ? "examining framed" : "examining",
    content: frame
      ? [indicator.element, finish, note, back, sure, frame.element]
      : [element("p", { class: "lead" }, exam.lead), note, back, finish, sure],
    entered: () => {
      watch.begin();
      if (!frame) document.body.append(indicator.element);
      watch.news = { state: changed, guidance: () => refresh(), trouble: failed, verdict: () => refresh() };
      refresh(true);
      const { signal } = leaving;
      frame?.listen({ onFinished: onDone, onRefused: frameRefused }, signal);
      if (!invitation.fullscreen) return;
      document.addEventListener("fullscreenchange", () => (back.hidden = document.fullscreenElement !== null), { signal });
    },
    left: () => {
      leaving.abort();
      indicator.remove();
      noted.stop();
      watch.news = {};
    },
  };
}

/** A question or a hint with what to do about it, hidden at first. @param {string} text @param {...HTMLElement} actions */
function panel(text, ...actions) {
  const made = element("div", { class: "sure", role: "group", "aria-label": text }, element("p", {}, text), element("div", { class: "actions" }, ...actions));
  made.hidden = true;
  return made;
}

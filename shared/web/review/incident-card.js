// @ts-check
/** An incident: what was seen, when, how sure, the pictures to judge by, and the verdict. */

import { button, element, say } from "../page/elements.js";
import { noteField } from "./note.js";
import { pictureRow } from "./pictures.js";
import { TEXTS } from "./texts.en.js";
import { dayAndTime, lasting, offset, timeOfDay } from "./times.js";

/**
 * @typedef {import("./types.js").Incident} Incident
 * @typedef {import("./types.js").Verdict} Verdict
 * @typedef {object} CardActions
 * @property {(incident: Incident, said: {verdict: Verdict, note: string}) => void} review
 * @property {() => void} renew
 * @property {(image: HTMLImageElement, caption: string) => void} enlarge
 * @property {() => number} start_ms when the exam began
 */

/** @typedef {import("./rows.js").Row<Incident> & {toggle: (verdict: Verdict) => void, write: () => void}} Card */

/** @param {Incident} first @param {CardActions} actions @returns {Card} */
export function incidentCard(first, actions) {
  const texts = TEXTS.incidents;
  let incident = first;
  let drawn = "";
  /** @type {ReturnType<typeof noteField> | null} */
  let field = null;

  const titleId = `incident-${first.id}`;
  const at = element("span", { class: "at", title: timeOfDay(first.started_at) });
  const detail = element("p", { class: "detail" });
  const facts = element("p", { class: "facts soft" });
  const note = element("p", { class: "note", dir: "auto", hidden: true });
  const by = element("p", { class: "by soft", hidden: true });
  const pictures = pictureRow(actions.renew, actions.enlarge);
  const confirm = button(texts.confirm, () => toggle("confirmed"), { class: "verdict confirm", "aria-pressed": "false" });
  const dismiss = button(texts.dismiss, () => toggle("dismissed"), { class: "verdict dismiss", "aria-pressed": "false" });
  const write = button(texts.addNote, openNote, { class: "quiet" });
  const noteAt = element("div", { hidden: true });
  const card = element(
    "article", { tabindex: "-1", class: "card", "aria-labelledby": titleId, "data-incident": first.id },
    element("div", { class: "told" }, element("h3", { id: titleId }, at, " ", element("span", {}, first.title)), detail, facts, note, by, element("div", { class: "actions" }, confirm, dismiss, write), noteAt),
    pictures.node,
  );

  /** @param {Verdict} verdict */
  function toggle(verdict) {
    const review = incident.review;
    actions.review(incident, { verdict: review?.verdict === verdict ? null : verdict, note: review?.note ?? "" });
  }

  function openNote() {
    field ??= noteField(incident.id, incident.review?.note ?? "", {
      save: (text) => {
        if (text !== (incident.review?.note ?? "")) actions.review(incident, { verdict: incident.review?.verdict ?? null, note: text });
      },
      close() {
        field = null;
        noteAt.hidden = true;
        noteAt.replaceChildren();
        card.focus({ preventScroll: true });
      },
    });
    noteAt.hidden = false;
    noteAt.replaceChildren(field.node);
    field.focus();
  }

  /** @param {Incident} now */
  function draw(now) {
    const { review } = now;
    const verdict = review?.verdict ?? "";
    say(at, offset((Date.parse(now.started_at) - actions.start_ms()) / 1000));
    say(detail, now.detail ? `${now.detail[0].toUpperCase()}${now.detail.slice(1)}` : "");
    const points = verdict === "dismissed" ? texts.noPoints : texts.points(now.points);
    say(facts, [now.ended_at ? texts.lasted(lasting(now.duration_s)) : texts.still, texts.sure(now.confidence), points].join(" · "));
    card.dataset.verdict = verdict;
    confirm.setAttribute("aria-pressed", String(verdict === "confirmed"));
    dismiss.setAttribute("aria-pressed", String(verdict === "dismissed"));
    note.hidden = !review?.note;
    say(note, review?.note ?? "");
    by.hidden = !review;
    if (review) say(by, texts.reviewed(review.verdict, review.by, dayAndTime(review.at)));
    say(write, review?.note ? texts.editNote : texts.addNote);
  }

  return {
    node: element("li", {}, card),
    toggle,
    write: openNote,
    update(now) {
      incident = now;
      pictures.update(now);
      const seen = JSON.stringify([now.detail, now.ended_at, now.duration_s, now.confidence, now.points, now.review, actions.start_ms()]);
      if (seen !== drawn) draw(now);
      drawn = seen;
    },
  };
}

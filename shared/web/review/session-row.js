// @ts-check
/** A session as it stands in the list. */

import { element, name, say } from "../page/elements.js";
import { KINDS, TEXTS } from "./texts.en.js";
import { dayAndTime } from "./times.js";

/** @typedef {import("./types.js").Session} Session */

const KINDS_NAMED = 3;
const NOTES = new Set(["monitoring_gap", "poor_picture"]);

/** @param {Session} first @returns {import("./rows.js").Row<Session>} */
export function sessionRow(first) {
  const texts = TEXTS.list;
  const score = element("span", { class: "value", "aria-hidden": "true" });
  const scoreSaid = element("span", { class: "unseen" });
  const link = element("a", { href: `#/sessions/${first.session_id}` }, name(first.candidate_id));
  const place = element(
    "p", { class: "place soft" }, name(first.exam_id),
    first.attempt > 1 && element("span", {}, texts.attempt(first.attempt)), element("span", {}, dayAndTime(first.opened_at)),
  );
  const kinds = element("p", { class: "kinds" });
  const incidents = element("p", { class: "count" });
  const state = element("p", { class: "state" });
  const node = element(
    "li", { class: "row" },
    element("p", { class: "score-cell" }, score, scoreSaid), element("div", { class: "who" }, element("h2", {}, link), place),
    element("div", { class: "seen" }, kinds, incidents), state,
  );
  let drawn = "";
  return {
    node,
    update(session) {
      const now = JSON.stringify([session.score, session.incidents, session.status, session.connected, session.reviewed, session.kinds]);
      if (now === drawn) return;
      drawn = now;
      say(score, String(session.score));
      say(scoreSaid, texts.scored(session.score));
      node.style.setProperty("--share", String(session.score / 100));
      say(kinds, named(session.kinds ?? []));
      say(incidents, texts.incidents(session.incidents));
      const [kind, text] = standing(session);
      state.dataset.state = kind;
      say(state, text);
    },
  };
}

/** @param {string[]} kinds */
function named(kinds) {
  const titles = kinds.filter((kind) => !NOTES.has(kind)).map((kind) => KINDS[kind] ?? kind);
  const rest = titles.length - KINDS_NAMED;
  return titles.slice(0, KINDS_NAMED).join(", ") + (rest > 0 ? ` ${TEXTS.list.otherKinds(rest)}` : "");
}

/** @param {Session} session @returns {[string, string]} */
export function standing(session) {
  if (session.status === "open") return session.connected ? ["live", TEXTS.list.live] : ["away", TEXTS.list.away];
  if (session.reviewed && session.incidents) return ["done", TEXTS.list.done];
  return session.incidents ? ["todo", TEXTS.list.unreviewed] : ["ended", TEXTS.list.ended];
}

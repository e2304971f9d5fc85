// @ts-check
/** The head of a session: who, which exam, when, how it can be taken along. */

import { button, element, name, say, shortened } from "../page/elements.js";
import { download, sentence } from "./api.js";
import { standing } from "./session-row.js";
import { FORMATS, TEXTS } from "./texts.en.js";
import { dayAndTime, lasting } from "./times.js";

/** @typedef {import("./types.js").Report} Report */

/** @param {string} id of the session @param {string} home address of the list @param {import("./app.js").Context} context */
export function sessionHead(id, home, context) {
  const texts = TEXTS.session;
  const title = element("h1", { tabindex: "-1" }, TEXTS.loading);
  const facts = element("dl", { class: "facts" });
  const state = element("p", { class: "state" });
  const allowed = element("p", { class: "soft allowed" });
  const menu = element("details", { class: "menu", hidden: true }, element("summary", {}, texts.download));
  menu.append(element("div", { class: "sheet" }, ...Object.keys(FORMATS).map((format) => button(FORMATS[format], () => save(format), { class: "quiet" }))));
  const back = element("a", { href: home, class: "back" }, texts.back);
  const node = element("header", { class: "session-head" }, element("div", { class: "bar-line" }, back, menu), element("div", { class: "title-line" }, title, state), facts, allowed);

  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => event.target instanceof Node && !menu.contains(event.target) && (menu.open = false), { signal: context.signal });

  /** @param {string} format */
  async function save(format) {
    menu.querySelector("summary")?.focus();
    menu.open = false;
    context.messages.tell(texts.downloading(FORMATS[format]));
    try {
      await download(id, format);
      context.messages.tell(texts.downloaded(FORMATS[format]));
    } catch (error) {
      if (!context.refused(error)) context.messages.tell(sentence(error));
    }
  }

  let drawn = "";
  return {
    node,
    title,
    back,
    /** @param {Report} report */
    update({ session, accommodations }) {
      const now = JSON.stringify([session, accommodations]);
      if (now === drawn) return;
      drawn = now;
      menu.hidden = false;
      if (!title.querySelector("bdi")) title.replaceChildren(name(session.candidate_id));
      document.title = `${shortened(session.candidate_id, 60)} · ${TEXTS.product}`;
      const [kind, text] = standing(session);
      state.dataset.state = kind;
      say(state, text);
      const began = session.first_frame_at;
      const watched_s = began && session.last_frame_at ? (Date.parse(session.last_frame_at) - Date.parse(began)) / 1000 : 0;
      const rows = /** @type {[string, Node | string][]} */ ([
        [texts.exam, name(session.exam_id)],
        [began ? texts.began : texts.opened, dayAndTime(began ?? session.opened_at)],
        [texts.watched, lasting(watched_s)],
      ]);
      if (session.attempt > 1) rows.push([texts.attempt, String(session.attempt)]);
      facts.replaceChildren(...rows.map(([term, value]) => element("div", {}, element("dt", {}, term), element("dd", {}, value))));
      allowed.hidden = !accommodations?.length;
      if (accommodations?.length) say(allowed, `${texts.allowed}: ${accommodations.map((one) => one.sentence).join(" ")}`);
    },
  };
}

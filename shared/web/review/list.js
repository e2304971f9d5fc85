// @ts-check
/** The list of sessions: worst first, filtered, more on demand, kept up to date. */

import { button, element, say } from "../page/elements.js";
import { sentence, sessions } from "./api.js";
import { filters } from "./filters.js";
import { neighbour } from "./keyboard.js";
import { refresh } from "./refresh.js";
import { Rows } from "./rows.js";
import { sessionRow } from "./session-row.js";
import { TEXTS } from "./texts.en.js";

/**
 * @typedef {import("./types.js").Session} Session
 * @typedef {import("./app.js").Context} Context
 */

const PAGE = 50;
const MORE = 150;
const MOST_PER_CALL = 200;
const EVERY_MS = 8_000;

/** What was shown last, so that Back finds the list as it was left. */
const left = { query: "", wanted: PAGE, found: /** @type {Session[]} */ ([]), more: false, at: "" };

/** Nothing of one key's sessions is shown to the next. */
export function forgetList() {
  Object.assign(left, { query: "", wanted: PAGE, found: [], more: false, at: "" });
}

/** @param {HTMLElement} page @param {Context} context @param {Record<string, string>} asked */
export function showList(page, context, asked) {
  const texts = TEXTS.list;
  let query = asked;
  const count = element("p", { class: "soft", role: "status" }, TEXTS.loading);
  const stale = element("p", { class: "stale", role: "status" });
  const list = element("ol", { class: "rows", "aria-label": texts.title });
  const none = element("p", { class: "empty" });
  const more = button(texts.more, showMore, { class: "wide", hidden: true });
  const form = filters(query, (values) => {
    query = values;
    const parameters = new URLSearchParams(query).toString();
    history.replaceState(null, "", parameters ? `#/?${parameters}` : "#/");
    Object.assign(left, { query: parameters, wanted: PAGE, found: [], more: false, at: "" });
    asking?.abort();
    say(stale, "");
    soon();
  }, () => (goOn = true));
  const rows = new Rows(list, (/** @type {Session} */ session) => session.session_id, sessionRow);
  /** @type {AbortController | undefined} */
  let asking;
  /** Whether the first row is to have the focus once it is there. */
  let goOn = false;

  async function load() {
    asking = new AbortController();
    const { signal } = asking;
    context.signal.addEventListener("abort", () => asking?.abort(), { once: true });
    /** @type {Map<string, Session>} */
    const found = new Map();
    let cursor = "";
    try {
      do {
        const limit = String(Math.min(MOST_PER_CALL, Math.max(1, left.wanted - found.size)));
        const answer = await sessions({ ...query, limit, ...(cursor && { cursor }) }, signal);
        for (const session of answer.sessions) found.set(session.session_id, session);
        cursor = answer.next_cursor ?? "";
      } while (cursor && found.size < left.wanted);
    } catch (error) {
      // Given up for other filters, which are asked for next.
      if (signal.aborted && !context.signal.aborted) return;
      throw error;
    }
    Object.assign(left, { found: [...found.values()], more: Boolean(cursor) });
    say(stale, "");
    const drawn = draw();
    if (!goOn) return;
    goOn = false;
    await drawn;
    links()[0]?.focus();
  }

  function draw() {
    const drawn = rows.draw(left.found);
    const empty = !left.found.length;
    none.hidden = !empty;
    list.hidden = empty;
    say(none, Object.keys(query).some((name) => name !== "order") ? texts.noneFound : texts.none);
    say(count, empty ? "" : texts.count(left.found.length, left.more));
    more.hidden = !left.more;
    more.removeAttribute("aria-disabled");
    say(more, texts.more);
    return drawn;
  }

  function showMore() {
    if (more.getAttribute("aria-disabled")) return;
    more.setAttribute("aria-disabled", "true");
    say(more, TEXTS.loading);
    left.wanted = left.found.length + MORE;
    soon();
  }

  const links = () => /** @type {HTMLAnchorElement[]} */ ([...list.querySelectorAll("h2 a")]);
  /** @param {1 | -1} step */
  function step(step) {
    const current = /** @type {HTMLAnchorElement | null} */ (document.activeElement?.closest(".row")?.querySelector("h2 a") ?? null);
    const link = neighbour(links(), current, step);
    link?.focus();
    link?.closest(".row")?.scrollIntoView({ block: "nearest" });
  }

  page.replaceChildren(
    element("div", { class: "head" }, element("h1", {}, texts.title), count), form.form, stale, list, none, more,
  );
  none.hidden = true;
  const parameters = new URLSearchParams(query).toString();
  context.focus(page);
  if (left.query === parameters && left.found.length) {
    draw().then(() => links().find((link) => link.hash === left.at)?.focus());
  } else {
    Object.assign(left, { query: parameters, wanted: PAGE, found: [], more: false });
  }
  list.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a");
    if (link) left.at = link.hash;
  });
  const soon = refresh(load, {
    every_ms: EVERY_MS,
    signal: context.signal,
    failed(error) {
      if (context.refused(error)) return;
      if (!left.found.length) say(count, "");
      say(stale, TEXTS.stale(sentence(error)));
      more.removeAttribute("aria-disabled");
      say(more, texts.more);
    },
  });
  return { j: () => step(1), k: () => step(-1), "/": () => form.search() };
}

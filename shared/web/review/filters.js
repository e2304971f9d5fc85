// @ts-check
/** The filters above the list of sessions; they stand in the address, so that Back and a bookmark find them again. */

import { button, element, say } from "../page/elements.js";
import { choice } from "./choice.js";
import { KINDS, TEXTS } from "./texts.en.js";

const NAMES = ["search", "exam_id", "kind", "min_score", "status", "reviewed", "order"];
const PAUSE_MS = 300;
// As long as the server lets names be.
const LONGEST = 200;

/** What an address asks for. @param {URLSearchParams} parameters @returns {Record<string, string>} */
export function asked(parameters) {
  return Object.fromEntries(NAMES.flatMap((name) => (parameters.get(name) ? [[name, parameters.get(name) ?? ""]] : [])));
}

/**
 * @param {Record<string, string>} query @param {(query: Record<string, string>) => void} changed
 * @param {() => void} entered the reviewer wants to go on to what is found
 */
export function filters(query, changed, entered) {
  const texts = TEXTS.list;
  const any = /** @type {[string, string]} */ (["", texts.any]);
  /** @param {string} name @param {string} label @param {string} placeholder */
  const input = (name, label, placeholder) => {
    const made = element("input", { name, type: "search", value: query[name], placeholder, maxlength: LONGEST, autocomplete: "off", spellcheck: "false" });
    return element("label", { class: "field" }, element("span", {}, label), made);
  };
  /** @param {string} name @param {string} label @param {[string, string][]} options */
  const select = (name, label, options) => choice(label, options, query[name] ?? "", { name }).field;

  const summary = element("summary");
  const clear = button(texts.clear, clearAll, { class: "quiet" });
  const more = element(
    "details", { class: "more" }, summary,
    element(
      "div", { class: "fields" },
      select("kind", texts.kind, [any, ...Object.entries(KINDS)]),
      select("min_score", texts.score, [any, ...[10, 30, 60].map((n) => /** @type {[string, string]} */ ([String(n), texts.from(n)]))]),
      select("status", texts.status, [any, ["open", texts.open], ["ended", texts.ended]]),
      select("reviewed", texts.reviewed, [any, ["false", texts.unreviewed], ["true", texts.done]]),
      select("order", texts.order, [["", texts.worst], ["newest", texts.newest]]),
      clear,
    ),
  );
  const form = element(
    "form", { class: "filters", role: "search" },
    element("div", { class: "fields" }, input("search", texts.search, texts.searchHint), input("exam_id", texts.exam, texts.examHint)), more,
  );
  let timer = 0;

  /** @returns {Record<string, string>} */
  function values() {
    const given = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
    return Object.fromEntries(given.filter(([, value]) => value));
  }
  function count() {
    const set = Object.keys(values()).filter((name) => name !== "search" && name !== "exam_id" && name !== "order");
    say(summary, texts.filtersSet(set.length));
    clear.hidden = !Object.keys(values()).length;
  }
  function apply() {
    clearTimeout(timer);
    count();
    changed(values());
  }
  function clearAll() {
    for (const field of form.querySelectorAll("input, select")) /** @type {HTMLInputElement} */ (field).value = "";
    apply();
    form.querySelector("input")?.focus();
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  // Of two fields without a button, none submits a form.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    entered();
    apply();
  });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, PAUSE_MS);
  });
  more.open = matchMedia("(min-width: 48rem)").matches;
  count();
  return { form, clearAll, search: () => form.querySelector("input")?.focus() };
}

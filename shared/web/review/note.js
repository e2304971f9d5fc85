// @ts-check
/** The field in which a reviewer writes a note. */

import { button, element, say } from "../page/elements.js";
import { TEXTS } from "./texts.en.js";

const LONGEST = 500;
const FEW_LEFT = 100;

/** What was being written when the key expired. @type {Map<string, string>} */
const drafts = new Map();

/**
 * @param {string} id of the incident @param {string} text as it stands
 * @param {{save: (text: string) => void, close: () => void}} actions
 */
export function noteField(id, text, { save, close }) {
  const texts = TEXTS.note;
  const area = element("textarea", { rows: 3, maxlength: LONGEST, id: `note-${id}`, dir: "auto" });
  area.value = drafts.get(id) ?? text;
  const left = element("span", { class: "soft", role: "status" });
  const count = () => say(left, LONGEST - area.value.length <= FEW_LEFT ? texts.left(LONGEST - area.value.length) : "");
  /** @param {() => void} then */
  const end = (then) => {
    drafts.delete(id);
    then();
    close();
  };
  const keep = () => end(() => save(area.value.trim()));
  area.addEventListener("input", () => {
    drafts.set(id, area.value);
    count();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      end(() => {});
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      keep();
    }
  });
  count();
  const node = element(
    "div", { class: "note-field" }, element("label", { for: `note-${id}` }, texts.label), area,
    element("div", { class: "actions" }, button(texts.save, keep, { class: "primary" }), button(texts.cancel, () => end(() => {}), { class: "quiet" }), left),
  );
  return { node, focus: () => area.focus() };
}

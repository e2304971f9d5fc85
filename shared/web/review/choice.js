// @ts-check
import { element } from "../page/elements.js";

/**
 * A choice of a list, with its label.
 * @param {string} label @param {[string, string][]} options values and what they are called @param {string} value
 * @param {import("../page/elements.js").Attributes} [attributes]
 */
export function choice(label, options, value, attributes = {}) {
  const select = element("select", attributes, ...options.map(([of, called]) => element("option", { value: of }, called)));
  select.value = value;
  return { select, field: element("label", { class: "field" }, element("span", {}, label), select) };
}

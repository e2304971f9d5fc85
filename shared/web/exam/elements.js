// @ts-check
/**
 * Elements are made here alone. Whatever comes from outside goes in as text, never as markup.
 *
 * @typedef {Node | string | null | undefined | false} Child
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Record<string, string>} [attributes] @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** @param {string} text @param {() => void} action @param {string} [look] class */
export function button(text, action, look = "primary") {
  const made = element("button", { type: "button", class: look }, text);
  made.addEventListener("click", action);
  return made;
}

/** @param {string} text @param {string} href @param {string} [look] */
export const link = (text, href, look = "button primary") => element("a", { class: look, href, rel: "noreferrer" }, text);

/** A name that somebody else chose, in its own direction. @param {string} text */
export const name = (text) => element("bdi", { dir: "auto" }, text);

/** Puts text where it is not yet: a live region says again what is put in again. @param {Element} at @param {string} text */
export function say(at, text) {
  if (at.textContent !== text) at.textContent = text;
}

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`expected an element with the id ${id}`);
  return found;
}

/** Text with {placeholders} filled. @param {string} template @param {Record<string, string | number>} values */
export const filled = (template, values) => template.replace(/\{(\w+)\}/g, (all, key) => String(values[key] ?? all));

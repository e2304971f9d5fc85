// @ts-check
/**
 * Elements are made here alone. Whatever comes from outside goes in as text, never as markup.
 *
 * @typedef {Node | string | null | undefined | false} Child
 * @typedef {Record<string, string | number | boolean | null | undefined>} Attributes
 */

const SVG = "http://www.w3.org/2000/svg";
// A tooltip of ten thousand characters covers the screen.
const LONGEST_TITLE = 300;

/** @param {Element} made @param {Attributes} attributes @param {Child[]} children */
function furnish(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Attributes} [attributes] @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  furnish(made, attributes, children);
  return made;
}

/** @param {string} tag @param {Attributes} [attributes] @param {...Child} children */
export function drawing(tag, attributes = {}, ...children) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  furnish(made, attributes, children);
  return made;
}

/** @param {string} text @param {() => void} action @param {Attributes} [attributes] */
export function button(text, action, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", action);
  return made;
}

/** A name that somebody else chose, in its own direction; where a style sheet cuts it, the tooltip does not. @param {string} text */
export const name = (text) => element("bdi", { class: "name", dir: "auto", title: shortened(text) }, text);

/** @param {string} text @param {number} [most] */
export const shortened = (text, most = LONGEST_TITLE) => (text.length > most ? `${text.slice(0, most)}…` : text);

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

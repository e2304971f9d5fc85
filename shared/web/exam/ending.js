// @ts-check
import { element } from "../page/elements.js";

/**
 * @typedef {import("./types.js").Texts} Texts
 * @typedef {import("./types.js").Invitation} Invitation
 * @typedef {import("./stage.js").Step} Step
 */

/** @param {Texts} texts @param {Invitation} invitation @returns {Step} */
export const doneStep = (texts, invitation) => end(texts, texts.done.heading, texts.done.text, invitation);

/** @param {Texts} texts @param {import("./types.js").OverCode} code @param {Invitation} invitation @returns {Step} */
export const overStep = (texts, code, invitation) => end(texts, texts.over.heading, texts.errors[code], invitation);

/** @param {Texts} texts @returns {Step} */
export const invitationStep = (texts) => end(texts, texts.invitation.heading, texts.invitation.text, null);

/** @param {Texts} texts @param {string} heading @param {string} text @param {Invitation | null} invitation @returns {Step} */
function end(texts, heading, text, invitation) {
  const back = invitation?.returnUrl;
  return {
    heading,
    look: "ended",
    content: [
      element("p", { class: "lead" }, text),
      back && element("div", { class: "actions" }, element("a", { class: "button", href: back, rel: "noreferrer" }, texts.done.back)),
    ],
    entered: (say) => say(text),
  };
}

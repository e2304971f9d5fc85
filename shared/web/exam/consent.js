// @ts-check
import { button, element } from "../page/elements.js";
import { filled } from "./texts.js";

/** @typedef {import("./types.js").Texts} Texts */

/**
 * @param {Texts} texts @param {import("./types.js").Invitation} invitation
 * @param {() => void} onAgreed @param {() => void} onDeclined
 * @returns {import("./stage.js").Step}
 */
export function consentStep(texts, invitation, onAgreed, onDeclined) {
  const { consent } = texts;
  const { keepDays, contact, organisation } = invitation;
  const long = keepDays ? filled(consent.longText, { days: keepDays }) : consent.longUnknown;
  const ask = contact
    ? filled(consent.askText, { contact })
    : organisation
      ? filled(consent.askOrganisation, { organisation })
      : consent.askUnknown;
  return {
    heading: consent.heading,
    content: [
      element("p", { class: "lead" }, consent.lead),
      element(
        "dl",
        { class: "terms" },
        ...[
          [consent.seen, consent.seenText],
          [consent.kept, consent.keptText],
          [consent.long, long],
          [consent.ask, ask],
        ].map(([term, told]) => element("div", {}, element("dt", {}, term), element("dd", {}, element("bdi", { dir: "auto" }, told)))),
      ),
      element(
        "div",
        { class: "actions" },
        button(consent.agree, onAgreed),
        button(consent.decline, onDeclined, { class: "secondary" }),
      ),
      element("p", { class: "soft" }, consent.declineNote),
    ],
  };
}

/** @param {Texts} texts @param {() => void} onAgain @returns {import("./stage.js").Step} */
export function declinedStep({ declined }, onAgain) {
  return {
    heading: declined.heading,
    content: [
      element("p", { class: "lead" }, declined.text),
      element("div", { class: "actions" }, button(declined.again, onAgain, { class: "secondary" })),
    ],
  };
}

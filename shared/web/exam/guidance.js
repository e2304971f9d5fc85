// @ts-check
/**
 * What a verdict says about the picture. The server's sentences are told apart here, so that they can be translated.
 *
 * @typedef {import("../sdk/types.js").Verdict} Verdict
 * @typedef {keyof typeof import("./texts.en.js").TEXTS.guidance} Reason
 */

/** @type {[RegExp, Reason][]} */
const SENTENCES = [
  [/^The camera sees nothing/, "covered"],
  [/^The picture is black/, "dark"],
  [/^It is too dark/, "too_dark"],
  [/^The picture is too bright/, "too_bright"],
  [/^The picture is blurred/, "blurred"],
  [/^Your face cannot be read/, "unreadable"],
  [/^Your face is very small/, "too_far"],
  [/^Part of your face is outside/, "cut_off"],
  [/^A reflection hides/, "glare"],
];

/** @type {ReadonlySet<Reason>} */
const LIGHT = new Set(["covered", "dark", "too_dark", "too_bright"]);

/** @param {string | null} guidance @returns {Reason | null} null for a sentence that is not known here */
export function reasonOf(guidance) {
  return (guidance && SENTENCES.find(([sentence]) => sentence.test(guidance))?.[1]) || null;
}

/** @param {string} guidance @param {import("./types.js").Texts} texts */
export function sentence(guidance, texts) {
  const reason = reasonOf(guidance);
  return reason ? texts.guidance[reason] : guidance;
}

/** @param {Verdict} verdict @param {import("./types.js").Texts} texts what to mend about the light; null when it is good */
export function lightTrouble({ guidance }, texts) {
  const reason = reasonOf(guidance);
  return reason && LIGHT.has(reason) ? texts.guidance[reason] : null;
}

/** @param {Verdict} verdict @param {import("./types.js").Texts} texts what keeps the face from being usable; null when it is */
export function faceTrouble({ guidance, metrics, status }, texts) {
  if (guidance) return sentence(guidance, texts);
  if (!metrics.faces) return texts.face.none;
  if (metrics.faces > 1) return texts.face.several;
  return status === "uncertain" ? texts.guidance.unreadable : null;
}

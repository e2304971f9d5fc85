// @ts-check
import { TEXTS as ENGLISH } from "./texts.en.js";

/**
 * The page's texts in a language; in English where there is no translation.
 * @param {string} lang @returns {Promise<{texts: import("./types.js").Texts, lang: string}>}
 */
export async function textsIn(lang) {
  if (lang === "en") return { texts: ENGLISH, lang };
  try {
    const { TEXTS } = await import(`./texts.${lang}.js`);
    return { texts: TEXTS, lang };
  } catch {
    return { texts: ENGLISH, lang: "en" };
  }
}

/** Text with values for its {names}. @param {string} template @param {Record<string, string | number>} values */
export const filled = (template, values) => template.replace(/\{(\w+)\}/g, (all, key) => String(values[key] ?? all));

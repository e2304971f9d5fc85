// @ts-check
/** The form that takes the API key. */

import { button, element, say } from "../page/elements.js";
import { sentence, signIn } from "./api.js";
import { TEXTS } from "./texts.en.js";

/**
 * @param {HTMLElement} page @param {string} why the reviewer is asked again; empty at first
 * @param {() => void} done
 */
export function showSignIn(page, why, done) {
  const texts = TEXTS.signIn;
  const input = element("input", {
    id: "key", type: "password", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-describedby": "key-hint key-error",
  });
  const error = element("p", { id: "key-error", class: "error", role: "alert" }, why);
  const submit = button(texts.submit, () => {}, { type: "submit", class: "primary" });
  // No address: without the script the form goes nowhere, and the key with it.
  const form = element(
    "form", { class: "sign-in", novalidate: true },
    element("h1", {}, texts.title),
    element("label", { for: "key" }, texts.key), input, error, submit,
    element("p", { id: "key-hint", class: "soft" }, texts.hint),
  );

  /** @param {string} text */
  function refuse(text) {
    say(error, text);
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled")) return;
    const apiKey = input.value.trim();
    if (!apiKey) return refuse(texts.empty);
    submit.setAttribute("aria-disabled", "true");
    say(submit, texts.checking);
    say(error, "");
    try {
      await signIn(apiKey);
    } catch (failure) {
      return refuse(sentence(failure));
    } finally {
      submit.removeAttribute("aria-disabled");
      say(submit, texts.submit);
    }
    done();
  });
  page.replaceChildren(form);
  input.focus();
}

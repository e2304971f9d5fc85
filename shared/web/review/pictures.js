// @ts-check
/**
 * Evidence pictures. Each has a link that works for five minutes, and every report brings new ones: a picture that is
 * there keeps the link it came by, or it would flicker; one that is not takes the newest.
 */

import { button, element, say } from "../page/elements.js";
import { ROLES, TEXTS, pictureTitle } from "./texts.en.js";

/** @typedef {import("./types.js").Incident} Incident */

/** @param {() => void} renew asks for new links @param {(image: HTMLImageElement, caption: string) => void} enlarge */
export function pictureRow(renew, enlarge) {
  const node = element("div", { class: "pictures" });
  /** @type {Map<string, ReturnType<typeof picture>>} */
  const shown = new Map();
  return {
    node,
    /** @param {Incident} incident */
    update(incident) {
      const roles = inOrder([...new Set([...shown.keys(), ...Object.keys(incident.evidence ?? {})])]);
      roles.forEach((role, place) => {
        const known = shown.get(role) ?? picture(role, incident.title, renew, enlarge);
        // Those from before it may come after the others.
        if (!shown.has(role)) node.insertBefore(known.node, node.children[place] ?? null);
        shown.set(role, known);
        const link = incident.evidence?.[role];
        if (link !== undefined) known.update(link);
      });
      node.hidden = !shown.size;
    },
  };
}

/** Roles in the order of time. @param {string[]} roles */
function inOrder(roles) {
  const place = (/** @type {string} */ role) => Object.keys(ROLES).indexOf(role);
  const seconds = (/** @type {string} */ role) => Number(role.replace("earlier-", ""));
  return [...roles].sort((a, b) => (place(a) < 0 && place(b) < 0 ? seconds(b) - seconds(a) : place(a) - place(b)));
}

/** @param {string} role @param {string} title @param {() => void} renew @param {(image: HTMLImageElement, caption: string) => void} enlarge */
function picture(role, title, renew, enlarge) {
  const name = pictureTitle(role);
  const earlier = role.startsWith("earlier-");
  const image = element("img", { alt: "", loading: "lazy", decoding: "async", width: 320, height: 240 });
  const missing = element("span", { class: "missing soft", hidden: true });
  const opener = button("", () => image.dataset.state === "there" && enlarge(image, `${name}: ${title}`), {
    class: "picture", "aria-label": TEXTS.incidents.enlarge(name, title),
  });
  opener.append(image, missing);
  let failures = 0;

  image.addEventListener("load", () => {
    image.dataset.state = "there";
    failures = 0;
    missing.hidden = true;
    opener.disabled = false;
    opener.setAttribute("aria-label", TEXTS.incidents.enlarge(name, title));
  });
  image.addEventListener("error", () => fail());

  function fail() {
    failures += 1;
    image.dataset.state = "failed";
    missing.hidden = false;
    // The first failure is taken for an expired link, the next one is believed.
    const why = failures > 1 ? TEXTS.incidents.missing : TEXTS.incidents.renewing;
    say(missing, why);
    opener.setAttribute("aria-label", `${name}: ${title}. ${why}`);
    opener.disabled = failures > 1;
    if (failures === 1) renew();
  }

  return {
    node: element("figure", { class: earlier ? "earlier" : "" }, opener, element("figcaption", { class: "soft", ...(earlier && { title: TEXTS.incidents.earlier }) }, name)),
    /** @param {string | null} link */
    update(link) {
      if (!link) {
        failures = 1;
        fail();
      } else if (image.dataset.state !== "there" && failures < 2) {
        if (image.getAttribute("src") !== link) image.src = link;
        // A link made just now has not expired.
        else if (failures) fail();
      }
    },
  };
}

/** One picture in the size in which it was taken. */
export function pictureDialog() {
  const image = element("img", { alt: "" });
  const caption = element("h2", { id: "picture-title" });
  const dialog = element("dialog", { class: "enlarged", "aria-labelledby": "picture-title" });
  dialog.append(element("header", {}, caption, button(TEXTS.close, () => dialog.close(), { class: "quiet" })), image);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return {
    node: dialog,
    /** @param {HTMLImageElement} source @param {string} text */
    show(source, text) {
      image.src = source.currentSrc || source.src;
      image.alt = text;
      say(caption, text);
      dialog.showModal();
    },
  };
}

// @ts-check
/**
 * The page's address carries what it needs behind its `#`, as base64url of JSON, so that the token reaches no log.
 *
 * @typedef {import("./types.js").Invitation} Invitation
 * @typedef {import("./types.js").Position} Position
 */

/** @type {Position[]} */
const POSITIONS = ["top-left", "top-right", "bottom-left", "bottom-right"];
const LONGEST = 200;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z]{2,4})?$/;

/**
 * @param {string} fragment with or without its `#`
 * @param {string} here the page's own address
 * @returns {Invitation | null} null when it is missing or damaged
 */
export function invitationFrom(fragment, here) {
  const data = decoded(fragment.replace(/^#/, ""));
  if (!data || typeof data.token !== "string" || !data.token || !isSocket(data.url)) return null;
  const returnUrl = safeUrl(data.return_url, here);
  const policy = data.policy && typeof data.policy === "object" ? data.policy : undefined;
  return {
    url: data.url,
    token: data.token,
    nextSeq: Number.isSafeInteger(data.next_seq) && data.next_seq >= 0 ? data.next_seq : undefined,
    exam: text(data.exam) ?? "",
    candidate: text(data.candidate) ?? "",
    returnUrl,
    declineUrl: safeUrl(data.decline_url, here) ?? returnUrl,
    lang: typeof data.lang === "string" && LANGUAGE.test(data.lang) ? data.lang : "en",
    calibration: data.calibration !== false && policy?.calibration !== false,
    fullscreen: data.fullscreen === true,
    indicator: POSITIONS.includes(data.indicator) ? data.indicator : "top-right",
    organisation: text(data.organisation),
    contact: text(data.contact),
    // What the stack does, if it says so: an invitation may have been written for another one.
    keepDays: days(policy && "keep_days" in policy ? policy.keep_days : data.keep_days),
    examUrl: framedUrl(data.exam_url, here),
    policy,
  };
}

/**
 * An address to lead the candidate to: a script's or a stranger's unencrypted one is none.
 * @param {unknown} address @param {string} here
 */
export function safeUrl(address, here) {
  if (typeof address !== "string" || !address) return null;
  try {
    const url = new URL(address, here);
    return url.protocol === "https:" || url.origin === new URL(here).origin ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * An address to show in a frame: encrypted, or on this machine when the page is too. Never one of the page's own origin,
 * whose scripts could reach into the page.
 * @param {unknown} address @param {string} here
 */
export function framedUrl(address, here) {
  const page = new URL(here);
  try {
    const url = new URL(String(address));
    const safe = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url) && isLoopback(page));
    return typeof address === "string" && safe && url.origin !== page.origin ? url.href : null;
  } catch {
    return null;
  }
}

/** @param {URL} url */
const isLoopback = ({ hostname }) => hostname === "localhost" || hostname === "127.0.0.1";

/** @param {string} fragment @returns {Record<string, any> | null} */
function decoded(fragment) {
  try {
    const bytes = Uint8Array.from(atob(fragment.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const data = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return data && typeof data === "object" && !Array.isArray(data) ? data : null;
  } catch {
    return null;
  }
}

/** @param {unknown} address */
function isSocket(address) {
  try {
    return typeof address === "string" && /^wss?:$/.test(new URL(address).protocol);
  } catch {
    return false;
  }
}

/** @param {any} value */
const days = (value) => (Number.isSafeInteger(value) && value > 0 ? /** @type {number} */ (value) : null);

/** @param {unknown} value */
function text(value) {
  if (typeof value !== "string" || !value.trim()) return null;
  const letters = [...value.trim()];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join("")}…` : letters.join("");
}

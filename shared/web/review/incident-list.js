// @ts-check
/** The incidents of a session as cards: which are shown, in which order, and which one is looked at. */

import { element, say } from "../page/elements.js";
import { choice } from "./choice.js";
import { incidentCard } from "./incident-card.js";
import { neighbour } from "./keyboard.js";
import { Rows } from "./rows.js";
import { KINDS, TEXTS } from "./texts.en.js";

/**
 * @typedef {import("./types.js").Incident} Incident
 * @typedef {import("./incident-card.js").Card} Card
 */

/** @type {Record<string, (a: Incident, b: Incident) => number>} */
const ORDERS = {
  points: (a, b) => b.points - a.points || a.started_at.localeCompare(b.started_at),
  time: (a, b) => a.started_at.localeCompare(b.started_at),
};

export class IncidentList {
  /** @param {import("./incident-card.js").CardActions} actions @param {(id: string) => void} looked at another card @param {() => void} filtered */
  constructor(actions, looked, filtered) {
    const texts = TEXTS.incidents;
    /** @type {Incident[]} */
    this.incidents = [];
    /** Places that cards keep, though their points change: the one that is looked at does not go away. @type {string[]} */
    this.order = [];
    this.kind = "";
    this.current = "";
    this.filtered = filtered;
    this.progress = element("p", { class: "soft", role: "status" });
    this.meter = element("span", { class: "meter", "aria-hidden": "true" }, element("span"));
    this.none = element("p", { class: "empty", hidden: true }, texts.none);
    this.list = element("ol", { class: "cards", "aria-labelledby": "incidents-title" });
    this.sorting = choice(texts.order, [["points", texts.byPoints], ["time", texts.byTime]], "points");
    this.kinds = choice(texts.kind, [["", texts.all]], "");
    this.rows = new Rows(this.list, (/** @type {Incident} */ one) => one.id, (one) => incidentCard(one, actions));
    this.tools = element("div", { class: "tools" }, this.kinds.field, this.sorting.field);
    this.node = element(
      "section", { class: "incidents", "aria-labelledby": "incidents-title" },
      element("div", { class: "head" }, element("h2", { id: "incidents-title" }, texts.title), this.progress, this.meter, this.tools),
      this.none, this.list,
    );
    this.sorting.select.addEventListener("change", () => {
      this.order = [];
      this.draw();
    });
    this.kinds.select.addEventListener("change", () => this.only(this.kinds.select.value));
    this.list.addEventListener("focusin", (event) => {
      const id = event.target instanceof Element && event.target.closest("[data-incident]")?.getAttribute("data-incident");
      if (!id || id === this.current) return;
      this.current = id;
      looked(id);
    });
  }

  /** @param {Incident[]} incidents @returns {number} how many are new */
  update(incidents) {
    const known = new Set(this.incidents.map((one) => one.id));
    const fresh = this.incidents.length ? incidents.filter((one) => !known.has(one.id)).length : 0;
    this.incidents = incidents;
    this.draw();
    return fresh;
  }

  /** @param {Incident} incident */
  replace(incident) {
    this.incidents = this.incidents.map((one) => (one.id === incident.id ? incident : one));
    this.rows.rows.get(incident.id)?.update(incident);
    this.count();
  }

  draw() {
    const places = new Map(this.order.map((id, place) => [id, place]));
    const fresh = this.incidents.filter((one) => !places.has(one.id)).sort(ORDERS[this.sorting.select.value]);
    for (const { id } of fresh) places.set(id, places.size);
    this.order = [...places.keys()];
    const shown = this.incidents.filter((one) => !this.kind || one.kind === this.kind);
    shown.sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
    this.drawn = this.rows.draw(shown);
    this.none.hidden = this.incidents.length > 0;
    this.tools.hidden = this.incidents.length < 2;
    this.offer();
    this.count();
  }

  /** Offers the kinds that occur. */
  offer() {
    const { select } = this.kinds;
    const kinds = ["", ...new Set(this.incidents.map((one) => one.kind))];
    if (kinds.join() === [...select.options].map((option) => option.value).join()) return;
    select.replaceChildren(...kinds.map((kind) => element("option", { value: kind }, kind ? (KINDS[kind] ?? kind) : TEXTS.incidents.all)));
    select.value = this.kind;
  }

  count() {
    const done = this.incidents.filter((one) => one.review?.verdict).length;
    const all = this.incidents.length;
    say(this.progress, all ? TEXTS.incidents.progress(done, all) : "");
    this.meter.hidden = !all;
    this.meter.style.setProperty("--share", String(all ? done / all : 0));
  }

  /** Shows one kind only, or all. @param {string} kind */
  only(kind) {
    this.kind = kind;
    this.kinds.select.value = kind;
    this.draw();
    this.filtered();
  }

  /** The card that is looked at, or the first one. @returns {Card | undefined} */
  card() {
    const shown = this.rows.rows.get(this.current) ?? this.rows.rows.get(this.order[0]);
    return /** @type {Card | undefined} */ (shown);
  }

  /** @param {1 | -1} step */
  step(step) {
    const cards = /** @type {HTMLElement[]} */ ([...this.list.children].map((item) => item.firstElementChild));
    const current = this.rows.rows.get(this.current)?.node.firstElementChild ?? null;
    this.look(neighbour(cards, /** @type {HTMLElement | null} */ (current), step));
  }

  /** @param {string} id */
  async go(id) {
    if (this.kind && this.incidents.some((one) => one.id === id && one.kind !== this.kind)) this.only("");
    await this.drawn;
    this.look(/** @type {HTMLElement | null} */ (this.rows.rows.get(id)?.node.firstElementChild));
  }

  /** @param {HTMLElement | null | undefined} card */
  look(card) {
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: "nearest" });
  }

  /** Does something with the card that is looked at, and looks at it. @param {(card: Card) => void} action */
  act(action) {
    const card = this.card();
    if (!card) return;
    this.look(/** @type {HTMLElement} */ (card.node.firstElementChild));
    action(card);
  }
}

// @ts-check
/**
 * Sends what the reviewer says, one after the other, and can take it back.
 *
 * @typedef {import("./types.js").Incident} Incident
 * @typedef {import("./types.js").Score} Score
 * @typedef {import("./types.js").Verdict} Verdict
 * @typedef {{verdict: Verdict, note: string}} Said
 */

import { review, sentence } from "./api.js";
import { TEXTS } from "./texts.en.js";

/** @param {Incident} incident @returns {Said} */
const saidOf = (incident) => ({ verdict: incident.review?.verdict ?? null, note: incident.review?.note ?? "" });

/** What stays as it is is not sent: another reviewer may have changed it. @param {Said} before @param {Said} said @returns {Partial<Said>} */
const changed = (before, said) => ({
  ...(said.note !== before.note && { note: said.note }),
  ...((said.verdict !== before.verdict || said.note === before.note) && { verdict: said.verdict }),
});

export class Verdicts {
  /**
   * @param {string} session
   * @param {object} page
   * @param {(incident: Incident) => Incident} page.now the incident as it stands
   * @param {(incident: Incident) => void} page.shown an incident as it stands from now on
   * @param {(incident: Incident, score: Score) => void} page.saved
   * @param {(error: unknown) => boolean} page.refused
   * @param {import("./messages.js").Messages} page.messages
   */
  constructor(session, page) {
    this.session = session;
    this.page = page;
    /** What was said before, newest last. @type {{incident: Incident, said: Said}[]} */
    this.past = [];
    /** Counts what was sent and what was answered: a report asked for before is older than what is shown. */
    this.changes = 0;
    /** @type {Promise<void>} */
    this.last = Promise.resolve();
  }

  /** @param {Incident} incident @param {Said} said */
  give(incident, said) {
    const before = saidOf(incident);
    this.past.push({ incident, said: before });
    this.send(incident, said, (saved, score) => {
      const { confirmed, dismissed, cleared, noted } = TEXTS.said;
      if (said.verdict === before.verdict) return noted;
      return (said.verdict === "confirmed" ? confirmed : said.verdict === "dismissed" ? dismissed : cleared)(saved.title, score);
    });
  }

  undo() {
    const last = this.past.pop();
    if (!last) return this.page.messages.tell(TEXTS.said.nothingToUndo);
    const now = this.page.now(last.incident);
    this.send(now, last.said, (saved, score) => TEXTS.said.undone(saved.title, score), false);
    return last.incident.id;
  }

  /**
   * Shows it at once and sends it after what was sent before; what fails is shown as it was.
   * @param {Incident} incident @param {Said} said @param {(saved: Incident, score: number) => string} told
   * @param {boolean} [undoable]
   */
  send(incident, said, told, undoable = true) {
    const { id } = incident;
    this.changes += 1;
    this.page.shown({ ...incident, review: { ...said, by: "…", at: new Date().toISOString() } });
    this.last = this.last.then(async () => {
      try {
        const answer = await review(this.session, id, changed(saidOf(incident), said));
        this.page.saved(answer.incident, answer.score);
        this.page.messages.tell(told(answer.incident, answer.score.value), undoable ? () => this.undo() : undefined);
      } catch (error) {
        this.page.shown(incident);
        if (undoable) this.past = this.past.filter((one) => one.incident !== incident);
        if (!this.page.refused(error)) this.page.messages.tell(TEXTS.said.notSaved(sentence(error)));
      } finally {
        this.changes += 1;
      }
    });
  }
}

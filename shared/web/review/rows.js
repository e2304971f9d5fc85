// @ts-check
/** A long list of elements that follows its data without being drawn anew: focus and scroll stay where they are. */

const SLICE_MS = 8;
const AT_ONCE = 24;

/**
 * @template Item
 * @typedef {{node: HTMLElement, update: (item: Item) => void}} Row
 */

/** @template Item */
export class Rows {
  /**
   * @param {HTMLElement} parent
   * @param {(item: Item) => string} idOf
   * @param {(item: Item) => Row<Item>} make an element for an item; it is updated at once
   */
  constructor(parent, idOf, make) {
    this.parent = parent;
    this.idOf = idOf;
    this.make = make;
    /** @type {Map<string, Row<Item>>} */
    this.rows = new Map();
    this.drawing = 0;
  }

  /**
   * Draws the items in their order: the first ones now, the others in slices that leave the page free to answer.
   * @param {Item[]} items
   */
  async draw(items) {
    const drawing = ++this.drawing;
    const kept = new Set(items.map(this.idOf));
    for (const [id, row] of this.rows) {
      if (kept.has(id)) continue;
      row.node.remove();
      this.rows.delete(id);
    }
    let at = this.parent.firstElementChild;
    let until = performance.now() + SLICE_MS;
    for (const [index, item] of items.entries()) {
      if (index >= AT_ONCE && performance.now() > until) {
        await new Promise((resume) => setTimeout(resume));
        if (drawing !== this.drawing) return;
        until = performance.now() + SLICE_MS;
      }
      const row = this.row(item);
      row.update(item);
      if (row.node === at) at = at.nextElementSibling;
      else this.put(row.node, at);
    }
  }

  /** @param {Item} item */
  row(item) {
    const id = this.idOf(item);
    const row = this.rows.get(id) ?? this.make(item);
    this.rows.set(id, row);
    return row;
  }

  /** Moving an element takes the focus from what is in it. @param {HTMLElement} node @param {Element | null} before */
  put(node, before) {
    const focused = node.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
    this.parent.insertBefore(node, before);
    focused?.focus({ preventScroll: true });
  }
}

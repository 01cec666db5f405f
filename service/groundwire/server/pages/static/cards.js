// The records, as a list of cards in the order of the article.

import { element } from "./dom.js";
import { factsOf, kindOf, titleOf } from "./facts.js";
import { badge, entriesOf, statusOf } from "./grounding.js";

/** One record on the page; `id` names its element. */
export class Card {
  constructor(id, type, record) {
    this.id = id;
    this.type = type;
    this.record = record;
    this.title = titleOf(type, record);
    this.start = record.evidence[0].start;
    this.number = element("span", { class: "number", "aria-hidden": "true" });
    this.element = this.#built();
  }

  /** What of the article it rests on: spans {start, end, card, path, status}; evidence has no path. */
  spans() {
    const evidence = this.record.evidence.map(({ start, end }) => ({ start, end, card: this.id, path: null, status: null }));
    const values = this.record.grounding
      .filter((entry) => entry.start !== null && entry.end !== null)
      .map(({ start, end, path, status }) => ({ start, end, card: this.id, path, status }));
    return [...evidence, ...values];
  }

  #built() {
    const title = element("h3", { id: `${this.id}-title` }, this.title);
    const { kind, values } = kindOf(this.type, this.record);
    const head = element("div", { class: "kind" }, this.number, element("span", { class: "kind-name" }, kind), values.map((value) => this.#value(value)));
    const rows = factsOf(this.type, this.record).map((row) => [
      element("dt", {}, row.label),
      element("dd", {}, row.values.map((value) => this.#value(value))),
    ]);
    const summary = this.record.summary ? element("p", { class: "summary" }, this.record.summary) : null;
    const attributes = { class: `card ${this.type}`, tabindex: "0", "aria-labelledby": `${this.id}-title`, id: this.id };
    const inside = element("article", attributes, head, title, summary, element("dl", { class: "facts" }, rows), this.#evidence());
    return element("li", {}, inside);
  }

  #value({ text, path, codes, title }, badged = true) {
    const status = this.#status(path);
    // Codes of one value mostly share a status, which is then told once, behind the last of them.
    const derived = codes.map((code, index) => this.#value(code, this.#status(code.path) !== this.#status(codes[index + 1]?.path)));
    return element(
      "span",
      { class: `value ${status ?? ""}`, "data-path": path },
      element("span", { class: "said", title }, text),
      badged && status ? badge(status) : null,
      derived.length ? element("span", { class: "codes" }, derived) : null,
    );
  }

  #status(path) {
    return path === undefined ? undefined : statusOf(entriesOf(this.record, path));
  }

  #evidence() {
    const quotes = this.record.evidence.map(({ quote }) => element("blockquote", {}, quote));
    const [first, ...others] = quotes;
    if (others.length === 0) {
      return first;
    }
    const label = others.length === 1 ? "1 more passage" : `${others.length} more passages`;
    return element("div", {}, first, element("details", {}, element("summary", {}, label), others));
  }
}

/** The list; keeps cards in the order of their first evidence, and their numbers in step. */
export class Cards {
  constructor(list) {
    this.list = list;
    this.cards = [];
  }

  get(id) {
    return this.cards.find((card) => card.id === id);
  }

  add(card) {
    const next = this.cards.findIndex((other) => other.start > card.start);
    const place = next === -1 ? this.cards.length : next;
    this.list.insertBefore(card.element, this.list.children[place] ?? null);
    this.cards.splice(place, 0, card);
    this.#changed();
  }

  remove(card) {
    card.element.remove();
    this.cards = this.cards.filter((other) => other !== card);
    this.#changed();
  }

  clear() {
    this.list.replaceChildren();
    this.cards = [];
    this.#changed();
  }

  #changed() {
    this.list.hidden = this.cards.length === 0;
    this.cards.forEach((card, index) => {
      card.number.textContent = index + 1;
    });
  }
}

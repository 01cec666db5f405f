// The article as it was sent, with what records rest on marked in it.

import { element } from "./dom.js";
import { CodePoints, pieces } from "./offsets.js";

// Of a name and the code that was derived from it, the words show how the name stands.
const TELLING = ["exact", "normalised", "inferred", "ungrounded"];

export class Article {
  constructor(container) {
    this.container = container;
    this.marked = [];
    this.show("");
  }

  /** Another text, without marks. */
  show(text) {
    this.points = new CodePoints(text);
    this.mark([], new Map());
  }

  /**
   * Mark spans {start, end, card, path, status}, in code points; without a card it is a fact that no record claims.
   *
   * `names` has for each card what its links are called: [number, title].
   */
  mark(spans, names) {
    const focused = this.container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    const ends = new Map();
    this.marked = [];
    const children = pieces(this.points.length, spans).flatMap((piece) => {
      const text = this.points.slice(piece.start, piece.end);
      if (piece.spans.length === 0) {
        return [text];
      }
      const mark = element("mark", { class: classesOf(piece.spans) }, text);
      this.marked.push({ mark, spans: piece.spans });
      return [...this.#labels(piece, names, ends), mark];
    });
    this.container.replaceChildren(...children);
    if (focused !== undefined) {
      this.container.querySelector(`[data-key="${focused}"]`)?.focus();
    }
  }

  /** The spans under an element of the article. */
  spansAt(target) {
    const card = target.dataset?.card;
    if (card !== undefined) {
      return [{ card, path: null }];
    }
    return this.marked.find(({ mark }) => mark === target)?.spans ?? [];
  }

  /** Light up what belongs to a span of this kind, and nothing else; gives the first piece. */
  light(belongs, strong) {
    let first = null;
    for (const { mark, spans } of this.marked) {
      const lit = spans.some(belongs);
      mark.classList.toggle("lit", lit);
      mark.classList.toggle("strong", lit && spans.some(strong));
      if (lit && (first === null || (mark.classList.contains("strong") && !first.classList.contains("strong")))) {
        first = mark;
      }
    }
    return first;
  }

  /** A link to each record whose evidence begins with this piece; sentence after sentence of one record has one link. */
  #labels(piece, names, ends) {
    const begins = piece.spans.filter((span) => span.card && span.path === null && span.start === piece.start);
    return begins.flatMap(({ card, start, end }) => {
      const goesOn = start - (ends.get(card) ?? -Infinity) <= 1;
      ends.set(card, end);
      if (goesOn) {
        return [];
      }
      const key = `${card} ${start}`;
      const [number, title] = names.get(card);
      return [element("a", { class: "label", href: `#${card}`, "data-key": key, "data-card": card, "data-number": number, "aria-label": `Record ${number}: ${title}` })];
    });
  }
}

function classesOf(spans) {
  const evidence = spans.filter((span) => span.card && span.path === null);
  const values = spans.filter((span) => span.card && span.path !== null);
  const status = TELLING.find((known) => values.some((span) => span.status === known));
  const several = new Set(evidence.map((span) => span.card)).size > 1;
  const unclaimed = spans.some((span) => !span.card);
  return [evidence.length ? "evidence" : "", several ? "several" : "", status ? `states ${status}` : "", unclaimed ? "unclaimed" : ""].filter(Boolean).join(" ");
}

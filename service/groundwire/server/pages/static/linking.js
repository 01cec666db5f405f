// Pointing at a record lights up its words in the article, and pointing at words lights up their record.

/** Connects the article, the cards, and whatever else in `results` names a card or a span. */
export class Linking {
  constructor(article, cards, results) {
    this.article = article;
    this.cards = cards;
    for (const place of [article.container, results]) {
      place.addEventListener("mouseover", (event) => this.#moved(event) && show(this.#light(event.target)));
      place.addEventListener("focusin", (event) => show(this.#light(event.target)));
      for (const end of ["mouseout", "focusout"]) {
        place.addEventListener(end, () => this.#light(document.activeElement)); // what has the focus stays lit
      }
      place.addEventListener("click", (event) => this.#follow(event));
    }
  }

  /** Whether the pointer went there; where a pane scrolled under a resting pointer, the other pane must not jump. */
  #moved({ screenX, screenY }) {
    const moved = screenX !== this.pointer?.screenX || screenY !== this.pointer?.screenY;
    this.pointer = { screenX, screenY };
    return moved;
  }

  /** Light up what belongs to an element, and nothing else; gives what of it is elsewhere, to be shown. */
  #light(target) {
    this.#dark();
    return this.article.container.contains(target) ? this.#fromArticle(target) : this.#fromResults(target);
  }

  #dark() {
    this.article.light(() => false, () => false);
    this.cards.cards.forEach((card) => card.element.classList.remove("lit"));
    this.cards.list.querySelectorAll(".value.lit").forEach((value) => value.classList.remove("lit"));
  }

  #fromArticle(target) {
    const spans = this.article.spansAt(target).filter((span) => span.card);
    if (spans.length === 0) {
      return undefined;
    }
    const lit = new Set(spans.map((span) => span.card));
    this.#lightCards(lit);
    for (const { card, path } of spans.filter((span) => span.path !== null)) {
      this.#valuesOf(card, path).forEach((value) => value.classList.add("lit"));
    }
    this.article.light((span) => lit.has(span.card), (span) => spans.includes(span));
    return this.cards.get(mostTelling(spans))?.element;
  }

  #fromResults(target) {
    const fact = target.closest?.("[data-start]");
    if (fact) {
      const [start, end] = [Number(fact.dataset.start), Number(fact.dataset.end)];
      const same = (span) => !span.card && span.start === start && span.end === end;
      return this.article.light(same, same);
    }
    const id = target.closest?.("[data-card]")?.dataset.card ?? target.closest?.(".card")?.id;
    if (id === undefined) {
      return undefined;
    }
    const path = target.closest("[data-path]")?.dataset.path;
    const states = (span) => span.card === id && span.path !== null && (path === undefined || touches(span.path, path));
    this.#lightCards(new Set([id]));
    return this.article.light((span) => span.card === id, states);
  }

  /** A click on words goes to their record, one on a link to a record or a fact to what it names. */
  #follow(event) {
    const link = event.target.closest("[data-card]");
    if (link) {
      event.preventDefault();
      this.#goTo(link.dataset.card);
      return;
    }
    const fact = event.target.closest("[data-start]");
    if (fact) {
      this.article.container.querySelector("mark.strong")?.scrollIntoView({ block: "center" });
      return;
    }
    const card = mostTelling(this.article.spansAt(event.target).filter((span) => span.card));
    if (card && getSelection().isCollapsed) {
      this.#goTo(card);
    }
  }

  #goTo(id) {
    this.cards.get(id)?.element.querySelector(".card").focus();
  }

  #lightCards(ids) {
    this.cards.cards.forEach((card) => card.element.classList.toggle("lit", ids.has(card.id)));
  }

  #valuesOf(id, path) {
    const values = [...(this.cards.get(id)?.element.querySelectorAll("[data-path]") ?? [])];
    return values.filter((value) => touches(path, value.dataset.path));
  }
}

/** Whether one path is the other, or leads to a part of it. */
function touches(one, other) {
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}

/** The record of a value, if words state one; else that of the shortest evidence. */
function mostTelling(spans) {
  const length = (span) => (span.end ?? 0) - (span.start ?? 0);
  const best = [...spans].sort((one, other) => (one.path === null) - (other.path === null) || length(one) - length(other));
  return best[0]?.card;
}

/** Scroll what is around an element so that it is seen; the page itself stays where it is. */
function show(element) {
  const around = [element?.closest(".article"), element?.closest(".pane")];
  const pane = around.find((place) => place && getComputedStyle(place).overflowY === "auto");
  if (pane === undefined) {
    return;
  }
  const [inner, outer] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
  const margin = pane.matches(".pane") ? 56 : 0; // the head of a pane stays on top
  if (inner.top < outer.top + margin || inner.bottom > outer.bottom) {
    pane.scrollTo({ top: pane.scrollTop + inner.top - outer.top - margin, behavior: calm() ? "auto" : "smooth" });
  }
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// What went wrong, in words, with a button that goes on from there. The article's text stays where it is.

import { ConnectionLost, ProblemTold } from "./asking.js";
import { element } from "./dom.js";

const UNAUTHORIZED = 401;

/** Shows one notice at a time. */
export class Notices {
  constructor(place) {
    this.place = place;
    this.timer = null;
  }

  clear() {
    clearInterval(this.timer);
    this.place.replaceChildren();
  }

  /** Show an element. */
  show(notice) {
    this.clear();
    this.place.append(notice);
  }

  /**
   * Tell of a failure.
   *
   * `elsewhere` are fields whose errors stand beside them; `again` asks once more, `enter` asks for a key.
   */
  tell(error, { elsewhere, again, enter }) {
    const { title, detail, lines, id, waitS, refused, mended } = toldOf(error, elsewhere);
    const button = element("button", { type: "button", class: "primary" }, refused ? "Enter a key" : "Try again");
    button.addEventListener("click", refused ? enter : again);
    const list = lines.length ? element("ul", {}, lines.map((line) => element("li", {}, line))) : null;
    const words = element("div", { role: "alert" }, element("p", {}, element("strong", {}, title)), element("p", {}, detail), list);
    this.show(element("div", { class: "notice bad" }, words, id ? element("p", { class: "hint" }, `Request ${id}`) : null, mended ? null : button));
    if (waitS) {
      this.#countDown(button, waitS);
    }
  }

  #countDown(button, waitS) {
    const end = performance.now() + waitS * 1000;
    const tick = () => {
      const left = Math.ceil((end - performance.now()) / 1000);
      button.disabled = left > 0;
      button.textContent = left > 0 ? `Try again in ${left} s` : "Try again";
      if (left <= 0) {
        clearInterval(this.timer);
      }
    };
    this.timer = setInterval(tick, 250);
    tick();
  }
}

function toldOf(error, elsewhere) {
  if (error instanceof ProblemTold) {
    const { title, detail, errors = [], request_id: id, status } = error.problem;
    const lines = errors.filter(({ field }) => !elsewhere.has(field)).map(({ field, message }) => `${field}: ${message}`);
    const refused = status === UNAUTHORIZED;
    const mended = errors.length > 0 && lines.length === 0; // in the form, where all is said
    const words = refused ? "Your key is not accepted any more." : mended ? "What is wrong is said beside the field." : detail;
    return { title, detail: words, lines, id, waitS: error.retryAfterS, refused, mended };
  }
  const lost = error instanceof ConnectionLost;
  return {
    title: lost ? "The connection was lost" : "Something went wrong in this page",
    detail: lost ? "The answer broke off before its end. Your article is still here." : String(error),
    lines: [],
    id: null,
    waitS: null,
    refused: false,
    mended: false,
  };
}

// The playground: an article goes in, records come out one by one.

import { aftermath, reservations } from "./aftermath.js";
import { Article } from "./article.js";
import { extracting, ProblemTold } from "./asking.js";
import { Card, Cards } from "./cards.js";
import { byId, element } from "./dom.js";
import { COLLECTIONS } from "./facts.js";
import { Form } from "./form.js";
import { badge, STATUSES } from "./grounding.js";
import { Linking } from "./linking.js";
import { Notices } from "./notices.js";
import { connectTools } from "./taking.js";

const COMMENT_S = 10;

class Playground {
  constructor(settings) {
    this.form = new Form(Number(settings.maxChars), () => this.ask());
    this.article = new Article(byId("article"));
    this.cards = new Cards(byId("cards"));
    this.notices = new Notices(byId("notice"));
    this.linking = new Linking(this.article, this.cards, byId("results"));
    this.unclaimed = [];
    this.run = null;
    byId("cancel").addEventListener("click", () => this.run?.abort());
    byId("edit").addEventListener("click", () => this.edit());
    byId("legend").append(...Object.entries(STATUSES).map(([status, { meaning }]) => element("li", { title: meaning }, badge(status))));
    const current = () => ({ request: this.request, extraction: this.extraction });
    connectTools(byId("tools"), { current, keyed: settings.keyed === "yes", said: say });
  }

  /** Send what the form says, and show what comes. */
  async ask() {
    this.run?.abort();
    const run = new AbortController();
    this.run = run;
    this.request = this.form.request();
    this.#begin();
    try {
      for await (const event of extracting(this.request, run.signal)) {
        this.#take(event);
      }
    } catch (error) {
      if (this.run === run) {
        this.#fail(error, run.signal.aborted);
      }
    } finally {
      if (this.run === run) {
        this.#end();
      }
    }
  }

  /** Back to the form, with everything in it as it was. */
  edit() {
    this.run?.abort();
    this.#show("form");
    this.form.text.focus();
  }

  #begin() {
    this.extraction = null;
    this.unclaimed = [];
    this.cards.clear();
    this.form.clearErrors();
    this.notices.clear();
    this.article.show(this.request.text);
    byId("aftermath").replaceChildren();
    byId("tools").hidden = true;
    byId("empty").hidden = true;
    byId("legend").hidden = true;
    this.#show("article");
    this.#count();
    for (const id of ["cancel", "elapsed", "progress"]) {
      byId(id).hidden = false;
    }
    byId("cancel").focus({ preventScroll: true });
    byId("results").setAttribute("aria-busy", "true");
    this.began = performance.now();
    clearInterval(this.clock);
    this.clock = setInterval(() => this.#tick(), 200);
    this.#tick();
    say("Reading the article …");
  }

  #take({ name, data }) {
    if (name === "record") {
      this.cards.add(new Card(`record-${data.id}`, data.record_type, data.record));
    } else if (name === "withdrawn") {
      const card = this.cards.get(`record-${data.id}`);
      if (card) {
        this.#keepFocus(card);
        this.cards.remove(card);
      }
    } else if (name === "extraction") {
      this.#finish(data);
    }
    this.#count();
    this.#mark();
    byId("legend").hidden = this.cards.cards.length === 0;
    if (name !== "extraction") {
      say(`${counted(this.cards.cards.length)} so far.`);
    }
  }

  #finish(extraction) {
    this.extraction = extraction;
    this.unclaimed = extraction.coverage.unclaimed;
    const said = new Map(this.cards.cards.map((card) => [JSON.stringify(card.record), card]));
    const cardAt = (collection, index) => said.get(JSON.stringify(extraction[collection][index])) ?? null;
    byId("aftermath").replaceChildren(...aftermath(extraction, cardAt));
    const reserved = reservations(extraction.meta);
    if (reserved) {
      this.notices.show(reserved);
    }
    byId("tools").hidden = false;
    const all = Object.values(COLLECTIONS).flatMap((name) => extraction[name]).length;
    const seconds = ((performance.now() - this.began) / 1000).toFixed(1);
    const whole = extraction.meta.complete ? "" : " The answer is incomplete.";
    say(`${counted(all)} found in ${seconds} seconds${extraction.meta.cache === "hit" ? ", from the cache" : ""}.${whole}`);
  }

  #fail(error, cancelled) {
    if (cancelled) {
      say(this.cards.cards.length ? `Cancelled. ${counted(this.cards.cards.length)} had been found.` : "Cancelled.");
      this.#show("form");
      byId("extract").focus({ preventScroll: true });
      return;
    }
    say("");
    const wrong = error instanceof ProblemTold ? (error.problem.errors ?? []) : [];
    if (wrong.length) {
      this.#show("form");
    }
    const elsewhere = this.form.showErrors(wrong);
    this.notices.tell(error, { elsewhere, again: () => this.ask(), enter: () => this.#enter() });
  }

  #end() {
    this.run = null;
    clearInterval(this.clock);
    const held = document.activeElement === byId("cancel");
    for (const id of ["cancel", "elapsed", "progress"]) {
      byId(id).hidden = true;
    }
    byId("results").removeAttribute("aria-busy");
    byId("empty").hidden = this.cards.cards.length > 0 || byId("notice").hasChildNodes() || this.extraction !== null;
    if (held) {
      byId("results-title").focus({ preventScroll: true });
    }
  }

  /** Have the browser ask for a key: it does so when the page itself is refused. */
  async #enter() {
    await fetch("./", { headers: { Accept: "text/html" }, cache: "no-store" }).catch(() => null);
    this.ask();
  }

  #show(what) {
    byId("form").hidden = what !== "form";
    byId("article").hidden = what !== "article";
    byId("edit").hidden = what !== "article";
    document.body.dataset.shows = what;
  }

  #mark() {
    const names = new Map(this.cards.cards.map((card, index) => [card.id, [index + 1, card.title]]));
    const facts = this.unclaimed.map(({ start, end }) => ({ start, end, card: null, path: null }));
    this.article.mark([...this.cards.cards.flatMap((card) => card.spans()), ...facts], names);
  }

  #keepFocus(card) {
    if (card.element.contains(document.activeElement)) {
      byId("results-title").focus({ preventScroll: true });
    }
  }

  #count() {
    byId("total").textContent = this.cards.cards.length || "";
  }

  #tick() {
    const seconds = Math.floor((performance.now() - this.began) / 1000);
    byId("elapsed").textContent = seconds < COMMENT_S ? `${seconds} s` : `${seconds} s, still reading`;
  }
}

function counted(number) {
  return number === 1 ? "1 record" : `${number || "No"} records`;
}

function say(words) {
  byId("status").textContent = words;
}

new Playground(document.body.dataset);

// What follows the records of a finished extraction: warnings, facts that no record claims, and how it was made.

import { element } from "./dom.js";
import { COLLECTIONS, words } from "./facts.js";

const NUMBERS = new Intl.NumberFormat("en");

/** All of it; `cardAt(collection, index)` finds the card of a record. */
export function aftermath(extraction, cardAt) {
  return [warnings(extraction.warnings, cardAt), coverage(extraction.coverage), making(extraction.meta)].filter(Boolean);
}

/** What a reader must know before the records; null if there is nothing. */
export function reservations(meta) {
  const lines = [
    meta.complete ? null : "This answer is incomplete: part of the article was not read, or part of the model's answer was lost. Records may be missing; the warnings say where.",
    meta.fallback ? `The second model, ${meta.model}, answered in place of the first.` : null,
  ].filter(Boolean);
  return lines.length ? element("div", { class: meta.complete ? "notice" : "notice bad", role: "alert" }, lines.map((line) => element("p", {}, line))) : null;
}

function warnings(list, cardAt) {
  if (list.length === 0) {
    return null;
  }
  const items = list.map(({ code, message, path }) => {
    const card = cardOf(path, cardAt);
    const link = card ? element("a", { href: `#${card.id}`, "data-card": card.id }, card.title) : null;
    return element("li", {}, element("code", {}, code), " ", message, link ? [" — ", link] : null);
  });
  return section("warnings", `Warnings (${list.length})`, element("ul", { class: "plain" }, items));
}

function cardOf(path, cardAt) {
  const [, collection, index] = /^\/(\w+)\/(\d+)(?:\/|$)/.exec(path ?? "") ?? [];
  return Object.values(COLLECTIONS).includes(collection) ? cardAt(collection, Number(index)) : null;
}

function coverage({ found, claimed, unclaimed }) {
  const said = element("p", { class: "hint" }, found === 0 ? "The article has no figure, sum, known place or casualty word." : `Records claim ${claimed} of ${found} figures, sums, known places and casualty words.`);
  const items = unclaimed.map(({ kind, quote, start, end }) =>
    element("li", {}, element("button", { type: "button", class: "fact", "data-start": start, "data-end": end }, element("span", { class: "hint" }, kind), ` ${quote}`)),
  );
  const list = items.length ? element("ul", { class: "chips" }, items) : null;
  return section("coverage", `Claimed by no record (${unclaimed.length})`, said, list);
}

function making(meta) {
  const { usage } = meta;
  const milliseconds = Object.values(meta.stage_ms).reduce((sum, each) => sum + each, 0);
  const rows = [
    ["Model", meta.fallback ? `${meta.model} (second choice)` : meta.model],
    ["Cache", meta.cache],
    ["Calls", usage.failed_calls ? `${usage.calls}, ${usage.failed_calls} of them failed` : `${usage.calls}`],
    ["Tokens", `${NUMBERS.format(usage.prompt_tokens)} read, ${NUMBERS.format(usage.completion_tokens)} written`],
    ["Cost", cost(meta.cost_usd)],
    ["Making it took", `${(milliseconds / 1000).toFixed(1)} s`],
    ["Complete", meta.complete ? "yes" : "no"],
    ["Schema", meta.mode ? `${words(meta.mode)}${meta.schema_enforced ? ", enforced" : ""}` : "nothing was asked"],
    ["Made", meta.created.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC")],
    ["Version", meta.groundwire_version],
  ];
  const cells = rows.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  return section("meta", "How it was made", element("dl", { class: "meta" }, cells));
}

function cost(dollars) {
  if (dollars === null) {
    return "no price is set";
  }
  return dollars === 0 ? "nothing" : `$${dollars.toPrecision(2)}`;
}

function section(id, title, ...content) {
  return element("section", { id, class: "after", "aria-labelledby": `${id}-title` }, element("h3", { id: `${id}-title` }, title), content);
}

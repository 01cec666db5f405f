// How values stand to the text: four statuses, each with a colour (in the style sheet), an icon and a word.

import { element, icon } from "./dom.js";

export const STATUSES = {
  exact: { path: "M3 8.5l3.2 3.2L13 5", meaning: "written in the evidence, letter for letter" },
  normalised: { path: "M2.5 6.5c2-2 3.5-2 5.5 0s3.5 2 5.5 0M2.5 10.5c2-2 3.5-2 5.5 0s3.5 2 5.5 0", meaning: "the same once both are normalised: “six” is 6" },
  inferred: { path: "M8 2.5L13.5 8 8 13.5 2.5 8z", meaning: "a judgement or a code, not written as such" },
  ungrounded: { path: "M8 2.5v6.5M8 12.5v.6", meaning: "nothing in the evidence supports it: leave it out of sums" },
};

const WORST_FIRST = ["ungrounded", "inferred", "normalised", "exact"];

/**
 * The entries of a record that tell about one value: its own, else those of its parts, else that of what it is part of.
 *
 * `path` is a JSON Pointer within the record.
 */
export function entriesOf(record, path) {
  const having = (test) => record.grounding.filter((entry) => test(entry.path));
  const own = having((known) => known === path);
  if (own.length) {
    return own;
  }
  const parts = having((known) => known.startsWith(`${path}/`));
  return parts.length ? parts : having((known) => path.startsWith(`${known}/`));
}

/** The status that holds for all of them: the least sure one. Null without entries, as for a summary. */
export function statusOf(entries) {
  return WORST_FIRST.find((status) => entries.some((entry) => entry.status === status)) ?? null;
}

/** Icon and word of a status. */
export function badge(status) {
  return element("span", { class: `badge ${status}` }, icon(STATUSES[status].path), status);
}

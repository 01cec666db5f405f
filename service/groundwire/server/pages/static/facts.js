// What a record says, as rows to be read: a label and values, each with its path, so that its grounding can be found.
// Labels and wording follow the codebook (docs/codebook.md).

const COUNTRIES = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
const NUMBERS = new Intl.NumberFormat("en");
const ROUND = new Intl.NumberFormat("en", { notation: "compact", compactDisplay: "long", maximumFractionDigits: 2 });

/** The collections of an extraction by the type of their records. */
export const COLLECTIONS = { attack: "attacks", diplomatic_event: "diplomatic_events", aid_pledge: "aid_pledges" };

const KINDS = { attack: "Attack", diplomatic_event: "Diplomatic event", aid_pledge: "Aid pledge" };

/** A code as words: `missile_strike` is "missile strike". */
export function words(code) {
  return code.replaceAll("_", " ");
}

/** What sort of record it is, with the code that says more: {text, path}. */
export function kindOf(type, record) {
  const more = { attack: ["scope"], diplomatic_event: ["status"], aid_pledge: ["status"] }[type];
  return { kind: KINDS[type], values: more.filter((name) => record[name]).map((name) => coded(`/${name}`, record[name])) };
}

/** A headline of a few words. */
export function titleOf(type, record) {
  return capitalised(TITLES[type](record));
}

/** Rows {label, values}; a value is {text, path, codes}, `codes` being what was derived from it. Rows without values are left out. */
export function factsOf(type, record) {
  return ROWS[type](record).filter((row) => row.values.length > 0);
}

const TITLES = {
  attack: (record) => joined(record.attack_type === "other" ? "attack" : words(record.attack_type), record.places.map((place) => place.name)),
  diplomatic_event: (record) => {
    const sides = [...record.initiators, ...record.counterparts].map((actor) => actor.name);
    return joined(words(record.event_type), sides);
  },
  aid_pledge: (record) => {
    const what = record.amount ? sum(record.amount, ROUND) : (record.items[0] ?? "aid");
    return `${joined(what, record.donors.map((actor) => actor.name))}${record.recipients.length ? ` → ${record.recipients[0].name}` : ""}`;
  },
};

const ROWS = {
  attack: (record) => [
    row("Killed", count("/killed", record.killed)),
    row("Injured", count("/injured", record.injured)),
    row("Who", [...record.perpetrators.map(actor("/perpetrators")), ...(record.attribution === "unknown" ? [] : [coded("/attribution", record.attribution)])]),
    row("Where", record.places.map(place("/places"))),
    row("When", date(record.date)),
    row("Weapons", record.weapons.flatMap(weapon)),
    row("Targets", record.targets.map((target, index) => ({ text: target.text, path: `/targets/${index}/text`, codes: [coded(`/targets/${index}/category`, target.category)] }))),
    row("Civilian harm", record.civilian_harm === null ? [] : [{ text: record.civilian_harm ? "yes" : "no", path: "/civilian_harm", codes: [] }]),
    row("Means", [coded("/attack_type", record.attack_type)]),
  ],
  diplomatic_event: (record) => [
    row("Who", record.initiators.map(actor("/initiators"))),
    row("Whom", record.counterparts.map(actor("/counterparts"))),
    row("Mediators", record.mediators.map(actor("/mediators"))),
    row("Where", record.place ? [place("/place")(record.place)] : []),
    row("When", date(record.date)),
    row("Act", [coded("/event_type", record.event_type)]),
    row("Topics", record.topics.map((topic, index) => coded(`/topics/${index}`, topic))),
  ],
  aid_pledge: (record) => [
    row("Amount", [...money("/amount", record.amount), ...record.stated_equivalents.flatMap((other, index) => money(`/stated_equivalents/${index}`, other))]),
    row("Donors", record.donors.map(actor("/donors"))),
    row("Recipients", record.recipients.map(actor("/recipients"))),
    row("Items", record.items.map((item, index) => ({ text: item, path: `/items/${index}`, codes: [] }))),
    row("Kind", [coded("/aid_type", record.aid_type), ...(record.instrument ? [coded("/instrument", record.instrument)] : [])]),
    row("Period", record.period_months === null ? [] : [{ text: `${record.period_months} months`, path: "/period_months", codes: [] }]),
    row("When", date(record.date)),
  ],
};

function row(label, values) {
  return { label, values };
}

function coded(path, code) {
  return { text: words(code), path, codes: [] };
}

function actor(list) {
  return ({ name, country, kind }, index) => {
    const path = `${list}/${index}`;
    return { text: name, path: `${path}/name`, codes: [...of(path, country), coded(`${path}/kind`, kind)] };
  };
}

/** Places of a list; with `/place`, which is none, the one place there is. */
function place(list) {
  return ({ name, admin, country }, index) => {
    const path = index === undefined ? list : `${list}/${index}`;
    const codes = [...(admin ? [{ text: admin, path: `${path}/admin`, codes: [] }] : []), ...of(path, country)];
    return { text: name, path: `${path}/name`, codes };
  };
}

function of(path, country) {
  return country ? [{ text: country, title: countryName(country), path: `${path}/country`, codes: [] }] : [];
}

function countryName(code) {
  try {
    return COUNTRIES.of(code);
  } catch {
    return code;
  }
}

function weapon({ kind, name, launched, intercepted }, index) {
  const path = `/weapons/${index}`;
  const named = name ? { text: name, path: `${path}/name`, codes: [coded(`${path}/kind`, kind)] } : coded(`${path}/kind`, kind);
  const counts = { launched, intercepted };
  return [named, ...Object.entries(counts).flatMap(([what, quantity]) => count(`${path}/${what}`, quantity, what))];
}

function date(range) {
  if (range === null) {
    return [];
  }
  const days = range.start === range.end ? range.start : `${range.start} to ${range.end}`;
  const resolved = range.start ? [{ text: days, path: "/date/start", codes: [] }] : [];
  return [{ text: `“${range.text}”`, path: "/date/text", codes: resolved }];
}

function money(path, amount) {
  return amount ? [{ text: sum(amount), path, codes: [] }] : [];
}

function sum({ value, currency }, numbers = NUMBERS) {
  return `${numbers.format(value)} ${currency}`;
}

function count(path, quantity, what = null) {
  return quantity ? [{ text: what ? `${interval(quantity)} ${what}` : interval(quantity), path, codes: [] }] : [];
}

/** A closed interval in words: "20", "at least 20", "5 to 7", "about 120"; "some" where no figure is given. */
export function interval({ min, max, approximate }) {
  const about = approximate ? "about " : "";
  const [low, high] = [min, max].map((side) => (side === null ? null : NUMBERS.format(side)));
  if (min === null && max === null) {
    return "some, no figure";
  }
  if (min === null || max === null) {
    return min === null ? `${about}at most ${high}` : `${about}at least ${low}`;
  }
  return min === max ? `${about}${low}` : `${about}${low} to ${high}`;
}

function joined(what, names) {
  const shown = names.slice(0, 2).join(", ");
  const more = names.length > 2 ? ` and ${names.length - 2} more` : "";
  return shown ? `${what} · ${shown}${more}` : what;
}

function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// The service counts code points, JavaScript counts UTF-16 units: a character beyond U+FFFF is one there and two here.

/** Cuts a text by code points. */
export class CodePoints {
  constructor(text) {
    this.text = text;
    this.units = [];
    for (let unit = 0; unit < text.length; unit += text.codePointAt(unit) > 0xffff ? 2 : 1) {
      this.units.push(unit);
    }
    this.units.push(text.length);
  }

  /** Number of code points. */
  get length() {
    return this.units.length - 1;
  }

  /** The text from one code point up to another, exclusive. */
  slice(start, end) {
    return this.text.slice(this.units[start], this.units[end]);
  }
}

/**
 * Cuts a text of some length where any span begins or ends.
 *
 * Gives pieces {start, end, spans} in order, without gaps: `spans` are those that cover the piece. Spans that are empty
 * or reach beyond the text are left out.
 */
export function pieces(length, spans) {
  const within = spans.filter((span) => 0 <= span.start && span.start < span.end && span.end <= length);
  const begins = [...within].sort((one, other) => one.start - other.start);
  const cuts = [...new Set([0, length, ...within.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  const found = [];
  let open = [];
  let next = 0;
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const [start, end] = [cuts[index], cuts[index + 1]];
    open = open.filter((span) => span.end > start);
    for (; next < begins.length && begins[next].start === start; next += 1) {
      open.push(begins[next]);
    }
    found.push({ start, end, spans: [...open] });
  }
  return found;
}

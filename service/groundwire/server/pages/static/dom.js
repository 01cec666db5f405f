// Elements made by name, attributes and children. Text goes in as text nodes only: nothing is ever parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element; `attributes` that are null, undefined or false are left out, `true` is an empty one. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** An icon of one path on a grid of 16; hidden from screen readers, for words stand beside it. */
export function icon(path) {
  const shape = filled(document.createElementNS(SVG, "path"), { d: path }, []);
  const attributes = { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" };
  return filled(document.createElementNS(SVG, "svg"), attributes, [shape]);
}

/** The element of an id. */
export function byId(id) {
  return document.getElementById(id);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

// The same request for a shell and for Python. Whatever an article holds, both texts mean exactly it.

// What is not seen, or would change what is seen (controls, directions, half surrogates), is written as an escape.
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\u00a0]/gu;

/** A request as one line of JSON. */
export function jsonLine(request) {
  return JSON.stringify(request).replace(UNSEEN, (char) => [...units(char)].map((unit) => `\\u${hex(unit, 4)}`).join(""));
}

/** A curl command for a POSIX shell. The body is a here-document: no quote ends it, and no length is too long for it. */
export function curlText(url, request, keyed) {
  const lines = [
    `curl -sS ${quoted(url)} \\`,
    ...(keyed ? [`  -H "Authorization: Bearer $GROUNDWIRE_KEY" \\`] : []),
    `  -H 'Content-Type: application/json' \\`,
    `  --data-binary @- <<'END_OF_REQUEST'`,
    jsonLine(request),
    "END_OF_REQUEST",
  ];
  return `${lines.join("\n")}\n`;
}

/** A program for Groundwire's SDK. */
export function pythonText(base, request, keyed) {
  const { text, ...wishes } = request;
  const given = Object.entries(wishes).map(([name, wish]) => `        ${name}=${pythonLiteral(wish)},`);
  const key = keyed ? ', api_key=os.environ["GROUNDWIRE_KEY"]' : "";
  const lines = [
    ...(keyed ? ["import os", ""] : []),
    "from groundwire.client import Client",
    "",
    "text = (",
    ...text.split(/(?<=\n)/).map((line) => `    ${pythonString(line)}`),
    ")",
    "",
    `with Client(${pythonString(base)}${key}) as client:`,
    ...(given.length ? ["    extraction = client.extract(", "        text,", ...given, "    )"] : ["    extraction = client.extract(text)"]),
    "print(extraction.model_dump_json(indent=2))",
  ];
  return `${lines.join("\n")}\n`;
}

function pythonLiteral(value) {
  if (Array.isArray(value)) {
    return `[${value.map(pythonLiteral).join(", ")}]`;
  }
  return typeof value === "boolean" ? (value ? "True" : "False") : pythonString(value);
}

// Python knows all escapes of JSON, but takes each half of a surrogate pair for a character of its own.
function pythonString(text) {
  return JSON.stringify(text).replace(UNSEEN, (char) => {
    const code = char.codePointAt(0);
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
}

/** A word for a POSIX shell. */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function* units(char) {
  for (let index = 0; index < char.length; index += 1) {
    yield char.charCodeAt(index);
  }
}

function hex(number, digits) {
  return number.toString(16).padStart(digits, "0");
}

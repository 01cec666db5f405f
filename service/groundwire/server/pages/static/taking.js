// What one takes from the page: the answer as JSON, the request for a shell or for Python, a file.

import { element } from "./dom.js";
import { curlText, pythonText } from "./texts.js";

/** Connects the buttons; `current` gives {request, extraction}, `said` tells what was done. */
export function connectTools(tools, { current, keyed, said }) {
  const base = new URL("./", document.baseURI).href.replace(/\/$/, "");
  const texts = {
    json: () => `${JSON.stringify(current().extraction, null, 2)}\n`,
    curl: () => curlText(`${base}/v1/extract`, current().request, keyed),
    python: () => pythonText(base, current().request, keyed),
  };
  for (const button of tools.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const done = await copied(texts[button.dataset.copy]());
      said(done ? `${button.textContent.replace("Copy ", "")} copied.` : "The browser does not let this page copy. Use Download.");
      if (done) {
        button.classList.add("done");
        setTimeout(() => button.classList.remove("done"), 1500);
      }
    });
  }
  tools.querySelector("[data-download]").addEventListener("click", () => {
    download(texts.json(), `groundwire-${current().extraction.article_id.slice(0, 12)}.json`);
    said("JSON downloaded.");
  });
}

async function copied(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // not allowed: the older way may be
    }
  }
  // Over plain HTTP from another machine there is no clipboard but this.
  const field = element("textarea", { class: "unseen", "aria-hidden": "true", readonly: true });
  const before = document.activeElement;
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  before?.focus();
  return done;
}

function download(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

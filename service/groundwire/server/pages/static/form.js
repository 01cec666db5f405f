// What is asked for: the article and the wishes, and what is wrong with each of them, beside it.

import { byId } from "./dom.js";
import { NotText, textOf } from "./files.js";

const FIELDS = ["text", "published", "record_types", "unsupported", "recall_pass"];
const NUMBERS = new Intl.NumberFormat("en");

export class Form {
  /** `maxChars` is what the service reads at most; `ask` is called when the form is sent. */
  constructor(maxChars, ask) {
    this.element = byId("form");
    this.text = byId("text");
    this.maxChars = maxChars;
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#asks()) {
        ask();
      }
    });
    this.text.addEventListener("input", () => this.#changed());
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.element.requestSubmit();
      }
    });
    this.#takesSamples();
    this.#takesFiles();
    this.#changed();
  }

  /** The body of a request; what is as by default is left out. */
  request() {
    const types = [...document.querySelectorAll('[name="record_types"]')];
    const checked = types.filter((box) => box.checked).map((box) => box.value);
    return {
      text: this.text.value,
      ...(byId("published").value ? { published: byId("published").value } : {}),
      ...(checked.length === types.length ? {} : { record_types: checked }),
      ...(byId("unsupported").value === "drop" ? {} : { unsupported: byId("unsupported").value }),
      ...(byId("recall_pass").checked ? { recall_pass: true } : {}),
    };
  }

  /** Show errors {field, message} beside their fields, and go to the first; gives the fields that they stand beside. */
  showErrors(errors) {
    this.clearErrors();
    const shown = new Set();
    for (const { field, message } of errors) {
      const name = field.split(".")[0];
      if (FIELDS.includes(name)) {
        shown.add(field);
        this.#error(name, sentence(message));
      }
    }
    const first = this.element.querySelector('[aria-invalid="true"]');
    first?.closest("details")?.setAttribute("open", "");
    (first?.matches("fieldset") ? first.querySelector("input") : first)?.focus();
    return shown;
  }

  clearErrors() {
    for (const name of FIELDS) {
      byId(name).removeAttribute("aria-invalid");
      byId(`${name}-error`).hidden = true;
    }
  }

  /** Put an article in, in place of what was there. */
  fill(text) {
    this.text.value = text;
    this.text.scrollTop = 0;
    this.#changed();
    this.clearErrors();
  }

  /** Whether there is something to ask; what is missing is said in place, without a request. */
  #asks() {
    const errors = [
      ...(this.text.value.trim() ? [] : [{ field: "text", message: "Paste an article first, or drop a .txt file." }]),
      ...(document.querySelector('[name="record_types"]:checked') ? [] : [{ field: "record_types", message: "Choose at least one kind of record." }]),
      ...(byId("published").validity.badInput ? [{ field: "published", message: "This is no day of the calendar." }] : []),
    ];
    this.showErrors(errors);
    return errors.length === 0;
  }

  #error(name, message) {
    const place = byId(`${name}-error`);
    place.textContent = message;
    place.hidden = false;
    byId(name).setAttribute("aria-invalid", "true");
  }

  #changed() {
    // Code points, as the service counts them.
    const count = this.text.value.length - (this.text.value.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
    byId("count").textContent = NUMBERS.format(count);
    byId("count").classList.toggle("over", count > this.maxChars);
  }

  #takesSamples() {
    for (const button of document.querySelectorAll("[data-sample]")) {
      button.addEventListener("click", async () => {
        try {
          const response = await fetch(button.dataset.sample);
          if (!response.ok) {
            throw new TypeError(response.statusText);
          }
          this.fill(await response.text());
          byId("published").value = "";
          byId("extract").focus();
        } catch {
          this.showErrors([{ field: "text", message: "The sample could not be loaded. Try again." }]);
        }
      });
    }
  }

  #takesFiles() {
    const [open, file, drop] = [byId("open"), byId("file"), byId("drop")];
    open.addEventListener("click", () => file.click());
    file.addEventListener("change", () => {
      this.#read(file.files);
      file.value = "";
    });
    // Dropped beside the field, a file would replace the page, and the text with it.
    addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) {
        event.preventDefault();
        drop.classList.add("over");
      }
    });
    addEventListener("dragleave", (event) => drop.classList.toggle("over", event.relatedTarget !== null));
    addEventListener("drop", (event) => {
      drop.classList.remove("over");
      if (event.dataTransfer?.types.includes("Files")) {
        event.preventDefault();
        if (!this.element.hidden) {
          this.#read(event.dataTransfer.files);
        }
      }
    });
  }

  async #read(files) {
    if (files.length > 1) {
      this.showErrors([{ field: "text", message: "Drop one file at a time: each article is read by itself." }]);
      return;
    }
    try {
      this.fill(await textOf(files[0], this.maxChars));
    } catch (error) {
      const message = error instanceof NotText ? error.message : "The file could not be read.";
      this.showErrors([{ field: "text", message }]);
    }
  }
}

/** The service's words for what is wrong with a field ("must not be empty") as a sentence. */
function sentence(message) {
  const begun = /^\p{Ll}/u.test(message) ? `This ${message}` : message;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

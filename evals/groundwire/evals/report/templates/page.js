"use strict";
/* The page reads without this script. It filters articles, and shows together what belongs to one record. */
(() => {
  const form = document.querySelector(".filters");
  const cases = [...document.querySelectorAll(".case")];
  const field = (id) => document.getElementById(id);

  const filter = () => {
    const words = field("find").value.trim().toLowerCase();
    let visible = 0;
    for (const item of cases) {
      item.hidden = (field("family").value && item.dataset.family !== field("family").value)
        || (field("faulty").checked && !("faulty" in item.dataset))
        || (words && !item.textContent.toLowerCase().includes(words));
      visible += item.hidden ? 0 : 1;
    }
    document.getElementById("articles").classList.toggle("hide-right", field("wrong").checked);
    field("count").textContent = `${visible} of ${cases.length} articles`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();

  const light = (element, on) => {
    const answer = element.closest(".answer");
    const records = new Set(element.dataset.of.split(" "));
    for (const other of answer.querySelectorAll("[data-of]")) {
      if (other.dataset.of.split(" ").some((record) => records.has(record))) other.classList.toggle("on", on);
    }
  };
  const about = (event) => event.target instanceof Element && event.target.closest("[data-of]");
  for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(enter, (event) => { const element = about(event); if (element) light(element, true); });
    document.addEventListener(leave, (event) => { const element = about(event); if (element) light(element, false); });
  }

  /* A link to a collapsed article opens it. */
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let parent = target.parentElement; parent; parent = parent.parentElement) if (parent.tagName === "DETAILS") parent.open = true;
    target.querySelector(":scope > details")?.setAttribute("open", "");
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
})();

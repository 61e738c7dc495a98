/* Single letters for the buttons of the review. Everything works without this script, and the letters can be
   turned off (the page then comes without it). A letter is the one that is typed, or, where a keyboard writes
   no Latin letters, the key that stands in its place. */
"use strict";
(() => {
  const target = new Map();
  for (const one of document.querySelectorAll("[data-key]")) target.set(one.dataset.key, one);
  let sent = false;
  addEventListener("pageshow", () => { sent = false; });
  const writes = (where) => where.closest("input:not([type=checkbox]), select, textarea") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (event.key === "Escape") {
      const open = document.querySelector("details[open] > summary[data-key]");
      if (open !== null) {
        open.parentElement.open = false;
        open.focus();
      }
      return;
    }
    if (writes(event.target)) return;
    const latin = /^[a-z?]$/i.test(event.key);
    const letter = latin ? event.key.toLowerCase()
      : event.key === "؟" ? "?"
      : event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
    const wanted = target.get(letter);
    if (wanted === undefined || sent) return;
    event.preventDefault();
    sent = wanted.tagName === "BUTTON";
    wanted.focus();
    wanted.click();
    if (wanted.tagName === "SUMMARY" && wanted.parentElement.open) {
      const first = wanted.parentElement.querySelector("input:not([type=hidden]), select, textarea");
      if (first !== null) first.focus();
    }
  });
})();

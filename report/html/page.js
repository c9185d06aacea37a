"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const tools = by("tools"), q = by("q"), f = by("f"), s = by("s"), shown = by("shown"), sorted = by("sorted");
  const items = [...document.querySelectorAll("article.item")].map((el, n) => ({
    el, n, home: el.parentElement, gain: Number(el.dataset.gain) || 0, rank: Number(el.dataset.rank),
    text: fold(el.textContent), status: el.dataset.status, unit: el.dataset.unit, open: el.classList.contains("open"),
  }));
  const parts = [...document.querySelectorAll("section.part")];
  const orders = {
    n: (a, b) => a.n - b.n,
    gain: (a, b) => b.gain - a.gain || a.n - b.n,
    status: (a, b) => a.rank - b.rank || a.n - b.n,
    unit: (a, b) => !a.unit - !b.unit || a.unit.localeCompare(b.unit, "th") || a.n - b.n,
  };
  // Thai is written with or without invisible breaks, and น้ำ in two ways.
  function fold(t) { return t.normalize("NFKC").replace(/[\u200b-\u200d\s]+/g, "").toLowerCase(); }
  function filter() {
    const words = fold(q.value), want = f.value;
    let n = 0;
    for (const i of items) {
      const yes = i.text.includes(words) && (want === "" || i.status === want || (want === "open" && i.open));
      i.el.hidden = !yes;
      n += yes;
    }
    for (const p of parts) p.hidden = s.value !== "n" || !p.querySelector("article:not([hidden])");
    const numbers = [n, items.length];
    shown.textContent = shown.dataset.text.replace(/%d/g, () => numbers.shift());
  }
  function sort() {
    const listed = s.value === "n";
    for (const i of [...items].sort(orders[s.value])) (listed ? i.home : sorted).append(i.el);
    sorted.hidden = listed;
    filter();
  }
  function arrive() {
    const target = location.hash && by(location.hash.slice(1));
    if (target && target.closest("[hidden]")) {
      q.value = f.value = "";
      s.value = "n";
      sort();
      target.scrollIntoView();
    }
  }
  q.addEventListener("input", filter);
  f.addEventListener("change", filter);
  s.addEventListener("change", sort);
  tools.addEventListener("submit", (e) => e.preventDefault());
  addEventListener("hashchange", arrive);
  tools.hidden = false;
  sort();
})();

"use strict";

// Read-out of a figure. The place that is read is a panel, an x of it and a curve.
function readOut(canvas) {
  const data = JSON.parse(document.getElementById(canvas.dataset.readout).textContent);
  const output = document.querySelector(`output[data-for="${canvas.dataset.readout}"]`);
  const ring = canvas.appendChild(document.createElement("div"));
  const tip = canvas.appendChild(document.createElement("div"));
  ring.className = "ring";
  tip.className = "tip";
  for (const part of [ring, tip]) { part.hidden = true; part.setAttribute("aria-hidden", "true"); }
  let panel = 0, place = 0, curve = 0;

  // The points at the current x, from the top of the plot down.
  function column() {
    const x = data.panels[panel].places[place].x;
    return data.panels[panel].curves
      .map((curve, index) => ({ index, name: curve.name, point: curve.points.find(p => p.x === x) }))
      .filter(entry => entry.point)
      .sort((a, b) => a.point.top - b.point.top || a.index - b.index);
  }

  function show() {
    const current = data.panels[panel], entries = column();
    const entry = entries.find(e => e.index === curve) || entries[0];
    if (!entry) return;
    curve = entry.index;
    const scale = canvas.clientWidth / data.width;
    ring.style.left = `${entry.point.left * scale}px`;
    ring.style.top = `${entry.point.top * scale}px`;
    const head = document.createElement("b");
    head.textContent = current.places[place].name;
    tip.replaceChildren(head, ...entries.map(e => {
      const line = document.createElement("div");
      line.textContent = `${e.name}: ${e.point.text}`;
      if (e === entry) line.className = "current";
      return line;
    }));
    ring.hidden = tip.hidden = false;
    const left = entry.point.left * scale + 14, top = entry.point.top * scale + 14;
    // On a narrow screen the figure scrolls within its frame, of which the tip must not leave.
    const frame = canvas.parentElement, first = frame.scrollLeft;
    const last = Math.min(canvas.clientWidth, first + frame.clientWidth) - tip.offsetWidth;
    const side = left > last ? left - 28 - tip.offsetWidth : left;
    tip.style.left = `${Math.max(first, Math.min(side < first ? last : side, last))}px`;
    tip.style.top = `${Math.min(top, Math.max(0, canvas.clientHeight - tip.offsetHeight))}px`;
    output.textContent =
      `${current.title}: ${current.places[place].name}. ${entry.name}: ${entry.point.text}.`;
  }

  function hide() { ring.hidden = tip.hidden = true; output.textContent = ""; }

  function nearest(list, distance) {
    let best = 0;
    list.forEach((item, index) => { if (distance(item) < distance(list[best])) best = index; });
    return best;
  }

  canvas.addEventListener("pointermove", event => {
    const box = canvas.getBoundingClientRect(), scale = data.width / box.width;
    const x = (event.clientX - box.left) * scale, y = (event.clientY - box.top) * scale;
    const over = data.panels.findIndex(({ frame: [left, top, width, height] }) =>
      x >= left - 4 && x <= left + width + 4 && y >= top - 8 && y <= top + height + 4);
    if (over < 0 || !data.panels[over].places.length) { hide(); return; }
    panel = over;
    const lefts = new Map(data.panels[panel].curves.flatMap(c => c.points.map(p => [p.x, p.left])));
    place = nearest(data.panels[panel].places, p => Math.abs(lefts.get(p.x) - x));
    const entries = column();
    curve = entries[nearest(entries, e => Math.abs(e.point.top - y))].index;
    show();
  });
  canvas.addEventListener("pointerleave", () => {
    if (document.activeElement === canvas) show(); else hide();
  });
  canvas.addEventListener("focus", () => { if (canvas.matches(":focus-visible")) show(); });
  canvas.addEventListener("blur", hide);
  canvas.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const last = data.panels[panel].places.length - 1;
    const entries = column(), rank = entries.findIndex(e => e.index === curve);
    const moves = {
      ArrowLeft: () => { place = Math.max(0, place - 1); },
      ArrowRight: () => { place = Math.min(last, place + 1); },
      Home: () => { place = 0; },
      End: () => { place = last; },
      ArrowUp: () => { curve = entries[Math.max(0, rank - 1)].index; },
      ArrowDown: () => { curve = entries[Math.min(entries.length - 1, rank + 1)].index; },
      PageUp: () => { panel = Math.max(0, panel - 1); },
      PageDown: () => { panel = Math.min(data.panels.length - 1, panel + 1); },
      Escape: hide,
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
    if (event.key === "Escape") return;
    place = Math.min(place, data.panels[panel].places.length - 1);
    show();
    ring.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    show();
  });
}

// Sorting of a table by the column whose heading is pressed; again to turn it round.
function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, index) => head.firstElementChild.addEventListener("click", () => {
    const falls = head.getAttribute("aria-sort") === "ascending";
    heads.forEach(other => other.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", falls ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, order) => {
      const cell = row.cells[index], number = cell.dataset.number;
      const key = number === undefined ? cell.textContent : number === "" ? -Infinity : +number;
      return { row, order, key };
    });
    rows.sort((a, b) => {
      const order = typeof a.key === "string"
        ? a.key.localeCompare(b.key, "en", { numeric: true })
        : a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
      return (falls ? -order : order) || a.order - b.order;
    });
    body.append(...rows.map(entry => entry.row));
  }));
}

document.querySelectorAll(".canvas").forEach(readOut);
document.querySelectorAll("table.sortable").forEach(makeSortable);
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  closed.forEach(details => { details.open = true; });
});
addEventListener("afterprint", () => closed.forEach(details => { details.open = false; }));

// Shows the number that somebody points at, hands pictures over, and lets filters act. Everything is
// readable without it.
"use strict";

// Pointing at a mark of a chart shows its number; so does a tap.
function startPointing(box) {
  const tip = document.createElement("div");
  tip.className = "chart__tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  box.append(tip);
  const show = (event) => {
    const mark = event.target.closest("[data-tip]");
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = mark.dataset.tip;
    const outer = box.getBoundingClientRect();
    const inner = mark.getBoundingClientRect();
    const middle = inner.left + inner.width / 2 - outer.left - tip.offsetWidth / 2;
    tip.style.left = `${Math.max(0, Math.min(middle, outer.width - tip.offsetWidth))}px`;
    tip.style.top = `${inner.top - outer.top - tip.offsetHeight - 6}px`;
  };
  box.addEventListener("pointermove", show);
  box.addEventListener("pointerdown", show);
  box.addEventListener("pointerleave", () => (tip.hidden = true));
}

function wholePicture(figure) {
  const picture = figure.querySelector(".chart__wide svg").cloneNode(true);
  const whole = picture.dataset.whole;
  const [, , width, height] = whole.split(" ");
  delete picture.dataset.whole;
  picture.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  picture.setAttribute("viewBox", whole);
  picture.setAttribute("width", width);
  picture.setAttribute("height", height);
  for (const mark of picture.querySelectorAll("[data-tip]")) mark.removeAttribute("data-tip");
  const text = new XMLSerializer().serializeToString(picture);
  return { text, width: Number(width), height: Number(height) };
}

async function asPixels({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * width, 2 * height];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

// The picture with its frame is taken from the page: a browser opens an SVG file from disk instead of
// saving it, and pixels are not worth their place on disk. Without scripts the link leads to the SVG.
async function handOver(event) {
  const link = event.currentTarget;
  const figure = document.getElementById(link.dataset.chart);
  if (!figure) return;
  event.preventDefault();
  const picture = wholePicture(figure);
  const carrier = document.createElement("a");
  carrier.href =
    link.dataset.format === "png"
      ? await asPixels(picture)
      : URL.createObjectURL(new Blob([picture.text], { type: "image/svg+xml" }));
  carrier.download = link.getAttribute("href").split("/").pop().replace(/svg$/, link.dataset.format);
  carrier.click();
}

// A filter form names its table (data-table). Each row carries data-<name> for every field; the
// field `words` looks in the row's text. Groups of rows are open as long as something is asked.
function startFilter(form) {
  const table = document.getElementById(form.dataset.table);
  const rows = [...table.querySelectorAll("tbody tr")];
  const groups = [...table.querySelectorAll("details.group")];
  const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const count = form.querySelector("output");
  const fields = [...form.elements].filter((field) => field.name);
  let wasAsked = false;
  const show = () => {
    let shown = 0;
    for (const row of rows) {
      const fits = fields.every((field) => {
        const wanted = field.value.trim();
        if (!wanted) return true;
        if (field.name === "words") return words.get(row).includes(wanted.toLowerCase());
        return row.dataset[field.name] === wanted;
      });
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    count.textContent = form.dataset.said.replace("{shown}", shown).replace("{all}", rows.length);
    const asked = new URLSearchParams();
    for (const field of fields) if (field.value.trim()) asked.set(field.name, field.value.trim());
    const query = asked.toString();
    for (const group of groups) {
      group.hidden = !group.querySelector("tbody tr:not([hidden])");
      if (Boolean(query) !== wasAsked) group.open = Boolean(query);
    }
    wasAsked = Boolean(query);
    history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + location.hash);
  };
  const given = new URLSearchParams(location.search);
  for (const field of fields) if (given.has(field.name)) field.value = given.get(field.name);
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  form.hidden = false;
  show();
}

// What an address names may stand in a group that is closed.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const group = target && target.closest("details.group");
  if (!group || target.hidden) return;
  group.open = true;
  target.scrollIntoView({ block: "center" });
}

// Browsers that do not show closed parts on paper get them opened; the SQL of a claim stays closed.
function openAll() {
  for (const part of document.querySelectorAll("details:not([open]):not(.claims details)")) {
    part.open = true;
    part.dataset.opened = "print";
  }
}

function closeAgain() {
  for (const part of document.querySelectorAll("details[data-opened]")) {
    part.open = false;
    delete part.dataset.opened;
  }
}

for (const form of document.querySelectorAll("form.filters")) startFilter(form);
window.addEventListener("hashchange", openTarget);
window.addEventListener("load", openTarget);
window.addEventListener("beforeprint", openAll);
window.addEventListener("afterprint", closeAgain);
for (const link of document.querySelectorAll("a[data-chart]"))
  link.addEventListener("click", handOver);
for (const part of document.querySelectorAll(".js-only")) part.hidden = false;
for (const box of document.querySelectorAll(".chart__box")) startPointing(box);

// Draws the charts, and lets legends and filters act. Everything is readable without it.
"use strict";

function numbers() {
  const dutch = document.documentElement.lang === "nl";
  return {
    decimal: dutch ? "," : ".",
    thousands: dutch ? "." : ",",
    grouping: [3],
    currency: ["€", ""],
    minus: "−",
  };
}

function pictureSpec(figure) {
  const spec = JSON.parse(figure.querySelector(".chart__spec").textContent);
  const { fields, rows } = spec.data;
  const values = rows.map((row) => Object.fromEntries(fields.map((name, at) => [name, row[at]])));
  return { ...spec, data: { values } };
}

// The page's own drawing: as wide as its box, without the heading and legend of the picture.
function pageSpec(figure) {
  const spec = pictureSpec(figure);
  for (const part of [spec, ...(spec.layer || [])])
    for (const channel of Object.values(part.encoding || {}))
      if (channel.legend) channel.legend = null;
  delete spec.title;
  return {
    ...spec,
    width: "container",
    autosize: { type: "fit-x", contains: "padding" },
    background: "transparent",
    padding: 0,
  };
}

function drawChart(figure, locale) {
  const spec = pageSpec(figure);
  const drawing = figure.querySelector(".chart__drawing");
  const picture = figure.querySelector(".chart__picture");
  const legend = figure.querySelector(".chart__legend");
  drawing.hidden = false;
  return window
    .vegaEmbed(drawing, spec, { actions: false, renderer: "svg", formatLocale: locale })
    .then((result) => {
      picture.hidden = true;
      figure.dataset.drawn = "true";
      if (!legend) return;
      legend.hidden = false;
      const buttons = [...legend.querySelectorAll("button")];
      legend.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
        const hidden = buttons
          .filter((one) => one.getAttribute("aria-pressed") === "false")
          .map((one) => one.dataset.code);
        result.view.signal("hidden", hidden).runAsync();
      });
    })
    .catch((error) => {
      drawing.hidden = true;
      console.error(error);
    });
}

function drawCharts() {
  const figures = [...document.querySelectorAll(".chart")];
  if (!figures.length || !window.vegaEmbed) return;
  const locale = numbers();
  Promise.all(figures.map((figure) => drawChart(figure, locale))).then(() => {
    document.documentElement.dataset.charts = "drawn";
  });
}

// The picture with its heading and legend is drawn again and handed over: a browser opens an SVG file
// from disk instead of saving it, and pixels are not worth their place on disk. Without scripts the
// link leads to the SVG.
async function handOver(event) {
  const link = event.currentTarget;
  const figure = document.getElementById(link.dataset.chart);
  if (!figure || !window.vegaEmbed) return;
  event.preventDefault();
  const drawn = await window.vegaEmbed(document.createElement("div"), pictureSpec(figure), {
    actions: false,
    renderer: "svg",
    formatLocale: numbers(),
  });
  const png = link.dataset.format === "png";
  const name = link.getAttribute("href").split("/").pop().replace(/svg$/, link.dataset.format);
  const address = png
    ? await drawn.view.toImageURL("png", 2)
    : URL.createObjectURL(new Blob([await drawn.view.toSVG()], { type: "image/svg+xml" }));
  const carrier = document.createElement("a");
  carrier.href = address;
  carrier.download = name;
  carrier.click();
  drawn.finalize();
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
if (window.vegaEmbed) for (const part of document.querySelectorAll(".js-only")) part.hidden = false;
drawCharts();

// Makes the table, the chart and the download that a reader chooses, from the cells in the page
// (`ask.py`). The choices stand in the address, so that a link keeps them.
"use strict";

const data = JSON.parse(document.getElementById("ask-data").textContent);
const language = document.documentElement.lang;
const form = document.querySelector(".ask-choices");
const FIELDS = ["exhibit", "edition", "columns", "rows", "measure"];
const SERIES = "series"; // in place of an edition: all years, each from one of them
const BESIDE = "beside"; // in place of an edition: the whole of each, side by side
const TOTAL = "total";
const SHARE = ".pct"; // after the name of a measure: its printed percentages
const [PRINTED, DIFFERS, NOT_PRINTED] = ["p", "d", "n"]; // marks of a number, see `ask.py`
const INVENTED = "°"; // after a number that is printed nowhere, of a synthetic register
const OTHER = "≠"; // beside a number of which a document prints another
const NOBODY = "[z]"; // a cell without a number
const ABSENT = "[x]"; // no cell
const LINES_TOGETHER = 5; // more lines than these get a panel each
const SYMBOLS = ["circle", "square", "triangle", "diamond", "star"];

let choice = {};
let answer = {};

function say(key, blanks = {}) {
  return data.words[key].replace(/\{(\w+)\}/g, (_, name) => blanks[name]);
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function exhibitOf(wanted) {
  return data.exhibits.find((one) => one.code === wanted.exhibit);
}

function measureOf(wanted) {
  return wanted.measure.replace(SHARE, "");
}

function isOfMoreEditions(wanted) {
  return wanted.edition === SERIES || wanted.edition === BESIDE;
}

// The blocks of the exhibit that fit all choices made so far.
function blocksOf(wanted) {
  return exhibitOf(wanted).blocks.filter(
    (block) =>
      (!wanted.edition || isOfMoreEditions(wanted) || block.edition === wanted.edition) &&
      (!wanted.columns || block.columnKind === wanted.columns) &&
      (!wanted.rows || block.rowKind === wanted.rows) &&
      (!wanted.measure || block.measure === measureOf(wanted))
  );
}

function unique(values) {
  return [...new Set(values)];
}

// What can be chosen in a field, given the fields before it; the first is chosen without a wish.
const OPTIONS = {
  exhibit: () => data.exhibits.map((one) => [one.code, `${one.number}. ${one.title}`]),
  edition(wanted) {
    const blocks = blocksOf(wanted);
    const editions = data.editions.map((one) => one.code);
    const among = (kind) =>
      unique(blocks.filter((one) => one.columnKind === kind).map((one) => one.edition)).length;
    const found = editions.filter((code) => blocks.some((block) => block.edition === code));
    const options = found.map((code) => [code, code, say("edition.one")]);
    options.sort((a, b) => (b[0] === data.edition) - (a[0] === data.edition));
    if (among("year") > 1) options.push([SERIES, say("edition.series"), say("edition.more")]);
    if (among("edition") > 1) options.push([BESIDE, say("edition.beside"), say("edition.more")]);
    return options;
  },
  columns(wanted) {
    const kinds = { [SERIES]: ["year"], [BESIDE]: ["edition"] }[wanted.edition];
    const found = kinds || unique(blocksOf(wanted).map((block) => block.columnKind));
    found.sort((a, b) => (a === "edition") - (b === "edition"));
    return found.map((kind) => [kind, exhibitOf(wanted).columns[kind]]);
  },
  rows(wanted) {
    const kinds = unique(blocksOf(wanted).map((block) => block.rowKind));
    const parts = kinds.filter((kind) => kind !== TOTAL);
    return (parts.length ? parts : kinds).map((kind) => [kind, exhibitOf(wanted).rows[kind]]);
  },
  measure(wanted) {
    const options = [];
    for (const block of blocksOf(wanted)) {
      const { label } = exhibitOf(wanted).measures[block.measure];
      options.push([block.measure, label]);
      if (block.pct) options.push([block.measure + SHARE, say("share", { measure: label })]);
    }
    const seen = new Map(options.map((option) => [option[0], option]));
    return [...seen.values()].sort((a, b) => a[0].endsWith("rank") - b[0].endsWith("rank"));
  },
};

// Choose what is wished where it exists; `missing` gets the wishes that were not.
function settle(wished, missing) {
  const settled = {};
  for (const field of FIELDS) {
    const options = OPTIONS[field](settled);
    const exists = options.some(([code]) => code === wished[field]);
    if (wished[field] && !exists) missing.push(wished[field]);
    settled[field] = exists ? wished[field] : options[0][0];
    fill(form.elements[field], options, settled[field]);
  }
  settled.without = new Set(wished.without);
  return settled;
}

function fill(select, options, chosen) {
  const shown = JSON.stringify(options);
  if (select.dataset.shown !== shown) {
    select.dataset.shown = shown;
    select.replaceChildren();
    for (const [code, label, group] of options) {
      if (group && select.lastElementChild?.label !== group)
        select.append(element("optgroup", { label: group }));
      const place = group ? select.lastElementChild : select;
      place.append(element("option", { value: code }, label));
    }
  }
  select.value = chosen;
  select.disabled = options.length === 1;
}

// The columns of the table: each knows its block, and its place in it.
function columnsOf(wanted) {
  const { labels } = exhibitOf(wanted);
  const columns = new Map();
  const order = new Map(data.editions.map((one, at) => [one.code, at]));
  order.set(data.edition, data.editions.length);
  const blocks = blocksOf(wanted).sort((a, b) => order.get(a.edition) - order.get(b.edition));
  for (const block of blocks)
    block.columns.forEach((number, at) => {
      const [code, label] = labels[number];
      columns.set(code, { code, label, edition: block.edition, block, at });
    });
  const found = [...columns.values()];
  if (isOfMoreEditions(wanted)) found.sort((a, b) => (a.code < b.code ? -1 : 1));
  for (const column of found) {
    if (wanted.edition === BESIDE) column.label = column.edition;
    column.name = wanted.edition === SERIES ? `${column.label} (${column.edition})` : column.label;
  }
  return found;
}

// The rows of all blocks of the table; a row that not all have stands below the one before it.
function rowsOf(wanted, columns) {
  const { labels } = exhibitOf(wanted);
  const rows = [];
  const blocks = unique(columns.map((column) => column.block));
  blocks.sort((a, b) => (b.edition === data.edition) - (a.edition === data.edition));
  for (const block of blocks) {
    let place = 0;
    for (const number of block.rows) {
      const [code, label, colour] = labels[number];
      const there = rows.findIndex((row) => row.code === code);
      if (there < 0) rows.splice(place, 0, { code, label, colour });
      place = (there < 0 ? place : there) + 1;
    }
  }
  return rows;
}

function codesOf(block, labels) {
  return block.rows.map((number) => labels[number][0]);
}

function lookUp(wanted, code, column, block) {
  const row = block ? codesOf(block, exhibitOf(wanted).labels).indexOf(code) : -1;
  if (row < 0) return { isAbsent: true };
  const at = row * block.columns.length + column.at;
  const [values, marks, instead] = wanted.measure.endsWith(SHARE)
    ? [block.pct, block.pctMarks, block.pctInstead]
    : [block.values, block.marks, block.instead];
  const value = values[at];
  return { value, isAbsent: false, mark: marks[at], instead: instead[at], block, code, column };
}

// Where a rule or the categories change between two editions that stand side by side.
function breaksOf(wanted, columns) {
  if (!isOfMoreEditions(wanted)) return [];
  const { isRanked, labels } = exhibitOf(wanted);
  const rulesOf = (column) => data.editions.find((one) => one.code === column.edition).rules;
  const breaks = [];
  columns.forEach((column, at) => {
    const before = columns[at - 1];
    if (!before || before.edition === column.edition) return;
    const [old, now] = [rulesOf(before), rulesOf(column)];
    const rules = [
      ...Object.keys(old).filter((rule) => !(rule in now)).map((rule) => ["ended", rule, old[rule]]),
      ...Object.keys(now).filter((rule) => !(rule in old)).map((rule) => ["begun", rule, now[rule]]),
    ];
    const [was, is] = [codesOf(before.block, labels), codesOf(column.block, labels)];
    const named = (block, codes) =>
      block.rows
        .map((number) => labels[number])
        .filter(([code]) => !codes.includes(code))
        .map(([, label]) => label);
    const gone = isRanked ? [] : named(before.block, is);
    const added = isRanked ? [] : named(column.block, was);
    const names = new Map(before.block.rows.map((number) => labels[number]));
    const renamed = column.block.rows
      .map((number) => labels[number])
      .filter(([code, label]) => names.has(code) && names.get(code) !== label)
      .map(([code, label]) => ({ old: names.get(code), now: label }));
    if (rules.length || gone.length || added.length || renamed.length)
      breaks.push({ at, before, after: column, rules, gone, added, renamed });
  });
  return breaks;
}

function answerTo(wanted) {
  const exhibit = exhibitOf(wanted);
  const columns = columnsOf(wanted);
  const all = rowsOf(wanted, columns);
  const rows = all.filter((row) => !wanted.without.has(row.code));
  for (const row of rows)
    row.cells = columns.map((column) => lookUp(wanted, row.code, column, column.block));
  const totals = [];
  if (wanted.rows !== TOTAL && !wanted.measure.endsWith(SHARE)) {
    const blocks = blocksOf({ ...wanted, rows: TOTAL });
    const cells = columns.map((column) =>
      lookUp(
        wanted,
        codesOf(blocks[0] || { rows: [] }, exhibit.labels)[0],
        column,
        blocks.find((block) => block.edition === column.edition)
      )
    );
    if (blocks.length) totals.push({ label: exhibit.labels[blocks[0].rows[0]][1], isTotal: true, cells });
  }
  const { label, digits } = exhibit.measures[measureOf(wanted)];
  const isShare = wanted.measure.endsWith(SHARE);
  const result = {
    exhibit,
    columns,
    all,
    rows,
    totals,
    breaks: breaksOf(wanted, columns),
    measure: isShare ? say("share", { measure: label }) : label,
    digits: isShare ? 0 : digits,
    isShare,
  };
  const when = isOfMoreEditions(wanted)
    ? say(`in.${wanted.edition}`, { first: columns[0].label, last: columns.at(-1).label })
    : say("in.edition", { edition: wanted.edition });
  const kind = exhibit.rows[wanted.rows];
  result.heading = say("heading", {
    number: exhibit.number,
    title: exhibit.title,
    rows: kind[0].toUpperCase() + kind.slice(1),
    measure: result.measure,
    when,
  });
  return result;
}

function written(value) {
  const { digits, isShare } = answer;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(language, format).format(value) + (isShare ? "%" : "");
}

function shown(cell) {
  if (cell.isAbsent) return ABSENT;
  return cell.value === null ? NOBODY : written(cell.value);
}

function isInvented(cell) {
  return data.isSynthetic && !cell.isAbsent && cell.mark === NOT_PRINTED;
}

function signOf(cell) {
  if (cell.mark === DIFFERS) return ` ${OTHER}`;
  return isInvented(cell) ? INVENTED : "";
}

// Whether a document prints the number, in words.
function inPrint(cell) {
  if (cell.isAbsent) return "";
  if (cell.mark === DIFFERS) return say("print.instead", { number: cell.instead });
  if (cell.mark === PRINTED) return say("table.printed");
  return say(data.isSynthetic ? "table.invented" : "table.not_printed");
}

// The same name as `cell_id` in data.py gives.
function traceOf({ block, code, column }) {
  const [columnCode] = answer.exhibit.labels[block.columns[column.at]];
  const parts = [block.columnKind, columnCode, block.rowKind, code, block.measure];
  const name = parts.join(".").toLowerCase().replace(/[^\p{L}\p{N}_]/gu, "-");
  return `${address(data.traces, block.edition)}#${name}`;
}

function address(pattern, edition) {
  return pattern.replace("{exhibit}", answer.exhibit.code).replace("{edition}", edition);
}

function showTable() {
  const table = document.getElementById("ask-table");
  const corner = element("span", { class: "visually-hidden" }, say("category"));
  const head = element("tr", { role: "row" }, element("th", { scope: "col", role: "columnheader" }, corner));
  const starts = new Set(answer.breaks.map((one) => one.at));
  answer.columns.forEach((column, at) => {
    const cell = element("th", { scope: "col", role: "columnheader" }, column.label);
    if (choice.edition === SERIES)
      cell.append(" ", element("span", { class: "share" }, column.edition));
    if (starts.has(at)) cell.classList.add("ask-break");
    head.append(cell);
  });
  const body = element("tbody", { role: "rowgroup" });
  for (const row of [...answer.rows, ...answer.totals]) {
    const line = element("tr", { role: "row" }, element("th", { scope: "row", role: "rowheader" }, row.label));
    if (row.isTotal) line.className = "total";
    row.cells.forEach((cell, at) => {
      const box = element("td", { role: "cell", "data-column": answer.columns[at].name });
      if (cell.isAbsent) box.append(shown(cell));
      else box.append(...marked(cell));
      if (isInvented(cell)) box.classList.add("in-print--not_printed");
      if (starts.has(at)) box.classList.add("ask-break");
      line.append(box);
    });
    body.append(line);
  }
  table.setAttribute("role", "table");
  table.replaceChildren(
    element("caption", {}, answer.heading),
    element("thead", { role: "rowgroup" }, head),
    body
  );
  fit();
  const texts = answer.rows.flatMap((row) => row.cells.map(shown));
  const notes = [
    [NOBODY, "nobody"],
    [ABSENT, "absent"],
  ].filter(([text]) => texts.includes(text));
  document
    .querySelector(".ask-marks")
    .replaceChildren(...notes.map(([, key]) => element("li", {}, say(key))));
}

// A number with its link and its mark, as on the pages of figures.
function marked(cell) {
  const parts = [element("a", { href: traceOf(cell) }, shown(cell))];
  if (isInvented(cell)) parts.push(element("span", { class: "invented" }, INVENTED));
  if (cell.mark === DIFFERS)
    parts.push(" ", element("span", { class: "differs" }, `${OTHER} ${inPrint(cell)}`));
  return parts;
}

// How many numbers of the table are printed, differ from print, or stand in no print.
function showMarks() {
  const cells = [...answer.rows, ...answer.totals].flatMap((row) => row.cells);
  const kinds = [
    [PRINTED, "printed", "print.printed", ""],
    [DIFFERS, "differs", "print.differs", OTHER],
    [NOT_PRINTED, "not_printed", data.isSynthetic ? "print.invented" : "print.not_printed", data.isSynthetic ? INVENTED : ""],
  ];
  const items = kinds.flatMap(([mark, name, key, sign]) => {
    const count = cells.filter((cell) => cell.mark === mark).length;
    if (!count) return [];
    const number = element("strong", {}, new Intl.NumberFormat(language).format(count));
    return [element("li", { class: `in-print--${name}` }, number, ` ${say(key)} ${sign}`)];
  });
  const list = document.getElementById("ask-print");
  list.replaceChildren(...items, list.lastElementChild);
}

// A table that is wider than its place is stacked: a row is a block of numbers with their columns.
function fit() {
  const table = document.getElementById("ask-table");
  const hasLongNames = answer.columns.some((column) => column.label.length > 10);
  table.style.setProperty("--least", hasLongNames ? "9rem" : "6.2rem");
  table.classList.remove("ask-stacked");
  table.classList.toggle("ask-stacked", table.scrollWidth > table.parentElement.clientWidth);
}

function showNotes() {
  const notes = [];
  if (choice.edition === SERIES) notes.push([say("taken", { default: data.edition })]);
  for (const one of answer.breaks) {
    const parts = [
      element("strong", {}, say("break", { before: one.before.label, after: one.after.label })),
    ];
    for (const [key, rule, { title, reason, rulings }] of one.rules) {
      parts.push(` ${say(key, { rule, title, reason })}`);
      for (const [code, link] of rulings) parts.push(" ", element("a", { href: link }, code));
    }
    if (one.added.length) parts.push(` ${say("categories_added", { categories: one.added.join(", ") })}`);
    if (one.gone.length) parts.push(` ${say("categories_gone", { categories: one.gone.join(", ") })}`);
    for (const names of one.renamed) parts.push(` ${say("renamed", names)}`);
    notes.push(parts);
  }
  for (const note of answer.exhibit.notes) notes.push([note]);
  const editions = answer.columns.map((column) => column.edition);
  const edition = editions.includes(data.edition) ? data.edition : editions[0];
  const link = element("a", { href: address(data.figures, edition) });
  link.append(say("figure", { number: `${answer.exhibit.number}, ${edition}` }));
  notes.push([link]);
  document
    .getElementById("ask-notes")
    .replaceChildren(...notes.map((parts) => element("li", {}, ...parts)));
}

function showCategories() {
  const box = document.getElementById("ask-categories");
  const shownNow = JSON.stringify(answer.all.map((row) => [row.code, row.label]));
  if (box.dataset.shown !== shownNow) {
    box.dataset.shown = shownNow;
    box.replaceChildren(
      ...answer.all.map((row) =>
        element("label", {}, element("input", { type: "checkbox", value: row.code, autocomplete: "off" }), ` ${row.label}`)
      )
    );
  }
  for (const field of box.querySelectorAll("input")) field.checked = !choice.without.has(field.value);
}

// Charts

const STYLE = { background: "transparent", color: "inherit", fontFamily: "inherit", fontSize: "13px", overflow: "visible" };

function isOverTime() {
  return answer.columns.length > 1 && (isOfMoreEditions(choice) || choice.columns === "year");
}

function lines(rows, width, height, top) {
  const last = answer.columns.length - 1;
  const starts = answer.breaks.map((one) => one.at);
  const points = rows.flatMap((row, number) =>
    row.cells.flatMap((cell, x) =>
      cell.isAbsent || cell.value === null
        ? []
        : [
            {
              x,
              y: cell.value,
              colour: row.colour,
              symbol: SYMBOLS[number % SYMBOLS.length],
              fill: isInvented(cell) ? "var(--pst-color-background)" : row.colour,
              differs: cell.mark === DIFFERS,
              part: `${row.code} ${starts.filter((start) => start <= x).length}`,
              title: `${row.label}\n${answer.columns[x].label}: ${shown(cell)} (${inPrint(cell)})`,
            },
          ]
    )
  );
  const longest = Math.max(...answer.columns.map((column) => column.label.length));
  const every = Math.ceil(((longest * 8 + 8) * (last + 1)) / (width - 60));
  const ticks = answer.columns.map((_, at) => at).filter((at) => (last - at) % every === 0);
  return window.Plot.plot({
    width,
    height,
    marginLeft: 52,
    marginRight: 18,
    marginTop: 20,
    style: STYLE,
    x: { domain: [-0.3, last + 0.3], ticks, tickFormat: (at) => answer.columns[at].label, tickSize: 0, label: null },
    y: { domain: [0, top], nice: true, ticks: 5, tickFormat: tick, grid: true, tickSize: 0, label: null },
    color: { type: "identity" },
    symbol: { type: "identity" },
    marks: [
      window.Plot.ruleY([0]),
      window.Plot.ruleX(starts, { x: (at) => at - 0.5, strokeDasharray: "5,4" }),
      window.Plot.text(starts, { x: (at) => at - 0.5, frameAnchor: "top", dy: -12, text: () => say("break_mark") }),
      window.Plot.lineY(points, { x: "x", y: "y", z: "part", stroke: "colour", strokeWidth: 2.5 }),
      window.Plot.dot(points, { x: "x", y: "y", fill: "fill", stroke: "colour", strokeWidth: 2, symbol: "symbol", r: 4 }),
      window.Plot.text(points.filter((point) => point.differs), { x: "x", y: "y", text: () => OTHER, dy: -13 }),
      window.Plot.tip(points, window.Plot.pointer({ x: "x", y: "y", title: "title", fontSize: 13 })),
    ],
  });
}

function tick(value) {
  return new Intl.NumberFormat(language).format(value) + (answer.isShare ? "%" : "");
}

function bars(rows, at, width, top) {
  const longest = Math.max(...rows.map((row) => row.label.length));
  const head = 17 * Math.ceil((longest * 7) / width) + 2;
  const step = head + 22;
  const points = rows.map((row) => ({
    code: row.code,
    label: row.label,
    colour: row.colour,
    value: row.cells[at].value || 0,
    shown: shown(row.cells[at]) + signOf(row.cells[at]),
  }));
  return window.Plot.plot({
    width,
    height: points.length * step,
    margin: 0,
    marginRight: 70,
    style: STYLE,
    x: { domain: [0, top], axis: null },
    y: { domain: points.map((point) => point.code), axis: null, padding: 0 },
    color: { type: "identity" },
    marks: [
      window.Plot.barX(points, { x: "value", y: "code", fill: "colour", insetTop: head, insetBottom: 6 }),
      window.Plot.text(points, {
        frameAnchor: "left",
        y: "code",
        text: "label",
        textAnchor: "start",
        lineAnchor: "top",
        dy: -step / 2 + 2,
        lineWidth: width / 13,
      }),
      window.Plot.text(points, { x: "value", y: "code", text: "shown", textAnchor: "start", dx: 5, dy: head / 2 - 3 }),
    ],
  });
}

// The panels of the chart: a title and how it is drawn in a width.
function panelsOf(rows, top) {
  if (!isOverTime())
    return answer.columns.map((column, at) => ({
      title: answer.columns.length > 1 ? column.label : "",
      draw: (width) => bars(rows, at, width, top),
    }));
  if (rows.length <= LINES_TOGETHER)
    return [{ title: "", draw: (width) => lines(rows, width, 340, top) }];
  return rows.map((row) => ({ title: row.label, draw: (width) => lines([row], width, 170, top) }));
}

function showChart() {
  const box = document.getElementById("ask-chart");
  box.setAttribute("aria-label", say("chart", { heading: answer.heading }));
  document.querySelector(".ask-chart figcaption").textContent = answer.heading;
  const cells = answer.rows.flatMap((row) => row.cells);
  const signs = [
    cells.some(isInvented) && say(isOverTime() ? "hollow" : "sign", { sign: INVENTED }),
    cells.some((cell) => cell.mark === DIFFERS) && say("other", { sign: OTHER }),
  ];
  document.querySelector(".ask-notice").textContent = [`${data.notice}.`, ...signs.filter(Boolean)].join(" ");
  const rows = answer.rows.filter((row) => row.cells.some((cell) => cell.value !== null && !cell.isAbsent));
  const values = rows.flatMap((row) => row.cells.map((cell) => cell.value || 0));
  if (!rows.length) {
    box.replaceChildren(element("p", {}, say("empty")));
    return;
  }
  const panels = panelsOf(rows, Math.max(1, ...values));
  const room = box.clientWidth;
  const across = panels.length === 1 ? 1 : Math.max(1, Math.floor(room / 270));
  const width = Math.floor((room - 24 * (across - 1)) / across);
  const made = panels.map(({ title, draw }) => {
    const panel = element("div", { class: "ask-panel" });
    if (title) panel.append(element("p", {}, title));
    panel.append(draw(width));
    return panel;
  });
  if (isOverTime() && panels.length === 1)
    made.unshift(
      window.Plot.legend({
        symbol: { domain: rows.map((row) => row.label), range: SYMBOLS.slice(0, rows.length) },
        color: { domain: rows.map((row) => row.label), range: rows.map((row) => row.colour) },
        fill: "color",
        className: "ask-legend",
      })
    );
  box.style.setProperty("--across", across);
  box.replaceChildren(...made);
  // The box says what it shows; the parts of a drawing have labels that only its makers read.
  for (const drawing of box.querySelectorAll("svg")) drawing.setAttribute("aria-hidden", "true");
}

// Download

// A spreadsheet runs a text that begins so; after OWASP, 'CSV Injection'.
function defused(text) {
  return /^\s*[=+\-@]|^[\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text) {
  return `"${defused(text).replaceAll('"', '""')}"`;
}

function csv() {
  const texts = [
    data.notice,
    answer.exhibit.number,
    isOfMoreEditions(choice) ? say(`edition.${choice.edition}`) : choice.edition,
    answer.exhibit.rows[choice.rows],
    answer.measure,
  ];
  const head = ["data", "exhibit", "edition", "rows", "measure", "category"].map((key) => say(key));
  const number = (cell) =>
    cell.isAbsent || cell.value === null
      ? quoted(shown(cell))
      : cell.value.toFixed(answer.digits).replace(".", data.decimal);
  const lines = [
    [
      ...head,
      ...answer.columns.flatMap(({ name }) => [name, `${name}, ${say("table.in_print")}`]),
    ].map(quoted),
    ...[...answer.rows, ...answer.totals].map((row) => [
      ...[...texts, row.label].map(quoted),
      ...row.cells.flatMap((cell) => [number(cell), quoted(inPrint(cell))]),
    ]),
  ];
  return `\ufeff${lines.map((line) => line.join(data.delimiter)).join("\r\n")}\r\n`;
}

function download() {
  const name = [choice.exhibit, choice.edition, choice.columns, choice.rows, choice.measure].join("-");
  const link = element("a", {
    href: URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" })),
    download: `slachtoffermonitor-${name.replace(SHARE, "-pct")}.csv`,
  });
  link.click();
  URL.revokeObjectURL(link.href);
}

// The address

function wishes() {
  const given = new URLSearchParams(location.hash.slice(1));
  const without = (given.get("without") || "").split(",").filter(Boolean);
  return { ...Object.fromEntries(FIELDS.map((field) => [field, given.get(field)])), without };
}

function keepInAddress() {
  const kept = new URLSearchParams(FIELDS.map((field) => [field, choice[field]]));
  if (choice.without.size) kept.set("without", [...choice.without].join(","));
  history.replaceState(null, "", `#${kept}`);
  for (const link of document.querySelectorAll(".site-language a")) link.hash = kept;
}

function show(wished, isLink) {
  const missing = [];
  choice = settle(wished, missing);
  answer = answerTo(choice);
  const unknown = document.getElementById("ask-unknown");
  unknown.hidden = !(isLink && missing.length);
  unknown.textContent = unknown.hidden ? "" : say("unknown", { choices: missing.join(", ") });
  showCategories();
  showTable();
  showMarks();
  showNotes();
  showChart();
  keepInAddress();
  document.getElementById("ask-status").textContent = [
    say("status", { heading: answer.heading, rows: answer.rows.length + answer.totals.length, columns: answer.columns.length }),
    unknown.textContent,
  ].join(" ");
}

form.addEventListener("change", (event) => {
  const wished = Object.fromEntries(FIELDS.map((field) => [field, form.elements[field].value]));
  const isNew = event.target.name === "exhibit" || event.target.name === "rows";
  const boxes = [...document.querySelectorAll("#ask-categories input")];
  const without = boxes.filter((box) => !box.checked).map((box) => box.value);
  show({ ...wished, without: isNew ? [] : without }, false);
});
form.addEventListener("click", (event) => {
  const all = event.target.dataset.all;
  if (!all) return;
  show({ ...choice, without: all === "true" ? [] : answer.all.map((row) => row.code) }, false);
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  show({}, false);
});
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("ask-download").addEventListener("click", download);
addEventListener("hashchange", () => show(wishes(), true));

document.getElementById("ask-without").hidden = true;
document.getElementById("ask").hidden = false;
show(wishes(), true);
let drawnIn = document.getElementById("ask-chart").clientWidth;
new ResizeObserver(([{ target }]) => {
  if (target.clientWidth === drawnIn) return;
  drawnIn = target.clientWidth;
  fit();
  showChart();
}).observe(document.getElementById("ask-chart"));

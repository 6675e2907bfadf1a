// Tells how the chosen number comes about. The address after the # names the cell.
"use strict";

(() => {
  const box = document.getElementById("trace");
  const source = document.getElementById("trace-words");
  if (!box || !source || !window.traceData || !window.traceWords) return;
  const { rows, columns, measures, conditions: said, spans, claims } = JSON.parse(source.textContent);
  const { steps: labels, units, rules, say: words, guards, labels: attributes } = window.traceWords;
  const { cells: packed, steps, branches, rows: rowData, columns: columnData, edition_code, exhibit_code, records_query, printed, people, members: shown } = window.traceData;
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const say = (key, values) => filled(words[key], values);
  const cells = {};
  for (const [id, [row, column, measure, kind, value, base, pct, baseRow, baseId, members, pairs]] of Object.entries(packed)) {
    const [row_kind, row_code, branch, condition] = rowData[members];
    const [column_kind, column_code] = columnData[column];
    const [query, conditions, isPopulation] = branches[branch];
    cells[id] = {
      row: rows[row],
      column: columns[column],
      measure: measures[measure],
      kind,
      value,
      base,
      pct,
      baseRow: baseRow === null ? "" : rows[baseRow],
      baseId,
      members: rows[members],
      isComputed: !["victims", "persons", "notifications", "police_unit_notifications"].includes(kind),
      branch,
      said: said[members] && say("in_words", { what: said[members], when: spans[column], population: isPopulation ? words.population : words.all_known }),
      people: (shown[`${members}.${column}`] || []).map((place) => people[place]),
      condition: [condition, conditions[column]].filter(Boolean).join("\nand "),
      query,
      codes: { edition_code, exhibit_code, column_kind, column_code, row_kind, row_code },
      pairs,
    };
  }
  const language = document.documentElement.lang || "nl";
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 6 });
  const short = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const exact = new Intl.NumberFormat(language, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const number = (value) => (value === null ? "–" : (Number.isInteger(value) ? whole : short).format(value).replace("-", "−"));

  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    return element;
  };

  function stepsOf(cell) {
    const found = [];
    for (let place = 0; place < cell.pairs.length; place += 2) {
      const [code, unit, rule, isTotal] = steps[cell.pairs[place]];
      found.push({ label: labels[code], unit: units[unit], rule, isTotal: Boolean(isTotal), count: cell.pairs[place + 1] });
    }
    return found;
  }

  // The bar of a step hangs where the sum of the steps before it ends; after each total the scale
  // is that of the total, so that small numbers stay visible.
  function bars(chain) {
    let sum = 0;
    let scale = 0;
    const scales = [];
    const ahead = chain.slice();
    for (const step of chain) {
      if (step.isTotal) {
        sum = step.count;
        scale = 0;
      }
      if (!scale) {
        let running = step.isTotal ? step.count : 0;
        scale = running;
        for (const next of ahead.slice(step.isTotal ? 1 : 0)) {
          if (next.isTotal) break;
          running += next.count;
          scale = Math.max(scale, running);
        }
        scale = scale || 1;
      }
      ahead.shift();
      const from = step.isTotal ? 0 : Math.min(sum, sum + step.count);
      const size = step.isTotal ? step.count : Math.abs(step.count);
      scales.push([(100 * from) / scale, (100 * size) / scale]);
      if (!step.isTotal) sum += step.count;
    }
    return scales;
  }

  function table(heading, chain) {
    const frame = make("div", undefined, "table-box");
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", heading);
    frame.tabIndex = 0;
    const made = make("table", undefined, "figures trace-chain stack");
    made.append(make("caption", heading));
    const head = make("tr");
    for (const key of ["step", "count", "unit", "rule"]) {
      const cell = make("th", words[key]);
      cell.scope = "col";
      head.append(cell);
    }
    const thead = make("thead");
    thead.append(head);
    made.append(thead);
    const body = make("tbody");
    const drawn = bars(chain);
    chain.forEach((step, index) => {
      const row = make("tr", undefined, step.isTotal ? "total" : "");
      const label = make("th", step.label);
      label.scope = "row";
      const count = make("td", (step.count > 0 && !step.isTotal && index ? "+" : "") + number(step.count), "trace-chain__count");
      const line = make("span", undefined, "trace-bar");
      line.setAttribute("aria-hidden", "true");
      const part = make("span", undefined, step.isTotal ? "trace-bar__total" : step.count < 0 ? "trace-bar__less" : "trace-bar__more");
      part.style.left = `${drawn[index][0]}%`;
      part.style.width = `${drawn[index][1]}%`;
      line.append(part);
      label.append(line);
      const rule = make("td");
      if (step.rule) {
        const link = make("a", step.rule);
        link.href = document.getElementById(step.rule) ? `#${step.rule}` : "#rules";
        link.title = rules[step.rule] || "";
        rule.append(link);
      }
      const unit = make("td", step.unit, "trace-chain__unit");
      count.dataset.label = words.count;
      unit.dataset.label = words.unit;
      if (step.rule) rule.dataset.label = words.rule;
      row.append(label, count, unit, rule);
      body.append(row);
    });
    made.append(body);
    frame.append(made);
    return frame;
  }

  // The condition stands in the page; here it is shown again, with what the row and column add.
  function condition(cell) {
    const place = document.getElementById(`counted-${cell.branch}`);
    const shown = [make("h3", words.condition)];
    if (cell.said) shown.push(make("p", cell.said, "trace__condition"));
    const code = place.querySelector(".sql").cloneNode(true);
    code.setAttribute("aria-label", words.condition);
    shown.push(code);
    if (cell.condition) {
      const box = make("div", undefined, "sql");
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", words.column);
      const text = make("pre");
      text.append(make("code", cell.condition));
      const frame = make("div", undefined, "highlight");
      frame.append(text);
      box.append(frame);
      shown.push(make("p", words.column, "site-note"), box);
    }
    const from = place.querySelector(".sql__source").cloneNode(true);
    const line = make("p", undefined, "site-note");
    line.append(from);
    shown.push(line);
    return shown;
  }

  // What the documents print where the number stands, and which claims say so.
  function inPrint(id, cell) {
    const found = [make("h3", words.print)];
    const [value, share, ids] = printed[id] || [null, null, []];
    if (!ids.length) return [...found, make("p", words.not_printed, "trace__print")];
    const one = (key, is, was, text) =>
      found.push(make("p", say(is === was ? `${key}same` : `${key}differs`, { printed: text(is), computed: text(was) }), "trace__print"));
    // A mean is printed without decimals.
    if (value !== null) one("", value, cell.kind === "mean_age" && Number.isInteger(value) ? Math.round(cell.value) : cell.value, number);
    if (share !== null) one("share_", share, cell.pct, number);
    const list = make("ul", undefined, "trace-list");
    for (const claim of ids) {
      const [place, contradiction] = claims[claim] || ["", ""];
      const line = make("li");
      const link = make("a", claim);
      link.href = `../audit/claims.html#${claim}`;
      line.append(link, ` ${place} `);
      if (contradiction) {
        const proof = make("a", say("contradiction", { id: contradiction }));
        proof.href = `../audit/contradictions.html#${contradiction}`;
        line.append(proof);
      }
      list.append(line);
    }
    return [...found, list];
  }

  // Some of those who are counted: made-up persons of a synthetic register, none of a delivered one.
  function some(cell, count) {
    if (!attributes.length) return [make("p", say("only_count", { count }), "site-note")];
    if (!cell.people.length) return [];
    const frame = make("div", undefined, "table-box");
    const heading = say("some", { shown: number(cell.people.length), count });
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", heading);
    frame.tabIndex = 0;
    const made = make("table", undefined, "trace-members stack");
    made.append(make("caption", heading));
    const names = ["year", "trafficking_form", "gender", "age_band", "nationality"].map((key) => words[key]);
    const head = make("tr");
    for (const name of names) {
      const column = make("th", name);
      column.scope = "col";
      head.append(column);
    }
    const thead = make("thead");
    thead.append(head);
    const body = make("tbody");
    for (const person of cell.people) {
      const row = make("tr");
      person.forEach((code, place) => {
        const text = make("td", place ? attributes[place - 1][code] ?? "" : String(code));
        text.dataset.label = names[place];
        row.append(text);
      });
      body.append(row);
    }
    made.append(thead, body);
    frame.append(made);
    return [frame, make("p", words.made_up, "site-note")];
  }

  function answer(id, note) {
    const cell = cells[id];
    const chain = stepsOf(cell);
    const count = number(chain[chain.length - 1].count);
    box.replaceChildren();
    if (note) box.append(make("p", note, "site-note"));
    box.append(make("p", `${cell.row}, ${cell.column}`, "trace__name"));
    box.append(
      make("p", cell.value === null ? words.nobody : say(cell.kind === "mean_age" || cell.kind === "rank" ? "named" : "value", { value: number(cell.value), measure: cell.measure }), "trace__value"),
    );
    const sum = (text) => box.append(make("p", text, "arithmetic"));
    if (cell.pct !== null) {
      sum(say("share", { value: number(cell.value), base: number(cell.base), share: exact.format((100 * cell.value) / cell.base), pct: cell.pct }));
      const base = make("p", "", "site-note");
      const text = say("base", { base: number(cell.base), row: cell.baseRow });
      if (cell.baseId) {
        const link = make("a", text);
        link.href = `#${cell.baseId}`;
        base.append(link);
      } else base.textContent = text;
      box.append(base);
    }
    if (cell.isComputed && cell.value !== null) {
      const line = make("p", `${say(`computed_${cell.kind}`, { count })} `);
      const link = make("a", words.computed);
      link.href = "#computed";
      line.append(link);
      box.append(line);
    }
    box.append(...inPrint(id, cell), ...condition(cell), table(words.selection, chain), ...some(cell, count));
    document.getElementById("members-lead").textContent = say("members", { row: cell.members, column: cell.column });
    document.getElementById("members-query").textContent = filled(cell.query, cell.codes);
    document.getElementById("records-query").textContent = filled(records_query, cell.codes);
    for (const link of document.querySelectorAll(".trace-cells a")) {
      if (link.hash === `#${id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    box.dataset.cell = id;
  }

  function choose(move) {
    const asked = decodeURIComponent(location.hash.slice(1));
    if (cells[asked]) {
      answer(asked);
      if (move) {
        document.getElementById("answer").scrollIntoView();
        box.focus({ preventScroll: true });
      }
    } else if (!box.dataset.cell) {
      // The address may name a heading of the page; a cell that does not exist is said to be none.
      answer(box.dataset.first, asked && !document.getElementById(asked) ? words.unknown : "");
    }
  }

  // A number of the table leads to its explanation.
  for (const place of document.querySelectorAll(".trace-cells td[id]")) {
    const link = make("a", place.firstChild.textContent.trim());
    link.href = `#${place.id}`;
    place.firstChild.replaceWith(link);
  }
  document.getElementById("choose-hint").hidden = false;

  // What a row of a model is, its rules and its tests.
  for (const place of document.querySelectorAll("[data-model]")) {
    const [grain, ids, tests, count] = (window.traceModels || {})[place.dataset.model] || [];
    if (grain) {
      const line = make("span", grain, "trace-list__grain");
      line.lang = "en";
      place.append(line);
    }
    if (ids && ids.length) place.append(make("span", ids.join(", "), "trace-list__rules"));
    if (!count) continue;
    const details = make("details");
    details.append(make("summary", `${words.tests}: ${count}`));
    for (const [kind, names] of Object.entries(tests)) {
      const line = make("p");
      line.append(make("strong", `${guards[kind]}: `), make("span", names));
      line.lastChild.lang = "en";
      details.append(line);
    }
    place.append(details);
  }

  window.addEventListener("hashchange", () => choose(true));
  choose(false);
  // The browser goes to the cell in the table when all is loaded; the answer stands elsewhere.
  window.addEventListener("load", () => setTimeout(() => choose(true)));
})();

// Finds figures, numbers, claims, pages and documents in the entries that the page has loaded.
"use strict";

// 1.334 and 1,334 are 1334; 34,2 is 34.2. Accents do not matter.
function plain(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/(\d)[.,](?=\d{3}(?!\d))/g, "$1")
    .replace(/(\d),(?=\d)/g, "$1.");
}

const WORD = /\p{N}+(?:\.\p{N}+)*\p{L}*(?:-\p{N}+)*|\p{L}+/gu;
const words = (text) => plain(text).match(WORD) || [];

// Endings by which an adjective or a plural differs from the name that it comes from.
const ENDINGS = document.documentElement.lang === "nl"
  ? /(?:aanse|aans|eense|eens|ese|ische|isch|iaanse|iaans|nse|ns|se|en|s|e)$/
  : /(?:ians|ian|ans|an|ese|ish|es|s)$/;
const synonyms = new Map(JSON.parse(document.getElementById("search-synonyms").textContent));

function meant(word) {
  const stem = word.replace(ENDINGS, "");
  const forms = [word];
  if (/^\p{L}/u.test(word) && stem.length >= 4) forms.push(stem);
  for (const form of [word, word.replace(/e$/, ""), word.replace(/s$/, "")])
    if (synonyms.has(form)) forms.push(...words(synonyms.get(form)));
  return [...new Set(forms)];
}

const FIELDS = ["kind", "number", "title", "path", "text", "lines"];
const entries = [...window.searchEntries, ...window.searchDocuments].map((entry, id) => ({
  id,
  ...Object.fromEntries(entry.map((value, at) => [FIELDS[at], value])),
}));
const index = new Search.MiniSearch({
  fields: ["number", "title", "text", "said"],
  extractField: (entry, name) =>
    name === "said" ? entry.lines.map(([line]) => line).join(" ") : entry[name],
  tokenize: words,
  processTerm: (word) => word,
  searchOptions: {
    boost: { number: 50, title: 6, said: 2 },
    boostDocument: (id) => ({ figure: 30, page: 2, claims: 1, document: 0.6 })[entries[id].kind],
    combineWith: "AND",
    prefix: (word) => /^\p{L}{3}/u.test(word),
  },
});
index.addAll(entries);

const isIn = (forms, text) => {
  const there = words(text);
  return forms.some((form) =>
    there.some((word) => word === form || (/^\p{L}{3}/u.test(form) && word.startsWith(form))),
  );
};

// A number stands for itself; a word for its forms, of which one is enough.
function find(asked) {
  const forms = words(asked).map(meant);
  if (!forms.length) return [];
  const query = { combineWith: "AND", queries: forms.map((queries) => ({ combineWith: "OR", queries })) };
  return index.search(query).map((hit) => ({ entry: entries[hit.id], forms }));
}

const SHOWN_LINES = 3;
const AROUND = 90;

function snippet(text, forms) {
  const low = plain(text);
  const flat = forms.flat();
  const at = Math.max(0, Math.min(...flat.map((form) => low.indexOf(form)).filter((place) => place >= 0)));
  if (!Number.isFinite(at)) return "";
  const start = Math.max(0, at - AROUND);
  const part = text.slice(start, at + 2 * AROUND);
  return (start ? "… " : "") + part + (at + 2 * AROUND < text.length ? " …" : "");
}

function element(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

const list = document.getElementById("search-found");
const said = document.getElementById("search-said");

function show(asked) {
  const found = asked.trim() ? find(asked) : [];
  const said_of = found.length === 0 ? "none" : found.length === 1 ? "one" : "many";
  said.textContent = asked.trim()
    ? said.dataset[said_of].replace("{words}", asked.trim()).replace("{count}", found.length)
    : "";
  list.replaceChildren(
    ...found.map(({ entry, forms }) => {
      const item = element("li", {}, element("span", { class: "search-kind" }, list.dataset[entry.kind]), " ");
      item.append(element("a", { href: entry.path }, entry.title));
      const lines = entry.lines.filter(([line]) => forms.every((form) => isIn(form, line)));
      if (lines.length) {
        const inner = element("ul", {});
        for (const [line, path] of lines.slice(0, SHOWN_LINES))
          inner.append(element("li", {}, element("a", { href: path }, line)));
        if (lines.length > SHOWN_LINES)
          inner.append(element("li", { class: "site-note" }, list.dataset.more.replace("{count}", lines.length - SHOWN_LINES)));
        item.append(inner);
      } else if (entry.text) {
        item.append(element("p", { class: "site-note" }, snippet(entry.text, forms)));
      }
      return item;
    }),
  );
}

const field = document.getElementById("search-words");
field.value = new URLSearchParams(location.search).get("q") || "";
show(field.value);
field.addEventListener("input", () => {
  history.replaceState(null, "", `${location.pathname}?q=${encodeURIComponent(field.value)}`);
  show(field.value);
});
field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(field.value);
});

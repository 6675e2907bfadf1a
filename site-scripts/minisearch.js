// What the page of the search uses of MiniSearch; `bundle.mjs` makes one script of it.
export { default as MiniSearch } from "minisearch";

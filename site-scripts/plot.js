// What the page of questions uses of Observable Plot; `bundle.mjs` makes one script of it.
export { barX, dot, legend, lineY, plot, pointer, ruleX, ruleY, text, tip } from "@observablehq/plot";

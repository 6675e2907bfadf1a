// Dark where the reader's system is; before anything is drawn.
"use strict";

document.documentElement.dataset.mode = "auto";
document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";

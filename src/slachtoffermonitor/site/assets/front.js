// Leads to the reader's language; Dutch without a wish.
"use strict";

location.replace((/^en/i.test(navigator.language) ? "en" : "nl") + "/index.html");

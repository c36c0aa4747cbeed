// The button of a page to print.
"use strict";

document.querySelector("[data-print]").addEventListener("click", () => print());

// The page that the browser shows while the program is not to be reached: what was asked and answered
// before, from the browser's own storage. Once the program is back the page asked for opens by itself.
"use strict";

inspection.showKept();
history.scrollRestoration = "manual"; // to where another page stood
document.querySelector(".turn:last-child")?.scrollIntoView();
document.getElementById("again").addEventListener("click", () => location.reload());
setInterval(async () => {
  const back = await fetch(at("/health"), { cache: "no-store" }).then((answer) => answer.ok, () => false);
  if (back && location.pathname !== at("/offline")) location.reload();
}, 2000);

// Where our addresses begin: behind a proxy that may be below a path.
"use strict";

window.at = (() => {
  const root = new URL(document.currentScript.src).pathname.replace(/\/look\/root\.js$/, "");
  return (path) => root + path;
})();

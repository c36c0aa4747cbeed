// What the browser keeps for us, as values under a name. Where it keeps nothing (storage is blocked or full) a page
// of ours goes on with what it holds itself, and is told so.
"use strict";

window.stored = (() => {
  const KEY = "inspection-assistant";
  const held = new Map(); // what could not be written, for as long as this page is open
  const forgets = () => read("forget") === "yes";

  // `tab`: in this tab alone, until it is closed. Otherwise for every tab, until it is removed.
  const place = (tab) => (tab ? sessionStorage : localStorage); // throws where storage is blocked
  const slot = (name, tab) => `${tab ? "tab" : "all"}.${name}`;
  const key = (name) => (name ? `${KEY}.${name}` : KEY);

  function read(name, tab = false) {
    if (held.has(slot(name, tab))) return held.get(slot(name, tab));
    let words = null;
    try {
      words = place(tab).getItem(key(name));
      return JSON.parse(words);
    } catch {
      return words;
    }
  }

  // Whether the browser keeps it.
  function write(name, value, tab = false) {
    try {
      place(tab).setItem(key(name), JSON.stringify(value));
      held.delete(slot(name, tab));
      return true;
    } catch {
      held.set(slot(name, tab), value);
      return false;
    }
  }

  function remove(name, tab = false) {
    held.delete(slot(name, tab));
    try {
      place(tab).removeItem(key(name));
    } catch {
      // Nothing was kept there.
    }
  }

  const list = (name, tab, right) => [read(name, tab)].flat().filter((value) => right(value ?? {}));

  // What was taken away can be had back until the next thing is done.
  function offerUndo(words, undo) {
    const bar = document.getElementById("undo");
    if (!bar) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Undo";
    button.addEventListener("click", () => (dropUndo(), undo()));
    bar.replaceChildren(`${words} `, button);
    bar.hidden = false;
  }

  function dropUndo() {
    const bar = document.getElementById("undo");
    if (bar) bar.hidden = true;
    bar?.replaceChildren();
  }

  return { read, write, remove, list, forgets, offerUndo, dropUndo };
})();

// The front page until Gradio can draw it: it asks and shows as the whole page does, and becomes the whole page once
// that is there. What was typed or is on its way is in the browser's storage, and goes on there.
"use strict";

(() => {
  const { inspection, stored } = window;
  const QUIET = 3; // seconds since the last key: nobody is to be cut off
  const find = (id) => document.getElementById(id);
  const box = document.querySelector("#box textarea");
  const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  let typedAt = 0;

  async function sent(path, values) {
    const answer = await fetch(at(path), { method: "POST", body: JSON.stringify(values) });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  async function ask(event) {
    event.preventDefault();
    const typed = box.value;
    const [question, turn] = inspection.take(typed);
    try {
      const shown = await sent("/turn", { question, ...turn });
      if (!shown.problem && box.value === typed) fill("");
      inspection.show(shown);
    } catch {
      inspection.failed();
    }
  }

  function fill(words) {
    box.value = words;
    stored.remove("typed", true);
  }

  function open() {
    const [earlier] = inspection.open();
    if (!earlier.turns.length) return inspection.restore([]);
    sent("/turns", earlier).then(inspection.restore, () => inspection.failed(true));
  }

  function typed() {
    typedAt = Date.now();
    stored.write("typed", box.value, true);
  }

  // Whoever reads an answer here, or waits for one, is not disturbed: the whole page is there when they come back.
  function disturbs() {
    const reads = find("log").children.length && !document.hidden;
    return reads || stored.read("asking", true) || Date.now() - typedAt < QUIET * 1000;
  }

  async function becomeWhole() {
    // This is answered by the whole page alone, as soon as it is there.
    while (!(await fetch(at("/config"), { cache: "no-store" }).then((answer) => answer.ok, () => false))) await sleep(1);
    while (disturbs()) await sleep(0.5);
    location.reload();
  }

  find("composer").addEventListener("submit", ask);
  box.addEventListener("input", typed);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    find("ask").click();
  });
  open();
  becomeWhole();
})();

// “This was wrong”: a draft of an answer test, kept in this browser until an evaluator saves it as a file.
"use strict";

window.wrong = (() => {
  const { stored } = window;
  const drafts = () => stored.list("drafts", stored.forgets(), (draft) => typeof draft.question === "string");
  const quoted = JSON.stringify; // what JSON writes, YAML reads

  function keep(all) {
    const safe = stored.write("drafts", all, stored.forgets());
    list();
    return safe;
  }

  function mark(form) {
    const turn = form.closest(".turn");
    const words = turn.querySelector(".answer > section .words")?.textContent.slice(1, -1); // without its marks
    const draft = {
      day: new Date().toISOString().slice(0, 10),
      question: turn.dataset.question,
      earlier: window.inspection.questionsOf(form).slice(0, -1),
      outcome: turn.dataset.outcome,
      shown: words || turn.dataset.headline,
      right: form.elements.right.value.trim(),
    };
    const safe = keep([...drafts(), draft]);
    const told = safe ? "Kept. Thank you." : "Your browser does not let the page keep it.";
    form.closest("details").querySelector("summary").textContent = safe ? "Marked as wrong" : "This was wrong";
    form.querySelector("button").textContent = told;
    const said = document.getElementById("said");
    if (said) said.textContent = told;
    if (safe) setTimeout(() => (form.closest("details").open = false), 1500);
  }

  const line = (words) => words.replace(/\s+/g, " ");

  // A case of docs/answer-tests.md that fails as long as the answer says the same again.
  function caseOf({ day, question, earlier, outcome, shown, right }, number) {
    const turns = [...earlier, question].map((turn) => `\n  - ${quoted(turn)}`).join("");
    return [
      `- id: draft-${day}-${number + 1}`,
      earlier.length ? `  turns:${turns}` : `  question: ${quoted(question)}`,
      "  tags: [draft]",
      `  # The outcome was: ${outcome}`,
      ...(right ? [`  # It should have said: ${line(right)}`] : []),
      "  expect:",
      `    never_says: [${quoted(line(shown))}]`,
    ].join("\n");
  }

  function yaml() {
    const opening = "# Answers that a leader marked as wrong. Say under “expect” what is right; docs/answer-tests.md has the keys.";
    return `${opening}\n\n${drafts().map(caseOf).join("\n\n")}\n`;
  }

  function save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([yaml()], { type: "application/yaml" }));
    link.download = "drafts.yaml";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // Gives back how to undo it.
  function clear() {
    const all = drafts();
    stored.remove("drafts", stored.forgets());
    list();
    return () => all.length && keep(all);
  }

  function move(change) {
    const undo = clear();
    change();
    undo();
  }

  // On the page of answer tests, once Gradio has drawn it.
  function list() {
    const place = document.getElementById("drafts");
    if (!place) return;
    const all = drafts();
    place.hidden = !all.length;
    place.querySelector("output").textContent = all.length === 1 ? "1 answer was" : `${all.length} answers were`;
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-wrong]")) return;
    event.preventDefault();
    mark(event.target);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-save-drafts]")) save();
    if (event.target.closest("[data-clear-drafts]")) stored.offerUndo("The drafts are deleted.", clear());
  });
  if (location.pathname.startsWith(at("/answer-tests"))) {
    const wait = setInterval(() => document.getElementById("drafts") && (clearInterval(wait), list()), 100);
  }

  return { clear, move };
})();

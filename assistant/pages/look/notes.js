// Notes of what happened. They are kept where the conversation is, in this browser, and nowhere else.
"use strict";

window.notes = (() => {
  const { stored } = window;
  const taken = () => stored.list("notes", stored.forgets(), (note) => typeof note.what === "string");

  // Whether the browser keeps them.
  function keep(notes) {
    const safe = stored.write("notes", notes, stored.forgets());
    list();
    return safe;
  }

  function move(change) {
    const notes = taken();
    stored.remove("notes", stored.forgets());
    change();
    if (notes.length) keep(notes);
  }

  function now() {
    const style = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
    return new Intl.DateTimeFormat("en-GB", style).format(new Date());
  }

  function save(form, questions) {
    const what = form.elements.what.value.trim();
    if (!what) return;
    stored.dropUndo();
    if (keep([...taken(), { when: now(), what, questions }])) {
      form.reset();
      tell(form, "Saved", "Saved in My notes.");
    } else {
      tell(form, "Not saved", "Your browser does not let the page keep notes. Copy your words before you leave this page.");
    }
  }

  function tell(form, short, words) {
    const said = document.getElementById("said");
    const shown = form.querySelector(".told");
    const button = form.querySelector("button");
    if (said) said.textContent = words;
    shown.textContent = short === "Saved" ? "" : words;
    button.textContent = short;
    setTimeout(() => (button.textContent = "Save note"), 2000);
  }

  function removed(notes, words) {
    const all = taken();
    keep(notes);
    stored.offerUndo(words, () => keep(all));
  }

  function list() {
    const place = document.getElementById("notes");
    if (!place) return;
    const notes = taken();
    document.getElementById("none").hidden = notes.length > 0;
    for (const part of document.querySelectorAll("[data-with-notes]")) part.hidden = notes.length === 0;
    place.replaceChildren(...notes.map(item));
  }

  function item(note, number) {
    const entry = document.createElement("li");
    const when = document.createElement("strong");
    const what = document.createElement("p");
    const asked = document.createElement("p");
    const remove = document.createElement("button");
    when.textContent = note.when;
    what.textContent = note.what;
    asked.textContent = note.questions?.length ? `With the answer to: ${note.questions.at(-1)}` : "";
    remove.textContent = "Delete";
    remove.setAttribute("aria-label", `Delete the note of ${note.when}`);
    remove.addEventListener("click", () =>
      removed(taken().filter((_, other) => other !== number), "The note is deleted."),
    );
    entry.append(when, what, asked, remove);
    return entry;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-note]")) {
      event.preventDefault();
      save(form, window.inspection?.questionsOf(form) ?? []);
    } else if (form.dataset.fill === "notes") {
      form.elements.notes.value = JSON.stringify(taken());
    }
  });
  document.getElementById("clear-notes")?.addEventListener("click", () => removed([], "All notes are deleted."));
  list();

  return { move };
})();

// Notes of what happened. They are kept where the conversation is, in this browser, and nowhere else.
"use strict";

window.notes = (() => {
  const KEY = "inspection-assistant.notes";
  const store = () => (localStorage.getItem("inspection-assistant.forget") === "yes" ? sessionStorage : localStorage);

  function taken() {
    try {
      const notes = JSON.parse(store().getItem(KEY) ?? "[]");
      return Array.isArray(notes) ? notes.filter((note) => typeof note?.what === "string") : [];
    } catch {
      return [];
    }
  }

  function keep(notes) {
    store().setItem(KEY, JSON.stringify(notes.slice(-30)));
    list();
  }

  function move(change) {
    const notes = taken();
    store().removeItem(KEY);
    change();
    keep(notes);
  }

  function now() {
    const style = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
    return new Intl.DateTimeFormat("en-GB", style).format(new Date());
  }

  function save(form, questions) {
    const what = form.elements.what.value.trim();
    if (!what) return;
    keep([...taken(), { when: now(), what, questions }]);
    form.reset();
    const said = document.getElementById("said");
    if (said) said.textContent = "Saved in My notes.";
    const button = form.querySelector("button");
    button.textContent = "Saved";
    setTimeout(() => (button.textContent = "Save note"), 2000);
  }

  function list() {
    const place = document.getElementById("notes");
    if (!place) return;
    const notes = taken();
    document.getElementById("none").hidden = notes.length > 0;
    document.querySelector("form[data-fill=notes]").hidden = notes.length === 0;
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
    remove.addEventListener("click", () => keep(taken().filter((_, other) => other !== number)));
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
  document.getElementById("clear-notes")?.addEventListener("click", () => keep([]));
  list();

  return { move };
})();

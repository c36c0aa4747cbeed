// Notes of what happened. They are kept where the conversation is, in this browser, and nowhere else.
"use strict";

window.notes = (() => {
  const { stored } = window;
  const UNSAFE = "Your browser does not let the page keep notes. Copy your words before you leave this page.";
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
      tell(form, "Not saved", UNSAFE);
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

  // Where it stands now: another tab may have changed what is kept since it was drawn.
  const placeOf = (note, all) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(note));

  function remove(from, many, words) {
    const all = taken();
    const gone = all.splice(from, many);
    keep(all);
    stored.offerUndo(words, () => {
      const now = taken();
      now.splice(from, 0, ...gone);
      keep(now);
    });
  }

  function swap(note, other) {
    const all = taken();
    const at = placeOf(note, all);
    all.splice(at < 0 ? all.length : at, 1, other);
    return keep(all);
  }

  function list() {
    const place = document.getElementById("notes");
    if (!place) return;
    const notes = taken();
    document.getElementById("none").hidden = notes.length > 0;
    for (const part of document.querySelectorAll("[data-with-notes]")) part.hidden = notes.length === 0;
    place.replaceChildren(...notes.map(item));
  }

  const made = (tag, words, values = {}) => Object.assign(document.createElement(tag), { textContent: words, ...values });

  function action(words, name, act) {
    const button = made("button", words, { type: "button" });
    button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
    return button;
  }

  function item(note) {
    const entry = document.createElement("li");
    const tools = made("p", "", { className: "tools" });
    const asked = note.questions?.length ? `With the answer to: ${note.questions.at(-1)}` : "";
    tools.append(
      action("Change", `Change the note of ${note.when}`, () => change(entry, note)),
      action("Delete", `Delete the note of ${note.when}`, () => {
        const at = placeOf(note, taken());
        if (at < 0) return list();
        remove(at, 1, "The note is deleted.");
      }),
    );
    entry.append(made("strong", note.when), made("p", note.what), made("p", asked), tools);
    return entry;
  }

  // Its time and its words can be mended.
  function change(entry, note) {
    const form = document.getElementById("change").content.firstElementChild.cloneNode(true);
    form.elements.when.value = note.when;
    form.elements.what.value = note.what;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [when, what] = [form.elements.when.value.trim(), form.elements.what.value.trim()];
      if (!when || !what) return;
      const mended = { ...note, when, what };
      stored.offerUndo(swap(note, mended) ? "The note is changed." : UNSAFE, () => swap(mended, note));
    });
    form.querySelector("[data-leave]").addEventListener("click", list);
    entry.replaceChildren(form);
    form.elements.what.focus();
  }

  // --- to another device ------------------------------------------------------------------------

  function saveFile() {
    const file = new Blob([JSON.stringify({ notes: taken() }, null, 1)], { type: "application/json" });
    const link = made("a", "", { href: URL.createObjectURL(file), download: "my-notes.json" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  const right = (note) =>
    typeof note?.when === "string" && typeof note.what === "string" && note.what.length <= 4000 &&
    (note.questions ?? []).every?.((question) => typeof question === "string");

  // Notes that are here already are not taken twice.
  async function readFile(file) {
    const told = document.getElementById("file-told");
    const found = await file.text().then(JSON.parse).then((read) => read?.notes?.filter(right)).catch(() => null);
    if (!found?.length) return (told.textContent = `${file.name}: it holds no notes. Choose a file that was saved here, “my-notes.json”.`);
    const all = taken();
    const known = new Set(all.map(({ when, what }) => JSON.stringify([when, what])));
    const others = found.filter(({ when, what }) => !known.has(JSON.stringify([when, what])));
    const safe = keep([...all, ...others.map(({ when, what, questions = [] }) => ({ when, what, questions }))]);
    told.textContent = !safe ? UNSAFE : others.length === 1 ? "1 note was added." : `${others.length} notes were added.`;
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
  document.getElementById("clear-notes")?.addEventListener("click", () => remove(0, taken().length, "All notes are deleted."));
  document.getElementById("save-notes")?.addEventListener("click", saveFile);
  document.getElementById("notes-file")?.addEventListener("change", ({ target }) => {
    if (target.files.length) readFile(target.files[0]);
    target.value = ""; // the same file can be chosen again
  });
  window.addEventListener("storage", () => document.querySelector("#notes form") || list()); // another tab wrote
  list();

  return { move };
})();

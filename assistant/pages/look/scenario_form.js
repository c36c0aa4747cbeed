// The fields of a scenario: what is in them becomes the values of its file, part by part.
"use strict";

window.scenarioForm = (() => {
  const UNNAMED = "my-scenario"; // what one to start from is called
  const LONGEST_ID = 60;
  const SHOWN = 60; // characters of an expectation in a list

  // The fields of a part: not those of the parts within it.
  const own = (part) => [...part.querySelectorAll("[data-key]")].filter((it) => within(it) === part);
  const within = (it) => it.parentElement.closest("[data-item], [data-kind=values]");
  const items = (list) => [...list.children].filter((it) => "item" in it.dataset);
  const lines = (field) => field.value.split("\n").map(trimmed).filter(Boolean);
  const trimmed = (words) => words.trim().replace(/\s+/g, " ");

  function values(part) {
    const made = JSON.parse(part.dataset.rest);
    for (const field of own(part)) made[field.dataset.key] = valueOf(field);
    return made;
  }

  function valueOf(field) {
    switch (field.dataset.kind) {
      case "items": return items(field).map(values);
      case "values": return values(field);
      case "lines": return lines(field);
      case "needs": return lines(field).map((line) => ({ any: line.split("|").map(trimmed).filter(Boolean) }));
      case "either": return field.value.includes(",") ? field.value.split(",") : field.value;
      default: return field.type === "number" && /^\d+$/.test(field.value) ? Number(field.value) : trimmed(field.value);
    }
  }

  // --- names and numbers --------------------------------------------------------------------------

  const slug = (words) => words.toLowerCase().normalize("NFD").replace(/[^a-z0-9]+/g, "-").slice(0, LONGEST_ID).replace(/^-|-$/g, "");
  const input = (part, key) => own(part).find((it) => it.dataset.key === key);

  // Parts are numbered, steps have names to lead to, and each list of where to lead to offers all of them.
  function number(form) {
    const whole = form.querySelector("[data-kind=values]");
    const steps = items(input(whole, "steps"));
    const taken = new Set(steps.map((step) => input(step, "id").value));
    steps.forEach((step, n) => {
      step.querySelector("legend").textContent = `Step ${n + 1}`;
      let last = n + 1;
      while (!input(step, "id").value) {
        if (!taken.has(`step-${last}`)) input(step, "id").value = `step-${last}`;
        taken.add(`step-${last++}`);
      }
      items(input(step, "choices")).forEach((one, m) => (one.querySelector("legend").textContent = `Choice ${m + 1}`));
      step.querySelector("[data-up]").hidden = n === 0;
    });
    for (const list of form.querySelectorAll("[data-steps]")) offer(list, steps);
  }

  function offer(list, steps) {
    const { value } = list;
    const known = steps.map((step, n) => new Option(`Step ${n + 1}`, input(step, "id").value));
    list.replaceChildren(new Option(list.dataset.steps, ""), ...known, new Option("The end", "debrief"));
    if (value && ![...list.options].some((it) => it.value === value)) list.add(new Option(value, value));
    list.value = value;
  }

  // --- what is done with it -------------------------------------------------------------------------

  function clicked(form, button) {
    const part = button.closest("[data-item]");
    if (button.dataset.add) {
      const made = form.querySelector(`[data-blank=${button.dataset.add}]`).content.cloneNode(true).firstElementChild;
      button.parentElement.before(made);
      made.querySelector("textarea, input:not([type=hidden])").focus();
    } else if ("up" in button.dataset) {
      part.previousElementSibling.before(part);
      button.focus();
    } else if ("remove" in button.dataset) {
      const next = part.nextElementSibling;
      part.remove();
      (next.querySelector("[data-remove]") ?? next.querySelector("button")).focus();
    } else return false;
    number(form);
    return true;
  }

  // An expectation that is chosen comes into the field above, as the words that are copied otherwise.
  function added(list) {
    const field = list.closest("label").previousElementSibling.querySelector("textarea");
    field.value = [...lines(field), list.value].join("\n");
    field.rows = Math.max(field.rows, lines(field).length);
    list.value = "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function fill(list, form) {
    if (list.options.length > 1) return;
    list.append(form.querySelector("[data-expectations]").content.cloneNode(true));
    for (const option of list.options) if (option.text.length > SHOWN) option.text = `${option.text.slice(0, SHOWN)}…`;
  }

  // The part that these keys lead to, or the nearest around it that is to be seen.
  function find(form, keys) {
    let part = form.querySelector("[data-kind=values]");
    for (const key of keys) {
      const inner = typeof key === "number" ? part.dataset.kind === "items" && items(part)[key] : part.matches("[data-rest]") && input(part, key);
      if (!inner || inner.type === "hidden") break;
      part = inner;
    }
    return part.matches("[data-item], [data-key]") ? part : null;
  }

  function mark(form, places) {
    for (const it of form.querySelectorAll("[aria-invalid]")) it.removeAttribute("aria-invalid");
    for (const it of places) it.setAttribute(it.matches("input, textarea, select") ? "aria-invalid" : "data-marked", "true");
  }

  function filled(form) {
    const made = values(form.querySelector("[data-kind=values]"));
    if (!made.id || made.id === UNNAMED) made.id = slug(made.title) || UNNAMED;
    return JSON.stringify(made);
  }

  return { added, clicked, fill, filled, find, mark, number };
})();

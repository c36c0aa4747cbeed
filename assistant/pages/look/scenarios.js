// The list of scenarios: the trainer's own are added, checked, shown and removed.
"use strict";

(() => {
  const find = (id) => document.getElementById(id);
  const MOST = 30; // files at a time
  const BUT = "It can be played, but: ";
  let places = {}; // the keys that lead to where something is wrong, by what is told of it

  function list() {
    find("page_shelf").replaceChildren(...window.shelf.all().map(card));
  }

  function card(scenario) {
    const item = element("li", { className: "document-card" });
    const address = at(`/scenarios/own?name=${encodeURIComponent(scenario.id)}`);
    const tools = element("p", { className: "files" });
    tools.append(
      link("Play with a room", address, scenario.title),
      link("Practise alone", `${address}&practice=1`, scenario.title),
      button("Change", scenario, () => change(scenario)),
      button("Remove", scenario, () => remove(scenario)),
    );
    item.append(element("h3", { textContent: scenario.title }), element("p", { textContent: scenario.facts }), tools);
    return item;
  }

  const element = (name, values) => Object.assign(document.createElement(name), values);

  function link(words, href, title) {
    const made = element("a", { className: "button", href, textContent: words });
    made.setAttribute("aria-label", `${words}: ${title}`);
    return made;
  }

  function button(words, scenario, pressed) {
    const made = element("button", { type: "button", textContent: words });
    made.setAttribute("aria-label", `${words}: ${scenario.title}`);
    made.addEventListener("click", pressed);
    return made;
  }

  function remove(scenario) {
    const keep = window.shelf.kept(scenario.id);
    window.shelf.remove(scenario.id);
    list();
    offer(`“${scenario.title}” is removed from this browser.`, "Undo", () => {
      window.shelf.put([scenario], keep);
      list();
      tell([]);
    });
  }

  // What was done, with a button that takes it back.
  function offer(words, name, act) {
    const [line, back] = [element("p", { textContent: `${words} ` }), element("button", { type: "button", textContent: name })];
    back.addEventListener("click", act);
    line.append(back);
    find("page_told").replaceChildren(line);
    line.scrollIntoView({ block: "nearest" });
  }

  // --- written here: the text of the file is what counts; the fields are made from it ---------------

  const fields = () => find("page_fields");
  let changed = false; // a field, and the text not yet

  async function send(path, values) {
    try {
      const answer = await fetch(at(path), { method: "POST", body: new URLSearchParams(values) });
      return [answer.ok, await answer.text()];
    } catch {
      return [false, "That did not get through. Try again."];
    }
  }

  async function edit(text) {
    find("page_editor").open = true;
    find("page_text").value = text;
    await draw();
    find("page_editor").scrollIntoView();
    (fields().querySelector("input:not([type=hidden])") ?? find("page_text")).focus({ preventScroll: true });
  }

  // Where the text is of no shape that fields can show, it is changed itself.
  async function draw() {
    const [ok, answer] = await send("/scenarios/form", { scenario: find("page_text").value });
    changed = false;
    if (ok) {
      fields().innerHTML = answer;
      window.scenarioForm.number(fields());
    } else {
      fields().replaceChildren(element("p", { className: "notice", textContent: answer }));
      find("page_source").open = true;
    }
  }

  async function writeDown() {
    if (!changed) return true;
    const [ok, answer] = await send("/scenarios/write", { values: window.scenarioForm.filled(fields()) });
    if (ok) find("page_text").value = answer;
    else tell([answer]);
    changed = !ok;
    return ok;
  }

  function change(scenario) {
    find("page_keep").checked = window.shelf.kept(scenario.id); // it goes back to where it was
    edit(scenario.text);
  }

  async function start() {
    try {
      const answer = await fetch(at("/scenarios/starter.yaml"));
      if (answer.ok) return edit(await answer.text());
    } catch {
      // told below
    }
    tell(["That did not get through. Try again."]);
  }

  const EMPTY = "remit: any\nmoment: during\nminutes: 20\nsteps:\n  - id: step-1\n";

  // Another to begin with; what stood there can be brought back.
  async function anew(begin) {
    if (!(await writeDown())) return;
    const before = find("page_text").value;
    await begin();
    offer("What stood in the fields is put aside.", "Bring it back", () => edit(before).then(() => tell([])));
  }

  async function write(event) {
    event.preventDefault();
    tell(["Checking…"]);
    if (!(await writeDown())) return;
    const lines = await addOne(written());
    list();
    tell(lines);
    find("page_told").scrollIntoView({ block: "nearest" });
  }

  const written = () => new File([find("page_text").value], `${named()}.yaml`, { type: "text/yaml" });
  const named = () => /^id: *([a-z0-9-]+)/m.exec(find("page_text").value)?.[1] ?? "my-scenario";

  async function save() {
    if (!(await writeDown())) return;
    const made = element("a", { href: URL.createObjectURL(written()), download: `${named()}.yaml` });
    made.click();
    URL.revokeObjectURL(made.href);
  }

  function touched(event) {
    if (event.target.matches("[data-adds]")) window.scenarioForm.added(event.target);
    else changed = true;
  }

  // A folder brings whatever is in it: only scenarios are sent.
  const wanted = (file) => /\.(ya?ml|zip)$/i.test(file.name) && !file.name.startsWith(".");

  async function add(event) {
    const files = [...event.target.files].filter(wanted);
    event.target.value = "";
    if (!files.length) return tell(["There is no file in it that ends in .yaml or .zip."]);
    if (files.length > MOST) return tell([`These are ${files.length} files. Add up to ${MOST} at a time.`]);
    tell(["Checking…"]);
    const lines = [];
    for (const file of files) lines.push(...(await addOne(file)));
    list();
    tell(lines);
  }

  async function addOne(file) {
    const told = await read(file);
    if (typeof told === "string") return [told];
    const before = told.scenarios.map((one) => window.shelf.find(one.id));
    const kept = !told.scenarios.length || window.shelf.put(told.scenarios, find("page_keep").checked);
    const added = kept
      ? told.scenarios.map((one, n) => `Added: “${one.title}”${inPlaceOf(before[n], one)}.`)
      : [`${file.name}: it is not added. Your browser does not keep it: allow it to, or make room and remove some of your scenarios.`];
    places = told.places;
    return [...added, ...told.faults, ...told.warnings.map((one) => BUT + one)];
  }

  const inPlaceOf = (before, one) => (before && before.text !== one.text ? `, in place of “${before.title}”, which had its id` : "");

  async function read(file) {
    try {
      const answer = await fetch(at(`/scenarios/read?name=${encodeURIComponent(file.name)}`), { method: "POST", body: file });
      return answer.ok ? await answer.json() : `${file.name}: it could not be read.`;
    } catch {
      return `${file.name}: that did not get through. Try again.`;
    }
  }

  // What is wrong with what stands in the fields leads to its field.
  function tell(lines) {
    const marked = lines.map((words) => fieldOf(words));
    window.scenarioForm.mark(fields(), marked.filter(Boolean));
    find("page_told").replaceChildren(...lines.map((words, n) => told(words, marked[n])));
  }

  function fieldOf(words) {
    const keys = find("page_editor").open && fields().querySelector("[data-key]") && places[words.replace(BUT, "")];
    return keys ? window.scenarioForm.find(fields(), keys) : null;
  }

  function told(words, field) {
    const line = element("p", { textContent: `${words} ` });
    if (!field) return line;
    const button = element("button", { type: "button", textContent: "Go there" });
    button.addEventListener("click", () => {
      const target = field.matches("input, textarea, select") ? field : field.querySelector("input:not([type=hidden]), textarea");
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: "center" });
    });
    line.append(button);
    return line;
  }

  find("page_own").hidden = false;
  find("page_files").addEventListener("change", add);
  find("page_folder").addEventListener("change", add);
  find("page_editor").addEventListener("toggle", () => find("page_editor").open && !find("page_text").value && start());
  find("page_write").addEventListener("submit", write);
  find("page_save").addEventListener("click", save);
  find("page_anew").addEventListener("click", () => anew(start));
  find("page_empty").addEventListener("click", () => anew(() => edit(EMPTY)));
  find("page_text").addEventListener("change", draw);
  find("page_source").addEventListener("toggle", () => find("page_source").open && writeDown());
  fields().addEventListener("change", touched);
  fields().addEventListener("focusin", (event) => event.target.matches("[data-adds]") && window.scenarioForm.fill(event.target, fields()));
  fields().addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && window.scenarioForm.clicked(fields(), button)) changed = true;
  });
  list();
})();

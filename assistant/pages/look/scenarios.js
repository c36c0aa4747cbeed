// The list of scenarios: the trainer's own are added, checked, shown and removed.
"use strict";

(() => {
  const find = (id) => document.getElementById(id);
  const MOST = 30; // files at a time

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
    window.shelf.remove(scenario.id);
    list();
    tell([`“${scenario.title}” is removed from this browser.`]);
  }

  // --- written here: the text in the box is the scenario's file -------------------------------------

  function edit(text) {
    find("page_editor").open = true;
    find("page_text").value = text;
    find("page_text").focus();
    find("page_text").setSelectionRange(0, 0);
    find("page_editor").scrollIntoView();
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

  function anew() {
    if (!find("page_text").value || confirm("Replace what stands in the box?")) start();
  }

  async function write(event) {
    event.preventDefault();
    tell(["Checking…"]);
    const lines = await addOne(written());
    list();
    tell(lines);
    find("page_told").scrollIntoView({ block: "nearest" });
  }

  const written = () => new File([find("page_text").value], `${named()}.yaml`, { type: "text/yaml" });
  const named = () => /^id: *([a-z0-9-]+)/m.exec(find("page_text").value)?.[1] ?? "my-scenario";

  function save() {
    const made = element("a", { href: URL.createObjectURL(written()), download: `${named()}.yaml` });
    made.click();
    URL.revokeObjectURL(made.href);
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
    const kept = !told.scenarios.length || window.shelf.put(told.scenarios, find("page_keep").checked);
    const added = kept
      ? told.scenarios.map((one) => `Added: “${one.title}”.`)
      : [`${file.name}: this browser has no room for it. Remove some of your scenarios.`];
    return [...added, ...told.faults, ...told.warnings.map((one) => `It can be played, but: ${one}`)];
  }

  async function read(file) {
    try {
      const answer = await fetch(at(`/scenarios/read?name=${encodeURIComponent(file.name)}`), { method: "POST", body: file });
      return answer.ok ? await answer.json() : `${file.name}: it could not be read.`;
    } catch {
      return `${file.name}: that did not get through. Try again.`;
    }
  }

  function tell(lines) {
    find("page_told").replaceChildren(...lines.map((words) => element("p", { textContent: words })));
  }

  find("page_own").hidden = false;
  find("page_files").addEventListener("change", add);
  find("page_folder").addEventListener("change", add);
  find("page_editor").addEventListener("toggle", () => find("page_editor").open && !find("page_text").value && start());
  find("page_write").addEventListener("submit", write);
  find("page_save").addEventListener("click", save);
  find("page_anew").addEventListener("click", anew);
  list();
})();

// The documents page: files are sent one after the other, what was understood is shown, and what is wanted is kept.
"use strict";

(() => {
  const find = (id) => document.getElementById(id);
  const MOST = 200; // files at a time
  const element = (name, values) => Object.assign(document.createElement(name), values);
  const LOST = "That did not get through. Is the assistant still running? Try again.";

  // --- files come in ------------------------------------------------------------------------

  let sending = Promise.resolve();
  let waiting = 0; // files that are sent, or will be
  let stale = false; // the list is no longer what is answered from
  let wasBusy = false;

  function add(files) {
    const wanted = [...files].filter((file) => !file.name.startsWith("."));
    if (wanted.length > MOST) return fault(`These are ${wanted.length} files. Add up to ${MOST} at a time.`);
    waiting += wanted.length;
    wanted.forEach((file, number) => {
      sending = sending.then(() => one(file, number + 1, wanted.length));
    });
    sending = sending.then(settled);
  }

  async function one(file, number, of) {
    const words = of > 1 ? `${number} of ${of}: ${file.name}` : file.name;
    const told = element("p", { textContent: `Sending ${words}` });
    const bar = element("progress", { max: 1, value: 0 });
    bar.setAttribute("aria-label", `Sending ${file.name}`);
    find("page_progress").replaceChildren(told, bar);
    const [ok, text] = await send(file, (share) => {
      bar.value = share;
      if (share < 1) return;
      told.textContent = `Reading ${words}`;
      bar.removeAttribute("value");
    });
    if (!ok) fault(text);
    else if (isZip(file)) imported(file, JSON.parse(text));
    else find("page_previews").insertAdjacentHTML("beforeend", text);
    waiting -= 1;
  }

  function send(file, progress) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", `/collection/${isZip(file) ? "import" : "read"}?name=${encodeURIComponent(file.name)}`);
      request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
      request.upload.onload = () => progress(1);
      request.onload = () => done([request.status === 200, request.responseText || LOST]);
      request.onerror = () => done([false, `${file.name}: ${LOST}`]);
      request.send(file);
    });
  }

  const isZip = (file) => /\.zip$/i.test(file.name); // of a whole collection

  function imported(file, told) {
    told.faults.forEach(fault);
    find("page_told").textContent = `${file.name}: ${told.added} document${told.added === 1 ? "" : "s"} added.`;
    wasBusy = told.added > 0 && !told.faults.length; // then the list is shown anew
    look();
  }

  function settled() {
    find("page_progress").replaceChildren();
    const previews = document.querySelectorAll(".preview");
    find("page_all").hidden = previews.length < 2;
    previews[0]?.focus();
    renew();
  }

  // Shows the list anew, unless that would lose a file on its way, a preview or a fault not read yet.
  function renew() {
    const shown = document.querySelector(".preview, #page_faults li");
    if (stale && !waiting && !shown) location.reload();
  }

  function fault(words) {
    find("page_faults").hidden = false;
    find("page_faults").append(element("li", { textContent: words }));
  }

  // --- and are kept, or not --------------------------------------------------------------------

  async function decide(form, address) {
    const preview = form.closest(".preview");
    const values = new URLSearchParams(new FormData(form));
    const answer = await fetch(address, { method: "POST", body: values }).catch(() => null);
    if (!answer?.ok) {
      form.querySelector(".told").textContent = answer ? await answer.text() : LOST;
      return;
    }
    preview.remove();
    find("page_all").hidden = document.querySelectorAll(".preview").length < 2;
    stale = true;
    if (!waiting && !document.querySelector(".preview")) find("page_faults").replaceChildren(); // read by now
    renew();
  }

  find("page_previews").addEventListener("submit", (event) => {
    event.preventDefault();
    decide(event.target, event.submitter?.getAttribute("formaction") ?? event.target.getAttribute("action"));
  });
  find("page_all").addEventListener("click", async () => {
    for (const form of document.querySelectorAll(".preview form")) await decide(form, form.action);
  });

  // --- what is being answered from ------------------------------------------------------------

  async function look() {
    const answer = await fetch("/collection/state").catch(() => null);
    if (!answer?.ok) return;
    const state = await answer.json();
    const place = find("page_building");
    place.hidden = !state.busy && !state.fault;
    if (state.busy) {
      const far = state.done < state.total ? ` ${state.done} of ${state.total} passages are done.` : "";
      place.textContent = `The documents are being taken in.${far} Until then, answers come from those before.`;
    } else if (state.fault) place.textContent = state.fault;
    else if (wasBusy) {
      stale = true;
      renew();
    }
    wasBusy = state.busy;
    if (state.busy) setTimeout(look, 700);
  }

  // --- the doors ----------------------------------------------------------------------------

  const drop = find("page_drop");
  for (const name of ["page_files", "page_folder"]) {
    find(name).addEventListener("change", (event) => {
      add(event.target.files);
      event.target.value = "";
    });
  }
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragenter" || name === "dragover");
      if (name === "drop") add(event.dataTransfer.files);
    });
  }
  look();
})();

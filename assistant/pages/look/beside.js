// On a wide screen the document stands open beside the newest answer, at the place that is quoted.
"use strict";

window.beside = (() => {
  const wide = matchMedia("(min-width: 1100px)");
  let pane = null;
  let link = null; // what is shown: the link to it
  let closed = false; // by the reader, until a place is asked for again

  function made() {
    pane = document.createElement("aside");
    pane.id = "beside";
    pane.className = "beside";
    pane.tabIndex = -1;
    pane.setAttribute("aria-label", "The document, open at the quoted place");
    document.body.append(pane);
    pane.addEventListener("click", (event) => event.target.closest("[data-close]") && close());
    return pane;
  }

  async function show(address) {
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok || link?.href !== address) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const title = document.createElement("h2");
    const tools = document.createElement("p");
    title.textContent = page.querySelector("h1").textContent;
    tools.className = "tools";
    tools.innerHTML = '<a>Open it on its own page</a> <button type="button" data-close>Close</button>';
    tools.firstElementChild.href = address;
    const text = page.querySelector(".document-text");
    text.tabIndex = 0; // to be scrolled by keyboard
    text.setAttribute("role", "region");
    text.setAttribute("aria-label", "Its text");
    (pane ?? made()).replaceChildren(title, tools, text);
    document.documentElement.classList.add("with-document");
    const mark = text.querySelector("mark");
    const above = (part) => part.getBoundingClientRect().top;
    if (mark) text.scrollTop = above(mark) - above(text) - text.clientHeight / 3;
  }

  function hide() {
    link = null;
    document.documentElement.classList.remove("with-document");
    pane?.replaceChildren();
  }

  function close() {
    const back = link;
    closed = true;
    hide();
    back?.focus();
  }

  // The newest answer; without words of a document that answer nothing stands beside.
  function follow(turn) {
    link = turn?.querySelector("a.open:not(details.nearest a)") ?? null;
    if (!link) hide();
    else if (wide.matches && !closed) show(link.href);
  }

  // Whether a place that is tapped opens beside the answers instead of on a page of its own.
  function opens(event, tapped) {
    if (!wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    event.preventDefault();
    link = tapped;
    closed = false;
    show(link.href).then(() => pane?.focus({ preventScroll: true }));
    return true;
  }

  wide.addEventListener("change", () => link && wide.matches && !closed && show(link.href));

  return { follow, opens };
})();

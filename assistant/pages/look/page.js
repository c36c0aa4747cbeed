// What the front page does in the browser. The conversation lives here and nowhere else.
"use strict";

window.inspection = (() => {
  const KEY = "inspection-assistant";
  const MOST_KEPT = 30;
  const MOST_EARLIER = 6; // turns a follow-up may lean on
  const LONGEST_WAIT = 20; // seconds
  const find = (id) => document.getElementById(id);

  let next = null; // a question to ask instead of what is in the box
  let asking = ""; // the question that is on its way
  let jump = false; // the view goes to the answer and so does the focus
  let timer = 0;
  let lost = false; // the connection, while an answer was waited for

  // --- what is kept -------------------------------------------------------------------------

  const forgets = () => localStorage.getItem(`${KEY}.forget`) === "yes";
  const store = () => (forgets() ? sessionStorage : localStorage);

  // Each with the answer as it was shown, for the time when nothing can be asked.
  function keptTurns() {
    try {
      const turns = JSON.parse(store().getItem(KEY) ?? "[]");
      return Array.isArray(turns) ? turns.filter((turn) => typeof turn?.question === "string") : [];
    } catch {
      return [];
    }
  }

  const kept = () => keptTurns().map((turn) => turn.question);

  function keep(turns) {
    store().setItem(KEY, JSON.stringify(turns.slice(-MOST_KEPT).map(({ question, html }) => ({ question, html }))));
    showTools();
  }

  const onItsWay = () => store().getItem(`${KEY}.asking`);

  function setOnItsWay(question) {
    if (question === null) store().removeItem(`${KEY}.asking`);
    else store().setItem(`${KEY}.asking`, question);
  }

  function forget(yes) {
    const turns = keptTurns();
    store().removeItem(KEY);
    setOnItsWay(null);
    window.notes.move(() => localStorage.setItem(`${KEY}.forget`, yes ? "yes" : "no"));
    keep(turns);
  }

  function clear() {
    store().removeItem(KEY);
    find("log").replaceChildren();
    find("problem").replaceChildren();
    showTools();
    say("Cleared.");
    box().focus();
  }

  // --- asking -------------------------------------------------------------------------------

  const box = () => document.querySelector("#box textarea, #box input");

  function fill(words) {
    box().value = words;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  function take(typed) {
    asking = next ?? typed;
    next = null;
    find("problem").replaceChildren();
    setOnItsWay(asking);
    waiting(true);
    return [asking, { earlier: kept().slice(-MOST_EARLIER), turn: `turn-${find("log").children.length + 1}` }];
  }

  function show(shown) {
    waiting(false);
    if (shown.problem) {
      find("problem").innerHTML = shown.html;
      return;
    }
    keep([...keptTurns(), shown]);
    const turn = add(shown.html);
    say(`${turn.querySelector(".verdict").innerText} ${turn.dataset.headline}`);
    bringIntoView(turn);
  }

  function failed() {
    waiting(false);
    if (!find("log").children.length) showKept();
    find("problem").textContent = "That did not get through. Your question is still here: press Ask to try again.";
    if (asking && !box().value) fill(asking);
  }

  function add(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const turn = holder.content.firstElementChild;
    find("log").append(turn);
    return turn;
  }

  function bringIntoView(turn) {
    const heading = turn.querySelector(".asked");
    if (jump) heading.focus({ preventScroll: true });
    else if (matchMedia("(pointer: coarse)").matches) box().blur(); // the keyboard would cover the answer
    jump = false;
    turn.scrollIntoView({ block: "start" });
  }

  // --- opening the page -----------------------------------------------------------------------

  function open() {
    find("forget").checked = forgets();
    const asked = new URLSearchParams(location.search).get("q")?.trim();
    const questions = kept();
    for (const question of [onItsWay(), asked]) if (question && questions.at(-1) !== question) questions.push(question);
    // A reload must not ask it again.
    if (asked) history.replaceState(null, "", location.pathname + location.hash);
    waiting(questions.length > 0);
    whenReady();
    showTools();
    return [{ questions }];
  }

  function restore(turns) {
    waiting(false);
    const good = turns.filter((turn) => !turn.problem);
    const articles = good.map((turn) => add(turn.html));
    keep(good);
    for (const turn of turns) if (turn.problem) find("problem").innerHTML = turn.html;
    const left = document.getElementById(sessionStorage.getItem(`${KEY}.left-at`));
    sessionStorage.removeItem(`${KEY}.left-at`);
    (left ?? articles.at(-1))?.scrollIntoView({ block: left ? "center" : "start" });
  }

  function showKept() {
    keptTurns().forEach((turn) => add(turn.html));
    showTools();
  }

  async function whenReady() {
    const health = await fetch("/health").then((answer) => answer.json(), () => ({}));
    find("getting-ready").hidden = health.status === "ready";
    if (health.status !== "ready") setTimeout(whenReady, 700);
  }

  // --- waiting for an answer --------------------------------------------------------------------

  function waiting(on) {
    clearInterval(timer);
    find("looking").hidden = true;
    if (on) {
      const begun = Date.now();
      timer = setInterval(() => watch((Date.now() - begun) / 1000), 500);
    } else {
      setOnItsWay(null);
    }
  }

  // Most answers come before the first look. An event that Gradio lost with its connection never
  // ends, so once the way is open again the page is opened anew, and asks what was on its way.
  async function watch(seconds) {
    find("looking").hidden = false;
    if (!find("getting-ready").hidden) return;
    const open = await fetch("/health", { cache: "no-store" }).then((answer) => answer.ok, () => false);
    if (!open) {
      lost = true;
      find("problem").textContent = "The connection is lost. Your question is kept, and is asked as soon as it is back.";
    } else if (lost || seconds > LONGEST_WAIT) {
      clearInterval(timer);
      location.reload();
    }
  }

  // --- small things ---------------------------------------------------------------------------

  function say(words) {
    find("said").textContent = words;
  }

  function showTools() {
    for (const tool of document.querySelectorAll("[data-with-answers]")) tool.hidden = kept().length === 0;
  }

  function goTo(id) {
    const target = find(id);
    target?.closest("details")?.setAttribute("open", "");
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "start" });
  }

  function clicked(event) {
    const touched = event.target.closest("[data-ask], a[href^='#'], a.open, #clear");
    if (!touched) return;
    if (touched.dataset.ask) {
      next = touched.dataset.ask;
      jump = true;
      find("ask").click();
    } else if (touched.id === "clear") {
      clear();
    } else if (touched.matches("a.open")) {
      sessionStorage.setItem(`${KEY}.left-at`, touched.closest("figure").id);
    } else {
      event.preventDefault();
      goTo(touched.getAttribute("href").slice(1));
    }
  }

  // The questions up to the answer that something stands in; all of them where it stands in none.
  function questionsOf(part) {
    const own = [...find("log").children].indexOf(part.closest(".turn"));
    return own < 0 ? kept() : kept().slice(0, own + 1);
  }

  function filled(event) {
    event.target.elements.questions.value = JSON.stringify(questionsOf(event.target));
  }

  // Not on a page that was reached without https from another machine: browsers allow none there.
  navigator.serviceWorker?.register("/worker.js");

  document.addEventListener("click", clicked);
  document.addEventListener("change", (event) => event.target.id === "forget" && forget(event.target.checked));
  document.addEventListener("submit", (event) => event.target.dataset.fill === "questions" && filled(event));

  return { take, show, failed, open, restore, showKept, questionsOf };
})();

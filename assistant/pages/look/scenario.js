// A scenario is played: one step at a time, by button, key or clicker, and in a second window in step with it.
"use strict";

(() => {
  const query = new URLSearchParams(location.search);
  const practice = query.has("practice");
  const ownNotes = query.get("window") === "notes";
  const fresh = () => ({ at: "start", shown: false, hands: {}, picked: {}, trail: [], blank: false, since: Date.now(), begun: 0 });

  let play, slides, channel;
  let state = fresh();
  let roomIsThere = false; // the notes' window has heard from the room's

  // --- opening ------------------------------------------------------------------------------

  async function open() {
    const place = document.getElementById("page_part");
    if ("own" in place.dataset && !(await fetchOwn(place))) return;
    play = place.querySelector(".play");
    slides = [...play.querySelectorAll(".slide")];
    play.classList.add("playing");
    document.documentElement.classList.toggle("projected", !practice && !ownNotes);
    document.documentElement.classList.toggle("beside", ownNotes);
    document.title = `${play.querySelector("h1").textContent} - Inspection Assistant`;
    play.querySelector(".controls").hidden = false;
    for (const tool of play.querySelectorAll("[data-only]")) tool.hidden = (tool.dataset.only === "notes") !== ownNotes;
    for (const each of play.querySelectorAll("details.presenter")) each.open = ownNotes;
    if (!practice) join();
    state = { ...state, ...kept() };
    const linked = here();
    if (linked && linked !== state.at) state = { ...state, at: linked, shown: false, trail: before(linked) };
    draw();
    document.dispatchEvent(new CustomEvent("scenario", { detail: api() }));
    if (ownNotes) setInterval(tick, 1000);
    addEventListener("resize", fit);
  }

  async function fetchOwn(place) {
    const scenario = window.shelf.find(query.get("name"));
    if (!scenario) return problem("This scenario is not in this browser. Add its file on the Scenarios page.");
    const sent = new URLSearchParams({ scenario: scenario.text, practice: practice ? "1" : "" });
    const answer = await post(at("/scenarios/own/part"), sent);
    if (!answer.ok) return problem(answer.words);
    place.innerHTML = answer.words;
    for (const form of place.querySelectorAll("[data-own-text]")) form.elements.scenario.value = scenario.text;
    return true;
  }

  async function post(address, body) {
    try {
      const answer = await fetch(address, { method: "POST", body });
      return { ok: answer.ok, words: await answer.text() };
    } catch {
      return { ok: false, words: "That did not get through. Try again." };
    }
  }

  function problem(words) {
    document.getElementById("page_problem").textContent = words;
    return false;
  }

  const here = () => slides.map((slide) => slide.id).find((id) => id === decodeURIComponent(location.hash.slice(1)));
  // Whoever comes by a link has come by the steps before it.
  const before = (id) => slides.slice(0, slides.findIndex((each) => each.id === id)).map((each) => each.id);

  // A reload loses neither the place nor the hands; practice keeps nothing.
  const key = () => `scenario.${play.dataset.scenario}`;

  function kept() {
    const found = practice ? null : window.stored.read(key(), true);
    return slides.some((each) => each.id === found?.at) ? found : {};
  }

  const keep = () => practice || window.stored.write(key(), state, true); // a browser that stores nothing plays all the same

  // --- going on and back ----------------------------------------------------------------------

  const slide = (id = state.at) => slides.find((each) => each.id === id);
  const rows = (of = slide()) => [...of.querySelectorAll(".choice-row")];
  const hides = () => Boolean(slide().querySelector(".reveal, .came, .revealed"));
  const leadsTo = () => followed()?.dataset.leads ?? slide().dataset.leads;

  function next() {
    if (hides() && !state.shown) return change({ shown: true });
    if (undecided().length) return draw(state);
    const to = leadsTo();
    if (!to) return;
    const begun = state.begun || Date.now();
    change({ at: to, shown: false, trail: [...state.trail, state.at], since: Date.now(), begun });
  }

  function back() {
    if (state.shown) return change({ shown: false });
    const last = state.trail.at(-1);
    if (last) change({ at: last, shown: true, trail: state.trail.slice(0, -1), since: Date.now() });
  }

  const reset = () => change(fresh());

  // --- choices ------------------------------------------------------------------------------

  const handsOf = (of) => rows(of).map((_, n) => (state.hands[of.id] ?? [])[n] ?? 0);

  // The numbers of the choices that most hands are for.
  function leading(of) {
    const hands = handsOf(of);
    const most = Math.max(0, ...hands);
    return most ? hands.flatMap((count, n) => (count === most ? [n] : [])) : [];
  }

  // What the trainer says to follow; without that, what most hands are for. A tie is for the trainer to decide.
  function followed(of = slide()) {
    const first = leading(of);
    return rows(of)[state.picked[of.id] ?? (first.length === 1 ? first[0] : -1)];
  }

  // The numbers of the choices that are tied and lead to different steps; none where there is nothing to decide.
  function undecided() {
    const first = leading(slide());
    const apart = new Set(first.map((n) => rows()[n].dataset.leads)).size > 1;
    return state.shown && apart && state.picked[state.at] === undefined ? first : [];
  }

  function vote(number, by) {
    if (practice || number >= rows().length) return;
    const hands = handsOf(slide());
    hands[number] = Math.max(0, hands[number] + by);
    change({ hands: { ...state.hands, [state.at]: hands } });
  }

  function pick(number) {
    const { [state.at]: earlier, ...others } = state.picked;
    const picked = earlier === number && !practice ? others : { ...others, [state.at]: number };
    change({ picked, shown: state.shown || practice });
  }

  // --- drawing --------------------------------------------------------------------------------

  function change(by, { tell = true } = {}) {
    const earlier = state;
    state = { ...state, ...by };
    keep();
    draw(earlier);
    if (tell) channel?.postMessage({ state, room: !ownNotes });
    document.dispatchEvent(new CustomEvent("scenario", { detail: api() }));
  }

  function draw(earlier = {}) {
    for (const each of slides) each.classList.toggle("now", each.id === state.at);
    slide().classList.toggle("shown", state.shown);
    for (const each of rows()) drawChoice(each, rows().indexOf(each));
    play.classList.toggle("begun", state.at !== "start");
    play.classList.toggle("blank", state.blank && !ownNotes);
    drawControls();
    if (slide().querySelector(".place")) slide().querySelector(".place").textContent = `Step ${stepsTaken() + 1}`;
    if (state.at === "debrief") drawDebrief();
    if (state.at === "start") for (const place of play.querySelectorAll(".brought")) place.replaceChildren(); // asked anew
    if (state.shown) reveal(slide());
    if (earlier.at !== state.at) arrive(earlier.at);
    fit();
    if (state.shown && earlier.at === state.at && !earlier.shown) {
      (slide().querySelector(".choices, .reveal") ?? slide()).scrollIntoView({ block: "start" });
    }
  }

  const stepsTaken = () => state.trail.filter((id) => id !== "start").length;

  function drawControls() {
    const tie = undecided();
    const told = tie.length ? `A tie between ${tie.map((n) => n + 1).join(" and ")}: count one more hand, or press “Follow this”.` : "";
    play.querySelector(".tie").textContent = told;
    play.querySelector("[data-do=next]").textContent = nextIs();
    play.querySelector("[data-do=next]").disabled = state.at === "debrief";
    play.querySelector("[data-do=back]").disabled = state.at === "start";
    for (const blank of play.querySelectorAll("[data-do=blank]")) blank.setAttribute("aria-pressed", String(state.blank));
    const ahead = play.querySelector(".ahead");
    if (ownNotes && ahead) ahead.querySelector("p").textContent = aheadIs();
  }

  function drawChoice(row, number) {
    const follows = followed() === row;
    row.classList.toggle("followed", follows);
    row.classList.toggle("tied", leading(slide()).length > 1 && leading(slide()).includes(number));
    row.querySelector("[data-pick]").setAttribute("aria-pressed", String(follows));
    const tally = row.querySelector("output");
    if (tally) tally.value = handsOf(slide())[number];
  }

  function nextIs() {
    if (hides() && !state.shown) return slide().querySelector(".reveal") ? "Show the answer" : "Show more";
    if (undecided().length) return "Decide the tie";
    return rows().length && followed() && followed().dataset.leads !== slide().dataset.leads ? "Follow the choice" : "Next";
  }

  // What comes next, in the words of its step: only the trainer sees it.
  function aheadIs() {
    if (hides() && !state.shown) return "The answer to this step.";
    const to = slide(leadsTo());
    if (!to) return "This is the end.";
    if (to.id === "debrief") return "The debrief.";
    return [".happens", ".speaker", ".line p:last-child", ".to-room"].map((one) => to.querySelector(one)?.textContent).filter(Boolean).join(" · ");
  }

  function arrive(last) {
    const hash = state.at === "start" ? "" : `#${state.at}`;
    history.replaceState(null, "", location.pathname + location.search + hash);
    if (last === undefined && !hash) return; // the page has just opened: its own beginning has the say
    (slide().querySelector("h2") ?? play.querySelector("h1")).focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  // On a projector the situation, the question and all choices stand on one screen: the type gives way until they do.
  function fit() {
    const root = document.documentElement;
    if (!root.classList.contains("projected") || innerWidth < 960) return;
    const low = () => Math.max(...[...slide().children].map((each) => each.getBoundingClientRect().bottom));
    const over = () => low() > play.querySelector(".controls").getBoundingClientRect().top;
    const shown = state.shown;
    slide().classList.remove("shown"); // what is revealed may be long: it is paged through
    scrollTo(0, shown ? scrollY : 0);
    for (let size = 1; size >= 0.65; size -= 0.05) {
      root.style.setProperty("--fit", size.toFixed(2));
      if (!over()) break;
    }
    slide().classList.toggle("shown", shown);
  }

  // What the room chose on its way, and the passages that these choices meet and miss, each of them once.
  function drawDebrief() {
    const taken = state.trail.map((id) => slide(id)).filter((of) => of && rows(of).length);
    const lines = taken.map((of) => {
      const row = followed(of);
      const hands = handsOf(of);
      const total = hands.reduce((sum, count) => sum + count, 0);
      const counted = total ? ` (${hands.map((count, n) => `${n + 1}: ${count}`).join(", ")} hands)` : "";
      const words = row ? row.querySelector(".offer, .pick").textContent : "Nothing was chosen.";
      return Object.assign(document.createElement("li"), { textContent: `${words}${counted}` });
    });
    const record = play.querySelector("[data-record]");
    record.querySelector("ol").replaceChildren(...lines);
    record.hidden = !taken.some((of) => followed(of));
    for (const section of play.querySelectorAll("[data-expected]")) {
      const stated = taken
        .map((of) => followed(of))
        .flatMap((row) => [...(row?.querySelectorAll(`[data-stated=${section.dataset.expected}] > li`) ?? [])]);
      const once = new Map(stated.map((item) => [item.textContent, item.cloneNode(true)]));
      section.querySelector("ul").replaceChildren(...once.values());
      section.hidden = once.size === 0;
    }
    const way = taken.map((of) => `${of.id}:${rows(of).indexOf(followed(of)) + 1}:${handsOf(of).join(".")}`).join(",");
    for (const link of play.querySelectorAll("a[data-sheet]")) link.search = way ? `?way=${encodeURIComponent(way)}` : "";
    for (const form of play.querySelectorAll("[data-own-text]")) form.elements.way.value = way;
  }

  function tick() {
    const time = (since) => {
      const seconds = since ? Math.floor((Date.now() - since) / 1000) : 0;
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    };
    play.querySelector(".clock").textContent = `This step ${time(state.since)} · in all ${time(state.begun)}`;
  }

  // --- the assistant's answer -------------------------------------------------------------------

  async function reveal(of) {
    const place = of.querySelector(".brought");
    if (!place || (place.childElementCount && !("failed" in place.dataset))) return;
    const waiting = Object.assign(document.createElement("p"), { className: "looking", textContent: "Looking in the texts…" });
    place.replaceChildren(waiting);
    const question = of.querySelector("[data-ask]").dataset.ask;
    const answer = await post(at("/scenarios/answer"), new URLSearchParams({ question, turn: place.dataset.turn }));
    if (!place.contains(waiting)) return; // the trainer has started again meanwhile
    if (answer.ok) place.innerHTML = answer.words;
    else waiting.textContent = `${answer.words} Go back and on again to ask once more.`;
    place.toggleAttribute("data-failed", !answer.ok);
    for (const link of place.querySelectorAll("a.open")) link.target = "_blank";
    const verdict = place.querySelector(".verdict")?.innerText;
    if (verdict) document.getElementById("said").textContent = `${verdict}. ${place.querySelector(".headline").innerText}`;
  }

  // --- the second window ------------------------------------------------------------------------

  function join() {
    // By the scenario's name: two windows of one browser that play it are one performance.
    channel = new BroadcastChannel(`inspection-assistant.scenario.${play.dataset.scenario}`);
    channel.addEventListener("message", ({ data }) => heard(data));
    if (ownNotes) channel.postMessage({ asks: true });
    else addEventListener("pagehide", () => channel.postMessage({ gone: true }));
  }

  function heard(data) {
    if (data.room) roomIsThere = true;
    if (data.gone) roomIsThere = false;
    if (data.asks && !ownNotes) channel.postMessage({ state, room: true });
    if (data.state && slide(data.state.at)) change(data.state, { tell: false });
    // The room is measured where it is shown: the notes' window only says which way.
    if (data.page && !ownNotes) page(data.page);
    if (data.part !== undefined && ownNotes) scrollTo(0, data.part * (document.documentElement.scrollHeight - innerHeight));
  }

  function openNotes() {
    if (ownNotes) return;
    query.set("window", "notes");
    const opened = window.open(`${location.pathname}?${query}${location.hash}`, "_blank", "popup,width=1100,height=800");
    query.delete("window");
    if (!opened) problem("The browser did not let the window open. Allow it, and press N again.");
  }

  // --- hands and keys -----------------------------------------------------------------------------

  const blank = () => change({ blank: !state.blank });
  const full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  const DO = { next, back, reset, window: openNotes, blank, full };
  const KEYS = {
    ArrowRight: next,
    PageDown: () => page(1),
    ArrowLeft: back,
    PageUp: () => page(-1),
    Home: reset,
    n: openNotes,
    w: openNotes,
    b: blank,
    f: full,
  };

  // A clicker has two keys: they go through a long step first, and then on or back.
  function page(way) {
    if (state.blank) return blank();
    if (ownNotes && roomIsThere) return channel.postMessage({ page: way });
    if (scrolled(way)) {
      const rest = document.documentElement.scrollHeight - innerHeight;
      channel?.postMessage({ part: rest > 0 ? scrollY / rest : 0, room: true });
    } else if (way > 0) next();
    else back();
  }

  // False when there is no more of the step that way.
  function scrolled(way) {
    const below = slide().getBoundingClientRect().bottom - play.querySelector(".controls").getBoundingClientRect().top;
    if (way > 0 ? below <= 40 : scrollY <= 40) return false;
    const from = scrollY;
    scrollBy(0, way * Math.max(120, innerHeight - 200));
    return Math.abs(scrollY - from) > 1;
  }

  function clicked(event) {
    const touched = event.target.closest("[data-do], [data-vote], [data-unvote], [data-pick], [data-ask], a[href^='#']");
    if (!touched || !play?.contains(touched)) return;
    const number = rows().indexOf(touched.closest(".choice-row"));
    if (touched.matches("a")) event.preventDefault();
    if (touched.dataset.do) DO[touched.dataset.do]();
    else if ("vote" in touched.dataset) vote(number, 1);
    else if ("unvote" in touched.dataset) vote(number, -1);
    else if ("pick" in touched.dataset) pick(number);
    else if (touched.dataset.ask) change({ shown: true });
    else goTo(touched.getAttribute("href").slice(1));
  }

  function goTo(id) {
    const target = document.getElementById(id);
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "center" });
  }

  function pressed(event) {
    if (!play || event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (/^[1-6]$/.test(key)) (practice ? pick : vote)(Number(key) - 1, event.shiftKey ? -1 : 1);
    else if (key in KEYS && !(practice && "nwb".includes(key))) KEYS[key]();
    else return;
    event.preventDefault();
  }

  // For the voting from phones, which is a script of its own.
  const api = () => ({ state, slide: slide(), rows: rows(), notes: ownNotes, practice, change });

  document.addEventListener("click", clicked);
  document.addEventListener("keydown", pressed);
  window.addEventListener("hashchange", () => play && here() && here() !== state.at && change({ at: here(), shown: false, trail: before(here()) }));
  open();
})();

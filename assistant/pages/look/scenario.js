// A scenario is played: one step at a time, by button, key or clicker, and in a second window in step with it.
"use strict";

(() => {
  const query = new URLSearchParams(location.search);
  const practice = query.has("practice");
  const ownNotes = query.get("window") === "notes";
  const fresh = () => ({ at: "start", shown: false, hands: {}, picked: {}, trail: [] });

  let play, slides, channel;
  let state = fresh();
  let notes = ownNotes;

  // --- opening ------------------------------------------------------------------------------

  async function open() {
    const place = document.getElementById("page_part");
    if ("own" in place.dataset && !(await fetchOwn(place))) return;
    play = place.querySelector(".play");
    slides = [...play.querySelectorAll(".slide")];
    play.classList.add("playing");
    document.documentElement.classList.toggle("projected", !practice);
    document.title = `${play.querySelector("h1").textContent} - Inspection Assistant`;
    play.querySelector(".controls").hidden = false;
    for (const window of play.querySelectorAll("[data-do=window]")) window.hidden = ownNotes;
    if (!practice) join();
    state.at = here() ?? "start";
    draw();
  }

  async function fetchOwn(place) {
    const scenario = window.shelf.find(query.get("name"));
    if (!scenario) return problem("This scenario is not in this browser. Add its file on the Scenarios page.");
    const sent = new URLSearchParams({ scenario: scenario.text, practice: practice ? "1" : "" });
    const answer = await post("/scenarios/own/part", sent);
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

  // --- going on and back ----------------------------------------------------------------------

  const slide = (id = state.at) => slides.find((each) => each.id === id);
  const rows = (of = slide()) => [...of.querySelectorAll(".choice-row")];
  const hides = () => Boolean(slide().querySelector(".reveal, .came, .revealed"));

  function next() {
    if (hides() && !state.shown) return change({ shown: true });
    const leads = followed()?.dataset.leads ?? slide().dataset.leads;
    if (leads) change({ at: leads, shown: false, trail: [...state.trail, state.at] });
  }

  function back() {
    if (state.shown) return change({ shown: false });
    const before = state.trail.at(-1) ?? slides[slides.indexOf(slide()) - 1]?.id;
    if (before) change({ at: before, shown: true, trail: state.trail.slice(0, -1) });
  }

  const reset = () => change(fresh());

  // --- choices ------------------------------------------------------------------------------

  const handsOf = (id) => state.hands[id] ?? [];

  // What the trainer says to follow; without that, what most hands are for, and the first of those with as many.
  function followed(of = slide()) {
    const hands = rows(of).map((_, n) => handsOf(of.id)[n] ?? 0);
    const most = Math.max(0, ...hands);
    return rows(of)[state.picked[of.id] ?? (most ? hands.indexOf(most) : -1)];
  }

  function vote(number, by) {
    if (practice || number >= rows().length) return;
    const hands = rows().map((_, n) => handsOf(state.at)[n] ?? 0);
    hands[number] = Math.max(0, hands[number] + by);
    change({ hands: { ...state.hands, [state.at]: hands } });
  }

  function pick(number) {
    const { [state.at]: before, ...others } = state.picked;
    const picked = before === number && !practice ? others : { ...others, [state.at]: number };
    change({ picked, shown: state.shown || practice });
  }

  // --- drawing --------------------------------------------------------------------------------

  function change(by, { tell = true } = {}) {
    const before = state;
    state = { ...state, ...by };
    draw(before);
    if (tell) channel?.postMessage({ state });
  }

  function draw(before = {}) {
    for (const each of slides) each.classList.toggle("now", each.id === state.at);
    slide().classList.toggle("shown", state.shown);
    for (const each of rows()) drawChoice(each, rows().indexOf(each));
    for (const each of play.querySelectorAll("details.presenter")) each.open = notes;
    play.classList.toggle("with-notes", notes);
    play.classList.toggle("begun", state.at !== "start");
    play.querySelector("[data-do=notes]")?.setAttribute("aria-pressed", String(notes));
    play.querySelector("[data-do=next]").textContent = nextIs();
    play.querySelector("[data-do=next]").disabled = state.at === "debrief";
    play.querySelector("[data-do=back]").disabled = state.at === "start";
    if (state.at === "debrief") drawExpectations();
    if (state.at === "start") for (const place of play.querySelectorAll(".brought")) place.replaceChildren(); // asked anew
    if (state.shown) reveal(slide());
    if (state.shown && before.at === state.at && !before.shown) {
      (slide().querySelector(".choices, .reveal") ?? slide()).scrollIntoView({ block: "start" });
    }
    if (before.at !== state.at) arrive(before.at);
  }

  function drawChoice(row, number) {
    const follows = followed() === row;
    row.classList.toggle("followed", follows);
    row.querySelector("[data-pick]").setAttribute("aria-pressed", String(follows));
    const tally = row.querySelector("output");
    if (tally) tally.value = handsOf(state.at)[number] ?? 0;
  }

  function nextIs() {
    if (hides() && !state.shown) return slide().querySelector(".reveal") ? "Show the answer" : "Show more";
    return rows().length && followed() && followed().dataset.leads !== slide().dataset.leads ? "Follow the choice" : "Next";
  }

  function arrive(before) {
    const hash = state.at === "start" ? "" : `#${state.at}`;
    history.replaceState(null, "", location.pathname + location.search + hash);
    if (before === undefined && !hash) return; // the page has just opened: its own beginning has the say
    (slide().querySelector("h2") ?? play.querySelector("h1")).focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  // The passages that the choices of this way through meet and miss, each of them once.
  function drawExpectations() {
    for (const section of play.querySelectorAll("[data-expected]")) {
      const stated = state.trail
        .map((id) => followed(slide(id)))
        .flatMap((row) => [...(row?.querySelectorAll(`[data-stated=${section.dataset.expected}] > li`) ?? [])]);
      const once = new Map(stated.map((item) => [item.textContent, item.cloneNode(true)]));
      section.querySelector("ul").replaceChildren(...once.values());
      section.hidden = once.size === 0;
    }
  }

  // --- the assistant's answer -------------------------------------------------------------------

  async function reveal(of) {
    const place = of.querySelector(".brought");
    if (!place || (place.childElementCount && !("failed" in place.dataset))) return;
    const waiting = Object.assign(document.createElement("p"), { className: "looking", textContent: "Looking in the texts…" });
    place.replaceChildren(waiting);
    const question = of.querySelector("[data-ask]").dataset.ask;
    const answer = await post("/scenarios/answer", new URLSearchParams({ question, turn: place.dataset.turn }));
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
    channel.addEventListener("message", ({ data }) => {
      if (data.asks) channel.postMessage({ state });
      else if (data.state && slide(data.state.at)) change(data.state, { tell: false });
    });
    if (ownNotes) channel.postMessage({ asks: true });
  }

  function openNotes() {
    query.set("window", "notes");
    window.open(`${location.pathname}?${query}${location.hash}`, "_blank", "popup,width=900,height=800");
    query.delete("window");
  }

  // --- hands and keys -----------------------------------------------------------------------------

  const toggleNotes = () => {
    notes = !notes;
    draw(state);
  };
  const DO = { next, back, reset, notes: toggleNotes, window: openNotes };
  const KEYS = {
    ArrowRight: next,
    PageDown: () => paged(1) || next(),
    ArrowLeft: back,
    PageUp: () => paged(-1) || back(),
    Home: reset,
    n: toggleNotes,
    w: openNotes,
  };

  // A clicker has two keys: they go through a long step first, and then on or back. False when there is no more of it.
  function paged(way) {
    const below = slide().getBoundingClientRect().bottom - play.querySelector(".controls").getBoundingClientRect().top;
    if (way > 0 ? below <= 40 : scrollY <= 40) return false;
    scrollBy(0, way * (innerHeight - 200));
    return true;
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
    else if (key in KEYS && !(practice && "nw".includes(key))) KEYS[key]();
    else return;
    event.preventDefault();
  }

  document.addEventListener("click", clicked);
  document.addEventListener("keydown", pressed);
  window.addEventListener("hashchange", () => play && here() && here() !== state.at && change({ at: here(), shown: false }));
  open();
})();

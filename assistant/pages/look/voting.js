// The trainer's side of voting: opens a room, says what is voted on, and shows the result when it is asked for.
"use strict";

(() => {
  const find = (name) => document.querySelector(`[data-voting=${name}]`);
  let room = null;
  let now = null; // what is played, as scenario.js tells it

  async function send(what, more = {}) {
    const body = new URLSearchParams(room ? { code: room.code, key: room.key } : {});
    for (const [name, value] of Object.entries(more)) for (const each of [value].flat()) body.append(name, each);
    try {
      const answer = await fetch(`/vote/${what}`, { method: "POST", body });
      if (answer.ok) return await answer.json();
      tell(await answer.text());
    } catch {
      tell("That did not get through. Try again.");
    }
    return null;
  }

  const tell = (words) => (find("told").textContent = words);

  async function open() {
    room = await send("open");
    if (!room) return;
    find("qr").innerHTML = room.qr;
    find("address").textContent = room.address;
    draw();
    await ask();
    count();
  }

  async function close() {
    if (await send("close")) tell("Voting is closed, and the votes are forgotten.");
    room = null;
    draw();
  }

  function draw() {
    find("code").hidden = !room;
    find("open").hidden = Boolean(room);
    for (const tool of ["show", "close", "hide"]) find(tool).hidden = !room;
    fit();
  }

  // What is projected stands beside the code: it is measured anew, as when the window changes.
  const fit = () => dispatchEvent(new Event("resize"));

  function hide() {
    find("code").hidden = !find("code").hidden;
    fit();
  }

  const words = (row) => row.querySelector(".offer").textContent;

  async function ask() {
    if (!room || !now) return;
    const question = now.slide.querySelector(".to-room")?.textContent ?? "";
    await send("ask", { step: now.state.at, question, choices: now.rows.map(words) });
  }

  async function count() {
    if (!room) return;
    const found = await send("hands");
    if (found) tell(`Phones that have voted on this step: ${found.hands.reduce((sum, hands) => sum + hands, 0)}.`);
    setTimeout(count, 1500);
  }

  async function show() {
    const found = await send("hands");
    if (found && now) now.change({ hands: { ...now.state.hands, [now.state.at]: found.hands } });
  }

  const DO = { open, close, show, hide };

  document.addEventListener("click", (event) => {
    const touched = event.target.closest("button[data-voting]");
    if (touched) DO[touched.dataset.voting]();
  });
  document.addEventListener("scenario", ({ detail }) => {
    const moved = now?.state.at !== detail.state.at;
    now = detail;
    if (moved) ask();
  });
  addEventListener("pagehide", () => room && navigator.sendBeacon("/vote/close", new URLSearchParams({ code: room.code, key: room.key })));
})();

// A phone in the room: it shows what can be chosen now, and sends one vote.
"use strict";

(() => {
  const find = (id) => document.getElementById(id);
  const room = `/vote/${find("main").dataset.voteRoom}`;
  const phone = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  let step = null;

  async function look() {
    try {
      const answer = await fetch(`${room}/now`);
      if (!answer.ok) return closed(await answer.text());
      draw(await answer.json());
    } catch {
      tell("The room cannot be reached. Is this phone in the same network?");
    }
    setTimeout(look, 1500);
  }

  function closed(words) {
    find("choices").replaceChildren();
    tell(words);
  }

  const tell = (words) => (find("told").textContent = words);

  function draw(now) {
    if (now.step === step) return;
    step = now.step;
    find("question").textContent = now.question || "Vote";
    tell(now.choices.length ? "Choose one." : "Look at the screen. What you can choose comes here.");
    find("choices").replaceChildren(...now.choices.map(button));
  }

  function button(words, number) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: `${number + 1}. ${words}` });
    made.setAttribute("aria-pressed", "false");
    made.addEventListener("click", () => vote(made, number));
    return made;
  }

  async function vote(made, number) {
    const answer = await fetch(room, { method: "POST", body: new URLSearchParams({ phone, step, number }) }).catch(() => null);
    if (!answer) return tell("That did not get through. Try again.");
    if (!answer.ok) return tell(await answer.text());
    for (const each of find("choices").children) each.setAttribute("aria-pressed", String(each === made));
    tell("Your vote is in. The trainer shows the result.");
  }

  look();
})();

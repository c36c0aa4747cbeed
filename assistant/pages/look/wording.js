// Asks a model to word an answer that is shown already. What comes is proved sentence by sentence on the server.
"use strict";

window.wording = (() => {
  const NOT_THROUGH = "It could not be worded: that did not get through. The quotes stand as they are.";
  const under = new Map(); // what is on its way, by the place it goes to

  async function follow(turn, earlier) {
    const place = turn.querySelector("[data-wording]");
    if (!place) return;
    place.hidden = false;
    const given = new AbortController();
    under.set(place, given);
    const sent = new URLSearchParams({ question: turn.dataset.question, turn: turn.id });
    for (const question of earlier) sent.append("earlier", question);
    const answer = await fetch(at("/wording"), { method: "POST", body: sent, signal: given.signal }).catch(() => null);
    const words = await answer?.text().catch(() => "");
    under.delete(place);
    if (given.signal.aborted) return place.remove();
    if (answer?.ok) place.innerHTML = words;
    else place.textContent = answer ? words : NOT_THROUGH;
    if (!place.textContent.trim()) place.remove();
  }

  document.addEventListener("click", ({ target }) => {
    const stop = target.closest("[data-stop], #clear");
    for (const [place, given] of under) if (stop?.id === "clear" || (stop && place.contains(stop))) given.abort();
  });
  return { follow };
})();

// Reads an answer aloud with a voice of the browser's own. Voices that send the words elsewhere are not used.
"use strict";

window.aloud = (() => {
  const speech = window.speechSynthesis;
  let reading = null; // the button of what is read

  const voices = () => speech?.getVoices().filter((voice) => voice.localService && /^en\b/i.test(voice.lang)) ?? [];
  const voice = () => voices().find((each) => /^en[-_]GB/i.test(each.lang)) ?? voices()[0];

  function offer(part) {
    for (const button of part.querySelectorAll("[data-aloud]")) button.hidden = !voice();
  }

  // What the first screen holds: the headline, how old it is, the quote and where it stands.
  function words(turn) {
    const parts = turn.querySelectorAll(
      ".headline, .verdict, .answer > section:first-of-type > .quote :is(blockquote, .source), .line > summary, .look-in li, .say > p:first-of-type",
    );
    return [...parts].map((part) => part.innerText.trim()).filter(Boolean);
  }

  function stop() {
    speech.cancel();
    if (reading) reading.textContent = "Read aloud";
    reading = null;
  }

  // A sentence at a time: browsers stop in the middle of long ones.
  function read(button) {
    stop();
    const sentences = words(button.closest(".turn"));
    reading = button;
    button.textContent = "Stop reading";
    sentences.forEach((sentence, number) => {
      const said = Object.assign(new SpeechSynthesisUtterance(sentence), { voice: voice(), lang: "en-GB" });
      if (number === sentences.length - 1) said.addEventListener("end", () => reading === button && stop());
      speech.speak(said);
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-aloud]");
    if (button) button === reading ? stop() : read(button);
  });
  speech?.addEventListener?.("voiceschanged", () => offer(document));
  addEventListener("pagehide", () => speech?.cancel());

  return { offer };
})();

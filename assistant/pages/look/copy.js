// A button with words to copy copies them, on every page that has one.
"use strict";

(() => {
  async function copied(button, words, told = "Copied") {
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      copyTheOldWay(words); // a page that is not on this machine and not on https has no clipboard
    }
    const label = button.textContent;
    const said = document.getElementById("said");
    button.textContent = told;
    if (said) said.textContent = `${told}.`;
    setTimeout(() => (button.textContent = label), 2000);
  }

  function copyTheOldWay(words) {
    const area = document.createElement("textarea");
    area.value = words;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  window.copied = copied;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copied(button, button.dataset.copy);
  });
})();

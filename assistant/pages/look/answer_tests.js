// The page of answer tests: sends somebody's own file and an earlier run, keeps the runs of this visit, saves files.
"use strict";

window.answerTests = (() => {
  const runs = []; // of this visit, the latest last; gone with the page
  const element = (id) => document.getElementById(id);
  const textOf = async (input) => (input.files[0] ? input.files[0].text() : "");

  async function take(name, half, text) {
    const own = element("own-file");
    const chosen = element("earlier").value;
    const earlier = chosen === "" ? await textOf(element("earlier-file")) : runs[chosen].run;
    return [name, half, text, { name: own.files[0]?.name ?? "", text: await textOf(own), earlier }];
  }

  function keep(kept) {
    element("keep-report").hidden = !kept?.run;
    if (!kept?.run) return kept;
    runs.push(kept);
    element("earlier").add(new Option(kept.title, runs.length - 1), 1);
    return kept;
  }

  function save(name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-save-report]")) {
      save("report.html", "text/html", document.querySelector("iframe.report").srcdoc);
    } else if (event.target.closest("[data-save-run]")) {
      save("run.json", "application/json", runs.at(-1).run);
    }
  });

  return { take, keep };
})();

// What the front page does in the browser. Questions and answers live here and nowhere else.
"use strict";

window.inspection = (() => {
  const { conversation, stored } = window;
  const LONGEST_WAIT = 20; // seconds
  const NOT_THROUGH = "That did not get through. Your question is still here: press Ask to try again.";
  const AGAIN_IN = 3; // seconds after which what did not get through is asked again
  const LOST = "The connection is lost. Your question is kept, and is asked as soon as it is back.";
  const find = (id) => document.getElementById(id);

  let next = null; // { question, fresh } or { turn } to ask instead of what is in the box
  let pending = null; // the turn that is asked again in some seconds
  let failures = 0; // in a row
  let asking = null; // the turn that is on its way
  let opening = { sent: [], asked: null }; // the turns that are asked again, and what is asked on opening the page
  let jump = false; // the view goes to the answer and so does the focus
  let timer = 0;
  let lost = false; // the connection, while an answer was waited for
  let count = Math.max(0, ...conversation.turns.map((turn) => Number(turn.id?.slice(5)) || 0)); // turns named so far

  // --- asking -------------------------------------------------------------------------------

  const box = () => document.querySelector("#box textarea, #box input");
  const name = () => `turn-${++count}`;

  function fill(words) {
    box().value = words;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  function take(typed) {
    const { turn, question = turn?.question, fresh } = next ?? { question: typed, fresh: false };
    stored.remove("typed", true);
    next = pending = null;
    tell("");
    stored.dropUndo();
    find("hint").hidden = true;
    asking = turn ?? { question, earlier: fresh ? [] : conversation.leaning(), id: name() };
    stored.write("asking", asking, true);
    waiting(true);
    return [question, { earlier: asking.earlier, turn: asking.id }];
  }

  function show(shown) {
    if (shown.again_in && asking) return askAgain(shown.again_in, wait(shown));
    const { earlier, id } = asking ?? { earlier: [], id: name() };
    failures = 0;
    waiting(false);
    if (shown.problem) return (find("problem").innerHTML = shown.html);
    conversation.add({ question: shown.question, earlier, html: shown.html, id });
    const turn = add(shown.html);
    showTools();
    say([turn.querySelector(".verdict")?.innerText, turn.dataset.headline].filter(Boolean).join(". "));
    window.beside?.follow(turn); // first: a pane that goes makes the answers above wider and shorter
    bringIntoView(turn);
    window.wording?.follow(turn, earlier);
  }

  // `opened`: it was the opening of the page that failed; what was asked since goes on by itself.
  function failed(opened = false) {
    if (!find("log").children.length) showKept();
    if (opened && asking !== opening.asked) return;
    if (!asking) return waiting(false);
    failures += 1;
    if (failures < 2) return askAgain(AGAIN_IN, `That did not get through. It is asked again in ${AGAIN_IN} seconds.`);
    const { question } = asking;
    failures = 0;
    waiting(false);
    tell(NOT_THROUGH);
    if (!box().value) fill(question);
  }

  const wait = ({ again_in, reason }) =>
    `${reason === "limited" ? "That was a lot of questions" : "Busy"}, asking again in ${again_in} seconds. Your question is kept.`;

  // The question on its way is asked again by itself, in so many seconds and once the program is to be reached.
  async function askAgain(seconds, words) {
    const turn = asking;
    waiting(false);
    pending = turn;
    stored.write("asking", turn, true);
    if (!box().value) fill(turn.question);
    tell((await reached()) ? words : LOST);
    await sleep(seconds + Math.random()); // not all at the same moment
    while (pending === turn && !(await reached())) {
      tell(LOST);
      await sleep(1);
    }
    if (pending !== turn) return;
    next = { turn };
    find("ask").click();
  }

  const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  const reached = () => fetch(at("/health"), { cache: "no-store" }).then((answer) => answer.ok, () => false);

  function add(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const turn = holder.content.firstElementChild;
    for (const notice of turn.querySelectorAll("[data-notice]")) {
      notice.open = !find("log").querySelector(`[data-notice="${CSS.escape(notice.dataset.notice)}"]`);
    }
    const alone = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
    for (const note of turn.querySelectorAll("[data-only-here]")) note.hidden = !alone;
    window.aloud?.offer(turn);
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
    const asked = new URLSearchParams(location.search).get("q")?.trim();
    // Whoever was quicker than the page has asked already: what is on its way, or answered, is not asked a second time.
    const onItsWay = asking || pending ? null : stored.read("asking", true);
    find("forget").checked = stored.forgets();
    // A link with a question in it leans on nothing that was asked before, and a reload must not ask it again.
    if (asked) {
      conversation.begin();
      history.replaceState(null, "", location.pathname + location.hash);
    }
    const before = conversation.turns.filter((turn) => !find(turn.id));
    const sent = before.map((turn) => ({ ...turn, id: name() }));
    const first = asked ? { question: asked, earlier: [] } : typeof onItsWay?.question === "string" ? onItsWay : null;
    if (first) first.id = name();
    asking ??= first;
    if (first) stored.write("asking", asking, true);
    opening = { sent, asked: first };
    const typed = stored.read("typed", true); // on this page while it was opening
    if (typed && !box().value) {
      fill(typed);
      box().focus({ preventScroll: true });
    }
    if (!pending) waiting(sent.length > 0 || asking !== null);
    whenReady();
    showTools();
    return [{ turns: [...(first ? [first] : []), ...sent].map(({ html, ...turn }) => turn) }];
  }

  // Whoever was quick has asked something else meanwhile: that goes on, and what was there comes above it.
  function restore(shown) {
    const { sent, asked } = opening;
    const last = asked ? shown[0] : null;
    const again = asked ? shown.slice(1) : shown;
    if (asking === asked) waiting(false);
    if (!shown.length) return;
    // What can no longer be asked is shown as it was.
    const turns = sent.map((turn, n) => ({ ...turn, html: again[n]?.problem === false ? again[n].html : turn.html }));
    if (last?.problem && !last.again_in) {
      find("problem").innerHTML = last.html;
      fill(asked.question);
    } else if (last && !last.again_in) turns.push({ ...asked, html: last.html });
    const since = [...find("log").children];
    const articles = turns.filter((turn) => turn.html).map((turn) => add(turn.html));
    find("log").append(...since);
    if (turns.length) conversation.replace([...turns, ...conversation.turns.slice(sent.length)]);
    showTools();
    const left = find(stored.read("left-at", true));
    stored.remove("left-at", true);
    const newest = since.at(-1) ?? articles.at(-1);
    if (newest) window.beside?.follow(newest);
    (left ?? newest)?.scrollIntoView({ block: left ? "center" : "start" });
    if (last?.again_in && !asking) {
      asking = asked;
      askAgain(last.again_in, wait(last));
    }
  }

  // Without the program: what the browser has.
  function showKept() {
    const { turns } = conversation.turns.length ? conversation : (conversation.before() ?? { turns: [] });
    turns.forEach((turn) => turn.html && add(turn.html));
    showTools();
  }

  async function whenReady() {
    const status = await fetch(at("/health")).then((answer) => answer.json(), () => ({})).then((health) => health.status);
    find("getting-ready").hidden = !status || status === "ready"; // without a connection it is not known
    if (status !== "ready") setTimeout(whenReady, 700);
  }

  // --- waiting for an answer --------------------------------------------------------------------

  function waiting(on) {
    clearInterval(timer);
    find("looking").hidden = true;
    if (on) {
      const begun = Date.now();
      timer = setInterval(() => watch((Date.now() - begun) / 1000), 1000);
    } else {
      timer = 0;
      lost = false;
      asking = null;
      stored.remove("asking", true);
    }
  }

  // Most answers come before the first look. A request that was lost with its connection may never
  // end, so once the way is open again the page is opened anew, and asks what was on its way.
  async function watch(seconds) {
    const watched = timer;
    find("looking").hidden = lost;
    if (!find("getting-ready").hidden) return;
    const open = await reached();
    if (timer !== watched) return; // the answer has come meanwhile
    if (!open) {
      lost = true;
      find("looking").hidden = true;
      tell(LOST);
    } else if (lost || seconds > LONGEST_WAIT) {
      clearInterval(timer);
      if (conversation.safe && stored.write("asking", asking, true)) location.reload();
      else failed(); // a browser that keeps nothing would lose the answers with the page
    }
  }

  // --- small things ---------------------------------------------------------------------------

  const tell = (words) => (find("problem").textContent = words);
  const say = (words) => (find("said").textContent = words);

  function showTools() {
    const any = conversation.turns.length > 0;
    const before = conversation.before()?.turns.length;
    for (const tool of document.querySelectorAll("[data-with-answers]")) tool.hidden = !any;
    if (find("unkept")) find("unkept").hidden = !any || conversation.safe;
    if (find("suggestions")) find("suggestions").open = !any;
    if (!find("before")) return;
    find("before").hidden = !before;
    find("before").firstElementChild.textContent =
      before === 1 ? "Bring back your last answer" : `Bring back your last ${before} answers`;
  }

  function clear() {
    const undo = conversation.clear();
    const articles = [...find("log").children];
    const drafts = window.wrong.clear();
    find("log").replaceChildren();
    tell("");
    showTools();
    window.beside?.follow(null);
    stored.offerUndo("Everything is cleared.", () => {
      undo();
      drafts();
      find("log").replaceChildren(...articles);
      showTools();
      articles.at(-1)?.scrollIntoView({ block: "start" });
    });
    box().focus();
  }

  function goTo(id) {
    const target = find(id);
    target?.closest("details")?.setAttribute("open", "");
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "start" });
  }

  function ask(question, fresh) {
    next = { question, fresh };
    jump = true;
    find("ask").click();
  }

  // Read again with what it was read with: whoever opens the link has no earlier question.
  function linkTo(part) {
    const { question, readWith = "" } = part.closest(".turn").dataset;
    return `${location.origin}${at("/")}?${new URLSearchParams({ q: `${readWith} ${question}`.trim() })}`;
  }

  async function showCode(button) {
    const place = button.closest("details");
    const answer = await fetch(at("/qr"), { method: "POST", body: new URLSearchParams({ link: linkTo(button) }) }).catch(() => null);
    place.querySelector(".told").textContent = answer?.ok ? "" : ((await answer?.text()) ?? "That did not get through. Try again.");
    if (!answer?.ok) return;
    const picture = Object.assign(document.createElement("img"), { alt: `QR code of ${linkTo(button)}`, width: 240, height: 240 });
    picture.src = URL.createObjectURL(await answer.blob());
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
    place.querySelector(".qr").replaceChildren(picture);
  }

  function clicked(event) {
    const touched = event.target.closest(
      "[data-ask], [data-otherwise], [data-bring-back], [data-share], [data-qr], a[href^='#'], a.open, #clear",
    );
    if (!touched) return;
    if (touched.dataset.ask) {
      ask(touched.dataset.ask, "fresh" in touched.dataset);
    } else if ("otherwise" in touched.dataset) {
      find("hint").hidden = false;
      box().focus();
    } else if ("bringBack" in touched.dataset) {
      if (conversation.bringBack()) location.reload();
    } else if ("share" in touched.dataset) {
      window.copied(touched, linkTo(touched), "Link copied");
    } else if ("qr" in touched.dataset) {
      showCode(touched);
    } else if (touched.id === "clear") {
      clear();
    } else if (touched.matches("a.open")) {
      if (window.beside?.opens(event, touched)) return;
      stored.write("left-at", touched.closest("figure").id, true);
    } else {
      event.preventDefault();
      goTo(touched.getAttribute("href").slice(1));
    }
  }

  // The turn that something stands in; undefined where it stands in none.
  const turnOf = (part) => conversation.turns.find((turn) => turn.id === part.closest(".turn")?.id);
  const asked = (turn) => [...turn.earlier, turn.question];

  // The question of the answer that something stands in, after those it leaned on.
  function questionsOf(part) {
    const turn = turnOf(part);
    return turn ? asked(turn) : [];
  }

  function filled(event) {
    const turn = turnOf(event.target);
    event.target.elements.questions.value = JSON.stringify(turn ? asked(turn) : conversation.turns.map(asked));
  }

  // Not on a page that was reached without https from another machine: browsers allow none there.
  navigator.serviceWorker?.register(at("/worker.js"));

  document.addEventListener("click", clicked);
  document.addEventListener("change", (event) => event.target.id === "forget" && forget(event.target.checked));
  document.addEventListener("submit", (event) => event.target.dataset.fill === "questions" && filled(event));

  function forget(yes) {
    window.notes.move(() => window.wrong.move(() => conversation.forget(yes)));
  }

  return { take, show, failed, open, restore, showKept, questionsOf };
})();

// The conversation of this tab, and copies of those of other tabs for the time after they are closed.
// A turn is its question, the earlier questions it may lean on, and the answer as it was shown.
"use strict";

window.conversation = (() => {
  const MOST_EARLIER = 8; // questions a follow-up may lean on, as answering/conversation.py has it
  const MOST_COPIES = 4; // conversations
  const { stored } = window;
  const kept = stored.read("", true) ?? {};
  let id = kept.id ?? newId();
  let turns = Array.isArray(kept.turns) ? kept.turns.filter(right) : [];
  let safe = true; // the browser keeps it

  function newId() {
    return `${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
  }

  function right(turn) {
    return typeof turn?.question === "string" && Array.isArray(turn.earlier);
  }

  function copies() {
    return stored.list("copies", stored.forgets(), (copy) => Array.isArray(copy.turns) && copy.turns.every(right));
  }

  // The newest that is not this tab's own.
  const before = () => copies().findLast((copy) => copy.id !== id && copy.turns.length);

  function keep() {
    const bare = turns.map(({ question, earlier }) => ({ question, earlier }));
    safe = stored.write("", { id, turns }, true) || stored.write("", { id, turns: bare }, true);
    const others = copies().filter((copy) => copy.id !== id).slice(1 - MOST_COPIES);
    const own = turns.length ? [{ id, turns }] : [];
    if (!stored.write("copies", [...others, ...own], stored.forgets())) {
      stored.write("copies", turns.length ? [{ id, turns: bare }] : [], stored.forgets());
    }
  }

  function add(turn) {
    turns = [...turns, turn];
    keep();
  }

  function replace(others) {
    turns = others;
    keep();
  }

  // A conversation of its own begins; what was there stays to be brought back.
  function begin() {
    if (turns.length) keep();
    id = newId();
    turns = [];
    stored.remove("", true);
  }

  function bringBack() {
    const copy = before();
    if (!copy) return false;
    stored.write("copies", copies().filter((other) => other.id !== copy.id), stored.forgets());
    replace([...copy.turns, ...turns]);
    return safe;
  }

  // Every word of it leaves the browser's storage. Gives back how to undo that.
  function clear() {
    const [was, others] = [turns, copies()];
    turns = [];
    for (const tab of [true, false]) for (const name of ["", "asking", "copies"]) stored.remove(name, tab);
    return () => {
      stored.write("copies", others, stored.forgets());
      replace(was);
    };
  }

  function forget(yes) {
    const others = copies();
    stored.remove("copies", stored.forgets());
    stored.write("forget", yes ? "yes" : "no");
    stored.write("copies", others, yes);
    keep();
  }

  const leaning = () => (turns.length ? [...turns.at(-1).earlier, turns.at(-1).question].slice(-MOST_EARLIER) : []);

  return {
    add, replace, begin, before, bringBack, clear, forget, leaning,
    get turns() { return turns; },
    get safe() { return safe; },
  };
})();

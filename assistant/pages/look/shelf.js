// A trainer's own scenarios. They are kept in this browser, until the tab is closed or they are removed.
"use strict";

window.shelf = (() => {
  const KEY = "inspection-assistant.scenarios";

  function read(store) {
    try {
      const kept = JSON.parse(store.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter((one) => typeof one?.id === "string" && typeof one?.text === "string") : [];
    } catch {
      return [];
    }
  }

  const all = () => [...read(sessionStorage), ...read(localStorage)];
  const find = (id) => all().find((one) => one.id === id);

  const kept = (id) => read(localStorage).some((one) => one.id === id);

  function remove(...ids) {
    for (const store of [sessionStorage, localStorage]) {
      const left = read(store).filter((one) => !ids.includes(one.id));
      if (left.length) store.setItem(KEY, JSON.stringify(left));
      else store.removeItem(KEY);
    }
  }

  // Each takes the place of an earlier one of its name. False when the browser has no room for them.
  function put(scenarios, keep) {
    const store = keep ? localStorage : sessionStorage;
    const before = [read(sessionStorage), read(localStorage)];
    remove(...scenarios.map((one) => one.id));
    try {
      store.setItem(KEY, JSON.stringify([...read(store), ...scenarios]));
      return true;
    } catch {
      [sessionStorage, localStorage].forEach((each, n) => each.setItem(KEY, JSON.stringify(before[n])));
      return false;
    }
  }

  return { all, find, kept, put, remove };
})();

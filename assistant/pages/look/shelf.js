// A trainer's own scenarios. They are kept in this browser, until the tab is closed or they are removed.
"use strict";

window.shelf = (() => {
  const { stored } = window;
  const read = (tab) => stored.list("scenarios", tab, (one) => typeof one.id === "string" && typeof one.text === "string");
  const all = () => [...read(true), ...read(false)];
  const find = (id) => all().find((one) => one.id === id);
  const kept = (id) => read(false).some((one) => one.id === id);

  function write(scenarios, tab) {
    if (scenarios.length) return stored.write("scenarios", scenarios, tab);
    stored.remove("scenarios", tab);
    return true;
  }

  function remove(...ids) {
    for (const tab of [true, false]) write(read(tab).filter((one) => !ids.includes(one.id)), tab);
  }

  // Each takes the place of an earlier one of its name. False when the browser does not keep them, or has no room.
  function put(scenarios, keep) {
    const before = [read(true), read(false)];
    remove(...scenarios.map((one) => one.id));
    if (write([...read(!keep), ...scenarios], !keep)) return true;
    before.forEach((those, n) => write(those, n === 0));
    return false;
  }

  return { all, find, kept, put, remove };
})();

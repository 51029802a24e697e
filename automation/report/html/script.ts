/**
 * What the page can do beside being read: filter, open, copy, print. It works on what is drawn, and writes nothing into
 * the page but numbers and words of its own. No line of it holds `<` or `&`, so that the page is XML too.
 */
export const SCRIPT = `"use strict";
(() => {
  document.documentElement.classList.add("js");
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const names = ["stack", "severity", "state", "who", "decision"];
  const selects = names.map((name) => byId("f-" + name));
  const search = byId("f-text");
  const output = byId("f-count");

  // Read once, when somebody filters: reading the text of thousands of changes takes a moment.
  let sections;
  const index = () => {
    sections ??= all(".stack").map((element) => ({
      element,
      drifts: all(".drift", element).map((drift) => ({
        element: drift,
        groups: all(".g", drift).map((group) => ({
          element: group,
          text: (element.firstChild.textContent + " " + drift.firstChild.textContent + " " + group.textContent).toLowerCase(),
          of: { stack: element.dataset.stack, who: group.dataset.who, decision: group.dataset.decision },
          changes: all(".c", group).map((change) => ({ element: change, of: { severity: change.dataset.severity, state: change.dataset.state } })),
        })),
      })),
    }));
    return sections;
  };
  const show = (element, visible) => {
    if (element.hidden === visible) element.hidden = !visible;
    return visible;
  };
  const filter = () => {
    const wanted = names.map((name, at) => [name, selects[at]?.value ?? ""]).filter(([, value]) => value !== "");
    const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== "");
    const active = wanted.length + words.length !== 0;
    const fits = (of) => wanted.every(([name, value]) => of[name] === undefined || of[name] === value);
    // A change that was never compared with an earlier scan is in no state.
    const stateless = (of) => of.state === undefined ? wanted.every(([name]) => name !== "state") : true;
    let shown = 0;
    let total = 0;
    for (const { element, drifts } of index()) {
      let inSection = 0;
      for (const drift of drifts) {
        let inDrift = 0;
        for (const group of drift.groups) {
          const possible = fits(group.of) ? words.every((word) => group.text.includes(word)) : false;
          let inGroup = 0;
          for (const change of group.changes) {
            total += 1;
            const visible = possible ? (fits(change.of) ? stateless(change.of) : false) : false;
            if (show(change.element, visible)) inGroup += 1;
          }
          show(group.element, inGroup !== 0);
          inDrift += inGroup;
        }
        show(drift.element, inDrift !== 0);
        inSection += inDrift;
      }
      show(element, active ? inSection !== 0 : true);
      shown += inSection;
    }
    const number = (amount) => amount.toLocaleString("en-US");
    output.textContent = active ? "Showing " + number(shown) + " of " + number(total) + (total === 1 ? " change" : " changes") : "";
  };
  const showAll = () => {
    for (const select of selects) if (select) select.value = "";
    search.value = "";
    filter();
  };

  if (search) {
    search.addEventListener("input", filter);
    for (const select of selects) select?.addEventListener("change", filter);
    byId("f-all").addEventListener("click", showAll);
    const opener = byId("f-open");
    opener.addEventListener("click", () => {
      const open = opener.textContent === "Open all";
      for (const drift of all(".drift")) drift.open = open;
      opener.textContent = open ? "Close all" : "Open all";
    });
  }

  // A link leads to what is folded, or filtered away.
  const follow = () => {
    const target = byId(location.hash.slice(1));
    if (!target) return;
    if (target.closest("[hidden]")) showAll();
    if (target.matches("details")) target.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) if (link.hash === location.hash) follow();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (!button) return;
    const command = button.previousElementSibling;
    const say = (text) => {
      button.textContent = text;
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    };
    // Without the right to copy, the command is selected: then the keyboard copies.
    const select = () => {
      getSelection().selectAllChildren(command);
      say("Selected");
    };
    if (navigator.clipboard) navigator.clipboard.writeText(command.textContent).then(() => say("Copied"), select);
    else select();
  });

  // On paper nothing can be opened.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
    closed = [];
  });
})();
`;

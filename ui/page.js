// What styles alone cannot do: the way back to the link that was followed, and what comes into view.
// Runs again whenever the attributes of #now change, or #now is drawn anew. docs/decisions/0013-script.md
// No "<" right before a letter, a figure, "_", "/" or "!": Streamlit's DOMPurify would drop all of it.
(() => {
  const root = document.documentElement;
  const find = (selector) => document.querySelector(selector);
  const last = (selector) => [...document.querySelectorAll(selector)].at(-1);
  const state = (window.deskState ??= listen());
  const [before, now] = [state.now ?? {}, {...find("#now").dataset}];
  const [left, talk] = [state.talk, find(".st-key-talk")];
  Object.assign(state, {now, talk});

  if (now.chat !== before.chat || talk !== left) arrive();  // another chat, or back from another page
  else {
    if (now.article !== before.article) find(".st-key-paper").scrollTop = 0;
    if (now.latest !== before.latest || now.rows !== before.rows) {
      state.shown = `a-${now.latest}`;
      talk.scrollIntoView({block: "nearest"});
    }
  }
  const settle = () => show(state.shown);
  state.grown?.disconnect();
  state.grown = new MutationObserver(settle);
  state.grown.observe(talk, {childList: true, subtree: true});
  settle();

  // Lights what a reloaded address names; unlights what the chat before had lit.
  function arrive() {
    state.shown = last(".exchange")?.id;
    root.dataset.from = last(`a.cite[href="${location.hash}"]`)?.id ?? "";
    if (location.hash) location.replace(location.hash);
    else if (before.chat !== undefined) {
      location.replace("#");
      history.replaceState(history.state, "", location.pathname + location.search);
      find(".st-key-paper").scrollTop = 0;
    }
  }

  // A question at the top of the chat, or as far up as the chat goes.
  function show(id) {
    const [exchange, talk] = [document.getElementById(id), find(".st-key-talk")];
    if (exchange) talk.scrollTop += exchange.getBoundingClientRect().top - talk.getBoundingClientRect().top;
  }

  function listen() {
    for (const kind of ["pointerdown", "wheel", "keydown", "focusin"])
      document.addEventListener(kind, (event) => {
        if (event.target.closest(".st-key-talk")) state.shown = "";  // from here on the reader leads
      }, {capture: true, passive: true});
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      if (link?.matches(".back")) {
        event.preventDefault();
        location.hash = root.dataset.from;
      } else if (link) root.dataset.from = link.id;
    });
    addEventListener("hashchange", () => {
      const link = find("a.cite:target");
      if (!link) return;
      find(".st-key-talk").scrollIntoView({block: "nearest"});
      show(link.closest(".exchange").id);
      link.scrollIntoView({block: "nearest"});
    });
    return {};
  }
})();

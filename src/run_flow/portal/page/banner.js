// A note to the person, above the page and apart from it: in a closed shadow root beside the body.
(call, event) => {
  const send = window[call];
  delete window[call];
  if (!send || window.top !== window) return;
  const host = document.createElement("run-flow-note");
  const root = host.attachShadow({ mode: "closed" });
  const make = (name, text, parent, cls) => { const n = document.createElement(name); n.textContent = text; if (cls) n.className = cls; parent.append(n); return n; };
  let answers = new Map();

  function show(state) {
    answers = new Map();
    root.replaceChildren();
    if (!state) { host.remove(); return; }
    const style = document.createElement("style");
    style.textContent = STYLE;
    root.append(style);
    if (state.button) slim(state); else note(state);
    if (!host.isConnected && document.documentElement) document.documentElement.append(host);
  }

  // Beside the page's work: pressed once, it says so until the person's turn comes.
  function slim(state) {
    const strip = make("aside", "", root);
    make("span", state.text, strip);
    const button = make("button", state.button, strip);
    answers.set(button, () => { button.textContent = state.pressed; button.className = "pressed"; answers.clear(); send({ id: state.id, value: "" }); });
  }

  function note(state) {
    const panel = make("section", "", root);
    make("h1", state.title, panel);
    make("p", state.text, panel);
    if (state.hint) make("p", state.hint, panel, "hint");
    if (state.refused) make("p", state.refused, panel, "refused");
    let input = null;
    if (state.input) { input = make("input", "", panel); input.type = state.input; input.autocomplete = "off"; }
    const row = make("div", "", panel);
    for (const b of state.buttons) {
      const button = make("button", b.text, row, b.main ? "main" : "");
      answers.set(button, () => { const value = b.value === null ? input.value.trim() : b.value; if (value) send({ id: state.id, value }); });
    }
    if (input) answers.set(input, answers.get(row.querySelector(".main")));
  }

  // The page's own listeners must hear nothing of what is done in the note: we are first on the window.
  const target = (e) => (e.detail ? root.elementFromPoint(e.clientX, e.clientY) : root.activeElement);
  function guard(e) {
    if (e.target !== host) return;
    e.stopImmediatePropagation();
    if (!e.isTrusted) { e.preventDefault(); return; }
    if (e.type === "mousedown" && root.querySelector("aside")) e.preventDefault();  // whoever types in the page goes on
    const act = e.type === "click" ? target(e) : e.type === "keydown" && e.key === "Enter" && root.activeElement && root.activeElement.localName === "input" ? root.activeElement : null;
    if (act && act.localName !== (e.type === "click" ? "input" : "button") && answers.has(act)) answers.get(act)();
  }
  for (const type of "click dblclick mousedown mouseup pointerdown pointerup touchstart touchend keydown keypress keyup beforeinput input change paste copy cut focusin focusout".split(" ")) window.addEventListener(type, guard, true);

  const now = () => send({ ask: true }).then(show);
  document.addEventListener(event, (e) => { e.stopImmediatePropagation(); if (e.detail) host.style.pointerEvents = e.detail === "aside" ? "none" : ""; else now(); }, true);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", now, { once: true }); else now();
}

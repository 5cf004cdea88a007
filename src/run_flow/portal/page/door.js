// What Python may ask. One call walks the page once.

async function digest(source) {
  try {
    const bytes = await (await fetch(source)).arrayBuffer();
    const sum = await crypto.subtle.digest("SHA-256", bytes);
    return [...new Uint8Array(sum)].map((b) => b.toString(16).padStart(2, "0")).join("");
  } catch { return null; }
}

const names = (list) => [...new Set(list.map((w) => w.names[0] || w.spare[0] || w.last[0] || "").filter(Boolean))];

function one(arg) {
  const view = look(arg);
  const found = view.where.place ? climbLadder(view.here, arg.label) : [];
  return { ...view, found, widget: found.length === 1 ? found[0] : null };
}

const report = (v) => ({
  sections: v.where.count, titles: v.where.titles || [], count: v.found.length, labels: names(v.here),
  foreign: v.page.foreign, field: v.widget ? fieldOf(v.widget) : null,
});

function part(w, arg) {
  const c = w.own[arg.index || 0];
  if (arg.part === "forever") return press(w.forever.n);
  if (arg.part === "option") return press(w.own[arg.index].n);
  if (arg.part === "tick") return press(c.n);
  if (arg.part === "opener") return opener(c.n);
  if (arg.part === "upload") return uploader(w);
  return c.n;
}
// What a hand presses for a tick box: its icon, itself, or its label.
function press(n) {
  if (n.localName !== "input") return n;
  const label = [...(n.labels || [])].find(boxed);
  const icon = label && [...label.querySelectorAll("i, [class*=icon]")].find(boxed);
  const faint = +getComputedStyle(n).opacity < 0.1;
  return icon || (boxed(n) && !faint ? n : label) || n.nextElementSibling || n;
}
// Make the keyboard write over all that a field holds.
function ready(n) {
  n.scrollIntoView({ block: "nearest", behavior: "instant" });
  n.focus();
  if (n.select) n.select(); else if (n.isContentEditable) n.ownerDocument.getSelection().selectAllChildren(n);
  return active() === n;
}
// The middle of a pressable, near the left edge of a label, which may hold links; null where a hand had better wait.
function aim(n) {
  if (!n) return null;
  n.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  for (let e = n; e; e = up(e)) if (e.getAnimations().some((a) => a.playState === "running")) return null;
  const box = n.getBoundingClientRect(), [left, top] = offset(n);
  const x = left + box.left + (n.localName === "label" ? Math.min(8, box.width / 2) : box.width / 2), y = top + box.top + box.height / 2;
  const hit = under(x, y);
  return hit && (hit === n || inside(n, hit)) ? { x, y } : null;
}
// The innermost element at a point of the window, through shadow roots and frames.
function under(x, y) {
  let e = document.elementFromPoint(x, y), [left, top] = [0, 0];
  while (e) {
    let next = null;
    if (e.shadowRoot) next = e.shadowRoot.elementFromPoint(x - left, y - top);
    else if (framed(e) && inner(e)) {
      const box = e.getBoundingClientRect();
      left += box.left + e.clientLeft; top += box.top + e.clientTop;
      next = inner(e).elementFromPoint(x - left, y - top);
    }
    if (!next || next === e) return e;
    e = next;
  }
  return e;
}
// The element that hears the keyboard, through shadow roots and frames.
function active() {
  let a = document.activeElement;
  while (a && (a.shadowRoot || framed(a))) {
    const next = a.shadowRoot ? a.shadowRoot.activeElement : (inner(a) || {}).activeElement;
    if (!next) break;
    a = next;
  }
  return a;
}
// The visible button that opens the file chooser.
function uploader(w) {
  const place = w.group || up(w.own[0].n);
  const found = [...place.querySelectorAll("button, a, [role=button], [class*=btn], label, [class*=area]")].filter(boxed);
  return found.find((n) => n.matches("button, a, [role=button]") && /选择|上传|添加/.test(words(n))) || found[0] || null;
}
function opener(n) {
  return [...n.querySelectorAll("a, button, dt, [class*=switch], [class*=label], [class*=value], input, span")].find((e) => boxed(e) && !climb(e, "ul, li", n)) || n;
}

return {
  // Find the field; one that shall hold another text, and can, is made ready to be written.
  find(arg) {
    const v = one(arg), told = report(v), f = told.field;
    if (f && arg.write !== undefined && typeof f.value === "string" && !f.locked && fold(f.value) !== fold(arg.write)) f.focused = ready(v.widget.own[0].n);
    return told;
  },
  focus(arg) {
    const v = one(arg);
    return { ...report(v), focused: !!v.widget && ready(v.widget.own[arg.index || 0].n) };
  },
  // Leave the field that was typed in last: some pages hear only then that it changed.
  leave() { const a = active(); if (a && a.blur) a.blur(); },
  // Where a hand would press, if nothing lies over it and nothing moves.
  aim(arg) { const v = one(arg); return v.widget ? aim(part(v.widget, arg)) : null; },
  element(arg) { const v = one(arg); return v.widget ? part(v.widget, arg) : null; },
  // Choose in a native list, with the events a person's choice makes.
  pick(arg) {
    const v = one(arg), c = v.widget && v.widget.own[arg.index || 0], n = c && c.n;
    if (!n || !n.options) return { picked: false, options: [] };
    const at = [...n.options].findIndex((o) => plain(o.textContent) === plain(arg.option) && !o.disabled);
    if (at < 0) return { picked: false, options: [...n.options].map((o) => fold(o.textContent)) };
    n.focus(); n.selectedIndex = at;
    n.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    n.dispatchEvent(new Event("change", { bubbles: true }));
    return { picked: true, options: [] };
  },
  // Every wanted field of every wanted section, in one look at the page.
  async values(arg) {
    const page = walk(), list = widgets(page), out = [];
    for (const s of arg) {
      const where = scope(page, s.title, list);
      const here = where.place ? list.filter((w) => within(where.place, Math.floor(w.at))) : [];
      const found = s.labels.map((l) => climbLadder(here, l));
      out.push({ sections: where.count, fields: found.map((f) => ({ count: f.length, field: f.length === 1 ? fieldOf(f[0]) : null })) });
    }
    for (const s of out) for (const f of s.fields) {
      if (f.field && f.field.kind === "upload") for (const e of f.field.value.echoes) e.sha256 = e.source ? await digest(e.source) : null;
    }
    return out;
  },
  labels: (arg) => names(look(arg).here),
  section(arg) { const v = look(arg); return { count: v.where.count, titles: v.where.titles || [], foreign: v.page.foreign, dialogs: v.page.dialogs.length }; },
  closing: (arg) => { const c = closing(arg); return { count: c.count, last: c.last, stuck: !!c.node && stuck(c.node) }; },
  closingElement: (arg) => closing(arg).node,
  button(arg) {
    const page = walk(), found = pressed(page, arg);
    const labels = found.length === 1 ? [] : page.all.filter((n) => n.matches(PRESSABLE) && boxed(n)).map((n) => fold(words(n))).filter((t) => t && t.length < 30);
    return { count: found.length, stuck: found.length === 1 && stuck(found[0]), labels: [...new Set(labels)], foreign: page.foreign, dialogs: page.dialogs.length };
  },
  buttonElement: (arg) => { const found = pressed(walk(), arg); return found.length === 1 ? found[0] : null; },
  dialogButton(arg) {
    const page = walk(), d = page.dialogs[arg.index];
    return d ? page.all.find((n) => within(range(page, d), page.at.get(n)) && n.matches(PRESSABLE) && boxed(n) && (plain(words(n)) === plain(arg.label) || plain(n.getAttribute("aria-label") || n.title) === plain(arg.label))) || null : null;
  },
  // The item of an open list; of a cascade whose columns stay, maybe one further on with the same words: 北京 / 北京.
  item(arg) {
    const page = walk();
    const found = page.all.filter((n) => n.matches("li, [role=option], [class*=item], [class*=list-ele], [class*=list_ele]") && boxed(n) && plain(words(n)) === plain(arg.option));
    const inmost = found.filter((n) => !found.some((m) => m !== n && within(range(page, n), page.at.get(m))));
    return inmost[arg.index || 0] || inmost[inmost.length - 1] || null;
  },
  items: () => { const page = walk(); return page.all.filter((n) => n.matches("li, [role=option]") && boxed(n)).map((n) => fold(words(n))).filter((t) => t && t.length < 30); },
  calendar: (arg) => calendar(arg).stage,
  calendarElement: (arg) => calendar(arg).node,
  state: (arg) => state(walk(), arg),
  // Which of these texts are visible, and how many frames could not be read.
  shows(arg) {
    const all = plain(document.documentElement ? words(document.documentElement) : "");
    return { count: arg.filter((t) => all.includes(plain(t))).length, shown: arg.filter((t) => all.includes(plain(t))), foreign: walk().foreign };
  },
  read(arg) {
    const page = walk(), list = widgets(page), where = scope(page, arg.title, list);
    if (!where.place) return { values: [], foreign: page.foreign };
    const found = climbLadder(list.filter((w) => within(where.place, Math.floor(w.at)) && w.kind !== "checkbox"), arg.label);
    return { values: found.length ? found.map((w) => fieldOf(w).value) : beside(page, arg.label, where.place), foreign: page.foreign };
  },
  rows: (arg) => rows(walk(), arg),
  header: () => accountHeader(),
  headerElement: () => headerPart(),
  switcher: () => switcher(),
  accounts: () => accountItems().map((item) => item.texts),
  accountElement: (arg) => (accountItems()[arg.index] || {}).node || null,
  texts: () => pieces(walk()),
  covers: (arg) => covers(walk(), arg),
  codes(arg) { const page = walk(); return codesIn(page, arg); },
  // What has a code drawn anew that ran out or failed: it lies over the code or right beside it.
  renewal(arg) {
    const page = walk(), near = codesIn(page, arg).map((n) => up(up(n)) || up(n));
    return page.all.find((n) => n.matches(PRESSABLE) && boxed(n) && RENEW.test(plain(words(n))) && near.some((a) => within(range(page, a), page.at.get(n)))) || null;
  },
};

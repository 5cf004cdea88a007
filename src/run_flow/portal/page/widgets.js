// Every control of the page as a widget: its kind, its names in the order of the ladder, its value.

const TYPED = new Set(["text", "tel", "email", "number", "url", "search", "password", "date", "month", ""]);
const DROPDOWN = ".weui-desktop-dropdown, .dropdown_menu, .weui-desktop-form__dropdown, .weui-desktop-dropdowncascade, [role=combobox]:not(input)";
const FOREVER = /^(长期|长期有效|永久)$/;
const ECHO = "img, [style*='background-image'], [class*=upload__file], [class*=upload_file], [class*=file_name], [class*=file-name], [class*=filename]";
const LOADING = "[class*=loading], [class*=progress], [aria-busy=true]";
const WRONG = ".frm_msg.fail, .weui-desktop-form__msg_warn, [role=alert], .weui-toptips_warn, .weui-toptips__inner, .page_tips.error, .tips_error";

function sort(n) {
  if (n.matches(DROPDOWN)) return "dropdown";
  if (n.localName === "select") return boxed(n) ? "select" : null;
  if (n.localName === "textarea") return boxed(n) ? "text" : null;
  if (n.localName === "input") {
    const type = n.getAttribute("type") === "date" ? "date" : (n.type || "");
    if (type === "radio" || type === "checkbox" || type === "file") return type;
    if (!TYPED.has(type) || !boxed(n)) return null;
    return type === "password" ? "password" : isDate(n) ? "date" : "text";
  }
  if (n.isContentEditable && !(up(n) || {}).isContentEditable) return "text";
  const role = n.getAttribute("role");
  return role === "radio" ? "radio" : role === "checkbox" || role === "switch" ? "checkbox" : null;
}

function isDate(n) {
  if (n.type === "date") return true;
  return !!climb(n, "[class*=picker__date], [class*=datepicker], [class*=date-picker], [class*=date_picker], [class*=picker_date], .js_date") || /YYYY|年.?月.?日|选择日期/i.test(n.placeholder || "");
}

function controls(page) {
  const found = [];
  for (const n of page.all) {
    const kind = sort(n);
    if (!kind) continue;
    if (kind === "dropdown" ? climb(up(n), DROPDOWN) : climb(n, DROPDOWN)) continue;
    found.push({ n, kind, at: page.at.get(n) });
  }
  for (const n of page.hidden) {
    const owner = (n.labels && [...n.labels].find((l) => page.at.has(l))) || climb(up(n), GROUP) || up(n);
    if (owner && page.at.has(owner)) found.push({ n, kind: n.type, at: page.at.get(owner) + 0.5 });
  }
  return found.sort((a, b) => a.at - b.at);
}

const texts = (list) => list.map((t) => plain(t)).filter(Boolean);

function associated(n) {
  return texts([...(n.labels || [])].map(words));
}
function aria(n) {
  const ids = (n.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
  const root = n.getRootNode();
  return texts([n.getAttribute("aria-label"), ids.map((id) => { const e = root.getElementById(id); return e ? words(e) : ""; }).join("")]);
}

// The label of a control group: a sibling of its controls, not the label of one option.
function heading(group) {
  const tick = (l) => l.querySelector("input, select, textarea") || (l.control && /radio|checkbox|file/.test(l.control.type));
  for (const l of group.querySelectorAll("label, legend, dt, [class*=label]")) {
    if (climb(l, GROUP) !== group || tick(l) || !seen(l)) continue;
    if (climb(l, "[class*=controls], [class*=dropdown], [class*=upload], [class*=btn], [role=radio], [role=checkbox], a, button", group)) continue;
    return l;
  }
  const first = [...group.children].find((c) => c.matches("input, select, textarea") || c.querySelector("input, select, textarea"));
  for (let s = first && first.previousElementSibling; s; s = s.previousElementSibling) {
    if (plain(words(s)) && !s.querySelector("button, a")) return s;
  }
  return null;
}

function header(n) {
  const cell = climb(n, "td, th"), row = cell && climb(cell, "tr");
  if (!row) return [];
  const mine = [...row.cells].slice(0, [...row.cells].indexOf(cell)).filter((c) => !c.querySelector("input, select, textarea"));
  const table = climb(row, "table");
  const top = table && table.rows[0] !== row ? table.rows[0].cells[cell.cellIndex] : null;
  return texts([mine.length ? words(mine.at(-1)) : "", top && top.localName === "th" ? words(top) : ""]);
}

// The text around a control that stands alone in it.
function wrapping(n, all) {
  for (let a = up(n), i = 0; a && i < 5; a = up(a), i++) {
    if (all.filter((c) => c.n !== n && (a === c.n || inside(a, c.n))).length) return [];
    const own = plain(words(a));
    if (own) return [own];
  }
  return [];
}
function inside(a, n) {
  for (n = up(n); n; n = up(n)) if (n === a) return true;
  return false;
}

function option(c, siblings) {
  let names = [...associated(c.n), ...aria(c.n)];
  for (const l of c.n.labels || []) names.push(...texts([...below(l, false)].map(words)));
  if (!names.length && c.n.localName !== "input") names = texts([words(c.n)]);
  if (!names.length) names = wrapping(c.n, siblings);
  if (!names.length && c.n.nextSibling) names = texts([words(c.n.nextSibling)]);
  return names;
}

function ticked(n) {
  return n.localName === "input" ? n.checked : n.getAttribute("aria-checked") === "true";
}

const disabled = (n) => n.disabled === true || n.getAttribute("aria-disabled") === "true" || /(^|[_\s-])disabled(\s|$)/.test(n.getAttribute("class") || "") || n.matches("fieldset[disabled] *");

// A fieldset groups options; around typed fields it is a section.
function groupOf(n) {
  let g = climb(n, GROUP);
  while (g && g.matches("fieldset, [role=group]") && g.querySelector("select, textarea, input:not([type=radio]):not([type=checkbox])")) g = climb(up(g), GROUP);
  return g;
}

// All widgets of the page; controls of one group that belong together are one widget.
function widgets(page) {
  const all = controls(page), groups = new Map(), out = [];
  for (const c of all) {
    c.group = groupOf(c.n);
    const key = c.group || (c.kind === "radio" && c.n.name ? "radio:" + c.n.name : c.n);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(c);
  }
  for (const [key, members] of groups) {
    const group = typeof key === "string" || !members[0].group ? null : key;
    const head = group && heading(group);
    out.push(...compose(members, head ? texts([words(head)]) : [], group, all));
  }
  return out.sort((a, b) => a.at - b.at);
}

function compose(members, label, group, all) {
  const of = (...kinds) => members.filter((c) => kinds.includes(c.kind));
  const made = [];
  const make = (kind, own, extra) => {
    const w = { kind, own, at: own[0].at, group, shared: label, ...extra };
    w.names = [...label];
    if (own.length === 1 && kind !== "radio") for (const rung of [associated, aria, header]) w.names.push(...rung(own[0].n));
    w.spare = own.length === 1 ? texts([own[0].n.getAttribute("placeholder")]) : [];
    w.last = w.names.length || w.spare.length ? [] : wrapping(own[0].n, all);
    made.push(w);
    return w;
  };
  const boxes = of("checkbox").map((c) => ({ c, names: option(c, all) }));
  const forever = boxes.find((b) => b.names.some((t) => FOREVER.test(t)));
  const typed = of("text", "password", "date"), lists = of("select", "dropdown");
  if (of("file").length) make("upload", of("file").slice(0, 1));
  if (of("radio").length) make("radio", of("radio")).names.push(...(group ? aria(group) : []), ...header(of("radio")[0].n));
  const dates = forever && !of("date").length ? of("text") : of("date");
  if (dates.length) make(dates.length > 1 ? "range" : "date", dates, { forever: forever && forever.c });
  const rest = typed.filter((c) => !dates.includes(c));
  for (const c of rest) {
    const w = make(c.kind, [c]);
    if (rest.length > 1) w.names = w.names.filter((t) => !label.includes(t) || associated(c.n).includes(t));
  }
  if (lists.length > 1 || lists.some((c) => /cascade/.test(c.n.className))) make("cascade", lists);
  else if (lists.length) make(lists[0].kind, lists);
  for (const b of boxes) {
    const w = make("checkbox", [b.c]);
    w.names = b === forever || boxes.length > 1 || made.length > 1 ? b.names : [...w.names, ...b.names];
    w.last = [];
  }
  return made;
}

// The ladder: a name that is shown as a label first, the placeholder next, the text around last.
function climbLadder(list, labels) {
  const wanted = new Set(labels.map(plain));
  for (const rung of ["names", "spare", "last"]) {
    const found = list.filter((w) => w[rung].some((t) => wanted.has(t)));
    if (found.length) return found;
  }
  return [];
}

function chosen(n) {
  if (n.localName === "select") return n.selectedOptions.length ? fold(n.selectedOptions[0].textContent) : "";
  const shown = n.querySelector("input:not([type=hidden])");
  if (shown && boxed(shown)) return fold(shown.value);
  const face = n.querySelector("[class*=dropdown__value], [class*=__value], .jsBtLabel, dt, [class*=switch]") || n;
  return fold(words(face));
}

function echoes(w) {
  const place = w.group || up(w.own[0].n);
  return [...place.querySelectorAll(ECHO)].filter((n) => boxed(n) && !n.matches("label *")).map((n) => ({
    source: n.localName === "img" ? n.currentSrc || n.src : ((n.style.backgroundImage || "").match(/url\(["']?(.+?)["']?\)/) || [])[1] || "",
    text: fold(words(n)),
  })).filter((e) => e.source || e.text);
}

function value(w) {
  const n = w.own.length ? w.own[0].n : null;
  if (w.kind === "radio") {
    const c = w.own.find((c) => ticked(c.n));
    return c ? option(c, w.own)[0] || "" : "";
  }
  if (w.kind === "checkbox") return ticked(n);
  if (w.kind === "select" || w.kind === "dropdown") return chosen(n);
  if (w.kind === "cascade") return w.own.map((c) => chosen(c.n));
  if (w.kind === "date" || w.kind === "range") return { dates: w.own.map((c) => c.n.value), forever: w.forever ? ticked(w.forever.n) : null };
  if (w.kind === "upload") return { echoes: echoes(w), files: [...n.files].map((f) => f.name), native: boxed(n), busy: !!w.group && [...w.group.querySelectorAll(LOADING)].some(boxed) };
  return n.isContentEditable ? words(n).trim() : n.value;
}

function complaint(w) {
  const place = w.group;
  if (!place) return "";
  return [...place.querySelectorAll(WRONG)].filter(seen).map(said).filter(Boolean).join(" ");
}

function fieldOf(w) {
  const n = w.own.length ? w.own[0].n : null;
  return {
    kind: w.kind, label: w.names[0] || w.spare[0] || w.last[0] || "", value: value(w), complaint: complaint(w),
    locked: !!n && (disabled(n) || (n.readOnly === true && w.kind !== "date" && w.kind !== "range")),
    readonly: w.own.map((c) => c.n.readOnly === true),
    types: w.own.map((c) => c.n.type || ""), hints: w.own.map((c) => c.n.placeholder || ""),
    options: w.kind === "radio" ? w.own.map((c) => option(c, w.own)) : w.kind === "select" ? [...n.options].map((o) => [fold(o.textContent)]) : [],
    multiple: !!n && n.multiple === true, focused: false,
  };
}

// Titled sections and dialogs: where a label is looked for.

const TITLE = "h1, h2, h3, h4, h5, h6, legend, caption, [role=heading], [class*=title], [class*=Title], [class*=popup_hd]";
const ASIDE = "nav, aside, [role=navigation], [role=tablist], [role=menu], ul[class*=step], ol[class*=step], li[class*=step], [class*=steps], ul[class*=menu], dl[class*=menu], li[class*=menu], [class*=menu_item], [class*=menu__item], [class*=breadcrumb], a, button, label, td, li";

// Every visible title in reading order; of nested ones the innermost.
function titles(page) {
  const found = page.all.filter((n) => n.matches(TITLE) && boxed(n) && !climb(n, ASIDE) && plain(words(n)));
  return found.filter((n) => !found.some((m) => m !== n && within(range(page, n), page.at.get(m))));
}

// A section ends where a title of the same make stands, or a heading of a higher level.
const make = (n) => n && n.localName + "." + n.className;
const level = (n) => (/^h[1-6]$/.test(n.localName) ? +n.localName[1] : 7);
const ends = (title, other) => level(other) < level(title) || (make(other) === make(title) && make(up(other)) === make(up(title)));

function extent(page, title, heads, list) {
  const from = page.at.get(title);
  const dialog = climb(title, DIALOG);
  let place = title;
  while (up(place) && page.at.has(up(place)) && place !== dialog && !list.some((w) => within(range(page, place), Math.floor(w.at)) && w.at > from)) place = up(place);
  const next = heads.find((h) => page.at.get(h) > from && within(range(page, place), page.at.get(h)) && ends(title, h));
  return { start: from, end: next ? page.at.get(next) : page.end.get(place), title };
}

// The sections under a title with one of these names: a dialog's first, then those that hold controls.
function sections(page, names, list) {
  const wanted = new Set(names.map(plain)), heads = titles(page);
  let found = heads.filter((h) => wanted.has(plain(words(h)))).map((h) => extent(page, h, heads, list));
  const top = page.dialogs.at(-1);
  for (const better of [(s) => top && climb(s.title, DIALOG) === top, (s) => list.some((w) => within(s, Math.floor(w.at)))]) {
    if (found.length > 1 && found.some(better)) found = found.filter(better);
  }
  return found;
}

// Where to look: the one section of that title, or all that can be reached.
function scope(page, names, list) {
  if (!names || !names.length) return { place: reach(page), count: 1 };
  const found = sections(page, names, list);
  return { place: found.length === 1 ? found[0] : null, count: found.length, titles: titles(page).map((t) => fold(words(t))) };
}

function look(arg) {
  const page = walk(), list = widgets(page), where = scope(page, arg.title, list);
  const here = where.place ? list.filter((w) => within(where.place, Math.floor(w.at))) : [];
  return { page, list, where, here };
}

const PRESSABLE = "button, a, input[type=button], input[type=submit], [role=button], [role=tab], [role=menuitem], [role=link], [role=option], summary, .btn, [class*=btn_], li[class*=tab], li[class*=menu], [onclick]";
const MENU = "nav, aside, [role=navigation], [role=menu], [role=tablist], [class*=menu], [class*=nav], [class*=tab]";
const OPEN_TAB = ["[aria-selected=true]", "li[class*=tab][class*=current]", "li[class*=tab][class*=selected]", "li[class*=tab][class*=active]"].join(", ");
const BUSY = /(^|[\s_-])(loading)(\s|$)/;

// The innermost pressable elements that show exactly this text, in a place.
function pressables(page, names, place) {
  const wanted = new Set(names.map(plain)), found = [];
  for (const n of page.all) {
    if (!within(place, page.at.get(n)) || !n.matches(PRESSABLE) || !boxed(n)) continue;
    if (wanted.has(plain(words(n)))) found.push(n);
  }
  const loose = found.length ? found : page.all.filter((n) => within(place, page.at.get(n)) && getComputedStyle(n).cursor === "pointer" && boxed(n) && wanted.has(plain(words(n))));
  return loose.filter((n) => !loose.some((m) => m !== n && within(range(page, n), page.at.get(m))));
}

function pressed(page, arg) {
  const places = [];
  if (arg.title) { const w = scope(page, arg.title, widgets(page)); if (w.place) places.push(w.place); } else {
    if (page.dialogs.length) places.push(reach(page));
    places.push({ start: 0, end: page.all.length });
  }
  for (const place of places) {
    let found = pressables(page, arg.label, place);
    const menu = found.filter((n) => climb(n, MENU));
    if (arg.menu && menu.length) found = menu;
    if (found.length > 1) found = found.filter((n) => !climb(n, OPEN_TAB)); // the open tab is nothing to press
    if (found.length) return found;
  }
  return [];
}

const stuck = (n) => disabled(n) || BUSY.test(n.getAttribute("class") || "");

// The first such button behind a section's title, and whether other fields stand between.
function closing(arg) {
  const v = look(arg);
  if (!v.where.place) return { count: 0, last: false, node: null };
  const place = reach(v.page);
  const found = pressables(v.page, arg.button, place).filter((n) => v.page.at.get(n) > v.where.place.start);
  const at = found.length ? v.page.at.get(found[0]) : Infinity;
  return { count: found.length, node: found[0] || null, last: !v.list.some((w) => w.at >= v.where.place.end && w.at < at) };
}

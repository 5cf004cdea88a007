// What the page says: label and value pairs, tables, errors, dialogs, codes.

// The same place at the top also tells of success.
const PRAISE = /(已发送|已经发送|已自动保存|已保存|已复制|成功)/;

// A message without the icon before it.
function said(n) {
  const text = n.querySelector("[class*=msg_content], [class*=msg_text], [class*=__inner], .inner");
  return told(words(text && seen(text) ? text : n));
}

function wrongs(page) {
  const found = page.all.filter((n) => n.matches(WRONG) && boxed(n) && !climb(n, ".success, [class*=success]") && (climb(n, GROUP) || !PRAISE.test(words(n))));
  return found.filter((n) => !found.some((m) => m !== n && within(range(page, m), page.at.get(n)))).map((n) => {
    const group = climb(n, GROUP), head = group && heading(group);
    return { label: head ? told(words(head)).replace(/^\*+|[*:：]+$/g, "") : "", text: said(n) };
  }).filter((e) => e.text);
}

function dialogOf(page, n) {
  const head = titles(page).find((t) => within(range(page, n), page.at.get(t)));
  const buttons = page.all.filter((b) => within(range(page, n), page.at.get(b)) && b.matches(PRESSABLE) && boxed(b)).map((b) => fold(words(b)) || b.getAttribute("aria-label") || b.title || "").filter(Boolean);
  const inputs = page.all.some((c) => within(range(page, n), page.at.get(c)) && sort(c));
  const codes = page.all.some((c) => within(range(page, n), page.at.get(c)) && squares(c));
  return { title: head ? told(words(head)) : "", text: told(words(n)), buttons, asks: inputs || codes };
}

function squares(n) {
  if (!n.matches("img, canvas, svg, [style*='background-image']") && !(n.localName === "table" && drawn(n))) return false;
  const box = n.getBoundingClientRect();
  return box.width >= 80 && box.height >= 80 && Math.abs(box.width - box.height) < 0.2 * box.width && boxed(n);
}

const RENEW = /^(点击)?(刷新|重新获取)(二维码)?$/;

// The pictures that may be codes: in the top dialog, or in the section or control group of that title.
function codesIn(page, title) {
  let place = reach(page);
  if (title) {
    const where = scope(page, [title], widgets(page));
    const group = page.all.find((n) => plain(words(n)) === plain(title) && climb(n, GROUP));
    if (where.place) place = where.place;
    else if (group) place = range(page, climb(group, GROUP));
  }
  return page.all.filter((n) => within(place, page.at.get(n)) && squares(n));
}

// The value beside a label that is no control: the next cell, the next sibling, or "label: value" in one text.
function beside(page, names, place) {
  const wanted = new Set(names.map(plain)), out = [];
  for (const n of page.all) {
    if (!within(place, page.at.get(n)) || n.children.length > 3 || climb(n, "thead, nav, [class*=menu], [class*=step]")) continue;
    const own = fold(words(n));
    const pair = own.match(/^([^:]+):\s*(.+)$/);
    if (pair && wanted.has(plain(pair[1])) && !page.all.some((m) => m !== n && within(range(page, n), page.at.get(m)) && wanted.has(plain(words(m))))) out.push(pair[2]);
    if (!wanted.has(plain(own)) || [...below(n, true)].some((c) => wanted.has(plain(words(c))))) continue;
    if (n.matches("a, button")) continue;
    for (let e = n, i = 0; e && i < 3; e = up(e), i++) {
      if (!wanted.has(plain(words(e)))) break;
      const next = e.nextElementSibling;
      if (next && seen(next)) { out.push(fold(words(next))); break; }
    }
  }
  return [...new Set(out)];
}

function rows(page, names) {
  const wanted = new Set(names.map(plain)), found = sections(page, names, widgets(page));
  const inside = (n) => found.length === 1 && within(found[0], page.at.get(n));
  const tables = page.all.filter((n) => n.localName === "table" && boxed(n));
  const table = tables.find((n) => (n.caption && wanted.has(plain(words(n.caption)))) || inside(n));
  if (!table) return null;
  const lines = [...table.rows].map((r) => [...r.cells].map((c) => told(words(c))));
  return lines.slice(1).map((line) => Object.fromEntries(lines[0].map((h, i) => [h, line[i] || ""])));
}

// How long a page's scripts and styles are waited for: one that hangs must not stop us.
const SCRIPTS_MS = 5000, STYLES_MS = 2000;

function younger(ms) {
  try { return performance.now() - performance.getEntriesByType("navigation")[0].domInteractive < ms; } catch { return false; }
}

// Whether the document's own scripts have run: one that is "interactive" may still wait for them, and hears nothing yet.
function listens() {
  if (document.readyState !== "interactive" || !younger(SCRIPTS_MS)) return document.readyState !== "loading";
  return performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd > 0;
}

// Whether its styles are there: the last one moves what is about to be pressed.
function dressed(page) {
  const roots = [document, ...page.all.map((n) => n.shadowRoot).filter(Boolean)];
  const styles = roots.flatMap((root) => [...root.querySelectorAll("link[rel~=stylesheet]")]);
  return styles.every((link) => link.sheet || link.disabled) || !younger(STYLES_MS);
}

// A document is there when its frames are, too: a page's own code may live in a hidden one.
function arrived(page) {
  const frames = [...document.querySelectorAll("iframe[src]")].filter((f) => /^(https?:|\/|\.|\w+[/?])/.test(f.getAttribute("src")));
  const there = (f) => { const d = inner(f); return !d || (d.URL !== "about:blank" && d.readyState === "complete"); };
  return listens() && !!document.body && frames.every(there) && dressed(page);
}

function state(page, texts) {
  const all = texts && document.body ? plain(words(document.body)) : "";
  return {
    said: (texts || []).filter((t) => all.includes(plain(t))),
    titles: titles(page).map((t) => fold(words(t))),
    wrongs: wrongs(page),
    dialogs: page.dialogs.map((d) => dialogOf(page, d)),
    fields: page.all.filter((n) => n.matches("input, select, textarea")).length,
    busy: page.all.some((n) => n.matches(PRESSABLE) && BUSY.test(n.getAttribute("class") || "") && boxed(n)),
    ready: arrived(page), url: location.href,
  };
}

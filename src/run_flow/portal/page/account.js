// Whose back office this is: what stands in the page's own header, beside the ways out of it.

const WAYS_OUT = ["切换账号", "退出登录", "退出"];
const OWN_TEXT = (n) => [...n.childNodes].some((c) => c.nodeType === 3 && c.data.trim());
const wayOut = (n) => WAYS_OUT.some((w) => plain(n.textContent) === w || plain(n.title) === w);
const shownIn = (n) => [n, ...n.querySelectorAll("*")].filter((e) => OWN_TEXT(e) && boxed(e)).map((e) => fold(words(e)));

// The smallest part of the document itself, no dialog and no page in it, that holds a way out and shows more than that.
function headerPart() {
  const outs = [...document.querySelectorAll("a, button, div, span, li, [role=menuitem]")].filter((n) => !n.children.length || n.title).filter((n) => wayOut(n) && !climb(n, DIALOG));
  for (const out of outs) {
    for (let e = out.parentElement; e && e !== document.body && e !== document.documentElement; e = e.parentElement) {
      if (e.matches("main, [role=main]") || e.querySelector("main, [role=main], h1, h2, h3, table, form, iframe")) break;
      if (shownIn(e).some((t) => !WAYS_OUT.includes(plain(t)))) return e;
    }
  }
  return null;
}

const NICKNAME = "[class*=nickname], [class*=nick_name], [class*=account_name], [class*=account__name]";
function accountHeader() {
  const part = headerPart();
  if (!part) return { names: [], texts: [] };
  const texts = [...new Set(shownIn(part))].filter((t) => !WAYS_OUT.includes(plain(t)));
  const names = [...new Set([...part.querySelectorAll(NICKNAME)].flatMap(shownIn))];
  return { names: names.length ? names : texts, texts };
}

// What opens the list of a person's accounts; it may wait in a menu that shows under the pointer.
function switcher() {
  const all = [...document.querySelectorAll("a, button, div, span, li, [role=menuitem]")].filter((n) => !climb(n, DIALOG));
  const found = all.filter((n) => [plain(n.textContent), plain(n.title)].includes(WAYS_OUT[0]));
  const inmost = found.filter((n) => !found.some((m) => m !== n && n.contains(m)));
  return inmost.find(boxed) || null;
}

// The accounts of the open list, each with its texts and what a hand presses for it: its one link, else the entry itself.
const ENTRY = "[class*=account_item], [class*=account-item], li, [role=option], [role=menuitem]";
function accountItems() {
  const items = [...document.querySelectorAll(ENTRY)].filter((n) => boxed(n) && climb(n, "[class*=switch_account_dialog], " + DIALOG));
  return items.filter((n) => !items.some((m) => m !== n && m.contains(n))).map((n) => {
    const inner = [...n.querySelectorAll("a, button")].filter(boxed);
    return { node: inner.length === 1 ? inner[0] : n, texts: shownIn(n) };
  });
}

// What a picture of the page must not show: values, pictures, and texts that are secret.

const COVERED = "input, textarea, select, [contenteditable=true], [role=combobox], [role=textbox], [class*=dropdown__value], .jsBtLabel, img, canvas, video, [style*='background-image'], [class*=upload__img]:not([class*=btn]), [class*=preview], object, embed";
const OPEN = "[type=hidden], [type=radio], [type=checkbox], [type=button], [type=submit], [type=reset]";

// A document or a code to scan may be drawn: of shapes, of many empty boxes or cells, or as a style's background.
const CELLS = 21;  // a side of the smallest code
const LEAST_DRAWN = 40;  // pixels; smaller ones are icons
function drawn(n) {
  const box = n.getBoundingClientRect();
  if (box.width < LEAST_DRAWN || box.height < LEAST_DRAWN) return false;
  if (n.localName === "svg") return true;
  if (n.textContent.trim()) return false;
  const rows = n.localName === "table" ? n.rows.length : n.childElementCount;
  return rows >= CELLS ? n.querySelectorAll("*").length >= CELLS * CELLS : getComputedStyle(n).backgroundImage.includes("url(");
}

const spaced = (t) => t.replace(/\s+/g, " ").trim();
const ownTexts = (n) => [...n.childNodes].filter((c) => c.nodeType === 3 && c.data.trim());
const whole = (n) => (n.children.length && n.textContent.length < 200 ? spaced(n.textContent) : "");

// Every visible piece of text, and the whole of what pieces make together.
function pieces(page) {
  const out = new Set();
  for (const n of page.all) {
    for (const c of ownTexts(n)) out.add(spaced(c.data));
    out.add(whole(n));
  }
  out.delete("");
  return [...out];
}

// Where the frame of a node's document stands in the window.
function offset(n) {
  let x = 0, y = 0;
  for (let f = n.ownerDocument.defaultView.frameElement; f; f = f.ownerDocument.defaultView.frameElement) {
    const box = f.getBoundingClientRect();
    x += box.left + f.clientLeft; y += box.top + f.clientTop;
  }
  return [x, y];
}

// The boxes to be painted over, in the window's pixels.
function covers(page, secret) {
  const hidden = new Set(secret), out = [];
  const add = (n, boxes) => { const [x, y] = offset(n); for (const b of boxes) if (b.width && b.height) out.push([b.left + x, b.top + y, b.right + x, b.bottom + y].map(Math.round)); };
  const cover = (n) => { const r = n.ownerDocument.createRange(); r.selectNodeContents(n); add(n, r.getClientRects()); };
  for (const n of page.all) {
    if ((n.matches(COVERED) && !n.matches(OPEN)) || drawn(n)) add(n, [n.getBoundingClientRect()]);
    for (const c of ownTexts(n)) if (hidden.has(spaced(c.data))) cover(c);
    if (hidden.has(whole(n)) && ![n, ...n.querySelectorAll("*")].some((d) => (d !== n && hidden.has(whole(d))) || ownTexts(d).some((c) => hidden.has(spaced(c.data))))) cover(n);
  }
  return out;
}

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

// What a dialog hides needs no box, which would only hide the dialog's words. In doubt it gets one.
const STEP = 8;  // pixels between the points that are looked at
const PLAIN = { opacity: "1", filter: "none", mixBlendMode: "normal", clipPath: "none", webkitMaskImage: "none", backgroundClip: "border-box" };

function solid(n) {
  if (!/^rgb\(/.test(getComputedStyle(n).backgroundColor)) return false;  // rgba(…) lets through what is under it
  for (; n; n = up(n)) {
    const style = getComputedStyle(n);
    if (n.getAnimations().length || Object.keys(PLAIN).some((key) => style[key] !== PLAIN[key])) return false;
  }
  return true;
}

const panels = (page) => page.dialogs.map((d) => page.all.slice(page.at.get(d), page.end.get(d)).find(solid)).filter(Boolean);

function ticks(from, to) {
  const steps = Math.max(1, Math.ceil((to - from) / STEP));
  return Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);
}

// Whether the panel lies over all of that part of a node, and nothing of the node over the panel.
function hides(panel, n, part) {
  const root = n.getRootNode();
  return ticks(part.left + 0.5, part.right - 0.5).every((x) => ticks(part.top + 0.5, part.bottom - 0.5).every((y) => {
    const there = root.elementsFromPoint(x, y), at = there.indexOf(panel);
    return at >= 0 && there.indexOf(n) > at && !there.slice(0, at).some((e) => inside(n, e));
  }));
}

// What of a box of a node is left beside the panels.
function bare(n, box, over) {
  const { left, top, right, bottom } = box;
  for (const panel of over) {
    const p = panel.getBoundingClientRect();
    const part = { left: Math.max(left, Math.ceil(p.left)), top: Math.max(top, Math.ceil(p.top)), right: Math.min(right, Math.floor(p.right)), bottom: Math.min(bottom, Math.floor(p.bottom)) };
    if (part.left >= part.right || part.top >= part.bottom || !hides(panel, n, part)) continue;
    const beside = [
      { left, top, right, bottom: part.top }, { left, top: part.bottom, right, bottom },
      { left, top: part.top, right: part.left, bottom: part.bottom }, { left: part.right, top: part.top, right, bottom: part.bottom },
    ];
    return beside.filter((b) => b.left < b.right && b.top < b.bottom);
  }
  return [box];
}

// The boxes to be painted over, in the window's pixels.
function covers(page, secret) {
  const hidden = new Set(secret), out = [], over = panels(page);
  const add = (n, boxes) => {
    const [x, y] = offset(n), owner = n.nodeType === 3 ? n.parentElement : n;
    for (const box of boxes) if (box.width && box.height) for (const b of owner ? bare(owner, box, over) : [box]) out.push([b.left + x, b.top + y, b.right + x, b.bottom + y].map(Math.round));
  };
  const cover = (n) => { const r = n.ownerDocument.createRange(); r.selectNodeContents(n); add(n, r.getClientRects()); };
  for (const n of page.all) {
    if ((n.matches(COVERED) && !n.matches(OPEN)) || drawn(n)) add(n, [n.getBoundingClientRect()]);
    for (const c of ownTexts(n)) if (hidden.has(spaced(c.data))) cover(c);
    if (hidden.has(whole(n)) && ![n, ...n.querySelectorAll("*")].some((d) => (d !== n && hidden.has(whole(d))) || ownTexts(d).some((c) => hidden.has(spaced(c.data))))) cover(n);
  }
  return out;
}

// The page as a person sees it: one tree through open shadow roots and same-origin frames, visible things only.

const UNREAD = new Set(["script", "style", "template", "noscript", "head", "select", "textarea", "datalist"]);
const BLOCKS = new Set("address article aside blockquote br caption dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section table tbody td tfoot th thead tr ul".split(" "));
const PRESSED = new Set(["submit", "button", "reset"]);

// Words as the page writes them; folded they are compared.
const told = (s) => (s || "").replace(/[\u200b\ufeff]/g, "").replace(/\s+/g, " ").trim();
const fold = (s) => told((s || "").normalize("NFKC"));
// A label without what a page may put around it: spaces, a colon, a star, "(选填)".
const plain = (s) => fold(s).replace(/ /g, "").replace(/^\*+|[*:]+$/g, "").replace(/\((选填|必填|可选)\)$/, "").replace(/^\*+|[*:]+$/g, "");

function inner(frame) {
  try { return frame.contentDocument; } catch { return null; }
}
const framed = (n) => n.localName === "iframe" || n.localName === "frame";

function below(n, elements) {
  const list = elements ? "children" : "childNodes";
  if (framed(n)) { const d = inner(n); return d && d.documentElement ? [d.documentElement] : []; }
  if (n.shadowRoot) return n.shadowRoot[list];
  if (n.localName === "slot") {
    const assigned = elements ? n.assignedElements() : n.assignedNodes();
    if (assigned.length) return assigned;
  }
  return n[list];
}

function up(n) {
  if (n.assignedSlot) return n.assignedSlot;
  if (n.parentElement) return n.parentElement;
  const root = n.parentNode;
  if (!root) return null;
  if (root.host) return root.host;
  try { return root.defaultView ? root.defaultView.frameElement : null; } catch { return null; }
}

function climb(n, matches, limit) {
  for (; n && n !== limit; n = up(n)) if (n.matches(matches)) return n;
  return null;
}

// An element without a box of its own whose children have one (display: contents, as a slot has).
const hollow = (n) => getComputedStyle(n).display === "contents";
const seen = (n) => n.checkVisibility({ visibilityProperty: true, checkVisibilityCSS: true }) || hollow(n);

function boxed(n) {
  const box = n.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && box.right + n.ownerDocument.defaultView.scrollX > 0 && seen(n);
}

// The visible text below a node.
function words(n) {
  if (n.nodeType === 3) return n.data;
  if (n.nodeType !== 1 || UNREAD.has(n.localName)) return "";
  if (n.localName === "input") return PRESSED.has(n.type) ? n.value : "";
  if (n.localName === "br") return " ";
  if (!seen(n)) return "";
  let out = "";
  for (const c of below(n, false)) out += words(c);
  return BLOCKS.has(n.localName) ? " " + out + " " : out;
}

const TICKS = "input[type=radio], input[type=checkbox], input[type=file]";
const GROUP = ".frm_control_group, .weui-desktop-form__control-group, .form-group, [class*='control-group'], [class*='control_group'], [class*='form-item'], [class*='form_item'], [class*='form-group'], fieldset, [role=group], [role=radiogroup]";
const DIALOG = "dialog[open], [role=dialog], [role=alertdialog], .weui-desktop-dialog, .popup, .dialog";

// Walk the page once: every visible element in reading order, with the end of its subtree.
function walk() {
  const page = { all: [], at: new Map(), end: new Map(), hidden: [], foreign: 0 };
  const visit = (n) => {
    if (UNREAD.has(n.localName) && n.localName !== "select" && n.localName !== "textarea") return;
    if (!n.checkVisibility() && !hollow(n)) {
      if (n.matches(TICKS)) page.hidden.push(n);
      page.hidden.push(...n.querySelectorAll(TICKS));
      return;
    }
    if (framed(n) && !inner(n)) page.foreign += boxed(n) ? 1 : 0;
    page.at.set(n, page.all.push(n) - 1);
    for (const c of below(n, true)) visit(c);
    page.end.set(n, page.all.length);
  };
  if (document.documentElement) visit(document.documentElement);  // there is none while a document is born
  page.dialogs = page.all.filter((n) => n.matches(DIALOG) && boxed(n) && !climb(up(n), DIALOG));
  return page;
}

// What can be reached now: the dialog on top if there is one, else the whole page.
function reach(page) {
  const top = page.dialogs.at(-1);
  return top ? range(page, top) : { start: 0, end: page.all.length };
}
const range = (page, n) => ({ start: page.at.get(n), end: page.end.get(n) });
const within = (place, i) => i !== undefined && i >= place.start && i < place.end;

// The calendar that a read-only date field opens: which of its elements leads nearer to a day.

const CALENDAR = "[class*=calendar], [class*=picker], [class*=datepicker], [role=grid], [role=dialog]";
const NEXT = /下|后|next|right|[›»>]/i, PREVIOUS = /上|前|prev|left|[‹«<]/i, YEARLY = /年|year|double|super|[«»]/i;

function calendar(arg) {
  const page = walk();
  const days = (p) => page.all.filter((n) => within(range(page, p), page.at.get(n)) && /^([1-9]|[12]\d|3[01])$/.test(plain(words(n))) && ![...below(n, true)].some((c) => plain(words(c))) && boxed(n));
  const panel = page.all.filter((n) => n.matches(CALENDAR) && boxed(n) && days(n).length >= 28).at(-1);
  if (!panel) return { stage: "", node: null };
  const inside = page.all.filter((n) => within(range(page, panel), page.at.get(n)));
  const shown = inside.filter((n) => n.localName === "select").map((n) => chosen(n)).join(" ") + " " + fold(words(panel));
  const head = shown.match(/(\d{4})\s*[年\-\/. ]\s*(\d{1,2})/);
  if (!head) return { stage: "", node: null };
  const away = (arg.year - +head[1]) * 12 + arg.month - +head[2];
  if (!away) {
    const other = (n) => /(other|prev|next|disabled|gray|faded|out)/i.test((n.getAttribute("class") || "") + " " + (up(n).getAttribute("class") || ""));
    const found = days(panel).filter((n) => plain(words(n)) === String(arg.day) && !other(n));
    return { stage: found.length ? "day" : "", node: found[0] || null };
  }
  const signs = (n) => [words(n), n.getAttribute("aria-label"), n.title, n.getAttribute("class")].join(" ");
  const buttons = inside.filter((n) => n.matches("button, a, [role=button], [class*=btn], [class*=arrow]") && boxed(n) && !/^\d/.test(plain(words(n))) && (away > 0 ? NEXT : PREVIOUS).test(signs(n)) && !(away > 0 ? PREVIOUS : NEXT).test(signs(n)));
  const yearly = buttons.filter((n) => YEARLY.test(signs(n))), monthly = buttons.filter((n) => !YEARLY.test(signs(n)));
  const node = (Math.abs(away) >= 12 && yearly[0]) || monthly[0] || null;
  return { stage: node ? "turn" : "", node };
}

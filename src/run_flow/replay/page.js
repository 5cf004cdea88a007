// What the page can do besides being read: fold, unfold, print whole, and tell of what recordings tried.
const details = [...document.querySelectorAll("details:not(.rules)")];
const fold = (open) => details.forEach((each) => { each.open = open; });
document.getElementById("unfold")?.addEventListener("click", () => fold(true));
document.getElementById("fold")?.addEventListener("click", () => fold(false));

let before = [];
addEventListener("beforeprint", () => { before = details.map((each) => each.open); fold(true); });
addEventListener("afterprint", () => details.forEach((each, at) => { each.open = before[at]; }));

const show = () => {
  const there = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  const step = there?.closest("details");
  if (step && !step.open) {
    step.open = true;
    there.scrollIntoView();
  }
};
addEventListener("hashchange", show);
show();

const notice = document.getElementById("blocked");
const where = new URL("blocked", new URL(".", document.currentScript?.src ?? document.querySelector("script[src]").src));
const look = async () => {
  try {
    const lines = await (await fetch(where)).json();
    const told = lines.join(" · ");
    if (notice.textContent !== told) notice.textContent = told;
  } catch {
    return; // the command has ended
  }
  setTimeout(look, 2000);
};
look();

"""Save sections: one press, the portal's answer, and every field compared with what the portal then holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from run_flow.errors import FormRefused, PortalChanged, ValueMismatch
from run_flow.language import _
from run_flow.portal import codes, readback
from run_flow.portal.readback import Wanted

if TYPE_CHECKING:
    from run_flow.portal.form import Form
    from run_flow.portal.portal import Portal

log = structlog.get_logger()
TOLD = ("我知道了", "知道了", "确定", "好", "好的")  # what is pressed under words that only want to be read
ANSWER_MS = 30_000
STALE_MS = 800
HELD_MS = 3_000
QUIET_MS = 1_500


@dataclass(frozen=True)
class Saved:
    """The sections that one press saved, and the address under which the portal shows them again."""

    address: str
    sections: tuple[tuple[tuple[str, ...], tuple[Wanted, ...]], ...]


def save(form: Form, button: tuple[str, ...], dialog: Callable[[str], None] | None) -> None:
    """Save *form* and the sections waiting for it, or let it wait where it is not the page's last."""
    portal = form.portal
    arg = {"title": list(form.title), "button": list(button)}
    closing = portal.doors.main.ask("closing", arg)
    if not closing["count"]:
        raise PortalChanged(_("找不到按钮“{label}”。").format(label=" / ".join(button)), doing=form.title[0])
    portal.pending = [*(f for f in portal.pending if f.title != form.title), form]
    if closing["last"]:
        codes.tried(portal, lambda: _press(portal, form, arg, dialog))


def save_pending(portal: Portal) -> None:
    """Press the button that the waiting sections wait for."""
    form = portal.pending[-1]
    arg = {"title": list(form.title), "button": ["下一步"]}
    codes.tried(portal, lambda: _press(portal, form, arg, None))


def compare(portal: Portal, saved: Saved) -> None:
    """Load the saved sections anew and raise where a field differs."""
    portal.goto(saved.address)
    portal.meet(saved.sections[0][0])
    question = [{"title": list(title), "labels": [list(w.labels) for w in wanted]} for title, wanted in saved.sections]
    differing: list[tuple[Wanted, Any]] = []

    def held() -> bool:
        answers = portal.doors.main.ask("values", question)
        differing[:] = _differing(saved, answers)
        return not differing

    if not portal.until(held, ms=HELD_MS):
        raise mismatch(
            portal,
            *differing[0],
            _("保存后读回不同：{labels}").format(labels=_("、").join(w.labels[0] for w, _value in differing)),
        )


def mismatch(portal: Portal, wanted: Wanted, found: Any, sentence: str = "") -> ValueMismatch:
    """Return the error for a field that holds something else, both values as they may be shown."""
    label = wanted.labels[0]
    shown = sentence + _("“{label}”现在是“{value}”").format(label=label, value=portal.shown(found))
    return ValueMismatch(
        shown,
        expected=_("“{label}”为“{value}”").format(label=label, value=portal.shown(wanted.value)),
        remedy=_("在窗口里核对这一项，再运行同一条命令。"),
        doing=label,
    )


def _press(portal: Portal, form: Form, arg: dict[str, Any], dialog: Callable[[str], None] | None) -> None:
    forms, typed = portal.pending, portal.unsaved
    before = portal.state_of_page()
    sent = portal.sent
    kept = ((f.title, tuple(w for w in f.wanted if not w.passing)) for f in forms)
    saved = Saved(form.address, tuple((title, wanted) for title, wanted in kept if wanted))
    reading_back = bool(typed and saved.sections)
    portal.touch(_button(portal, arg))
    _outcome(portal, form, before, sent, dialog, whole=not reading_back)
    portal.pending = []
    portal.saved = [*(s for s in portal.saved if s.address != saved.address), saved]
    if reading_back:
        onward = portal.page.url
        compare(portal, saved)
        if onward != saved.address:
            portal.goto(onward)
    portal.unsaved = False


def _button(portal: Portal, arg: dict[str, Any]) -> Any:
    if portal.doors.main.ask("closing", arg)["stuck"]:
        portal.doors.main.ask("leave")
    ready = portal.until(lambda: not portal.doors.main.ask("closing", arg)["stuck"])
    found = portal.doors.main.element("closingElement", arg) if ready else None
    if found is None:
        raise PortalChanged(_("按钮“{label}”按不下去。").format(label=arg["button"][0]), doing=arg["title"][0])
    return found


def _outcome(
    portal: Portal,
    form: Form,
    before: dict[str, Any],
    sent: int,
    dialog: Callable[[str], None] | None,
    *,
    whole: bool,
) -> None:
    """Wait until the page has moved on; raise with the portal's words where it refuses.

    The next page need not be there as a *whole* where it is left at once, to read the form back.
    """
    start, loads = portal.elapsed_ms(), portal.loads
    known = [d["text"] for d in before["dialogs"]]

    def answer() -> str:
        portal.refuse_failures()
        now = portal.state_of_page()
        fresh = [d for d in now["dialogs"] if d["text"] not in known]
        if fresh:
            known.append(fresh[-1]["text"])
            _meet_dialog(form, fresh[-1], dialog)
            return ""
        if _moved(now, form, before, whole=whole):
            return "moved"
        waited = portal.elapsed_ms() - start
        told = now["wrongs"] and not now["busy"] and not portal.sending
        fresh_page = portal.loads != loads and now["ready"]
        if told and (fresh_page or now["wrongs"] != before["wrongs"] or waited > STALE_MS):
            portal.refuse_signed_out()
            raise refusal(form.title, now["wrongs"])
        if fresh_page and now["titles"]:
            return "stayed"
        quiet = portal.sent > sent and not portal.sending and not now["busy"] and not now["dialogs"]
        praised = quiet and form.praise and portal.shows(form.praise)
        return "stayed" if praised or (quiet and waited > QUIET_MS) else ""

    if not portal.until(answer, ms=ANSWER_MS):
        raise PortalChanged(_("按下按钮后页面没有反应。"), doing=form.title[0])
    if whole:
        portal.refuse_signed_out()


def _moved(now: dict[str, Any], form: Form, before: dict[str, Any], *, whole: bool) -> bool:
    titles = [readback.plain(t) for t in now["titles"]]
    if not whole and now["url"] != before["url"]:
        return True
    if not now["ready"] or not titles:
        return False
    return now["url"] != before["url"] or not any(readback.plain(t) in titles for t in form.title)


def _meet_dialog(form: Form, shown: dict[str, Any], dialog: Callable[[str], None] | None) -> None:
    title = shown["title"] or shown["text"][:20]
    told = not shown["asks"] and any(readback.plain(button) in TOLD for button in shown["buttons"])
    if dialog and not told:
        dialog(title)
    elif shown["asks"] or len(shown["buttons"]) > 2:
        raise PortalChanged(_("弹出了流程脚本没有写到的对话框“{title}”。").format(title=title), doing=form.title[0])
    else:
        raise FormRefused(shown["text"], doing=form.title[0], remedy=_("按平台的提示处理，再运行同一条命令。"))


def notices(portal: Portal) -> list[str]:
    """Return the texts of dialogs that only want to be read: they have one button, and it says so."""
    dialogs = [d for d in portal.state_of_page()["dialogs"] if not d["asks"]]
    return [d["text"] for d in dialogs if len(pressed := set(d["buttons"]) - {"关闭", "×"}) == 1 and pressed <= {*TOLD}]


def refusal(title: tuple[str, ...], wrongs: list[dict[str, str]]) -> FormRefused:
    """Return the error in the portal's own words, each with the label it stands beside."""
    beside = {w["text"] for w in wrongs if w["label"]}
    told = [
        f"{w['label']}：{w['text']}" if w["label"] else w["text"]
        for w in wrongs
        if w["label"] or w["text"] not in beside
    ]
    refused = FormRefused(
        _("；").join(dict.fromkeys(told)),
        doing=title[0],
        remedy=_("按平台的提示改资料；填错的是验证码，就不用改，会重新请人填。再运行同一条命令。"),
    )
    refused.wrongs = wrongs
    return refused


def _differing(saved: Saved, answers: list[dict[str, Any]]) -> list[tuple[Wanted, Any]]:
    out: list[tuple[Wanted, Any]] = []
    for (_title, kept), answer in zip(saved.sections, answers, strict=True):
        for wanted, told in zip(kept, answer["fields"], strict=True):
            field = told["field"]
            if field is None or not readback.stands(wanted, field["value"]):
                out.append((wanted, field and field["value"]))
    return out

"""How a person's hands put a value into each kind of control."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run_flow.errors import FormRefused, PortalChanged
from run_flow.language import _
from run_flow.portal import calendar, readback
from run_flow.portal.locate import Field, did_you_mean
from run_flow.portal.readback import FOREVER, plain

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, FileChooser

    from run_flow.portal.portal import Portal

Among = Callable[[str, Sequence[str]], str]

ECHO_MS = 3_000
UPLOAD_MS = 60_000
LIST_MS = 5_000


def _exactly(option: str, options: Sequence[str]) -> str:
    return option if option in options else ""


def element(field: Field, part: str, **more: Any) -> ElementHandle:
    """Return the element of *field* that a hand touches."""
    found = field.door.element("element", {**field.arg, "part": part, **more})
    if found is None:
        raise PortalChanged(_("“{label}”没有可以操作的部分。").format(label=field.label), doing=field.label)
    return found


def put_text(portal: Portal, field: Field, value: str, *, index: int = 0, slowly: bool = False) -> None:
    """Write *value* over what the field holds; *slowly* key by key, for pages that listen to keys."""
    if not (field.focused or field.door.ask("focus", {**field.arg, "index": index})["focused"]):
        with portal.banner.aside():
            element(field, "control", index=index).click(click_count=3)
    keyboard = portal.page.keyboard
    if slowly or not value:
        keyboard.press("ControlOrMeta+A")
        keyboard.press("Delete")
    if slowly:
        keyboard.type(value)
    elif value:
        keyboard.insert_text(value)


def put_option(portal: Portal, field: Field, option: str) -> None:
    """Press the radio button that is called *option*."""
    index = [i for i, names in enumerate(field.options) if plain(option) in map(plain, names)]
    if len(index) != 1:
        raise _no_option(field, option, [names[0] for names in field.options if names])
    _press(portal, field, "option", index=index[0])


def put_tick(portal: Portal, field: Field, on: bool) -> None:  # noqa: FBT001  the value itself
    """Tick the box, or untick it."""
    if field.value is not on:
        _press(portal, field, "tick")


def put_choice(portal: Portal, field: Field, option: str) -> None:
    """Choose *option* in a native list or in one that the page draws itself."""
    if field.kind == "select":
        _pick(portal, field, option, 0, _exactly)
    else:
        _open_and_choose(portal, field, [option], 0, _exactly)


def put_cascade(portal: Portal, field: Field, options: Sequence[str], *, among: Among = _exactly) -> None:
    """Choose one option per level: in several lists, or level by level in one.

    *among* finds what means the same as an option in all that a list offers, where it does not offer the option itself.
    """
    native = "select" in field.types[0]
    if not native and len(field.types) == 1:
        _open_and_choose(portal, field, list(options), 0, among)
        return
    for index, option in enumerate(options):
        if native:  # the next list may come only when this one is chosen
            _pick(portal, field, option, index, among)
        else:
            _open_and_choose(portal, field, [option], index, among)


def put_dates(portal: Portal, field: Field, value: date | str | Sequence[date | str]) -> None:
    """Write one date or two; "长期" is the box beside them."""
    days = [value] if isinstance(value, (date, str)) else list(value)
    held: dict[str, Any] = field.value if isinstance(field.value, dict) else {"dates": [field.value], "forever": None}
    if days[-1] == FOREVER:
        if held["forever"] is None:
            raise PortalChanged(_("“{label}”没有“长期”可选。").format(label=field.label), doing=field.label)
        if not held["forever"]:
            _press(portal, field, "forever")
        days = days[:-1]
    elif held["forever"]:
        _press(portal, field, "forever")
    for index, day in enumerate(days):
        if not isinstance(day, date):
            raise TypeError(day)
        if readback.as_date(held["dates"][index]) != day:
            _put_date(portal, field, day, index)


def put_documents(portal: Portal, field: Field, paths: Sequence[Path]) -> None:
    """Hand over the documents and wait until the page shows that it has them.

    A file box that nobody listens to is left aside for the visible button beside it, as a hand would do.
    """
    for batch in [list(paths)] if field.multiple else [[path] for path in paths]:
        before, sent = _uploaded(field), portal.sent
        element(field, "control").set_input_files(batch)
        if _heard(portal, field, before, sent):
            continue
        if not _through_the_button(portal, field, batch) or not _heard(portal, field, before, sent):
            found = _("“{label}”没有收下文件：页面没有任何回显。").format(label=field.label)
            raise PortalChanged(found, doing=field.label, remedy=_("在窗口里手动上传，再运行同一条命令。"))


def _press(portal: Portal, field: Field, part: str, **more: Any) -> None:
    """Press a part of *field*: at once where it is free and still, else when it is."""
    point = None if field.door.frame.parent_frame else field.door.ask("aim", {**field.arg, "part": part, **more})
    if point:
        portal.tap(point)
    else:
        portal.touch(element(field, part, **more))


def _through_the_button(portal: Portal, field: Field, batch: Sequence[Path]) -> bool:
    button = field.door.element("element", {**field.arg, "part": "upload"})
    if button is None:
        return False
    choosers: list[FileChooser] = []

    def opened(chooser: FileChooser) -> None:
        choosers.append(chooser)

    portal.page.on("filechooser", opened)
    try:
        portal.touch(button)
        portal.until(lambda: bool(choosers), ms=ECHO_MS)
    finally:  # while somebody listens, a person's own press opens nothing
        portal.page.remove_listener("filechooser", opened)
    if choosers:
        choosers[0].set_files(list(batch))
    return bool(choosers)


def _uploaded(field: Field) -> Any:
    now = field.door.ask("find", field.arg)["field"]
    return now and {**now["value"], "complaint": now["complaint"]}


def _heard(portal: Portal, field: Field, before: Any, sent: int) -> bool:
    """Wait for the echo of an upload; a request under way or a busy sign gives it more time."""

    def settled() -> str:
        now = _uploaded(field)
        if now is None or now["busy"] or portal.sending:
            return ""
        if now["complaint"] and (portal.sent > sent or now["complaint"] != before["complaint"]):
            return "refused:" + str(now["complaint"])
        fresh = now["echoes"] and (now["echoes"] != before["echoes"] or portal.sent > sent)
        return "echo" if fresh or (now["native"] and now["files"]) else ""

    answer = portal.until(settled, ms=ECHO_MS) or (portal.sending and portal.until(settled, ms=UPLOAD_MS)) or ""
    if answer.startswith("refused:"):
        portal.refuse_signed_out()
        raise FormRefused(_("“{label}”：{text}").format(label=field.label, text=answer[8:]), doing=field.label)
    return bool(answer)


def _pick(portal: Portal, field: Field, option: str, index: int, among: Among) -> None:
    seen: list[str] = []

    def picked(wanted: str) -> bool:
        answer = field.door.ask("pick", {**field.arg, "index": index, "option": wanted})
        seen[:] = answer["options"]
        return bool(answer["picked"])

    if not portal.until(lambda: picked(among(option, seen) or option), ms=LIST_MS):
        raise _no_option(field, option, seen)


def _open_and_choose(portal: Portal, field: Field, options: list[str], index: int, among: Among) -> None:
    """Press the list open and one option after the other; those that were pressed before may still be shown."""
    _press(portal, field, "opener", index=index)
    pressed: list[str] = []
    for option in options:
        wanted = portal.until(partial(_offered, field, option, pressed, among), ms=LIST_MS)
        item = wanted and field.door.element("item", {"option": wanted, "index": pressed.count(wanted)})
        if not wanted or not item:
            raise _no_option(field, option, field.door.ask("items"))
        portal.touch(item)
        pressed.append(wanted)


def _offered(field: Field, option: str, pressed: Sequence[str], among: Among) -> str:
    """Return how an open list calls *option*, "" where it does not offer it."""
    if field.door.element("item", {"option": option}):
        return option
    shown = list(field.door.ask("items"))
    left = list(shown)
    for text in pressed:
        if text in left:
            left.remove(text)
    return among(option, left) or among(option, shown)


def _put_date(portal: Portal, field: Field, day: date, index: int) -> None:
    if field.types[index] == "date":
        element(field, "control", index=index).fill(day.isoformat())
    elif field.readonly[index]:
        calendar.pick(portal, field, day, index)
    else:
        put_text(portal, field, calendar.written(day, like=field.hints[index]), index=index)
        portal.page.keyboard.press("Tab")


def _no_option(field: Field, option: str, options: Sequence[str]) -> PortalChanged:
    found = _("“{label}”里没有“{option}”。").format(label=field.label, option=option)
    return PortalChanged(found + did_you_mean([option], options), doing=field.label)

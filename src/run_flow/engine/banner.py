"""The note in the portal's window as a place where people see asks and answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from run_flow.engine.people import Answer, AskView, Choice, Confirm
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.portal import Portal


class BannerSurface:
    """Shows one ask at a time in the window; a secret is typed into a hidden field."""

    name = "banner"

    def __init__(self, portal: Portal) -> None:
        """Show in *portal*'s window."""
        self._banner = portal.banner
        self._ask: AskView | None = None

    def show(self, ask: AskView) -> None:
        """Show *ask*; a new code alone changes nothing here, the page shows it."""
        if self._ask is None or self._ask.id != ask.id:
            self._ask = ask
            self._draw(ask)

    def clear(self, ask_id: str) -> None:
        """Take the note away."""
        if self._ask is not None and self._ask.id == ask_id:
            self._ask = None
            self._banner.clear()

    def take(self) -> list[tuple[str, str]]:
        """Return what was pressed or typed since the last time."""
        confirms = self._ask is not None and isinstance(self._ask.answer, Confirm)
        return [(ask_id, _meant(text) if confirms else text) for ask_id, text in self._banner.take()]

    def refuse(self, ask_id: str, why: str) -> None:
        """Show why the answer was not taken, and ask again."""
        if self._ask is not None and self._ask.id == ask_id:
            self._draw(self._ask, refused=why)

    def working(self, title: str) -> None:
        """Show a strip that tells what the assistant is doing, with a button to take over."""
        self._banner.strip(
            _("run-flow 正在填写「{title}」").format(title=title), button=_("这一步我来"), pressed=_("马上交给您……")
        )

    def wanted(self) -> bool:
        """Tell whether the strip's button was pressed since the last time."""
        return self._banner.wanted()

    def _draw(self, ask: AskView, *, refused: str = "") -> None:
        self._banner.show(
            " · ".join(filter(None, (ask.role, ask.channel))),
            ask.question,
            ask_id=ask.id,
            kind="secret" if ask.secret and ask.answer else _kind(ask.answer),
            choices=_choices(ask.answer),
            hint=_hint(ask),
            refused=refused,
        )


def _hint(ask: AskView) -> str:
    if ask.deadline is None:
        return ""
    told = _("截止 {deadline}，过期：{expiry}") if ask.expiry else _("截止 {deadline}")
    return told.format(deadline=f"{ask.deadline.astimezone():%m-%d %H:%M}", expiry=ask.expiry)


def _kind(answer: Answer | None) -> str:
    if answer is None or answer.kind() == "document":
        return "none"  # a path is typed in the terminal
    return answer.kind()


def _choices(answer: Answer | None) -> tuple[str, ...]:
    if isinstance(answer, Confirm):
        return (_("同意"), _("不同意"))
    return answer.options if isinstance(answer, Choice) else ()


def _meant(text: str) -> str:
    return {_("同意"): "yes", _("不同意"): "no"}.get(text, text)

"""The terminal as a place where people see asks and answer them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from run_flow.cli.awaited import answering
from run_flow.cli.display import Display
from run_flow.cli.keyboard import Keyboard
from run_flow.cli.screen import moment, who
from run_flow.engine.people import AskView, Choice, Confirm
from run_flow.language import _

TAKE_OVER = ("t", "我来")


class Terminal:
    """Shows asks on the display and, where somebody sits there, reads answers from the keyboard."""

    name = "terminal"

    def __init__(
        self, display: Display, keyboard: Keyboard | None, *, window: bool = False, where: Sequence[str] = ()
    ) -> None:
        """Show on *display*; without a *keyboard* only tell how to answer elsewhere, *where* the records are.

        Where the portal has a *window*, a person may take it over by a word typed here.
        """
        self._display = display
        self._keyboard = keyboard
        self._window = window
        self._where = where
        self._hinted = False
        self._wanted = False
        self._asks: dict[str, AskView] = {}

    def show(self, ask: AskView) -> None:
        """Show *ask*; one that stands there already has only a new code."""
        self._hear()
        before = self._asks.get(ask.id)
        self._asks[ask.id] = ask
        if before is None:
            self._tell(ask)
        if ask.code and (before is None or before.code != ask.code):
            self._draw(ask, again=bool(before and before.code))
        self._begin(fresh=before is None)

    def clear(self, ask_id: str) -> None:
        """Take the ask away; an ask shown before it is asked again."""
        if self._asks.pop(ask_id, None):
            self._display.live("")
            self._begin(fresh=True)

    def take(self) -> list[tuple[str, str]]:
        """Return what was typed for the ask shown last."""
        typed = self._keyboard.take() if self._keyboard else []
        ask = self._current
        if not typed or not ask or not ask.answer:
            return []
        self._display.entered(echoed=not ask.secret)
        answers = [(ask.id, line) for line in typed[-1:] if line.strip()]
        if not answers:
            self._begin(fresh=True)
        return answers

    def working(self, _title: str) -> None:
        """Tell once how to take over."""
        if self._window and not self._hinted:
            self._hinted = True
            how = (
                _("  随时可以自己来：在窗口里按“这一步我来”，或在这里输入 {word} 再按回车。")
                if self._keyboard
                else _("  随时可以自己来：在窗口里按“这一步我来”。")
            )
            self._display.line(how.format(word=" / ".join(TAKE_OVER)), dim=True)

    def wanted(self) -> bool:
        """Tell whether somebody typed the word for taking over since the last time."""
        self._hear()
        wanted, self._wanted = self._wanted, False
        return wanted

    def refuse(self, ask_id: str, why: str) -> None:
        """Tell why the answer was not taken, and ask again."""
        if ask_id in self._asks:
            self._display.line(f"  {why}", fg="yellow")
            self._begin(fresh=True)

    def close(self) -> None:
        """Stop reading and restore the terminal."""
        self._display.live("")
        self._display.prompt("")
        if self._keyboard:
            self._keyboard.close()

    @property
    def _current(self) -> AskView | None:
        return next(reversed(self._asks.values()), None)

    def _hear(self) -> None:
        """Hear the word, where it is not an answer to something that was asked."""
        if not self._keyboard or not self._window or self._current:
            return
        if any(line.strip().lower() in TAKE_OVER for line in self._keyboard.take()):
            self._wanted = True
            self._display.line(_("  好，这一步您来：助手做完手上这一下就停。"), dim=True)

    def _begin(self, *, fresh: bool) -> None:
        """Ask for a line, hidden for a secret; what was typed before it was asked for does not count."""
        ask = self._current
        if not self._keyboard:
            return
        self._keyboard.echo(on=not (ask and ask.answer and ask.secret))
        if fresh:
            self._keyboard.forget()
        self._display.prompt(_prompt(ask) if ask and ask.answer else "")

    def _tell(self, ask: AskView) -> None:
        self._display.bell()
        self._display.line()
        title = _("等 {who}：{question}") if ask.kind == "review" else _("请 {who}：{question}")
        self._display.line(title.format(who=who(ask.role, ask.channel), question=ask.question), bold=True)
        if isinstance(ask.answer, Choice):
            for number, option in enumerate(ask.answer.options, start=1):
                self._display.line(f"    {number}. {option}")
        if ask.deadline:
            told = _("  截止 {deadline}，过期：{expiry}") if ask.expiry else _("  截止 {deadline}")
            self._display.line(told.format(deadline=moment(ask.deadline), expiry=ask.expiry))
        self._display.line(f"  {self._how(ask)}", dim=True)

    def _how(self, ask: AskView) -> str:
        if ask.answer is None:
            return _("办好后会自己继续，不用在这里回答。")
        command = answering(ask.case_id, ask.id, ask.answer.as_json(), secret=ask.secret, where=self._where)
        if self._keyboard:
            return _("在下面输入后按回车，或在另一个终端：{command}").format(command=command)
        return _("回答用：{command}").format(command=command)

    def _draw(self, ask: AskView, *, again: bool) -> None:
        import segno

        drawing = io.StringIO()
        segno.make(ask.code, error="l").terminal(drawing, compact=True, border=2)
        if again:
            self._display.line(_("  二维码换了新的："))
        self._display.picture(drawing.getvalue().splitlines())


def _prompt(ask: AskView) -> str:
    if ask.secret:
        return _("（输入时不显示）> ")
    if isinstance(ask.answer, Confirm):
        return _("是/否> ")
    return "> "

"""What became of a click that the portal does not show: a person finds out and decides, and the decision is an event."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from run_flow import errors
from run_flow.engine.asks import Question, ask
from run_flow.engine.people import Choice
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.session import Place, Session

DONE, NOT_DONE = "已完成", "未完成"


def decided(session: Session, title: str, place: Place, *, until: Callable[[], bool] | None = None) -> str | None:
    """Return what a person found out about the click of the step *title*; None where *until* saw it before."""
    question = Question(
        key=f"{place.step}-outcome",
        kind="outcome",
        text=_("“{title}”上次点击以后有没有生效？平台上看不出来，请核实").format(title=title),
        answer=Choice((DONE, NOT_DONE)),
        role=_("经办人"),
        channel=_("终端或窗口"),
        until=until,
    )
    try:
        return ask(session, question, place)
    except errors.WaitingForPerson as suspended:
        raise errors.OutcomeUnknown(
            question.text,
            doing=title,
            remedy=_("在平台上核实后，用同一条命令继续，并回答 {done} 或 {not_done}。").format(
                done=DONE, not_done=NOT_DONE
            ),
        ) from suspended

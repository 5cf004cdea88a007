"""The one irreversible click of a step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from run_flow import errors
from run_flow.engine.account import refuse_another
from run_flow.engine.again import warning
from run_flow.engine.asks import Question, ask
from run_flow.engine.hands import pause, told
from run_flow.engine.people import Confirm
from run_flow.engine.session import FRESH
from run_flow.engine.waiting import TICK_MS, seen
from run_flow.journal import events
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.pages import Labels
    from run_flow.engine.run import Run
    from run_flow.engine.session import Active
    from run_flow.plan.deadlines import Deadline

_REACTION = timedelta(seconds=2)


class AlreadyStands(BaseException):
    """The portal shows that the step was done meanwhile."""


class WalkAgain(BaseException):
    """The page grew stale while a person decided: go there again, then click."""


def click_once(
    run: Run,
    label: Labels,
    *,
    approve: str,
    within: timedelta | Deadline | None,
    refused: tuple[str, ...],
    then: Callable[[], object] | None,
) -> None:
    """Click *label* once and return when the portal shows what came of it."""
    active = _allowed(run)
    pause(run.session)
    name = label if isinstance(label, str) else label[0]
    if run.session.dry_run:
        raise errors.DryRunEnded(name)
    if then and not run.session.attended:
        raise errors.WaitingForPerson(_("“{title}”要有人在电脑前办").format(title=active.step.title))
    if not seen(
        lambda: run.session.portal.pressable(label), until=run.session.clock.now() + _REACTION, **run.session.time
    ):
        raise errors.PortalChanged(_("页面上没有“{label}”").format(label=name), expected=_("正好一个按钮"))
    _approve(run, active, label, approve=approve, within=within)
    refuse_another(run.session)
    before = set(run.session.portal.error_texts())
    run.session.append(events.StepIntended(**active.place.facts, label=name, owner=run.session.lease.owner))
    active.clicked = True
    run.session.lease.check()  # the lid of a laptop may have been closed since: then the case may be another's
    _press(run, active, label)
    said = _reaction(run, label, before, within=_REACTION if refused or not then else timedelta(0))
    _refused(run, active, said, refused)
    if then:
        then()
    _prove(run, active, name, said)


def _allowed(run: Run) -> Active:
    active = run.session.active
    if active is None or active.step.done_when is None:
        raise errors.RunFlowError(_("click_once 只能用在带 done_when 的步骤里"))
    if active.clicked:
        raise errors.RunFlowError(_("一个步骤里只能有一次 click_once"))
    return active


def _approve(run: Run, active: Active, label: Labels, *, approve: str, within: timedelta | Deadline | None) -> None:
    """Return once a person has agreed and the page is the one that they agreed to.

    Where that took a while the portal is looked at again, and the body walks to the page again: a session may have
    run out, a draft may be lost, and the person may have clicked in the window.
    """
    question = Question(
        key=f"{active.place.step}-approval",
        kind="approval",
        text=approve + warning(run, active.place) + told(run),
        answer=Confirm(),
        role=_("经办人"),
        channel=_("终端或窗口"),
        within=within,
        until=lambda: not run.session.portal.pressable(label),
    )
    decision = ask(run.session, question, active.place)
    if decision == "no":
        run.session.append(*run.session.settled(active.place))  # what was to be sent is asked for again, too
        raise errors.WaitingForPerson(_("没有得到同意：{question}").format(question=approve))
    if decision is None or active.waited > FRESH or not run.session.portal.pressable(label):
        raise AlreadyStands if _done(run, active) else WalkAgain


def _press(run: Run, active: Active, label: Labels) -> None:
    """Press the button; where the page itself answers that nobody is signed in, nothing came of it.

    When another page came up meanwhile and says so, the click may have been heard before: the intent stays.
    """
    from run_flow.portal import SignedOut

    loads = run.session.portal.loads
    try:
        run.session.portal.press(label)
    except SignedOut as error:
        if run.session.portal.loads == loads:
            run.session.append(_cleared(active, str(error)))  # what led to the click still holds
        raise


def _reaction(run: Run, label: Labels, before: set[str], *, within: timedelta) -> list[str]:
    """Return what the portal complains about just after the click, before another page wipes it away.

    The same complaint as before counts again where the portal answered the click and the page stayed.
    """
    until = run.session.clock.now() + within
    while True:
        now = run.session.portal.error_texts()
        said = [text for text in now if text not in before]
        stays = run.session.portal.pressable(label)
        if said or run.session.clock.now() >= until or not stays:
            return said or (now if stays and run.session.portal.answered else [])
        run.session.portal.wait(TICK_MS)


def _refused(run: Run, active: Active, said: list[str], refused: tuple[str, ...]) -> None:
    """Raise FormRefused where the portal said, in words that the flow knows, that nothing came of the click."""
    for text in said:
        if any(words in text for words in refused):
            reason = run.session.redactor.text(text)
            _clear(run, active, reason)
            raise errors.FormRefused(reason, doing=active.step.title)


def _clear(run: Run, active: Active, reason: str) -> None:
    run.session.append(*run.session.settled(active.place), _cleared(active, reason))


def _cleared(active: Active, reason: str) -> events.StepCleared:
    active.refused = True
    return events.StepCleared(**active.place.facts, why="refused", reason=reason)


def _prove(run: Run, active: Active, name: str, said: list[str]) -> None:
    until = run.session.clock.now() + active.step.settle
    if seen(lambda: _done(run, active), until=until, **run.session.time):
        return
    words = run.session.redactor.text(" ".join(said))
    raise errors.OutcomeUnknown(
        _("点击“{label}”以后，平台没有显示结果。{said}").format(label=name, said=words),
        doing=active.step.title,
        remedy=_("用同一条命令继续：会先再看平台，看不出来时请您判断。"),
    )


def _done(run: Run, active: Active) -> bool:
    assert active.step.done_when is not None
    return bool(active.step.done_when(run))

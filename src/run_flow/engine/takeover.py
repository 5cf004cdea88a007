"""Taking over: a person does a part of a step in the window, hands back, and the assistant reads what stands and goes on.

The step's body is left between two touches and runs again when the person hands back, so that it compares every field.
What the person changed stays; what they left empty is typed. In an irreversible step the portal is asked first whether
the person has clicked: then it is done, and nothing is clicked again. A click of theirs that the portal does not show
yet is an intent like one of ours, on disk before anything else happens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from run_flow import errors
from run_flow.engine import hands
from run_flow.engine.asks import Question, ask
from run_flow.engine.click import AlreadyStands
from run_flow.engine.handed import Handed
from run_flow.engine.hands import CLICKED, HANDED_BACK, REFILL
from run_flow.engine.people import Choice
from run_flow.engine.waiting import seen
from run_flow.journal import events
from run_flow.language import _

if TYPE_CHECKING:
    from run_flow.engine.run import Run
    from run_flow.engine.session import Active, Session
    from run_flow.journal.rows import AskRow, StepRow


def shared(run: Run, active: Active, row: StepRow | None, body: Callable[[Run], None]) -> None:
    """Run *body*; whenever a person takes over, wait until they hand back, and run it again."""
    _remember(run.session, active, row)
    for wheel in hands.wheels(run.session.surfaces):
        wheel.working(active.step.title)
    while True:
        try:
            body(run)
        except hands.TakenOver as taken:
            _hand_over(run, active, emptied=taken.emptied)
        else:
            return


def _remember(session: Session, active: Active, row: StepRow | None) -> None:
    """Know what of the step was a person's before, and whether they are still at it."""
    active.persons |= hands.known(row.fields) if row else set()
    standing = _standing(session, active)
    if standing is None:
        return
    active.over = standing.state == "open" or standing.value == CLICKED
    if standing.state == "answered":
        _answered(active, standing.value, Handed.found(session.folder, standing.id, whole=False))
    if not active.over:
        active.taken.add(standing.id)


def _hand_over(run: Run, active: Active, *, emptied: str) -> None:
    session = run.session
    handed = _before(session, active)
    said = ask(session, _question(session, active, emptied, handed), active.place)
    if active.step.done_when is not None:
        _look(run, active, clicked=said == CLICKED)
    _answered(active, said, handed)
    active.taken = {ask_id for ask_id in active.taken if _key(active) in ask_id}  # the body asks again what it asked
    forms, active.forms = [form for _title, form in active.forms], []
    session.portal.regain(forms)


def _before(session: Session, active: Active) -> Handed:
    """Note what stands before the person has it; a hand-over that is open still knows what stood at its beginning."""
    standing = _standing(session, active)
    begun = Handed.found(session.folder, standing.id, whole=True) if standing else Handed(session.folder)
    handed = active.handed or begun
    handed.look([(title, form.held()) for title, form in active.forms])
    return handed


def _answered(active: Active, said: str | None, handed: Handed) -> None:
    active.handed = handed if said == HANDED_BACK else None
    if said == REFILL:
        active.persons.clear()


def _look(run: Run, active: Active, *, clicked: bool) -> None:
    """Leave the step where the portal shows that it is done; wait for that where a person says that they clicked."""
    session, step = run.session, active.step
    if clicked:
        label = _("（由人点击）")
        session.append(events.StepIntended(**active.place.facts, label=label, owner=session.lease.owner))
        active.clicked = True
    until = session.clock.now() + step.settle if clicked else session.clock.now()
    if seen(lambda: bool(step.done_when and step.done_when(run)), until=until, **session.time):
        raise AlreadyStands
    if clicked:
        raise errors.OutcomeUnknown(
            _("平台还没有显示“{title}”已完成").format(title=step.title),
            doing=step.title,
            remedy=_("用同一条命令继续：会先再看平台，看不出来时请您判断。"),
        )


def _question(session: Session, active: Active, emptied: str, handed: Handed) -> Question:
    standing = _standing(session, active)
    once = active.step.done_when is not None

    def opening(ask_id: str) -> events.StepTakenOver:
        handed.opened(ask_id)
        return events.StepTakenOver(**active.place.facts, ask=ask_id)

    text = _("请您在窗口里完成「{title}」。").format(title=active.step.title)
    if emptied:
        text = _("「{title}」里“{label}”原来由您填写，现在空着，请再填一次。").format(
            title=active.step.title, label=emptied
        )
    text += _("填好以后交还：您改过的内容保留，空着的由助手填。")
    if once:
        text += _("最后那一下如果您自己点了，请回答“{clicked}”。").format(clicked=CLICKED)
    return Question(
        key=_key(active),
        text=standing.question if standing else text,
        answer=Choice((HANDED_BACK, REFILL, *((CLICKED,) if once else ()))),
        role=_("经办人"),
        channel=_("窗口"),
        once=True,
        opening=opening,
    )


def _standing(session: Session, active: Active) -> AskRow | None:
    """Return the hand-over that is open, or answered and not used yet; not one that this pass had."""
    asks = session.asks_at(active.place)
    mine = [row for row in asks if row.key == _key(active) and row.id not in active.taken]
    return mine[-1] if mine and mine[-1].state in {"open", "answered"} else None


def _key(active: Active) -> str:
    return f"{active.place.step}-hands"

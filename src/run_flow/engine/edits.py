"""What changed in a flow script between two executions of a run, and what of it a person has to agree to: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from run_flow.engine.digest import ScriptStep
from run_flow.journal.rows import StepRow
from run_flow.language import _

Script = tuple[ScriptStep, ...]
Pair = tuple[ScriptStep, ScriptStep]


@dataclass(frozen=True)
class Edits:
    """What differs between the script that was agreed on and the one that is there; pairs are before and now."""

    added: Script = ()
    removed: Script = ()
    renamed: tuple[Pair, ...] = ()
    changed: tuple[Pair, ...] = ()
    reordered: bool = False


@dataclass(frozen=True)
class Verdict:
    """What the operator is told of the edits, and what has to be agreed to first."""

    told: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    unsettled: tuple[StepRow, ...] = ()
    """Clicks whose outcome the script cannot read any more: a person has to."""


def continued(recorded: Script, script: Script) -> Script:
    """Return *script*, its steps with every name that they went by.

    A step that does to the letter what another one did that is gone is the same step, though nobody wrote ``was=``.
    """
    taken = {name for step in script for name in step.names}
    return tuple(_with_past(step, recorded, script, taken) for step in script)


def compared(recorded: Script, script: Script) -> Edits:
    """Return how *script*, with its steps' names of before, differs from the *recorded* one."""
    pairs = [(before, now) for before in recorded if (now := _named(script, before))]
    kept = list(dict.fromkeys(now.key for _before, now in pairs))
    return Edits(
        added=tuple(step for step in script if step.key not in kept),
        removed=tuple(step for step in recorded if not _named(script, step)),
        renamed=tuple((before, now) for before, now in pairs if before.key != now.key),
        changed=tuple((before, now) for before, now in pairs if _does(before) != _does(now)),
        reordered=kept != [step.key for step in script if step.key in kept],
    )


def judged(edits: Edits, *, recorded: Script, script: Script, rows: Sequence[StepRow]) -> Verdict:
    """Return what the edits mean for a run whose steps stand as in *rows*, those of the rounds that are open.

    Without a recorded script only what became of the rows can tell what vanished.
    """
    unsettled = tuple(row for row in rows if row.state == "intent" and not _provable(row, script))
    known = {name for step in recorded for name in step.names}
    gone = [row for row in rows if row.state == "done" and not _at(script, row.name)]
    asked = [
        *(_lost(row) for row in unsettled),
        *(_gone(row) for row in gone if not recorded or row.name in known),
        *(_risky(now, rows) for before, now in edits.changed if _irreversible(before, now)),
    ]
    return Verdict(tuple(_told(edits, rows)), tuple(dict.fromkeys(asked)), unsettled)


def _with_past(step: ScriptStep, recorded: Script, script: Script, taken: set[str]) -> ScriptStep:
    past = _named(recorded, step) or _twin(step, recorded, script, taken)
    names = [name for name in past.names if name not in taken] if past else []
    return replace(step, was=tuple(dict.fromkeys((*step.was, *names))))


def _twin(step: ScriptStep, recorded: Script, script: Script, taken: set[str]) -> ScriptStep | None:
    """Return the one step that is gone and did to the letter what the new *step* alone does."""
    gone = [before for before in recorded if not taken & set(before.names) and _does(before) == _does(step)]
    new = [now for now in script if not _named(recorded, now) and _does(now) == _does(step)]
    return gone[0] if len(gone) == len(new) == 1 else None


def _named(script: Script, other: ScriptStep) -> ScriptStep | None:
    """Return the step of *script* that is the *other* one: by its key rather than by a name of before."""
    matches = [step for step in script if set(step.names) & set(other.names)]
    return next((step for step in matches if step.key == other.key), matches[0] if matches else None)


def _at(script: Script, name: str) -> ScriptStep | None:
    return next((step for step in script if name in step.names), None)


def _does(step: ScriptStep) -> tuple[str, bool]:
    return step.digest, step.irreversible


def _irreversible(before: ScriptStep, now: ScriptStep) -> bool:
    return before.irreversible or now.irreversible


def _provable(row: StepRow, script: Script) -> bool:
    step = _at(script, row.name)
    return step is not None and step.irreversible


def _told(edits: Edits, rows: Sequence[StepRow]) -> Iterable[str]:
    for step in edits.added:
        if not any(row.name in step.names and row.state == "done" for row in rows):
            yield _("流程脚本新增了步骤“{title}”，轮到时会办。").format(title=step.title)
    for step in edits.removed:
        if not any(row.name in step.names and row.state in {"done", "intent"} for row in rows):
            yield _("流程脚本去掉了步骤“{title}”：它还没有办成，不再办。").format(title=step.title)
    for before, now in edits.renamed:
        yield _("步骤“{title}”改了名（{before} → {now}）：已办的仍然算数。").format(
            title=now.title, before=before.key, now=now.key
        )
    for before, now in edits.changed:
        if not _irreversible(before, now):
            yield _mended(now, rows)
    if edits.reordered:
        yield _("步骤的顺序变了：已办的不受影响，其余的按新顺序办。")


def _mended(step: ScriptStep, rows: Sequence[StepRow]) -> str:
    done = [row for row in rows if row.name in step.names and row.state == "done"]
    if not done:
        return _("步骤“{title}”改了，轮到时按新的办。").format(title=step.title)
    if all(_submitted(row, rows) for row in done):
        return _("步骤“{title}”改了：它填的内容已经提交，不会重填。").format(title=step.title)
    return _("步骤“{title}”改了，会重新核对。").format(title=step.title)


def _submitted(done: StepRow, rows: Sequence[StepRow]) -> bool:
    return any(
        row.irreversible and row.state == "done" and row.seq > done.seq and row.item == done.item for row in rows
    )


def _lost(row: StepRow) -> str:
    return _(
        "步骤“{title}”点击过、结果还不知道，现在的脚本却没法查看它的结果：继续以前要由人核实它有没有生效。"
    ).format(title=row.title)


def _gone(row: StepRow) -> str:
    if row.irreversible:
        return _("步骤“{title}”已经办完，脚本里却没有了：平台上的结果不变，不会重办。").format(title=row.title)
    return _("步骤“{title}”已经办完，脚本里却没有了：它填过的内容留在平台上，不再核对。").format(title=row.title)


def _risky(step: ScriptStep, rows: Sequence[StepRow]) -> str:
    states = {row.state for row in rows if row.name in step.names and row.irreversible}
    if "intent" in states:
        return _("不能撤销的步骤“{title}”改了：它点击过、结果还不知道，会先查看结果，不会直接重办。").format(
            title=step.title
        )
    if "done" in states:
        return _("不能撤销的步骤“{title}”改了：它已经办完，不会重办。").format(title=step.title)
    return _("不能撤销的步骤“{title}”改了：它还没有办，会按新的办。").format(title=step.title)

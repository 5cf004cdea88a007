"""What came of doing it again, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from run_flow.language import _
from run_flow.reperform.stage import UNASKED

if TYPE_CHECKING:
    from run_flow.reperform.comparison import Difference
    from run_flow.reperform.verdict import Verdict


def lines(verdict: Verdict) -> Iterator[str]:
    """Yield what was done again, what was compared, and what could not be."""
    states = [step.state for step in verdict.steps]
    yield _("{total} 步：重做相同 {same} 步，不同 {differs} 步，没有录下、不能重做 {unrecorded} 步。").format(
        total=len(states),
        same=states.count("reproduced"),
        differs=states.count("differs"),
        unrecorded=states.count("unrecorded"),
    )
    counts = verdict.counts
    yield _(
        "表单 {forms} 个：字段相同 {same} 个，隐去了、不能比较 {withheld} 个；文件相同 {files} 个，没有比较 {others} 个。"
    ).format(
        forms=counts.forms,
        same=counts.same,
        withheld=counts.withheld,
        files=counts.files,
        others=counts.files_withheld,
    )
    if counts.beside:
        yield _("等人时页面自己发出、当时没有录下内容的 {count} 个，只回答，不比较。").format(count=counts.beside)
    if counts.repeated:
        yield _("页面原样又发了一次的 {count} 个，不算不同：页面的定时器和机器的快慢有关。").format(
            count=counts.repeated
        )
    if verdict.cut_off:
        yield _("要去录像以外的地方，已经拦下：{hosts}").format(hosts=_("、").join(sorted(verdict.cut_off)))
    if verdict.unanswered:
        yield _("录像里没有回答的：{paths}").format(paths=_("、").join(sorted(verdict.unanswered)))
    yield from verdict.notes
    yield from (
        _("“{title}”不能算重做：{why}").format(title=step.title, why=step.why) for step in verdict.steps if step.why
    )


def told(difference: Difference) -> str:
    """Return *difference* in one sentence, the step in front."""
    words = {
        "query": _("{form} 的网址参数当时是 {recorded}，现在是 {now}"),
        "type": _("{form} 的内容类型当时是 {recorded}，现在是 {now}"),
        "dropped": _("{form} 少了字段 {field}"),
        "added": _("{form} 多了字段 {field}"),
        "order": _("{form} 的字段先后不同：当时是 {recorded}，现在是 {now}"),
        "value": _("{form} 的字段 {field} 当时是“{recorded}”，现在是“{now}”"),
        "file": _("{form} 的文件 {field} 当时是 {recorded}，现在是 {now}"),
        "missing": _("{form} 当时发出过，现在没有"),
        "late": _("{form} 比当时晚发出"),
        "extra": _("{form} 当时没有发出过"),
        "ask": _("当时请人处理的是 {recorded}，现在是 {now}"),
        "nobody": _("当时没有请人处理，现在请人处理 {now}"),
        "end": _("当时是{recorded}，现在是{now}。{field}"),
    }["nobody" if difference.what == "ask" and difference.recorded in UNASKED else difference.what]
    step = _("“{title}”：").format(title=difference.step) if difference.step else ""
    sides = {side: vars(difference)[side] for side in ("recorded", "now")}
    if difference.what == "end":
        sides = {side: _state(state) for side, state in sides.items()}
    return step + words.format(**{**vars(difference), **sides})


def _state(state: str) -> str:
    """Return how a process left its run in words."""
    return {
        "done": _("办完"),
        "waiting": _("等人处理"),
        "review": _("等平台审核"),
        "stopped": _("停下"),
        "killed": _("中途被杀"),
        "running": _("进行到一半"),
        "failed": _("出错"),
        "refused": _("审核没有通过"),
        "unknown": _("点击的结果不明"),
    }.get(state, state)

"""What a step does has a digest: its doing shows in it, its looks do not."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from run_flow.engine.digest import called, digests

SCRIPT = '''
    """Title."""
    from run_flow import Run, flow, minutes, step

    WORDS = ("已提交", *OTHERS)
    OTHERS = ("审核中",)
    WAYS = {"a": 1}

    @flow(title="登记")
    def register(run: Run) -> None:
        """The account exists."""
        prepare(run)
        {"甲": late}.get(run.item, early)(run)

    def prepare(run: Run) -> None:
        if not sent(run):
            send(run)

    def sent(run: Run) -> bool:
        """Tell whether it was sent."""
        return word(run) in WORDS

    def word(run: Run) -> str:
        return run.read("状态")

    def unused(run: Run) -> str:
        return "没人用"

    @step(title="先")
    def early(run: Run) -> None:
        """It stands."""
        with run.form("先") as form:
            form.fill("名称", WAYS["a"])

    @step(title="后")
    def late(run: Run) -> None:
        """It stands, too."""
        word = run.profile.word
        run.tell(word)

    @step(title="提交", was=("post",), done_when=sent, settle=minutes(2))
    def send(run: Run) -> None:
        """It is sent."""
        run.click_once("提交", approve="提交吗？", refused=REFUSED)

    REFUSED = ("不正确",)
'''


def parsed(script: str) -> ast.Module:
    """Return the script's tree."""
    return ast.parse(dedent(script))


def changed(before: str, now: str) -> set[str]:
    """Return the functions that do something else where *now* stands instead of *before*."""
    assert before in SCRIPT
    first, second = digests(parsed(SCRIPT)), digests(parsed(SCRIPT.replace(before, now)))
    return {name for name in first if second.get(name) != first[name]}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ('"""It is sent."""', '"""The portal has it."""'),
        ('"""It is sent."""', '# why\n\n        """It is sent."""'),
        ('title="提交"', 'title="提交审核"'),
        ('was=("post",)', 'was=("post", "older")'),
        ('("状态")', "('状态', )"),
        ("def word(run: Run) -> str:", 'def word(run):\n        """Return it."""'),
        ("import Run, flow", "import Amount, Run, flow"),
        ("没人用", "还是没人用"),
    ],
)
def test_looks_change_nothing(before: str, now: str) -> None:
    """Words for readers, layout, titles, and what a step does not use leave every step's digest as it was."""
    assert changed(before, now) - {"unused"} == set()


@pytest.mark.parametrize(
    ("before", "now", "steps"),
    [
        ('fill("名称"', 'fill("名字"', {"early"}),
        ('("状态")', '("认证状态")', {"send"}),
        ('("审核中",)', '("审核中", "已认证")', {"send"}),
        ('("不正确",)', '("有误",)', {"send"}),
        ("settle=minutes(2)", "settle=minutes(3)", {"send"}),
        ("done_when=sent, ", "", {"send"}),
        ('{"a": 1}', '{"a": True}', {"early"}),
        ('WAYS = {"a": 1}', 'WAYS = {"a": 1}\n    WAYS.update(b=2)', {"early"}),
        ("import Run, flow, minutes,", "import Run, flow, hours as minutes,", {"send"}),
    ],
)
def test_what_a_step_leads_to_is_part_of_it(before: str, now: str, steps: set[str]) -> None:
    """Helpers, constants, the decorator's arguments and imports count, however far away; own variables do not."""
    assert changed(before, now) & {"early", "late", "send"} == steps


def test_a_renamed_step_does_the_same() -> None:
    """The name is no part of what a step does."""
    before, now = digests(parsed(SCRIPT)), digests(parsed(SCRIPT.replace("send(", "post(")))
    assert before["send"] == now["post"]


def test_the_digest_is_the_same_for_every_python() -> None:
    """Recorded with 3.11, and found again by 3.12 and 3.13: an update of Python is no edit."""
    script = parsed(
        """
        @step(title="x", done_when=lambda run: [w for w in WORDS if f"{w!r:>{WIDTH}} {run.item}"] == [])
        def x(run, *more, key=None, **rest):
            try:
                first, *rest = (found := run.read("a", default=b"" or 1.5))[0:1], None, ...
            except (ValueError, TypeError) as error:
                raise KeyError from error
        WORDS, WIDTH = ("一", "b"), -3
        """
    )
    assert digests(script) == {"x": "fd90847d7f1610e3"}


def test_steps_stand_in_the_order_in_which_the_flow_comes_upon_them() -> None:
    """Through helpers, and where a step is only named; what the flow never mentions is none of its steps."""
    steps = {"early", "late", "send", "unused"}
    assert called(parsed(SCRIPT), "register", among=steps) == ["send", "late", "early"]

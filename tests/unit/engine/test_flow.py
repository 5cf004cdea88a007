"""The decorators of a flow script."""

from __future__ import annotations

from datetime import timedelta

from tests.unit.engine.errand import company, errand, pay, submit

from run_flow import days, flow, hours, minutes, step


def test_a_flow_is_known_by_its_function() -> None:
    """The function's name is the flow's, and what it needs comes before it."""
    decorated = flow(title="关联", needs="certify")(lambda _run: None)
    assert (decorated.title, decorated.needs) == ("关联", "certify")
    assert (errand.name, errand.title) == ("errand", "小差事")


def test_a_step_is_known_by_its_function() -> None:
    """The function's name is the step's key; without more it is repeatable."""
    assert (company.key, company.title, company.done_when) == ("company", "企业信息", None)
    assert (submit.settle, submit.unproven, submit.clicks) == (timedelta(minutes=2), "ask", True)
    assert not pay.clicks


def test_a_flow_finds_its_steps() -> None:
    """A step is found by its name of today or of before."""
    renamed = step(title="x", was=("older",))(lambda _run: None)

    def body(_run: object) -> None:
        assert renamed

    found = flow(title="y")(body)  # type: ignore[arg-type]
    assert found.step("older") is renamed
    assert errand.step("company") is company


def test_durations_carry_their_unit() -> None:
    """Two days are forty-eight hours."""
    assert days(2) == hours(48) == minutes(2880) == timedelta(days=2)

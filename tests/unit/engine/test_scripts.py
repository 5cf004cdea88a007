"""Flow scripts are listed without running them, checked, and loaded."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from run_flow.engine.scripts import StepTitle, checked, load, titles
from run_flow.errors import Usage

GOOD = '''
    """登记。"""
    from run_flow import Run, flow, step

    @flow(title="登记账号", needs="certify")
    def register(run: Run) -> None:
        """The account exists.

        Details.
        """
        basics(run)
        send(run)

    def sent(run: Run) -> bool:
        return True

    @step(title="基本信息", was=("base",))
    def basics(run: Run) -> None:
        """The basics stand."""

    @step(title="提交", done_when=sent)
    def send(run: Run) -> None:
        """It is sent."""
        run.click_once("提交", approve="?")
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one good script."""
    write(tmp_path, GOOD)
    return tmp_path


def write(folder: Path, text: str, name: str = "register") -> Path:
    """Write a script."""
    path = folder / f"{name}.py"
    path.write_text(dedent(text), encoding="utf-8")
    return path


def test_titles_are_read_without_running_the_script(folder: Path) -> None:
    """A listing imports nothing: a script that would fail when run is listed all the same."""
    write(folder, GOOD + "\n    raise RuntimeError\n")
    write(folder, "x = 1", name="_shared")
    write(folder, "x = 1", name="no_flow")
    [register] = titles(folder)
    assert (register.name, register.title, register.needs) == ("register", "登记账号", "certify")
    assert register.summary == "The account exists."
    assert register.steps == (
        StepTitle("basics", "基本信息", "The basics stand.", irreversible=False),
        StepTitle("send", "提交", "It is sent.", irreversible=True),
    )


def test_a_script_is_loaded_with_its_steps(folder: Path) -> None:
    """A loaded flow knows its steps by their names of today and of before."""
    flow = load(folder, "register")
    assert (flow.name, flow.title, flow.needs) == ("register", "登记账号", "certify")
    basics = flow.step("base")
    assert basics is not None
    assert basics is flow.step("basics")
    assert flow.step("nothing") is None
    send = flow.step("send")
    assert send is not None
    assert (send.clicks, basics.clicks) == (True, False)
    del sys.modules["run_flow_flow_register"]


def test_an_unknown_flow_is_refused_with_the_one_meant(folder: Path) -> None:
    """A mistyped name leads to the right one."""
    with pytest.raises(Usage) as unknown:
        load(folder, "regsiter")
    assert "register" in unknown.value.remedy


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("x = 1", "没有名为 register 的 @flow"),
        (GOOD.replace("done_when=sent", "settle=None"), "没有 done_when"),
        (GOOD + '        run.click_once("再", approve="?")\n', "2 次 click_once"),
        (GOOD.replace("return True", 'return run.click_once("x", approve="?")'), "只能写在带 done_when 的步骤里"),
        (GOOD.replace('"""It is sent."""', ""), "docstring"),
        (GOOD.replace('"base"', '"send"'), "既是步骤"),
    ],
)
def test_a_script_with_a_fault_is_not_loaded(folder: Path, script: str, fault: str) -> None:
    """What could click twice, or cannot be proven, is refused when it is loaded."""
    path = write(folder, script)
    assert any(fault in line for line in checked(path)), checked(path)
    with pytest.raises(Usage, match=r"register\.py"):
        load(folder, "register")


def test_a_script_that_is_no_python_is_refused(folder: Path) -> None:
    """A syntax error is told with its place."""
    write(folder, "def register(:\n")
    with pytest.raises(Usage, match="line 1"):
        load(folder, "register")

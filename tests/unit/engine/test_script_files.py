"""A flow script and the siblings that it takes names from are one script."""

from __future__ import annotations

import traceback
from pathlib import Path
from textwrap import dedent

import pytest

from run_flow.engine.digest import digests
from run_flow.engine.script_files import read
from run_flow.engine.scripts import checked, load, titles
from run_flow.errors import Usage

WHOLE = '''
    """登记。"""
    from __future__ import annotations
    from run_flow import Run, flow, minutes, step

    WITHIN = minutes(10)

    def sent(run: Run) -> bool:
        return True

    @step(title="基本信息")
    def basics(run: Run) -> None:
        """The basics stand."""
        run.ask("x", "?", within=WITHIN)

    @step(title="提交", done_when=sent)
    def send(run: Run) -> None:
        """It is sent."""
        run.click_once("提交", approve="?")

    @step(title="别的")
    def other(run: Run) -> None:
        """Another flow's."""

    @flow(title="登记账号")
    def register(run: Run) -> None:
        """The account exists."""
        send(run)
        basics(run)
'''
SCRIPT = '''
    """登记。"""
    from __future__ import annotations
    from run_flow import Run, flow

    from _forms import basics
    from _sending import send

    @flow(title="登记账号")
    def register(run: Run) -> None:
        """The account exists."""
        send(run)
        basics(run)
'''
FORMS = '''
    from __future__ import annotations
    from run_flow import Run, minutes, step

    WITHIN = minutes(10)

    @step(title="基本信息")
    def basics(run: Run) -> None:
        """The basics stand."""
        run.ask("x", "?", within=WITHIN)

    @step(title="别的")
    def other(run: Run) -> None:
        """Another flow's."""
'''
SENDING = '''
    from __future__ import annotations
    from run_flow import Run, step

    from _sent import sent

    @step(title="提交", done_when=sent)
    def send(run: Run) -> None:
        """It is sent."""
        run.click_once("提交", approve="?")
'''
SENT = """
    from __future__ import annotations
    from run_flow import Run

    def sent(run: Run) -> bool:
        return True
"""
PARTS = {"register": SCRIPT, "_forms": FORMS, "_sending": SENDING, "_sent": SENT}


def folder(place: Path, **edited: str) -> Path:
    """Write the parts, some of them *edited*, into a new folder and return it."""
    place.mkdir(exist_ok=True)
    for name, text in (PARTS | edited).items():
        (place / f"{name}.py").write_text(dedent(text), encoding="utf-8")
    return place


def test_a_script_with_siblings_is_listed_and_loaded_as_one(tmp_path: Path) -> None:
    """Steps stand in the order of the flow, wherever they are written; those of other flows are left out."""
    [title] = titles(folder(tmp_path))
    assert [step.key for step in title.steps] == ["send", "basics"]
    flow = load(tmp_path, "register")
    assert [step.key for step in flow.script] == ["send", "basics"]
    assert [flow.step(key) is not None for key in ("send", "basics")] == [True, True]


def test_moving_code_to_a_sibling_is_no_edit(tmp_path: Path) -> None:
    """What is done counts, not where it is written: an open run goes on with a script that was split."""
    whole = folder(tmp_path / "whole", register=WHOLE)
    split = folder(tmp_path / "split")
    before, now = (load(place, "register").script for place in (whole, split))
    assert [step for step in before if step.key != "other"] == list(now)


def test_an_edited_sibling_is_an_edit_of_the_script(tmp_path: Path) -> None:
    """A constant, a helper of a helper: whatever a step leads to in any file is in its digest."""
    before = digests(read(folder(tmp_path / "a") / "register.py").tree)
    waits = digests(read(folder(tmp_path / "b", _forms=FORMS.replace("10", "20")) / "register.py").tree)
    proves = digests(read(folder(tmp_path / "c", _sent=SENT.replace("True", "False")) / "register.py").tree)
    assert {name for name in before if waits[name] != before[name]} == {"basics", "register"}
    assert {name for name in before if proves[name] != before[name]} == {"sent", "send", "register"}


def test_a_traceback_leads_to_the_file_that_failed(tmp_path: Path) -> None:
    """Each file is compiled under its own name."""
    folder(tmp_path, _sent=SENT + '\n    raise RuntimeError("here")\n')
    with pytest.raises(RuntimeError) as failed:
        load(tmp_path, "register")
    last = traceback.extract_tb(failed.value.__traceback__)[-1]
    assert (last.filename, last.line) == (str(tmp_path / "_sent.py"), 'raise RuntimeError("here")')


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "register",
            "_sending import send",
            "_sending import sned",
            "register.py:7:_sending 里没有 sned。是不是 send？",
        ),
        ("register", "_sending import send", "_sending import sent", "register.py:7:_sending 里没有 sent"),
        ("register", "_forms import basics", "_form import basics", "register.py:6:旁边没有 _form.py"),
        ("register", "import send", "import send as basics", "register.py:7:从 _sending 导入要逐个写名字"),
        ("register", "import send", "import *", "register.py:7:从 _sending 导入要逐个写名字"),
        ("register", "from _forms import basics", "import _forms", "register.py:6:请写 from _forms import"),
        ("register", "    send(run)", "    from _sending import send", "register.py:12:_sending 只能在脚本最外层导入"),
        (
            "_sent",
            "from run_flow",
            "from _sending import send\n    from run_flow",
            "_sent.py:3:_sending 和它自己互相导入",
        ),
        ("_sent", "def sent", "WITHIN = 1\n    def sent", "_sent.py:5:WITHIN 在 _forms.py 里已经有了"),
        ("_sent", "def sent", "import os as step\n    def sent", "_sent.py:5:step 在 _forms.py 里已经有了"),
        ("_sending", '"""It is sent."""', "", "_sending.py:8:步骤 send 没有说明"),
        ("_sending", ", done_when=sent", "", "_sending.py:8:步骤 send 有 click_once，却没有 done_when"),
        ("_sent", "return True", 'return run.click_once("x", approve="?")', "_sent.py：6:click_once 只能写在"),
        ("_sending", "done_when=sent", 'was=("basics",), done_when=sent', "_sending.py:basics 既是步骤"),
    ],
)
def test_faults_of_siblings_are_told_where_they_are(tmp_path: Path, name: str, old: str, new: str, fault: str) -> None:
    """The path is that of the file in which a person mends it."""
    folder(tmp_path, **{name: PARTS[name].replace(old, new)})
    told = checked(tmp_path / "register.py")
    assert any(fault in line for line in told), told
    with pytest.raises(Usage, match=r"\.py"):
        load(tmp_path, "register")


def test_a_sibling_that_is_no_python_is_refused(tmp_path: Path) -> None:
    """A syntax error is told with the sibling's name."""
    with pytest.raises(Usage, match=r"_sent\.py.*line 1"):
        load(folder(tmp_path, _sent="def sent(:\n"), "register")

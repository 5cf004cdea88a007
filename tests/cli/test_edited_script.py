"""The script is edited while the run waits: the operator reads what changed, agrees from anywhere, and it goes on."""

from __future__ import annotations

import json
import shutil

import pytest
from tests.flows.stages import bring
from tests.mock.clerk import Clerk

from mock_portal.server import start
from people import Crowd
from run_flow.profile import load

SETTINGS = {"RUN_FLOW_HEADLESS": "1", "RUN_FLOW_LOOK_EVERY_SECONDS": "0.2", "RUN_FLOW_PATIENCE_MINUTES": "0.05"}


@pytest.fixture
def certify(root, home, tmp_path, run_flow):
    """Return a function that gives the command with the scripts in tmp_path/flows, once the fee is paid."""
    shutil.copytree(root / "flows", tmp_path / "flows", ignore=shutil.ignore_patterns("__pycache__"))
    profile = root / "fixtures/profiles/company/profile.yaml"
    with start(poll_seconds=0.1) as portal:
        clerk = Clerk(portal)
        with clerk.client:
            bring(clerk, load(profile), to="paid")

        def give(*, people: bool):
            words = ("certify", str(profile), "--flows", str(tmp_path / "flows"), "--portal", portal.address)
            whims = {} if people else {"ignore": ("网银", "终端或窗口")}
            with Crowd(home=home, portal=portal.address, key=portal.key, profile=profile, **whims):
                patience = {"RUN_FLOW_PATIENCE_MINUTES": "2"} if people else {}
                return run_flow(*words, settings=SETTINGS | patience)

        give.received = portal.received
        yield give


def test_an_edited_script_is_told_agreed_to_and_goes_on(certify, run_flow, tmp_path):
    """Safe edits are told; a changed click waits for a person, who answers in another terminal, once."""
    assert certify(people=False).returncode == 4
    mend(tmp_path / "flows/_certification_review.py", '("打款金额不正确",)', '("打款金额不正确", "打款金额有误")')
    mend(tmp_path / "flows/_certification.py", "certified(run", "badge(run")

    asked = certify(people=False)
    assert asked.returncode == 4, asked.stderr
    assert "改了名（certified → badge）" in asked.stdout
    assert "不能撤销的步骤“对公打款验证”改了：它还没有办" in asked.stderr
    asks = [json.loads(line) for line in run_flow("asks", "--json").stdout.splitlines()]
    [ask] = [ask for ask in asks if ask["key"].startswith("script-")]
    assert run_flow("answer", ask["case_id"], ask["id"], "继续").returncode == 0

    ended = certify(people=True)
    assert ended.returncode == 0, ended.stderr
    assert "改了名" in ended.stdout
    received = certify.received()
    assert sum(received["deposits"].values()) == 1


def mend(script, before, now):
    """Write *now* in the place of *before*."""
    text = script.read_text(encoding="utf-8")
    assert before in text
    script.write_text("# mended\n" + text.replace(before, now), encoding="utf-8")

"""A certification done again, offline, from its bundle: alike, step by step; what was changed in the recording is found."""

from __future__ import annotations

import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from tests.reperform.day import recorded, sample
from tests.reperform.spoiling import Noted, again, planted

from mock_portal.server import start
from run_flow.audit import container
from run_flow.audit.container import Part
from run_flow.cli.desk import Desk
from run_flow.cli.reperform import reperform as command
from run_flow.errors import Usage
from run_flow.reperform.performance import Wanted, reperform


@pytest.fixture(scope="module")
def apart():
    """Run something in a thread of its own: pytest-playwright holds this one's Playwright."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda function, *given, **named: pool.submit(function, *given, **named).result(timeout=300)


@pytest.fixture(scope="module")
def bundle(apart, tmp_path_factory):
    """Return the bundle of one certification; the portal it was done on is gone."""
    with start(poll_seconds=0.05) as portal:
        return apart(recorded, portal, tmp_path_factory.mktemp("day"))


@pytest.fixture(scope="module")
def done(apart, bundle, root):
    """Return what came of doing it again, without the profile, and what the browser asked."""
    made: list[Noted] = []

    def noting(**facts):
        made.append(Noted(**facts))
        return made[0]

    verdict = apart(reperform, Wanted(bundle, root / "flows"), playback=noting)
    return verdict, made[0]


def test_every_step_is_done_again_alike(done):
    """With stand-ins for all that the recording withholds: every form says what it said, and nothing went elsewhere."""
    verdict, _noted = done
    assert verdict.equal, (verdict.differences, verdict.notes)
    assert verdict.reproduced == len(verdict.steps) == 13
    sent = verdict.counts.forms + verdict.counts.beside  # some are sent by a timer, maybe while a person is awaited
    assert sent >= 12
    assert verdict.counts.same > 35
    assert verdict.counts.files_withheld == 2
    assert verdict.cut_off == set()


def test_a_planted_difference_of_each_kind_is_the_first_one_found(done):
    """A value, a field more or less, a form more or less, another order: named by form and field; unchanged, none.

    make reperform-bench plants every one.
    """
    _verdict, noted = done
    assert again(noted) == []
    changes = {each.kind: each for each in planted(noted, Random(7))}
    assert set(changes) == {"value", "secret", "added", "dropped", "missing", "extra", "order"}
    assert [(each.kind, each.form, each.field) for each in changes.values() if not each.found(noted)] == []


@pytest.fixture
def desk(home, monkeypatch):
    """Return the desk of a command."""
    monkeypatch.setenv("RUN_FLOW_HOME", str(home))
    found = Desk(["replay"], clock=None)
    with found.closing:
        yield found


def test_a_bundle_that_was_changed_is_refused_before_anything_runs(bundle, run_flow, tmp_path):
    """The signature no longer fits: the real command ends with 10 and names the file."""
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(bundle) as before, other.open("wb") as after:
        parts = {name: before.read(name) for name in before.namelist()}
        parts["report.html"] += b"<!-- -->"
        container.write(after, [Part.of(name, content) for name, content in parts.items()])
    ended = run_flow("replay", str(other), "--reperform")
    assert ended.returncode == 10
    assert "report.html" in ended.stderr
    assert "重做" not in ended.stdout


def test_a_stranger_s_script_is_not_run_without_their_key(bundle, desk, tmp_path):
    """Where the installed flow is another one, the bundle's own is only run for whoever vouches for its signer."""
    with pytest.raises(Usage, match="certify") as refused:
        command(desk, bundle, of="bundle.zip", key=None, profile=None, flows=tmp_path)
    assert "--key" in str(refused.value.remedy)


@pytest.mark.matrix
def test_a_case_is_done_again_as_its_bundle_is(bundle, run_flow, root, tmp_path):
    """By the name that status tells, with the scripts of that day: one's own record is trusted, and nothing is left."""
    own, edited, temporary = bundle.parent / "home", tmp_path / "edited", tmp_path / "temporary"
    shutil.copytree(root / "flows", edited)
    temporary.mkdir()
    forms = edited / "_certification_forms.py"
    forms.write_text(forms.read_text("utf-8").replace('title="企业信息"', 'title="企业"'), encoding="utf-8")
    [case] = [path.name for path in (own / "cases").iterdir()]
    settings = {"RUN_FLOW_HOME": str(own), "TMPDIR": str(temporary)}
    ended = run_flow("--flows", str(edited), "replay", f"{case}-certify-1", "--reperform", settings=settings)
    assert ended.returncode == 0, ended.stderr
    assert "与当时相同：" in ended.stdout.splitlines()[-1]
    assert list(temporary.iterdir()) == []
    assert run_flow("--flows", str(edited), "replay", str(bundle), "--reperform", settings=settings).returncode == 2


def test_a_profile_of_another_day_is_named_line_by_line(bundle, root, tmp_path):
    """Nothing is opened: which lines differ is the reason why nothing can be done again."""
    folder = shutil.copytree(sample().parent, tmp_path / "own")
    text = sample().read_text("utf-8").replace("设备维修；", "设备出租；")
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    verdict = reperform(Wanted(bundle, root / "flows", profile=folder / "profile.yaml"))
    assert not verdict.equal
    assert {step.state for step in verdict.steps} == {"unrecorded"}
    assert "company.scope" in verdict.notes[0]

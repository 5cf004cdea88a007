"""An installed run-flow works away from any checkout; an editable one finds the checkout's own."""

import os
import subprocess
import sys
import venv
import zipfile

import pytest

from run_flow.shipped import folder


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """Return the wheel, built from the checkout by the backend that pyproject.toml names."""
    there = tmp_path_factory.mktemp("dist")
    build = f"import hatchling.build as build; print(build.build_wheel({str(there)!r}))"
    ended = subprocess.run(
        [sys.executable, "-c", build], cwd=root, capture_output=True, encoding="utf-8", check=False
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return there / ended.stdout.split()[-1]


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return a function that runs the installed command, somewhere else.

    The dependencies are those of this environment, put behind the installed package.
    """
    place = tmp_path_factory.mktemp("installed")
    venv.create(place / "venv", with_pip=False)
    scripts = place / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / ("python.exe" if sys.platform == "win32" else "python")
    packages = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], encoding="utf-8"
    ).strip()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    ours = next(path for path in sys.path if path.endswith("site-packages"))
    code = f"import sys; sys.path.append({ours!r}); from run_flow.cli import main; sys.exit(main())"

    def run(*words):
        environment = os.environ | {"RUN_FLOW_HOME": str(place / "home")}
        return subprocess.run(
            [python, "-I", "-c", code, *words],
            cwd=place, env=environment, capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    run.place = place
    return run


def test_the_wheel_carries_flows_fixtures_and_languages(wheel):
    """What demo and certify need is inside; nothing compiled, nothing of the tests."""
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "run_flow/shipped/flows/certify.py",
        "run_flow/shipped/flows/_certification.py",
        "run_flow/shipped/fixtures/mock_portal/__main__.py",
        "run_flow/shipped/fixtures/profiles/company/profile.yaml",
        "run_flow/locale/en/LC_MESSAGES/run_flow.mo",
        "run_flow/py.typed",
    ):
        assert name in names
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests")]


def test_the_installed_command_finds_its_own_flows_and_samples(installed):
    """Outside a checkout, with its own copies."""
    listed = installed("flows")
    assert listed.returncode == 0, listed.stderr
    assert str(installed.place / "venv") in listed.stdout
    sample = installed.place.glob("venv/**/shipped/fixtures/profiles/company/profile.yaml")
    checked = installed("check", str(next(sample)), "--lang", "en")
    assert checked.returncode == 0, checked.stderr


def test_an_editable_install_finds_the_checkouts_own(root):
    """A developer's edit counts at once."""
    assert folder("flows") == root / "flows"
    assert folder("fixtures") == root / "fixtures"


def test_a_profile_begins_from_the_installed_samples(installed):
    """The template is inside."""
    ended = installed("init", "mine")
    assert ended.returncode == 0, ended.stderr
    assert (installed.place / "mine/profile.yaml").is_file()

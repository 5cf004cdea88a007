"""Settings come from the command line, the environment and .env, in this order, and wrong ones are refused."""

from pathlib import Path

import pytest

from run_flow.errors import Usage
from run_flow.settings import PORTAL, load


@pytest.fixture
def dotenv(tmp_path):
    """Return a function that writes .env."""

    def write(text: str) -> Path:
        (tmp_path / ".env").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_without_anything_the_real_portal_stands(tmp_path):
    """The defaults need no file and no variable."""
    settings = load(folder=tmp_path, given={})
    assert settings.portal == PORTAL
    assert settings.home.is_absolute()


def test_the_command_line_wins_over_the_environment_and_that_over_dotenv(dotenv, monkeypatch):
    """The nearest word counts."""
    folder = dotenv("RUN_FLOW_PORTAL=http://a.example/\nRUN_FLOW_PATIENCE_MINUTES=1\nRUN_FLOW_HEADLESS=true\n")
    monkeypatch.setenv("RUN_FLOW_PORTAL", "http://b.example/")
    monkeypatch.setenv("RUN_FLOW_PATIENCE_MINUTES", "2")
    settings = load(folder=folder, given={"portal": "http://c.example/", "home": None, "json": True})
    assert (settings.portal, settings.patience_minutes, settings.headless) == ("http://c.example/", 2, True)


def test_dotenv_is_read_with_a_byte_order_mark(tmp_path):
    """Windows editors write one."""
    (tmp_path / ".env").write_text("RUN_FLOW_HEADLESS=true\n", encoding="utf-8-sig")
    assert load(folder=tmp_path, given={}).headless


@pytest.mark.parametrize("name", ["RUN_FLOW_FLOWS", "RUN_FLOW_BROWSER", "run_flow_browser"])
def test_dotenv_cannot_name_code_to_run(dotenv, name):
    """A folder that came by mail must not bring its own program."""
    folder = dotenv(f"{name}=/tmp/evil\n")
    with pytest.raises(Usage, match=name.upper()):
        load(folder=folder, given={})


@pytest.mark.parametrize("line", ["RUN_FLOW_HEADLES=true", "RUN_FLOW_PORTAL=not an address", "RUN_FLOW_LOG_LEVEL=loud"])
def test_a_wrong_name_or_value_is_refused_with_its_mend(dotenv, line):
    """A setting that is not understood is not skipped."""
    with pytest.raises(Usage) as refused:
        load(folder=dotenv(line), given={})
    assert line.partition("=")[0] in refused.value.found
    assert refused.value.remedy


def test_a_misspelt_name_is_told_the_right_one(dotenv):
    """The nearest name is offered."""
    with pytest.raises(Usage) as refused:
        load(folder=dotenv("RUN_FLOW_HEADLES=true"), given={})
    assert "RUN_FLOW_HEADLESS" in refused.value.remedy

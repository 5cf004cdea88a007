""".env.example is Settings, written down."""

import re
import shutil

from run_flow.settings import COMMAND_LINE_ONLY, PREFIX, RUNS_CODE, Settings, load


def test_the_example_names_every_setting_and_no_other(root):
    """A name that is not read, or not told, is a trap."""
    told = set(re.findall(rf"{PREFIX}[A-Z_]+", (root / ".env.example").read_text(encoding="utf-8")))
    assert told == {PREFIX + name.upper() for name in Settings.model_fields} | set(COMMAND_LINE_ONLY)


def test_the_example_holds_the_defaults(root, tmp_path):
    """Copied as it is, it changes nothing."""
    defaults = load(folder=tmp_path, given={})
    shutil.copy(root / ".env.example", tmp_path / ".env")
    assert load(folder=tmp_path, given={}) == defaults


def test_what_leads_to_code_is_not_assigned_in_the_example(root):
    """The example must not be refused when copied, nor suggest what is refused."""
    lines = (root / ".env.example").read_text(encoding="utf-8").splitlines()
    assigned = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert not assigned & set(RUNS_CODE)
